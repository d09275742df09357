"""What the drawings need, from rows: the elevation of a rack, the power tree, what was used over time."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils.translation import get_language, gettext

from kolokasi.accounts.models import Office
from kolokasi.core.capacity.outage import Outage
from kolokasi.core.capacity.runway import Runway, Sample
from kolokasi.drawing.power_tree import draw_power_tree
from kolokasi.drawing.rack import Elevation, Face, Mounted, Standing, draw_rack
from kolokasi.drawing.trend import draw_trend
from kolokasi.inventory.models import Booking, Device, PowerNode, Rack, RackFeed, Site
from kolokasi.web.datacentre import trees
from kolokasi.web.datacentre.figures import Figure


def elevation(office: Office, rack: Rack, devices: Iterable[Device]) -> str:
    """Front and rear of a rack; each device leads to its page."""
    mounted = tuple(
        Mounted(
            name=one.name,
            owner=one.booking.agency.name if one.booking.agency else "",
            unit=one.unit,
            height_u=one.height_u,
            face=Face(one.face),
            standing=Standing.HELD if one.booking.state == Booking.State.HELD else Standing.PLACED,
            href=reverse("dc_device", args=[office.key, one.pk]),
        )
        for one in devices
    )
    name = gettext("Rak %(name)s") % {"name": rack.name}
    drawn = Elevation(name=name, height_u=rack.height_u, mounted=mounted)
    return draw_rack(drawn, lang=get_language() or "id")


def power_tree(
    office: Office, site: Site, nodes: Collection[PowerNode], outage: Outage | None = None
) -> str:
    """The power tree of a site; each node leads to its page. Empty where nothing is recorded."""
    if not nodes:
        return ""
    sides = RackFeed.objects.filter(node__in=[one.pk for one in nodes]).values_list("node", "side")
    return draw_power_tree(
        trees.tree_of(nodes),
        name=site.name,
        sides=dict(sides),
        hrefs={one.pk: reverse("dc_node", args=[office.key, one.pk]) for one in nodes},
        outage=outage,
        lang=get_language() or "id",
    )


def trend(figure: Figure, samples: Collection[Sample], forecast: Runway) -> str:
    """What was recorded of a resource, and the forecast."""
    return draw_trend(
        list(samples),
        forecast,
        name=str(figure.label),
        unit=gettext(figure.unit),
        lang=get_language() or "id",
    )
