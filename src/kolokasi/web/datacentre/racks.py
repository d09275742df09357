"""One rack: its elevation, its free units, its load, and the ways that power takes to it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kolokasi.accounts.models import Office
from kolokasi.core.capacity.wording import units_label
from kolokasi.inventory import places as writing
from kolokasi.inventory import power as power_writing
from kolokasi.inventory.models import Device, PowerNode, Rack, RackFeed, TakenUnit
from kolokasi.inventory.shelves import free_of
from kolokasi.inventory.spots import standing_in
from kolokasi.web.administration.typed import Typed
from kolokasi.web.datacentre import figures, pictures
from kolokasi.web.datacentre.access import answered, done, for_officers, may_change, page
from kolokasi.web.datacentre.forms import Form, Input, Offered, filled, read, worded
from kolokasi.web.datacentre.places import CHANGE_RACK, groups_for, rack_facts

FEED = Form(
    do="feed",
    title=_("Hubungkan jalur listrik"),
    button=_("Hubungkan"),
    inputs=(
        Input(name="node", label=_("Simpul listrik (biasanya PDU)"), kind="choice", required=True),
        Input(name="side", label=_("Sisi"), kind="choice", choices=worded(RackFeed.Side.choices)),
    ),
)


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def rack(request: HttpRequest, office: Office, rack: int) -> HttpResponse:
    found = rack_of(office, rack)
    answer = answered(
        request,
        {
            "change": partial(_change, request, office, found),
            "feed": partial(_feed, request, office, found),
            "unfeed": partial(_unfeed, request, office, found),
        },
    )
    if isinstance(answer, HttpResponse):
        return answer
    if answer is not None:
        found = rack_of(office, rack)
    devices = devices_in(found)
    feeds = RackFeed.objects.filter(rack=found).select_related("node__meter")
    context: dict[str, Any] = {
        "rack": found,
        "space": figures.of_meter(found.units, label=gettext("Unit rak (U)")),
        "weight": figures.of_meter(found.weight, label=gettext("Beban rak")),
        "feeds": [
            {"feed": one, "figure": figures.of_meter(one.node.meter, label=one.node.name)}
            for one in feeds.order_by("side", "node__name")
        ],
        "devices": devices,
        "runs": runs_of(found),
        "picture": pictures.elevation(office, found, devices),
    }
    if may_change(request, office):
        nodes = PowerNode.objects.filter(site=found.room.site_id).order_by("kind", "name")
        context["change"] = filled(
            request, CHANGE_RACK, answer, choices=groups_for(found.room.site), name=found.name,
            row=found.row, height_u=found.height_u, depth_mm=found.depth_mm,
            max_kg=found.weight.rating, switches=found.switches_id, panels=found.panels_id,
            note=found.note, is_open=found.is_open,
        )  # fmt: skip
        context["form"] = filled(
            request, FEED, answer, choices={"node": [("", gettext("Pilih…")), *_named(nodes)]}
        )
    return page(request, "rack", office, context, answer, where=request.POST.get("do", ""))


def rack_of(office: Office, key: int) -> Rack:
    """The office's own rack, or a page that is not there."""
    racks = Rack.objects.select_related("room__site", "units", "weight", "switches", "panels")
    found = racks.filter(office=office, pk=key).first()
    if found is None:
        raise Http404
    return found


def devices_in(rack: Rack) -> list[Device]:
    """What stands in a rack, with whose it is and where it is plugged in: three queries."""
    found = standing_in(rack)
    prefetch_related_objects(found, "feeds__node")
    return found


def runs_of(rack: Rack) -> list[tuple[str, int]]:
    """Runs of units that nothing holds, from the top: where they lie, and how long they are."""
    taken = TakenUnit.objects.filter(rack=rack, free_at__isnull=True).values_list("unit", flat=True)
    free = free_of(rack.height_u, taken)
    runs: list[tuple[str, int]] = []
    start = 0
    for unit in range(1, rack.height_u + 2):
        if unit in free:
            start = start or unit
        elif start:
            runs.append((units_label(start, unit - start), unit - start))
            start = 0
    return runs[::-1]


def _named(nodes: Any) -> Offered:
    return [(one.pk, f"{one.name} ({one.get_kind_display()})") for one in nodes]


def _change(request: HttpRequest, office: Office, rack: Rack) -> HttpResponse:
    facts = rack_facts(request, CHANGE_RACK, rack.room.site)
    return done(
        request,
        office,
        lambda act: writing.change_rack(act, rack, facts),
        to="dc_rack",
        row=rack.pk,
        said=gettext("Tersimpan."),
    )


def _feed(request: HttpRequest, office: Office, rack: Rack) -> HttpResponse:
    nodes = PowerNode.objects.filter(site=rack.room.site_id)
    given = read(request, FEED, {"node": _named(nodes)})
    return done(
        request,
        office,
        lambda act: power_writing.feed_rack(
            act, rack, nodes.get(pk=given["node"]), side=given["side"] or ""
        ),
        to="dc_rack",
        row=rack.pk,
        said=gettext("Jalur listrik terhubung."),
    )


def _unfeed(request: HttpRequest, office: Office, rack: Rack) -> HttpResponse:
    feed = RackFeed.objects.filter(rack=rack, pk=Typed(request).number("row")).first()
    if feed is None:
        raise Http404
    return done(
        request,
        office,
        lambda act: power_writing.unfeed_rack(act, feed),
        to="dc_rack",
        row=rack.pk,
        said=gettext("Jalur listrik dilepas dari rak ini."),
    )
