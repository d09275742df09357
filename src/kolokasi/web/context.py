"""What every page needs around its content: which menu entry is on, how much is waiting."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kolokasi.cases.queries import inbox_count
from kolokasi.web import acting

_NAV = {
    "tasks": "tasks",
    "step": "tasks",
    "cases": "cases",
    "case": "cases",
    "case_sheet": "cases",
    "draft": "cases",
    "withdraw": "cases",
    "register": "register",
    "home": "services",
    "office": "services",
    "sop": "services",
    "sop_sheet": "services",
    "beforehand": "services",
    "track": "track",
}


def around(request: HttpRequest) -> dict[str, Any]:
    name = request.resolver_match.url_name if request.resolver_match else ""
    section = "datacentre" if (name or "").split("_")[0] == "dc" else ""
    context: dict[str, Any] = {
        "nav": _NAV.get(name or "", section),
        "demo": settings.INSTALLATION.demo,
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    context["inbox_count"] = SimpleLazyObject(lambda: inbox_count(acting.sight(request)))
    context["is_officer"] = SimpleLazyObject(lambda: acting.sight(request).is_officer)
    context["is_admin"] = SimpleLazyObject(lambda: bool(acting.administered(request)))
    return context
