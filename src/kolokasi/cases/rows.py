"""The statements that every act runs, written out in plain SQL that both databases read.

An act is eight small statements. Built by the ORM, their SQL costs ten times what the database needs to
run them (benchmarks/RESULTS.md). So what *every* act runs stands here, and what every request runs on
its way; what only some acts run (forms, files, the register, duties) is the ORM's. A test holds the
columns against the models.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

CASE = (
    "office_id", "version_id", "agency_id", "requester_id", "number", "subject", "services", "state",
    "seq", "head", "opened_at", "promised_at", "ended_at", "end", "reason", "told",
)  # fmt: skip
EVENT = ("case_id", "seq", "kind", "at", "person_id", "facts", "hash")
TASK = (
    "case_id", "step", "visit", "turn", "role", "desk_id", "agency_id", "wait", "opened_at",
    "not_before", "due_at", "due_why", "order_at", "closed_at", "closed_by_id", "closed_as", "outcome",
)  # fmt: skip
EFFECT = (
    "case_id", "seq", "kind", "recipient", "facts", "due_at", "tries", "leased_until", "done_at",
    "given_up_at", "last_error",
)  # fmt: skip
ACT = ("key", "person_id", "body", "case_id", "seq", "at", "answer")

_CASE = """
SELECT c.id, c.number, c.office_id, c.agency_id, c.requester_id, c.version_id, c.seq, c.head, c.state,
       o.timezone, o.calendar_version
FROM cases_case c JOIN accounts_office o ON o.id = c.office_id
WHERE c.id = %s"""
_ASKED_OF = """
SELECT v.office_id, v.status, o.timezone, o.calendar_version,
       EXISTS (SELECT 1 FROM accounts_agency a WHERE a.id = %s AND a.office_id = v.office_id)
