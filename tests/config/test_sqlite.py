"""A statement runs the second time as it ran the first, though it is not read through again."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db
LONG = "kata " * 1_000  # too long to be remembered


@pytest.fixture(autouse=True)
def embedded(database_kind: str) -> None:
    if database_kind != "sqlite":
        pytest.skip("of SQLite's own backend")


@pytest.mark.parametrize("padding", ["", LONG], ids=["remembered", "not remembered"])
def test_marks_and_percent_signs_arrive_as_written(padding: str) -> None:
    with connection.cursor() as cursor:
        for value in ("pertama", "kedua", "100% %s ?"):
            cursor.execute(f"SELECT %s, '50%%', '%%s', '{padding}'", [value])
            assert cursor.fetchone() == (value, "50%", "%s", padding)


def test_values_by_name_and_many_at_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %(one)s || %(other)s", {"one": "a", "other": "b"})
        assert cursor.fetchone() == ("ab",)
        cursor.execute("CREATE TEMPORARY TABLE noted (word text)")
        cursor.executemany("INSERT INTO noted VALUES (%s)", [("satu",), ("dua",)])
        cursor.execute("SELECT count(*) FROM noted")
        assert cursor.fetchone() == (2,)
