"""Entering and reading the register of servers and hosted applications."""

from __future__ import annotations

from datetime import datetime

from kolokasi.inventory.models import RegisterEntry


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
