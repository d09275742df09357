"""What was sent and not taken, kept in the page so that it can be sent again: nothing typed is lost.

A form can come too late: the session ended while somebody wrote, or he signed in anew in another tab
and the form's token is an old one. The answer carries everything back, to be sent once more.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kolokasi.web import uploads

_WORDS = {"note", "subject", "reason"}


def fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form must hold to send the same again; files that were stored go as their slips."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ] + uploads.slips_of(request)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What the person had written, so that a refusal does not cost him his words."""
    return [
        (name.rpartition(".")[2].replace("_", " ").capitalize(), value)
        for name, values in request.POST.lists()
        for value in values
        if value.strip() and (name in _WORDS or "." in name) and not name.startswith("file.")
    ]


def asks_who(request: HttpRequest) -> HttpResponseBase:
    """The answer to somebody who is not signed in (any more)."""
    if request.method == "POST":
        return _too_late(request, keeps=True, signed_out=True)
    if request.headers.get("HX-Request"):  # a page that refreshes itself: let all of it go there
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect_to_login(request.get_full_path())


def old_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form without a good token. Only to our own page's form is anything given back: a
    stranger's page could otherwise have its words sent from here."""
    return _too_late(request, keeps=_is_from_here(request), signed_out=False)


def _too_late(request: HttpRequest, *, keeps: bool, signed_out: bool) -> HttpResponse:
    if request.headers.get("HX-Request"):  # words beside the form; the form itself is still there
        return render(request, "partials/not_saved.html", {"signed_out": signed_out})
    at_the_door = request.path.startswith(reverse("account_login"))  # passwords are not given back
    keeps = keeps and not at_the_door
    context = {
        "signed_out": signed_out,
        "at_the_door": at_the_door,
        "resend": fields(request) if keeps else [],
        "typed": [] if at_the_door else typed(request),
        "with_files": bool(keeps and request.FILES),
        "path": request.get_full_path(),
    }
    response = render(request, "expired.html", context, status=403)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _is_from_here(request: HttpRequest) -> bool:
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") in {here, *settings.CSRF_TRUSTED_ORIGINS}
