"""Bounds against flooding and guessing. Counters lie in the database, shared by all processes."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

MAX_REQUEST = 120 * 1024 * 1024
_TRIES, _SECONDS = 20, 600


def too_many_tries(request: HttpRequest, what: str) -> bool:
    """Count a try from this address. True once it is over 20 in ten minutes."""
    window = int(timezone.now().timestamp()) // _SECONDS
    key = f"tries:{what}:{get_adapter(request).get_client_ip(request)}:{window}"
    tries = cache.get(key, 0) + 1
    cache.set(key, tries, 2 * _SECONDS)
    return bool(tries > _TRIES)


class BodyLimit:
    """Refuse a request that announces more than any form of ours can be, before reading it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > MAX_REQUEST:
            return render(request, "413.html", status=413)
        return self.get_response(request)
