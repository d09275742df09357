"""What is owed after the end: the yearly review is done, and the next one waits a year later."""

from __future__ import annotations

import datetime as dt

import pytest

from kolokasi.accounts.models import Agency, Holding
from kolokasi.cases import duties
from kolokasi.cases.gather import Who
from kolokasi.cases.models import Case, Duty, Task
from kolokasi.cases.queries import sight_of
from kolokasi.core.procedure import OutcomeKind
from kolokasi.core.refusal import Refused, Why
from stage import Stage

pytestmark = pytest.mark.django_db
SLUG = "penempatan-server"


def granted(stage: Stage) -> Case:
    """A case by the straight way to its good end."""
    case = stage.request(SLUG)
    steps = stage.procedure(SLUG).steps
    while task := Task.objects.filter(case=case, closed_at__isnull=True).order_by("id").first():
        ways = [one for one in steps[task.step].outcomes if one.kind is OutcomeKind.FORWARD]
        stage.take(case, task.role, task.step, ways[0].key)
    case.refresh_from_db()
    assert case.end == "granted"
    return case


def reviewer(stage: Stage) -> Who:
    return stage.officer(SLUG, "personil")


@pytest.fixture
def stage() -> Stage:
    return Stage("karanganyar")


def test_a_review_is_done_and_the_next_waits_a_year_after_it_was_due(stage: Stage) -> None:
    duty = Duty.objects.get(case=granted(stage))
    assert duty.due_at.year == stage.now.year + 1
    late = duty.due_at + dt.timedelta(days=20)
    done = duties.complete(duty.pk, reviewer(stage), note="Semua sesuai.", now=late)
    first, second = Duty.objects.order_by("round")
    assert (first.done_at, first.note) == (late, "Semua sesuai.")
    assert (second.round, second.key, second.desk_id) == (2, duty.key, duty.desk_id)
    assert second.due_at == done.next_due
    assert second.due_at.year == duty.due_at.year + 1
    assert (second.due_at.month, second.due_at.day) == (duty.due_at.month, duty.due_at.day)


def test_a_review_two_years_late_does_not_open_one_that_is_over_already(stage: Stage) -> None:
    duty = Duty.objects.get(case=granted(stage))
    late = duty.due_at + dt.timedelta(days=800)
    done = duties.complete(duty.pk, reviewer(stage), note="Terlambat.", now=late)
    assert done.next_due is not None
    assert done.next_due > late + dt.timedelta(days=300)


def test_marking_it_twice_is_marking_it_once(stage: Stage) -> None:
    duty = Duty.objects.get(case=granted(stage))
    first = duties.complete(duty.pk, reviewer(stage), note="Sesuai.", now=stage.now)
    again = duties.complete(duty.pk, reviewer(stage), note="Sesuai.", now=stage.now)
    assert again.replayed
    assert again.next_due == first.next_due
    assert Duty.objects.count() == 2


def test_a_colleague_who_comes_second_is_told_who_was_faster(stage: Stage) -> None:
    duty = Duty.objects.get(case=granted(stage))
    [first, second] = stage.seat(SLUG, "personil", 2)
    duties.complete(duty.pk, first, note="Sesuai.", now=stage.now)
    with pytest.raises(Refused, match=first.name) as refused:
        duties.complete(duty.pk, second, note="Sesuai.", now=stage.now)
    assert refused.value.why is Why.TAKEN
    assert Duty.objects.count() == 2


def test_nobody_else_marks_it(stage: Stage) -> None:
    duty = Duty.objects.get(case=granted(stage))
    for who in (stage.applicant(), stage.officer(SLUG, "pengawas")):
        with pytest.raises(Refused) as refused:
            duties.complete(duty.pk, who, note="Sesuai.", now=stage.now)
        assert refused.value.why is Why.FORBIDDEN
    assert not Duty.objects.exclude(done_at=None).exists()


def test_the_applicant_reviews_nothing_for_the_office_on_his_own_request(stage: Stage) -> None:
    duty = Duty.objects.get(case=granted(stage))
    applicant = stage.applicant()
    holding = Holding.objects.get(person=reviewer(stage).id)
    holding.pk, holding.person_id = None, applicant.id
    holding.save()
    with pytest.raises(Refused) as refused:
        duties.complete(duty.pk, applicant, note="Sesuai.", now=stage.now)
    assert refused.value.why is Why.OWN_REQUEST


def test_it_wants_to_know_what_came_of_it(stage: Stage) -> None:
    duty = Duty.objects.get(case=granted(stage))
    with pytest.raises(Refused) as refused:
        duties.complete(duty.pk, reviewer(stage), note="  \n", now=stage.now)
    assert refused.value.why is Why.INVALID
    assert "note" in refused.value.errors


def test_an_owners_check_is_the_agencys_and_comes_every_three_months() -> None:
    stage = Stage("kudus")
    duty = Duty.objects.get(case=granted(stage), key="pengecekan-berkala")
    applicant = stage.applicant()
    stranger = stage.applicant(Agency.objects.exclude(pk=stage.agency.pk).latest("id"))
    assert duty in duties.mine(sight_of(applicant.id, stage.now.date()))
    assert list(duties.mine(sight_of(stranger.id, stage.now.date()))) == []
    done = duties.complete(duty.pk, applicant, note="Baik.", now=stage.now)
    assert done.next_due is not None
    assert 85 < (done.next_due - duty.due_at).days < 95
    once = Duty.objects.get(key="hak-akses")
    assert duties.complete(once.pk, applicant, note="Sudah.", now=stage.now).next_due is None
    assert Duty.objects.filter(key="hak-akses").count() == 1


def test_an_officer_sees_what_others_owe_and_a_stranger_nothing(stage: Stage) -> None:
    duty = Duty.objects.get(case=granted(stage))
    elsewhere = Stage("kudus")
    day = stage.now.date()
    officer = sight_of(stage.officer(SLUG, "pengawas").id, day)
    assert list(duties.mine(officer)) == []
    assert list(duties.others(officer)) == [duty]
    foreign = sight_of(elsewhere.officer(SLUG, elsewhere_role(elsewhere)).id, day)
    assert list(duties.others(foreign)) == []
    duties.complete(duty.pk, reviewer(stage), note="Sesuai.", now=stage.now)
    assert [one.note for one in duties.done(officer)] == ["Sesuai."]
    assert list(duties.done(foreign)) == []


def elsewhere_role(stage: Stage) -> str:
    roles = stage.procedure(SLUG).roles
    return next(key for key, role in roles.items() if not role.applicant)
