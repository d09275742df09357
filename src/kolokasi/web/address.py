"""What stands in an address or a hidden field: read strictly. Nonsense is as if it were not there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

from kolokasi.cases.queries import Place


def row_id(text: str) -> int:
    """The id of a row; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def place(text: str) -> Place | None:
    """Where a page of an inbox begins, as ``after`` wrote it."""
    at, _sep, task = text.rpartition("_")
    try:
        moment = datetime.fromisoformat(at)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return (
        Place(order_at=moment, task=row_id(task)) if moment.year > 1900 and row_id(task) else None
    )


def after(found: Place) -> str:
    return f"{found.order_at.isoformat()}_{found.task}"


class PlainRequest:
    """No page has a NUL in its address, no database can be asked for one, and our forms are UTF-8."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "utf8"):
            raise BadRequest(f"charset {charset[:40]!r}")
        return self.get_response(request)
