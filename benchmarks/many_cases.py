"""A million cases in minutes: a few are carried through the real write path, then copied by the database.

Every copy has its own ids, number and times, and rows that fit together as the first one's do. What a
copy has not is a valid hash chain; no page asks for that.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, models
from django.db.models import Max

from benchmarks.bench_office import BenchOffice
from kolokasi.cases.models import Act, Case, Effect, Event, Task
from kolokasi.cases.transact import transact

COPIED: tuple[type[models.Model], ...] = (Case, Event, Task, Act, Effect)
_MINUTES = 3  # how much older each copy is than the one before


def carry(office: BenchOffice) -> int:
    """Forty cases: 38 that ended after two or three tasks, two that wait on a desk. Returns how many."""
    for number in range(38):
        case = office.request("putaran")
        rounds = 1 + number % 2
        for visit in range(1, rounds + 1):
            again = visit < rounds
            transact(office.loop_step(case, visit, again=again), now=office.later())
    for steps in (0, 2):
        case = office.request("sembilan")
        for place in range(steps):
            transact(office.nine_step(case, place), now=office.later())
    Effect.objects.update(done_at=office.now)
    return 40


def copy(times: int) -> None:
    """So many more of everything that is there."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SET session_replication_role = replica"
            )  # no look-up of each foreign key
        stride = Case.objects.aggregate(last=Max("pk"))["last"]
        for model in COPIED:
            own = stride if model is Case else model.objects.aggregate(last=Max("pk"))["last"]
            cursor.execute(_copy_sql(model, times, own=own, case=stride))
        if connection.vendor == "postgresql":
            for sql in connection.ops.sequence_reset_sql(_NoStyle(), list(COPIED)):
                cursor.execute(sql)
            cursor.execute("SET session_replication_role = DEFAULT")
            cursor.execute("VACUUM ANALYZE")  # as autovacuum would have, after a while


def _copy_sql(model: type[models.Model], times: int, *, own: object, case: int) -> str:
    columns, values = [], []
    for field in model._meta.concrete_fields:
        column = f'"{field.column}"'
        columns.append(column)
        values.append(_copied(field, f"p.{column}", own, case))
    series = (
        f"generate_series(1, {times}) AS n(k)"
        if connection.vendor == "postgresql"
        else f"(WITH RECURSIVE c(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM c WHERE k < {times}) "
        "SELECT k FROM c) AS n"
    )
    table = model._meta.db_table
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} "
        f"FROM {series} CROSS JOIN {table} AS p"
    )


def _copied(field: models.Field, value: str, own: object, case: int) -> str:
    match field:
        case models.CharField() if field.primary_key or field.name == "number":
            return f"{value} || '-' || n.k"
        case models.Field(primary_key=True):
            return f"{value} + n.k * {own}"
        case models.ForeignKey() if field.related_model is Case:
            return f"{value} + n.k * {case}"
        case models.DateTimeField():
            return _OLDER[connection.vendor](value)
        case _:
            return value


_OLDER: dict[str, Callable[[str], str]] = {
    "postgresql": lambda value: f"{value} - n.k * interval '{_MINUTES} minutes'",
    "sqlite": lambda value: (
        f"strftime('%Y-%m-%d %H:%M:%f', {value}, (-{_MINUTES} * n.k) || ' minutes')"
    ),
}


class _NoStyle:
    """What Django colours SQL with, without colours."""

    def __getattr__(self, name: str) -> Callable[[str], str]:
        return lambda text: text
