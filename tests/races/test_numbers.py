"""Case numbers have no gap and no twin, however many requests come at once, and begin anew each year."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from threading import Barrier

import pytest
from django.db import IntegrityError

from crowd import Crowd, split
from kolokasi.cases import numbers
from kolokasi.cases.acts import new_key
from kolokasi.cases.asked import Asked
from kolokasi.cases.models import Case, Counter
from kolokasi.cases.transact import transact
from kolokasi.core.refusal import Refused
from stage import FIXTURES, Stage

pytestmark = pytest.mark.usefixtures("committed")
PEOPLE = 8
SLUG = "pusat-data-bersama"
LAST_MINUTE = datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)  # 23.59.59 WITA
NEW_YEAR = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)  # 00.00 WITA, still the old year in UTC


@pytest.fixture
def contoh() -> Stage:
    return Stage("contoh", folder=FIXTURES)


def letter(stage: Stage) -> Asked:
    return Asked(
        key=new_key(), who=stage.applicant(), command=stage.letter(SLUG),
        version=stage.version(SLUG).pk,
    )  # fmt: skip


def test_eight_requests_at_once_take_the_next_eight_numbers(contoh: Stage) -> None:
    """Every other one is faulty; its number is not lost with it."""
    good = letter(contoh)
    faulty = replace(good, command=replace(contoh.letter(SLUG), forms={}))
    with Crowd(PEOPLE) as crowd:
        for _ in range(5):
            asked = [replace(one, key=new_key()) for one in (good, faulty) * (PEOPLE // 2)]
            made, refused = split(
                crowd.at_once(*[partial(transact, one, now=contoh.now) for one in asked])
            )
            assert len(made) == len(refused) == PEOPLE // 2
            assert {type(one) for one in refused} == {Refused}
    numbered = Case.objects.order_by("number").values_list("number", flat=True)
    assert list(numbered) == [f"CTH-2026-{n:04}" for n in range(1, 21)]
    assert Counter.objects.get().last == 20


def test_the_first_eight_requests_of_an_office_agree_on_who_is_first(contoh: Stage) -> None:
    """Nobody has made the year's counter yet, and all try to."""
    with Crowd(PEOPLE) as crowd:
        _, errors = split(
            crowd.at_once(
                *[partial(transact, letter(contoh), now=contoh.now) for _ in range(PEOPLE)]
            )
        )
    assert errors == []
    assert Counter.objects.count() == 1
    assert Case.objects.count() == PEOPLE


def test_the_year_turns_at_the_offices_own_midnight(contoh: Stage) -> None:
    """Around midnight, requests of both years come in at once."""
    with Crowd(PEOPLE) as crowd:
        moments = (LAST_MINUTE, NEW_YEAR) * (PEOPLE // 2)
        _, errors = split(
            crowd.at_once(*[partial(transact, letter(contoh), now=at) for at in moments])
        )
    assert errors == []
    numbered = Case.objects.order_by("number").values_list("number", "opened_at")
    assert [(number, at) for number, at in numbered] == [
        *[(f"CTH-2026-{n:04}", LAST_MINUTE) for n in range(1, 5)],
        *[(f"CTH-2027-{n:04}", NEW_YEAR) for n in range(1, 5)],
    ]


@pytest.mark.only_postgresql  # on SQLite one writer is alone anyway: see test_controls
@pytest.mark.control
def test_without_the_counters_lock_two_take_one_number(
    contoh: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers that are counted instead of locked: the constraint stops the twin, and somebody pays."""
    both_counted = Barrier(2)

    def counted(cursor: object, office: int, local: datetime) -> str:
        last = Case.objects.filter(office=office).count()
        both_counted.wait(30)
        return f"CTH-{local.year}-{last + 1:04}"

    monkeypatch.setattr(numbers, "next_number", counted)
    monkeypatch.setattr("kolokasi.cases.transact._TRIES", 1)
    with Crowd(2) as crowd:
        made, errors = split(
            crowd.at_once(*[partial(transact, letter(contoh), now=contoh.now) for _ in range(2)])
        )
    assert len(made) == 1
    assert [type(one) for one in errors] == [IntegrityError]
