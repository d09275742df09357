"""Several people at the very same moment: threads with their own connections, let go together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import TracebackType
from typing import TypeVar

from django.db import connection

Answer = TypeVar("Answer")
_PATIENCE = 60  # seconds; only a test that hangs ever waits that long


class Crowd:
    """``n`` threads that stay (and keep their connections) until the end of the ``with`` block."""

    def __init__(self, n: int) -> None:
        self.n = n
        self._pool = ThreadPoolExecutor(n)

    def at_once(self, *acts: Callable[[], Answer]) -> list[Answer | BaseException]:
        """Let everybody act at once: what each got, or the exception that he was met with."""
        start = Barrier(self.n)
        waiting = [*acts, *[None] * (self.n - len(acts))]  # everybody must reach the barrier
        results = [self._pool.submit(_run, act, start) for act in waiting]
        return [one.result(_PATIENCE) for one in results][: len(acts)]

    def __enter__(self) -> Crowd:
        self.at_once(*[_connect] * self.n)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.at_once(*[_close] * self.n)
        self._pool.shutdown()


def _connect() -> None:  # the name ``connection`` means another one in each thread
    connection.ensure_connection()


def _close() -> None:
    connection.close()


def _run(act: Callable[[], Answer] | None, start: Barrier) -> Answer | BaseException | None:
    start.wait(_PATIENCE)
    try:
        return act() if act is not None else None
    except BaseException as error:
        return error


def split(
    results: Sequence[Answer | BaseException],
) -> tuple[list[Answer], list[BaseException]]:
    """Answers and exceptions apart."""
    errors = [one for one in results if isinstance(one, BaseException)]
    return [one for one in results if not isinstance(one, BaseException)], errors
