"""Who administers, audits or heads a whole office. An office is never left without an admin by an admin."""

from __future__ import annotations

import datetime as dt

from kolokasi.accounts.models import OfficeRole, Person
from kolokasi.accounts.office_acts import Administration
from kolokasi.accounts.validity import check_period, end_row, ended, same_or_free, span
from kolokasi.core.refusal import Refused, Why


def grant(
    act: Administration, person: Person, *, role: str, starts_on: dt.date, ends_on: dt.date | None
) -> OfficeRole:
    """Give a person a role over the whole office. The same again is the one that is there."""
    check_period(starts_on, ends_on)
    if not person.is_active:
        raise Refused(Why.INVALID, "Akun orang ini tidak aktif; aktifkan dahulu.")
    there = same_or_free(
        OfficeRole.objects.filter(office=act.office, person=person, role=role),
        starts_on,
        ends_on,
        taken="Orang ini sudah memegang peran itu pada masa tersebut.",
        said=lambda when: f"Sudah dipegang {when}.",
    )
    if there is not None:
        return there
    made = OfficeRole.objects.create(
        person=person, office=act.office, role=role, starts_on=starts_on, ends_on=ends_on
    )
    act.note(f"{person.name} menjadi {made.get_role_display()}, {span(starts_on, ends_on)}.")
    return made


def end_role(act: Administration, row: OfficeRole, last_day: dt.date) -> None:
    """Give an office's role its last day. Raises Refused where that would leave nobody to administer."""
    if row.role == OfficeRole.Role.ADMIN:
        refuse_last_admin(act, row.person, last_day)
    if end_row(act, row, last_day):
        act.note(f"{row.person.name} sebagai {row.get_role_display()}: {ended(row)}.")


def refuse_last_admin(act: Administration, leaving: Person, last_day: dt.date) -> None:
    """Raises Refused unless somebody else administers the office on the day after."""
    after = max(last_day + dt.timedelta(days=1), act.today)
    others = (
        OfficeRole.objects.in_force(after)
        .filter(office=act.office, role=OfficeRole.Role.ADMIN, person__is_active=True)
        .exclude(person=leaving)
    )
    if not others.exists():
        raise Refused(
            Why.INVALID,
            "%(name)s satu-satunya admin dinas ini; tunjuk penggantinya dahulu.",
            name=leaving.name,
        )
