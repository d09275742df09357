"""What bookings take of which meter, derived from what stands, is plugged in and is taken. Nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from kolokasi.inventory.models import (
    Device,
    DeviceFeed,
    PowerPath,
    RackFeed,
    TakenAddress,
    TakenPort,
    TakenUnit,
)

Take = tuple[int, int]  # how much, and of how many devices nobody knows it
Takes = dict[int, Take]  # by meter


def derived_takes(bookings: Collection[int]) -> dict[int, Takes]:
    """Of bookings that have not ended: units, kilograms, watts, ports and addresses. Six queries."""
    found: dict[int, Takes] = {one: {} for one in bookings}
    if not found:
        return found
    devices = list(
        Device.objects.filter(booking__in=bookings, removed_at__isnull=True).select_related("rack")
    )
    _weights(found, devices)
    _units(found, devices)
    _watts(found, devices)
    ports = TakenPort.objects.filter(booking__in=bookings, free_at__isnull=True)
    for booking, meter in ports.values_list("booking", "port__bank__group__meter"):
        _add(found[booking], meter, 1)
    addresses = TakenAddress.objects.filter(booking__in=bookings, free_at__isnull=True)
    for booking, meter in addresses.values_list("booking", "pool__meter"):
        _add(found[booking], meter, 1)
    return found


def _weights(found: dict[int, Takes], devices: Collection[Device]) -> None:
    for one in devices:
        _add(found[one.booking_id], one.rack.weight_id, one.weight_kg)


def _units(found: dict[int, Takes], devices: Collection[Device]) -> None:
    """A unit counts once, though two devices may share it: for whoever has its front, else its rear."""
    meters = {one.rack_id: one.rack.units_id for one in devices}
    owners: dict[tuple[int, int], int] = {}
    taken = TakenUnit.objects.filter(rack__in=meters, free_at__isnull=True)
    for rack, unit, face, booking in taken.values_list("rack", "unit", "face", "booking"):
        if face == "front" or (rack, unit) not in owners:
            owners[rack, unit] = booking
    for (rack, _), booking in owners.items():
        if booking in found:
            _add(found[booking], meters[rack], 1)


def _watts(found: dict[int, Takes], devices: Collection[Device]) -> None:
    """The whole of a device's watts on every way up, for each feed alone must carry it; once on a node that
    two ways share. Of a device whose watts nobody knows, and not even where it is plugged in, every feed of
    its rack may carry it."""
    plugged: dict[int, set[int]] = defaultdict(set)
    for device, node in DeviceFeed.objects.filter(device__in=devices).values_list("device", "node"):
        plugged[device].add(node)
    loose = {one.rack_id for one in devices if one.watts is None and not plugged[one.pk]}
    around: dict[int, set[int]] = defaultdict(set)
    for rack, node in RackFeed.objects.filter(rack__in=loose).values_list("rack", "node"):
        around[rack].add(node)
    nodes = set().union(*plugged.values(), *around.values())
    paths: dict[int, set[int]] = defaultdict(set)
    for node, meter in PowerPath.objects.filter(node__in=nodes).values_list("node", "above__meter"):
        paths[node].add(meter)
    for one in devices:
        feeds = plugged[one.pk] or (around[one.rack_id] if one.watts is None else set())
        for meter in set().union(*(paths[node] for node in feeds)):
            _add(found[one.booking_id], meter, one.watts)


def _add(takes: Takes, meter: int, amount: int | None) -> None:
    known, unknown = takes.get(meter, (0, 0))
    takes[meter] = (known, unknown + 1) if amount is None else (known + amount, unknown)
