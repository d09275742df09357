"""An SOP's own tests, played: who does what with which outcome, and what must then be true.

``run`` plays them with the engine alone, with one invented person for each role and a clock that moves
on with each act. ``StoryPlayer`` plays the same stories on any other stage, the database among them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kolokasi.core.events import Event, StepDone
from kolokasi.core.finding import Finding
from kolokasi.core.lint.remark import warn
from kolokasi.core.procedure import Procedure
from kolokasi.core.proof.wording import name_of
from kolokasi.core.situation import Calendar
from kolokasi.core.stories.player import Stage, StoryFailed, StoryPlayer
from kolokasi.core.stories.stage import PureStage
from kolokasi.core.story import Story

__all__ = ["Stage", "StoryFailed", "StoryPlayer", "StoryResult", "coverage", "run", "taken_ways"]

UNTOLD = "cerita-kurang"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryResult:
    """``failure`` is "" for a story that came true. ``taken``: the ways out that it took."""

    story: Story
    failure: str = ""
    line: int = 0
    taken: frozenset[tuple[str, str]] = frozenset()

    @property
    def passed(self) -> bool:
        return not self.failure


def run(procedure: Procedure, stories: Iterable[Story], calendar: Calendar) -> list[StoryResult]:
    """Play stories with the engine alone. The procedure is given as it runs."""
    return [_run(procedure, story, calendar) for story in stories]


def coverage(procedure: Procedure, results: Iterable[StoryResult]) -> tuple[Finding, ...]:
    """A warning for each way out that no story takes (of those that came true)."""
    taken = {one for result in results if result.passed for one in result.taken}
    return tuple(
        warn(
            UNTOLD,
            f"Belum ada cerita yang mengambil keputusan “{way.label}” pada kegiatan {name_of(step)}.",
            step=step,
            field=f"outcomes.{way.key}",
        )
        for step in procedure.steps.values()
        for way in step.outcomes
        if (step.key, way.key) not in taken
    )


def _run(procedure: Procedure, story: Story, calendar: Calendar) -> StoryResult:
    stage = PureStage(procedure, calendar)
    failure, line = "", story.line
    try:
        StoryPlayer(procedure, story, stage).play()
    except StoryFailed as failed:
        failure, line = str(failed), failed.line
    return StoryResult(story=story, failure=failure, line=line, taken=taken_ways(stage.events()))


def taken_ways(events: Iterable[Event]) -> frozenset[tuple[str, str]]:
    return frozenset((one.step, one.outcome) for one in events if isinstance(one, StepDone))
