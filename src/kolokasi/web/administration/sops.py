"""The office's SOPs and their versions: read closely, put in force, taken back, uploaded, with suggestions."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kolokasi.accounts.calendars import calendar_of
from kolokasi.accounts.models import Office
from kolokasi.accounts.office_acts import today_at
from kolokasi.cases import versions
from kolokasi.cases.models import ProcedureVersion
from kolokasi.cases.procedures import Status, read_version, running
from kolokasi.cases.staffing import staffing
from kolokasi.core.options import option_name
from kolokasi.core.procedure import Procedure
from kolokasi.core.proof.rehearsal import LIMIT, Path, paths
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.worktime.calendar import WorkCalendar
from kolokasi.drawing.sheet import draw_sheet
from kolokasi.sources.procedure_source import decode, plain_lines
from kolokasi.sources.yaml_tree import MAX_BYTES
from kolokasi.web.address import row_id
from kolokasi.web.administration.access import for_admins
from kolokasi.web.administration.acts import act_in, page
from kolokasi.web.administration.typed import Typed, kept
from kolokasi.web.once import Then


@for_admins
@require_safe
def sops(request: HttpRequest, office: Office) -> HttpResponse:
    rows = ProcedureVersion.objects.filter(office=office).order_by("key", "-version").defer("text")
    on_versions = versions.running_on(office)
    groups = [
        [
            {
                "version": one,
                "slug": one.key.partition("/")[2],
                "running": on_versions.get(one.pk, 0),
            }
            for one in group
        ]
        for _key, group in groupby(rows, key=lambda one: one.key)
    ]
    return page(request, "sops", office, {"groups": groups})


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def sop(request: HttpRequest, office: Office, slug: str, version: int) -> HttpResponse:
    found = _version(office, slug, version)
    refused = None
    if request.method == "POST":
        doing = {"enforce": _enforce, "revoke": _revoke, "options": _options}
        try:
            return doing.get(request.POST.get("do", ""), _enforce)(
                request, office, found, Typed(request)
            )
        except Refused as wrong:
            refused = wrong
            found.refresh_from_db()
    review = versions.review_version(found)
    procedure, as_run = read_version(found), running(found.pk).procedure
    calendar = calendar_of(office.pk, office.calendar_version)
    today = today_at(office, timezone.now())
    staffed = [one for one in staffing(office, on=today).sops if one.version.key == found.key]
    in_force = ProcedureVersion.objects.filter(
        office=office, key=found.key, status=Status.IN_FORCE
    ).first()
    on_versions = versions.running_on(office)
    context = {
        "version": found,
        "slug": slug,
        "procedure": as_run,
        "review": review,
        "is_draft": found.status == Status.DRAFT,
        "is_in_force": found.status == Status.IN_FORCE,
        "in_force": in_force if in_force and in_force.pk != found.pk else None,
        "running": on_versions.get(found.pk, 0),
        "running_before": on_versions.get(in_force.pk, 0) if in_force else 0,
        "paths": _paths(as_run, calendar),
        "options": list(_suggestions(procedure, found)),
        "empty_desks": [d for one in staffed for d in one.desks if d.stalls],
        "sheet": draw_sheet(as_run),
        "typed": kept(
            request,
            "enforce",
            number=found.number,
            effective_from=today.isoformat(),
        ),
    }
    return page(request, "sop", office, context, refused)


@for_admins
@require_safe
def text(request: HttpRequest, office: Office, slug: str, version: int) -> HttpResponse:
    """The text itself, to be changed in an editor and uploaded again."""
    found = _version(office, slug, version)
    answer = HttpResponse(found.text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slug}-v{version}.yaml"'
    return answer


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, office: Office) -> HttpResponse:
    """A new text as a file, or written here. A text that is no SOP stays on the page, with what is wrong."""
    written, file = _begun_with(request, office), "naskah.yaml"
    review: versions.Review | None = None
    if request.method == "POST":
        written, file, unread = _sent(request)
        # Sent again from a page that says "sedang dipastikan", the file comes as text: the same form.
        sent = request.POST.copy()
        sent["text"], sent["file_name"] = written, file
        request.POST = sent  # type: ignore[assignment]
        review = unread or versions.review(office, written, file=file)
        if review.procedure is not None:
            text = written
            said = _("Tersimpan sebagai versi %(n)d. Periksa temuannya.")
            return act_in(
                request,
                office,
                lambda act: versions.upload(act, text, file=file),
                lambda made: _then(made, said % {"n": made.version}),
            ).go(request)
    refused = (
        Refused(Why.INVALID, "Naskah ini belum dapat menjadi SOP; belum ada yang disimpan.")
        if review is not None
        else None
    )
    context = {"written": written, "file_name": file, "review": review}
    return page(request, "upload", office, context, refused)


def _sent(request: HttpRequest) -> tuple[str, str, versions.Review | None]:
    """The text that came, what its file is called, and why it cannot be read as text at all."""
    name = _file_name(request.POST.get("file_name", ""))
    uploaded = request.FILES.get("file")
    if uploaded is None:
        return plain_lines(request.POST.get("text", "")), name, None
    name = _file_name(uploaded.name or name)
    text, findings = decode(uploaded.read(MAX_BYTES + 1), name)
    if not findings:
        return text, name, None
    unread = versions.Review(text="", identity_text="", procedure=None, findings=findings)
    return plain_lines(request.POST.get("text", "")), name, unread  # what stood in the page stays


def _file_name(text: str) -> str:
    return "".join(one for one in text if one.isprintable())[:100] or "naskah.yaml"


def _enforce(
    request: HttpRequest, office: Office, version: ProcedureVersion, typed: Typed
) -> HttpResponse:
    number = typed.line("number", required="Nomor SOP wajib diisi.", limit=120)
    effective_from = typed.day("effective_from", required="Tulis sejak kapan SOP ini berlaku.")
    typed.check()
    assert effective_from is not None
    said = _("SOP ini berlaku. Permohonan baru berjalan menurut versi ini.")
    return act_in(
        request,
        office,
        lambda act: versions.enforce(act, version, number=number, effective_from=effective_from),
        lambda _none: _then(version, said),
    ).go(request)


def _revoke(
    request: HttpRequest, office: Office, version: ProcedureVersion, typed: Typed
) -> HttpResponse:
    return act_in(
        request,
        office,
        lambda act: versions.withdraw(act, version),
        lambda _none: _then(
            version, _("Versi ini dicabut; permohonan baru tidak lagi memakainya.")
        ),
    ).go(request)


def _options(
    request: HttpRequest, office: Office, version: ProcedureVersion, typed: Typed
) -> HttpResponse:
    def switched(made: ProcedureVersion) -> Then:
        if made.pk == version.pk:
            return _then(made, _("Tidak ada yang berubah: versi ini sudah demikian."))
        said = _("Versi %(n)d siap sebagai draf; berlakukan bila sudah diperiksa.")
        return _then(made, said % {"n": made.version})

    options = request.POST.getlist("options")
    return act_in(request, office, lambda act: versions.switch(act, version, options), switched).go(
        request
    )


def _then(version: ProcedureVersion, said: str) -> Then:
    slug = version.key.partition("/")[2]
    to = reverse("settings_sop", args=[version.office.key, slug, version.version])
    return Then(to=to, said=said)


def _version(office: Office, slug: str, version: int) -> ProcedureVersion:
    found = (
        ProcedureVersion.objects.filter(office=office, key=f"{office.key}/{slug}", version=version)
        .select_related("office", "put_in_force_by")
        .first()
    )
    if found is None:
        raise Http404
    return found


def _begun_with(request: HttpRequest, office: Office) -> str:
    """The text of the version that is to be changed, where the address names one."""
    slug, _sep, number = request.GET.get("dari", "").rpartition("/")
    found = ProcedureVersion.objects.filter(
        office=office,
        key=f"{office.key}/{slug}",
        version=row_id(number) if len(number) < 6 else 0,
    ).first()
    return found.text if found else ""


def _paths(procedure: Procedure, calendar: WorkCalendar) -> list[Path]:
    """Every way through the SOP; none where there are too many to be read."""
    try:
        return paths(procedure, calendar, limit=LIMIT)
    except ValueError:
        return []


def _suggestions(procedure: Procedure, version: ProcedureVersion):  # type: ignore[no-untyped-def]
    for step in procedure.steps.values():
        for way in step.outcomes:
            if way.suggested:
                name = option_name(procedure, step.key, way.key)
                yield {"name": name, "step": step, "way": way, "on": name in version.options}
