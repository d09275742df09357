"""What there is, what is used and held of it, and what is left: one figure for each thing that is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kolokasi.accounts.models import Office
from kolokasi.inventory.models import (
    AddressPool,
    Cluster,
    Meter,
    PortGroup,
    PowerNode,
    Rack,
    Uplink,
)

Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """``have`` is where the office's policy stops, ``rating`` the physical end; None is not known.
    ``unknown`` counts devices whose need nobody knows: while there are any, nobody knows what is left."""

    label: Text
    unit: str
    rating: int | None
    have: int | None
    used: int
    held: int
    warn: int | None = None
    unknown: int = 0
    link: str = ""
    note: Text = ""
    meters: tuple[int, ...] = ()

    @property
    def left(self) -> int | None:
        return None if self.have is None or self.unknown else self.have - self.used - self.held

    @property
    def state(self) -> str:
        """unknown, over, full, tight or free; the page says it in a word beside an icon."""
        if self.left is None:
            return "unknown"
        if self.left <= 0:
            return "over" if self.left < 0 else "full"
        return "tight" if self.warn is not None and self.used + self.held > self.warn else "free"

    @property
    def whole(self) -> int:
        """How long the bar is."""
        return max(self.rating or 0, self.have or 0, self.used + self.held, 1)


def of_meter(meter: Meter, *, label: Text = "", link: str = "", note: Text = "") -> Figure:
    """The rating of virtual processors is how many no hypervisor runs; it is nothing that one has."""
    return Figure(
        label=label or meter.name,
        unit=meter.unit,
        rating=None if meter.unit == "vCPU" else meter.rating,
        have=meter.limit,
        used=meter.used,
        held=meter.held,
        warn=meter.warn,
        unknown=meter.unknown,
        link=link,
        note=note,
        meters=(meter.pk,),
    )


def together(meters: Iterable[Meter], *, label: Text, link: str = "") -> Figure | None:
    """Several meters of one unit as one; None for none. One that is not known makes the sum so."""
    found = list(meters)
    if not found:
        return None
    known = all(one.limit is not None for one in found)
    return Figure(
        label=label,
        unit=found[0].unit,
        rating=sum(one.rating or 0 for one in found) if known else None,
        have=sum(one.limit or 0 for one in found) if known else None,
        used=sum(one.used for one in found),
        held=sum(one.held for one in found),
        warn=sum(one.warn if one.warn is not None else one.limit or 0 for one in found)
        if known
        else None,
        unknown=sum(one.unknown for one in found),
        link=link,
        meters=tuple(one.pk for one in found),
    )


def racks_by(racks: QuerySet[Rack], group: str) -> dict[int, dict[str, Any]]:
    """Units and kilograms of many racks, summed in the database, by the column ``group``."""
    sums = racks.values(group).annotate(
        racks=Count("id"),
        longest=Max("longest_run"),
        rating=Sum("units__rating"),
        have=Sum("units__limit"),
        warn=Sum("units__warn"),
        used=Sum("units__used"),
        held=Sum("units__held"),
        kilograms=Sum("weight__limit"),
        kilograms_used=Sum("weight__used"),
        kilograms_held=Sum("weight__held"),
        unweighed=Sum("weight__unknown"),
        unrated=Count("id", filter=Q(weight__limit__isnull=True)),
    )
    return {row[group]: row for row in sums.order_by(group)}


def space(row: dict[str, Any], *, label: Text, link: str = "") -> Figure:
    """The units of a row of ``racks_by``."""
    return Figure(
        label=label, unit="U", rating=row["rating"], have=row["have"], used=row["used"],
        held=row["held"], warn=row["warn"], link=link,
    )  # fmt: skip


def weight(row: dict[str, Any], *, label: Text) -> Figure:
    """The kilograms of a row of ``racks_by``; not known where a rack does not say what it carries."""
    have = None if row["unrated"] else row["kilograms"]
    return Figure(
        label=label, unit="kg", rating=have, have=have, used=row["kilograms_used"],
        held=row["kilograms_held"], unknown=row["unweighed"],
    )  # fmt: skip


@dataclass(slots=True)
class SiteFigures:
    space: list[Figure]
    power: list[Figure]
    network: list[Figure]
    hosting: list[Figure]

    @property
    def groups(self) -> list[tuple[Text, list[Figure]]]:
        named: list[tuple[Text, list[Figure]]] = [
            (_("Tempat"), self.space),
            (_("Listrik"), self.power),
            (_("Jaringan"), self.network),
            (_("Hosting"), self.hosting),
        ]
        return [one for one in named if one[1]]

    @property
    def all(self) -> list[Figure]:
        return [*self.space, *self.power, *self.network, *self.hosting]


def of_sites(office: Office, sites: Iterable[int]) -> dict[int, SiteFigures]:
    """The figures of each site, in six queries whatever it holds. Blocks of addresses without a site count
    with the first."""
    found = {site: SiteFigures([], [], [], []) for site in sites}
    for site, row in racks_by(
        Rack.objects.filter(office=office, is_open=True), "room__site"
    ).items():
        found[site].space.append(space(row, label=_("Unit rak (U)")))
        found[site].space.append(weight(row, label=_("Beban rak")))
    _power(office, found)
    _network(office, found)
    for cluster in Cluster.objects.filter(office=office, is_open=True).select_related(
        "vcpu", "ram", "disk"
    ):
        link = reverse("dc_clusters", args=[office.key])
        for meter, what in (
            (cluster.vcpu, "vCPU"), (cluster.ram, _("memori")), (cluster.disk, _("penyimpanan")),
        ):  # fmt: skip
            found[cluster.site_id].hosting.append(
                of_meter(meter, label=_joined(cluster.name, what), link=link)
            )
    return found


def _power(office: Office, found: dict[int, SiteFigures]) -> None:
    """What stands at the top, the UPS and the gensets: what is below them has a page of its own."""
    nodes = PowerNode.objects.filter(office=office).filter(
        Q(parent__isnull=True) | Q(kind__in=(PowerNode.Kind.UPS, PowerNode.Kind.GENSET))
    )
    for node in nodes.select_related("meter").order_by("kind", "name"):
        link = reverse("dc_node", args=[office.key, node.pk])
        found[node.site_id].power.append(of_meter(node.meter, label=node.name, link=link))


def _network(office: Office, found: dict[int, SiteFigures]) -> None:
    first = next(iter(found), 0)
    for line in Uplink.objects.filter(office=office, is_open=True).select_related("meter"):
        link = reverse("dc_uplink", args=[office.key, line.pk])
        found[line.site_id].network.append(of_meter(line.meter, label=line.name, link=link))
    pools = AddressPool.objects.filter(office=office, is_open=True, public=True)
    for pool in pools.select_related("meter").order_by("version", "first"):
        link = reverse("dc_pool", args=[office.key, pool.pk])
        label = _joined(_("IP publik"), str(pool))
        found[pool.site_id or first].network.append(of_meter(pool.meter, label=label, link=link))
    by_kind: dict[tuple[int, str], list[Meter]] = {}
    for group in PortGroup.objects.filter(office=office).select_related("meter"):
        by_kind.setdefault((group.site_id, group.kind), []).append(group.meter)
    labels = {"switch": _("Port switch"), "panel": _("Port patch panel")}
    for (site, kind), meters in sorted(by_kind.items()):
        figure = together(meters, label=labels[kind], link=reverse("dc_network", args=[office.key]))
        if figure is not None:
            found[site].network.append(figure)


def _joined(one: Text, other: Text) -> str:
    return f"{one}: {other}"
