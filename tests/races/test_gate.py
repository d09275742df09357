"""The gate before SQLite's one writer: first come, first served, and nobody is passed over."""

from __future__ import annotations

from collections import deque
from contextlib import AbstractContextManager
from threading import Event, Lock, Semaphore, Thread
from typing import Any

import pytest

from kolokasi.cases import gate
from kolokasi.cases.gate import FairGate

PATIENCE = 30


class Watched(deque[Lock]):
    """A queue that says when somebody has taken his place in it."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = Semaphore(0)

    def append(self, ticket: Lock) -> None:
        super().append(ticket)
        self.taken.release()


def served(made: FairGate, people: int) -> list[int]:
    """Lets people queue up one by one behind a busy gate; the order in which they come through."""
    queue = made._queue = Watched()
    order: list[int] = []

    def work(number: int) -> None:
        with made.turn():
            order.append(number)

    threads = [Thread(target=work, args=(number,)) for number in range(people)]
    with made.turn():
        for thread in threads:
            thread.start()
            assert queue.taken.acquire(timeout=PATIENCE)
    for thread in threads:
        thread.join(PATIENCE)
    return order


def test_tickets_are_served_in_the_order_they_were_drawn() -> None:
    assert served(FairGate(), 20) == list(range(20))


@pytest.mark.control
def test_a_gate_that_serves_the_last_comer_first_is_caught() -> None:
    class Unfair(FairGate):
        def _leave(self) -> None:
            with self._mutex:
                if self._queue:
                    self._queue.pop().release()
                else:
                    self._busy = False

    assert served(Unfair(), 20) != list(range(20))


def overtaken(gates: Any, rounds: int) -> int:
    """How often somebody who just left gets in again before another who was already waiting."""
    count = 0
    for _ in range(rounds):
        turn: AbstractContextManager[Any] = gates()
        order: list[str] = []
        waiting = Event()

        def wait(turn: Any = turn, order: list[str] = order, waiting: Event = waiting) -> None:
            waiting.set()
            with turn:
                order.append("yang menunggu")

        patient = Thread(target=wait)
        with turn:
            patient.start()
            waiting.wait(PATIENCE)
            while isinstance(turn, Turn) and not turn.gate._queue:
                pass
        with turn:
            order.append("yang baru keluar")
        patient.join(PATIENCE)
        count += order[0] == "yang baru keluar"
    return count


class Turn:
    """A gate that can be entered again and again with ``with``."""

    def __init__(self) -> None:
        self.gate = FairGate()

    def __enter__(self) -> None:
        self.gate._enter()

    def __exit__(self, *_: object) -> None:
        self.gate._leave()


def test_whoever_waits_is_not_passed_over() -> None:
    assert overtaken(Turn, rounds=50) == 0


@pytest.mark.control
def test_a_plain_lock_lets_people_be_passed_over() -> None:
    assert overtaken(Lock, rounds=500) > 0


def test_a_turn_is_given_back_when_its_holder_fails() -> None:
    made = FairGate()
    with pytest.raises(ValueError), made.turn():
        raise ValueError
    with made.turn():
        pass


@pytest.mark.only_sqlite
@pytest.mark.usefixtures("committed")
def test_writers_of_sqlite_go_through_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    made = FairGate()
    monkeypatch.setattr(gate, "_GATE", made)
    with gate.write_turn():
        assert made._busy
    assert not made._busy


@pytest.mark.only_postgresql
@pytest.mark.usefixtures("committed")
def test_writers_of_postgresql_queue_in_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    made = FairGate()
    monkeypatch.setattr(gate, "_GATE", made)
    with gate.write_turn():
        assert not made._busy
