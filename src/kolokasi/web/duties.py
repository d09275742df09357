"""What is owed after the end: mine to do, what others owe, what was done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kolokasi.cases import duties as owed
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.worktime.wording import tanggal
from kolokasi.web import acting
from kolokasi.web.address import row_id

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
    done = owed.complete(
        duty, acting.who_of(request), note=request.POST.get("note", ""), now=timezone.now()
    )
    if done.next_due is None:
        messages.success(request, _("Kewajiban ini selesai."))
    else:
        messages.success(
            request,
            _("Kewajiban ini selesai; putaran berikutnya jatuh tempo %(day)s.")
            % {"day": tanggal(done.next_due)},
        )
    return redirect("duties")
