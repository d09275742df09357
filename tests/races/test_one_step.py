"""Eight people at one desk do the same step at the same moment: one wins, the others hear from whom."""

from __future__ import annotations

from functools import partial

import pytest

from crowd import Crowd, split
from kolokasi.cases.acts import Done, new_key
from kolokasi.cases.asked import Asked
from kolokasi.cases.gather import Who
from kolokasi.cases.models import Act, Case, Event, Task
from kolokasi.cases.transact import transact
from kolokasi.cases.verify import verify_case
from kolokasi.core.refusal import Refused, Why
from stage import FIXTURES, Stage

pytestmark = pytest.mark.usefixtures("committed")
PEOPLE, ROUNDS = 8, 30
SLUG = "pusat-data-bersama"
WAYS = ("lengkap", "kurang", "tidak_lengkap", "lengkap_dp") * 2


@pytest.fixture
def contoh() -> Stage:
    return Stage("contoh", folder=FIXTURES)


def test_one_of_eight_wins_in_thirty_rounds(contoh: Stage) -> None:
    """Step 2 is a decision, and the eight do not even agree: on, back, refused."""
    crew = contoh.seat(SLUG, "verifikator", PEOPLE)
    with Crowd(PEOPLE) as crowd:
        for _ in range(ROUNDS):
            case = contoh.request(SLUG)
            acts = [deciding(contoh, case, who, way) for who, way in zip(crew, WAYS, strict=True)]
            won, lost = split(crowd.at_once(*acts))
            assert not [one for one in lost if not isinstance(one, Refused)], (
                "nobody sees a lock error"
            )
            assert len(won) == 1
            task = Task.objects.select_related("closed_by").get(case=case, step="2", visit=1)
            assert task.closed_by is not None
            for refused in lost:
                assert isinstance(refused, Refused)
                assert refused.why in (Why.TAKEN, Why.ENDED)
                if refused.why is Why.TAKEN:
                    assert task.closed_by.name in str(refused)
            assert Event.objects.filter(case=case, kind="StepDone").count() == 2  # rows 1 and 2
            case.refresh_from_db()
            assert list(verify_case(case)) == []
    assert Act.objects.count() == 2 * ROUNDS, "one key for each request, one for each winner"


def test_one_of_eight_passes_the_relay_on() -> None:
    """Karanganyar 2 goes from hand to hand: the first hand is taken once, and the second opens once."""
    karanganyar = Stage("karanganyar")
    crew = karanganyar.seat("penempatan-server", "administrator", PEOPLE)
    with Crowd(PEOPLE) as crowd:
        for _ in range(5):
            case = karanganyar.request("penempatan-server")
            command = karanganyar.turn(case, "administrator", "2")
            won, lost = split(
                crowd.at_once(*[acting(karanganyar, who, command, case=case.pk) for who in crew])
            )
            assert len(won) == 1
            assert {type(one) for one in lost} == {Refused}
            turns = Task.objects.filter(case=case, step="2").order_by("turn")
            assert [(one.turn, one.closed_as) for one in turns] == [(0, "diteruskan"), (1, "")]


def test_different_cases_do_not_stand_in_each_others_way(contoh: Stage) -> None:
    crew = contoh.seat(SLUG, "verifikator", PEOPLE)
    with Crowd(PEOPLE) as crowd:
        for _ in range(3):
            cases = [contoh.request(SLUG) for _ in crew]
            acts = [
                deciding(contoh, case, who, "lengkap")
                for case, who in zip(cases, crew, strict=True)
            ]
            won, lost = split(crowd.at_once(*acts))
            assert lost == []
            assert {done.case for done in won} == {case.pk for case in cases}


def test_parallel_steps_are_done_at_once_and_join_once(contoh: Stage) -> None:
    """Two inspections end at the same moment, and each believes the other still open: one decision opens."""
    with Crowd(2) as crowd:
        for _ in range(10):
            case = contoh.request(SLUG)
            contoh.take(case, "verifikator", "2", "lengkap")
            acts = [
                acting(
                    contoh,
                    contoh.by(SLUG, role),
                    contoh.turn(case, role, step, way),
                    case=case.pk,
                )
                for role, step, way in (("listrik", "3a", "selesai"), ("jaringan", "3b", "selesai"))
            ]
            _, lost = split(crowd.at_once(*acts))
            assert lost == []
            assert Task.objects.filter(case=case, step="4").count() == 1


def test_withdrawing_and_deciding_at_once_leave_one_of_both(contoh: Stage) -> None:
    """The case is withdrawn with nothing open, or has gone on with everything open: never half of each."""
    with Crowd(2) as crowd:
        for _ in range(10):
            case = contoh.request(SLUG)
            verifier = contoh.by(SLUG, "verifikator")
            results = crowd.at_once(
                deciding(contoh, case, verifier, "lengkap"), partial(contoh.withdraw, case)
            )
            _, lost = split(results)
            assert {type(one) for one in lost} <= {Refused}
            case.refresh_from_db()
            assert list(verify_case(case)) == []
            still = Task.objects.filter(case=case, closed_at__isnull=True).exists()
            assert still == (case.end == "")


def deciding(stage: Stage, case: Case, who: Who, way: str) -> partial[Done]:
    return acting(stage, who, stage.turn(case, "verifikator", "2", way), case=case.pk)


def acting(stage: Stage, who: Who, command: object, *, case: int) -> partial[Done]:
    asked = Asked(key=new_key(), who=who, command=command, case=case)  # type: ignore[arg-type]
    return partial(transact, asked, now=stage.now)
