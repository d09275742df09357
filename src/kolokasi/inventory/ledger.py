"""The capacity ledger: entries are added, read and replayed, never changed.

Each entry's facts say what it changed: ``units`` (rack, unit, face, device), ``addresses`` (pool, place) and
``ports`` as taken or freed, ``meters`` as what was added to each (used, held, unknown). From the first entry
to the last they give today's occupancy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from kolokasi.inventory.counting import Delta
from kolokasi.inventory.models import Booking, LedgerEntry

PAGE = 100


def plain(deltas: Mapping[int, Delta]) -> dict[str, list[int]]:
    return {str(key): [one.used, one.held, one.unknown] for key, one in sorted(deltas.items())}


def enter(
    *,
    office: int,
    kind: str,
    at: datetime,
    person: int | None,
    why: str = "",
    booking: Booking | None = None,
    case_id: int | None = None,
    case_number: str = "",
    facts: Mapping[str, Any],
) -> LedgerEntry:
    """One line of the book. A booking's entry bears its case."""
    return LedgerEntry.objects.create(
        office_id=office,
        booking=booking,
        case_id=booking.case_id if booking else case_id,
        case_number=booking.case_number if booking else case_number,
        kind=kind,
        at=at,
        person_id=person,
        why=why,
        facts=dict(facts),
    )


def entries(
    office: int,
    *,
    booking: int = 0,
    case: int = 0,
    kind: str = "",
    text: str = "",
    before: int = 0,
    limit: int = PAGE,
) -> list[LedgerEntry]:
    """Newest first; of an office, of one booking, of one case, of one kind, with ``text`` in number or title."""
    found = LedgerEntry.objects.filter(office=office)
    if booking:
        found = found.filter(booking=booking)
    if case:
        found = found.filter(case_id=case)
    if kind:
        found = found.filter(kind=kind)
    if text:
        found = found.filter(Q(case_number__icontains=text) | Q(booking__title__icontains=text))
    if before:
        found = found.filter(pk__lt=before)
    return list(found.select_related("booking", "person").order_by("-pk")[:limit])


@dataclass(slots=True, kw_only=True)
class Occupancy:
    """What is taken, as the book alone tells it."""

    units: dict[tuple[int, int, str], int] = field(default_factory=dict)  # → device
    addresses: set[tuple[int, int]] = field(default_factory=set)
    ports: set[int] = field(default_factory=set)
    used: Counter[int] = field(default_factory=Counter)
    held: Counter[int] = field(default_factory=Counter)
    unknown: Counter[int] = field(default_factory=Counter)


def replay(office: int) -> Occupancy:
    """Read the whole book of an office. Raises ValueError where an entry takes what was taken, or frees what
    was free: then the book is not whole."""
    found = Occupancy()
    book = LedgerEntry.objects.filter(office=office).order_by("pk")
    for facts in book.values_list("facts", flat=True):
        _apply(found, facts)
    return found


def _apply(found: Occupancy, facts: Mapping[str, Any]) -> None:
    for rack, unit, face in facts.get("units_freed", ()):
        if found.units.pop((rack, unit, face), None) is None:
            raise ValueError(f"U{unit} rak {rack} dilepas tetapi tidak terisi.")
    for rack, unit, face, device in facts.get("units_taken", ()):
        if found.units.setdefault((rack, unit, face), device) != device:
            raise ValueError(f"U{unit} rak {rack} diisi dua kali.")
    _change(found.addresses, facts, "addresses", tuple)
    _change(found.ports, facts, "ports", int)
    for key, (used, held, unknown) in facts.get("meters", {}).items():
        found.used[int(key)] += used
        found.held[int(key)] += held
        found.unknown[int(key)] += unknown


def _change(found: set[Any], facts: Mapping[str, Any], what: str, made: Any) -> None:
    for one in facts.get(f"{what}_freed", ()):
        if made(one) not in found:
            raise ValueError(f"{what} {one} dilepas tetapi tidak terisi.")
        found.remove(made(one))
    for one in facts.get(f"{what}_taken", ()):
        if made(one) in found:
            raise ValueError(f"{what} {one} diisi dua kali.")
        found.add(made(one))
