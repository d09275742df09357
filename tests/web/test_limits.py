"""Guessing at tracking codes is counted by where it comes from."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

pytestmark = pytest.mark.django_db
GUESS = {"number": "KRA-2026-0001", "code": "0000-0000-0000-0000"}


@pytest.fixture(autouse=True)
def nobody_guessed_yet() -> None:
    cache.clear()


def guess(times: int, **where: str) -> int:
    """The status of the last of so many guesses."""
    client = Client()
    return [client.post("/lacak/", GUESS, **where).status_code for _ in range(times)][-1]


def test_after_twenty_guesses_one_waits():
    assert guess(20, REMOTE_ADDR="203.0.113.9") == 200
    assert guess(1, REMOTE_ADDR="203.0.113.9") == 429
    assert guess(1, REMOTE_ADDR="198.51.100.7") == 200


def test_behind_our_proxy_visitors_are_told_apart(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    proxy = {"REMOTE_ADDR": "127.0.0.1"}
    assert guess(21, **proxy, HTTP_X_FORWARDED_FOR="203.0.113.9") == 429
    assert guess(1, **proxy, HTTP_X_FORWARDED_FOR="198.51.100.7") == 200


def test_without_a_proxy_of_ours_nobody_may_say_where_he_is():
    for one in range(20):
        guess(1, REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR=f"198.51.100.{one}")
    assert guess(1, REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR="198.51.100.99") == 429
