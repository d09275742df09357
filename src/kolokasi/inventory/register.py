"""Entering and reading the register of servers and hosted applications."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from kolokasi.inventory.models import RegisterEntry

PAGE = 100


def enter(
    *,
    office: int,
    agency: int,
    case_id: int,
    case_number: str,
    register: str,
    name: str,
    services: list[str],
    columns: list[list[str]],
    at: datetime,
) -> RegisterEntry:
    """One row for a granted case. IntegrityError if that case has one already."""
    return RegisterEntry.objects.create(
        office_id=office,
        agency_id=agency,
        case_id=case_id,
        case_number=case_number,
        register=register,
        name=name,
        services=services,
        columns=columns,
        entered_at=at,
    )


def entries_seen(
    *,
    agencies: tuple[int, ...],
    offices: tuple[int, ...],
    text: str = "",
    before: int = 0,
    limit: int | None = PAGE,
) -> list[RegisterEntry]:
    """Entries of the reader's own agencies and of the offices he works for, newest first; all of them
    where ``limit`` is None."""
    entries = RegisterEntry.objects.filter(Q(agency__in=agencies) | Q(office__in=offices))
    if text:
        entries = entries.filter(
            Q(name__icontains=text)
            | Q(case_number__icontains=text)
            | Q(agency__name__icontains=text)
        )
    if before:
        entries = entries.filter(pk__lt=before)
    return list(entries.select_related("agency", "office").order_by("-pk")[:limit])
