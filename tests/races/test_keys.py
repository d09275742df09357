"""One key, one effect: double clicks, resends and thieves of a key, all at the same moment."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from crowd import Crowd, split
from kolokasi.cases import acts
from kolokasi.cases.acts import Done, new_key
from kolokasi.cases.asked import Asked
from kolokasi.cases.models import Act, Case, Effect, Event, ProcedureVersion
from kolokasi.cases.transact import transact
from kolokasi.core.refusal import Refused, Why
from stage import FIXTURES, Stage

pytestmark = pytest.mark.usefixtures("committed")
SLUG = "pusat-data-bersama"


@pytest.fixture
def contoh() -> Stage:
    return Stage("contoh", folder=FIXTURES)


def letter(stage: Stage, key: str = "") -> Asked:
    return Asked(
        key=key or new_key(),
        who=stage.applicant(),
        command=stage.letter(SLUG),
        version=stage.version(SLUG).pk,
    )


def decision(stage: Stage, case: Case, way: str = "lengkap", key: str = "") -> Asked:
    return Asked(
        key=key or new_key(),
        who=stage.by(SLUG, "verifikator"),
        command=stage.turn(case, "verifikator", "2", way),
        case=case.pk,
    )


def sent(stage: Stage, crowd: Crowd, *asked: Asked) -> tuple[list[Done], list[BaseException]]:
    return split(crowd.at_once(*[partial(transact, one, now=stage.now) for one in asked]))


def test_a_step_sent_five_times_is_done_once_and_answered_five_times(contoh: Stage) -> None:
    with Crowd(5) as crowd:
        for _ in range(10):
            case = contoh.request(SLUG)
            asked = decision(contoh, case)
            answers, errors = sent(contoh, crowd, *[asked] * 5)
            assert errors == []
            assert len({replace(one, replayed=False) for one in answers}) == 1
            assert sorted(one.replayed for one in answers) == [False, True, True, True, True]
            assert Event.objects.filter(case=case, kind="StepDone").count() == 2


def test_a_request_sent_five_times_is_one_case_with_one_number(contoh: Stage) -> None:
    with Crowd(5) as crowd:
        for expected in range(1, 11):
            answers, errors = sent(contoh, crowd, *[letter(contoh)] * 5)
            assert errors == []
            assert {one.number for one in answers} == {f"CTH-2026-{expected:04}"}
            assert sum(not one.replayed for one in answers) == 1
            assert Case.objects.count() == Act.objects.count() == expected
    welcome = Effect.objects.filter(facts__about="diterima")
    assert welcome.count() == 10 * 2, "one mail to the person and one to the agency"


def test_one_key_with_five_questions_answers_one_of_them(contoh: Stage) -> None:
    with Crowd(5) as crowd:
        for _ in range(5):
            case, key = contoh.request(SLUG), new_key()
            asked = [
                decision(contoh, case, way, key)
                for way in ("lengkap", "lengkap_dp", "kurang", "tidak_lengkap")
            ]
            answers, errors = sent(contoh, crowd, *asked)
            assert len(answers) == 1
            assert [one.why for one in errors if isinstance(one, Refused)] == [Why.KEY_REUSED] * 3


def test_a_strangers_key_is_of_no_use(contoh: Stage) -> None:
    """Somebody else who sends the very same act under the very same key learns nothing of the answer."""
    case = contoh.request(SLUG)
    asked = decision(contoh, case)
    [stranger] = contoh.seat(SLUG, "verifikator", 1)
    transact(asked, now=contoh.now)
    with pytest.raises(Refused) as found:
        transact(replace(asked, who=stranger), now=contoh.now)
    assert found.value.why is Why.KEY_REUSED
    assert acts.settle(asked.key, person=stranger.id) is None
    assert acts.settle(asked.key, person=asked.who.id) is not None


@pytest.mark.parametrize("key", ["", "pendek", "x" * 65, "tanda-baca-!-tidak-boleh", "é" * 20])
def test_a_form_without_a_proper_key_is_sent_back(contoh: Stage, key: str) -> None:
    with pytest.raises(Refused, match="Muat ulang") as found:
        transact(replace(letter(contoh), key=key), now=contoh.now)
    assert found.value.why is Why.INVALID


def test_an_answer_outlives_what_made_it_possible(contoh: Stage) -> None:
    """The resend comes after the SOP was replaced, the person left, the case ended: same answer."""
    asked = letter(contoh)
    first = transact(asked, now=contoh.now)
    case = Case.objects.get(pk=first.case)
    refusal = decision(contoh, case, "tidak_lengkap")
    second = transact(refusal, now=contoh.now)
    ProcedureVersion.objects.update(status="diganti")
    contoh.agency.memberships.update(ends_on=contoh.now.date().replace(day=1))
    assert transact(asked, now=contoh.now) == replace(first, replayed=True)
    assert transact(refusal, now=contoh.now) == replace(second, replayed=True)


@pytest.mark.control
def test_without_the_key_five_sendings_are_five_effects(
    contoh: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "earlier", lambda key, **_: None)
    monkeypatch.setattr(acts, "remember", lambda *_, **__: None)
    with Crowd(5) as crowd:
        answers, errors = sent(contoh, crowd, *[letter(contoh)] * 5)
    assert errors == []
    assert Case.objects.count() == len({one.number for one in answers}) == 5
