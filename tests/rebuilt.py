"""Tasks made again from the log alone, by rules of their own: a second judge beside ``consequences``.

What the rows of a case's tasks must be follows from its events. This reads nothing but them, so that a
row that was lost, doubled or closed by the wrong hand shows as a difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kolokasi.core.events import (
    CaseWithdrawn,
    DueChanged,
    EntryMade,
    Event,
    StepCancelled,
    StepDone,
    StepOpened,
)

Turn = tuple[str, int, int]  # step, visit, turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One turn as it must stand in the database."""

    role: str
    wait: bool
    opened_at: datetime
    not_before: datetime | None
    due_at: datetime | None
    due_why: str
    closed_at: datetime | None = None
    closed_by: int | None = None
    closed_as: str = ""
    outcome: str = ""


def tasks(events: Iterable[tuple[datetime, int, Event]]) -> dict[Turn, Row]:
    """Every turn that there ever was, from (when, whose hand, what)."""
    rows: dict[Turn, Row] = {}
    opened: dict[tuple[str, int], StepOpened] = {}
    for at, person, event in events:
        match event:
            case StepOpened():
                visit = (event.step, event.visit)
                assert visit not in opened, f"{visit} dibuka dua kali"
                opened[visit] = event
                first = event.turns[:1] if event.mode == "berantai" else event.turns
                for turn, role in enumerate(first):
                    rows[(*visit, turn)] = Row(
                        role=role,
                        wait=event.wait,
                        opened_at=at,
                        not_before=event.not_before,
                        due_at=event.due_at,
                        due_why=event.due_why,
                    )
            case EntryMade():
                mine = (event.step, event.visit, event.turn)
                rows[mine] = _closed(rows[mine], at, person, "diteruskan")
                shape = opened[mine[:2]]
                if shape.mode == "berantai":
                    rows[(event.step, event.visit, event.turn + 1)] = Row(
                        role=shape.turns[event.turn + 1],
                        wait=False,
                        opened_at=at,
                        not_before=None,
                        due_at=rows[mine].due_at,
                        due_why=rows[mine].due_why,
                    )
            case StepDone():
                mine = (event.step, event.visit, event.turn)
                rows[mine] = _closed(rows[mine], at, person, "selesai", event.outcome)
                _close_rest(rows, mine, at, person, "diambil")
            case StepCancelled():
                _close_rest(rows, (event.step, event.visit, -1), at, person, "dihentikan")
            case DueChanged():
                for key, row in rows.items():
                    if key[:2] == (event.step, event.visit) and row.closed_at is None:
                        rows[key] = replace(row, due_at=event.due_at, due_why=event.due_why)
            case _:
                pass
    return rows


def _close_rest(
    rows: dict[Turn, Row], mine: Turn, at: datetime, person: int, closed_as: str
) -> None:
    for key, row in rows.items():
        if key[:2] == mine[:2] and row.closed_at is None:
            rows[key] = _closed(row, at, person, closed_as)


def _closed(row: Row, at: datetime, person: int, closed_as: str, outcome: str = "") -> Row:
    assert row.closed_at is None, "giliran ditutup dua kali"
    return replace(row, closed_at=at, closed_by=person, closed_as=closed_as, outcome=outcome)


def sides(events: Iterable[Event], applicants: Mapping[str, bool]) -> tuple[set[int], set[int]]:
    """Who acted for the applicant, and who for the office. ``applicants``: role → whether it asks."""
    asked: set[int] = set()
    served: set[int] = set()
    for event in events:
        by = getattr(event, "by", None)
        if by is not None:
            asks = isinstance(event, CaseWithdrawn) or applicants[by.role]
            (asked if asks else served).add(by.person)
    return asked, served
