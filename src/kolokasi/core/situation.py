"""Everything a decision may look at, and what it comes to. Time, people and calendar are values here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kolokasi.core.capacity.ask import Ask
from kolokasi.core.capacity.policy import Policy
from kolokasi.core.capacity.verdict import Verdict
from kolokasi.core.case_state import CaseState
from kolokasi.core.commands import Actor, FormValues
from kolokasi.core.events import Event
from kolokasi.core.procedure import Outcome, Procedure, Step
from kolokasi.core.worktime.due import Due
from kolokasi.core.worktime.duration import Duration


class Calendar(Protocol):
    """What the engine asks of a working calendar (``core.worktime.calendar.WorkCalendar``)."""

    def add(self, start: datetime, duration: Duration) -> datetime: ...
    def due(self, start: datetime, duration: Duration) -> Due: ...
    def minutes_of(self, duration: Duration) -> int | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityCheck:
    """What the case asks for, the verdict on it as of now, and the policy that it was made under."""

    ask: Ask
    verdict: Verdict
    policy: Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything a decision may look at. ``forms`` are the latest values of each form of the case."""

    procedure: Procedure
    version: int
    state: CaseState
    actor: Actor
    now: datetime
    calendar: Calendar
    forms: Mapping[str, FormValues]
    policy: Policy | None = None  # of the office's data centre, where the act may ask of it
    check: CapacityCheck | None = None  # where the office keeps its data centre here


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What follows: events in order, and the cleaned form values that they are bound to."""

    events: tuple[Event, ...]
    forms: Mapping[str, FormValues]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One turn that this actor may take now. ``ways`` is empty where only an entry is asked."""

    step: Step
    visit: int
    turn: int
    role: str
    ways: tuple[Outcome, ...]
    flagged: tuple[str, ...] = ()
