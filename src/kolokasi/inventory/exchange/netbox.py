"""NetBox's CSV exports as rows of our sheets.

``netbox_tables`` says which export a file is and what its columns become. What has no counterpart is listed,
never guessed; what is read goes through the same reading, planning and writers as our own sheets.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_interface, ip_network

from kolokasi.inventory.exchange.cells import CellFault, read
from kolokasi.inventory.exchange.columns import Cells, plain, tidy
from kolokasi.inventory.exchange.netbox_tables import ALWAYS, TABLES, Export
from kolokasi.inventory.exchange.opening import Cell, Table
from kolokasi.inventory.exchange.reading import Finding, Read, Row
from kolokasi.inventory.exchange.sheets import BY_KEY

NO_ROOM = "Ruang utama"  # for racks that NetBox knows in no location
_SWITCH, _PANEL = re.compile(r"\bswitch", re.IGNORECASE), re.compile(r"patch ?panel", re.IGNORECASE)
_WIRED = re.compile(r"(BASE-|GE\)|SFP|QSFP|Ethernet)", re.IGNORECASE)
Record = Mapping[str, str]  # NetBox field → what stands there


@dataclass(slots=True)
class _Found:
    """All files together, by kind of export; each record with the file and row it came from."""

    records: dict[str, list[tuple[str, int, Record]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def of(self, kind: str) -> Iterator[tuple[str, int, Record]]:
        return iter(self.records.get(kind, ()))

    def remark(self, place: str, number: int, column: str, sentence: str) -> None:
        self.findings.append(
            Finding(place=place, row=number, column=column, sentence=sentence, remark=True)
        )

    def row(self, sheet: str, place: str, number: int, typed: Mapping[str, Cell]) -> None:
        """Cells that go through the same reading as everybody's; NetBox's row is named where they fail."""
        cells: Cells = {}
        before = len(self.findings)
        for name, cell in typed.items():
            column = BY_KEY[sheet].column(name)
            try:
                cells[name] = read(column, cell)
            except CellFault as fault:
                self.findings.append(
                    Finding(place=place, row=number, column=column.heading, sentence=str(fault))
                )
        sound = len(self.findings) == before
        self.rows.append(Row(sheet=sheet, place=place, number=number, cells=cells, sound=sound))

    def once(self, sheet: str, place: str, number: int, typed: Mapping[str, str]) -> None:
        """A row that several records name, such as their site."""
        name = (sheet, "/".join(typed.values()).casefold())
        if name not in self.seen:
            self.seen.add(name)
            self.row(sheet, place, number, typed)


def read_tables(tables: Sequence[tuple[str, Table]]) -> Read:
    """Every file for itself is recognised; then they are put together, for a device's height stands with its
    type and its watts with its ports."""
    found = _Found()
    for file, table in tables:
        _collect(found, file, table)
    places = _places(found)
    _racks(found)
    kinds = _devices(found, places)
    _power(found, places)
    _pools(found)
    _cables(found, kinds)
    return Read(rows=found.rows, findings=found.findings)


def _collect(found: _Found, file: str, table: Table) -> None:
    start = next((at for at, row in enumerate(table.rows) if any(row)), None)
    headings = [plain(str(one or "")) for one in table.rows[start]] if start is not None else []
    export, columns = _recognised(headings)
    if start is None or export is None:
        found.findings.append(
            Finding(place=file, sentence="Berkas ini bukan ekspor NetBox yang dikenal. Lihat daftar ekspor "
                    "yang dibaca.")
        )  # fmt: skip
        return
    unread = [
        tidy(str(table.rows[start][at]))[:60]
        for at, heading in enumerate(headings)
        if heading and heading not in ALWAYS and at not in columns
    ]
    if unread:
        found.remark(
            file,
            start + 1,
            "",
            f"Kolom-kolom ini tidak dikenal dan tidak dibaca: {', '.join(unread)}.",
        )
    for number, row in enumerate(table.rows[start + 1 :], start=start + 2):
        record = {
            name: _said(row[at]) for at, name in columns.items() if at < len(row)
        }  # fmt: skip
        if any(record.values()):
            found.records[export.key].append((file, number, record))


def _recognised(headings: Sequence[str]) -> tuple[Export | None, dict[int, str]]:
    """The export whose marks are all there, with the most of its fields; and what stands where."""
    best: tuple[int, Export, dict[int, str]] | None = None
    for export in TABLES:
        columns: dict[int, str] = {}
        for name, ours in export.fields.items():
            at = next((headings.index(one) for one in ours if one in headings), None)
            if at is not None:
                columns.setdefault(at, name)
        if export.marks <= set(columns.values()) and (best is None or len(columns) > best[0]):
            best = len(columns), export, columns
    return (best[1], best[2]) if best else (None, {})


def _said(cell: Cell) -> str:
    text = tidy(str("" if cell is None else cell))
    return "" if text in ("—", "None", "null") else text


def _places(found: _Found) -> dict[str, tuple[str, str]]:
    """Rack names → site and room; with the rows for sites and rooms that racks, devices and panels name."""
    places: dict[str, tuple[str, str]] = {}
    for kind in ("racks", "devices", "panels"):
        for file, number, one in found.of(kind):
            if not one.get("site"):
                continue
            found.once("sites", file, number, {"name": one["site"]})
            if kind != "panels":
                room = one.get("location") or NO_ROOM
                found.once("rooms", file, number, {"site": one["site"], "name": room})
    for _, _, one in found.of("racks"):
        places[one.get("name", "").casefold()] = (
            one.get("site", ""), one.get("location") or NO_ROOM,
        )  # fmt: skip
    return places


def _racks(found: _Found) -> None:
    for file, number, one in found.of("racks"):
        typed: dict[str, Cell] = {
            "site": one.get("site"), "room": one.get("location") or NO_ROOM, "name": one.get("name"),
            "height_u": one.get("u_height"), "note": one.get("description", ""),
            "is_open": one.get("status", "active").casefold() in ("active", "planned", "available"),
        }  # fmt: skip
        if one.get("depth"):
            typed["depth_mm"] = one["depth"]
        if weight := _kilograms(one.get("max_weight", ""), one.get("weight_unit", "")):
            typed["max_kg"] = weight
        if one.get("group"):
            typed["row"] = one["group"][:20]
        found.row("racks", file, number, typed)


def _devices(found: _Found, places: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Devices; and which of them are switches or panels: name → site, kind."""
    types = {one.get("model", "").casefold(): one for _, _, one in found.of("types")}
    draws = _by_device(found, "ports")
    wires = {
        device: [one for one in ports if _WIRED.search(one.get("type", ""))]
        for device, ports in _by_device(found, "interfaces").items()
    }
    addresses = _by_device(found, "addresses")
    kinds: dict[str, tuple[str, str]] = {}
    for file, number, one in found.of("devices"):
        name = one.get("name", "").casefold()
        role = one.get("role", "")
        if pattern := next((kind for kind, like in (("switch", _SWITCH), ("panel", _PANEL)) if like.search(role)), ""):  # fmt: skip
            kinds[name] = (one.get("site", ""), pattern)
            _bank(found, file, number, one, pattern, len(wires.get(name, ())))
        if reason := _not_placed(one):
            found.remark(file, number, "", reason)
            continue
        kind = types.get(one.get("type", "").casefold(), {})
        site, room = places.get(
            one["rack"].casefold(), (one.get("site", ""), one.get("location") or NO_ROOM)
        )
        typed: dict[str, Cell] = {
            "site": site, "room": room, "rack": one["rack"], "unit": _whole(one["position"]),
            "height_u": _whole(kind.get("u_height", "")) or None, "name": one.get("name"),
            "face": _face(one, kind), "serial": one.get("serial", ""),
            "model": " ".join(filter(None, (one.get("manufacturer") or kind.get("manufacturer"), one.get("type")))),
            "agency": one.get("tenant", ""), "ports": 0 if pattern else len(wires.get(name, ())),
            "addresses": "; ".join(_bare(one.get("address", "")) for one in addresses.get(name, ())),
            **_watts(draws.get(name, ())),
        }  # fmt: skip
        if weight := _kilograms(kind.get("weight", ""), kind.get("weight_unit", "")):
            typed["weight_kg"] = weight
        if not typed["height_u"]:
            found.findings.append(
                Finding(
                    place=file, row=number, column="Type",
                    sentence=f"Tinggi tipe “{one.get('type', '')}” tidak diketahui. Sertakan ekspor device types.",
                )
            )  # fmt: skip
            continue
        found.row("devices", file, number, typed)
    return kinds


