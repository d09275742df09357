"""Who would take the next step: posts and their holders, desks and the people who reach them today.

A desk that nobody reaches stalls every case that comes to it, so that is said before a case does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from kolokasi.accounts.appointments import tree_of
from kolokasi.accounts.models import Desk, DeskPosition, Holding, Office, Position
from kolokasi.cases.models import ProcedureVersion, Task
from kolokasi.cases.procedures import Status, running, shown_versions

_SOON = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A position with who holds it today. ``needed`` if it sits at a desk today."""

    position: Position
    depth: int
    holders: tuple[Holding, ...]
    needed: bool

    @property
    def steps(self) -> range:
        """One for each post above, to indent by."""
        return range(self.depth)

    @property
    def vacant(self) -> bool:
        return not self.holders

    @property
    def stalls(self) -> bool:
        return self.vacant and self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffedDesk:
    """A role of an SOP with the positions that sit there today and the people who hold these."""

    desk: Desk
    positions: tuple[Position, ...]
    people: tuple[Holding, ...]
    waiting: int  # open tasks

    @property
    def stalls(self) -> bool:
        return not self.people


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffedSop:
    """The desks of one SOP in the order of its sheet; those of roles that only older versions know, last."""

    version: ProcedureVersion
    desks: tuple[StaffedDesk, ...]

    @property
    def stalls(self) -> bool:
        return any(one.stalls for one in self.desks)

    @property
    def slug(self) -> str:
        return self.version.key.partition("/")[2]

    @property
    def in_force(self) -> bool:
        return self.version.status == ProcedureVersion.Status.IN_FORCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    posts: tuple[Post, ...]
    sops: tuple[StaffedSop, ...]
    ending: tuple[Holding, ...]  # within two weeks

    @property
    def empty_desks(self) -> list[tuple[StaffedSop, StaffedDesk]]:
        """Desks of SOPs in force, or with work on them, that nobody reaches."""
        return [
            (sop, one)
            for sop in self.sops
            for one in sop.desks
            if one.stalls and (sop.in_force or one.waiting)
        ]


def staffing(office: Office, *, on: dt.date) -> Staffing:
    """The whole office on a day, in a bounded number of queries."""
    holders = _by(
        Holding.objects.in_force(on)
        .filter(position__office=office, person__is_active=True)
        .select_related("person", "position")
        .order_by("kind", "starts_on", "id"),
        "position_id",
    )
    seats = _by(
        DeskPosition.objects.in_force(on)
        .filter(desk__office=office)
        .select_related("position")
        .order_by("id"),
        "desk_id",
    )
    seated = {seat.position_id for rows in seats.values() for seat in rows}
    return Staffing(
        posts=tuple(
            Post(
                position=position,
                depth=depth,
                holders=holders.get(position.pk, ()),
                needed=position.pk in seated,
            )
            for depth, position in tree_of(office.pk)
        ),
        sops=tuple(_sops(office, holders, seats)),
        ending=tuple(
            one
            for rows in holders.values()
            for one in rows
            if one.ends_on is not None and one.ends_on <= on + _SOON
        ),
    )


def _sops(
    office: Office,
    holders: Mapping[int, tuple[Holding, ...]],
    seats: Mapping[int, tuple[DeskPosition, ...]],
) -> Iterable[StaffedSop]:
    desks = _by(Desk.objects.filter(office=office).order_by("id"), "procedure")
    waiting = dict(
        Task.objects.filter(desk__office=office, closed_at__isnull=True)
        .values_list("desk")
        .annotate(Count("id"))
        .order_by()
    )
    for version in (*shown_versions(office), *_only_running(office, desks, waiting)):
        places = {role: place for place, role in enumerate(running(version.pk).procedure.roles)}
        rows = [
            _staffed(desk, seats.get(desk.pk, ()), holders, waiting.get(desk.pk, 0))
            for desk in desks.get(version.key, ())
        ]
        known = [one for one in rows if one.desk.role in places or one.waiting]
        known.sort(key=lambda one: places.get(one.desk.role, len(places)))
        yield StaffedSop(version=version, desks=tuple(known))


def _only_running(
    office: Office, desks: Mapping[str, tuple[Desk, ...]], waiting: Mapping[int, int]
) -> Iterable[ProcedureVersion]:
    """SOPs that take no new requests, while cases still run on them."""
    busy = {key for key, rows in desks.items() if any(one.pk in waiting for one in rows)}
    if not busy:
        return
    shown = ProcedureVersion.objects.filter(
        office=office, status__in=(Status.IN_FORCE, Status.DRAFT)
    ).values_list("key", flat=True)
    left = ProcedureVersion.objects.filter(office=office, key__in=busy - set(shown))
    newest = {one.key: one for one in left.order_by("version")}
    yield from newest.values()


def _staffed(
    desk: Desk,
    seated: tuple[DeskPosition, ...],
    holders: Mapping[int, tuple[Holding, ...]],
    waiting: int,
) -> StaffedDesk:
    return StaffedDesk(
        desk=desk,
        positions=tuple(seat.position for seat in seated),
        people=tuple(one for seat in seated for one in holders.get(seat.position_id, ())),
        waiting=waiting,
    )


def _by(rows: Iterable, name: str) -> dict:  # type: ignore[type-arg]
    found: dict = {}  # type: ignore[type-arg]
    for row in rows:
        found[getattr(row, name)] = (*found.get(getattr(row, name), ()), row)
    return found
