"""Which of NetBox's CSV exports are understood, and which of our columns each of theirs becomes.

Headings are taken as NetBox writes them, in its lists ("Height") and in its import format ("u_height") alike
(columns of ``dcim/tables`` and ``ipam/tables``, NetBox 3 and 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One kind of export. ``fields``: NetBox's field → its headings. ``marks``: fields that tell it apart.
    ``becomes``: what a field becomes with us, for whoever prepares the files."""

    key: str
    title: str
    marks: frozenset[str]
    fields: Mapping[str, tuple[str, ...]]
    becomes: Mapping[str, str]


# Columns of every export that have no counterpart, and need not be listed each time.
ALWAYS = frozenset({
    "id", "pk", "url", "display", "tags", "created", "last updated", "comments", "contacts", "actions",
    "slug", "color", "cable color", "cable", "link peer", "connection", "tenant group", "mark connected",
})  # fmt: skip

TABLES: tuple[Export, ...] = (
    Export(
        key="racks", title="racks", marks=frozenset({"u_height", "desc_or_width"}),
        fields={
            "name": ("name",), "site": ("site",), "location": ("location",), "status": ("status",),
            "u_height": ("height", "u height"), "depth": ("mounting depth",),
            "max_weight": ("max weight",), "weight_unit": ("weight unit",), "group": ("group",),
            "description": ("description",),
            "desc_or_width": ("width", "facility id", "desc units", "space", "devices", "outer width"),
        },
        becomes={
            "site": "Rak: Lokasi (dan satu baris Lokasi)", "location": "Rak: Ruang (dan satu baris Ruang)",
            "name": "Rak: Nama", "u_height": "Rak: Tinggi (U)",
            "depth": "Rak: Kedalaman terpakai (mm)", "max_weight": "Rak: Beban maksimum (kg)",
            "group": "Rak: Baris", "description": "Rak: Catatan", "status": "Rak: Dibuka (bila active atau planned)",
        },
    ),
    Export(
        key="types", title="device types", marks=frozenset({"model", "full_depth"}),
        fields={
            "model": ("device type", "model"), "manufacturer": ("manufacturer",),
            "u_height": ("u height", "height"), "full_depth": ("full depth", "is full depth"),
            "weight": ("weight",), "weight_unit": ("weight unit",),
        },
        becomes={
            "model": "Perangkat: Merek dan tipe", "u_height": "Perangkat: Tinggi (U)",
            "full_depth": "Perangkat: Sisi (kedua sisi bila ya)", "weight": "Perangkat: Berat (kg)",
        },
    ),
    Export(
        key="devices", title="devices", marks=frozenset({"type", "rack", "site"}),
        fields={
            "name": ("name",), "status": ("status",), "tenant": ("tenant",), "site": ("site",),
            "location": ("location",), "rack": ("rack",), "position": ("position",),
            "face": ("face", "rack face"), "type": ("type", "device type"),
            "manufacturer": ("manufacturer",), "role": ("role", "device role"),
            "serial": ("serial", "serial number"),
        },
        becomes={
            "name": "Perangkat: Nama", "tenant": "Perangkat: OPD", "rack": "Perangkat: Rak",
            "position": "Perangkat: U terbawah", "face": "Perangkat: Sisi",
            "serial": "Perangkat: Nomor seri", "role": "switch atau patch panel: juga satu baris Switch atau Panel",
            "status": "hanya active, staged, dan offline yang dibaca",
        },
    ),
    Export(
        key="panels", title="power panels", marks=frozenset({"name", "site", "feeds"}),
        fields={"name": ("name",), "site": ("site",), "feeds": ("feeds", "power feeds", "powerfeed count"),
                "location": ("location",)},
        becomes={"name": "Listrik: Nama, jenis panel", "site": "Listrik: Lokasi"},
    ),
    Export(
        key="feeds", title="power feeds", marks=frozenset({"panel", "voltage", "amperage"}),
        fields={
            "name": ("name",), "panel": ("power panel",), "rack": ("rack",), "type": ("type",),
            "supply": ("supply",), "voltage": ("voltage",), "amperage": ("amperage",),
            "phase": ("phase",), "site": ("site",), "location": ("location",),
        },
        becomes={
            "name": "Listrik: Nama, jenis jalur", "panel": "Listrik: Induk",
            "voltage": "Listrik: Daya terpasang = voltage × amperage, kali √3 bila tiga fase",
            "rack": "Rak-PDU: Rak", "type": "Rak-PDU: Sisi A bila primary, B bila redundant",
        },
    ),
    Export(
        key="ports", title="power ports", marks=frozenset({"device", "maximum"}),
        fields={"device": ("device",), "name": ("name",), "maximum": ("maximum draw", "max draw", "maximum draw (w)"),
                "allocated": ("allocated draw", "allocated draw (w)")},
        becomes={
            "device": "Perangkat: Catu daya = banyaknya baris",
            "maximum": "Perangkat: Daya pada label = yang terbesar, sebab satu catu daya harus sanggup sendiri",
            "allocated": "Perangkat: Daya dihitung = jumlahnya",
        },
    ),
    Export(
        key="interfaces", title="interfaces", marks=frozenset({"device", "mgmt_or_enabled"}),
        fields={"device": ("device",), "name": ("name",), "type": ("type",),
                "mgmt_or_enabled": ("enabled", "mgmt only", "management only", "mac address")},
        becomes={"device": "Perangkat: Port jaringan, atau Switch: Jumlah port = banyaknya antarmuka fisik"},
    ),
    Export(
        key="prefixes", title="prefixes", marks=frozenset({"prefix"}),
        fields={"prefix": ("prefix",), "status": ("status",), "site": ("site", "scope"),
                "description": ("description",)},
        becomes={
            "prefix": "Blok IP: Blok (hanya blok yang tidak memuat blok lain)",
            "description": "Blok IP: Nama", "site": "Blok IP: Lokasi",
        },
    ),
    Export(
        key="addresses", title="IP addresses", marks=frozenset({"address"}),
        fields={"address": ("ip address", "address"), "device": ("parent", "device"),
                "status": ("status",)},
        becomes={"address": "Perangkat: Alamat IP dari perangkat pada kolom parent atau device"},
    ),
    Export(
        key="cables", title="cables", marks=frozenset({"a", "b"}),
        fields={
            "label": ("label",), "a": ("termination a", "side a name"), "b": ("termination b", "side b name"),
            "device_a": ("device a", "side a device"), "device_b": ("device b", "side b device"),
            "type": ("type",),
        },
        becomes={
            "device_a": "Kabel: Nama A, bila switch atau patch panel", "a": "Kabel: Port A dari angka terakhir namanya",
            "label": "Kabel: Label", "type": "Kabel: Jenis kabel",
        },
    ),
)  # fmt: skip
