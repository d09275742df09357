"""The register of servers and hosted applications, as far as the reader may see it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kolokasi.inventory.register import entries_seen
from kolokasi.web import acting
from kolokasi.web.address import row_id


@acting.signed_in
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    sight = acting.sight(request)
    before = request.GET.get("sebelum", "")
    found = entries_seen(
        agencies=sight.agencies,
        offices=sight.offices,
        text=request.GET.get("cari", "").strip()[:100],
        before=row_id(before),
    )
    return render(request, "register.html", {"entries": found, "text": request.GET.get("cari", "")})
