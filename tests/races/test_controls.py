"""Several protections keep two people from doing one step: each alone suffices, and without all two win.

The race is made certain instead of likely: both have read and decided before either writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from threading import Barrier, BrokenBarrierError, get_ident
from typing import Any

import pytest
from django.db import OperationalError, connection, connections

from crowd import Crowd, split
from kolokasi.cases import rows, transact
from kolokasi.cases.acts import Done, new_key
from kolokasi.cases.asked import Asked
from kolokasi.cases.models import Event
from kolokasi.core.refusal import Refused, Why
from log_guard import guard, unguard
from stage import FIXTURES, Stage

pytestmark = pytest.mark.usefixtures("committed")
SLUG = "pusat-data-bersama"
PROTECTIONS = ("lock", "task", "case", "log")


@pytest.fixture
def contoh() -> Stage:
    return Stage("contoh", folder=FIXTURES)


def race(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, *, kept_out: bool = False
) -> tuple[list[Done], list[BaseException]]:
    """Two verifiers decide on one case, one way and the other, each on what he saw before the other wrote.

    ``kept_out``: a lock keeps the second from coming so far, and waiting for him is in vain.
    """
    case = stage.request(SLUG)
    both_decided, came = Barrier(2), set[int]()
    plain = transact.decide

    def decide(*args: Any) -> Any:
        decision = plain(*args)
        if get_ident() not in came:  # a second try does not wait again
            came.add(get_ident())
            with suppress(BrokenBarrierError):
                both_decided.wait(0.5 if kept_out else 30)
        return decision

    monkeypatch.setattr(transact, "decide", decide)
    crew = stage.seat(SLUG, "verifikator", 2)
    acts = [
        partial(
            transact.transact,
            Asked(
                key=new_key(),
                who=who,
                command=stage.turn(case, "verifikator", "2", way),
                case=case.pk,
            ),
            now=stage.now,
        )
        for who, way in zip(crew, ("lengkap", "kurang"), strict=True)
    ]
    with Crowd(2) as crowd:
        return split(crowd.at_once(*acts))


def take_away(protection: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The case's lock; the compare-and-set on the task; the one on the case."""
    match protection:
        case "lock":
            read = rows.read_case
            monkeypatch.setattr(
                rows, "read_case", lambda cursor, case, *, lock: read(cursor, case, lock=False)
            )
        case "task":
            close = rows.close_tasks
            monkeypatch.setattr(
                rows, "close_tasks", lambda *args, **more: max(1, close(*args, **more))
            )
        case "case":
            move = rows.move_on
            monkeypatch.setattr(rows, "move_on", lambda *args, **more: move(*args, **more) or True)


@contextmanager
def without_place_of_events() -> Iterator[None]:
    """No constraint says that a place of the log is taken once. What that let in is swept up."""
    constraint = Event._meta.constraints[0]
    unguard()
    with connection.schema_editor() as editor:
        editor.remove_constraint(Event, constraint)
    try:
        yield
    finally:
        Event.objects.all()._raw_delete("default")
        with connection.schema_editor() as editor:
            editor.add_constraint(Event, constraint)
        guard()


@pytest.mark.only_postgresql  # SQLite's lock is the whole file: see below
@pytest.mark.parametrize("left", PROTECTIONS)
def test_each_protection_alone_lets_one_win(
    contoh: Stage, left: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in PROTECTIONS:
        if one != left:
            take_away(one, monkeypatch)
    with nullcontext() if left == "log" else without_place_of_events():
        won, lost = race(contoh, monkeypatch, kept_out=left == "lock")
    assert len(won) == 1
    assert [one.why for one in lost if isinstance(one, Refused)] == [Why.TAKEN]


@pytest.mark.only_postgresql
@pytest.mark.control
def test_without_any_protection_two_win(contoh: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    for one in PROTECTIONS:
        take_away(one, monkeypatch)
    with without_place_of_events():
        won, lost = race(contoh, monkeypatch)
    assert (len(won), lost) == (2, [])


@pytest.mark.only_sqlite
@pytest.mark.parametrize("gate", [True, False])
def test_immediate_transactions_keep_writers_apart_even_without_the_gate(
    contoh: Stage, gate: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not gate:
        monkeypatch.setattr(transact, "write_turn", nullcontext)
    won, lost = race(contoh, monkeypatch, kept_out=True)
    assert len(won) == 1
    assert [one.why for one in lost if isinstance(one, Refused)] == [Why.TAKEN]


@pytest.mark.only_sqlite
@pytest.mark.control
def test_deferred_transactions_end_in_lock_errors(
    contoh: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Django's usual mode for SQLite: both read, one writes, and the other is told of a locked database."""
    begin = type(connections["default"])._start_transaction_under_autocommit

    def plain_begin(self: Any) -> None:
        self.transaction_mode = "DEFERRED"
        begin(self)

    monkeypatch.setattr(
        type(connections["default"]), "_start_transaction_under_autocommit", plain_begin
    )
    monkeypatch.setattr(transact, "write_turn", nullcontext)
    won, lost = race(contoh, monkeypatch)
    assert len(won) == 1
    assert [(type(one), str(one)) for one in lost] == [(OperationalError, "database is locked")]
    connections["default"].transaction_mode = "IMMEDIATE"
