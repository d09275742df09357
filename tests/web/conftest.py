"""One office that stays open for a whole file of tests; what each test does there is turned back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from stage import Stage


@pytest.fixture(scope="module")
def opened(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Stage("karanganyar")
        transaction.set_rollback(True)


@pytest.fixture
def karanganyar(opened: Stage, db: None, settings: Any, tmp_path: Path) -> Stage:
    """Karanganyar with its people and its files in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    cache.clear()  # counters of earlier tries
    return opened
