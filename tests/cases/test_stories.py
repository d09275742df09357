"""Every story of every shipped SOP, and of the invented one, through the real write path."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kolokasi.cases.models import Case, Effect, ProcedureVersion, Task
from kolokasi.cases.procedures import put_in_force
from kolokasi.cases.verify import verify_case
from kolokasi.core.commands import StartCase
from kolokasi.core.events import CaseEnded, CaseWithdrawn, StepDone, StepOpened
from kolokasi.core.procedure import End
from kolokasi.core.refusal import Refused
from kolokasi.core.stories.player import StoryPlayer
from kolokasi.core.story import Story
from kolokasi.sources.library import Library
from stage import FIXTURES, PROCEDURES, Stage
from story_on_database import DatabaseStage

STORIES = [
    pytest.param((key, story), id=f"{key}: {story.title}")
    for folder in (PROCEDURES, FIXTURES)
    for key, file in Library.load(folder).stories.items()
    for story in file.stories
]


pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("stories")]


@pytest.fixture(params=STORIES)
def played(
    request: pytest.FixtureRequest, offices: dict[str, Stage], db: None
) -> Iterator[tuple[DatabaseStage, Story]]:
    """A story, played to its end; raises where it does not come true."""
    key, story = request.param
    stage = offices[key.partition("/")[0]]
    slug, now = key.partition("/")[2], stage.now
    procedure = stage.procedure(slug)
    on_database = DatabaseStage(stage, slug)
    StoryPlayer(procedure, story, on_database).play()
    yield on_database, story
    stage.now = now


def test_a_story_comes_true_and_leaves_its_rows(played: tuple[DatabaseStage, Story]) -> None:
    """The player holds the story's own expectations; here is what must lie in the tables as well."""
    stage, story = played
    case = stage.row()
    events, then = stage.events(), story.then
    if then.steps is not None:
        assert [one.step for one in events if isinstance(one, StepDone)] == list(then.steps)
    still = Task.objects.filter(case=case, closed_at__isnull=True)
    assert {one.step for one in still} == set(stage.state().steps)
    assert bool(still) == (case.end == "")
    if then.end is not None:
        assert case.end == then.end
        assert case.ended_at is not None
    assert stage.registered() == (
        case.end == End.GRANTED and stage.office.procedure(stage.slug).register is not None
    )
    tell_the_applicant(stage, case)
    assert list(verify_case(case)) == []


def tell_the_applicant(stage: DatabaseStage, case: Case) -> None:
    """He hears that his letter came, when it is his turn again, what the SOP tells him, and the end."""
    mails = list(Effect.objects.filter(case=case).order_by("seq", "recipient"))
    for address in (case.requester.email, case.agency.email):
        mine = [(one.seq, one.facts["about"]) for one in mails if one.recipient == address]
        assert mine == owed(stage, case)
    others = {one.facts["about"] for one in mails if one.recipient not in (
        case.requester.email, case.agency.email,
    )}  # fmt: skip
    assert others <= {"tembusan"}
    if case.end:
        last = next(one for one in mails if one.facts["about"] == "berakhir")
        assert (last.facts["end"], last.facts["told"]) == (case.end, case.told)
        assert case.told
        assert last.facts["reason"] == case.reason


def owed(stage: DatabaseStage, case: Case) -> list[tuple[int, str]]:
    """What one address of the applicant must hear: (place in the log, about)."""
    procedure = stage.office.procedure(stage.slug)
    found = [(1, "diterima")]
    informed: list[tuple[int, str]] = []
    for seq, event in enumerate(stage.events(), start=1):
        match event:
            case CaseWithdrawn():  # an act of its own: what was owed before stays owed
                found, informed = found + informed, []
            case StepDone():
                found, informed = found + informed, []
                step = procedure.steps[event.step]
                way = step.outcome(event.outcome)
                assert way is not None
                if procedure.applicant_role in (*step.informs, *way.informs):
                    informed = [(seq, "kabar")]
            case StepOpened() if seq > 2 and not event.wait:
                if procedure.is_applicants(procedure.steps[event.step]):
                    found, informed = [*found, (seq, "giliran")], []
            case CaseEnded():
                found, informed = [*found, (seq, "berakhir")], []
            case _:
                pass
    return found + informed


def test_every_branch_of_every_sop_has_its_story() -> None:
    """Each way out of each step is taken by at least one story, as the office runs it."""
    for folder in (PROCEDURES, FIXTURES):
        library = Library.load(folder)
        for key, file in library.stories.items():
            procedure = library.in_force(key)
            ways = {
                (step.key, way.key) for step in procedure.steps.values() for way in step.outcomes
            }
            told = {
                (act.step, way.key)
                for story in file.stories
                for act in story.acts
                if act.step
                for way in procedure.steps[act.step].outcomes
                if act.outcome in (way.key, "")
            }
            first = procedure.steps[procedure.start]
            told |= {(first.key, way.key) for way in first.outcomes[:1]}
            assert ways <= told, f"{key}: {sorted(ways - told)}"


def test_inhil_takes_no_requests_until_it_is_numbered(
    offices: dict[str, Stage],
) -> None:
    stage = offices["inhil"]
    draft = ProcedureVersion.objects.get(key="inhil/co-location")
    assert (draft.status, draft.number) == (ProcedureVersion.Status.DRAFT, "")
    services = frozenset({"penempatan"})
    letter = StartCase(agency=stage.agency.pk, services=services, subject="Aplikasi Balai Desa")
    with pytest.raises(Refused, match="tidak sedang berlaku"):
        stage.do(stage.applicant(), letter, version=draft.pk)
    with pytest.raises(Refused, match="Beri nomor"):
        put_in_force(draft, number=" ", effective_from=stage.now.date(), by=None, now=stage.now)
    case = stage.request("co-location", ("penempatan",))  # the stage numbers it first
    assert case.version.number == "SOP/UJI/1"
