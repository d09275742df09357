"""Anybody reserves, places, moves, gives back and lets lapse, in any order: the room is never sold twice.

After every act, on the real database: what is used and held stays within what there is; no unit has two holders;
meters are the sums of their bookings' lines, and what a plain model says; the summaries of the racks are true;
the book, replayed, gives the same occupancy; what is given back is free as before.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from budget import examples
from data_centre import DataCentre
from kolokasi.core.capacity.ask import Ask, DeviceAsked, HostingAsked
from kolokasi.core.capacity.judging import judge
from kolokasi.core.capacity.verdict import Answer, Verdict
from kolokasi.core.refusal import Refused, Why
from kolokasi.inventory import booking, ledger, moving, stock
from kolokasi.inventory.models import (
    Booking,
    BookingLine,
    Device,
    Meter,
    PowerNode,
    Rack,
    TakenAddress,
    TakenPort,
    TakenUnit,
)
from kolokasi.inventory.standing import DeviceFacts, place_existing
from plain_centre import Has, PlainCentre, Stands

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HEIGHTS, WATTS = st.integers(1, 4), st.sampled_from((0, 300, 900, 2000))


@st.composite
def asks(draw: st.DrawFn) -> Ask:
    """A small room's requests: some fit, some do not, some only far from the policy."""
    devices = tuple(
        DeviceAsked(
            name=f"Server {place}", height_u=draw(HEIGHTS), depth_mm=700,
            weight_kg=draw(st.sampled_from((10, 200))), watts=draw(WATTS),
            supplies=draw(st.integers(1, 2)), ports=draw(st.integers(0, 4)),
        )
        for place in range(draw(st.integers(0, 2)))
    )  # fmt: skip
    hosting = None
    if draw(st.booleans()):
        hosting = HostingAsked(
            vcpu=draw(st.integers(1, 40)), ram_gb=draw(st.integers(1, 90)), disk_gb=10
        )
    return Ask(
        devices=devices, hosting=hosting, bandwidth_mbps=draw(st.integers(0, 400)),
        addresses=draw(st.integers(0, 5)),
    )  # fmt: skip


