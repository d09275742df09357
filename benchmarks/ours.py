"""Kolokasi's own side: one step beside the bare driver, nine steps in a row, steps of a case grown long."""

from __future__ import annotations

import os
from pathlib import Path
from statistics import median
from time import perf_counter

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks.bare import Bare, recorded  # noqa: E402
from benchmarks.bench_office import NINE, BenchOffice  # noqa: E402
from benchmarks.conversation import answer  # noqa: E402
from kolokasi.cases.models import Act, Event, Task  # noqa: E402
from kolokasi.cases.transact import transact  # noqa: E402
from kolokasi.config import guard  # noqa: E402

MIDDLE = 3  # the act on step 5 of the nine
_WARM = 8  # acts before the watch runs: plans and caches are there in a server that has been up a minute


class Ours:
    def __init__(self) -> None:
        call_command("migrate", verbosity=0)
        guard.check()  # measured as it would be allowed to run
        self.office = BenchOffice(Path(os.environ["KOLOKASI_PROCEDURES"]))
        self.bare = Bare()
        self.long: tuple[int, int] | None = None  # case, its next visit

    def pair(self, steps: int) -> dict[str, float]:
        """The middle step through the write path, and its rows through the driver, turn by turn."""
        office = self.office
        ours, theirs = self._cases(steps), self._cases(steps)
        played = []
        for case in theirs:
            asked, now = office.nine_step(case, MIDDLE), office.later()
            played.append(recorded(asked, now))
        self._cases(_WARM // MIDDLE)
        took, took_bare, before = [], [], self._rows()
        for case, writes in zip(ours, played, strict=True):
            asked, now = office.nine_step(case, MIDDLE), office.later()
            start = perf_counter()
            transact(asked, now=now)
            between = perf_counter()
            rows = self.bare.write(writes)
            end = perf_counter()
            took.append(between - start)
            took_bare.append(end - between)
        added = self._rows() - before
        statements = len(played[0])
        # Inserted on both sides alike, and two rows updated: the task closed, the case moved on.
        assert added == 2 * steps * (rows - 2), (added, rows)
        return {
            "ours": median(took),
            "bare": median(took_bare),
            "rows": rows,
            "statements": statements,
        }

    def walk(self, cases: int) -> float:
        """Seconds for a step, the request itself being the first of nine."""
        office = self.office
        start = perf_counter()
        for _ in range(cases):
            case = office.request("sembilan")
            for place in range(len(NINE)):
                transact(office.nine_step(case, place), now=office.later())
        return (perf_counter() - start) / (cases * (len(NINE) + 1))

    def grow(self, steps: int) -> None:
        """Let one case grow long."""
        case = self.office.request("putaran")
        self._go_round(case, 1, steps)
        self.long = (case, steps + 1)

    def length(self, steps: int) -> dict[str, float]:
        """A step of a case ten steps long, and of the one grown long, turn by turn."""
        assert self.long is not None
        case, visit = self.long
        short, long = [], []
        for _ in range(steps):
            young = self.office.request("putaran")
            self._go_round(young, 1, 10)
            short.append(self._go_round(young, 11, 1))
            long.append(self._go_round(case, visit, 1))
            visit += 1
        self.long = (case, visit)
        return {"short": median(short), "long": median(long)}

    def _go_round(self, case: int, visit: int, times: int) -> float:
        took = 0.0
        for turn in range(visit, visit + times):
            asked, now = self.office.loop_step(case, turn), self.office.later()
            start = perf_counter()
            transact(asked, now=now)
            took = perf_counter() - start
        return took

    def _cases(self, count: int) -> list[int]:
        """Cases that stand before the middle step."""
        made = []
        for _ in range(count):
            case = self.office.request("sembilan")
            for place in range(MIDDLE):
                transact(self.office.nine_step(case, place), now=self.office.later())
            made.append(case)
        return made

    @staticmethod
    def _rows() -> int:
        return sum(model.objects.count() for model in (Event, Task, Act))


if __name__ == "__main__":
    ours = Ours()
    answer(pair=ours.pair, walk=ours.walk, grow=ours.grow, length=ours.length)
