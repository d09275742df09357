"""What a request takes is reserved, placed, moved, given back: everything together, or nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from data_centre import DataCentre, ask_for, server
from kolokasi.core.capacity.ask import Ask, HostingAsked
from kolokasi.core.capacity.verdict import Answer
from kolokasi.core.refusal import Refused, Why
from kolokasi.inventory import booking, ledger, moving, waiting
from kolokasi.inventory.models import (
    Booking,
    BookingLine,
    Device,
    LedgerEntry,
    Meter,
    PowerNode,
    TakenAddress,
    TakenPort,
    TakenUnit,
)
from kolokasi.inventory.standing import DeviceFacts, place_existing, place_service

pytestmark = pytest.mark.django_db


def meter(one: object) -> Meter:
    return Meter.objects.get(pk=one.meter_id)  # type: ignore[attr-defined]


def test_a_server_takes_its_units_watts_ports_address_and_megabits(centre: DataCentre) -> None:
    held = centre.hold()
    device = Device.objects.get(booking=held)
    assert (device.rack.name, device.unit, device.height_u) == ("A1", 1, 2)
    assert TakenUnit.objects.filter(device=device).count() == 4  # two units, front and rear
    assert (
        TakenPort.objects.filter(booking=held).count() == 4
    )  # two of the switch, two of the panel
    assert TakenAddress.objects.get(booking=held).address == "203.0.113.1"
    carried = {
        one.name: meter(one).held for one in PowerNode.objects.filter(meter__held__gt=0)
    }  # 500 W of label, of which 70 % count; on nodes that A and B share, once
    assert carried == dict.fromkeys(
        ("PLN", "Genset", "Panel utama", "UPS A", "UPS B", "PDU A1-A", "PDU A1-B"), 350
    )
    assert meter(centre.uplink).held == 10
    centre.racks[0].refresh_from_db()
    assert (centre.racks[0].free_units, centre.racks[0].longest_run) == (8, 8)


def test_what_is_written_is_what_the_verdict_said(centre: DataCentre) -> None:
    wanted = ask_for(server("Satu"), server("Dua", height_u=1, supplies=1), mbps=50, addresses=2)
    verdict = centre.ask(wanted)
    held = centre.hold(wanted)
    written = {one.meter_id: one.amount for one in BookingLine.objects.filter(booking=held)}
    assert written == {one.meter: one.amount for one in verdict.takes}


def test_a_placement_uses_what_was_held(centre: DataCentre) -> None:
    held = centre.hold()
    before = centre.occupancy()
    booking.place(held, now=centre.now)
    after = centre.occupancy()
    assert {key: one[0] for key, one in after.items()} == {
        key: one[1] for key, one in before.items()
    }
    assert not any(held for _, held, _ in after.values())
    with pytest.raises(Refused, match="sekarang ditempatkan"):
        booking.place(held, now=centre.now)


@pytest.mark.parametrize("placed", [False, True])
@pytest.mark.parametrize("how", ["released", "lapsed", "withdrawn"])
def test_what_is_given_back_is_free_as_before(centre: DataCentre, placed: bool, how: str) -> None:
    first = centre.hold()
    before, free = centre.occupancy(), centre.ask()
    second = centre.hold()
    if placed:
        booking.place(second, now=centre.now)
    booking.release(second, how=how, now=centre.now)
    assert centre.occupancy() == before
    assert centre.ask() == free
    second.refresh_from_db()
    assert (second.state, second.end) == ("ended", how)
    assert BookingLine.objects.filter(booking=second).count(), "what it took is still known"
    first.refresh_from_db()
    assert first.state == "held"
    with pytest.raises(Refused) as refused:
        booking.release(second, how=how, now=centre.now)
    assert refused.value.why is Why.TAKEN


def test_a_reservation_lapses_at_its_time_and_is_warned_of_once(centre: DataCentre) -> None:
    held = centre.hold()
    with pytest.raises(Refused) as refused:
        booking.lapse(held, now=centre.now)
    assert refused.value.why is Why.NOT_YET
    assert booking.to_warn(centre.now) == []
    soon = centre.now + timedelta(days=8)
    assert booking.to_warn(soon) == [held]
    booking.warn(held, now=soon)
    booking.warn(held, now=soon)
    assert booking.to_warn(soon) == []
    late = centre.now + timedelta(days=10)
    assert booking.to_lapse(late) == [held]
    booking.lapse(held, now=late)
    assert booking.to_lapse(late) == []
    assert list(LedgerEntry.objects.order_by("pk").values_list("kind", flat=True)) == [
        "reserved", "warned", "lapsed",
    ]  # fmt: skip


def test_nothing_is_reserved_against_a_verdict_without_an_override(centre: DataCentre) -> None:
    wanted = ask_for(mbps=800)  # the policy stops at 700
    assert centre.ask(wanted).answer is Answer.NO
    with pytest.raises(ValueError):
        centre.hold(wanted)
    held = centre.hold(wanted, override="Perintah Kepala Dinas, surat 800/12")
    assert meter(centre.uplink).held == 800
    entry = LedgerEntry.objects.get(booking=held, kind="overridden")
    assert entry.why == "Perintah Kepala Dinas, surat 800/12"


def test_no_override_goes_past_what_is_there(centre: DataCentre) -> None:
    with pytest.raises(Refused, match="melampaui kapasitas"):
        centre.hold(ask_for(mbps=1001), override="Tetap saja")
    assert not Booking.objects.exists()


def test_what_no_longer_fits_is_refused_with_numbers_and_nothing_stays(centre: DataCentre) -> None:
    """The verdict is an hour old, and somebody took the megabits meanwhile."""
    wanted = ask_for(mbps=400)
    verdict = centre.ask(wanted)
    centre.hold(ask_for(mbps=400))
    before = centre.occupancy()
    with pytest.raises(Refused) as refused:
        booking.hold(
            office=centre.office.pk, verdict=verdict, ask=wanted, title="Terlambat",
            now=centre.now, warn_at=None, expires_at=None,
        )  # fmt: skip
    assert refused.value.why is Why.TAKEN
    assert "U yang dipilih" in str(refused.value)
    assert centre.occupancy() == before
    assert Booking.objects.count() == 1
    booking.release(Booking.objects.get(), how="released", now=centre.now)
    Meter.objects.filter(pk=centre.uplink.meter_id).update(used=600)
    with pytest.raises(Refused, match="Jalur 1 tidak lagi cukup: diperlukan 400 Mbps, tersisa 100"):
        booking.hold(
            office=centre.office.pk, verdict=verdict, ask=wanted, title="Terlambat",
            now=centre.now, warn_at=None, expires_at=None,
        )  # fmt: skip


def test_hosting_takes_of_a_cluster_alone(centre: DataCentre) -> None:
    wanted = Ask(hosting=HostingAsked(vcpu=8, ram_gb=16, disk_gb=100), bandwidth_mbps=0)
    held = centre.hold(wanted)
    cluster = centre.cluster
    held_of = dict(Meter.objects.filter(held__gt=0).values_list("pk", "held"))
    assert held_of == {cluster.vcpu_id: 8, cluster.ram_id: 16, cluster.disk_id: 100}
    booking.place(held, now=centre.now)
    booking.release(held, how="released", now=centre.now)
    assert not Meter.objects.filter(used__gt=0).exists()


def test_a_device_moves_with_all_that_it_takes(centre: DataCentre) -> None:
    held = centre.hold()
    booking.place(held, now=centre.now)
    device = Device.objects.get(booking=held)
    moving.move(device, rack=centre.racks[1], unit=5, now=centre.now, why="Rak A1 dikosongkan")
    device.refresh_from_db()
    assert (device.rack.name, device.unit) == ("A2", 5)
    a1, a2 = centre.racks
    for rack in (a1, a2):
        rack.refresh_from_db()
    assert (a1.free_units, a2.free_units, a2.longest_run) == (10, 8, 4)
    assert Meter.objects.get(pk=a1.units_id).used == 0
    assert Meter.objects.get(pk=a2.weight_id).used == 25
    loads = {one.name: meter(one).used for one in PowerNode.objects.filter(kind="pdu")}
    assert loads == {"PDU A1-A": 0, "PDU A1-B": 0, "PDU A2-A": 350, "PDU A2-B": 350}
    assert meter(centre.ups_a).used == 350
    moving.move(device, rack=a2, unit=6, now=centre.now)  # over its own old place
    booking.release(held, how="released", now=centre.now)
    assert set(centre.occupancy().values()) == {(0, 0, 0)}


def test_a_move_into_somebody_else_names_him(centre: DataCentre) -> None:
    first, second = centre.hold(), centre.hold()
    device = Device.objects.get(booking=second)
    with pytest.raises(Refused) as refused:
        moving.move(device, rack=centre.racks[0], unit=2, now=centre.now)
    assert refused.value.errors == {"unit": "U2 rak A1 sudah terisi oleh Server."}
    with pytest.raises(Refused) as refused:
        moving.move(device, rack=centre.racks[0], unit=10, now=centre.now)
    assert "di luar rak A1" in refused.value.errors["unit"]
    assert first.pk != second.pk


def existing(centre: DataCentre, **more: object) -> Booking:
    unit = more.pop("unit", 9)
    feeds = more.pop("feeds", None)
    addresses = more.pop("addresses", ())
    given = {
        "name": "Router lama", "height_u": 1, "weight_kg": 8, "label_watts": 200, "supplies": 1,
    } | more  # fmt: skip
    return place_existing(
        centre.racks[0], DeviceFacts(**given), unit=unit, now=centre.now,  # type: ignore[arg-type]
        label_percent=70, feeds=feeds, addresses=addresses,  # type: ignore[arg-type]
    )  # fmt: skip


def test_what_stands_there_already_counts_too(centre: DataCentre) -> None:
    placed = existing(centre, addresses=["203.0.113.5"], ports=3)
    assert placed.state == "placed"
    assert placed.case_id is None
    assert meter(PowerNode.objects.get(name="PDU A1-A")).used == 140
    assert meter(centre.switches).used == 3
    with pytest.raises(Refused, match=r"203.0.113.5 sudah dimiliki Router lama"):
        existing(centre, unit=8, addresses=["203.0.113.5"])
    with pytest.raises(Refused) as refused:
        existing(centre)
    assert refused.value.errors == {"unit": "U9 rak A1 sudah terisi oleh Router lama."}


def test_what_runs_there_already_counts_too(centre: DataCentre) -> None:
    takes = {centre.uplink.meter_id: 600, centre.cluster.ram_id: 100}
    given = {"office": centre.office.pk, "now": centre.now, "takes": takes}
    placed = place_service(**given, title="Lalu lintas lama")  # type: ignore[arg-type]
    assert meter(centre.uplink).used == 600
    assert centre.ask(ask_for(mbps=101)).answer is Answer.NO
    with pytest.raises(Refused, match="Jalur 1 tidak lagi cukup"):
        place_service(**given, title="Sekali lagi")  # type: ignore[arg-type]
    booking.release(placed, how="released", now=centre.now)
    assert set(centre.occupancy().values()) == {(0, 0, 0)}


def test_of_what_nobody_knows_nothing_is_promised(centre: DataCentre) -> None:
    """A box without a label: neither watts nor weight. Until somebody measures it, the answer is unknown."""
    placed = existing(centre, name="Kotak hitam", label_watts=None, weight_kg=None)
    wanted = ask_for()
    assert centre.ask(wanted).answer is Answer.UNKNOWN
    device = Device.objects.get(booking=placed)
    found = moving.facts_of(device)
    moving.correct(
        device, DeviceFacts(**{**vars_of(found), "watts": 90, "weight_kg": 4}), now=centre.now,
        label_percent=70, why="Diukur",
    )  # fmt: skip
    assert centre.ask(wanted).answer is Answer.YES
    assert meter(PowerNode.objects.get(name="PDU A1-A")).used == 90


def vars_of(facts: DeviceFacts) -> dict[str, object]:
    return {name: getattr(facts, name) for name in DeviceFacts.__dataclass_fields__}


def test_two_shallow_devices_share_a_unit_back_to_back(centre: DataCentre) -> None:
    front = existing(centre, face="front")
    units = centre.racks[0].units_id
    rear = existing(centre, face="rear", name="Panel belakang")
    assert Meter.objects.get(pk=units).used == 1
    booking.release(front, how="released", now=centre.now)
    assert Meter.objects.get(pk=units).used == 1, "the other one holds the unit now"
    centre.racks[0].refresh_from_db()
    assert centre.racks[0].free_units == 9
    booking.release(rear, how="released", now=centre.now)
    assert set(centre.occupancy().values()) == {(0, 0, 0)}


def test_the_book_alone_gives_the_occupancy(centre: DataCentre) -> None:
    first, second = centre.hold(), centre.hold(ask_for(server(), server("Dua", height_u=1)))
    booking.place(first, now=centre.now)
    moving.move(Device.objects.get(booking=first), rack=centre.racks[1], unit=4, now=centre.now)
    booking.release(second, how="withdrawn", now=centre.now)
    existing(centre, addresses=["203.0.113.9"])
    book = ledger.replay(centre.office.pk)
    now = {
        (one.rack_id, one.unit, one.face): one.device_id
        for one in TakenUnit.objects.filter(free_at__isnull=True)
    }
    assert book.units == now
    assert {
        key: (book.used[key], book.held[key], book.unknown[key]) for key in centre.occupancy()
    } == (centre.occupancy())
    assert len(book.addresses) == TakenAddress.objects.filter(free_at__isnull=True).count()
    assert len(book.ports) == TakenPort.objects.filter(free_at__isnull=True).count()


def test_who_joined_first_waits_first(centre: DataCentre) -> None:
    for case in (3, 1, 2):
        centre.now += timedelta(minutes=1)
        waiting.join(
            office=centre.office.pk, case_id=case, case_number=f"CTH-{case}", ask=ask_for(),
            now=centre.now,
        )  # fmt: skip
    assert [waiting.rank_of(case) for case in (3, 1, 2, 9)] == [1, 2, 3, 0]
    waiting.join(
        office=centre.office.pk, case_id=3, case_number="CTH-3", ask=ask_for(mbps=5), now=centre.now
    )
    assert waiting.asked_by(waiting.queue(centre.office.pk)[0]) == ask_for(mbps=5)
    assert waiting.leave(3, how="offered", now=centre.now)
    assert not waiting.leave(3, how="offered", now=centre.now)
    assert [one.case_id for one in waiting.queue(centre.office.pk)] == [1, 2]
    assert waiting.rank_of(2) == 2


def test_a_hold_asks_a_bounded_number_of_queries(centre: DataCentre) -> None:
    with CaptureQueriesContext(connection) as one:
        centre.hold()
    with CaptureQueriesContext(connection) as other:
        centre.hold()
    assert len(one) == len(other) <= 60, [len(one), len(other)]
