"""A case's own page, its files, its withdrawal, and the list of cases."""

from __future__ import annotations

from csp.constants import NONE
from csp.decorators import csp
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kolokasi.accounts.calendars import calendar_of
from kolokasi.accounts.models import Office
from kolokasi.cases import drafts, gather
from kolokasi.cases.acts import settle
from kolokasi.cases.models import Case, CaseFile
from kolokasi.cases.queries import PAGE, find_case, list_cases
from kolokasi.cases.tracking import code_of
from kolokasi.core.case_state import Claim
from kolokasi.core.commands import WithdrawCase
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.situation import Situation
from kolokasi.core.turns import available
from kolokasi.core.worktime.calendar import WorkCalendar
from kolokasi.drawing.progress import Progress
from kolokasi.drawing.sheet import draw_paged_sheet
from kolokasi.inventory.waiting import rank_of
from kolokasi.letters.files import path_of
from kolokasi.letters.models import StoredFile
from kolokasi.web import acting, case_history, case_papers, case_view
from kolokasi.web.address import row_id


@acting.signed_in
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    sight = acting.sight(request)
    state = request.GET.get("status", "")
    text = request.GET.get("cari", "").strip()[:100]
    before = request.GET.get("sebelum", "")
    cases = list_cases(
        sight,
        state=state if state in _STATES else "",
        text=text,
        before=row_id(before),
        limit=PAGE + 1,
    )
    context = {
        "cases": cases[:PAGE],
        "places": case_view.places_of(cases[:PAGE], timezone.now()),
        "more": cases[PAGE - 1].pk if len(cases) > PAGE else 0,
        "drafts": drafts.visible(sight)[:20],
        "state": state,
        "states": _STATES,
        "text": text,
        "may_ask": bool(sight.agencies),
        "offices": Office.objects.filter(agencies__in=sight.agencies).distinct().order_by("name"),
    }
    return render(request, "cases.html", context)


_STATES = {
    "open": "Sedang berjalan",
    "granted": "Disetujui",
    "refused": "Ditolak",
    "withdrawn": "Ditarik",
    "done": "Selesai",
}


@acting.signed_in
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    found, situation = _open(request, number)
    calendar = calendar_of(found.office_id, found.office.calendar_version)
    progress = _progress(found, situation, calendar)
    applicant = case_view.is_applicant(situation)
    limit = None if request.GET.get("riwayat") == "semua" else case_history.TIMELINE
    timeline, older = case_history.timeline(
        found, situation.procedure, limit=limit, calendar=calendar
    )
    context = {
        **case_view.summary(found, situation),
        "offers": available(situation),
        "returned": situation.state.marking.mending,
        "return_note": case_view.return_note(found) if situation.state.marking.mending else "",
        "steps": case_view.step_list(situation.procedure, progress),
        "timeline": timeline,
        "older": older,
        "papers": case_papers.papers(found, situation),
        "files": case_papers.files_of(found, situation),
        "changes": case_papers.changes_after_return(found, situation),
        "sheet": draw_paged_sheet(situation.procedure, progress, lang=get_language() or "id"),
        "may_withdraw": gather.may_withdraw(situation),
        "rank": rank_of(found.pk) if situation.state.capacity is Claim.WAITING else 0,
        "has_capacity": situation.procedure.capacity is not None
        and found.office_id in acting.sight(request).offices,
        "code": code_of(found.number) if applicant else "",
        "duties": found.duties.order_by("due_at"),
        "slug": found.version.key.partition("/")[2],
    }
    return render(request, "case.html", context)


@acting.signed_in
@require_safe
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """The live sheet alone, with the whole window to itself."""
    found, situation = _open(request, number)
    calendar = calendar_of(found.office_id, found.office.calendar_version)
    progress = _progress(found, situation, calendar)
    context = {
        "case": found,
        "office": found.office,
        "procedure": situation.procedure,
        "sheet": draw_paged_sheet(situation.procedure, progress, lang=get_language() or "id"),
        "back": reverse("case", args=[number]),
    }
    return render(request, "sheet.html", context)


def _progress(found: Case, situation: Situation, calendar: WorkCalendar) -> Progress:
    return case_view.progress(
        situation.procedure,
        case_view.tasks_of(found),
        calendar,
        names=case_view.hands_of(found),
        taken=situation.state.taken,
        services=frozenset(found.services),
        ended=found.end,
        now=situation.now,
    )


@acting.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    found, situation = _open(request, number)
    refused = None
    if request.method == "POST":
        try:
            command = WithdrawCase(reason=request.POST.get("reason", ""))
            done = acting.do(request, command, case=found.pk)
        except Refused as wrong:
            if wrong.why is not Why.INVALID:
                raise
            refused = wrong
        else:
            return acting.done_page(request, done, _("Permohonan ditarik."))
    elif not gather.may_withdraw(situation):
        return redirect("case", number=number)
    context = {
        **case_view.summary(found, situation),
        "reason": request.POST.get("reason", ""),
        "errors": acting.errors_of(refused),
        "refused": acting.sentence_of(refused) if refused else "",
        "key": acting.key_of(request),
    }
    return render(request, "withdraw.html", context, status=422 if refused else 200)


@acting.signed_in
@require_safe
@csp({"default-src": [NONE], "sandbox": True})  # type: ignore[arg-type]
def file(request: HttpRequest, number: str, file: int) -> FileResponse:
    """A file of a case, to whoever may see that case. Always as a download of its true type."""
    found, situation = _open(request, number)
    row = CaseFile.objects.filter(case=found, pk=file).first()
    stored = StoredFile.objects.filter(pk=row.sha256).first() if row else None
    if row is None or stored is None:
        raise Http404
    if row.restricted and not case_view.may_see_restricted(situation):
        raise Http404
    answer = FileResponse(
        path_of(stored.sha256).open("rb"),
        as_attachment=True,
        filename=row.name,
        content_type=stored.media_type,
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@acting.signed_in
@require_safe
def settled(request: HttpRequest, key: str) -> HttpResponse:
    """The answer to "sedang dipastikan": the key knows."""
    done = settle(key, person=acting.who_of(request).id)
    if done is not None:
        return acting.done_page(request, done, _("Sudah dipastikan: tindakan Anda tercatat."))
    return render(request, "not_recorded.html", {"key": key})


def _open(request: HttpRequest, number: str) -> tuple[Case, Situation]:
    found = find_case(acting.sight(request), number)
    if found is None:
        raise Http404
    gathered = gather.for_case(found.pk, acting.who_of(request), None, timezone.now(), lock=False)
    return found, gathered.situation
