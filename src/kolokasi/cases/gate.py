"""A fair gate before write transactions in the embedded (SQLite) mode.

SQLite lets one writer in at a time and is not fair: under contention a thread can wait seconds while
others pass it again and again (measured: worst wait 5.6 s without, 44 ms with a gate). Tickets are
served in the order they were drawn. PostgreSQL queues by itself and needs no gate.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.db import connection


class FairGate:
    """First come, first served, within one process."""

    def __init__(self) -> None:
        self._mutex = Lock()
        self._busy = False
        self._queue: deque[Lock] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        self._enter()
        try:
            yield
        finally:
            self._leave()

    def _enter(self) -> None:
        with self._mutex:
            if not self._busy:
                self._busy = True
                return
            ticket = Lock()
            ticket.acquire()
            self._queue.append(ticket)
        ticket.acquire()  # the one before hands the gate over by releasing it

    def _leave(self) -> None:
        with self._mutex:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._busy = False


_GATE = FairGate()


@contextmanager
def write_turn() -> Iterator[None]:
    """Wait for the turn to write, where the database does not queue writers fairly itself.

    Inside a transaction already (a test's, a command's) the turn was waited for outside.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with _GATE.turn():
        yield
