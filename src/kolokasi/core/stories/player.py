"""Plays one story on a stage, and says in a sentence where it goes wrong.

A ``Stage`` does what the story asks: ``stage.PureStage`` is the engine alone; a stage on the
database plays the same stories through the one write path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from kolokasi.core import flow
from kolokasi.core.case_state import CaseState, OpenStep
from kolokasi.core.commands import Command, CompleteStep, File, FormValues, StartCase, WithdrawCase
from kolokasi.core.events import Event
from kolokasi.core.procedure import Attachment, OutcomeKind, Procedure, Step
from kolokasi.core.proof.wording import listed, name_of, names_of
from kolokasi.core.refusal import Refused
from kolokasi.core.stories.ending import unmet
from kolokasi.core.stories.examples import example_form
from kolokasi.core.story import Act, Story
from kolokasi.core.turns import closes


class Stage(Protocol):
    """Where a story is played. Raises Refused where the rules say no."""

    def perform(self, command: Command, role: str) -> None:
        """Do this as the person who holds the role."""

    def wait_until(self, at: datetime) -> None:
        """Let the clock run to a moment (a step that opens only then)."""

    def file(self, document: str) -> File:
        """A stored file that can be handed in for a document."""

    def state(self) -> CaseState: ...

    def events(self) -> Sequence[Event]:
        """Everything that has happened so far, in order."""

    def registered(self) -> bool:
        """Whether the case has left a row in the register."""


class StoryFailed(Exception):
    """The story does not come true. ``act`` counts from 1; 0 is the request, None the expectation."""

    def __init__(self, sentence: str, *, act: int | None, line: int) -> None:
        super().__init__(sentence)
        self.act = act
        self.line = line


class StoryPlayer:
    """Plays one story on a stage: the request first, then act by act, then the expectation."""

    def __init__(self, procedure: Procedure, story: Story, stage: Stage) -> None:
        self.procedure, self.story, self.stage = procedure, story, stage

    def play(self) -> None:
        """Raises StoryFailed with a sentence that names the act, who acted, and what was offered."""
        self._perform(self.request(), self.procedure.applicant_role, 0, self.story.line)
        for number, act in enumerate(self.story.acts, start=1):
            self._perform(self._command(number, act), act.by, number, act.line)
        wrong = unmet(
            self.procedure,
            self.story.then,
            state=self.stage.state(),
            events=self.stage.events(),
            registered=self.stage.registered(),
        )
        if wrong:
            raise StoryFailed(wrong, act=None, line=self.story.line)

    def request(self) -> StartCase:
        """The request with which the story begins, with every required field and file."""
        procedure = self.procedure
        first = procedure.steps[procedure.start]
        own = procedure.starts_with_applicant
        fills = first.fills if own else procedure.request_fills
        wanted = first.attachments if own else procedure.request_attachments
        return StartCase(
            agency=1,
            services=frozenset(self.story.services or procedure.services),
            subject=self.story.title[:200],
            forms={key: example_form(procedure.forms[key]) for key in fills},
            files=self._files(wanted),
        )

    # --- acts -----------------------------------------------------------------------------------------

    def _command(self, number: int, act: Act) -> Command:
        if act.by not in self.procedure.roles:
            raise self._failed(number, act, "peran ini tidak ada pada SOP")
        if act.withdraw:
            return WithdrawCase(reason=act.withdraw)
        step, opened = self._open(number, act)
        turn = self._turn(number, act, step, opened)
        if opened.not_before is not None:
            self.stage.wait_until(opened.not_before)
        taken = CompleteStep(step=act.step, visit=opened.visit, turn=turn, note=act.note)
        if closes(step, opened, turn):
            return self._closing(taken, step, act)
        if act.outcome:
            raise self._failed(
                number,
                act,
                f"“{act.outcome}” belum dapat dipilih: masih ada pelaksana lain sesudah giliran ini",
            )
        return taken

    def _closing(self, taken: CompleteStep, step: Step, act: Act) -> Command:
        """The last turn of a step: with its way out, and with forms and files where it consents."""
        outcome = act.outcome or self._only_way(step)
        way = step.outcome(outcome)
        consent = way is None or way.kind is OutcomeKind.FORWARD
        return replace(
            taken,
            outcome=outcome,
            forms=self._forms(step, act, consent=consent),
            files=self._files(step.attachments) if consent else (),
        )

    def _open(self, number: int, act: Act) -> tuple[Step, OpenStep]:
        state = self.stage.state()
        opened = state.steps.get(act.step)
        if opened is None:
            raise self._failed(number, act, f"kegiatan ini tidak terbuka; {self._offered()}")
        return self.procedure.steps[act.step], opened

    def _turn(self, number: int, act: Act, step: Step, opened: OpenStep) -> int:
        turns = [
            turn
            for turn, role in enumerate(opened.turns)
            if role == act.by and turn not in opened.entered
        ]
        if not turns:
            left = [role for turn, role in enumerate(opened.turns) if turn not in opened.entered]
            whose = listed([self.procedure.roles[role].label for role in left])
            raise self._failed(number, act, f"giliran kegiatan ini ada pada {whose}")
        return turns[0]

    def _only_way(self, step: Step) -> str:
        """The one way out that is open now; "" where the story has to say which."""
        ways = self._ways(step)
        return ways[0] if len(ways) == 1 else ""

    def _ways(self, step: Step) -> list[str]:
        state = self.stage.state()
        ways = flow.ways_out(self.procedure, state.services, state.marking, step.key)
        return [way.key for way in ways]

    def _forms(self, step: Step, act: Act, *, consent: bool) -> Mapping[str, FormValues]:
        given: dict[str, dict[str, object]] = {}
        for path, value in act.fields.items():
            form, _, field = path.partition(".")
            given.setdefault(form, {})[field] = value
        if not consent:
            return given
        return {key: example_form(self.procedure.forms[key], given.get(key)) for key in step.fills}

    def _files(self, wanted: Iterable[Attachment]) -> tuple[File, ...]:
        return tuple(self.stage.file(one.document) for one in wanted if one.required)

    # --- saying what went wrong -----------------------------------------------------------------------

    def _perform(self, command: Command, role: str, number: int, line: int) -> None:
        try:
            self.stage.perform(command, role)
        except Refused as refused:
            details = "; ".join(refused.errors.values())
            more = f" ({details})" if details else ""
            who = self._who(role)
            what = self._what(command)
            said = f"{_act(number)} ({who}, {what}) tidak diterima: {refused}{more}"
            if isinstance(command, CompleteStep):
                ways = self._ways(self.procedure.steps[command.step])
                said += f" Keputusan yang ditawarkan: {listed(ways)}." if len(ways) > 1 else ""
            raise StoryFailed(said, act=number, line=line) from refused

    def _failed(self, number: int, act: Act, why: str) -> StoryFailed:
        step = self.procedure.steps.get(act.step)
        what = f"kegiatan {name_of(step)}" if step else f"kegiatan “{act.step}”"
        said = f"{_act(number)} ({self._who(act.by)}, {what}): {why}."
        return StoryFailed(said, act=number, line=act.line)

    def _who(self, role: str) -> str:
        found = self.procedure.roles.get(role)
        return found.label if found else role

    def _what(self, command: Command) -> str:
        match command:
            case CompleteStep():
                chosen = f", keputusan “{command.outcome}”" if command.outcome else ""
                return f"kegiatan {name_of(self.procedure.steps[command.step])}{chosen}"
            case WithdrawCase():
                return "menarik permohonan"
            case _:
                return "mengajukan permohonan"

    def _offered(self) -> str:
        state = self.stage.state()
        if state.ended is not None:
            return f"permohonan sudah berakhir ({state.ended})"
        return f"yang terbuka kegiatan {names_of(self.procedure, state.steps)}"


def _act(number: int) -> str:
    return f"Tindakan {number}" if number else "Permohonan"