FROM cases_procedureversion v JOIN accounts_office o ON o.id = v.office_id
WHERE v.id = %s"""
# The office's calendar stays as it was read until commit: whoever changes it waits for this act
# (``accounts.calendars.count_up``), and then finds its due times among those to be measured anew. No
# other act of the office's waits.
_CALENDAR_STAYS = " FOR KEY SHARE OF o"
_KNOWN_ACT = """
SELECT a.person_id, a.body, a.case_id, c.number, a.seq, a.answer
FROM cases_act a LEFT JOIN cases_case c ON c.id = a.case_id
WHERE a.key = %s"""
# The counter's row is locked until commit: whoever takes the next number waits, and none is lost.
_COUNT_ON = """
INSERT INTO cases_counter (office_id, name, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (office_id, name, year) DO UPDATE SET last = cases_counter.last + 1"""
_COUNTED = """
SELECT o.code, n.last FROM cases_counter n JOIN accounts_office o ON o.id = n.office_id
WHERE n.office_id = %s AND n.name = %s AND n.year = %s"""
_CLOSE = """
UPDATE cases_task SET closed_at = %s, closed_by_id = %s, closed_as = %s, outcome = %s
WHERE case_id = %s AND step = %s AND visit = %s AND closed_at IS NULL"""


@dataclass(slots=True, kw_only=True)
class CaseRow:
    """A case as an act needs it. The last three are known of a case that was read, not of a new one."""

    pk: int
    number: str
    office_id: int
    agency_id: int
    requester_id: int
    version_id: int
    seq: int
    head: bytes
    state: dict[str, Any] = field(default_factory=dict)
    timezone: str = ""  # of its office, like the next
    calendar_version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOf:
    """The SOP's version and its office, as a new request needs them. ``asks_here``: the agency belongs
    to that office."""

    office_id: int
    status: str
    timezone: str
    calendar_version: int
    asks_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAct:
    """Whose act it was, a digest of what was asked, and what it came to: its place in a case's log, or
    (``case`` is 0) what was answered."""

    person: int
    body: str
    case: int
    number: str
    seq: int
    answer: str


@dataclass(slots=True, kw_only=True)
class TaskRow:
    """A task about to be written, by the names of its columns."""

    case_id: int
    step: str
    visit: int
    turn: int
    role: str
    desk_id: int | None
    agency_id: int | None
    wait: bool = False
    opened_at: datetime
    not_before: datetime | None = None
    due_at: datetime | None = None
    due_why: str = ""
    order_at: datetime
    closed_at: datetime | None = None
    closed_by_id: int | None = None
    closed_as: str = ""
    outcome: str = ""


@dataclass(slots=True, kw_only=True)
class EffectRow:
    """Something about to be owed, by the names of its columns; ``facts`` are written as JSON."""

    case_id: int
    seq: int
    kind: str
    recipient: str
    facts: Mapping[str, Any]
    due_at: datetime
    tries: int = 0
    leased_until: datetime | None = None
    done_at: datetime | None = None
    given_up_at: datetime | None = None
    last_error: str = ""


_TASK_VALUES = attrgetter(*TASK)
_EFFECT_VALUES = attrgetter(*EFFECT)
_FACTS = EFFECT.index("facts")


def read_case(cursor: CursorWrapper, case: int, *, lock: bool) -> CaseRow | None:
    """The case, and with ``lock`` nobody else's until commit, nor its office's calendar another one
    (SQLite's transaction is alone anyway)."""
    alone = lock and cursor.db.features.has_select_for_update_of
    cursor.execute(f"{_CASE} FOR UPDATE OF c{_CALENDAR_STAYS}" if alone else _CASE, [case])
    row = cursor.fetchone()
    if row is None:
        return None
    pk, number, office, agency, requester, version, seq, head, state, timezone, calendar = row
    return CaseRow(
        pk=pk,
        number=number,
        office_id=office,
        agency_id=agency,
        requester_id=requester,
        version_id=version,
        seq=seq,
        head=bytes(head),
        state=json.loads(state),
        timezone=timezone,
        calendar_version=calendar,
    )


def read_asked_of(cursor: CursorWrapper, version: int, agency: int) -> AskedOf | None:
    """Of which office something is asked, by whom; its calendar stays as it is until commit."""
    waits = cursor.db.features.has_select_for_update_of
    cursor.execute(f"{_ASKED_OF}{_CALENDAR_STAYS}" if waits else _ASKED_OF, [agency, version])
    row = cursor.fetchone()
    if row is None:
        return None
    office, status, timezone, calendar, asks_here = row
    return AskedOf(
        office_id=office,
        status=status,
        timezone=timezone,
        calendar_version=calendar,
        asks_here=bool(asks_here),
    )


def read_act(cursor: CursorWrapper, key: str) -> KnownAct | None:
    """The act under this key.

    It is locked, though nobody changes it: a transaction that locked something waits at its commit for
    the standby, and so for the act that it found, whose own commit may not have been waited for.
    """
    waits = cursor.db.features.has_select_for_update_of
    cursor.execute(f"{_KNOWN_ACT} FOR UPDATE OF a" if waits else _KNOWN_ACT, [key])
    row = cursor.fetchone()
    if row is None:
        return None
    person, body, case, number, seq, answer = row
    return KnownAct(
        person=person, body=body, case=case or 0, number=number or "", seq=seq, answer=answer
    )


def count_on(cursor: CursorWrapper, office: int, name: str, year: int) -> tuple[str, int]:
    """The office's code, and the next number of that name and year; a year's first is 1."""
    which = (office, name, year)
    cursor.execute(_COUNT_ON, which)
    cursor.execute(_COUNTED, which)
    code, last = cursor.fetchone()
    return code, last


def add_case(cursor: CursorWrapper, values: Mapping[str, Any]) -> int:
    """The new case's id."""
    insert = _insert_sql("cases_case", CASE, 1)
    row = _values(cursor, (values[column] for column in CASE))
    if cursor.db.vendor == "sqlite":  # RETURNING came with 3.35, later than what Django asks for
        cursor.execute(insert, row)
        return int(cursor.lastrowid)
    cursor.execute(f"{insert} RETURNING id", row)
    return int(cursor.fetchone()[0])


def add_act(cursor: CursorWrapper, values: Sequence[Any]) -> None:
    _insert(cursor, "cases_act", ACT, [values])


def add_events(cursor: CursorWrapper, rows: Sequence[Sequence[Any]]) -> None:
    _insert(cursor, "cases_event", EVENT, rows)


def add_tasks(cursor: CursorWrapper, rows: Iterable[TaskRow]) -> None:
    _insert(cursor, "cases_task", TASK, [_TASK_VALUES(row) for row in rows])


def add_effects(cursor: CursorWrapper, effects: Iterable[EffectRow]) -> None:
    rows = [list(_EFFECT_VALUES(one)) for one in effects]
    for row in rows:
        row[_FACTS] = json.dumps(row[_FACTS])
    _insert(cursor, "cases_effect", EFFECT, rows)


def close_tasks(
    cursor: CursorWrapper,
    *,
    case: int,
    step: str,
    visit: int,
    turn: int | None = None,
    at: datetime,
    by: int,
    closed_as: str,
    outcome: str = "",
) -> int:
    """Close what is open of a visit: one turn, or every turn that is left. Returns how many there were."""
    one, which = ("", []) if turn is None else (" AND turn = %s", [turn])
    values = [at, by, closed_as, outcome, case, step, visit, *which]
    cursor.execute(_CLOSE + one, _values(cursor, values))
    closed: int = cursor.rowcount
    return closed


def move_on(cursor: CursorWrapper, case: int, *, before: int, changes: Mapping[str, Any]) -> bool:
    """Bring the case up to its newest event. False if it is no longer where it was read."""
    columns = ", ".join(f'"{name}" = %s' for name in changes)
    cursor.execute(
        f"UPDATE cases_case SET {columns} WHERE id = %s AND seq = %s",  # noqa: S608
        [*_values(cursor, changes.values()), case, before],
    )
    return bool(cursor.rowcount == 1)


def _insert(
    cursor: CursorWrapper, table: str, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]
) -> None:
    if rows:
        values = _values(cursor, (value for row in rows for value in row))
        cursor.execute(_insert_sql(table, columns, len(rows)), values)


@cache
def _insert_sql(table: str, columns: tuple[str, ...], rows: int) -> str:
    places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * rows)
    names = ", ".join(f'"{name}"' for name in columns)  # "end" means something in SQL
    return f"INSERT INTO {table} ({names}) VALUES {places}"  # noqa: S608


def _values(cursor: CursorWrapper, values: Iterable[Any]) -> list[Any]:
    """Values as the database at hand takes them: it is about moments that the two differ."""
    if cursor.db.vendor != "sqlite":
        return list(values)
    return [_as_text(one) if isinstance(one, datetime) else one for one in values]


@lru_cache(maxsize=64)  # one act writes one moment in many places
def _as_text(moment: datetime) -> str | None:
    return connection.ops.adapt_datetimefield_value(moment)
