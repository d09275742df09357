"""What is true of a case now: the fold of its events.

The state is small and does not grow with the length of the case: it knows what is open and how often
things were done, not who did what when (that is the log's). It is kept as one row and can always be
made again from the events, which a test does for every case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from kolokasi.core.events import (
    CapacityChecked,
    CapacityHeld,
    CapacityLapsed,
    CapacityOverridden,
    CapacityPlaced,
    CapacityQueued,
    CapacityReleased,
    CapacityWarned,
    CaseEnded,
    CaseStarted,
    CaseWithdrawn,
    DueChanged,
    EntryMade,
    Event,
    JoinCleared,
    JoinReached,
    StepCancelled,
    StepDone,
    StepOpened,
    StepSkipped,
)
from kolokasi.core.flow import Marking
from kolokasi.core.procedure import End


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStep:
    """A step in work. ``entered`` are the turns that have made their entry."""

    visit: int
    turns: tuple[str, ...]
    mode: str
    entered: tuple[int, ...] = ()
    opened_at: datetime
    not_before: datetime | None = None
    due_at: datetime | None = None
    due_why: str = ""
    flagged: tuple[str, ...] = ()


class Claim(StrEnum):
    """What a case has of the data centre."""

    NONE = ""
    WAITING = "menunggu"
    HELD = "dipesan"
    WARNED = "diperingatkan"  # still held, soon to lapse
    PLACED = "ditempatkan"


HELD = frozenset((Claim.HELD, Claim.WARNED))


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    agency: int = 0
    services: frozenset[str] = frozenset()
    marking: Marking = Marking()
    steps: Mapping[str, OpenStep] = field(default_factory=dict)
    visits: Mapping[str, int] = field(default_factory=dict)  # how often each step was opened
    done: frozenset[str] = frozenset()  # steps done at least once
    taken: Mapping[str, int] = field(default_factory=dict)  # "step.outcome" → times
    applicants: frozenset[int] = frozenset()  # persons who acted for the applicant
    officers: frozenset[int] = frozenset()  # persons who acted for the office
    capacity: Claim = Claim.NONE
    asked: str = ""  # digest of what it is held for
    overridden: str = ""  # why the capacity check was overridden, by who is entitled

    @property
    def ended(self) -> End | None:
        return self.marking.ended


def replay(events: Iterable[tuple[datetime, Event]], applicant_role: str) -> CaseState:
    state = CaseState()
    for at, event in events:
        state = apply(state, event, at, applicant_role)
    return state


def apply(state: CaseState, event: Event, at: datetime, applicant_role: str) -> CaseState:
    """The state after one more event that happened ``at``."""
    marking = state.marking
    match event:
        case CaseStarted():
            return replace(
                state,
                agency=event.agency,
                services=frozenset(event.services),
                applicants=state.applicants | ({event.by.person, event.author} - {0}),
            )
        case StepOpened():
            opened = OpenStep(
                visit=event.visit,
                turns=event.turns,
                mode=event.mode,
                opened_at=at,
                not_before=event.not_before,
                due_at=event.due_at,
                due_why=event.due_why,
                flagged=event.flagged,
            )
            mending = marking.mending | {event.step} if event.mending else marking.mending
            return replace(
                state,
                steps={**state.steps, event.step: opened},
                visits={**state.visits, event.step: event.visit},
                marking=replace(marking, open=marking.open | {event.step}, mending=mending),
            )
        case EntryMade():
            step = state.steps[event.step]
            entered = replace(step, entered=(*step.entered, event.turn))
            hands = _hands(state, event.by.person, event.by.role == applicant_role)
            return replace(state, steps={**state.steps, event.step: entered}, **hands)
        case StepDone():
            name = f"{event.step}.{event.outcome}"
            times = state.taken.get(name, 0) + 1
            given = dict(event.answers)
            answers = frozenset(pair for pair in marking.answers if pair[0] not in given)
            counts = frozenset(pair for pair in marking.taken if pair[0] != name)
            return replace(
                state,
                steps=_without(state.steps, event.step),
                done=state.done | {event.step},
                taken={**state.taken, name: times},
                marking=replace(
                    marking,
                    open=marking.open - {event.step},
                    mending=marking.mending - {event.step},
                    answers=answers | frozenset(given.items()),
                    taken=counts | {(name, times)} if event.counted else marking.taken,
                ),
                **_hands(state, event.by.person, event.by.role == applicant_role),
            )
        case StepCancelled():
            left, mending = marking.open - {event.step}, marking.mending - {event.step}
            return replace(
                state,
                steps=_without(state.steps, event.step),
                marking=replace(marking, open=left, mending=mending),
            )
        case JoinReached():
            pair = (event.step, event.source)
            return replace(state, marking=replace(marking, arrived=marking.arrived | {pair}))
        case JoinCleared():
            rest = frozenset(pair for pair in marking.arrived if pair[0] != event.step)
            return replace(state, marking=replace(marking, arrived=rest))
        case CaseEnded():
            ended = replace(marking, ended=event.end, arrived=frozenset())
            return replace(state, marking=ended)
        case CaseWithdrawn():
            return replace(state, **_hands(state, event.by.person, True))
        case DueChanged():
            moved = replace(state.steps[event.step], due_at=event.due_at, due_why=event.due_why)
            return replace(state, steps={**state.steps, event.step: moved})
        case CapacityOverridden():
            hands = _hands(state, event.by.person, event.by.role == applicant_role)
            return replace(state, overridden=event.reason, **hands)
        case (
            CapacityHeld()
            | CapacityQueued()
            | CapacityWarned()
            | CapacityLapsed()
            | CapacityPlaced()
            | CapacityReleased()
        ):
            claimed = replace(state, capacity=_CLAIMS[type(event)])
            if isinstance(
                event, CapacityHeld
            ):  # an override is for one reservation, and used up by it
                return replace(claimed, asked=event.asked, overridden="")
            return claimed
        case StepSkipped() | CapacityChecked():
            return state


_CLAIMS = {
    CapacityHeld: Claim.HELD,
    CapacityQueued: Claim.WAITING,
    CapacityWarned: Claim.WARNED,
    CapacityLapsed: Claim.NONE,
    CapacityPlaced: Claim.PLACED,
    CapacityReleased: Claim.NONE,
}


def _without(steps: Mapping[str, OpenStep], gone: str) -> dict[str, OpenStep]:
    return {key: one for key, one in steps.items() if key != gone}


def _hands(state: CaseState, person: int, applicant: bool) -> dict[str, Any]:
    """Who has acted by now, on the side of whom this was."""
    if applicant:
        return {"applicants": state.applicants | {person}}
    return {"officers": state.officers | {person}}


def dump(state: CaseState) -> dict[str, Any]:
    """The state as plain data, always the same for the same state."""
    marking = state.marking
    return {
        "agency": state.agency,
        "services": sorted(state.services),
        "arrived": sorted(map(list, marking.arrived)),
        "answers": sorted(map(list, marking.answers)),
        "bounded": sorted(map(list, marking.taken)),
        "mending": sorted(marking.mending),
        "ended": str(marking.ended) if marking.ended else None,
        "steps": {
            key: {
                "visit": one.visit,
                "turns": list(one.turns),
                "mode": one.mode,
                "entered": list(one.entered),
                "opened_at": one.opened_at.isoformat(),
                "not_before": one.not_before.isoformat() if one.not_before else None,
                "due_at": one.due_at.isoformat() if one.due_at else None,
                "due_why": one.due_why,
                "flagged": list(one.flagged),
            }
            for key, one in sorted(state.steps.items())
        },
        "visits": dict(sorted(state.visits.items())),
        "done": sorted(state.done),
        "taken": dict(sorted(state.taken.items())),
        "applicants": sorted(state.applicants),
        "officers": sorted(state.officers),
        "capacity": str(state.capacity),
        "asked": state.asked,
        "overridden": state.overridden,
    }


def load(data: dict[str, Any]) -> CaseState:
    steps = {
        key: OpenStep(
            visit=one["visit"],
            turns=tuple(one["turns"]),
            mode=one["mode"],
            entered=tuple(one["entered"]),
            opened_at=datetime.fromisoformat(one["opened_at"]),
            not_before=datetime.fromisoformat(one["not_before"]) if one["not_before"] else None,
            due_at=datetime.fromisoformat(one["due_at"]) if one["due_at"] else None,
            due_why=one["due_why"],
            flagged=tuple(one["flagged"]),
        )
        for key, one in data["steps"].items()
    }
    return CaseState(
        agency=data["agency"],
        services=frozenset(data["services"]),
        marking=Marking(
            open=frozenset(steps),
            arrived=frozenset((a, b) for a, b in data["arrived"]),
            answers=frozenset((a, b) for a, b in data["answers"]),
            taken=frozenset((a, b) for a, b in data["bounded"]),
            mending=frozenset(data["mending"]),
            ended=End(data["ended"]) if data["ended"] else None,
        ),
        steps=steps,
        visits=data["visits"],
        done=frozenset(data["done"]),
        taken=data["taken"],
        applicants=frozenset(data["applicants"]),
        officers=frozenset(data["officers"]),
        capacity=Claim(data.get("capacity", "")),  # cases from before there was any
        asked=data.get("asked", ""),
        overridden=data.get("overridden", ""),
    )
