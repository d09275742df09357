"""Kolokasi's pages over many cases: how long, how many queries, and whether any reads a whole table."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import django

django.setup()
logging.disable(logging.INFO)  # a line for each request

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.bench_office import BenchOffice  # noqa: E402
from benchmarks.conversation import answer  # noqa: E402
from benchmarks.many_cases import COPIED, carry, copy  # noqa: E402
from kolokasi.accounts.models import Agency, Membership, Person  # noqa: E402
from kolokasi.cases.models import Case, Task  # noqa: E402
from kolokasi.cases.transact import transact  # noqa: E402

_BIG = "|".join(model._meta.db_table for model in COPIED)
_WHOLE = re.compile(rf"Seq Scan on ({_BIG})\b|SCAN ({_BIG})\b(?! USING)")


class Pages:
    def __init__(self) -> None:
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        self.office = BenchOffice(Path(os.environ["KOLOKASI_PROCEDURES"]))
        self.looks: dict[str, tuple[Client, str]] = {}

    def fill(self, cases: int) -> dict[str, float]:
        """So many cases, a few of them an office's that is new here."""
        start = perf_counter()
        first = self.office.request("sembilan")
        small = self._new_neighbour(first)
        copy(cases // carry(self.office))
        case = Case.objects.filter(tasks__closed_at__isnull=True, version__key="bangku/sembilan")
        number = case.order_by("-pk")[0].number
        busy, applicant = self.office.officers["sembilan", "administrator"], self.office.applicant
        self._look("inbox", busy.id, "/tugas/")
        self._look("inbox, empty desk", self.office.officers["sembilan", "teknisi"].id, "/tugas/")
        self._look("case page", busy.id, f"/permohonan/{number}/")
        self._look("case page, applicant", applicant.id, f"/permohonan/{number}/")
        self._look("list of cases", busy.id, "/permohonan/")
        self._look("list of cases, new agency", small, "/permohonan/")
        return {
            "cases": Case.objects.count(),
            "open": Task.objects.filter(closed_at__isnull=True).count(),
            "seconds": perf_counter() - start,
        }

    def times(self, rounds: int) -> dict[str, float]:
        """Seconds for each page."""
        return {
            name: self._time(client, path, rounds) for name, (client, path) in self.looks.items()
        }

    def step(self, steps: int) -> float:
        """Seconds for one step through the write path."""
        took = []
        for _ in range(steps):
            case = self.office.request("sembilan")
            asked, now = self.office.nine_step(case, 0), self.office.later()
            start = perf_counter()
            transact(asked, now=now)
            took.append(perf_counter() - start)
        return median(took)

    def queries(self) -> dict[str, list[Any]]:
        """For each page: how many queries, and which case tables one of them read whole."""
        found = {}
        for name, (client, path) in self.looks.items():
            with CaptureQueriesContext(connection) as captured:
                client.get(path)
            asked = [one["sql"] for one in captured if "cases_" in one["sql"]]
            found[name] = [len(captured), sorted({table for sql in asked for table in _whole(sql)})]
        return found

    def _new_neighbour(self, case: int) -> int:
        """An agency that has asked once, long ago: its one case lies under all the others."""
        agency = Agency.objects.create(office=self.office.office, key="baru", name="OPD Baru")
        person = Person.objects.create_user("opd.baru", name="Sri Rahayu")
        Membership.objects.create(person=person, agency=agency, starts_on=self.office.now.date())
        Case.objects.filter(pk=case).update(agency=agency)
        return person.pk

    def _look(self, name: str, person: int, path: str) -> None:
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(Person.objects.get(pk=person))
        assert client.get(path).status_code == 200, (name, path)
        self.looks[name] = (client, path)

    @staticmethod
    def _time(client: Client, path: str, rounds: int) -> float:
        took = []
        for _ in range(rounds):
            start = perf_counter()
            client.get(path)
            took.append(perf_counter() - start)
        return median(took)


def _whole(sql: str) -> set[str]:
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    if not sql.startswith("SELECT"):
        return set()
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}")
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    return {one or other for one, other in _WHOLE.findall(plan)}


if __name__ == "__main__":
    pages = Pages()
    answer(fill=pages.fill, times=pages.times, queries=pages.queries, step=pages.step)
