"""Mail that is owed: what went out, what is tried again, and, loudly, what was given up."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kolokasi.cases.once import once
from kolokasi.cases.queries import effects_seen
from kolokasi.cases.worker import retry
from kolokasi.web import acting
from kolokasi.web.address import row_id
from kolokasi.web.once import Then, do_once


@acting.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def mails(request: HttpRequest) -> HttpResponse:
    sight = acting.sight(request)
    if not sight.is_officer:
        raise Http404
    if request.method == "POST":
        wanted = row_id(request.POST.get("effect", ""))
        if not effects_seen(sight).filter(pk=wanted).exists():
            raise Http404
        now = timezone.now()
        said = _("Surel ini akan dikirim lagi.")
        return do_once(
            request,
            lambda sending: once(sending, now=now),
            lambda _open: retry(wanted, now),
            lambda begun: Then(to=reverse("mails"), said=said if begun else ""),
        ).go(request)
    effects = effects_seen(sight)
    context = {
        "given_up": effects.filter(given_up_at__isnull=False)[:100],
        "waiting": effects.filter(given_up_at__isnull=True, done_at__isnull=True)[:100],
        "sent": effects.filter(done_at__isnull=False)[:50],
    }
    return render(request, "effects.html", context)
