"""What is owed after the end: mine to do, what others owe, what was done."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kolokasi.cases import duties as owed
from kolokasi.cases.once import once
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.worktime.wording import tanggal
from kolokasi.web import acting
from kolokasi.web.address import row_id
from kolokasi.web.once import Then, do_once

_SHOWN = 100


@acting.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def duties(request: HttpRequest) -> HttpResponse:
    refused, row = None, request.POST.get("duty", "")
    if request.method == "POST":
        try:
            return _complete(request, row_id(row))
        except Refused as wrong:
            if wrong.why is not Why.INVALID:
                raise
            refused = wrong
    sight = acting.sight(request)
    now = timezone.now()
    errors = {f"{key}-{row}": one for key, one in acting.errors_of(refused).items()}
    context = {
        "mine": [(one, one.due_at < now) for one in owed.mine(sight)[:_SHOWN]],
        "others": [(one, one.due_at < now) for one in owed.others(sight)[:_SHOWN]],
        "done": owed.done(sight)[:20],
        "errors": errors,
        "refused": acting.sentence_of(refused) if refused else "",
        "row": row,
        "note": request.POST.get("note", ""),
        "note_error": next(iter(errors.values()), ""),
    }
    return render(request, "duties.html", context, status=422 if refused else 200)


def _complete(request: HttpRequest, duty: int) -> HttpResponse:
    who, note, now = acting.who_of(request), request.POST.get("note", ""), timezone.now()

    def then(done: owed.Completed) -> Then:
        said = _("Kewajiban ini selesai.")
        if done.next_due is not None:
            said = _("Kewajiban ini selesai; putaran berikutnya jatuh tempo %(day)s.") % {
                "day": tanggal(done.next_due)
            }
        return Then(to=reverse("duties"), said=said)

    return do_once(
        request,
        lambda sending: once(sending, now=now),
        lambda _open: owed.complete(duty, who, note=note, now=now),
        then,
    ).go(request)