class Office(RuleBasedStateMachine):
    """The real thing and the plain model, side by side. ``centre`` is there before and goes afterwards."""

    centre: DataCentre

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        self._stack.enter_context(transaction.atomic())
        self.names = names_of_meters(self.centre)
        self.racks = {rack.name: rack for rack in self.centre.racks}
        self.model = PlainCentre(heights={name: one.height_u for name, one in self.racks.items()})
        self.stale: tuple[Ask, Verdict] | None = None
        self.past_policy = False
        self.now, self.cases = self.centre.now, 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._stack.close()

    # --- what people do ---------------------------------------------------------------------------

    @initialize(ask=asks())
    def somebody_reads_early(self, ask: Ask) -> None:
        self.stale = (ask, self._verdict(ask))

    @rule(ask=asks())
    def reserves(self, ask: Ask) -> None:
        verdict = self._verdict(ask)
        if verdict.answer is Answer.YES:
            self._hold(ask, verdict)

    @rule(ask=asks())
    def reserves_and_gives_back(self, ask: Ask) -> None:
        """Free afterwards is what was free before, for everybody."""
        verdict = self._verdict(ask)
        if verdict.answer is Answer.YES:
            before = self._meters(), self._seen(ask)
            key = self._hold(ask, verdict)
            booking.release(Booking.objects.get(pk=key), how="withdrawn", now=self.now)
            del self.model.bookings[key]
            assert (self._meters(), self._seen(ask)) == before

    @rule(ask=asks())
    def is_let_through(self, ask: Ask) -> None:
        """Somebody entitled goes past the policy, but never past what there is."""
        verdict = self._verdict(ask)
        if verdict.answer is not Answer.YES:
            try:
                self._hold(ask, verdict, override="Perintah Kepala Dinas")
                self.past_policy = True
            except Refused as refused:
                assert (verdict.places, verdict.takes) == ((), ()), str(refused)

    @precondition(lambda self: self.stale is not None and self.stale[1].answer is Answer.YES)
    @rule()
    def reserves_what_he_read_long_ago(self) -> None:
        assert self.stale is not None
        (ask, verdict), self.stale = self.stale, None
        try:
            self._hold(ask, verdict)
        except Refused as refused:
            assert refused.why is Why.TAKEN

    @rule(data=st.data())
    def places(self, data: st.DataObject) -> None:
        if held := self._some(data, "held"):
            booking.place(Booking.objects.get(pk=held), now=self.now)
            self.model.bookings[held].state = "placed"

    @rule(data=st.data(), how=st.sampled_from(("released", "withdrawn")))
    def gives_back(self, data: st.DataObject, how: str) -> None:
        if key := self._some(data, "held", "placed"):
            booking.release(Booking.objects.get(pk=key), how=how, now=self.now)
            del self.model.bookings[key]

    @rule(data=st.data())
    def lets_lapse(self, data: st.DataObject) -> None:
        if key := self._some(data, "held"):
            row = Booking.objects.get(pk=key)
            assert row.expires_at is not None
            booking.lapse(row, now=row.expires_at)
            del self.model.bookings[key]

    @rule(
        data=st.data(), rack=st.sampled_from(("A1", "A2")), unit=st.integers(1, 10),
        face=st.sampled_from(("front", "rear", "both")),
    )  # fmt: skip
    def moves(self, data: st.DataObject, rack: str, unit: int, face: str) -> None:
        devices = list(Device.objects.filter(removed_at__isnull=True).order_by("pk"))
        if not devices:
            return
        device = data.draw(st.sampled_from(devices))
        has = self.model.bookings[device.booking_id]
        own = list(Device.objects.filter(booking=has_key(device)).order_by("pk"))
        stands = has.devices[[one.pk for one in own].index(device.pk)]
        try:
            moving.move(device, rack=self.racks[rack], unit=unit, face=face, now=self.now)
        except Refused:
            return
        if rack != stands.rack:  # plugged in there as usual
            supplies = (device.supplies or 0) if device.watts else 0
            stands.sides = ("A", "B")[: min(2, supplies)]
        stands.rack, stands.unit, stands.face = rack, unit, face

    @rule(
        rack=st.sampled_from(("A1", "A2")), unit=st.integers(-1, 11), height=HEIGHTS,
        face=st.sampled_from(("front", "rear", "both")), watts=st.none() | WATTS,
        weight=st.none() | st.just(30), supplies=st.integers(0, 2), ports=st.integers(0, 2),
    )  # fmt: skip
    def finds_something_standing(self, **found: Any) -> None:
        facts = DeviceFacts(
            name="Peninggalan", height_u=found["height"], face=found["face"],
            watts=found["watts"], weight_kg=found["weight"], supplies=found["supplies"],
            ports=found["ports"],
        )  # fmt: skip
        try:
            made = place_existing(
                self.racks[found["rack"]], facts, unit=found["unit"], now=self.now,
                label_percent=70,
            )  # fmt: skip
        except Refused:
            return
        self.past_policy = True
        self.model.bookings[made.pk] = Has(
            state="placed",
            devices=[
                Stands(
                    rack=found["rack"], unit=found["unit"], height=found["height"],
                    face=found["face"], watts=found["watts"], weight=found["weight"],
                    ports=found["ports"], sides=("A", "B")[: found["supplies"]],
                )
            ],
        )  # fmt: skip

    # --- what holds after every act ---------------------------------------------------------------

    @invariant()
    def meters_say_what_the_model_says(self) -> None:
        used, held, unknown = self.model.meters()
        names = self.names.values()
        expected = {one: (used[one], held[one], unknown[one]) for one in names}
        assert self._meters() == expected

    @invariant()
    def nothing_is_oversold(self) -> None:
        for one in Meter.objects.filter(office=self.centre.office):
            assert one.used >= 0
            assert one.held >= 0
            assert one.used + one.held <= (one.rating or 0)
            if not self.past_policy:
                assert one.used + one.held <= (one.limit or 0), one.name

    @invariant()
    def meters_are_the_sums_of_their_lines(self) -> None:
        lines = BookingLine.objects.filter(booking__ended_at__isnull=True)
        for state, column in (("held", "held"), ("placed", "used")):
            sums = dict(
                lines.filter(booking__state=state)
                .values_list("meter")
                .annotate(sum=Sum("amount"))
                .filter(sum__gt=0)
            )
            there = Meter.objects.filter(**{f"{column}__gt": 0}).values_list("pk", column)
            assert sums == dict(there)

    @invariant()
    def no_unit_has_two_holders(self) -> None:
        names = {one.pk: name for name, one in self.racks.items()}
        rows = TakenUnit.objects.filter(free_at__isnull=True)
        there = [
            ((names[rack], unit, face), owner)
            for rack, unit, face, owner in rows.values_list("rack", "unit", "face", "booking")
        ]
        assert len(there) == len(dict(there))
        assert dict(there) == self.model.faces()
        for rack in Rack.objects.filter(pk__in=names):
            assert (rack.free_units, rack.longest_run) == self.model.free(rack.name)

    @invariant()
    def the_book_tells_it_again(self) -> None:
        book = ledger.replay(self.centre.office.pk)
        assert book.units == {
            (rack, unit, face): device
            for rack, unit, face, device in TakenUnit.objects.filter(
                free_at__isnull=True
            ).values_list("rack", "unit", "face", "device")
        }
        assert book.ports == set(
            TakenPort.objects.filter(free_at__isnull=True).values_list("port", flat=True)
        )
        assert book.addresses == set(
            TakenAddress.objects.filter(free_at__isnull=True).values_list("pool", "place")
        )
        meters = self.centre.occupancy()
        assert {
            key: (book.used[key], book.held[key], book.unknown[key]) for key in meters
        } == meters

    # --- helpers ----------------------------------------------------------------------------------

    def _verdict(self, ask: Ask) -> Verdict:
        return judge(ask, stock.read(self.centre.office.pk, ask, now=self.now, lock=True))

    def _seen(self, ask: Ask) -> stock.core.Stock:
        return stock.read(self.centre.office.pk, ask, now=self.now)

    def _hold(self, ask: Ask, verdict: Verdict, *, override: str = "") -> int:
        self.cases += 1
        made = booking.hold(
            office=self.centre.office.pk, verdict=verdict, ask=ask, title=f"Permohonan {self.cases}",
            now=self.now, warn_at=self.now, expires_at=self.now + timedelta(days=1),
            case_id=self.cases, case_number=f"CTH-{self.cases}", override=override,
        )  # fmt: skip
        sides = {
            node.pk: node.name[-1] for node in PowerNode.objects.filter(name__startswith="PDU")
        }
        counted = {
            self.names[one.meter]: one.amount
            for one in verdict.takes
            if self.names[one.meter] in ("mbps", "vcpu", "ram", "disk")
        }
        self.model.bookings[made.pk] = Has(
            state="held",
            devices=[
                Stands(
                    rack=one.rack_name, unit=one.unit, height=one.height_u, watts=one.watts,
                    weight=one.weight_kg, ports=one.ports,
                    sides=tuple(sorted(sides[feed] for feed in one.feeds)),
                )
                for one in verdict.places
            ],
            addresses=sum(one.amount for one in verdict.addresses),
        )  # fmt: skip
        self.model.bookings[made.pk].counted.update(counted)
        return int(made.pk)

    def _some(self, data: st.DataObject, *states: str) -> int:
        found = [key for key, has in self.model.bookings.items() if has.state in states]
        return data.draw(st.sampled_from(found)) if found else 0

    def _meters(self) -> dict[str, tuple[int, int, int]]:
        return {self.names[key]: three for key, three in self.centre.occupancy().items()}


