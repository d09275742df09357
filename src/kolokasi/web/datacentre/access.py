"""Who finds the pages of an office's data centre: whoever works for it today, and nobody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from kolokasi.accounts.models import Office
from kolokasi.accounts.office_acts import Administration
from kolokasi.core.refusal import Refused
from kolokasi.web import acting
from kolokasi.web.administration import acts
from kolokasi.web.once import Then

Made = TypeVar("Made")
View = Callable[..., HttpResponse]


def for_officers(view: View) -> Any:
    """The view gets the office itself (``office``) instead of its key; to everybody else it is not there."""

    @acting.signed_in
    @wraps(view)
    def answer(request: HttpRequest, office: str, *args: Any, **kwargs: Any) -> HttpResponse:
        found = Office.objects.filter(key=office, pk__in=acting.sight(request).offices).first()
        if found is None:
            raise Http404
        return view(request, found, *args, **kwargs)

    return answer


def may_change(request: HttpRequest, office: Office) -> bool:
    """Whether forms are shown. Whether an act is allowed is asked again where it is done."""
    return office.pk in acting.administered(request)


def page(
    request: HttpRequest,
    name: str,
    office: Office,
    context: Mapping[str, Any],
    refused: Refused | None = None,
    *,
    where: str = "",
) -> HttpResponse:
    """A page of the data centre; with a refusal, the same page with what is wrong marked."""
    full = {"may_change": may_change(request, office), "runways": {}, **context}
    return acts.page(request, name, office, full, refused, where=where, folder="datacentre")


def done(
    request: HttpRequest,
    office: Office,
    deed: Callable[[Administration], Made],
    *,
    to: str,
    row: int | Callable[[Made], int] | None = None,
    said: str,
) -> HttpResponse:
    """Do it as the office's admin, once, and go on to the page ``to`` (of ``row``) with a word about it."""

    def then(made: Made) -> Then:
        key = row(made) if callable(row) else row
        place = [office.key] if key is None else [office.key, key]
        return Then(to=reverse(to, args=place), said=said)

    return acts.act_in(request, office, deed, then).go(request)


def answered(
    request: HttpRequest, doing: Mapping[str, Callable[[], HttpResponse]]
) -> HttpResponse | Refused | None:
    """Do what the form that was sent asks (its field ``do``): where that leads, or why not. None for a GET."""
    if request.method != "POST":
        return None
    act = doing.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        return act()
    except Refused as wrong:
        return wrong
