"""The floor: the rows that an act writes, written by the driver alone in one transaction.

An act is decided and recorded and then turned back; its INSERTs and UPDATEs, with the very values, are
played again through a plain connection. So both sides write the same rows, statement by statement, and
differ only in what goes on around them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from kolokasi.cases.asked import Asked
from kolokasi.cases.transact import transact

Writes = list[tuple[str, tuple[Any, ...]]]


class _TurnedBack(Exception):
    pass


def recorded(asked: Asked, now: Any) -> Writes:
    """What this act writes, in the driver's own words. Nothing of it stays."""
    writes: Writes = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith(("INSERT", "UPDATE")):
            writes.append((_spoken(sql, len(params)), tuple(params)))
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(note), transaction.atomic():
            transact(asked, now=now)
            raise _TurnedBack
    except _TurnedBack:
        return writes


def _spoken(sql: str, values: int) -> str:
    return sql % (("?",) * values) if connection.vendor == "sqlite" else sql


class Bare:
    """A driver's own connection, as durable as the product's."""

    def __init__(self) -> None:
        settings = connection.settings_dict
        self.connection: Any
        self.begin = ""
        if connection.vendor == "sqlite":
            import sqlite3

            from kolokasi.config.databases import SQLITE_PRAGMAS

            self.connection = sqlite3.connect(settings["NAME"], isolation_level=None)
            self.connection.executescript(SQLITE_PRAGMAS)
            self.begin = "BEGIN IMMEDIATE"
        else:  # begins by itself, and plans a statement once when it comes again
            import psycopg

            self.connection = psycopg.connect(
                dbname=settings["NAME"], user=settings["USER"], host=settings["HOST"]
            )

    def write(self, writes: Writes) -> int:
        """Play the statements in one transaction. Returns how many rows they wrote."""
        rows = 0
        cursor = self.connection.cursor()
        if self.begin:
            cursor.execute(self.begin)
        for sql, values in writes:
            cursor.execute(sql, values)
            rows += cursor.rowcount
        self.connection.commit()
        return rows
