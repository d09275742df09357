"""What if this node goes off? And which devices hang on a single way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kolokasi.accounts.models import Office
from kolokasi.core.capacity.diversity import exceptions as single_ways
from kolokasi.core.capacity.judging import judge
from kolokasi.core.capacity.outage import compare, loads_of, modules_too_few, rehearse
from kolokasi.core.capacity.power import Load
from kolokasi.inventory import stock, waiting
from kolokasi.inventory.models import Booking
from kolokasi.web.address import row_id
from kolokasi.web.datacentre import pictures, power, trees
from kolokasi.web.datacentre.access import for_officers, page

SHOWN = 200  # devices of one list; how many there are is said beside it


@for_officers
@require_safe
def rehearsal(request: HttpRequest, office: Office) -> HttpResponse:
    nodes = power.nodes_of(office)
    tree = trees.tree_of(nodes)
    off = {row_id(one) for one in request.GET.getlist("padam")} & tree.nodes.keys()
    held = Booking.objects.filter(office=office, state=Booking.State.HELD).order_by("pk")
    queued = waiting.queue(office.pk)
    chosen = request.GET.get("permohonan", "")
    context: dict[str, Any] = {
        "rows": [{**row, "off": row["node"].pk in off} for row in power.in_order(nodes)],
        "requests": [
            (key, label, key == chosen)
            for key, label in (
                *((f"pesan-{one.pk}", str(one)) for one in held),
                *((f"tunggu-{one.pk}", f"{one.case_number} {one.title}") for one in queued),
            )
        ],
    }
    if off:
        loads = trees.loads_of(office)
        asked = _asked(office, chosen, loads, queued)
        there = [one for booking in loads.values() for one in booking]
        there = [one for one in there if one.key not in {two.key for two in asked}]
        both = compare(tree, there, asked, off)
        context["outage"] = both.without
        context["pictures"] = [
            (site, pictures.power_tree(office, site, own, both.without))
            for site in sorted({one.site for one in nodes}, key=lambda one: one.pk)
            if (own := [one for one in nodes if one.site_id == site.pk])
        ]
        context["off"] = [tree.nodes[key].name for key in sorted(off)]
        context["both"] = both if asked else None
        context["asked_dark"] = [one for one in both.with_asked.dark if one.asked]
        context["nothing"] = chosen.startswith("tunggu-") and not asked
    return page(request, "rehearsal", office, context | {"shown": SHOWN})


@for_officers
@require_safe
def exceptions(request: HttpRequest, office: Office) -> HttpResponse:
    tree = trees.tree_of(power.nodes_of(office))
    loads = [one for booking in trees.loads_of(office).values() for one in booking]
    found = single_ways(tree, loads)
    context = {
        "found": found[:SHOWN],
        "count": len(found),
        "all": len(loads),
        "too_few": modules_too_few(tree, loads),
        "overloaded": rehearse(tree, loads).overloaded,
    }
    return page(request, "exceptions", office, context)


def _asked(
    office: Office, chosen: str, loads: dict[int, list[Load]], queued: list[Any]
) -> tuple[Load, ...]:
    """The devices of the request that was chosen: where they are reserved, or where they would go today."""
    kind, _dash, key = chosen.partition("-")
    if kind == "pesan":
        return tuple(replace(one, asked=True) for one in loads.get(row_id(key), ()))
    row = next((one for one in queued if one.pk == row_id(key)), None)
    if kind != "tunggu" or row is None:
        return ()
    ask = waiting.asked_by(row)
    verdict = judge(ask, stock.read(office.pk, ask, now=timezone.now()))
    return loads_of(verdict.places, row.agency.name if row.agency else row.case_number)
