"""What a person may act as, on a day. The one place that answers it; every page and act asks here.

Nothing is cached: whoever lost a role a minute ago has lost it at the next click (ASVS 8.3.2).
Each question is one query of plain values, since it stands on the way of every act.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from kolokasi.accounts.models import DeskPosition, Holding, Membership, OfficeRole, Person
from kolokasi.accounts.models.periods import in_force
from kolokasi.accounts.models.positions import titled

Whoever = Person | int

# Plain SQL for the questions that acts ask; building it anew cost ten times its running.
_MANDATES = """
SELECT desk.role, desk.id, post.id, post.title, held.kind, held.decree
FROM accounts_holding held
JOIN accounts_position post ON post.id = held.position_id
JOIN accounts_deskposition seat ON seat.position_id = post.id
JOIN accounts_desk desk ON desk.id = seat.desk_id
WHERE held.person_id = %s AND desk.office_id = %s AND desk.procedure = %s
  AND held.starts_on <= %s AND (held.ends_on IS NULL OR held.ends_on >= %s)
  AND seat.starts_on <= %s AND (seat.ends_on IS NULL OR seat.ends_on >= %s)
  AND held.cancelled_at IS NULL AND seat.cancelled_at IS NULL
ORDER BY desk.role, held.kind, post.id"""
_MEMBERSHIP = """
SELECT 1 FROM accounts_membership
WHERE person_id = %s AND agency_id = %s AND starts_on <= %s AND (ends_on IS NULL OR ends_on >= %s)
  AND cancelled_at IS NULL
LIMIT 1"""
_APPLICANTS = f"""
SELECT agency.email, person.email, person.is_active AND EXISTS ({_MEMBERSHIP})
FROM accounts_agency agency, accounts_person person
WHERE agency.id = %s AND person.id = %s"""  # noqa: S608 - made of what stands above


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """One role of one procedure that a person may act in, and the position that gives it to him."""

    role: str
    desk_id: int
    position_id: int
    position_title: str
    kind: str
    decree: str

    @property
    def title(self) -> str:
        """How he signs: the position's title, with Plt. or Plh. where he acts for somebody."""
        return titled(self.kind, self.position_title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """A person asks in the name of this agency of that office."""

    agency_id: int
    agency_name: str
    office_id: int
    role: str


def mandates_of(person: Whoever, *, office_id: int, procedure: str, on: dt.date) -> list[Mandate]:
    """The roles of this procedure that the person holds that day; definitive holdings come first."""
    day = connection.ops.adapt_datefield_value(on)
    with connection.cursor() as cursor:
        cursor.execute(_MANDATES, [_id(person), office_id, procedure, day, day, day, day])
        rows = cursor.fetchall()
    return [
        Mandate(
            role=role, desk_id=desk, position_id=post, position_title=title, kind=kind, decree=no
        )
        for role, desk, post, title, kind, no in rows
    ]


def desks_of(person: Whoever, *, on: dt.date) -> list[int]:
    """The desks whose tasks lie before this person that day, of all offices and procedures."""
    return list(_seats(person, on).order_by("desk_id").values_list("desk_id", flat=True).distinct())


def agencies_of(person: Whoever, on: dt.date) -> list[int]:
    """The agencies in whose name the person may ask that day."""
    return [one.agency_id for one in belongings_of(person, on)]


def belongings_of(person: Whoever, on: dt.date) -> list[Belonging]:
    """The same with names and offices, the head's role first where somebody has both."""
    rows = (
        Membership.objects.in_force(on)
        .filter(person=person)
        .order_by("agency__name", "agency_id", "-role")
        .values_list("agency_id", "agency__name", "agency__office_id", "role")
    )
    found: dict[int, Belonging] = {}
    for agency, name, office, role in rows:
        found.setdefault(
            agency, Belonging(agency_id=agency, agency_name=name, office_id=office, role=role)
        )
    return list(found.values())


def is_member(person: Whoever, agency: int, *, on: dt.date) -> bool:
    """Whether the person belongs to this agency that day, and so may ask in its name."""
    day = connection.ops.adapt_datefield_value(on)
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERSHIP, [_id(person), agency, day, day])
        return cursor.fetchone() is not None


def applicants_addresses(person: Whoever, agency: int, *, on: dt.date) -> list[str]:
    """The agency's own address, after that of whoever asked in its name if he still belongs to it that
    day."""
    day, who = connection.ops.adapt_datefield_value(on), _id(person)
    with connection.cursor() as cursor:
        cursor.execute(_APPLICANTS, [who, agency, day, day, agency, who])
        agencys, persons, there = cursor.fetchone()
    return [persons, agencys] if there else [agencys]


def office_roles_of(person: Whoever, on: dt.date) -> list[tuple[int, str]]:
    """(office, role) of what the person may do for whole offices: admin, auditor, head."""
    rows = OfficeRole.objects.in_force(on).filter(person=person).order_by("office_id", "role")
    return list(rows.values_list("office_id", "role").distinct())


def offices_of(person: Whoever, on: dt.date) -> list[int]:
    """The offices the person works for that day: holds a position in, or has an office's role."""
    holds = Holding.objects.in_force(on).filter(person=person).values_list("position__office_id")
    serves = OfficeRole.objects.in_force(on).filter(person=person).values_list("office_id")
    return sorted(office for (office,) in holds.union(serves))


def _id(person: Whoever) -> int:
    return person if isinstance(person, int) else person.pk


def addresses_at(desks: list[int], *, on: dt.date) -> list[str]:
    """The mail addresses of everybody who sits at these desks that day."""
    seats = DeskPosition.objects.filter(
        in_force(on),
        in_force(on, "position__holdings__"),
        desk__in=desks,
        position__holdings__person__is_active=True,
    )
    found = seats.order_by("id").values_list("position__holdings__person__email", flat=True)
    return list(found.distinct()) if desks else []


def _seats(person: Whoever, on: dt.date) -> QuerySet[DeskPosition]:
    """Desk seats reached through a holding of this person, both valid that day."""
    return DeskPosition.objects.filter(
        in_force(on), in_force(on, "position__holdings__"), position__holdings__person=person
    )
