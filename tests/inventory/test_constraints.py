"""What the database itself refuses of a data centre. Rows are written past every writer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, models, transaction

from kolokasi.accounts.models import Office
from kolokasi.core.capacity.policy import Policy
from kolokasi.core.capacity.resources import Resource
from kolokasi.inventory.models import (
    AddressPool,
    Booking,
    Cable,
    CapacityPolicy,
    Device,
    LedgerEntry,
    Meter,
    Port,
    PortBank,
    PortGroup,
    PowerNode,
    PowerPath,
    Rack,
    RackFeed,
    Room,
    Site,
    TakenAddress,
    TakenPort,
    TakenUnit,
    Waiting,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """Diskominfo Kota Contoh: one rack of 42U, one PDU, one block, one switch; a server in U10–11."""

    office: Office
    site: Site
    rack: Rack
    node: PowerNode
    pool: AddressPool
    port: Port
    booking: Booking
    device: Device


def meter(office: Office, rating: int | None = 100, **more: Any) -> Meter:
    given = {"resource": Resource.POWER, "name": "Uji", "unit": "W", "limit": rating} | more
    return Meter.objects.create(office=office, rating=rating, **given)


@pytest.fixture
def place(db: None) -> Place:
    office = Office.objects.create(key="contoh", code="CTH", name="Diskominfo Kota Contoh")
    site = Site.objects.create(office=office, name="Pusat Data")
    rack = Rack.objects.create(
        office=office, room=Room.objects.create(site=site, name="Ruang Server"), name="A1",
        height_u=42, units=meter(office, 42), weight=meter(office), free_units=42, longest_run=42,
    )  # fmt: skip
    node = PowerNode.objects.create(
        office=office, site=site, kind="pdu", name="PDU A1-A", meter=meter(office)
    )
    pool = AddressPool.objects.create(
        office=office, cidr="203.0.113.0/28", version=4, first="01", last="0e", meter=meter(office)
    )
    group = PortGroup.objects.create(
        office=office, site=site, kind="switch", name="Akses", meter=meter(office)
    )
    bank = PortBank.objects.create(group=group, name="SW-1", ports=24)
    booking = Booking.objects.create(
        office=office, title="e-Puskesmas", state="held", booked_at=NOW, case_id=7
    )
    device = Device.objects.create(
        office=office, booking=booking, name="Server", rack=rack, unit=10, height_u=2
    )
    return Place(
        office, site, rack, node, pool, Port.objects.create(bank=bank, number=1), booking, device
    )


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def changed(row: models.Model, **values: Any) -> Callable[[], object]:
    return lambda: type(row)._default_manager.filter(pk=row.pk).update(**values)


def unit(place: Place, **more: Any) -> TakenUnit:
    given = {"unit": 10, "face": "front", "taken_at": NOW} | more
    return TakenUnit.objects.create(
        rack=place.rack, booking=place.booking, device=place.device, **given
    )


def test_a_unit_is_taken_once_on_each_face_and_again_when_it_is_free(place: Place) -> None:
    first = unit(place)
    refused(lambda: unit(place))
    unit(place, face="rear")
    unit(place, unit=11)
    changed(first, free_at=NOW + timedelta(hours=1))()
    unit(place)


def test_no_unit_lies_outside_its_rack(place: Place) -> None:
    refused(lambda: unit(place, unit=0))
    refused(lambda: unit(place, unit=43))
    top = unit(place, unit=42)
    refused(changed(top, unit=43))
    refused(changed(place.rack, height_u=41))
    changed(place.rack, height_u=45)()
    changed(top, free_at=NOW)()
    changed(place.rack, height_u=42)()


def test_an_address_has_one_owner_and_a_port_too(place: Place) -> None:
    def address(**more: Any) -> TakenAddress:
        given = {"address": "203.0.113.2", "place": 1} | more
        return TakenAddress.objects.create(
            office=place.office, pool=place.pool, booking=place.booking, taken_at=NOW, **given
        )

    def port() -> TakenPort:
        return TakenPort.objects.create(port=place.port, booking=place.booking, taken_at=NOW)

    first, taken = address(), port()
    refused(address)
    refused(lambda: address(place=2))
    refused(lambda: address(address="203.0.113.3"))
    refused(port)
    changed(first, free_at=NOW)()
    changed(taken, free_at=NOW)()
    address()
    port()


@pytest.mark.parametrize(
    "wrong",
    [
        {"used": -1}, {"held": -1}, {"unknown": -1}, {"used": 60, "held": 41}, {"rating": -1},
        {"limit": 101}, {"limit": -1}, {"rating": None}, {"rating": 10**15},
    ],
)  # fmt: skip
def test_a_meter_is_never_oversold_and_its_numbers_are_sane(
    place: Place, wrong: dict[str, Any]
) -> None:
    one = meter(place.office)
    refused(changed(one, **wrong))
    changed(one, used=60, held=40)()
    changed(one, rating=None, limit=None)()


def test_what_is_used_and_held_cannot_pass_by_small_steps(place: Place) -> None:
    one = meter(place.office, used=60, held=40)
    refused(changed(one, held=models.F("held") + 1))
    refused(changed(one, rating=99, limit=99))


@pytest.mark.parametrize(
    ("what", "wrong"),
    [
        ("rack", {"height_u": 0}), ("rack", {"height_u": 61}), ("rack", {"depth_mm": 5}),
        ("rack", {"free_units": 43}), ("rack", {"longest_run": 50}), ("rack", {"name": ""}),
        ("node", {"kind": "air"}), ("node", {"spare": 1}), ("node", {"modules": 0}),
        ("pool", {"version": 5}), ("pool", {"first": "0f"}),
        ("device", {"height_u": 0}), ("device", {"unit": 0}), ("device", {"face": "atas"}),
        ("device", {"watts": 2_000_000}), ("device", {"weight_kg": 9_000}), ("device", {"name": ""}),
        ("booking", {"state": "placed"}), ("booking", {"state": "ended"}),
        ("booking", {"end": "lapsed"}), ("booking", {"state": "ended", "ended_at": NOW}),
        ("port", {"number": 0}),
    ],
)  # fmt: skip
def test_absurd_values_are_refused(place: Place, what: str, wrong: dict[str, Any]) -> None:
    refused(changed(getattr(place, what), **wrong))


def test_the_power_tree_keeps_its_roots_apart(place: Place) -> None:
    refused(changed(place.node, parent=place.node))
    PowerPath.objects.create(node=place.node, above=place.node, distance=0)
    refused(changed(PowerPath.objects.get(), distance=1))
    RackFeed.objects.create(rack=place.rack, node=place.node, side="A")
    refused(lambda: RackFeed.objects.create(rack=place.rack, node=place.node, side="B"))
    refused(changed(RackFeed.objects.get(), side="C"))


def test_a_case_has_one_booking_at_a_time_and_waits_once(place: Place) -> None:
    again: dict[str, Any] = {"office": place.office, "title": "Lagi", "booked_at": NOW}
    refused(lambda: Booking.objects.create(**again, state="held", case_id=7))
    changed(place.booking, state="ended", end="lapsed", ended_at=NOW)()
    Booking.objects.create(**again, state="held", case_id=7)
    Booking.objects.create(**again, state="held")
    Booking.objects.create(**again, state="held")
    row: dict[str, Any] = {"office": place.office, "case_id": 7, "ask": {}, "since": NOW}
    waiting = Waiting.objects.create(**row)
    refused(lambda: Waiting.objects.create(**row))
    refused(changed(waiting, left_at=NOW))
    changed(waiting, left_at=NOW, left_how="offered")()
    Waiting.objects.create(**row)


def test_a_cable_has_two_ends_and_a_port_one_cable(place: Place) -> None:
    other = Port.objects.create(bank=place.port.bank, number=2)
    refused(lambda: Cable.objects.create(a=place.port, b=place.port))
    refused(lambda: Cable.objects.create(a=other, b=place.port))
    Cable.objects.create(a=place.port, b=other)
    refused(lambda: Cable.objects.create(a=place.port, b=other))


def test_a_policy_warns_before_it_stops(place: Place) -> None:
    row = CapacityPolicy.objects.create(office=place.office)
    for wrong in ({"ups_stop": 60}, {"units_stop": 101}, {"hold_days": 0}, {"vcpu_for_core": 0}):
        refused(changed(row, **wrong))


def test_the_columns_of_the_policy_are_those_of_the_core(place: Place) -> None:
    columns = {one.name for one in CapacityPolicy._meta.concrete_fields} - {"office"}
    assert columns == {one.name for one in fields(Policy)}
    row = CapacityPolicy.objects.create(office=place.office)
    assert Policy(**{name: getattr(row, name) for name in columns}) == Policy()


def test_the_ledger_cannot_be_changed(place: Place) -> None:
    entry = LedgerEntry.objects.create(
        office=place.office, booking=place.booking, kind="reserved", at=NOW
    )
    for act in (changed(entry, why="lain"), LedgerEntry.objects.all().delete):
        with pytest.raises(DatabaseError, match="Buku kapasitas"), transaction.atomic():
            act()
