"""Log lines: for eyes at a terminal, or as JSON for a log search; each with its request's id.

Values are never part of the message, so that a newline in somebody's input cannot forge a line; what
was typed into forms is not logged at all.
"""

from __future__ import annotations

import logging
import logging.config
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("kolokasi.request")


def configure_logs(*, json: bool, debug: bool) -> None:
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=30)
    )
    last: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if json:
        last.append(structlog.processors.format_exc_info)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [*last, renderer],
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": "DEBUG" if debug else "INFO"},
            "loggers": {
                "django": {"level": "INFO"},
                "django.db.backends": {"level": "INFO"},
                "django.request": {"level": "ERROR"},  # our own line has every 4xx
                "asyncio": {"level": "WARNING"},
                "PIL": {"level": "INFO"},
                "pikepdf": {"level": "WARNING"},
            },
        }
    )


class RequestLog:
    """One line for each request: who, what, how it ended, how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=uuid.uuid4().hex[:12])
        response = self.get_response(request)
        log.info(
            "request",
            method=request.method,
            path=_path(request),
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000, 1),
            person=_person(request),
        )
        return response


def _path(request: HttpRequest) -> str:
    """The address, without the secret that a password-reset link ends in."""
    match = request.resolver_match
    if match is not None and match.url_name == "account_reset_password_from_key":
        return request.path.rpartition("/atur-ulang/")[0] + "/atur-ulang/…/"
    return request.path


def _person(request: HttpRequest) -> int | None:
    """The signed-in person, if the request loaded him anyway: logging asks no database."""
    loaded = getattr(request, "_cached_user", None)
    return getattr(loaded, "pk", None)
