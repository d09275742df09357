"""The log cannot be emptied, and that is right: tests that commit take its guard away to clean up."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import pytest
from django.db import connection

_GUARDS = (
    importlib.import_module("kolokasi.cases.migrations.0002_log_is_append_only"),
    importlib.import_module("kolokasi.accounts.migrations.0003_acts_are_append_only"),
    importlib.import_module("kolokasi.inventory.migrations.0003_ledger_and_heights"),
)


def unguard() -> None:
    """Let the log and the trail be changed: also what an attacker with the database's password would do."""
    with connection.schema_editor() as editor:
        for one in _GUARDS:
            one.backwards(None, editor)


def guard() -> None:
    with connection.schema_editor() as editor:
        for one in _GUARDS:
            one.forwards(None, editor)


@pytest.fixture
def _guarded_again(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        guard()


@pytest.fixture
def committed(_guarded_again: None, transactional_db: None) -> Iterator[None]:
    """A database where acts really commit, seen by other threads; emptied afterwards."""
    yield
    unguard()
