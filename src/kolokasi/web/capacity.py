"""The *lembar ketersediaan* of a case: the verdict beside the decision, as it is now and as it was decided."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kolokasi.cases import gather
from kolokasi.cases.models import CapacitySnapshot, Case
from kolokasi.cases.queries import find_case
from kolokasi.core import claiming
from kolokasi.core.capacity.asking import named_resources
from kolokasi.core.capacity.snapshot import verdict_of
from kolokasi.core.capacity.verdict import Candidate, Line, Verdict
from kolokasi.core.commands import OverrideCapacity
from kolokasi.core.procedure import Procedure
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.situation import Situation
from kolokasi.web import acting, case_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A verdict as a page shows it: ``named`` are the resources that the SOP itself names, ``more`` the others."""

    verdict: Verdict
    named: tuple[Line, ...]
    more: tuple[Line, ...]
    chosen: tuple[Candidate, ...]  # racks that it fits in, best first
    out: tuple[Candidate, ...]


def panel(situation: Situation) -> Panel | None:
    return panel_of(situation.check.verdict, situation.procedure) if situation.check else None


def panel_of(verdict: Verdict, procedure: Procedure) -> Panel:
    named = named_resources(procedure)
    return Panel(
        verdict=verdict,
        named=tuple(one for one in verdict.lines if one.resource in named or not named),
        more=tuple(one for one in verdict.lines if named and one.resource not in named),
        chosen=tuple(one for one in verdict.candidates if one.rank),
        out=tuple(one for one in verdict.candidates if not one.rank),
    )


@acting.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """Every verdict of a case, and the way past it for who is entitled. For the office's own people."""
    case = find_case(acting.sight(request), number)
    if case is None or case.office_id not in acting.sight(request).offices:
        raise Http404
    situation = gather.for_case(
        case.pk, acting.who_of(request), None, timezone.now(), lock=False
    ).situation
    if situation.procedure.capacity is None:
        raise Http404
    refused = None
    if request.method == "POST":
        try:
            command = OverrideCapacity(reason=request.POST.get("reason", ""))
            done = acting.do(request, command, case=case.pk)
        except Refused as wrong:
            if wrong.why is not Why.INVALID:
                raise
            refused = wrong
        else:
            return acting.done_page(request, done, _("Pengecualian dicatat."))
    return _page(request, case, situation, refused)


def _page(
    request: HttpRequest, case: Case, situation: Situation, refused: Refused | None
) -> HttpResponse:
    asked_now = any(claiming.looks(situation.procedure.steps[key]) for key in situation.state.steps)
    if asked_now:
        situation = gather.with_check(situation, office=case.office_id, case=case.pk)
    kept = CapacitySnapshot.objects.filter(case=case).order_by("-seq")
    context = {
        **case_view.summary(case, situation),
        "now": panel(situation),
        "at": situation.now,
        "kept": [
            (one, panel_of(verdict_of(one.facts), situation.procedure), _step(situation, one.step))
            for one in kept
        ],
        "moments": dict(case.events.filter(kind="CapacityChecked").values_list("seq", "at")),
        "may_override": gather.may_override(situation),
        "overridden": _reasons(case),
        "reason": request.POST.get("reason", ""),
        "errors": acting.errors_of(refused),
        "refused": acting.sentence_of(refused) if refused else "",
        "key": acting.key_of(request),
    }
    return render(request, "capacity.html", context, status=422 if refused else 200)


def _reasons(case: Case) -> list[str]:
    """Why the check was overridden, each time that it was."""
    facts = case.events.filter(kind="CapacityOverridden").order_by("seq")
    return [json.loads(one)["reason"] for one in facts.values_list("facts", flat=True)]


def _step(situation: Situation, key: str) -> str:
    step = situation.procedure.steps.get(key)
    return step.number or step.key if step else ""
