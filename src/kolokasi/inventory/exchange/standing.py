"""What an office's data centre is today, as rows of our sheets: what the export writes, and what an import is
compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model

from kolokasi.inventory.exchange.columns import Cells, Value
from kolokasi.inventory.exchange.identity import Identity, identity_of
from kolokasi.inventory.exchange.sheets import SHEETS
from kolokasi.inventory.models import (
    AddressPool,
    Cable,
    Cluster,
    Device,
    DeviceFeed,
    Port,
    PortBank,
    PortGroup,
    PowerBackup,
    PowerNode,
    Rack,
    RackFeed,
    Room,
    Site,
    TakenAddress,
    Uplink,
)


@dataclass(frozen=True, slots=True)
class Stands:
    """One thing that is there: as cells, and its row in the database."""

    cells: Cells
    row: Model


@dataclass(slots=True)
class Standing:
    """By sheet and identity. Port groups have no sheet of their own."""

    things: dict[str, dict[Identity, Stands]] = field(default_factory=dict)
    groups: dict[tuple[str, str, str], PortGroup] = field(default_factory=dict)

    def rows(self) -> Mapping[str, list[Cells]]:
        """What the export writes."""
        return {key: [one.cells for one in found.values()] for key, found in self.things.items()}


def standing(office: int) -> Standing:
    """A fixed number of queries, whatever there is."""
    read = {
        "sites": _sites, "rooms": _rooms, "racks": _racks, "power": _power, "rack_feeds": _rack_feeds,
        "uplinks": _uplinks, "pools": _pools, "switches": _switches, "panels": _panels,
        "cables": _cables, "clusters": _clusters, "devices": _devices,
    }  # fmt: skip
    found = Standing()
    for sheet in SHEETS:
        found.things[sheet.key] = {
            identity_of(sheet.key, one.cells): one for one in read[sheet.key](office)
        }
    for group in PortGroup.objects.filter(office=office).select_related("site"):
        key = (group.site.name.casefold(), group.kind, group.name.casefold())
        found.groups[key] = group
    return found


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _sites(office: int) -> list[Stands]:
    rows = Site.objects.filter(office=office).order_by("name")
    return [Stands({"name": one.name, "address": one.address}, one) for one in rows]


def _rooms(office: int) -> list[Stands]:
    rows = Room.objects.filter(site__office=office).select_related("site")
    rows = rows.order_by("site__name", "name")
    return [Stands({"site": one.site.name, "name": one.name}, one) for one in rows]


def _racks(office: int) -> list[Stands]:
    rows = Rack.objects.filter(office=office).order_by("room__site__name", "room__name", "name")
    rows = rows.select_related("room__site", "weight", "switches", "panels")
    return [
        Stands(
            {
                "site": one.room.site.name, "room": one.room.name, "name": one.name, "row": one.row,
                "height_u": one.height_u, "depth_mm": one.depth_mm, "max_kg": one.weight.rating,
                "switches": one.switches.name if one.switches else "",
                "panels": one.panels.name if one.panels else "",
                "is_open": one.is_open, "note": one.note,
            },
            one,
        )
        for one in rows
    ]  # fmt: skip


def _power(office: int) -> list[Stands]:
    gensets: dict[int, list[Value]] = defaultdict(list)
    backups = PowerBackup.objects.filter(node__office=office).order_by("genset__name")
    for node, genset in backups.values_list("node", "genset__name"):
        gensets[node].append(genset)
    rows = PowerNode.objects.filter(office=office).select_related("site", "parent", "meter")
    return [
        Stands(
            {
                "site": one.site.name, "name": one.name, "kind": one.kind,
                "parent": one.parent.name if one.parent else "", "rating_w": one.meter.rating,
                "modules": one.modules, "spare": one.spare, "runtime_min": one.runtime_min,
                "battery_on": _day(one.battery_on), "tested_on": _day(one.tested_on),
                "gensets": [str(name) for name in gensets[one.pk]],
            },
            one,
        )
        for one in rows.order_by("site__name", "pk")
    ]  # fmt: skip


def _rack_feeds(office: int) -> list[Stands]:
    rows = RackFeed.objects.filter(rack__office=office).select_related("rack__room__site", "node")
    rows = rows.order_by("rack__room__site__name", "rack__room__name", "rack__name", "side", "pk")
    return [
        Stands(
            {
                "site": one.rack.room.site.name, "room": one.rack.room.name, "rack": one.rack.name,
                "node": one.node.name, "side": one.side,
            },
            one,
        )
        for one in rows
    ]  # fmt: skip


def _uplinks(office: int) -> list[Stands]:
    rows = Uplink.objects.filter(office=office).select_related("site", "meter")
    return [
        Stands(
            {
                "site": one.site.name, "name": one.name, "provider": one.provider,
                "mbps": one.meter.rating, "contract_ends_on": _day(one.contract_ends_on),
                "is_open": one.is_open,
            },
            one,
        )
        for one in rows.order_by("site__name", "name")
    ]  # fmt: skip


def _pools(office: int) -> list[Stands]:
    rows = AddressPool.objects.filter(office=office).select_related("site")
    return [
        Stands(
            {
                "cidr": one.cidr, "name": one.name, "site": one.site.name if one.site else "",
                "public": one.public, "is_open": one.is_open,
            },
            one,
        )
        for one in rows.order_by("version", "first")
    ]  # fmt: skip


def _switches(office: int) -> list[Stands]:
    return _banks(office, PortGroup.Kind.SWITCH)


def _panels(office: int) -> list[Stands]:
    return _banks(office, PortGroup.Kind.PANEL)


def _banks(office: int, kind: str) -> list[Stands]:
    rows = PortBank.objects.filter(group__office=office, group__kind=kind)
    rows = rows.select_related("group__site", "rack__room")
    return [
        Stands(
            {
                "site": one.group.site.name, "group": one.group.name, "name": one.name,
                "room": one.rack.room.name if one.rack else "",
                "rack": one.rack.name if one.rack else "",
                "model": one.model, "ports": one.ports, "speed_mbps": one.speed_mbps,
            },
            one,
        )
        for one in rows.order_by("group__site__name", "group__name", "name")
    ]  # fmt: skip


def _cables(office: int) -> list[Stands]:
    rows = Cable.objects.filter(a__bank__group__office=office)
    rows = rows.select_related("a__bank__group__site", "b__bank__group__site").order_by("pk")
    return [
        Stands({**_end("a", one.a), **_end("b", one.b), "label": one.label, "kind": one.kind}, one)
        for one in rows
    ]


def _end(letter: str, port: Port) -> Cells:
    group = port.bank.group
    return {
        f"{letter}_site": group.site.name, f"{letter}_kind": group.kind,
        f"{letter}_group": group.name, f"{letter}_bank": port.bank.name,
        f"{letter}_port": port.number,
    }  # fmt: skip


def _clusters(office: int) -> list[Stands]:
    rows = Cluster.objects.filter(office=office).select_related("site", "ram", "disk")
    return [
        Stands(
            {
                "site": one.site.name, "name": one.name, "cores": one.cores,
                "ram_gb": one.ram.rating, "disk_gb": one.disk.rating, "hosts": one.hosts,
                "spare": one.spare, "is_open": one.is_open,
            },
            one,
        )
        for one in rows.order_by("site__name", "name")
    ]  # fmt: skip


def _devices(office: int) -> list[Stands]:
    rows = Device.objects.filter(office=office, removed_at__isnull=True)
    rows = rows.select_related("rack__room__site", "booking__agency")
    feeds: dict[int, list[str]] = defaultdict(list)
    plugged = DeviceFeed.objects.filter(device__in=rows.values("pk")).order_by("node__name")
    for device, name in plugged.values_list("device", "node__name"):
        feeds[device].append(name)
    addresses: dict[int, list[str]] = defaultdict(list)
    owned = TakenAddress.objects.filter(office=office, free_at__isnull=True).order_by("pk")
    for booking, address in owned.values_list("booking", "address"):
        addresses[booking].append(address)
    found, told = [], set()
    for one in rows.order_by(
        "rack__room__site__name", "rack__room__name", "rack__name", "-unit", "pk"
    ):
        first = one.booking_id not in told  # addresses are a booking's: its first device says them
        told.add(one.booking_id)
        found.append(
            Stands(_device(one, feeds[one.pk], addresses[one.booking_id] if first else []), one)
        )
    return found


def _device(one: Device, feeds: list[str], addresses: list[str]) -> Cells:
    agency = one.booking.agency
    return {
        "code": f"P-{one.pk}", "site": one.rack.room.site.name, "room": one.rack.room.name,
        "rack": one.rack.name, "unit": one.unit, "height_u": one.height_u, "face": one.face,
        "name": one.name, "agency": agency.name if agency else "", "model": one.model,
        "serial": one.serial, "depth_mm": one.depth_mm, "weight_kg": one.weight_kg,
        "label_watts": one.label_watts, "watts": one.watts, "supplies": one.supplies,
        "ports": one.ports, "feeds": feeds, "addresses": addresses,
        "state": one.booking.get_state_display(),
    }  # fmt: skip
