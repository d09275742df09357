"""From a POST to an act and back to a page: keys, refusals, and the answer when nobody knows yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from kolokasi.accounts.mandates import office_roles_of
from kolokasi.accounts.models import Person
from kolokasi.cases.acts import Done
from kolokasi.cases.asked import Asked
from kolokasi.cases.gather import Who
from kolokasi.cases.once import Again
from kolokasi.cases.queries import Sight, sight_of
from kolokasi.cases.transact import transact
from kolokasi.core.commands import Command
from kolokasi.core.refusal import Refused, Why
from kolokasi.web import resending
from kolokasi.web.once import KEY as KEY
from kolokasi.web.once import Then
from kolokasi.web.once import key_of as key_of
from kolokasi.web.sentences import dated, said

View = Callable[..., HttpResponseBase]

_STATUS = {
    Why.FORBIDDEN: 403,
    Why.OWN_REQUEST: 403,
    Why.TAKEN: 409,
    Why.ENDED: 409,
    Why.NOT_YET: 409,
    Why.KEY_REUSED: 409,
    Why.INVALID: 422,
    Why.NO_ROOM: 409,
    Why.UNCERTAIN: 503,
    Why.UNSOUND: 422,
}


def signed_in(view: View) -> View:
    """The view gets what the person may see (``request.sight``), read afresh for this request."""

    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return resending.asks_who(request)
        if person_of(request).password_is_initial:  # somebody else knows it
            messages.info(request, gettext("Ganti kata sandi awal Anda dahulu."))
            return redirect("account_change_password")
        return answered(view)(request, *args, **kwargs)

    return seen


def answered(view: View) -> View:
    """A refusal that the view does not handle itself becomes its own calm page; a form that was answered
    before is answered as it was then."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Again as again:
            return Then.kept(again.done.answer).go(request)
        except Refused as refused:
            return refusal_page(request, refused)

    return answer


def refusal_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    if refused.why is Why.NOT_FOUND:
        raise Http404(str(refused)) from refused
    status = _STATUS[refused.why]
    context = {
        "sentence": sentence_of(refused),
        "why": refused.why,
        "errors": errors_of(refused),
        "key": request.POST.get(KEY, ""),
        "resend": resending.fields(request),
        "typed": resending.typed(request),
        "path": request.get_full_path(),
        "back": _back(request),
    }
    name = "uncertain.html" if refused.why is Why.UNCERTAIN else "refused.html"
    return render(request, name, context, status=status)


def _back(request: HttpRequest) -> str:
    """The page of the case that this was about, or the start."""
    number = request.resolver_match.kwargs.get("number") if request.resolver_match else None
    return reverse("case", args=[number]) if number else "/"


def sentence_of(refused: Refused) -> str:
    """The refusal in the language of the screen."""
    if not refused.facts:
        return said(refused.sentence)
    sentence = gettext(refused.sentence)
    if get_language() != "en":
        return sentence % refused.facts
    return sentence % {name: dated(str(fact)) for name, fact in refused.facts.items()}


def errors_of(refused: Refused | None) -> dict[str, str]:
    """What is wrong field by field, in the language of the screen."""
    return {name: said(sentence) for name, sentence in refused.errors.items()} if refused else {}


def person_of(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def who_of(request: HttpRequest) -> Who:
    person = person_of(request)
    return Who(id=person.pk, name=person.name)


def sight(request: HttpRequest) -> Sight:
    """What the person may see, once a request."""
    found = getattr(request, "_kolokasi_sight", None)
    if found is None:
        found = sight_of(person_of(request).pk, timezone.localdate())
        request._kolokasi_sight = found  # type: ignore[attr-defined]
    return found


def administered(request: HttpRequest) -> tuple[int, ...]:
    """The offices that the person administers today, read afresh for this request."""
    found = getattr(request, "_kolokasi_administered", None)
    if found is None:
        roles = office_roles_of(person_of(request), timezone.localdate())
        found = tuple(office for office, role in roles if role == "admin")
        request._kolokasi_administered = found  # type: ignore[attr-defined]
    return found


def do(
    request: HttpRequest, command: Command, *, case: int = 0, version: int = 0, draft: int = 0
) -> Done:
    """Do what the form asks, under the form's own key."""
    asked = Asked(
        key=request.POST.get(KEY, ""),
        who=who_of(request),
        command=command,
        case=case,
        version=version,
        draft=draft,
    )
    return transact(asked, now=timezone.now())


def done_page(request: HttpRequest, done: Done, sentence: str) -> HttpResponseRedirect:
    """After an act: to the case, or where else it led, with a word about what happened (also for a resend)."""
    messages.success(request, sentence)
    if not done.case:
        return replace(Then.kept(done.answer), said="").go(request)
    return redirect("case", number=done.number)
