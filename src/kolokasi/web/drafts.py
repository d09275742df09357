"""Writing a request: choose the service, fill in, save, come back, hand in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kolokasi.accounts.calendars import calendar_of
from kolokasi.cases import drafts
from kolokasi.cases.acts import Done, settle
from kolokasi.cases.models import Draft
from kolokasi.cases.procedures import running, version_in_force
from kolokasi.core.commands import File, StartCase
from kolokasi.core.forms import clean_line, prefill
from kolokasi.core.procedure import Attachment, Procedure
from kolokasi.core.refusal import Refused, Why
from kolokasi.web import acting, uploads
from kolokasi.web.address import row_id
from kolokasi.web.form_fields import Filling, read_forms, show_forms
from kolokasi.web.outlook import outlook
from kolokasi.web.prefilling import known_facts


@acting.signed_in
def begin(request: HttpRequest, office: str, slug: str) -> HttpResponse:
    if request.method != "POST":  # an address that was kept, or followed after signing in
        return redirect("sop", office=office, slug=slug)
    version = version_in_force(office, slug)
    if version is None:
        raise Http404
    procedure = running(version.pk).procedure
    services = [one for one in request.POST.getlist("services") if one in procedure.services]
    draft = drafts.begin(
        version,
        agency=row_id(request.POST.get("agency", "")),
        person=acting.who_of(request).id,
        services=services or _only(procedure),
        now=timezone.now(),
    )
    return redirect("draft", draft=draft.pk)


@acting.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, draft: int) -> HttpResponse:
    found = drafts.visible(acting.sight(request)).filter(pk=draft).first()
    if found is None:
        handed_in = _already(request)
        if handed_in is not None:
            return acting.done_page(request, handed_in, _("Permohonan ini sudah dikirim."))
        raise Http404
    if request.method != "POST":
        return _page(request, found)
    if request.POST.get("do") == "discard":
        drafts.discard(found)
        messages.success(request, _("Draf dihapus."))
        return redirect("cases")
    return _save_or_send(request, found)


@acting.signed_in
@require_POST
def autosave(request: HttpRequest, draft: int) -> HttpResponse:
    """Keep what is typed while it is typed. New files wait for a real save."""
    found = drafts.visible(acting.sight(request)).filter(pk=draft).first()
    if found is None:
        raise Http404
    _forms, there = _keep(
        request, found, uploads.kept_before(request, person=acting.who_of(request).id)
    )
    if not there:
        raise drafts.gone()
    return render(
        request,
        "partials/saved.html",
        {"at": timezone.now(), "draft_zone": found.version.office.timezone},
    )


def _save_or_send(request: HttpRequest, found: Draft) -> HttpResponse:
    procedure = running(found.version_id).procedure
    _fills, attachments = asked_of_applicant(procedure)
    person = acting.who_of(request).id
    refused = None
    try:
        files = uploads.taken(request, attachments, person=person)
    except Refused as wrong:
        refused = wrong
        kept = getattr(request, "kolokasi_kept", {})
        files = tuple(file for one in kept.values() for file in one)
    values, there = _keep(request, found, files)
    sending = request.POST.get("do") == "send"
    if not there and not sending:  # sending asks the key, which may be that of the first click
        raise drafts.gone()
    if refused is None and not sending and len(found.subject) > drafts.MAX_SUBJECT:
        refused = _too_long(found.subject)
    if refused is None and not sending:
        messages.success(request, _("Draf tersimpan. Anda dapat melanjutkannya kapan saja."))
        return redirect("draft", draft=found.pk)
    try:
        if refused is not None:
            raise refused
        command = StartCase(
            agency=found.agency_id,
            services=frozenset(found.services),
            subject=found.subject,
            forms=values,
            files=files,
            note=request.POST.get("note", ""),
            author=found.person_id,
        )
        done = acting.do(request, command, version=found.version_id, draft=found.pk)
    except Refused as wrong:
        if wrong.why is not Why.INVALID:
            raise
        return _page(request, found, wrong)
    return acting.done_page(
        request, done, _("Permohonan terkirim. Nomor dan kode pelacakannya ada di halaman ini.")
    )


def _keep(
    request: HttpRequest, found: Draft, files: tuple[File, ...]
) -> tuple[dict[str, dict[str, object]], bool]:
    """Save the draft as typed. Returns the forms' values as they came, and whether it is still there."""
    procedure = running(found.version_id).procedure
    values = read_forms(request.POST, procedure, asked_of_applicant(procedure)[0])
    there = drafts.save(
        found,
        subject=" ".join(request.POST.get("subject", "").split()),
        services=[one for one in request.POST.getlist("services") if one in procedure.services],
        values=values,
        files=files,
        note=request.POST.get("note", ""),
        now=timezone.now(),
    )
    return values, there


def _too_long(subject: str) -> Refused:
    _line, wrong = clean_line("Perihal", subject)
    return Refused(Why.INVALID, "Perihal terlalu panjang.", errors={"subject": wrong})


def _page(request: HttpRequest, found: Draft, refused: Refused | None = None) -> HttpResponse:
    run = running(found.version_id)
    procedure = run.procedure
    fills, attachments = asked_of_applicant(procedure)
    services = frozenset(found.services)
    known = known_facts(procedure, found.agency, {}, acting.person_of(request))
    values = {key: found.values.get(key) or prefill(procedure.forms[key], known) for key in fills}
    errors = acting.errors_of(refused)
    filling = Filling(services=services, values=values, errors=errors)
    office = found.version.office
    calendar = calendar_of(office.pk, office.calendar_version)
    now = timezone.now().astimezone(calendar.timezone)
    ahead = outlook(procedure, services, now, calendar)
    context = {
        "draft": found,
        "office": office,
        "slug": found.version.key.partition("/")[2],
        "procedure": procedure,
        "services": [
            {"key": key, "label": label, "on": key in services}
            for key, label in procedure.services.items()
        ],
        "forms": show_forms(procedure, fills, filling),
        "attachments": uploads.wanted(
            request, attachments, services, {}, errors, drafted=drafts.files_of(found)
        ),
        "errors": errors,
        "refused": acting.sentence_of(refused) if refused else "",
        "key": acting.key_of(request),
        "outlooks": [ahead] if ahead.promised else [],
    }
    return render(request, "draft.html", context, status=422 if refused else 200)


def asked_of_applicant(
    procedure: Procedure,
) -> tuple[tuple[str, ...], tuple[Attachment, ...]]:
    """The forms and files that come with a request: row 1's own, or those of the letter."""
    if procedure.starts_with_applicant:
        first = procedure.steps[procedure.start]
        return first.fills, first.attachments
    return procedure.request_fills, procedure.request_attachments


def _already(request: HttpRequest) -> Done | None:
    """A resend of a draft that was handed in: its key remembers the case."""
    key = request.POST.get(acting.KEY, "")
    return settle(key, person=acting.who_of(request).id) if key else None


def _only(procedure: Procedure) -> list[str]:
    return list(procedure.services)[:1]
