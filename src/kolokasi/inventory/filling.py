"""A very large data centre at once, for measuring: rows written in bulk, with meters that agree with them.

One rack of a thousand is nearly empty, one of eight half full, the others have a few units left: the larger a
device, the fewer racks pass the first filters. What stands there has no ledger, for it never happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, models, transaction

from kolokasi.accounts.models import Office
from kolokasi.core.capacity.policy import Policy
from kolokasi.core.capacity.resources import Resource
from kolokasi.inventory import limits
from kolokasi.inventory.models import (
    Booking,
    BookingLine,
    Device,
    DeviceFeed,
    Meter,
    PowerNode,
    Rack,
    RackFeed,
    Room,
    Site,
    TakenUnit,
)
from kolokasi.inventory.paths import Tree, tree_of, write_paths

HEIGHT, ROOM = 48, 100  # units of a rack, racks of a room
WATTS, KILOGRAMS = 100, 20  # of each device
Row = TypeVar("Row", bound=models.Model)


def fill(office: Office, *, racks: int, devices: int, feeds: int, now: datetime) -> None:
    """A site with so many racks, devices spread evenly over them, and feeds (PDUs): even ones A, odd ones B.

    On PostgreSQL triggers and foreign keys are not asked meanwhile, which only a superuser may say.
    """
    each = devices // racks
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        site = Site.objects.create(office=office, name="Pusat Data Ukur")
        loads = Counter(dict.fromkeys(range(feeds), 0))
        for number in range(racks):
            loads.update(dict.fromkeys(_feeds_of(number, feeds), each * WATTS))
        pdus = _power(office, site, loads, whole=racks * each * WATTS)
        rows = _racks(office, site, racks, each)
        _write(
            RackFeed(rack=rack, node=pdus[one], side="AB"[one % 2])
            for number, rack in enumerate(rows)
            for one in _feeds_of(number, feeds)
        )
        _stand(office, rows, each, pdus, tree_of(site.pk), now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _feeds_of(rack: int, feeds: int) -> tuple[int, int]:
    return 2 * rack % feeds, (2 * rack + 1) % feeds


def _heights(rack: int, each: int) -> list[int]:
    """Of the devices of a rack, from the bottom."""
    left = 36 if rack % 1000 == 0 else 24 if rack % 8 == 0 else 6 + rack % 7
    base, more = divmod(HEIGHT - left, each)
    return [base + (one < more) for one in range(each)]


def _power(office: Office, site: Site, loads: Counter[int], *, whole: int) -> list[PowerNode]:
    """PLN, a UPS for each side, a panel for every fifty feeds, the feeds; each could carry four times as much."""
    panels = 2 * max(1, len(loads) // 100)
    above = {one: one % 2 + 2 * (one // 2 % (panels // 2)) for one in loads}
    by_panel: Counter[int] = Counter()
    by_ups: Counter[int] = Counter()
    for feed, load in loads.items():
        by_panel[above[feed]] += load
        by_ups[feed % 2] += load
    mains = _nodes(office, site, "mains", [whole], [None])
    ups = _nodes(office, site, "ups", [by_ups[one] for one in range(2)], mains * 2)
    own = [ups[one % 2] for one in range(panels)]
    panel = _nodes(office, site, "panel", [by_panel[one] for one in range(panels)], own)
    own = [panel[above[one]] for one in range(len(loads))]
    pdus = _nodes(office, site, "pdu", [loads[one] for one in range(len(loads))], own)
    tree = tree_of(site.pk)
    write_paths(tree, list(tree.parents))
    return pdus


def _nodes(
    office: Office, site: Site, kind: str, loads: list[int], parents: list[Any]
) -> list[PowerNode]:
    resource = limits.power_resource(kind)
    meters = _write(
        _meter(office, resource, f"{kind} {one}", 4 * load, 3 * load, load)
        for one, load in enumerate(loads)
    )
    return _write(
        PowerNode(
            office=office, site=site, kind=kind, name=f"{kind} {one}", meter=meter, parent=parent
        )
        for one, (meter, parent) in enumerate(zip(meters, parents, strict=True))
    )


def _racks(office: Office, site: Site, racks: int, each: int) -> list[Rack]:
    rooms = _write(Room(site=site, name=f"Ruang {one}") for one in range(-(-racks // ROOM)))
    limit = limits.of_units(HEIGHT, Policy())[0] or 0
    used = [sum(_heights(one, each)) for one in range(racks)]
    units = _write(
        _meter(office, Resource.SPACE, f"Rak {one}", HEIGHT, limit, used[one])
        for one in range(racks)
    )
    weights = _write(
        _meter(office, Resource.SPACE, f"Rak {one}, beban", 1_000, 1_000, each * KILOGRAMS)
        for one in range(racks)
    )
    return _write(
        Rack(
            office=office, room=rooms[one // ROOM], name=f"R{one:05}", height_u=HEIGHT,
            depth_mm=1_000, units=units[one], weight=weights[one],
            free_units=HEIGHT - used[one], longest_run=HEIGHT - used[one],
        )
        for one in range(racks)
    )  # fmt: skip


def _stand(
    office: Office, racks: list[Rack], each: int, pdus: list[PowerNode], tree: Tree, now: datetime
) -> None:
    """One placed booking for each rack, with its devices, their units and plugs, and its lines."""
    bookings = _write(
        Booking(
            office=office, title=f"Isi {rack.name}", state="placed", booked_at=now, placed_at=now
        )
        for rack in racks
    )
    devices = _write(_devices(office, racks, bookings, each))
    _write(
        TakenUnit(
            rack_id=one.rack_id, unit=unit, face="front", booking_id=one.booking_id, device=one,
            taken_at=now,
        )
        for one in devices
        for unit in range(one.unit, one.unit + one.height_u)
    )  # fmt: skip
    _write(
        DeviceFeed(device=one, node=pdus[feed])
        for place, one in enumerate(devices)
        for feed in _feeds_of(place // each, len(pdus))
    )
    meters = dict(PowerNode.objects.filter(pk__in=tree.parents).values_list("pk", "meter"))
    ways = {one.pk: {meters[node] for node, _ in tree.up(one.pk)} for one in pdus}
    _write(_lines(racks, bookings, each, pdus, ways))


def _devices(
    office: Office, racks: list[Rack], bookings: list[Booking], each: int
) -> Iterator[Device]:
    for number, (rack, booking) in enumerate(zip(racks, bookings, strict=True)):
        unit = 1
        for place, height in enumerate(_heights(number, each)):
            yield Device(
                office=office, booking=booking, rack=rack, name=f"Server {number}-{place}",
                unit=unit, height_u=height, face="front", weight_kg=KILOGRAMS, watts=WATTS,
                supplies=2,
            )  # fmt: skip
            unit += height


def _lines(
    racks: list[Rack],
    bookings: list[Booking],
    each: int,
    pdus: list[PowerNode],
    ways: dict[int, set[int]],
) -> Iterator[BookingLine]:
    for number, (rack, booking) in enumerate(zip(racks, bookings, strict=True)):
        amounts = {
            rack.units_id: sum(_heights(number, each)), rack.weight_id: each * KILOGRAMS,
        }  # fmt: skip
        for feed in _feeds_of(number, len(pdus)):
            amounts |= dict.fromkeys(ways[pdus[feed].pk], each * WATTS)
        for meter, amount in amounts.items():
            yield BookingLine(booking=booking, meter_id=meter, amount=amount)


def _meter(
    office: Office, resource: Resource, name: str, rating: int, limit: int, used: int
) -> Meter:
    return Meter(
        office=office, resource=str(resource), name=name, rating=rating, limit=limit, used=used,
        unit="kg" if "beban" in name else "U" if resource is Resource.SPACE else "W",
    )  # fmt: skip


def _write(rows: Iterable[Row]) -> list[Row]:
    made = list(rows)
    return type(made[0])._default_manager.bulk_create(made, batch_size=5_000) if made else made
