"""What must hold in the data centre as it would be after an import. One function for each sheet; each fault
names its column.

These are the writers' own rules, asked of all rows at once, so that a preview names every bad row. The
writers and the database are asked again when the rows are applied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import ip_address, ip_network
from typing import Any

from kolokasi.inventory.exchange.columns import Cells
from kolokasi.inventory.exchange.identity import Identity, end_of, key

Wrong = tuple[str, str]  # column key, sentence
_FACES = {"front": ("front",), "rear": ("rear",), "both": ("front", "rear")}


@dataclass(frozen=True, kw_only=True)
class Whole:
    """Everything, as it would be. ``rows`` says where in the file a thing is named, if it is."""

    after: Mapping[str, Mapping[Identity, Cells]]
    groups: frozenset[tuple[str, str, str]]
    agencies: frozenset[str]
    rows: Mapping[tuple[str, Identity], tuple[str, int]] = field(default_factory=dict)

    def has(self, sheet: str, *names: object) -> bool:
        return key(*names) in self.after[sheet]

    def get(self, sheet: str, *names: object) -> Cells | None:
        return self.after[sheet].get(key(*names))

    def told(self, sheet: str, identity: Identity, name: object) -> str:
        """``srv-1 (Perangkat baris 7)``, or the name alone where the file does not speak of it."""
        place = self.rows.get((sheet, identity))
        return f"{name} ({place[0]} baris {place[1]})" if place else str(name)

    @cached_property
    def banks(self) -> frozenset[tuple[str, str, str]]:
        """Groups of switches and panels that there would be."""
        found = set(self.groups)
        for sheet, kind in (("switches", "switch"), ("panels", "panel")):
            for cells in self.after[sheet].values():
                site, group = key(cells.get("site"), cells.get("group"))
                found.add((site, kind, group))
        return frozenset(found)

    @cached_property
    def in_rack(self) -> Mapping[Identity, list[tuple[Identity, Cells]]]:
        found: dict[Identity, list[tuple[Identity, Cells]]] = defaultdict(list)
        for identity, cells in self.after["devices"].items():
            if cells.get("unit") and cells.get("height_u"):
                rack = key(cells.get("site"), cells.get("room"), cells.get("rack"))
                found[rack].append((identity, cells))
        return found

    @cached_property
    def networks(self) -> list[tuple[Identity, Any]]:
        found = []
        for identity in self.after["pools"]:
            try:
                found.append((identity, ip_network(identity[0])))
            except ValueError:
                continue
        return found

    @cached_property
    def wired(self) -> Mapping[Identity, list[Identity]]:
        found: dict[Identity, list[Identity]] = defaultdict(list)
        for identity, cells in self.after["cables"].items():
            for letter in "ab":
                found[end_of(cells, letter)].append(identity)
        return found

    @cached_property
    def owned(self) -> Mapping[str, list[Identity]]:
        found: dict[str, list[Identity]] = defaultdict(list)
        for identity, cells in self.after["devices"].items():
            for text in _texts(cells.get("addresses")):
                found[_address(text)].append(identity)
        return found


def wrongs(sheet: str, identity: Identity, cells: Cells, whole: Whole) -> Iterator[Wrong]:
    """What is wrong with a row, besides what its own cells show."""
    yield from _RULES.get(sheet, _nothing)(identity, cells, whole)


def _nothing(identity: Identity, cells: Cells, whole: Whole) -> Iterator[Wrong]:
    return iter(())


def _site(cells: Cells, whole: Whole, column: str = "site") -> Iterator[Wrong]:
    if not whole.has("sites", cells.get(column)):
        yield column, f"Lokasi “{cells.get(column)}” tidak ada, di sini ataupun dalam berkas ini."


def _rack(cells: Cells, whole: Whole) -> Iterator[Wrong]:
    if not whole.has("racks", cells.get("site"), cells.get("room"), cells.get("rack")):
        yield (
            "rack",
            (
                f"Rak “{cells.get('rack')}” tidak ada di ruang “{cells.get('room')}”, {cells.get('site')}. "
                "Periksa namanya, atau tambahkan pada lembar Rak."
            ),
        )


def _rooms(identity: Identity, cells: Cells, whole: Whole) -> Iterator[Wrong]:
    yield from _site(cells, whole)


def _racks(identity: Identity, cells: Cells, whole: Whole) -> Iterator[Wrong]:
    if not whole.has("rooms", cells.get("site"), cells.get("room")):
        yield (
            "room",
            f"Ruang “{cells.get('room')}” tidak ada di {cells.get('site')}. Tambahkan pada lembar Ruang.",
        )
    for column, kind in (("switches", "switch"), ("panels", "panel")):
        group = cells.get(column)
        if group and (*key(cells.get("site")), kind, *key(group)) not in whole.banks:
            yield column, f"Kelompok “{group}” tidak ada di {cells.get('site')}."
    height, depth = cells.get("height_u"), cells.get("depth_mm")
    devices = whole.in_rack.get(identity, [])
    above = [
        f"{whole.told('devices', name, one['name'])}, U{one['unit']}"
        for name, one in devices
        if isinstance(height, int) and _top(one) > height
    ]
    if above:
        yield (
            "height_u",
            f"Rak tidak dapat menjadi {height}U: masih terisi di atasnya oleh {'; '.join(above[:5])}.",
        )
    deep = [
        f"{whole.told('devices', name, one['name'])}, {one['depth_mm']} mm"
        for name, one in devices
        if isinstance(depth, int)
        and isinstance(one.get("depth_mm"), int)
        and one["depth_mm"] > depth  # type: ignore[operator]
    ]
    if deep:
        yield (
            "depth_mm",
            f"Rak tidak dapat menjadi sedalam {depth} mm: lebih dalam dari itu {'; '.join(deep[:5])}.",
        )


def _power(identity: Identity, cells: Cells, whole: Whole) -> Iterator[Wrong]:
    yield from _site(cells, whole)
    site, parent = cells.get("site"), cells.get("parent")
    if parent and cells.get("kind") in ("mains", "genset"):
        yield "parent", "PLN dan genset berada paling atas. Kosongkan induknya."
    elif parent and not whole.has("power", site, parent):
        yield "parent", f"Simpul listrik “{parent}” tidak ada di {site}."
    elif parent and (ring := _ring(identity, whole)):
        yield (
            "parent",
            f"Susunan listrik tidak boleh berputar: {' → '.join(ring)}. Betulkan salah satu induknya.",
        )
    spare, modules = cells.get("spare"), cells.get("modules")
    if isinstance(spare, int) and isinstance(modules, int) and spare >= modules:
        yield "spare", "Modul cadangan harus lebih sedikit daripada semua modulnya."
    for name in _texts(cells.get("gensets")):
        genset = whole.get("power", site, name)
        if genset is None or genset.get("kind", "genset") != "genset":
            yield "gensets", f"“{name}” bukan genset di {site}."
        elif key(site, name) == identity:
            yield "gensets", "Genset tidak dapat mencadangi dirinya sendiri."


def _ring(identity: Identity, whole: Whole) -> list[str]:
    """The names on the way up that come back to this node; empty where the way ends."""
    names: list[str] = []
    at, met = identity, set()
    while at not in met:
        met.add(at)
        cells = whole.after["power"].get(at)
        if cells is None:
            return []
        names.append(str(cells.get("name")))
        if not cells.get("parent"):
            return []
        at = key(cells.get("site"), cells.get("parent"))
    return [*names, names[0]] if at == identity else []


def _rack_feeds(identity: Identity, cells: Cells, whole: Whole) -> Iterator[Wrong]:
    yield from _rack(cells, whole)
    if not whole.has("power", cells.get("site"), cells.get("node")):
        yield "node", f"Simpul listrik “{cells.get('node')}” tidak ada di {cells.get('site')}."


def _pools(identity: Identity, cells: Cells, whole: Whole) -> Iterator[Wrong]:
    if cells.get("site"):
        yield from _site(cells, whole)
    text = str(cells.get("cidr"))
    try:
        net = ip_network(text)
    except ValueError:
        try:
            meant = ip_network(text, strict=False)
        except ValueError:
            yield "cidr", f"“{text}” bukan blok IP. Tulis misalnya 203.0.113.0/28."
        else:
            yield (
                "cidr",
                f"{text} bukan alamat jaringan. Bila yang dimaksud bloknya, tulis {meant}.",
            )
        return
    for other, there in whole.networks:
        if other != identity and there.version == net.version and net.overlaps(there):
            told = whole.told("pools", other, there)
            yield "cidr", f"{net} bertumpang tindih dengan blok {told}."
            return


def _banks(identity: Identity, cells: Cells, whole: Whole) -> Iterator[Wrong]:
    yield from _site(cells, whole)
    if cells.get("rack"):
        yield from _rack(cells, whole)


def _cables(identity: Identity, cells: Cells, whole: Whole) -> Iterator[Wrong]:
    if end_of(cells, "a") == end_of(cells, "b"):
        yield "b_port", "Kabel menghubungkan dua port yang berbeda."
        return
    for letter in "ab":
        sheet = "switches" if cells.get(f"{letter}_kind") == "switch" else "panels"
        names = (f"{letter}_site", f"{letter}_group", f"{letter}_bank")
        bank = whole.get(sheet, *(cells.get(one) for one in names))
        if bank is None:
            yield (
                f"{letter}_bank",
                f"“{cells.get(names[2])}” tidak ada pada kelompok “{cells.get(names[1])}”.",
            )
            continue
        number, ports = cells.get(f"{letter}_port"), bank.get("ports")
        if isinstance(number, int) and isinstance(ports, int) and number > ports:
            yield f"{letter}_port", f"{bank['name']} hanya punya {ports} port."
        others = [one for one in whole.wired[end_of(cells, letter)] if one != identity]
        if others:
            told = whole.told("cables", others[0], "kabel lain")
            yield f"{letter}_port", f"Port ini sudah berkabel: {told}."


def _clusters(identity: Identity, cells: Cells, whole: Whole) -> Iterator[Wrong]:
    yield from _site(cells, whole)
    hosts, spare = cells.get("hosts"), cells.get("spare")
    if isinstance(hosts, int) and isinstance(spare, int) and spare >= hosts:
        yield "spare", "Host cadangan harus lebih sedikit daripada semua host."


def _uplinks(identity: Identity, cells: Cells, whole: Whole) -> Iterator[Wrong]:
    yield from _site(cells, whole)


def _devices(identity: Identity, cells: Cells, whole: Whole) -> Iterator[Wrong]:
    lost = list(_rack(cells, whole))
    yield from lost
    agency = str(cells.get("agency") or "")
    if agency and agency.casefold() not in whole.agencies:
        yield "agency", f"OPD “{agency}” tidak terdaftar pada dinas ini."
    yield from _addresses(identity, cells, whole)
    if not lost:
        yield from _spot(identity, cells, whole)
        for name in _texts(cells.get("feeds")):
            place = (cells.get("site"), cells.get("room"), cells.get("rack"), name)
            if not whole.has("rack_feeds", *place):
                yield (
                    "feeds",
                    f"{name} bukan jalur listrik rak {cells.get('rack')}. Lihat lembar Rak-PDU.",
                )


def _spot(identity: Identity, cells: Cells, whole: Whole) -> Iterator[Wrong]:
    """Within the rack, not too deep, in nobody's way."""
    rack_key = key(cells.get("site"), cells.get("room"), cells.get("rack"))
    rack = whole.after["racks"][rack_key]
    low, top = int(str(cells["unit"])), _top(cells)
    height, depth, room = rack.get("height_u"), cells.get("depth_mm"), rack.get("depth_mm")
    if isinstance(height, int) and top > height:
        yield (
            "unit",
            f"{_span(low, top)} berada di luar rak {rack['name']}, yang tingginya {height}U.",
        )
    if isinstance(depth, int) and isinstance(room, int) and depth > room:
        yield (
            "depth_mm",
            f"Perangkat sedalam {depth} mm tidak muat di rak {rack['name']}, yang dalamnya {room} mm.",
        )
    faces = set(_FACES.get(str(cells.get("face")), ()))
    for other, one in whole.in_rack.get(rack_key, []):
        if other == identity or not faces & set(_FACES.get(str(one.get("face")), ())):
            continue
        first, last = max(low, int(str(one["unit"]))), min(top, _top(one))
        if first <= last:
            told = whole.told("devices", other, one["name"])
            yield "unit", f"{_span(first, last)} rak {rack['name']} sudah terisi oleh {told}."
            return


