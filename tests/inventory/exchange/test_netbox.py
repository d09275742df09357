"""NetBox's exports come in through the same preview: what maps is mapped, what does not is listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from furnished import office
from kolokasi.inventory.exchange import staging
from kolokasi.inventory.exchange.netbox_tables import TABLES
from kolokasi.inventory.exchange.sheets import SHEETS
from kolokasi.inventory.models import Cable, Device, Rack, RackFeed
from spreadsheets import brought, told

FILES = sorted((Path(__file__).parent / "netbox").glob("*.csv"))


def uploads(*left_out: str) -> list[staging.Upload]:
    return [
        staging.Upload(name=one.name, data=one.read_bytes())
        for one in FILES
        if one.stem not in left_out
    ]


def all_of(act, *left_out: str, key: str = "kunci-satu"):  # type: ignore[no-untyped-def]
    taken = staging.take_in(uploads(*left_out), source="netbox")
    return staging.stage(act, taken, key=key)


@pytest.mark.django_db
def test_a_whole_netbox_becomes_a_data_centre() -> None:
    act = office()
    batch = all_of(act)
    assert told(batch) == [
        ("netbox_devices.csv", 7, "Type",
         "Tinggi tipe “Tak Dikenal” tidak diketahui. Sertakan ekspor device types."),
    ]  # fmt: skip
    remarks = {one["sentence"] for one in batch.findings if one["remark"]}
    assert {
        "srv-lama berstatus Decommissioning, maka tidak dibaca.",
        "srv-gudang tidak punya rak atau posisi, maka tidak dibaca.",
        "203.0.113.0/24 memuat blok lain; hanya blok di dalamnya yang dibaca.",
        "Ujung “srv-web eth0” bukan port switch atau patch panel, maka kabelnya tidak dibaca.",
        "Kolom-kolom ini tidak dikenal dan tidak dibaca: VRF, Role, Tenant, Assigned, DNS Name.",
    } <= remarks


@pytest.mark.django_db
def test_what_maps_is_applied_and_stays_when_it_comes_again(tmp_path: Path) -> None:
    act = office()
    files = {one.name: one.data for one in uploads()}
    files["netbox_devices.csv"] = b"".join(
        line
        for line in files["netbox_devices.csv"].splitlines(keepends=True)
        if b"srv-aneh" not in line
    )
    given = [staging.Upload(name=name, data=data) for name, data in files.items()]
    batch = staging.stage(act, staging.take_in(given, source="netbox"), key="satu")
    assert told(batch) == []
    assert staging.confirm(act, batch.pk).state == "applied"
    web = Device.objects.get(name="srv-web")
    assert (web.rack.name, web.unit, web.height_u, web.face) == ("A1", 10, 2, "both")
    assert (web.label_watts, web.watts, web.supplies, web.ports, web.weight_kg) == (
        750,
        410,
        2,
        1,
        25,
    )
    assert web.booking.agency is not None
    assert [one.address for one in web.booking.addresses.all()] == ["203.0.113.2"]
    assert sorted(Rack.objects.values_list("name", "room__name", "weight__rating", "is_open")) == [
        ("A1", "Ruang Server", 1000, True), ("A2", "Ruang utama", 998, False),
    ]  # fmt: skip
    feeds = RackFeed.objects.order_by("side").values_list(
        "side", "node__name", "node__meter__rating"
    )
    assert list(feeds) == [("A", "Jalur A", 7360), ("B", "Jalur B", 12747)]
    assert [str(one) for one in Cable.objects.all()] == ["K-1"]
    again = staging.stage(act, staging.take_in(given, source="netbox"), key="dua")
    assert {one["do"] for one in again.steps} == {"tetap"}


@pytest.mark.django_db
def test_a_file_that_is_no_export_of_netbox_says_so() -> None:
    batch = brought(office(), b"Buah,Warna\napel,merah\n", name="buah.csv", source="netbox")
    assert told(batch) == [
        (
            "buah.csv",
            0,
            "",
            "Berkas ini bukan ekspor NetBox yang dikenal. Lihat daftar ekspor yang dibaca.",
        )
    ]


def test_the_mapping_names_columns_that_there_are() -> None:
    columns = {f"{sheet.title}: {column.title}" for sheet in SHEETS for column in sheet.columns}
    for export in TABLES:
        assert export.marks <= export.fields.keys()
        assert export.becomes.keys() <= export.fields.keys()
        for told_as in export.becomes.values():
            named = told_as.split(" = ")[0].split(" (bila")[0].split(" (hanya")[0]
            if ": " in named and named.split(": ")[0] in {one.title for one in SHEETS}:
                assert any(named.startswith(one) for one in columns), named
