"""The way out and the wires: lines to the internet, blocks of addresses, switches and patch panels."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kolokasi.accounts.models import Office
from kolokasi.inventory import network as writing
from kolokasi.inventory.models import AddressPool, PortGroup, Site, Uplink
from kolokasi.web.datacentre import figures
from kolokasi.web.datacentre.access import answered, done, for_officers, may_change, page
from kolokasi.web.datacentre.forms import Form, Input, Offered, filled, read, worded
from kolokasi.web.datacentre.lines import UPLINK
from kolokasi.web.datacentre.power import SITE

_OPEN = Input(name="is_open", label=_("Dipakai bagi permintaan baru"), kind="check")
POOL = Form(
    do="pool",
    title=_("Tambah blok IP"),
    button=_("Tambah"),
    inputs=(
        Input(
            name="cidr",
            label=_("Blok"),
            required=True,
            limit=60,
            help=_("Misalnya 203.0.113.0/24."),
        ),
        Input(name="name", label=_("Nama"), limit=120),
        Input(name="site", label=_("Pusat data"), kind="choice"),
        Input(name="public", label=_("Alamat publik"), kind="check"),
        _OPEN,
    ),
)
GROUP = Form(
    do="group",
    title=_("Tambah kelompok port"),
    button=_("Tambah"),
    lede=_("Port yang terjangkau dari rak yang sama dihitung bersama."),
    inputs=(
        SITE,
        Input(name="kind", label=_("Jenis"), kind="choice", choices=worded(PortGroup.Kind.choices)),
        Input(name="name", label=_("Nama"), required=True, limit=120),
    ),
)


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def network(request: HttpRequest, office: Office) -> HttpResponse:
    answer = answered(
        request,
        {
            "uplink": partial(_add_uplink, request, office),
            "pool": partial(_add_pool, request, office),
            "group": partial(_add_group, request, office),
        },
    )
    if isinstance(answer, HttpResponse):
        return answer
    uplinks = Uplink.objects.filter(office=office).select_related("meter", "site")
    pools = AddressPool.objects.filter(office=office).select_related("meter", "site")
    groups = PortGroup.objects.filter(office=office).select_related("meter", "site")
    context: dict[str, Any] = {
        "uplinks": [(one, figures.of_meter(one.meter)) for one in uplinks.order_by("name")],
        "pools": [
            (one, figures.of_meter(one.meter))
            for one in pools.order_by("-public", "version", "first")
        ],
        "groups": [(one, figures.of_meter(one.meter)) for one in groups.order_by("kind", "name")],
    }
    if may_change(request, office):
        sites = _sites(office)
        context["forms"] = [
            filled(request, UPLINK, answer, choices={"site": sites}, is_open=True),
            filled(
                request, POOL, answer, choices={"site": [("", gettext("semua pusat data")), *sites]},
                public=True, is_open=True,
            ),
            filled(request, GROUP, answer, choices={"site": sites}),
        ]  # fmt: skip
    return page(request, "network", office, context, answer, where=request.POST.get("do", ""))


def _sites(office: Office) -> Offered:
    return list(Site.objects.filter(office=office).order_by("name").values_list("pk", "name"))


def _add_uplink(request: HttpRequest, office: Office) -> HttpResponse:
    given = read(request, UPLINK, {"site": _sites(office)})
    site = Site.objects.get(pk=given.pop("site"))
    return done(
        request,
        office,
        lambda act: writing.add_uplink(act, site, writing.UplinkFacts(**given)),
        to="dc_uplink",
        row=lambda made: made.pk,
        said=gettext("Sambungan internet ditambahkan."),
    )


def _add_pool(request: HttpRequest, office: Office) -> HttpResponse:
    given = read(request, POOL, {"site": _sites(office)})
    site = given.pop("site")
    return done(
        request,
        office,
        lambda act: writing.add_pool(
            act, site=Site.objects.get(pk=site) if site else None, **given
        ),
        to="dc_pool",
        row=lambda made: made.pk,
        said=gettext("Blok IP ditambahkan."),
    )


def _add_group(request: HttpRequest, office: Office) -> HttpResponse:
    given = read(request, GROUP, {"site": _sites(office)})
    site = Site.objects.get(pk=given.pop("site"))
    return done(
        request,
        office,
        lambda act: writing.add_group(act, site, kind=given["kind"] or "", name=given["name"]),
        to="dc_ports",
        row=lambda made: made.pk,
        said=gettext("Kelompok port ditambahkan. Tambahkan perangkatnya."),
    )
