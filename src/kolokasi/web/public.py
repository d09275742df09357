"""What everybody may see: offices, their services, SOPs and standard times; one case by its code."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kolokasi.accounts.calendars import calendar_of
from kolokasi.accounts.mandates import belongings_of
from kolokasi.accounts.models import Office
from kolokasi.cases import demo
from kolokasi.cases.models import Case
from kolokasi.cases.procedures import running, shown_version, shown_versions
from kolokasi.cases.tracking import matches
from kolokasi.core import case_state
from kolokasi.core.numbering import parse_case_number
from kolokasi.core.procedure import Step
from kolokasi.drawing.sheet import draw_paged_sheet
from kolokasi.inventory.stock import keeps_one
from kolokasi.web import acting, case_view
from kolokasi.web.drafts import asked_of_applicant
from kolokasi.web.limits import too_many_tries
from kolokasi.web.outlook import all_paths, outlook, outlooks


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated and "lihat" not in request.GET:
        sight = acting.sight(request)
        return redirect("tasks" if sight.desks else "cases")
    offices = Office.objects.filter(is_active=True).order_by("name")
    return render(request, "home.html", {"offices": offices})


@require_safe
def office(request: HttpRequest, office: str) -> HttpResponse:
    found = _office(office)
    calendar = calendar_of(found.pk, found.calendar_version)
    now = timezone.now().astimezone(calendar.timezone)
    services = []
    for version in shown_versions(found):
        procedure = running(version.pk).procedure
        services.append(
            {
                "version": version,
                "slug": version.key.partition("/")[2],
                "procedure": procedure,
                "outlooks": outlooks(procedure, now, calendar),
                "in_force": version.status == version.Status.IN_FORCE,
            }
        )
    return render(request, "office.html", {"office": found, "services": services})


@require_safe
def sop(request: HttpRequest, office: str, slug: str) -> HttpResponse:
    found = _office(office)
    version = shown_version(found, slug)
    if version is None:
        raise Http404
    procedure = running(version.pk).procedure
    calendar = calendar_of(found.pk, found.calendar_version)
    now = timezone.now().astimezone(calendar.timezone)
    fills, attachments = asked_of_applicant(procedure)
    context = {
        "office": found,
        "version": version,
        "slug": slug,
        "procedure": procedure,
        "sheet": draw_paged_sheet(procedure, lang=get_language() or "id"),
        "steps": list(procedure.steps.values()),
        "paths": all_paths(procedure, calendar),
        "outlooks": outlooks(procedure, now, calendar),
        "assumptions": _assumptions(procedure.steps.values()),
        "request_forms": [procedure.forms[one] for one in fills],
        "request_attachments": attachments,
        "beforehand": procedure.capacity is not None and keeps_one(found.pk),
        "may_request": version.status == version.Status.IN_FORCE,
        "belongings": [
            one
            for one in (
                belongings_of(acting.person_of(request), now.date())
                if request.user.is_authenticated
                else []
            )
            if one.office_id == found.pk
        ],
    }
    return render(request, "sop.html", context)


@require_safe
def sheet(request: HttpRequest, office: str, slug: str) -> HttpResponse:
    """The SOP's sheet alone, with the whole window to itself."""
    found = _office(office)
    version = shown_version(found, slug)
    if version is None:
        raise Http404
    procedure = running(version.pk).procedure
    context = {
        "office": found,
        "procedure": procedure,
        "sheet": draw_paged_sheet(procedure, lang=get_language() or "id"),
        "back": reverse("sop", args=[office, slug]),
    }
    return render(request, "sheet.html", context)


@require_safe
def promised(request: HttpRequest, office: str, slug: str) -> HttpResponse:
    """What is promised now to a request for the services that are ticked (``services``, repeated)."""
    found = _office(office)
    version = shown_version(found, slug)
    if version is None:
        raise Http404
    procedure = running(version.pk).procedure
    calendar = calendar_of(found.pk, found.calendar_version)
    now = timezone.now().astimezone(calendar.timezone)
    chosen = frozenset(request.GET.getlist("services")) & frozenset(procedure.services)
    prospects = (
        [outlook(procedure, chosen, now, calendar)]
        if chosen
        else outlooks(procedure, now, calendar)
    )
    context = {"outlooks": prospects, "office": found, "chosen": bool(chosen)}
    return render(request, "partials/promise.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Follow one case by number and code. A wrong pair and an absent case get the same answer."""
    context: dict[str, object] = {
        "number": request.POST.get("number", request.GET.get("nomor", ""))[:40],
        "tried": request.method == "POST",
    }
    if request.method == "POST":
        if too_many_tries(request, "lacak"):
            return render(request, "429.html", status=429)
        number = _number(str(context["number"]))
        code = request.POST.get("code", "")[:60]
        found = None
        if matches(number, code):  # else no case is looked for at all
            found = Case.objects.filter(number=number).select_related("office", "agency").first()
        # What was typed stays for mending; a right code is not shown again.
        context |= {"code": code} if found is None else _tracked(found)
    return render(request, "track.html", context)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who can sign in to a demo installation. Absent from a real one."""
    if not settings.INSTALLATION.demo:
        raise Http404
    groups: dict[str, list[demo.Account]] = {}
    for one in demo.accounts():
        groups.setdefault(one.office, []).append(one)
    return render(request, "people.html", {"groups": groups, "password": demo.PASSWORD})


def _tracked(case: Case) -> dict[str, object]:
    """What a code shows: where the case is, not who does it nor what was written in the forms."""
    procedure = running(case.version_id).procedure
    calendar = calendar_of(case.office_id, case.office.calendar_version)
    now = timezone.now().astimezone(calendar.timezone)
    state = case_state.load(case.state)
    progress = case_view.progress(
        procedure,
        case_view.tasks_of(case),
        calendar,
        names={},
        taken=state.taken,
        services=frozenset(case.services),
        ended=case.end,
        now=now,
    )
    return {
        "case": case,
        "procedure": procedure,
        "steps": case_view.step_list(procedure, progress),
        "open_steps": [procedure.steps[one] for one in state.steps],
        "end": case_view.ENDS[case_view.End(case.end)] if case.end else "",
        "outcome": case_view.outcome_of(case, to_applicant=False),
    }


def _assumptions(steps: object) -> list[tuple[Step, object]]:
    return [
        (step, one)
        for step in steps  # type: ignore[attr-defined]
        for one in step.assumptions
    ]


def _number(typed: str) -> str:
    """What was typed as a case number; nonsense becomes a number that no case has."""
    try:
        return str(parse_case_number(typed))
    except ValueError:
        return "-"


def _office(key: str) -> Office:
    found = Office.objects.filter(key=key, is_active=True).first()
    if found is None:
        raise Http404
    return found
