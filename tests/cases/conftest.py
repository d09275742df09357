"""Offices that stay open for a whole file of tests; what each test does there is turned back.

A file that uses them holds no test that commits: SQLite has one writer, and it would wait for itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from post_office import PostOffice
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


@pytest.fixture(scope="module")
def karanganyar(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    """The same with one office alone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Stage("karanganyar")
        transaction.set_rollback(True)


@pytest.fixture
def post(settings: Any) -> Iterator[PostOffice]:
    """A real mail server, to which this test's mails go."""
    with PostOffice() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        settings.EMAIL_TIMEOUT = 20
        settings.DEFAULT_FROM_EMAIL = "Kolokasi <kolokasi@karanganyar.contoh.go.id>"
        yield found