def _not_placed(one: Record) -> str:
    """Why a device of NetBox's stands in no rack of ours; empty where it does."""
    if one.get("status", "active").casefold() not in ("active", "staged", "offline", ""):
        return f"{one.get('name')} berstatus {one['status']}, maka tidak dibaca."
    if not one.get("rack") or not one.get("position"):
        return f"{one.get('name')} tidak punya rak atau posisi, maka tidak dibaca."
    if not one["position"].removesuffix(".0").isdigit():
        return f"{one.get('name')} berdiri di U{one['position']}; setengah U tidak dikenal di sini."
    return ""


def _bank(found: _Found, file: str, number: int, one: Record, kind: str, ports: int) -> None:
    if not ports:
        found.remark(
            file, number, "",
            f"Port {one.get('name')} tidak diketahui, maka lembar Switch dan Panel tidak diisi. Sertakan ekspor "
            "interfaces.",
        )  # fmt: skip
        return
    room = one.get("location") or NO_ROOM
    typed: dict[str, Cell] = {
        "site": one.get("site"), "group": f"{one.get('site')} {room}"[:120], "name": one.get("name"),
        "model": one.get("type", ""), "ports": ports,
    }  # fmt: skip
    found.row("switches" if kind == "switch" else "panels", file, number, typed)


