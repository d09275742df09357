"""Deciders about an office's data centre go one after the other: its sites' rows, in the order of their keys.

On SQLite the transaction is alone anyway. What the lock does not keep apart, the constraints do.
"""

from __future__ import annotations

from collections.abc import Collection

from kolokasi.inventory.models import Rack, Site


def lock_sites(office: int) -> tuple[int, ...]:
    """Hold the office's sites until the end of the transaction; their ids.

    NO KEY: rows that only refer to a site do not wait.
    """
    sites = Site.objects.filter(office=office).order_by("pk")
    return tuple(sites.select_for_update(no_key=True).values_list("pk", flat=True))


def lock_racks(racks: Collection[int]) -> None:
    """Hold these racks before their units are taken: the trigger that compares a unit with its rack's height
    shares the rack's row, and two sharers who then want to change it would wait for each other."""
    rows = Rack.objects.filter(pk__in=racks).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
