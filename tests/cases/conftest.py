"""Offices that stay open for a whole file of tests; what each test does there is turned back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from stage import FIXTURES, PROCEDURES, Stage


@pytest.fixture(scope="module")
def offices(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Stage]]:
    """All shipped offices and the invented one. Tests carry the mark ``django_db``, which turns their
    acts back; the offices themselves go at the end of the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        shipped = sorted(
            one.name for one in PROCEDURES.iterdir() if (one / "office.yaml").is_file()
        )
        yield {key: Stage(key) for key in shipped} | {"contoh": Stage("contoh", folder=FIXTURES)}
        transaction.set_rollback(True)
