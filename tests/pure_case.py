"""One case without a database: the engine, its people, and a log that is judged after every act."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import rebuilt
from examples import filled
from kolokasi.core import case_state, chain, flow
from kolokasi.core.case_state import CaseState
from kolokasi.core.commands import Actor, Command, CompleteStep, File, StartCase, WithdrawCase
from kolokasi.core.engine import decide
from kolokasi.core.events import (
    CaseEnded,
    CaseStarted,
    Event,
    StepCancelled,
    StepDone,
    StepOpened,
    from_facts,
    to_facts,
)
from kolokasi.core.procedure import Procedure
from kolokasi.core.situation import CapacityCheck, Decision, Offer, Situation
from kolokasi.core.turns import available
from office_hours import at, calendar

MONDAY = at("2026-11-23 08:00")
SCAN = "a" * 64
_CALENDAR = calendar()


@dataclass(kw_only=True)
class PureCase:
    """``people`` maps persons to the roles that they hold; by default one person for each role."""

    procedure: Procedure
    services: frozenset[str] = frozenset()
    people: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    now: datetime = MONDAY
    state: CaseState = CaseState()
    log: list[tuple[datetime, int, Event]] = field(default_factory=list)
    forms: dict[str, Mapping[str, object]] = field(default_factory=dict)
    check: CapacityCheck | None = None  # what the data centre says, where a test has one

    def __post_init__(self) -> None:
        self.services = self.services or frozenset(self.procedure.services)
        self.people = self.people or {
            person: (role,) for person, role in enumerate(self.procedure.roles, start=1)
        }

    # --- asking and acting ---------------------------------------------------------------------

    def person(self, role: str) -> int:
        return next(person for person, roles in self.people.items() if role in roles)

    def situation(self, person: int) -> Situation:
        roles = {role: self.procedure.roles[role].label for role in self.people[person]}
        return Situation(
            procedure=self.procedure,
            version=1,
            state=self.state,
            actor=Actor(person=person, name=f"Orang {person}", roles=roles),
            now=self.now,
            calendar=_CALENDAR,
            forms=self.forms,
            check=self.check,
        )

    def offers(self, person: int) -> tuple[Offer, ...]:
        return available(self.situation(person))

    def begin(self, person: int = 0, **changes: object) -> Decision:
        return self.do(
            person or self.person(self.procedure.applicant_role), self.request(**changes)
        )

    def request(self, **changes: object) -> StartCase:
        """A request with everything in it that is asked for."""
        procedure = self.procedure
        first = procedure.steps[procedure.start]
        own = procedure.starts_with_applicant
        given: dict[str, object] = {
            "agency": 7,
            "services": self.services,
            "subject": "Aplikasi e-Puskesmas",
            "forms": self.filled(first.fills if own else procedure.request_fills),
            "files": tuple(
                File(document=one.document, name="surat.pdf", sha256=SCAN)
                for one in (first.attachments if own else procedure.request_attachments)
            ),
        } | changes
        return StartCase(**given)  # type: ignore[arg-type]

    def turn(self, role: str, step: str, outcome: str = "", **changes: object) -> CompleteStep:
        """The role's next turn on a step, with everything in it that is asked for."""
        opened = self.state.steps.get(step)
        shape = self.procedure.steps[step]
        turns = opened.turns if opened else shape.performers
        entered = opened.entered if opened else ()
        mine = [
            index for index, one in enumerate(turns) if one == role and index not in entered
        ] or [0]
        given: dict[str, object] = {
            "step": step,
            "visit": opened.visit if opened else 1,
            "turn": mine[0],
            "outcome": outcome,
            "note": "Catatan uji.",
            "forms": self.filled(shape.fills),
            "files": tuple(
                File(document=one.document, name="berkas.pdf", sha256=SCAN)
                for one in shape.attachments
            ),
        } | changes
        return CompleteStep(**given)  # type: ignore[arg-type]

    def take(self, role: str, step: str, outcome: str = "", **changes: object) -> Decision:
        return self.do(self.person(role), self.turn(role, step, outcome, **changes))

    def withdraw(self, reason: str = "Tidak jadi.") -> Decision:
        return self.do(self.person(self.procedure.applicant_role), WithdrawCase(reason=reason))

    def filled(self, fills: tuple[str, ...]) -> dict[str, object]:
        return {key: filled(self.procedure.forms[key]) for key in fills}

    def do(self, person: int, command: Command) -> Decision:
        """Decide, keep what follows, and judge it. A refusal leaves everything as it was."""
        decision = decide(self.situation(person), command)
        before = self.state
        role = self.procedure.applicant_role
        for event in decision.events:
            self.state = case_state.apply(self.state, event, self.now, role)
            self.log.append((self.now, person, event))
        self.forms |= decision.forms
        self._judge(before, decision)
        self.now += timedelta(minutes=5)
        return decision

    # --- judging -------------------------------------------------------------------------------

    @property
    def events(self) -> list[Event]:
        return [event for _, _, event in self.log]

    @property
    def steps_done(self) -> list[str]:
        return [event.step for event in self.events if isinstance(event, StepDone)]

    def kinds(self) -> list[str]:
        return [type(event).__name__ for event in self.events]

    def _judge(self, before: CaseState, decision: Decision) -> None:
        self._log_says_it_all()
        self._flow_agrees(before, decision)
        self._nothing_twice_nothing_lost()
        asked, served = rebuilt.sides(
            self.events, {key: role.applicant for key, role in self.procedure.roles.items()}
        )
        assert not asked & served, "satu orang di kedua sisi"
        assert (asked, served) == (set(self.state.applicants), set(self.state.officers))
        if self.state.ended:
            assert not self.state.steps, "berakhir dengan kegiatan terbuka"
            assert not self.state.marking.arrived
        else:
            assert self.state.steps, "terbuka tanpa kegiatan"

    def _log_says_it_all(self) -> None:
        """Events, written and read again, make this state; and the state survives being kept."""
        read = [
            (when, from_facts(type(event).__name__, json.loads(chain.canonical(to_facts(event)))))
            for when, _, event in self.log
        ]
        assert [event for _, event in read] == self.events
        again = case_state.replay(read, self.procedure.applicant_role)
        kept = json.loads(json.dumps(case_state.dump(self.state)))
        assert case_state.dump(again) == kept
        assert case_state.load(kept) == self.state

    def _flow_agrees(self, before: CaseState, decision: Decision) -> None:
        """The state's marking is the marking that the token game comes to, and nothing beside it."""
        marking = before.marking
        if any(isinstance(event, CaseStarted) for event in decision.events):
            marking = flow.begin(self.procedure, self.services).marking
        for event in decision.events:
            if isinstance(event, StepDone):
                way = self.procedure.steps[event.step].outcome(event.outcome)
                assert way is not None
                marking = flow.fire(self.procedure, self.services, marking, event.step, way).marking
            if isinstance(event, CaseEnded) and marking.ended is None:  # withdrawn
                marking = flow.Marking(
                    answers=marking.answers, taken=marking.taken, ended=event.end
                )
        assert self.state.marking == marking

    def _nothing_twice_nothing_lost(self) -> None:
        rows = rebuilt.tasks(self.log)  # asserts by itself that nothing is opened or closed twice
        there = {
            (key, one.visit, turn)
            for key, one in self.state.steps.items()
            for turn in range(len(one.turns))
            if turn not in one.entered and (one.mode != "berantai" or turn == len(one.entered))
        }
        assert {key for key, row in rows.items() if row.closed_at is None} == there
        opened = [(e.step, e.visit) for e in self.events if isinstance(e, StepOpened)]
        closed = [(e.step, e.visit) for e in self.events if isinstance(e, StepDone | StepCancelled)]
        assert len(set(opened)) == len(opened)
        assert len(set(closed)) == len(closed)
        still = {(key, one.visit) for key, one in self.state.steps.items()}
        assert set(opened) - set(closed) == still
        for key, step in self.procedure.steps.items():
            for way in step.outcomes:
                done = [
                    e
                    for e in self.events
                    if isinstance(e, StepDone) and (e.step, e.outcome) == (key, way.key)
                ]
                assert way.at_most is None or len(done) <= way.at_most
        assert self.kinds().count("CaseEnded") == (1 if self.state.ended else 0)
