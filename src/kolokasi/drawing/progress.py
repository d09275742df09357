"""How far one case has come on its sheet: what the live sheet shows beside the norm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kolokasi.core.procedure import End


class StepState(StrEnum):
    DONE = "done"
    CURRENT = "current"  # on an officer's or the applicant's desk now
    WAITING = "waiting"  # for an event outside, or for the others of a join
    AHEAD = "ahead"
    SKIPPED = "skipped"  # did not apply, or was cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class StepProgress:
    """One step of the case. Times are aware and in the office's own zone; minutes are working minutes.

    ``turns_done`` are the places in ``step.performers`` whose entry of the running visit is made.
    """

    state: StepState
    visits: int = 1
    who: str = ""  # names or positions, as the reader may see them
    started: datetime | None = None
    finished: datetime | None = None
    due: datetime | None = None
    minutes_used: int | None = None
    minutes_norm: int | None = None
    late: bool = False
    turns_done: frozenset[int] = frozenset()


AHEAD = StepProgress(state=StepState.AHEAD, visits=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A case on its sheet. Steps that are not named lie ahead (or were never reached, once it has ended)."""

    steps: Mapping[str, StepProgress] = field(default_factory=dict)
    taken: frozenset[tuple[str, str]] = frozenset()  # (step, outcome) that happened at least once
    ended: End | None = None

    def of(self, step: str) -> StepProgress:
        return self.steps.get(step, AHEAD)
