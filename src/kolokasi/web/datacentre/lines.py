"""One line to the internet, and who takes how much of it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kolokasi.accounts.models import Office
from kolokasi.inventory import network as writing
from kolokasi.inventory.models import BookingLine, Uplink
from kolokasi.web.datacentre import figures
from kolokasi.web.datacentre.access import answered, done, for_officers, may_change, page
from kolokasi.web.datacentre.forms import Form, Input, filled, read
from kolokasi.web.datacentre.power import SITE

_LINE = (
    Input(name="name", label=_("Nama"), required=True, limit=120),
    Input(name="provider", label=_("Penyedia"), limit=120),
    Input(name="mbps", label=_("Kapasitas"), kind="count", unit="Mbps"),
    Input(name="contract_ends_on", label=_("Kontrak sampai"), kind="date"),
    Input(name="is_open", label=_("Dipakai bagi permintaan baru"), kind="check"),
)
UPLINK = Form(
    do="uplink", title=_("Tambah sambungan internet"), button=_("Tambah"), inputs=(SITE, *_LINE)
)
CHANGE = Form(do="change", title=_("Ubah sambungan"), button=_("Simpan"), inputs=_LINE)


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def uplink(request: HttpRequest, office: Office, uplink: int) -> HttpResponse:
    found = _uplink_of(office, uplink)
    answer = answered(request, {"change": partial(_change, request, office, found)})
    if isinstance(answer, HttpResponse):
        return answer
    if answer is not None:
        found = _uplink_of(office, uplink)
    context: dict[str, Any] = {
        "uplink": found,
        "figure": figures.of_meter(found.meter),
        "takers": takers(found.meter_id),
    }
    if may_change(request, office):
        begins = {one.name: getattr(found, one.name, None) for one in _LINE}
        context["change"] = filled(request, CHANGE, answer, **begins | {"mbps": found.meter.rating})
    return page(request, "uplink", office, context, answer, where="change")


def takers(*meters: int) -> Any:
    """Who takes how much of a meter today, the largest first."""
    lines = BookingLine.objects.filter(meter__in=meters, booking__ended_at__isnull=True)
    return lines.select_related("booking__agency", "meter").order_by("-amount", "pk")


def _uplink_of(office: Office, key: int) -> Uplink:
    found = Uplink.objects.select_related("meter", "site").filter(office=office, pk=key).first()
    if found is None:
        raise Http404
    return found


def _change(request: HttpRequest, office: Office, uplink: Uplink) -> HttpResponse:
    given = read(request, CHANGE)
    return done(
        request,
        office,
        lambda act: writing.change_uplink(act, uplink, writing.UplinkFacts(**given)),
        to="dc_uplink",
        row=uplink.pk,
        said=gettext("Tersimpan."),
    )
