"""Every sheet of the exchange and its columns: the one table that the blank workbook, the export, the reading
and the documentation are made from."""

from __future__ import annotations

from kolokasi.inventory.exchange.columns import Column, Kind, Sheet
from kolokasi.inventory.models import Device, PortGroup, PowerNode, RackFeed
from kolokasi.inventory.models.bounds import DEPTH_MM, KILOGRAMS, MBPS, PORTS, UNITS, WATTS

_GB = 100_000_000
_OPEN = "tidak: tidak lagi ditawarkan kepada permohonan baru"


def _choices(of: type) -> dict[str, str]:
    return {str(one.value): str(one.label) for one in of}  # type: ignore[attr-defined]


def _site(key: str = "site", title: str = "Lokasi") -> Column:
    return Column(key=key, title=title, required=True, names=True, about="nama pada lembar Lokasi")


def _name(most: int = 120, about: str = "") -> Column:
    return Column(key="name", title="Nama", required=True, names=True, most=most, about=about)


def _number(
    key: str,
    title: str,
    unit: str = "",
    *,
    low: int = 0,
    high: int,
    likely: tuple[int, int] | None = None,
    required: bool = False,
    usual: int | None = None,
    names: bool = False,
    about: str = "",
) -> Column:
    return Column(
        key=key, title=title, kind=Kind.NUMBER, unit=unit, low=low, high=high, likely=likely,
        required=required, usual=usual, names=names, about=about,
    )  # fmt: skip


def _is_open() -> Column:
    return Column(key="is_open", title="Dibuka", kind=Kind.YES_NO, usual=True, about=_OPEN)


def _in_rack(*, needed: bool) -> tuple[Column, Column]:
    return (
        Column(key="room", title="Ruang", required=needed),
        Column(key="rack", title="Rak", required=needed, most=60),
    )


SITES = Sheet(
    key="sites", title="Lokasi", about="Satu baris untuk setiap pusat data.",
    columns=(_name(), Column(key="address", title="Alamat", most=300)),
)  # fmt: skip

ROOMS = Sheet(
    key="rooms", title="Ruang", about="Ruang-ruang pada setiap lokasi.",
    columns=(_site(), _name()),
)  # fmt: skip

RACKS = Sheet(
    key="racks", title="Rak", about="Satu baris untuk setiap rak; U dihitung dari 1 di bawah.",
    columns=(
        _site(),
        Column(key="room", title="Ruang", required=True, names=True),
        _name(60),
        Column(key="row", title="Baris", most=20, about="menurut denah ruang"),
        _number("height_u", "Tinggi", "U", low=1, high=UNITS, required=True),
        _number("depth_mm", "Kedalaman terpakai", "mm", low=100, high=DEPTH_MM, likely=(300, 1600)),
        _number("max_kg", "Beban maksimum", "kg", low=1, high=KILOGRAMS, likely=(50, KILOGRAMS)),
        Column(key="switches", title="Kelompok switch", about="kelompok pada lembar Switch"),
        Column(key="panels", title="Kelompok panel", about="kelompok pada lembar Panel"),
        _is_open(),
        Column(key="note", title="Catatan", most=300),
    ),
)  # fmt: skip

POWER = Sheet(
    key="power", title="Listrik",
    about="Susunan listrik: setiap simpul menyebut induknya, dari PLN atau genset sampai PDU.",
    columns=(
        _site(),
        _name(),
        Column(key="kind", title="Jenis", kind=Kind.CHOICE, required=True,
               choices=_choices(PowerNode.Kind)),
        Column(key="parent", title="Induk", about="nama simpul di atasnya; kosong untuk PLN dan genset"),
        _number("rating_w", "Daya terpasang", "W", low=1, high=WATTS, likely=(100, 20_000_000),
                about="semua modul bersama"),
        _number("modules", "Modul", low=1, high=100, usual=1),
        _number("spare", "Modul cadangan", low=0, high=99, usual=0, about="1 berarti N+1"),
        _number("runtime_min", "Lama bertahan", "menit", high=100_000),
        Column(key="battery_on", title="Baterai dipasang", kind=Kind.DATE),
        Column(key="tested_on", title="Terakhir diuji", kind=Kind.DATE),
        Column(key="gensets", title="Dicadangi genset", kind=Kind.LIST,
               about="genset yang mengambil alih bila pasokannya padam"),
    ),
)  # fmt: skip

RACK_FEEDS = Sheet(
    key="rack_feeds", title="Rak-PDU", about="PDU yang melayani setiap rak, dan pada sisi mana.",
    columns=(
        _site(),
        Column(key="room", title="Ruang", required=True, names=True),
        Column(key="rack", title="Rak", required=True, names=True, most=60),
        Column(key="node", title="PDU", required=True, names=True, about="nama pada lembar Listrik"),
        Column(key="side", title="Sisi", kind=Kind.CHOICE, required=True,
               choices=_choices(RackFeed.Side)),
    ),
)  # fmt: skip

UPLINKS = Sheet(
    key="uplinks", title="Sambungan", about="Sambungan ke internet.",
    columns=(
        _site(),
        _name(),
        Column(key="provider", title="Penyedia"),
        _number("mbps", "Kecepatan", "Mbps", low=1, high=MBPS, likely=(5, 1_000_000)),
        Column(key="contract_ends_on", title="Kontrak berakhir", kind=Kind.DATE),
        _is_open(),
    ),
)  # fmt: skip

