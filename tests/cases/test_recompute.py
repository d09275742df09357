"""A regional holiday moves due dates, the log says why, and a change that was cut short is made good."""

from __future__ import annotations

import datetime as dt
import json
from threading import Event as Signal

import pytest

from kolokasi.accounts import days_off
from kolokasi.accounts.calendars import count_up
from kolokasi.accounts.models import Office
from kolokasi.cases import recompute, worker
from kolokasi.cases.administration import administering
from kolokasi.cases.models import Case, Event, Task
from kolokasi.cases.verify import verify_case
from stage import Stage

pytestmark = pytest.mark.django_db
SLUG = "penempatan-server"
DAY = dt.date(2026, 11, 23)  # the Monday on which the stories begin


@pytest.fixture
def stage() -> Stage:
    return Stage("karanganyar")


def declare(stage: Stage, date: dt.date = DAY, name: str = "Hari Jadi Kabupaten") -> None:
    with administering(stage.office.pk, by=None, now=stage.now) as act:
        days_off.add_day(act, date, kind="daerah", name=name, decree="SK Bupati 400/12/2026")


def events(case: Case) -> list[dict[str, object]]:
    rows = Event.objects.filter(case=case, kind="DueChanged").order_by("seq")
    return [json.loads(row.facts) for row in rows]


def open_task(case: Case) -> Task:
    return Task.objects.filter(case=case, closed_at__isnull=True).earliest("id")


def test_a_regional_holiday_moves_a_due_time_and_the_log_says_why(stage: Stage) -> None:
    case = stage.request(SLUG)
    before = open_task(case)
    assert before.due_at is not None
    assert before.due_at.date() == DAY
    declare(stage)
    moved = recompute.measure(stage.office.pk, now=stage.now)
    assert (moved.dues, moved.cases) == (1, 1)
    after = open_task(case)
    assert after.due_at is not None
    assert after.due_at.date() == DAY + dt.timedelta(days=1)
    assert after.order_at == after.due_at
    assert "Hari Jadi Kabupaten" in after.due_why
    [fact] = events(case)
    assert "Hari Jadi Kabupaten (SK Bupati 400/12/2026)" in str(fact["reason"])
    changed = Event.objects.get(case=case, kind="DueChanged")
    assert changed.person is None
    case.refresh_from_db()
    assert list(verify_case(case)) == []
    assert Office.objects.get(pk=stage.office.pk).dues_owed == ""


def test_measuring_twice_is_measuring_once(stage: Stage) -> None:
    case = stage.request(SLUG)
    declare(stage)
    recompute.measure(stage.office.pk, now=stage.now)
    again = recompute.measure(stage.office.pk, now=stage.now)
    assert (again.dues, again.cases) == (0, 0)
    assert len(events(case)) == 1


def test_a_day_that_no_due_time_meets_leaves_no_trace(stage: Stage) -> None:
    case = stage.request(SLUG)
    declare(stage, dt.date(2027, 6, 30))
    assert recompute.measure(stage.office.pk, now=stage.now).dues == 0
    assert events(case) == []


def test_what_was_left_owing_is_paid_by_whoever_comes_next(stage: Stage) -> None:
    """The server died between the change and the measuring: the debt lies in the database."""
    case = stage.request(SLUG)
    declare(stage)
    assert "Hari Jadi" in Office.objects.get(pk=stage.office.pk).dues_owed
    moved = recompute.catch_up(stage.now)
    assert moved["karanganyar"].dues == 1
    assert "Hari Jadi" in str(events(case)[0]["reason"])
    assert recompute.catch_up(stage.now) == {}


@pytest.mark.parametrize("why", ["Jam kerja Ramadan.", ""])
def test_a_second_change_meanwhile_stays_owed(
    stage: Stage, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it is called the same: what is paid is a calendar, not a sentence."""
    stage.request(SLUG)
    declare(stage)
    why = why or Office.objects.get(pk=stage.office.pk).dues_owed
    measured = recompute.transact

    def meanwhile(*args, **kwargs):
        count_up(Office.objects.filter(pk=stage.office.pk), why=why)
        return measured(*args, **kwargs)

    monkeypatch.setattr(recompute, "transact", meanwhile)
    recompute.measure(stage.office.pk, now=stage.now)
    assert why in Office.objects.get(pk=stage.office.pk).dues_owed


def test_an_office_without_running_cases_owes_nothing(stage: Stage) -> None:
    assert Office.objects.get(pk=stage.office.pk).dues_owed == ""
    declare(stage)
    assert recompute.catch_up(stage.now) == {}
    assert Office.objects.get(pk=stage.office.pk).dues_owed == ""


def test_taking_the_day_back_takes_the_due_time_back(stage: Stage) -> None:
    case = stage.request(SLUG)
    before = open_task(case).due_at
    declare(stage)
    recompute.measure(stage.office.pk, now=stage.now)
    with administering(stage.office.pk, by=None, now=stage.now) as act:
        days_off.remove_day(act, stage.office.holidays.get())
    recompute.measure(stage.office.pk, now=stage.now)
    assert open_task(case).due_at == before
    assert len(events(case)) == 2


def test_another_offices_cases_stay_as_they_are(stage: Stage) -> None:
    elsewhere = Stage("kudus")
    other = elsewhere.request(SLUG)
    declare(stage)
    recompute.catch_up(stage.now)
    assert events(other) == []


def test_a_busy_office_keeps_nobody_waiting_and_the_worker_does_the_rest(stage: Stage) -> None:
    first, second = stage.request(SLUG), stage.request(SLUG)
    declare(stage)
    moved = recompute.measure(stage.office.pk, now=stage.now, limit=1)
    assert (moved.cases, moved.more) == (1, True)
    assert [len(events(one)) for one in (first, second)] == [1, 0]
    assert recompute.catch_up(stage.now)["karanganyar"].cases == 1
    assert [len(events(one)) for one in (first, second)] == [1, 1]


def test_the_worker_looks_for_what_is_owed_as_soon_as_it_starts(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = stage.request(SLUG)
    declare(stage)
    stop = Signal()
    pay = recompute.catch_up

    def once(now: dt.datetime) -> None:
        stop.set()
        pay(now)

    monkeypatch.setattr(recompute, "catch_up", once)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # the test's own one stays
    worker.run(stop)
    assert len(events(case)) == 1
