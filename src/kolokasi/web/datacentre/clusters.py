"""Clusters for hosting: processors, memory and storage that virtual servers share."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kolokasi.accounts.models import Office
from kolokasi.inventory import hosting as writing
from kolokasi.inventory.models import BookingLine, Cluster, Site
from kolokasi.web.datacentre import figures
from kolokasi.web.datacentre.access import answered, done, for_officers, may_change, page
from kolokasi.web.datacentre.forms import Form, Input, filled, read
from kolokasi.web.datacentre.lines import takers
from kolokasi.web.datacentre.power import SITE

_CLUSTER = (
    Input(name="name", label=_("Nama"), required=True, limit=120),
    Input(name="cores", label=_("Inti prosesor"), kind="count", required=True),
    Input(name="ram_gb", label=_("Memori"), kind="count", unit="GB", required=True),
    Input(name="disk_gb", label=_("Penyimpanan"), kind="count", unit="GB", required=True),
    Input(
        name="hosts", label=_("Jumlah host"), kind="count", must="Jumlah host wajib diisi.",
        help=_("Inti, memori, dan penyimpanan di atas dihitung dari semua host bersama."),
    ),
    Input(
        name="spare", label=_("Host cadangan"), kind="count", must="Host cadangan wajib diisi.",
        help=_("Berapa host boleh rusak tanpa mengganggu yang dijanjikan."),
    ),
    Input(name="is_open", label=_("Dipakai bagi permintaan baru"), kind="check"),
)  # fmt: skip
CLUSTER = Form(
    do="cluster", title=_("Tambah klaster"), button=_("Tambah"), inputs=(SITE, *_CLUSTER)
)


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def clusters(request: HttpRequest, office: Office) -> HttpResponse:
    rows = Cluster.objects.filter(office=office).select_related("site", "vcpu", "ram", "disk")
    found = list(rows.order_by("name"))
    answer = answered(
        request,
        {
            "cluster": partial(_add, request, office),
            **{f"cluster-{one.pk}": partial(_change, request, office, one) for one in found},
        },
    )
    if isinstance(answer, HttpResponse):
        return answer
    changing = may_change(request, office)
    lines = _takers(found)
    context: dict[str, Any] = {
        "clusters": [
            {
                "cluster": one,
                "figures": [
                    figures.of_meter(one.vcpu, label="vCPU"),
                    figures.of_meter(one.ram, label=gettext("Memori")),
                    figures.of_meter(one.disk, label=gettext("Penyimpanan")),
                ],
                "takers": [line for line in lines if line.meter_id == one.vcpu_id],
                "change": filled(request, _change_of(one), answer, **_begins(one))
                if changing
                else None,
            }
            for one in found
        ],
    }
    if changing:
        sites = Site.objects.filter(office=office).order_by("name").values_list("pk", "name")
        context["form"] = filled(
            request, CLUSTER, answer, choices={"site": sites}, hosts=1, spare=0, is_open=True
        )
    return page(request, "clusters", office, context, answer, where=request.POST.get("do", ""))


def _takers(found: list[Cluster]) -> list[BookingLine]:
    return list(takers(*(one.vcpu_id for one in found)))


def _begins(cluster: Cluster) -> dict[str, Any]:
    given = {one.name: getattr(cluster, one.name, None) for one in _CLUSTER}
    return given | {"ram_gb": cluster.ram.rating, "disk_gb": cluster.disk.rating}


def _change_of(cluster: Cluster) -> Form:
    title = gettext("Ubah %(name)s") % {"name": cluster.name}
    return Form(do=f"cluster-{cluster.pk}", title=title, button=_("Simpan"), inputs=_CLUSTER)


def _add(request: HttpRequest, office: Office) -> HttpResponse:
    sites = Site.objects.filter(office=office)
    given = read(request, CLUSTER, {"site": sites.values_list("pk", "name")})
    site = sites.get(pk=given.pop("site"))
    return done(
        request,
        office,
        lambda act: writing.add_cluster(act, site, writing.ClusterFacts(**given)),
        to="dc_clusters",
        said=gettext("Klaster ditambahkan."),
    )


def _change(request: HttpRequest, office: Office, cluster: Cluster) -> HttpResponse:
    given = read(request, _change_of(cluster))
    return done(
        request,
        office,
        lambda act: writing.change_cluster(act, cluster, writing.ClusterFacts(**given)),
        to="dc_clusters",
        said=gettext("Tersimpan."),
    )
