"""One block of addresses: who has which of them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kolokasi.accounts.models import Office
from kolokasi.inventory import network as writing
from kolokasi.inventory.models import AddressPool, TakenAddress
from kolokasi.web.address import row_id
from kolokasi.web.datacentre import figures
from kolokasi.web.datacentre.access import answered, done, for_officers, may_change, page
from kolokasi.web.datacentre.forms import Form, Input, filled, read

PAGE = 100
CHANGE = Form(
    do="change",
    title=_("Ubah blok IP"),
    button=_("Simpan"),
    inputs=(
        Input(name="name", label=_("Nama"), limit=120),
        Input(name="public", label=_("Alamat publik"), kind="check"),
        Input(name="is_open", label=_("Dipakai bagi permintaan baru"), kind="check"),
    ),
)


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def pool(request: HttpRequest, office: Office, pool: int) -> HttpResponse:
    pools = AddressPool.objects.select_related("meter", "site")
    found = pools.filter(office=office, pk=pool).first()
    if found is None:
        raise Http404
    answer = answered(request, {"change": partial(_change, request, office, found)})
    if isinstance(answer, HttpResponse):
        return answer
    after = row_id(request.GET.get("sesudah", ""))
    taken = TakenAddress.objects.filter(pool=found, free_at__isnull=True, place__gte=after)
    rows = list(taken.select_related("booking__agency").order_by("place")[: PAGE + 1])
    context: dict[str, Any] = {
        "pool": found,
        "figure": figures.of_meter(found.meter),
        "taken": rows[:PAGE],
        "more": rows[PAGE].place if len(rows) > PAGE else 0,
    }
    if may_change(request, office):
        context["change"] = filled(
            request, CHANGE, answer, name=found.name, public=found.public, is_open=found.is_open
        )
    return page(request, "pool", office, context, answer, where="change")


def _change(request: HttpRequest, office: Office, pool: AddressPool) -> HttpResponse:
    given = read(request, CHANGE)
    return done(
        request,
        office,
        lambda act: writing.change_pool(act, pool, **given),
        to="dc_pool",
        row=pool.pk,
        said=gettext("Tersimpan."),
    )
