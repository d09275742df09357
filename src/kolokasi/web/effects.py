"""Mail that is owed: what went out, what is tried again, and, loudly, what was given up."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kolokasi.cases.queries import effects_seen
from kolokasi.cases.worker import retry
from kolokasi.web import acting
from kolokasi.web.address import row_id


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
        if retry(wanted, timezone.now()):
            messages.success(request, _("Surel ini akan dikirim lagi."))
        return redirect("mails")
    effects = effects_seen(sight)
    context = {
        "given_up": effects.filter(given_up_at__isnull=False)[:100],
        "waiting": effects.filter(given_up_at__isnull=True, done_at__isnull=True)[:100],
        "sent": effects.filter(done_at__isnull=False)[:50],
    }
    return render(request, "effects.html", context)