POOLS = Sheet(
    key="pools", title="Blok IP", about="Blok alamat IPv4 dan IPv6; tidak boleh bertumpang tindih.",
    columns=(
        Column(key="cidr", title="Blok", required=True, names=True, most=43,
               about="misalnya 203.0.113.0/28"),
        Column(key="name", title="Nama"),
        Column(key="site", title="Lokasi", fixed=True, about="kosong bila dipakai semua lokasi"),
        Column(key="public", title="Publik", kind=Kind.YES_NO, usual=True),
        _is_open(),
    ),
)  # fmt: skip


def _banks(key: str, title: str, about: str) -> Sheet:
    return Sheet(
        key=key, title=title, about=about,
        columns=(
            _site(),
            Column(key="group", title="Kelompok", required=True, names=True,
                   about="port yang dapat dicapai rak-rak yang sama"),
            _name(),
            *_in_rack(needed=False),
            Column(key="model", title="Merek dan tipe"),
            _number("ports", "Jumlah port", low=1, high=PORTS, required=True),
            _number("speed_mbps", "Kecepatan port", "Mbps", low=1, high=1_000_000,
                    likely=(10, 1_000_000)),
        ),
    )  # fmt: skip


SWITCHES = _banks("switches", "Switch", "Satu baris untuk setiap switch.")
PANELS = _banks("panels", "Panel", "Satu baris untuk setiap patch panel.")


def _end(letter: str) -> tuple[Column, ...]:
    low = letter.lower()
    return (
        _site(f"{low}_site", f"Lokasi {letter}"),
        Column(key=f"{low}_kind", title=f"Jenis {letter}", kind=Kind.CHOICE, required=True, names=True,
               choices=_choices(PortGroup.Kind)),
        Column(key=f"{low}_group", title=f"Kelompok {letter}", required=True, names=True),
        Column(key=f"{low}_bank", title=f"Nama {letter}", required=True, names=True),
        _number(f"{low}_port", f"Port {letter}", low=1, high=PORTS, required=True, names=True),
    )  # fmt: skip


CABLES = Sheet(
    key="cables", title="Kabel", about="Kabel antara dua port; setiap port paling banyak satu kabel.",
    columns=(
        *_end("A"), *_end("B"),
        Column(key="label", title="Label", most=60),
        Column(key="kind", title="Jenis kabel", most=30, about="misalnya Cat 6, OM4"),
    ),
)  # fmt: skip

CLUSTERS = Sheet(
    key="clusters", title="Klaster", about="Klaster untuk server virtual; angkanya untuk semua host bersama.",
    columns=(
        _site(),
        _name(),
        _number("cores", "Inti prosesor", low=1, high=100_000, required=True),
        _number("ram_gb", "Memori", "GB", low=1, high=_GB, likely=(4, 1_000_000), required=True),
        _number("disk_gb", "Penyimpanan", "GB", low=1, high=_GB, likely=(50, _GB), required=True),
        _number("hosts", "Host", low=1, high=1000, usual=1),
        _number("spare", "Host cadangan", low=0, high=999, usual=0),
        _is_open(),
    ),
)  # fmt: skip

DEVICES = Sheet(
    key="devices", title="Perangkat",
    about="Perangkat yang berdiri di rak, juga yang sudah ada sebelum Kolokasi dipakai.",
    columns=(
        Column(key="code", title="Kode", most=20,
               about="diisi Kolokasi; kosongkan untuk perangkat baru"),
        _site(),
        *_in_rack(needed=True),
        _number("unit", "U terbawah", low=1, high=UNITS, required=True),
        _number("height_u", "Tinggi", "U", low=1, high=UNITS, required=True),
        Column(key="face", title="Sisi", kind=Kind.CHOICE, usual="both", choices=_choices(Device.Face)),
        _name(200),
        Column(key="agency", title="OPD", most=200, fixed=True, about="pemiliknya; nama atau kunci OPD"),
        Column(key="model", title="Merek dan tipe", most=200),
        Column(key="serial", title="Nomor seri", most=100),
        _number("depth_mm", "Kedalaman", "mm", low=1, high=DEPTH_MM, likely=(50, 1600)),
        _number("weight_kg", "Berat", "kg", high=KILOGRAMS, likely=(0, 800)),
        _number("label_watts", "Daya pada label", "W", high=1_000_000, likely=(10, 100_000)),
        _number("watts", "Daya dihitung", "W", high=1_000_000, likely=(5, 100_000),
                about="yang terukur; kosong: bagian dari daya label menurut batas aman"),
        _number("supplies", "Catu daya", high=16),
        _number("ports", "Port jaringan", high=PORTS, usual=0),
        Column(key="feeds", title="PDU", kind=Kind.LIST, about="kosong: menurut sisi A dan B raknya"),
        Column(key="addresses", title="Alamat IP", kind=Kind.LIST, fixed=True),
        Column(key="state", title="Keadaan", told_only=True, about="hanya keterangan"),
    ),
)  # fmt: skip

SHEETS: tuple[Sheet, ...] = (
    SITES, ROOMS, RACKS, POWER, RACK_FEEDS, UPLINKS, POOLS, SWITCHES, PANELS, CABLES, CLUSTERS, DEVICES,
)  # fmt: skip
BY_KEY = {one.key: one for one in SHEETS}
GUIDE = "Petunjuk"  # the sheet that explains the others
