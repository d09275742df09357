"""What follows from a way out: steps opened with their due time, steps ended, the case ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from kolokasi.core.case_state import CaseState
from kolokasi.core.commands import FormValues
from kolokasi.core.events import (
    CaseEnded,
    Event,
    JoinCleared,
    JoinReached,
    StepCancelled,
    StepOpened,
    StepSkipped,
)
from kolokasi.core.flow import Fired
from kolokasi.core.procedure import End, Outcome, Procedure, Step, StepKind
from kolokasi.core.situation import Situation
from kolokasi.core.worktime.duration import parse_duration


def following(
    situation: Situation,
    state: CaseState,
    step: Step,
    way: Outcome,
    fired: Fired,
    values: Mapping[str, FormValues],
    reason: str,
    flagged: tuple[str, ...],
) -> Iterator[Event]:
    for key in fired.cancelled:
        yield StepCancelled(step=key, visit=state.visits[key])
    if fired.marking.ended is None:
        gone = state.marking.arrived - fired.marking.arrived
        yield from (JoinCleared(step=join) for join in sorted({join for join, _ in gone}))
    rhythm = way.after
    if way.after_field:
        form, _, key = way.after_field.partition(".")
        rhythm = parse_duration(str(values.get(form, {}).get(key) or "")) or rhythm
    start = situation.calendar.add(situation.now, rhythm) if rhythm else situation.now
    yield from opened_steps(situation, state, fired, start, values, flagged)
    if fired.marking.ended is not None:
        yield CaseEnded(
            end=fired.marking.ended,
            step=step.key,
            reason=reason,
            told=told(situation.procedure, fired.marking.ended),
        )


def opened_steps(
    situation: Situation,
    state: CaseState,
    fired: Fired,
    start: datetime,
    values: Mapping[str, FormValues],
    flagged: tuple[str, ...] = (),
) -> Iterator[Event]:
    yield from (StepSkipped(step=key) for key in fired.skipped)
    for key, source in fired.joined:
        if (key, source) in fired.marking.arrived:  # else the last arrival came in this same act
            yield JoinReached(step=key, source=source)
    for key in fired.opened:
        step = situation.procedure.steps[key]
        due_at, due_why = due_of(situation, step, start)
        yield StepOpened(
            step=key,
            visit=state.visits.get(key, 0) + 1,
            turns=step.performers,
            mode=step.mode,
            wait=step.kind is StepKind.WAIT,
            not_before=start if start > situation.now else None,
            due_at=due_at,
            due_why=due_why,
            flagged=tuple(one for one in flagged if one.partition(".")[0] in step.fills),
            mending=key in fired.marking.mending,
        )


def due_of(situation: Situation, step: Step, start: datetime) -> tuple[datetime | None, str]:
    if step.kind is StepKind.WAIT:
        return None, "Menunggu kejadian dari luar; waktu baku tidak berjalan."
    if step.time is None:
        return None, "SOP tidak menyebut waktu baku untuk kegiatan ini."
    due = situation.calendar.due(start, step.time)
    return due.at, due.why


def told(procedure: Procedure, end: End) -> str:
    """What the applicant reads at this end."""
    text = procedure.ends.get(end)
    return text.text if text else ""