def _power(found: _Found, places: Mapping[str, tuple[str, str]]) -> None:
    sites: dict[str, str] = {}
    for file, number, one in found.of("panels"):
        sites[one.get("name", "").casefold()] = one.get("site", "")
        found.row(
            "power",
            file,
            number,
            {"site": one.get("site"), "name": one.get("name"), "kind": "panel"},
        )
    for file, number, one in found.of("feeds"):
        rack = one.get("rack", "")
        site, room = places.get(rack.casefold(), (one.get("site", ""), NO_ROOM))
        site = sites.get(one.get("panel", "").casefold()) or site
        found.row(
            "power", file, number,
            {"site": site, "name": one.get("name"), "kind": "feed", "parent": one.get("panel", ""),
             "rating_w": _rating(one)},
        )  # fmt: skip
        if rack:
            side = "B" if one.get("type", "").casefold() == "redundant" else "A"
            typed = {
                "site": site,
                "room": room,
                "rack": rack,
                "node": one.get("name"),
                "side": side,
            }
            found.row("rack_feeds", file, number, typed)


def _pools(found: _Found) -> None:
    known = []
    for file, number, one in found.of("prefixes"):
        try:
            known.append((file, number, one, ip_network(one.get("prefix", ""))))
        except ValueError:
            found.remark(file, number, "Prefix", f"“{one.get('prefix')}” bukan blok IP.")
    for file, number, one, net in known:
        inner = [
            other for _, _, _, other in known
            if other != net and other.version == net.version and other.subnet_of(net)  # type: ignore[arg-type]
        ]  # fmt: skip
        if inner or one.get("status", "").casefold() == "container":
            found.remark(
                file,
                number,
                "Prefix",
                f"{net} memuat blok lain; hanya blok di dalamnya yang dibaca.",
            )
            continue
        site = one.get("site", "") if one.get("site", "").casefold() in _sites(found) else ""
        typed: dict[str, Cell] = {
            "cidr": str(net), "name": one.get("description", "")[:120], "site": site,
            "public": net.is_global,
        }  # fmt: skip
        found.row("pools", file, number, typed)


