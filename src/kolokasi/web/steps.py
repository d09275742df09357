"""One page for one decision: everything needed to decide, the ways out as buttons, what follows each."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kolokasi.cases import gather
from kolokasi.cases.acts import Done
from kolokasi.cases.models import Case
from kolokasi.cases.queries import find_case
from kolokasi.core import claiming
from kolokasi.core.capacity.report import summary_of
from kolokasi.core.capacity.verdict import Answer
from kolokasi.core.case_state import HELD
from kolokasi.core.commands import CompleteStep
from kolokasi.core.forms import prefill
from kolokasi.core.procedure import NoteRule, Outcome, OutcomeKind, Step
from kolokasi.core.proof.rehearsal import ahead
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.situation import Offer, Situation
from kolokasi.core.turns import available, check_turn
from kolokasi.web import acting, capacity, case_history, case_papers, case_view, uploads
from kolokasi.web.form_fields import Filling, read_forms, show_forms
from kolokasi.web.prefilling import known_facts
from kolokasi.web.sentences import said

# Refusals that are answered on the page itself, with everything that was typed still there.
_MENDED_HERE = (Why.INVALID, Why.NO_ROOM)


@acting.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Show the turn that the person may take on this step, and take it."""
    case = find_case(acting.sight(request), number)
    if case is None:
        raise Http404
    situation = gather.for_case(
        case.pk, acting.who_of(request), None, timezone.now(), lock=False
    ).situation
    if step not in situation.procedure.steps:
        raise Http404
    if claiming.looks(situation.procedure.steps[step]):
        situation = gather.with_check(situation, office=case.office_id, case=case.pk)
    if request.method == "POST":
        return _take(request, case, situation, situation.procedure.steps[step])
    offer = _offer(situation, step)
    if offer is None:
        return _not_mine(request, case, situation, situation.procedure.steps[step])
    return _page(request, case, situation, offer)


def _take(request: HttpRequest, case: Case, situation: Situation, step: Step) -> HttpResponse:
    posted = request.POST
    try:
        files = uploads.taken(request, step.attachments, person=acting.who_of(request).id)
        command = CompleteStep(
            step=step.key,
            visit=_number(posted.get("visit")),
            turn=_number(posted.get("turn")),
            outcome=posted.get("outcome", ""),
            note=posted.get("note", ""),
            forms=read_forms(posted, situation.procedure, step.fills),
            files=files,
            flagged=tuple(posted.getlist("flagged")),
            rack=_number(posted.get("rack")),
        )
        done = acting.do(request, command, case=case.pk)
    except Refused as refused:
        offer = _offer(situation, step.key)
        if refused.why not in _MENDED_HERE or offer is None:
            raise
        return _page(request, case, situation, offer, refused)
    return _after(request, situation, step, done)


def _after(
    request: HttpRequest, situation: Situation, step: Step, done: Done
) -> HttpResponseRedirect:
    """An officer goes on with his work; an applicant sees where his request stands."""
    said = _("%(number)s, kegiatan %(step)s: tersimpan.") % {
        "number": done.number,
        "step": step.number or step.key,
    }
    if situation.procedure.is_applicants(step):
        return acting.done_page(request, done, said)
    messages.success(request, said)
    return redirect("tasks")


