"""The capacity ledger (*buku kapasitas*): what was reserved, placed, moved and given back, by whom and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kolokasi.accounts.models import Office
from kolokasi.inventory.ledger import entries
from kolokasi.inventory.models import LedgerEntry
from kolokasi.web.address import row_id
from kolokasi.web.datacentre.access import for_officers, page

PAGE = 50


@for_officers
@require_safe
def ledger(request: HttpRequest, office: Office) -> HttpResponse:
    kind, text = request.GET.get("jenis", ""), request.GET.get("cari", "").strip()[:100]
    found = entries(
        office.pk,
        kind=kind if kind in LedgerEntry.Kind.values else "",
        text=text,
        before=row_id(request.GET.get("sebelum", "")),
        limit=PAGE + 1,
    )
    context = {
        "entries": found[:PAGE],
        "more": found[PAGE - 1].pk if len(found) > PAGE else 0,
        "kinds": LedgerEntry.Kind.choices,
        "kind": kind,
        "text": text,
    }
    return page(request, "ledger", office, context)