def has_key(device: Device) -> int:
    return device.booking_id


def names_of_meters(centre: DataCentre) -> dict[int, str]:
    """The model's names of the meters on the database."""
    found = {one.meter_id: one.name for one in PowerNode.objects.all()}
    for rack in centre.racks:
        found |= {rack.units_id: f"unit/{rack.name}", rack.weight_id: f"berat/{rack.name}"}
    cluster = centre.cluster
    return found | {
        centre.switches.meter_id: "switch", centre.panels.meter_id: "panel",
        centre.pool.meter_id: "ip", centre.uplink.meter_id: "mbps", cluster.vcpu_id: "vcpu",
        cluster.ram_id: "ram", cluster.disk_id: "disk",
    }  # fmt: skip


def run(centre: DataCentre, kind: type[Office], everyday: int, **more: Any) -> None:
    kind.centre = centre
    chance = settings(examples(everyday), stateful_step_count=12, **more)
    run_state_machine_as_test(kind, settings=chance)  # type: ignore[no-untyped-call]


def test_a_random_office_never_sells_twice(centre: DataCentre) -> None:
    run(centre, Office, 10)


@pytest.mark.control
@pytest.mark.parametrize(
    "slip", ["a load is forgotten", "a unit stays taken", "a summary is not kept", "a line is lost"]
)
def test_a_slip_is_seen(centre: DataCentre, slip: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four ways of keeping the books badly; each is found within a few acts."""
    match slip:
        case "a load is forgotten":
            monkeypatch.setattr("kolokasi.inventory.takes._watts", lambda found, devices: None)
        case "a unit stays taken":
            monkeypatch.setattr("kolokasi.inventory.taking.free_units", lambda devices, at: [])
        case "a summary is not kept":
            monkeypatch.setattr("kolokasi.inventory.booking.sum_up", lambda racks: None)
        case "a line is lost":
            monkeypatch.setattr("kolokasi.inventory.counting._write_lines", lambda *args: None)
    with pytest.raises((AssertionError, Refused)):
        run(centre, type("Slip", (Office,), {}), 20, phases=[Phase.generate])  # seen is enough