def _page(
    request: HttpRequest,
    case: Case,
    situation: Situation,
    offer: Offer,
    refused: Refused | None = None,
) -> HttpResponse:
    procedure, state, step = situation.procedure, situation.state, offer.step
    answers = dict(state.marking.answers)
    known = known_facts(
        procedure,
        case.agency,
        situation.forms,
        acting.person_of(request),
        case.number,
        situation.check,
    )
    values = {
        key: situation.forms.get(key) or prefill(procedure.forms[key], known) for key in step.fills
    }
    if refused is not None:
        typed = read_forms(request.POST, procedure, step.fills)
        values = {
            key: {**values[key], **typed[key]} if offer.flagged else typed[key]
            for key in step.fills
        }
    filling = Filling(
        services=state.services,
        answers=answers,
        values=values,
        before=situation.forms if offer.flagged else {},
        errors=acting.errors_of(refused),
        flagged=frozenset(offer.flagged),
    )
    context = {
        **case_view.summary(case, situation),
        "offer": offer,
        "step": step,
        "task": case_view.task_of(case, offer),
        "as_title": situation.actor.roles[offer.role],
        "slug": case.version.key.partition("/")[2],
        "ways": [_way(situation, offer, way) for way in offer.ways],
        "entry_next": _entry_next(situation, offer),
        "note_required_for": [way.label for way in offer.ways if way.note is NoteRule.REQUIRED],
        "return_note": case_view.return_note(case) if offer.visit > 1 else "",
        "files": case_papers.files_of(case, situation),
        "notes": [one for one in case_history.timeline(case, procedure)[0] if one.note],
        "forms": show_forms(procedure, step.fills, filling) if offer.ways else [],
        "attachments": uploads.wanted(
            request,
            step.attachments,
            state.services,
            answers,
            filling.errors,
            mending=step.key in state.marking.mending,
        ),
        "mending": step.key in state.marking.mending,
        "note": request.POST.get("note", _reason_of(situation)),
        "verdict": capacity.panel(situation),
        "picks": bool(offer.ways) and situation.state.capacity not in HELD,
        "may_override": gather.may_override(situation),
        "chosen": request.POST.get("outcome", ""),
        "flaggable": case_papers.flaggable(situation) if _returns(situation, offer) else [],
        "flagged_now": request.POST.getlist("flagged"),
        "papers": case_papers.papers(case, situation),
        "changes": case_papers.changes_after_return(case, situation),
        "key": acting.key_of(request),
        "refused": acting.sentence_of(refused) if refused else "",
        "errors": acting.errors_of(refused),
    }
    return render(request, "decide.html", context, status=422 if refused else 200)


def _reason_of(situation: Situation) -> str:
    """What a refusal would have to say: what is short, by how much, and what would fit."""
    check = situation.check
    return summary_of(check.verdict) if check and check.verdict.answer is Answer.NO else ""


def _way(situation: Situation, offer: Offer, way: Outcome) -> dict[str, object]:
    """A way out with what happens after it, in a sentence."""
    procedure, state = situation.procedure, situation.state
    following = ahead(procedure, state.services, state.marking, offer.step.key, way)
    plain = way.label == "Selesai"  # ours, where the SOP words no button
    return {"outcome": way, "label": said(way.label) if plain else way.label, "tone": _tone(way.kind),
            "next": case_view.what_follows(procedure, following),
            "returns": _returns_to_applicant(situation, way)}  # fmt: skip


def _entry_next(situation: Situation, offer: Offer) -> str:
    """Who has the next turn of this step, where this one only makes an entry."""
    if offer.ways:
        return ""
    roles = situation.procedure.roles
    rest = [roles[one].label for one in offer.step.performers[offer.turn + 1 :]]
    return _("Diteruskan ke %(who)s.") % {"who": rest[0] if rest else _("pelaksana lain")}


def _not_mine(request: HttpRequest, case: Case, situation: Situation, step: Step) -> HttpResponse:
    """An old link: the step was taken, is not open yet, or lies on another desk."""
    opened = situation.state.steps.get(step.key)
    last = case_view.last_turn(case, step.key)
    context = {
        **case_view.summary(case, situation),
        "step": step,
        "opened": opened,
        "last": last,
        "last_name": case_view.hands_of(case).get((step.key, last.visit, last.turn))
        if last
        else "",
        "roles": [situation.procedure.roles[one].label for one in step.performers],
        "because": _because(situation, step),
    }
    return render(request, "not_mine.html", context, status=200 if opened else 409)


def _because(situation: Situation, step: Step) -> str:
    """Why the person may not take his own turn here now, where he has one."""
    opened = situation.state.steps.get(step.key)
    for turn, role in enumerate(opened.turns if opened else ()):
        if role in situation.actor.roles and opened is not None and turn not in opened.entered:
            try:
                check_turn(situation, step, opened, turn)
            except Refused as refused:
                return acting.sentence_of(refused)
    return ""


def _offer(situation: Situation, step: str) -> Offer | None:
    return next((one for one in available(situation) if one.step.key == step), None)


def _returns(situation: Situation, offer: Offer) -> bool:
    return any(_returns_to_applicant(situation, way) for way in offer.ways)


def _returns_to_applicant(situation: Situation, way: Outcome) -> bool:
    """Whether this way out opens the applicant's forms again; a return to a colleague flags nothing."""
    procedure = situation.procedure
    return way.kind is OutcomeKind.RETURN and any(
        procedure.is_applicants(procedure.steps[key]) for key in way.next
    )


def _tone(kind: OutcomeKind) -> str:
    match kind:
        case OutcomeKind.FORWARD:
            return "positive"
        case OutcomeKind.REFUSE | OutcomeKind.WITHDRAW:
            return "negative"
        case _:
            return "neutral"


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else -1
