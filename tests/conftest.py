"""What all tests share: the database of the run, and caches that forget between tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest_plugins = ["log_guard"]

# Folders whose tests run on SQLite and again on PostgreSQL; single tests join with @pytest.mark.both.
BOTH = {"accounts", "cases", "inventory", "letters", "notices", "races"}
_HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the folders that run on both; leave out what is about the other database alone."""
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[os.environ["KOLOKASI_TEST_DB"]]
    left_out = [item for item in items if item.get_closest_marker(f"only_{other}")]
    for item in items:
        folder = item.path.relative_to(_HERE).parts[0] if item.path.is_relative_to(_HERE) else ""
        if folder in BOTH or item.get_closest_marker("only_postgresql"):
            item.add_marker(pytest.mark.both)
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """Databases are turned back between tests and give the same ids again; memories must not outlive that."""
    yield
    import sys

    for module, name in (
        ("kolokasi.accounts.calendars", "calendar_of"),
        ("kolokasi.cases.procedures", "running"),
    ):
        if module in sys.modules:
            getattr(sys.modules[module], name).cache_clear()


@pytest.fixture(scope="session")
def database_kind() -> str:
    return os.environ["KOLOKASI_TEST_DB"]
