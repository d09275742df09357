"""The power tree: what each node carries, what hangs below it, and the forms that build it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kolokasi.accounts.models import Office
from kolokasi.core.capacity.wording import natural
from kolokasi.inventory import power as writing
from kolokasi.inventory.models import Device, PowerNode, PowerPath, RackFeed, Site
from kolokasi.web.datacentre import figures, pictures
from kolokasi.web.datacentre.access import answered, done, for_officers, may_change, page
from kolokasi.web.datacentre.forms import Choices, Form, Input, filled, read, worded

SHOWN = 200  # devices on the page of a node
_KIND = Input(
    name="kind",
    label=_("Jenis"),
    kind="choice",
    required=True,
    choices=worded(PowerNode.Kind.choices),
)
_NODE = (
    Input(name="name", label=_("Nama"), required=True, limit=120),
    _KIND,
    Input(
        name="parent", label=_("Disuplai oleh"), kind="choice",
        help=_("PLN dan genset berada paling atas."),
    ),
    Input(
        name="rating_w", label=_("Daya terpasang"), kind="count", unit="W",
        help=_("Seluruh modul bersama. Kosongkan bila belum diketahui."),
    ),
    Input(name="modules", label=_("Jumlah modul"), kind="count", must="Jumlah modul wajib diisi."),
    Input(
        name="spare", label=_("Modul cadangan"), kind="count", must="Modul cadangan wajib diisi.",
        help=_("0 berarti N; 1 berarti N+1: satu modul boleh rusak."),
    ),
    Input(
        name="runtime_min", label=_("Lama bertahan"), kind="count", unit=_("menit"),
        help=_("Baterai UPS, atau bahan bakar genset."),
    ),
    Input(name="battery_on", label=_("Tanggal pasang baterai"), kind="date"),
    Input(name="tested_on", label=_("Uji terakhir"), kind="date"),
)  # fmt: skip
SITE = Input(name="site", label=_("Pusat data"), kind="choice", required=True)
NODE = Form(do="node", title=_("Tambah simpul listrik"), button=_("Tambah"), inputs=(SITE, *_NODE))
CHANGE = Form(do="change", title=_("Ubah simpul"), button=_("Simpan"), inputs=_NODE)
BACKUP = Form(
    do="backup",
    title=_("Genset cadangan"),
    button=_("Simpan"),
    inputs=(
        Input(
            name="gensets",
            label=_("Bila suplai simpul ini padam, beban di bawahnya dipikul oleh"),
            kind="rows",
        ),
    ),
)


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def tree(request: HttpRequest, office: Office) -> HttpResponse:
    answer = answered(request, {"node": partial(_add, request, office)})
    if isinstance(answer, HttpResponse):
        return answer
    nodes = nodes_of(office)
    sites = list(Site.objects.filter(office=office).order_by("name"))
    context: dict[str, Any] = {
        "sites": [
            {
                "site": one,
                "tree": pictures.power_tree(
                    office, one, [node for node in nodes if node.site_id == one.pk]
                ),
                "rows": in_order([node for node in nodes if node.site_id == one.pk]),
            }
            for one in sites
        ],
    }
    if may_change(request, office):
        context["form"] = filled(
            request, NODE, answer, choices=_choices(nodes, sites), modules=1, spare=0
        )
    return page(request, "power", office, context, answer, where="node")


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def node(request: HttpRequest, office: Office, node: int) -> HttpResponse:
    found = _node_of(office, node)
    answer = answered(
        request,
        {
            "change": partial(_change, request, office, found),
            "backup": partial(_backup, request, office, found),
        },
    )
    if isinstance(answer, HttpResponse):
        return answer
    if answer is not None:
        found = _node_of(office, node)
    hanging = PowerPath.objects.filter(above=found).values("node")
    plugged = Device.objects.filter(feeds__node__in=hanging, removed_at__isnull=True).distinct()
    gensets = [(one.pk, one.name) for one in _gensets(found)]
    backed = list(found.backups.select_related("genset").order_by("genset__name"))
    context: dict[str, Any] = {
        "node": found,
        "figure": figures.of_meter(found.meter),
        "above": PowerNode.objects.filter(below__node=found, below__distance__gt=0)
        .select_related("meter")
        .order_by("below__distance", "name"),
        "below": found.children.select_related("meter").order_by("name"),
        "racks": RackFeed.objects.filter(node=found)
        .select_related("rack__room")
        .order_by("rack__name"),
        "devices": plugged.select_related("rack", "booking__agency").order_by("rack__name", "unit")[
            :SHOWN
        ],
        "backed": [one.genset for one in backed],
    }
    if may_change(request, office):
        siblings = [one for one in nodes_of(office) if one.site_id == found.site_id]
        begins = {one.name: getattr(found, one.name, None) for one in _NODE}
        begins |= {"parent": found.parent_id, "rating_w": found.meter.rating}
        context["change"] = filled(
            request, CHANGE, answer, choices=_choices(siblings, ()), **begins
        )
        context["backup"] = filled(
            request, BACKUP, answer, choices={"gensets": gensets},
            gensets=[one.genset_id for one in backed],
        )  # fmt: skip
    return page(request, "node", office, context, answer, where=request.POST.get("do", ""))


def nodes_of(office: Office) -> list[PowerNode]:
    nodes = PowerNode.objects.filter(office=office).select_related("meter", "site")
    return sorted(nodes, key=lambda one: natural(one.name))


def in_order(nodes: list[PowerNode]) -> list[dict[str, Any]]:
    """The tree as a list, each node after the one that supplies it, with how deep it lies."""
    below: dict[int | None, list[PowerNode]] = {}
    for one in nodes:
        below.setdefault(one.parent_id, []).append(one)
    rows: list[dict[str, Any]] = []
    stack = [(one, 0) for one in reversed(below.get(None, []))]
    while stack:
        one, depth = stack.pop()
        figure = figures.of_meter(one.meter, label=one.name)
        rows.append({"node": one, "figure": figure, "steps": range(depth)})
        stack += [(child, depth + 1) for child in reversed(below.get(one.pk, []))]
    return rows


def _node_of(office: Office, key: int) -> PowerNode:
    nodes = PowerNode.objects.select_related("meter", "site", "parent")
    found = nodes.filter(office=office, pk=key).first()
    if found is None:
        raise Http404
    return found


def _gensets(node: PowerNode) -> Any:
    kind = PowerNode.Kind.GENSET
    return (
        PowerNode.objects.filter(site=node.site_id, kind=kind).exclude(pk=node.pk).order_by("name")
    )


def _choices(nodes: list[PowerNode], sites: Any) -> Choices:
    several = len({one.site_id for one in nodes}) > 1
    named = [(one.pk, f"{one.name} ({one.site.name})" if several else one.name) for one in nodes]
    return {
        "parent": [("", gettext("tidak ada, berada paling atas")), *named],
        "site": [(one.pk, one.name) for one in sites],
    }


def _facts(request: HttpRequest, form: Form, choices: Choices) -> tuple[Any, writing.NodeFacts]:
    given = read(request, form, choices)
    site = given.pop("site", None)
    parent = given.pop("parent")
    given["parent"] = PowerNode.objects.get(pk=parent) if parent else None
    return site, writing.NodeFacts(**given)


def _add(request: HttpRequest, office: Office) -> HttpResponse:
    sites = Site.objects.filter(office=office)
    site, facts = _facts(request, NODE, _choices(nodes_of(office), sites))
    return done(
        request,
        office,
        lambda act: writing.add_node(act, sites.get(pk=site), facts),
        to="dc_node",
        row=lambda made: made.pk,
        said=gettext("Simpul listrik ditambahkan."),
    )


def _change(request: HttpRequest, office: Office, node: PowerNode) -> HttpResponse:
    _site, facts = _facts(request, CHANGE, _choices(nodes_of(office), ()))
    return done(
        request,
        office,
        lambda act: writing.change_node(act, node, facts),
        to="dc_node",
        row=node.pk,
        said=gettext("Tersimpan. Beban dan batas di atasnya ikut dihitung ulang."),
    )


def _backup(request: HttpRequest, office: Office, node: PowerNode) -> HttpResponse:
    gensets = {one.pk: one for one in _gensets(node)}
    given = read(request, BACKUP, {"gensets": [(key, one.name) for key, one in gensets.items()]})
    return done(
        request,
        office,
        lambda act: writing.back_up(act, node, [gensets[key] for key in given["gensets"]]),
        to="dc_node",
        row=node.pk,
        said=gettext("Genset cadangan tersimpan."),
    )
