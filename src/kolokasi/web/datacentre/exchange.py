"""The data centre's records as spreadsheets: taken out, brought in, looked at, and applied by one decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kolokasi.accounts.models import Office
from kolokasi.core.refusal import Refused
from kolokasi.inventory.exchange import staging
from kolokasi.inventory.exchange.applying import NotApplied
from kolokasi.inventory.exchange.columns import tidy
from kolokasi.inventory.exchange.netbox_tables import TABLES
from kolokasi.inventory.exchange.opening import MAX_BYTES, MAX_ROWS
from kolokasi.inventory.exchange.planning import Do
from kolokasi.inventory.exchange.sheets import BY_KEY, SHEETS
from kolokasi.inventory.exchange.standing import standing
from kolokasi.inventory.exchange.workbook import XLSX, csv_of, faults_csv, xlsx
from kolokasi.inventory.models import ImportBatch
from kolokasi.web.acting import KEY
from kolokasi.web.administration.acts import act_in
from kolokasi.web.datacentre.access import for_officers, may_change, page
from kolokasi.web.once import Then
from kolokasi.web.sentences import said

_PAGE = 50
_SHOWN = 10  # batches in the list
CSV = "text/csv; charset=utf-8"
State, Source = ImportBatch.State, ImportBatch.Source


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: HttpRequest, office: Office) -> HttpResponse:
    refused = None
    if request.method == "POST":
        if not may_change(request, office):
            raise Http404
        try:
            return _staged(request, office)
        except Refused as wrong:
            refused = wrong
    batches = ImportBatch.objects.filter(office=office).select_related("made_by")
    context = {
        "sheets": SHEETS,
        "netbox": TABLES,
        "source": request.POST.get("source", Source.KOLOKASI),
        "sources": [(Source.KOLOKASI, _("Templat atau ekspor Kolokasi (XLSX, CSV)")),
                    (Source.NETBOX, _("Ekspor NetBox (CSV)"))],
        "batches": batches.defer("rows", "steps", "findings", "unread").order_by("-pk")[:_SHOWN],
        "most_mb": MAX_BYTES // 1024 // 1024,
        "most_rows": MAX_ROWS,
    }  # fmt: skip
    return page(request, "exchange/exchange", office, context, refused)


@for_officers
@require_safe
def workbook(request: HttpRequest, office: Office) -> HttpResponse:
    """Everything, as it stands."""
    title = f"Pusat data {office.name}"
    return _file(
        xlsx(standing(office.pk).rows(), title=title), f"pusat-data-{office.key}.xlsx", XLSX
    )


@for_officers
@require_safe
def blank(request: HttpRequest, office: Office) -> HttpResponse:
    return _file(xlsx({}, title="Templat pusat data"), "templat-pusat-data.xlsx", XLSX)


@for_officers
@require_safe
def table(request: HttpRequest, office: Office, sheet: str) -> HttpResponse:
    """One sheet as text."""
    found = BY_KEY.get(sheet)
    if found is None:
        raise Http404
    name = found.title.lower().replace(" ", "-")
    return _file(csv_of(found, standing(office.pk).rows()[sheet]), f"{name}-{office.key}.csv", CSV)


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, office: Office, batch: int) -> HttpResponse:
    """What an import would do, faults first; and the decision about it."""
    found = _found(request, office, batch)
    if request.method == "POST":
        doing = {"confirm": _confirmed, "drop": _dropped}.get(request.POST.get("do", ""))
        if doing is None:
            raise Http404
        return doing(request, office, found)
    return page(request, "exchange/batch", office, _preview(request, found))


@for_officers
@require_safe
def faults(request: HttpRequest, office: Office, batch: int) -> HttpResponse:
    """The faults as a list for whoever mends the file."""
    found = _found(request, office, batch)
    rows = [
        (one["place"], str(one["row"] or ""), one["column"], said(one["sentence"]))
        for one in staging.faults_of(found)
    ]
    heading = (_("Lembar"), _("Baris"), _("Kolom"), _("Yang perlu diperbaiki"))
    return _file(faults_csv([heading, *rows]), f"perbaikan-impor-{found.pk}.csv", CSV)


def _staged(request: HttpRequest, office: Office) -> HttpResponse:
    """The files are opened before anything is locked."""
    source = Source.NETBOX if request.POST.get("source") == Source.NETBOX else Source.KOLOKASI
    uploads = [
        staging.Upload(name=_file_name(one), data=one.read(MAX_BYTES + 1))
        for one in request.FILES.getlist("file")[: staging.MAX_FILES + 1]
    ]
    taken = staging.take_in(uploads, source=source)
    return act_in(
        request, office,
        lambda act: staging.stage(act, taken, key=request.POST.get(KEY, "")),
        lambda made: Then(to=_to(office, made)),
    ).go(request)  # fmt: skip


def _confirmed(request: HttpRequest, office: Office, found: ImportBatch) -> HttpResponse:
    def then(made: ImportBatch) -> Then:
        if made.state == State.APPLIED:
            return Then(to=_to(office, made), said=_("Impor diterapkan seluruhnya."))
        return Then(
            to=_to(office, made), level=messages.WARNING,
            said=_("Pusat data sudah berubah sejak berkas ini diperiksa; belum ada yang diterapkan."),
        )  # fmt: skip

    try:
        return act_in(request, office, lambda act: staging.confirm(act, found.pk), then).go(request)
    except NotApplied as refused:
        finding = refused.finding
    return act_in(
        request, office,
        lambda act: staging.note_refusal(act, found.pk, finding),
        lambda made: Then(
            to=_to(office, made), level=messages.WARNING,
            said=_("Satu baris ditolak, maka tidak ada yang diterapkan."),
        ),
    ).go(request)  # fmt: skip


def _dropped(request: HttpRequest, office: Office, found: ImportBatch) -> HttpResponse:
    return act_in(
        request, office,
        lambda act: staging.drop(act, found.pk),
        lambda made: Then(
            to=reverse("dc_exchange", args=[office.key]),
            said=_("Impor dibatalkan; pusat data tidak berubah."),
        ),
    ).go(request)  # fmt: skip


def _preview(request: HttpRequest, found: ImportBatch) -> dict[str, Any]:
    wrongs = staging.faults_of(found)
    counts = {do: sum(1 for one in found.steps if one["do"] == do) for do in Do}
    chosen = request.GET.get("lihat", "")
    kinds = [
        (Do.ADD, _("Ditambahkan"), counts[Do.ADD]),
        (Do.CHANGE, _("Diubah"), counts[Do.CHANGE]),
        (Do.SAME, _("Tetap"), counts[Do.SAME]),
    ]
    if chosen not in {kind for kind, _label, _count in kinds}:
        chosen = next((str(kind) for kind, _label, count in kinds if count), str(Do.ADD))
    rows = [one for one in found.steps if one["do"] == chosen]
    wrong_page, row_page = _number(request, "galat"), _number(request, "hal")
    return {
        "batch": found,
        "wrongs": _shown(wrongs, wrong_page),
        "wrong_count": len(wrongs),
        "wrong_words": ngettext(
            "%(n)d hal perlu diperbaiki", "%(n)d hal perlu diperbaiki", len(wrongs)
        )
        % {"n": len(wrongs)},
        "wrong_more": _more(wrongs, wrong_page),
        "wrong_page": wrong_page,
        "remarks": _shown([one for one in found.findings if one["remark"]], 1),
        "kinds": kinds,
        "chosen": chosen,
        "rows": rows[(row_page - 1) * _PAGE : row_page * _PAGE],
        "row_more": _more(rows, row_page),
        "row_page": row_page,
        "has_work": bool(counts[Do.ADD] or counts[Do.CHANGE]),
        "is_staged": found.state == State.STAGED,
    }


def _shown(findings: list[dict[str, Any]], number: int) -> list[dict[str, Any]]:
    """A page of findings, in the language of the screen."""
    part = findings[(number - 1) * _PAGE : number * _PAGE]
    return [one | {"sentence": said(one["sentence"])} for one in part]


def _more(things: list[Any], number: int) -> int:
    return number + 1 if len(things) > number * _PAGE else 0


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def _found(request: HttpRequest, office: Office, batch: int) -> ImportBatch:
    """A batch is its office's admins'."""
    if not may_change(request, office):
        raise Http404
    rows = ImportBatch.objects.filter(office=office).select_related("made_by", "ended_by")
    found = rows.filter(pk=batch).first()
    if found is None:
        raise Http404
    return found


def _to(office: Office, made: ImportBatch) -> str:
    return reverse("dc_import", args=[office.key, made.pk])


def _file_name(upload: UploadedFile) -> str:
    name = (upload.name or "").replace("\\", "/").rsplit("/", 1)[-1]
    return tidy(name)[-100:] or "berkas"


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
