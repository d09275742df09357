"""The register of servers and hosted applications, as far as the reader may see it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kolokasi.inventory.models import RegisterEntry
from kolokasi.inventory.register import PAGE, entries_seen
from kolokasi.web import acting
from kolokasi.web.address import row_id
from kolokasi.web.templatetags.kolokasi import column_label, tanggal

# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@acting.signed_in
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    found = _seen(request, before=row_id(request.GET.get("sebelum", "")), limit=PAGE + 1)
    context = {
        "entries": found[:PAGE],
        "more": found[PAGE - 1].pk if len(found) > PAGE else 0,
        "text": request.GET.get("cari", ""),
    }
    return render(request, "register.html", context)


@acting.signed_in
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The same lines for a spreadsheet: UTF-8 with a byte order mark, cells apart by semicolons, as
    Excel expects where numbers have a decimal comma."""
    found = _seen(request, limit=None)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows([safe_cell(cell) for cell in row] for row in _table(found))
    answer = HttpResponse(
        text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )
    name = f"daftar-server-{timezone.localdate().isoformat()}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def safe_cell(text: str) -> str:
    """The text so that no spreadsheet computes it: what could begin a formula gets an apostrophe."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _seen(request: HttpRequest, *, before: int = 0, limit: int | None) -> list[RegisterEntry]:
    sight = acting.sight(request)
    return entries_seen(
        agencies=sight.agencies,
        offices=sight.offices,
        text=request.GET.get("cari", "").strip()[:100],
        before=before,
        limit=limit,
    )


def _table(found: list[RegisterEntry]) -> Iterable[list[str]]:
    """One line for each entry; SOPs name different columns, and each has its place once."""
    keys = list(dict.fromkeys(key for entry in found for key, _value in entry.columns))
    ours = [_("Nomor permohonan"), _("Dinas"), _("OPD"), _("Nama"), _("Tercatat")]
    yield [*ours, *(column_label(key) for key in keys)]
    for entry in found:
        values = {key: str(value) for key, value in entry.columns}
        yield [
            entry.case_number,
            entry.office.name,
            entry.agency.name,
            entry.name,
            tanggal(entry.entered_at, entry.office.timezone),
            *(values.get(key, "") for key in keys),
        ]
