"""How long a path takes: its longest chain of steps, in minutes by the norm or on a real calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kolokasi.core.procedure import Procedure, StepKind
from kolokasi.core.proof.playing import Play
from kolokasi.core.worktime.duration import Basis, Duration, Unit

_CLOCK = {
    Unit.MINUTE: 1,
    Unit.HOUR: 60,
    Unit.DAY: 1_440,
    Unit.WEEK: 10_080,
    Unit.MONTH: 43_200,  # thirty days
    Unit.YEAR: 525_600,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Minutes along the longest chain: working minutes of the applicant and of the officers, and clock
    time (``2×24 jam``, calendar days), which is no working time."""

    applicant: int = 0
    officer: int = 0
    clock: int = 0

    @property
    def total(self) -> int:
        return self.applicant + self.officer + self.clock

    def __add__(self, other: Measure) -> Measure:
        return Measure(
            applicant=self.applicant + other.applicant,
            officer=self.officer + other.officer,
            clock=self.clock + other.clock,
        )


def measure(
    procedure: Procedure, play: Play, minutes_of: Callable[[Duration], int | None]
) -> Measure:
    """The norm of a path. Waits take no time, and neither does a step for which the sheet gives none."""
    finished: list[Measure] = []
    for passage in play.passages:
        begun = max(
            (finished[place] for place in passage.after),
            key=lambda one: one.total,
            default=Measure(),
        )
        finished.append(begun + _of_step(procedure, passage.step, minutes_of))
    return finished[-1] if finished else Measure()


def finish_of(
    procedure: Procedure,
    play: Play,
    start: datetime,
    add: Callable[[datetime, Duration], datetime],
) -> datetime:
    """The moment at which a path is done that begins at ``start``, each step taking its norm."""
    finished: list[datetime] = []
    for passage in play.passages:
        begun = max((finished[place] for place in passage.after), default=start)
        time = _time(procedure, passage.step)
        finished.append(add(begun, time) if time else begun)
    return finished[-1] if finished else start


def _of_step(
    procedure: Procedure, key: str, minutes_of: Callable[[Duration], int | None]
) -> Measure:
    time = _time(procedure, key)
    if time is None:
        return Measure()
    working = minutes_of(time) if time.basis is Basis.WORKING else None
    if working is None:
        return Measure(clock=time.amount * _CLOCK[time.unit])
    if procedure.is_applicants(procedure.steps[key]):
        return Measure(applicant=working)
    return Measure(officer=working)


def _time(procedure: Procedure, key: str) -> Duration | None:
    step = procedure.steps[key]
    return None if step.kind is StepKind.WAIT else step.time