def _sites(found: _Found) -> set[str]:
    return {str(one.cells.get("name", "")).casefold() for one in found.rows if one.sheet == "sites"}


def _cables(found: _Found, kinds: Mapping[str, tuple[str, str]]) -> None:
    groups = {
        str(one.cells["name"]).casefold(): str(one.cells["group"])
        for one in found.rows
        if one.sheet in ("switches", "panels") and "name" in one.cells and "group" in one.cells
    }
    for file, number, one in found.of("cables"):
        typed: dict[str, Cell] = {
            "label": one.get("label", "")[:60],
            "kind": one.get("type", "")[:30],
        }
        for letter in "ab":
            device = one.get(f"device_{letter}", "")
            port = re.search(r"(\d+)$", one.get(letter, ""))
            if device.casefold() not in groups or not port:
                found.remark(
                    file, number, "",
                    f"Ujung “{device} {one.get(letter, '')}” bukan port switch atau patch panel, maka kabelnya "
                    "tidak dibaca.",
                )  # fmt: skip
                break
            site, kind = kinds[device.casefold()]
            typed |= {
                f"{letter}_site": site, f"{letter}_kind": kind, f"{letter}_bank": device,
                f"{letter}_group": groups[device.casefold()], f"{letter}_port": int(port[1]),
            }  # fmt: skip
        else:
            found.row("cables", file, number, typed)


def _by_device(found: _Found, kind: str) -> dict[str, list[Record]]:
    by: dict[str, list[Record]] = defaultdict(list)
    for _, _, one in found.of(kind):
        by[one.get("device", "").casefold()].append(one)
    return by


def _watts(ports: Sequence[Record]) -> dict[str, Cell]:
    typed: dict[str, Cell] = {"supplies": len(ports)} if ports else {}
    largest = [_whole(one["maximum"]) for one in ports if one.get("maximum")]
    drawn = [_whole(one["allocated"]) for one in ports if one.get("allocated")]
    if largest:
        typed["label_watts"] = max(largest)
    if drawn and len(drawn) == len(ports):
        typed["watts"] = sum(drawn)
    return typed


def _rating(one: Record) -> Cell:
    """Watts: volts times amperes, times √3 for three phases (as NetBox computes available power)."""
    try:
        volts, amperes = float(one.get("voltage", "")), float(one.get("amperage", ""))
    except ValueError:
        return None
    factor = 3**0.5 if "three" in one.get("phase", "").casefold() else 1.0
    return int(abs(volts) * amperes * factor)


def _face(one: Record, kind: Record) -> str:
    if kind.get("full_depth", "true").casefold() in ("true", "yes", "1", "✔", "ya"):
        return "both"
    return "rear" if one.get("face", "").casefold() == "rear" else "front"


def _kilograms(text: str, unit: str) -> Cell:
    """``1000 kg`` or ``2200 lb`` or a number beside its unit; None where nothing is said."""
    match = re.fullmatch(r"([\d.]+)\s*([a-z]*)", text.casefold())
    if not match:
        return text or None
    amount = float(match[1])
    factors = {"kg": 1.0, "g": 0.001, "lb": 0.45359237, "oz": 0.028349523}
    word = match[2] or unit.casefold() or "kg"
    factor = factors.get(word[:2] if word.startswith(("lb", "oz", "kg")) else word[:1])
    return round(amount * factor) if factor else text


def _whole(text: str) -> int:
    """``12.0`` and ``42U`` are whole numbers; 0 where there is none."""
    match = re.fullmatch(r"(\d+)(\.0+)?\s*u?", text.casefold())
    return int(match[1]) if match else 0


def _bare(text: str) -> str:
    """An address without the length of its block."""
    try:
        return str(ip_interface(text).ip)
    except ValueError:
        return text
