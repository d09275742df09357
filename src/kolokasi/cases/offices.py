"""Offices from their files into the database: name, positions, desks, SOPs. Repeating it changes nothing.

People are not in files. A position or a desk that the file no longer names is left alone: somebody may
have worked there.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from kolokasi.accounts.models import Desk, DeskPosition, Office, Position
from kolokasi.cases import recompute
from kolokasi.cases.calendar_rows import install_days, install_hours
from kolokasi.cases.gate import write_turn
from kolokasi.cases.models import ProcedureVersion
from kolokasi.cases.procedures import take_in
from kolokasi.core import office as files
from kolokasi.sources.library import Library


def install(library: Library, *, now: datetime) -> list[ProcedureVersion]:
    """Bring every office of the folder in, with its SOPs as drafts. Returns their newest versions."""
    with write_turn():
        install_days(library)
    versions = [
        version
        for key in sorted(library.offices)
        for version in install_office(library, library.offices[key], now=now)
    ]
    recompute.settle_idle()
    return versions


def install_office(
    library: Library, described: files.Office, *, now: datetime
) -> list[ProcedureVersion]:
    """One office with its SOPs. Files with errors are left out; ``Library.findings`` says why."""
    with write_turn(), transaction.atomic():
        office, _ = Office.objects.update_or_create(
            key=described.key,
            defaults={
                "code": described.code,
                "name": described.name,
                "government": described.government,
                "letterhead": list(described.letterhead),
                "address": described.address,
                "phone": described.phone,
                "email": described.email,
                "website": described.website,
                "timezone": described.timezone,
                "options": list(described.options),
            },
        )
        install_hours(library, described, office)
        _positions(office, described)
    versions = []
    for key, file in sorted(library.files.items()):
        if key.startswith(f"{described.key}/") and file.procedure is not None:
            lender = file.procedure.identity.shared_with
            version = take_in(
                office,
                key=key,
                text=file.text,
                identity_text=library.files[lender].text if lender else "",
                now=now,
            )
            _desks(office, described, key, now.date())
            versions.append(version)
    return versions


def _positions(office: Office, described: files.Office) -> None:
    made: dict[str, Position] = {}
    for one in described.positions.values():  # those above come first
        made[one.key], _ = Position.objects.update_or_create(
            office=office,
            key=one.key,
            defaults={"title": one.title, "parent": made.get(one.under)},
        )


def _desks(office: Office, described: files.Office, key: str, today: date) -> None:
    """Seat the positions that the file names at the desks of an SOP, where they do not sit yet."""
    slug = key.partition("/")[2]
    with write_turn(), transaction.atomic():
        for desk in Desk.objects.filter(office=office, procedure=key):
            for position in described.desks(slug, desk.role):
                seated = DeskPosition.objects.filter(desk=desk, position__key=position)
                if not seated.exists():
                    DeskPosition.objects.create(
                        desk=desk,
                        position=Position.objects.get(office=office, key=position),
                        starts_on=date(today.year, 1, 1),
                    )
