"""What pages may ask. Everything is found through what the person may see, so that a stranger's case
is not found at all; every question costs a fixed number of queries, however many cases there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from kolokasi.accounts.mandates import agencies_of, desks_of, offices_of
from kolokasi.cases.models import Case, Effect, Task

PAGE = 50
COUNTED = 100  # tasks on a badge; beyond, "99+"
# What no row of a list shows, and what is long: an SOP's whole text, a state, an office's hours.
_NOT_LISTED = (
    "state", "services", "version__text", "version__identity_text", "version__options",
    "office__hours", "office__letterhead", "office__options",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a person may see on a day: the cases of his agencies, and of the offices he works for."""

    person: int
    agencies: tuple[int, ...]
    offices: tuple[int, ...]
    desks: tuple[int, ...]

    @property
    def is_officer(self) -> bool:
        return bool(self.offices)

    def cases(self) -> QuerySet[Case]:
        return Case.objects.filter(Q(agency__in=self.agencies) | Q(office__in=self.offices))


def sight_of(person: int, on: date) -> Sight:
    return Sight(
        person=person,
        agencies=tuple(agencies_of(person, on)),
        offices=tuple(offices_of(person, on)),
        desks=tuple(desks_of(person, on=on)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page of an inbox begins: after this due time and row (key paging, never OFFSET)."""

    order_at: datetime
    task: int


def inbox(sight: Sight, *, after: Place | None = None, limit: int = PAGE) -> list[Task]:
    """Open tasks on the person's desks and with his agencies, the most urgent first.

    One ordered look-up for each desk, merged: with ``desk IN (…) ORDER BY due`` both databases read
    everything that is open (measured at a million cases: 35–84 ms against 0.3 ms).
    """
    spots = _spots(sight)
    if not spots:
        return []
    ids = _merged(spots, after, limit)
    tasks = (
        Task.objects.filter(pk__in=ids)
        .select_related("case__agency", "case__version", "case__office")
        .defer(*(f"case__{one}" for one in _NOT_LISTED))
    )
    return sorted(tasks, key=lambda task: (task.order_at, task.pk))


def inbox_count(sight: Sight) -> int:
    """How many tasks are waiting for the person, up to ``COUNTED`` (waits for the outside are left out).

    Counting on would cost more than the page that shows it: a desk may have ten thousand.
    """
    spots = _spots(sight)
    if not spots:
        return 0
    part = "SELECT * FROM (SELECT 1 AS one FROM cases_task WHERE {} AND NOT wait LIMIT %s) AS part"
    sql = " UNION ALL ".join(part.format(_OPEN_AT[column]) for column, _ in spots)
    with connection.cursor() as cursor:
        values = [value for _, spot in spots for value in (spot, COUNTED)]
        cursor.execute(f"SELECT count(*) FROM ({sql}) AS waiting", values)  # noqa: S608
        return min(COUNTED, cursor.fetchone()[0])


def _spots(sight: Sight) -> list[tuple[str, int]]:
    """Where tasks for this person lie, one index look-up each."""
    return [("desk_id", one) for one in sight.desks] + [
        ("agency_id", one) for one in sight.agencies
    ]


# To the letter the conditions of the two partial indexes, so that both databases see that they hold.
_OPEN_AT = {
    column: f"closed_at IS NULL AND {column} IS NOT NULL AND {column} = %s"
    for column in ("desk_id", "agency_id")
}


def _merged(spots: Iterable[tuple[str, int]], after: Place | None, limit: int) -> list[int]:
    parts: list[str] = []
    values: list[Any] = []
    for column, spot in spots:
        beyond = "AND (order_at, id) > (%s, %s) " if after else ""
        parts.append(
            "SELECT * FROM (SELECT id, order_at FROM cases_task "  # noqa: S608
            f"WHERE {_OPEN_AT[column]} {beyond}"
            "ORDER BY order_at, id LIMIT %s) AS part"
        )
        values.append(spot)
        if after:
            at = connection.ops.adapt_datetimefield_value(after.order_at)
            values.extend((at, after.task))
        values.append(limit)
    sql = " UNION ALL ".join(parts) + " ORDER BY 2, 1 LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, limit])
        return [row[0] for row in cursor.fetchall()]


def find_case(sight: Sight, number: str) -> Case | None:
    """A case that the person may see, with what its page always shows."""
    return (
        sight.cases()
        .filter(number=number)
        .select_related("office", "agency", "version", "requester")
        .first()
    )


def list_cases(
    sight: Sight,
    *,
    state: str = "",
    office: int = 0,
    text: str = "",
    before: int = 0,
    limit: int = PAGE,
) -> list[Case]:
    """Cases the person may see, newest first. ``state``: open, or one of the ends."""
    cases = sight.cases()
    if state == "open":
        cases = cases.filter(ended_at__isnull=True)
    elif state:
        cases = cases.filter(end=state)
    if office:
        cases = cases.filter(office=office)
    if text:
        cases = cases.filter(
            Q(number__icontains=text) | Q(subject__icontains=text) | Q(agency__name__icontains=text)
        )
    if before:
        cases = cases.filter(pk__lt=before)
    listed = cases.select_related("agency", "version", "office").defer(*_NOT_LISTED)
    return list(listed.order_by("-pk")[:limit])


def effects_seen(sight: Sight) -> QuerySet[Effect]:
    """Mails about the cases of the offices that the person works for, newest first."""
    return (
        Effect.objects.filter(case__office__in=sight.offices)
        .select_related("case__agency", "case__office")
        .order_by("-id")
    )
