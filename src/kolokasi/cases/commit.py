"""Telling "it failed" from "nobody knows": errors that come while a transaction commits.

A connection lost at COMMIT leaves the outcome open, and PostgreSQL reports a cancelled wait for a
synchronous standby as success with only a warning (measured: psycopg returns normally). Both become
``CommitInDoubt``. Everything before COMMIT is certain: nothing was written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import (
    DEFAULT_DB_ALIAS,
    InterfaceError,
    OperationalError,
    connection,
    connections,
)
from django.db.backends.signals import connection_created

_NOTICE = "canceling wait for synchronous replication"


class CommitInDoubt(Exception):
    """The database could not say whether the transaction was committed. ``unsynced``: it was, here, but
    a standby that should have it was not waited for."""

    def __init__(self, *, unsynced: bool = False) -> None:
        super().__init__(_NOTICE if unsynced else "")
        self.unsynced = unsynced


@contextmanager
def certain_commit() -> Iterator[None]:
    """Wrap ``transaction.atomic()``: an error at its commit becomes CommitInDoubt."""
    database: Any = connections[DEFAULT_DB_ALIAS]
    if database.in_atomic_block:  # an outer transaction commits, and it is not ours
        yield
        return
    database.kolokasi_unsynced = committing = False
    original = database.commit

    def commit() -> None:
        nonlocal committing
        committing = True
        original()

    database.commit = commit
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        if committing:
            raise CommitInDoubt from error
        raise
    finally:
        del database.commit
    if database.kolokasi_unsynced:
        raise CommitInDoubt(unsynced=True)


def line_was_lost(error: Exception) -> bool:
    """Whether an error before COMMIT says that the server, or the line to it, went away (SQLSTATE class
    08 and 57P; where the line is simply dead, nobody is left to name a state)."""
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return isinstance(error, OperationalError | InterfaceError) and (
        state is None or state.startswith(("08", "57P"))
    )


def watch_notices(sender: object, connection: Any, **kwargs: object) -> None:
    """On each new PostgreSQL connection: remember the warning that a standby was not waited for."""
    if connection.vendor != "postgresql":
        return

    def notice(diagnostic: Any) -> None:
        if _NOTICE in (diagnostic.message_primary or ""):
            connection.kolokasi_unsynced = True

    connection.connection.add_notice_handler(notice)


def install() -> None:
    """Watch every connection that is opened from now on."""
    connection_created.connect(watch_notices, dispatch_uid="kolokasi.commit")
