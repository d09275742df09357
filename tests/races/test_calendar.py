"""The calendar changes while somebody acts: his due time comes from the old calendar or from the new one,
and in the end from the new one, whoever was first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from threading import Event as Signal
from threading import Thread
from typing import Any

import pytest
from django.db import connection

from kolokasi.accounts import days_off
from kolokasi.cases import recompute, rows, transact
from kolokasi.cases.administration import administering
from kolokasi.cases.models import Task
from stage import MORNING, Stage

pytestmark = pytest.mark.usefixtures("committed")
SLUG = "penempatan-server"
DAY = dt.date(2026, 11, 23)  # the Monday on which the stories begin
PATIENCE, IN_VAIN = 30, 0.5  # seconds; who is kept out is waited for in vain


@pytest.fixture
def stage() -> Stage:
    return Stage("karanganyar")


@pytest.fixture(params=["request", "step"])
def act(request: pytest.FixtureRequest, stage: Stage) -> Callable[[], object]:
    """Something whose next due time falls on the day that becomes a day off."""
    if request.param == "request":
        return lambda: stage.request(SLUG)
    stage.now -= dt.timedelta(days=3)  # what was due on Friday, Monday's day off does not touch
    case = stage.request(SLUG)
    for role in ("administrator", "pengawas"):
        stage.take(case, role, "2")
    stage.now = MORNING
    return lambda: stage.take(case, "personil", "2")  # the last hand, which opens step 3


@pytest.fixture
def aside() -> Iterator[Callable[[Callable[[], object]], Signal]]:
    """Do something on a connection of its own; the signal says that it is over."""
    threads, errors = [], []

    def begin(deed: Callable[[], object]) -> Signal:
        over = Signal()

        def run() -> None:
            try:
                deed()
            except BaseException as error:
                errors.append(error)
            finally:
                connection.close()
                over.set()

        threads.append(Thread(target=run))
        threads[-1].start()
        return over

    yield begin
    for one in threads:
        one.join(PATIENCE)
    assert errors == []


def declare(stage: Stage, *, before_commit: Callable[[], object] = lambda: None) -> None:
    with administering(stage.office.pk, by=None, now=stage.now) as act:
        days_off.add_day(act, DAY, kind="daerah", name="Hari Jadi", decree="SK Bupati 400/12/2026")
        before_commit()


def on_the_way(then: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let something happen between what the next act has read and what it writes."""
    decide = transact.decide

    def once(*args: Any) -> Any:
        monkeypatch.setattr(transact, "decide", decide)
        then()
        return decide(*args)

    monkeypatch.setattr(transact, "decide", once)


def day_due() -> dt.date:
    return Task.objects.get(closed_at__isnull=True).due_at.date()


def changed_on_the_way(
    stage: Stage,
    act: Callable[[], object],
    aside: Callable[[Callable[[], object]], Signal],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The day is declared, and everything measured anew, while the act is between reading and writing."""
    over: list[Signal] = []

    def change() -> None:
        declare(stage)
        recompute.measure(stage.office.pk, now=stage.now)

    def then() -> None:
        over.append(aside(change))
        over[0].wait(IN_VAIN)

    on_the_way(then, monkeypatch)
    act()
    assert over[0].wait(PATIENCE)


def test_an_act_in_flight_is_not_missed(
    stage: Stage,
    act: Callable[[], object],
    aside: Callable[[Callable[[], object]], Signal],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changed_on_the_way(stage, act, aside, monkeypatch)
    assert day_due() == DAY + dt.timedelta(days=1)


@pytest.mark.only_postgresql  # SQLite's lock is the whole file
@pytest.mark.control
def test_without_the_lock_on_the_calendar_it_is_missed(
    stage: Stage,
    act: Callable[[], object],
    aside: Callable[[Callable[[], object]], Signal],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rows, "_CALENDAR_STAYS", "")
    changed_on_the_way(stage, act, aside, monkeypatch)
    assert day_due() == DAY


def test_an_act_that_comes_before_the_change_is_stored_measures_with_the_new_one(
    stage: Stage, act: Callable[[], object], aside: Callable[[Callable[[], object]], Signal]
) -> None:
    """Nobody measures anew here: the act itself knew."""
    begun: list[Signal] = []

    def someone_acts() -> None:
        begun.append(aside(act))
        begun[0].wait(IN_VAIN)

    declare(stage, before_commit=someone_acts)
    assert begun[0].wait(PATIENCE)
    assert day_due() == DAY + dt.timedelta(days=1)


@pytest.mark.only_postgresql  # where one writer waits for the other anyway, there is nothing to show
def test_other_affairs_of_the_office_keep_nobody_waiting(
    stage: Stage, act: Callable[[], object], aside: Callable[[Callable[[], object]], Signal]
) -> None:
    with administering(stage.office.pk, by=None, now=stage.now):
        assert aside(act).wait(PATIENCE), "somebody waits for an admin who changes no calendar"
