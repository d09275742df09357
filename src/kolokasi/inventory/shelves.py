"""Free units of racks, and the two columns that sum them up (``Rack.free_units``, ``Rack.longest_run``)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kolokasi.inventory.models import Rack, TakenUnit

FACES = {"front": ("front",), "rear": ("rear",), "both": ("front", "rear")}


def free_of(height: int, taken: Iterable[int]) -> frozenset[int]:
    """Units that nothing holds on either face, from 1 at the bottom."""
    return frozenset(range(1, height + 1)) - frozenset(taken)


def longest_run(height: int, free: Collection[int]) -> int:
    best = run = 0
    for unit in range(1, height + 1):
        run = run + 1 if unit in free else 0
        best = max(best, run)
    return best


def taken_units(racks: Collection[int]) -> dict[int, set[int]]:
    """The units of each rack that something holds on a face."""
    found: dict[int, set[int]] = {rack: set() for rack in racks}
    rows = TakenUnit.objects.filter(rack__in=racks, free_at__isnull=True)
    for rack, unit in rows.values_list("rack", "unit"):
        found[rack].add(unit)
    return found


def sum_up(racks: Collection[int]) -> None:
    """Bring the two columns of these racks up to their units, in the order of their keys."""
    taken = taken_units(racks)
    for rack in Rack.objects.filter(pk__in=racks).order_by("pk"):
        free = free_of(rack.height_u, taken[rack.pk])
        rack.free_units, rack.longest_run = len(free), longest_run(rack.height_u, free)
        rack.save(update_fields=("free_units", "longest_run"))
