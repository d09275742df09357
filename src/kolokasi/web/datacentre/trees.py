"""Power as the core rehearses it, from rows: an office's nodes as one tree, and what draws on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from kolokasi.accounts.models import Office
from kolokasi.core.capacity.power import Load, NodeKind, PowerNode, PowerTree
from kolokasi.inventory import models as rows


def nodes_from(found: Iterable[rows.PowerNode]) -> list[PowerNode]:
    """Rows with their meters at hand as the core's nodes: one query for the gensets that back them."""
    there = list(found)
    backups: dict[int, list[int]] = defaultdict(list)
    backs = rows.PowerBackup.objects.filter(node__in=[one.pk for one in there])
    for node, genset in backs.order_by("genset").values_list("node", "genset"):
        backups[node].append(genset)
    return [
        PowerNode(
            key=one.pk,
            name=one.name,
            kind=NodeKind(one.kind),
            parent=one.parent_id,
            backups=tuple(backups[one.pk]),
            rating=one.meter.rating,
            limit=one.meter.limit,
            warn=one.meter.warn,
            used=one.meter.used,
            held=one.meter.held,
            modules=one.modules,
            runtime_min=one.runtime_min,
        )
        for one in there
    ]


def tree_of(found: Iterable[rows.PowerNode]) -> PowerTree:
    return PowerTree(nodes_from(found))


def loads_of(office: Office) -> dict[int, list[Load]]:
    """Every device that stands or is reserved and draws power, by its booking: two queries. What is known to
    draw none (a patch panel) cannot go dark."""
    feeds: dict[int, list[int]] = defaultdict(list)
    plugged = rows.DeviceFeed.objects.filter(device__office=office, device__removed_at__isnull=True)
    for device, node in plugged.order_by("node").values_list("device", "node"):
        feeds[device].append(node)
    devices = rows.Device.objects.filter(office=office, removed_at__isnull=True)
    devices = devices.filter(Q(watts__isnull=True) | Q(watts__gt=0))
    found: dict[int, list[Load]] = defaultdict(list)
    for key, booking, name, owner, watts, supplies in devices.order_by("name", "pk").values_list(
        "pk", "booking", "name", "booking__agency__name", "watts", "supplies"
    ):
        found[booking].append(
            Load(
                key=key, name=name, owner=owner or office.name, watts=watts,
                feeds=tuple(feeds[key]), supplies=supplies,
            )
        )  # fmt: skip
    return found