def _addresses(identity: Identity, cells: Cells, whole: Whole) -> Iterator[Wrong]:
    for text in _texts(cells.get("addresses")):
        try:
            address = ip_address(text)
        except ValueError:
            yield "addresses", f"“{text}” bukan alamat IP."
            continue
        if not any(address in net for _, net in whole.networks if net.version == address.version):
            yield (
                "addresses",
                f"Alamat {text} tidak ada dalam blok IP dinas ini. Lihat lembar Blok IP.",
            )
        others = [one for one in whole.owned[str(address)] if one != identity]
        if others:
            name = whole.after["devices"][others[0]].get("name")
            yield (
                "addresses",
                f"Alamat {text} sudah dimiliki {whole.told('devices', others[0], name)}.",
            )


def _span(low: int, top: int) -> str:
    return f"U{low}" if low == top else f"U{low}–U{top}"


def _top(cells: Cells) -> int:
    return int(str(cells["unit"])) + int(str(cells["height_u"])) - 1


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        return text


_RULES: dict[str, Callable[[Identity, Cells, Whole], Iterator[Wrong]]] = {
    "rooms": _rooms, "racks": _racks, "power": _power, "rack_feeds": _rack_feeds,
    "uplinks": _uplinks, "pools": _pools, "switches": _banks, "panels": _banks, "cables": _cables,
    "clusters": _clusters, "devices": _devices,
}  # fmt: skip
