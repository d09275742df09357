"""Anybody does anything in any order with the shipped SOPs on a real database: the rules hold.

After every act: no step done twice, none lost, no open case without an open step, ended ones stay
ended, nobody on both sides; the log replayed gives the same state and the same task rows. Nothing but
a refusal is ever raised.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

import rebuilt
from budget import examples
from examples import filled
from kolokasi.accounts.models import Holding, Membership, Person
from kolokasi.cases import gather
from kolokasi.cases.acts import Done, new_key
from kolokasi.cases.asked import Asked
from kolokasi.cases.gather import Who
from kolokasi.cases.models import Case, CaseFile, Effect, Event, Task
from kolokasi.cases.procedures import running
from kolokasi.cases.transact import transact
from kolokasi.cases.verify import verify_case
from kolokasi.core import case_state
from kolokasi.core.case_state import CaseState
from kolokasi.core.commands import RecomputeDue
from kolokasi.core.events import from_facts
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.situation import Offer
from kolokasi.core.turns import available
from kolokasi.sources.library import Library
from random_acts import any_act, good_act
from stage import FIXTURES, PROCEDURES, Stage

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("random_office")]
SOPS = sorted(key for folder in (PROCEDURES, FIXTURES) for key in Library.load(folder).stories)


@dataclass(kw_only=True)
class Walk:
    """One case of one SOP, and everybody who might have a hand in it."""

    stage: Stage
    slug: str
    people: list[Who]
    case: int = 0
    sent: list[tuple[Asked, Done]] = field(default_factory=list)

    def begin(self, services: tuple[str, ...], who: Who) -> None:
        asked = Asked(
            key=new_key(), who=who, command=self.stage.letter(self.slug, services),
            version=self.stage.version(self.slug).pk,
        )  # fmt: skip
        done = transact(asked, now=self.stage.now)
        self.case = done.case
        self.sent.append((asked, done))

    def state(self) -> CaseState:
        return case_state.load(Case.objects.values_list("state", flat=True).get(pk=self.case))

    def offered(self) -> list[tuple[int, Offer]]:
        found: list[tuple[int, Offer]] = []
        for index, who in enumerate(self.people):
            there = gather.for_case(self.case, who, None, self.stage.now, lock=False)
            found += [(index, one) for one in available(there.situation)]
        return found

    def filled(self, fills: tuple[str, ...]) -> dict[str, object]:
        forms = self.stage.procedure(self.slug).forms
        return {key: filled(forms[key]) for key in fills}


def everybody(stage: Stage) -> list[Who]:
    """All who hold a position or belong to an agency of this office, and one who does both."""
    here = Q(holdings__position__office=stage.office) | Q(memberships__agency__office=stage.office)
    people = Person.objects.filter(here).distinct().order_by("pk")
    both = Person.objects.create(username=f"{stage.office.key}.kedua", name="Eka Kedua Pihak")
    seat = Holding.objects.filter(position__office=stage.office).order_by("pk")[0]
    Holding.objects.create(person=both, position=seat.position, starts_on=seat.starts_on)
    Membership.objects.create(person=both, agency=stage.agency, starts_on=seat.starts_on)
    return [*map(Stage.who, people), Stage.who(both)]


@examples(30)
@given(data=st.data(), key=st.sampled_from(SOPS))
def test_a_random_office_never_breaks_the_rules(
    offices: dict[str, Stage], data: st.DataObject, key: str
) -> None:
    stage = offices[key.partition("/")[0]]
    now = stage.now
    try:
        with transaction.atomic():
            walk = Walk(
                stage=stage,
                slug=key.partition("/")[2],
                people=everybody(stage),
            )
            stroll(walk, data.draw)
            transaction.set_rollback(True)
    finally:
        stage.now = now


def stroll(walk: Walk, draw: st.DrawFn) -> None:
    procedure = walk.stage.procedure(walk.slug)
    services = draw(st.lists(st.sampled_from(sorted(procedure.services)), min_size=1, unique=True))
    applicants = [walk.stage.applicant(), walk.people[-1]]
    walk.begin(tuple(services), draw(st.sampled_from(applicants)))
    judge(walk)
    for _ in range(draw(st.integers(1, 25))):
        walk.stage.now += timedelta(hours=draw(st.sampled_from((0, 0, 0, 1, 30, 200))))
        if not draw(st.integers(0, 9)):
            resend(walk, draw)
            continue
        good = None
        if draw(st.integers(0, 4)):
            good = good_act(draw, procedure, walk.offered(), walk.filled)
        index, command = good or (
            draw(st.integers(0, len(walk.people) - 1)),
            any_act(draw, procedure, walk.state(), walk.filled),
        )
        asked = Asked(key=new_key(), who=walk.people[index], command=command, case=walk.case)
        ended = walk.state().ended
        try:
            done = transact(asked, now=walk.stage.now)
        except Refused as refused:
            assert good is None, f"ditawarkan, lalu ditolak: {refused}"
            assert str(refused)
            if ended:
                assert refused.why in (Why.ENDED, Why.NOT_FOUND)
        else:
            assert not ended or isinstance(command, RecomputeDue), "yang berakhir bergerak lagi"
            walk.sent.append((asked, done))
        judge(walk)


def resend(walk: Walk, draw: st.DrawFn) -> None:
    """Somebody sends again what he had sent: the same answer, and nothing happens."""
    asked, done = draw(st.sampled_from(walk.sent))
    before = Event.objects.filter(case=walk.case).count()
    if isinstance(asked.command, RecomputeDue) and not done.replayed:
        return  # may have had nothing to do, and then has left no key
    again = transact(asked, now=walk.stage.now)
    assert (again.case, again.number, again.seq, again.replayed) == (
        done.case, done.number, done.seq, True,
    )  # fmt: skip
    assert Event.objects.filter(case=walk.case).count() == before


def judge(walk: Walk) -> None:
    case = Case.objects.get(pk=walk.case)
    assert list(verify_case(case)) == []  # the chain is whole; replayed, it gives this very state
    run, state = running(case.version_id), case_state.load(case.state)
    log = [
        (row.at, row.person_id or 0, from_facts(row.kind, json.loads(row.facts)))
        for row in Event.objects.filter(case=case).order_by("seq")
    ]
    there = {
        (task.step, task.visit, task.turn): rebuilt.Row(
            role=task.role, wait=task.wait, opened_at=task.opened_at, not_before=task.not_before,
            due_at=task.due_at, due_why=task.due_why, closed_at=task.closed_at,
            closed_by=task.closed_by_id, closed_as=task.closed_as, outcome=task.outcome,
        )
        for task in Task.objects.filter(case=case)
    }  # fmt: skip
    assert there == rebuilt.tasks(log)
    for task in Task.objects.filter(case=case):
        asks = run.procedure.roles[task.role].applicant
        assert task.desk_id == (None if asks else run.desks[task.role])
        assert task.agency_id == (case.agency_id if asks else None)
    still = [key for key, row in there.items() if row.closed_at is None]
    assert {step for step, _, _ in still} == set(state.steps)
    assert bool(still) == (state.ended is None)
    assert case.end == (state.ended or "")
    roles = {key: role.applicant for key, role in run.procedure.roles.items()}
    asked, served = rebuilt.sides([event for _, _, event in log], roles)
    assert not asked & served, "satu orang di kedua sisi"
    files = CaseFile.objects.filter(case=case).values_list("seq", "document", "sha256")
    assert len(set(files)) == len(files)
    ends = Effect.objects.filter(case=case, facts__about="berakhir")
    assert ends.exists() == (state.ended is not None)


@pytest.mark.control
def test_the_judge_sees_a_row_that_is_not_as_the_log_says(offices: dict[str, Stage]) -> None:
    stage = offices["karanganyar"]
    case = stage.request("penempatan-server")
    walk = Walk(stage=stage, slug="penempatan-server", people=[], case=case.pk)
    judge(walk)
    task = Task.objects.filter(case=case, closed_at__isnull=True)
    for change in ({"due_why": "sesuka hati"}, {"visit": 2}, {"role": "personil"}):
        with transaction.atomic():
            task.update(**change)
            with pytest.raises(AssertionError):
                judge(walk)
            transaction.set_rollback(True)
