"""The data centre as a verdict sees it, read in a constant number of queries, however many racks there are.

SQL does the first filters and brings the best ``BEST`` racks; the others are counted by reason. A rack of which
something is not known passes the filters, so that *unknown* is never mistaken for *no*.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import fields

from django.db.models import Q

from kolokasi.accounts.models import Office
from kolokasi.accounts.office_acts import today_at
from kolokasi.core.capacity import stock as core
from kolokasi.core.capacity.ask import Ask
from kolokasi.core.capacity.policy import Policy
from kolokasi.core.capacity.resources import Resource
from kolokasi.inventory.filters import best_racks, left_out, nearest_racks
from kolokasi.inventory.locks import lock_sites
from kolokasi.inventory.models import (
    AddressPool,
    Cluster,
    Meter,
    PowerPath,
    Rack,
    RackFeed,
    Site,
    Uplink,
)
from kolokasi.inventory.shelves import free_of, taken_units
from kolokasi.inventory.wanted import wanted_of

BEST = 24
NEAREST = 3


def read(
    office: int, ask: Ask, *, now: dt.datetime, lock: bool = False, prefer: int = 0
) -> core.Stock:
    """What there is for this request. ``lock`` holds the office's sites until the end of the transaction, so
    that what was read is still so when it is reserved. ``prefer`` is a rack that is brought in any case."""
    if lock:
        lock_sites(office)
    row = Office.objects.select_related("capacity_policy").get(pk=office)
    policy = _policy(row)
    racks: list[Rack] = []
    out: dict[str, int] = {}
    if ask.devices:
        wanted = wanted_of(ask, policy)
        racks = best_racks(office, wanted, most=BEST, prefer=prefer)
        out = left_out(office, wanted, [one.pk for one in racks])
        racks = racks or nearest_racks(office, most=NEAREST)
    feeds, power = _power([one.pk for one in racks])
    taken = taken_units([one.pk for one in racks])
    pools = [
        (one.version, meter_of(one.meter))
        for one in AddressPool.objects.filter(
            office=office, public=True, is_open=True
        ).select_related("meter")
    ]
    return core.Stock(
        policy=policy,
        racks=tuple(_rack(one, taken[one.pk], feeds[one.pk]) for one in racks),
        left_out=out,
        power=power,
        links=tuple(meter_of(one.meter) for one in _links(row, now)),
        pools=tuple(meter for version, meter in pools if version == 4),
        pools6=tuple(meter for version, meter in pools if version == 6),
        clusters=tuple(_clusters(office)),
    )


def keeps_one(office: int) -> bool:
    """Whether the office keeps a data centre here at all. Where it does not, its officers answer by hand."""
    return Site.objects.filter(office=office).exists()


def meter_of(row: Meter) -> core.Meter:
    """A meter as the core knows it. What devices of unknown need leave is not known."""
    known = not row.unknown
    return core.Meter(
        key=row.pk, resource=Resource(row.resource), name=row.name, unit=row.unit,
        rating=row.rating, limit=row.limit if known else None, warn=row.warn if known else None,
        used=row.used, held=row.held,
    )  # fmt: skip


def _policy(office: Office) -> Policy:
    row = getattr(office, "capacity_policy", None)
    if row is None:
        return Policy()
    return Policy(**{one.name: getattr(row, one.name) for one in fields(Policy)})


def _links(office: Office, now: dt.datetime) -> Iterable[Uplink]:
    """Lines that are open and whose contract has not ended."""
    today = today_at(office, now)
    lasting = Q(contract_ends_on__isnull=True) | Q(contract_ends_on__gte=today)
    return Uplink.objects.filter(lasting, office=office, is_open=True).select_related("meter")


def _clusters(office: int) -> Iterable[core.Cluster]:
    rows = Cluster.objects.filter(office=office, is_open=True)
    for one in rows.select_related("vcpu", "ram", "disk"):
        yield core.Cluster(
            key=one.pk, name=one.name, vcpu=meter_of(one.vcpu), ram=meter_of(one.ram),
            disk=meter_of(one.disk),
        )  # fmt: skip


def _power(
    racks: Collection[int],
) -> tuple[dict[int, list[core.Feed]], dict[int, core.Meter]]:
    """The feeds of each rack, and the meters on all their ways up, by their keys."""
    rows = list(
        RackFeed.objects.filter(rack__in=racks).select_related("node").order_by("side", "pk")
    )
    nodes = {one.node_id for one in rows}
    ways: dict[int, list[int]] = defaultdict(list)
    power: dict[int, core.Meter] = {}
    steps = PowerPath.objects.filter(node__in=nodes).select_related("above__meter")
    for step in steps.order_by("node", "distance", "pk"):
        ways[step.node_id].append(step.above.meter_id)
        power.setdefault(step.above.meter_id, meter_of(step.above.meter))
    feeds: dict[int, list[core.Feed]] = defaultdict(list)
    for one in rows:
        path = tuple(ways[one.node_id])
        feed = core.Feed(key=one.node_id, side=one.side, name=one.node.name, path=path)
        feeds[one.rack_id].append(feed)
    return feeds, power


def _rack(row: Rack, taken: Collection[int], feeds: Iterable[core.Feed]) -> core.Rack:
    return core.Rack(
        key=row.pk, name=row.name, room=row.room.name, height_u=row.height_u,
        depth_mm=row.depth_mm, units=meter_of(row.units), weight=meter_of(row.weight),
        free=free_of(row.height_u, taken), feeds=tuple(feeds),
        ports=meter_of(row.switches.meter) if row.switches else None,
        panel=meter_of(row.panels.meter) if row.panels else None,
    )  # fmt: skip
