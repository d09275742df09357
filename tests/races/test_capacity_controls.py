"""What keeps the last U from being sold twice, taken away piece by piece.

The race is made certain instead of likely: both have read their verdict before either reserves.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import Barrier, BrokenBarrierError
from types import SimpleNamespace

import pytest
from django.db import connection

from capacity_race import Racer, narrow, past_the_end, twice_held
from crowd import Crowd, split
from data_centre import DataCentre
from kolokasi.core.refusal import Refused, Why
from kolokasi.inventory import booking, stock
from kolokasi.inventory.counting import Bound
from kolokasi.inventory.models import Booking, TakenUnit

pytestmark = pytest.mark.usefixtures("committed")


def race(centre: DataCentre, last: str) -> tuple[list[Booking], list[BaseException]]:
    """Both read, then both reserve."""
    racers = [Racer(centre, last, case=one) for one in (1, 2)]
    read = [one.read(lock=False) for one in racers]
    acts = [partial(one.decide_on, verdict) for one, verdict in zip(racers, read, strict=True)]
    with Crowd(2) as crowd:
        return split(crowd.at_once(*acts))


def without_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """No WHERE asks for the policy's limit."""
    monkeypatch.setattr(booking, "Bound", SimpleNamespace(LIMIT=Bound.RATING, RATING=Bound.RATING))


@contextmanager
def without_one_holder_of_a_unit() -> Iterator[None]:
    constraint = next(one for one in TakenUnit._meta.constraints if one.name == "unit_taken_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(TakenUnit, constraint)
    try:
        yield
    finally:
        TakenUnit.objects.all()._raw_delete("default")
        with connection.schema_editor() as editor:
            editor.add_constraint(TakenUnit, constraint)


@pytest.mark.parametrize("last", ["units", "watts", "address", "megabits"])
def test_what_both_read_before_is_sold_once(last: str) -> None:
    centre = DataCentre()
    narrow(centre, last)
    won, lost = race(centre, last)
    assert len(won) == 1
    assert [one.why for one in lost if isinstance(one, Refused)] == [Why.TAKEN]
    assert past_the_end() == twice_held() == []


@pytest.mark.control
def test_without_the_constraint_a_unit_has_two_holders() -> None:
    """There are units enough; but both chose the same ones."""
    centre = DataCentre(racks=1)
    with without_one_holder_of_a_unit():
        won, lost = race(centre, "units")
        assert (len(won), lost) == (2, [])
        assert len(twice_held()) == 4, "two units, front and rear"


@pytest.mark.control
@pytest.mark.parametrize("last", ["watts", "address", "megabits"])
def test_without_the_limit_in_the_update_more_is_promised(
    last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre = DataCentre()
    narrow(centre, last)
    without_the_limit(monkeypatch)
    won, lost = race(centre, last)
    assert (len(won), lost) == (2, [])
    assert past_the_end()


# --- the lock (PostgreSQL; SQLite's transactions are alone anyway) --------------------------------


def decide_together(
    centre: DataCentre, monkeypatch: pytest.MonkeyPatch, *, kept_out: bool
) -> tuple[list[Booking | str], list[BaseException]]:
    """Both read and reserve in their transactions; who has read waits until the other has, too."""
    both_read = Barrier(2)
    plain = stock.read

    def read(*args: object, **more: object) -> object:
        found = plain(*args, **more)  # type: ignore[arg-type]
        with suppress(BrokenBarrierError):
            both_read.wait(0.5 if kept_out else 30)
        return found

    monkeypatch.setattr(stock, "read", read)
    racers = [Racer(centre, "units", case=one) for one in (1, 2)]
    with Crowd(2) as crowd:
        return split(crowd.at_once(*[one.decide for one in racers]))


@pytest.mark.only_postgresql
def test_the_lock_alone_lets_one_decide_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    centre = DataCentre(racks=1)
    with without_one_holder_of_a_unit():
        got, errors = decide_together(centre, monkeypatch, kept_out=True)
        assert (len(got), errors, twice_held()) == (2, [], [])


@pytest.mark.only_postgresql
@pytest.mark.control
def test_without_lock_and_constraint_two_get_the_same_units(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    centre = DataCentre(racks=1)
    for module in (stock, booking):
        monkeypatch.setattr(module, "lock_sites", lambda office: ())
    with without_one_holder_of_a_unit():
        got, errors = decide_together(centre, monkeypatch, kept_out=False)
        assert ([isinstance(one, Booking) for one in got], errors) == ([True, True], [])
        assert twice_held()


@pytest.mark.only_postgresql
def test_without_the_lock_the_constraint_still_lets_one_win(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    centre = DataCentre(racks=1)
    for module in (stock, booking):
        monkeypatch.setattr(module, "lock_sites", lambda office: ())
    got, errors = decide_together(centre, monkeypatch, kept_out=False)
    assert len([one for one in got if isinstance(one, Booking)]) == 1
    assert (len(got), errors, twice_held()) == (2, [], [])
