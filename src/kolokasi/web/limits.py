"""Bounds against flooding and guessing. Counters lie in the database, shared by all processes."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MAX_REQUEST = 120 * 1024 * 1024
_TRIES, _SECONDS = 20, 600


def too_many_tries(request: HttpRequest, what: str) -> bool:
    """Count a try from this address. True once it is over 20 in ten minutes."""
    key = f"tries:{what}:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, _SECONDS)
    try:
        return cache.incr(key) > _TRIES
    except ValueError:  # it expired between the two
        return False


class BodyLimit:
    """Refuse a request that announces more than any form of ours can be, before reading it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > MAX_REQUEST:
            return render(request, "413.html", status=413)
        return self.get_response(request)
