"""SpiffWorkflow 3.2 on the same nine steps, and round a loop: read back, taken on and saved at each step.

It has no store of its own. Its state is kept as its own JSON in one row of the same database, through the
bare driver, which is the least that it can cost.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import psycopg
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from benchmarks.conversation import answer
from kolokasi.config.databases import SQLITE_PRAGMAS

STEPS = 9
_CODEC = BpmnWorkflowSerializer()


class Store:
    """One row a case."""

    def __init__(self, url: str) -> None:
        self.connection: Any
        if url.startswith("sqlite"):
            self.mark, self.begin = "?", "BEGIN IMMEDIATE"
            self.connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
            self.connection.executescript(SQLITE_PRAGMAS)
        else:
            self.mark, self.begin = "%s", ""
            self.connection = psycopg.connect(url)
        self.connection.execute("CREATE TABLE state (id integer PRIMARY KEY, body text)")
        self.connection.commit()

    def save(self, case: int, body: str) -> None:
        if self.begin and not self.connection.in_transaction:
            self.connection.execute(self.begin)
        self.connection.execute(
            f"INSERT INTO state (id, body) VALUES ({self.mark}, {self.mark}) "
            "ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (case, body),
        )
        self.connection.commit()

    def load(self, case: int) -> str:
        if self.begin:
            self.connection.execute(self.begin)
        sql = f"SELECT body FROM state WHERE id = {self.mark}"
        body: str = self.connection.execute(sql, (case,)).fetchone()[0]
        return body


# The engine looks for open tasks down to a depth of 1,000, which is 500 turns of this loop; measuring takes
# the rest of them.
LONGEST = 350


class Spiff:
    def __init__(self) -> None:
        self.store = Store(os.environ["KOLOKASI_DATABASE"])
        self.cases = 0
        self.long = 0
        parser = BpmnParser()
        for name in ("nine", "loop"):
            parser.add_bpmn_file(str(Path(__file__).with_name(f"{name}.bpmn")))
        self.specs = {name: parser.get_spec(name) for name in ("nine", "loop")}

    def walk(self, cases: int) -> float:
        """Seconds for a step."""
        start = perf_counter()
        for _ in range(cases):
            case = self._begin("nine")
            for _ in range(STEPS):
                done = self._take(case)
            assert done
        return (perf_counter() - start) / (cases * STEPS)

    def grow(self, steps: int) -> None:
        """Let one case grow long, as far as it goes."""
        self.long = self._begin("loop")
        for _ in range(min(steps, LONGEST)):
            self._take(self.long)

    def length(self, steps: int) -> dict[str, float]:
        """A step of a case ten steps long, and of the one grown long, turn by turn."""
        short, long = [], []
        for _ in range(steps):
            young = self._begin("loop")
            for _ in range(10):
                self._take(young)
            short.append(self._timed(young))
            long.append(self._timed(self.long))
        return {"short": median(short), "long": median(long)}

    def _timed(self, case: int) -> float:
        start = perf_counter()
        self._take(case)
        return perf_counter() - start

    def _begin(self, spec: str) -> int:
        workflow = BpmnWorkflow(self.specs[spec])
        workflow.do_engine_steps()
        self.cases += 1
        self.store.save(self.cases, _CODEC.serialize_json(workflow))
        return self.cases

    def _take(self, case: int) -> bool:
        workflow = _CODEC.deserialize_json(self.store.load(case))
        workflow.get_next_task(state=TaskState.READY, manual=True).run()
        workflow.do_engine_steps()
        self.store.save(case, _CODEC.serialize_json(workflow))
        return bool(workflow.is_completed())


if __name__ == "__main__":
    spiff = Spiff()
    answer(walk=spiff.walk, grow=spiff.grow, length=spiff.length)
