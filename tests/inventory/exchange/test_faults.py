"""Every bad row is named: sheet, row, column, what is wrong and how to mend it. Nothing is applied while one is."""

from __future__ import annotations

from typing import Any

import pytest

from furnished import furnished
from kolokasi.accounts.office_acts import Administration
from kolokasi.inventory.exchange import staging
from kolokasi.inventory.models import Device, Rack, Room
from spreadsheets import RACK, book, brought, exported, of, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def ratna() -> Administration:
    return furnished()


def rack(**cells: Any) -> dict[str, Any]:
    return {"site": "Balai Kota", "room": "Ruang Server", "name": "B1", "height_u": 42} | cells


def device(**cells: Any) -> dict[str, Any]:
    return {
        "site": "Balai Kota", "room": "Ruang Server", "rack": "A1", "unit": 1, "height_u": 2,
        "name": "srv-baru", "face": "both",
    } | cells  # fmt: skip


def node(name: str, **cells: Any) -> dict[str, Any]:
    return {"site": "Balai Kota", "name": name, "kind": "pdu", "parent": "UPS 1"} | cells


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("600 cm", "Tertulis 600 cm, sedangkan kolom ini dalam mm. Tulis 6000."),
        ("0,9 m", "Tertulis 0,9 m, sedangkan kolom ini dalam mm. Tulis 900."),
        (90, "Tertulis 90 mm; yang masuk akal antara 100 dan 2000 mm. Bila yang dimaksud 90 cm, tulis 900."),
        (-5, "Bilangan ini tidak boleh kurang dari nol; tertulis -5 mm."),
        (1_000_000, "Tertulis 1000000 mm; yang masuk akal antara 100 dan 2000 mm."),
        ("dalam sekali", "“dalam sekali” bukan bilangan. Tulis angka saja, misalnya 300."),
        (750.5, "Tulis bilangan bulat; tertulis 750,5."),
        ("1.200", "“1.200” dapat dibaca dengan dua cara. Tulis tanpa tanda titik atau koma."),
        ("700 liter", "Satuan “liter” tidak dikenal di sini. Kolom ini dalam mm; tulis angka saja, misalnya 300."),
        (120, "Tertulis 120 mm: terlalu kecil untuk kolom ini. Bila yang dimaksud 120 cm, tulis 1200."),
        ("=450*2", "Sel ini berisi rumus. Salin, lalu tempel sebagai nilai."),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_meant_so(ratna: Administration, cell: Any, sentence: str) -> None:
    rows = [
        RACK,
        ("Balai Kota", "Ruang Server", "B1", 42, 900),
        ("Balai Kota", "Ruang Server", "B2", 42, cell),
    ]
    batch = brought(ratna, book(Rak=rows))
    assert told(batch) == [("Rak", 3, "Kedalaman terpakai (mm)", sentence)]


@pytest.mark.parametrize(
    ("watts", "sentence"),
    [
        (
            20,
            "Tertulis 20 W: terlalu kecil untuk kolom ini. Bila yang dimaksud 20 kW, tulis 20000.",
        ),
        ("20 kW", "Tertulis 20 kW, sedangkan kolom ini dalam W. Tulis 20000."),
    ],
)
def test_kilowatts_where_watts_are_meant(ratna: Administration, watts: Any, sentence: str) -> None:
    rows = [
        ("Lokasi", "Nama", "Jenis", "Daya terpasang (W)"),
        ("Balai Kota", "UPS 2", "UPS", watts),
    ]
    assert told(brought(ratna, book(Listrik=rows))) == [
        ("Listrik", 2, "Daya terpasang (W)", sentence)
    ]


@pytest.mark.parametrize(
    ("sheet", "cells", "column", "sentence"),
    [
        ("devices", device(rack="Z9"), "Rak", ("Rak “Z9” tidak ada di ruang “Ruang Server”, Balai Kota. Periksa "
         "namanya, atau tambahkan pada lembar Rak.")),
        ("devices", device(unit=11), "U terbawah", "U11 rak A1 sudah terisi oleh srv-web."),
        ("devices", device(unit=42), "U terbawah", "U42–U43 berada di luar rak A1, yang tingginya 42U."),
        ("devices", device(depth_mm=1000), "Kedalaman (mm)",
         "Perangkat sedalam 1000 mm tidak muat di rak A1, yang dalamnya 900 mm."),
        ("devices", device(feeds=["UPS 1"]), "PDU", "UPS 1 bukan jalur listrik rak A1. Lihat lembar Rak-PDU."),
        ("devices", device(agency="Dinas Angin"), "OPD", "OPD “Dinas Angin” tidak terdaftar pada dinas ini."),
        ("devices", device(addresses=["203.0.113.2"]), "Alamat IP", "Alamat 203.0.113.2 sudah dimiliki srv-web."),
        ("devices", device(addresses=["198.51.100.7"]), "Alamat IP",
         "Alamat 198.51.100.7 tidak ada dalam blok IP dinas ini. Lihat lembar Blok IP."),
        ("devices", device(code="P-999999"), "Nama",
         "Kode P-999999 tidak ada di sini. Kosongkan kodenya bila perangkat ini baru."),
        ("devices", device(name="srv-kembar"), "Nama", ("Ada 2 perangkat bernama “srv-kembar” di lokasi ini. Isi "
         "kolom Kode dari hasil ekspor.")),
        ("devices", device(name="srv-web", unit=10, height_u=4, ports=2), "Tinggi (U)",
         "Tinggi tidak dapat diubah lewat impor; yang tercatat: 2."),
        ("racks", rack(room="Gudang"), "Ruang", "Ruang “Gudang” tidak ada di Balai Kota. Tambahkan pada lembar Ruang."),
        ("racks", rack(switches="LAN Z"), "Kelompok switch", "Kelompok “LAN Z” tidak ada di Balai Kota."),
        ("racks", rack(name="A1", height_u=20), "Tinggi (U)",
         "Rak tidak dapat menjadi 20U: masih terisi di atasnya oleh srv-kembar, U21."),
        ("racks", rack(name="A1", depth_mm=600), "Kedalaman terpakai (mm)",
         "Rak tidak dapat menjadi sedalam 600 mm: lebih dalam dari itu srv-web, 700 mm."),
        ("power", node("PDU C", parent="UPS 9"), "Induk", "Simpul listrik “UPS 9” tidak ada di Balai Kota."),
        ("power", node("UPS 1", kind="ups", parent="PDU A1-A"), "Induk", ("Susunan listrik tidak boleh berputar: UPS 1 → "
         "PDU A1-A → UPS 1. Betulkan salah satu induknya.")),
        ("power", node("PLN 2", kind="mains"), "Induk", "PLN dan genset berada paling atas. Kosongkan induknya."),
        ("power", node("UPS 3", kind="ups", modules=2, spare=2), "Modul cadangan",
         "Modul cadangan harus lebih sedikit daripada semua modulnya."),
        ("power", node("PDU C", gensets=["UPS 1"]), "Dicadangi genset", "“UPS 1” bukan genset di Balai Kota."),
        ("pools", {"cidr": "203.0.113.8/29"}, "Blok",
         "203.0.113.8/29 bertumpang tindih dengan blok 203.0.113.0/28."),
        ("pools", {"cidr": "198.51.100.7/24"}, "Blok", ("198.51.100.7/24 bukan alamat jaringan. Bila yang dimaksud "
         "bloknya, tulis 198.51.100.0/24.")),
        ("pools", {"cidr": "delapan"}, "Blok", "“delapan” bukan blok IP. Tulis misalnya 203.0.113.0/28."),
        ("clusters", {"site": "Balai Kota", "name": "VM 2", "cores": 8, "ram_gb": 64, "disk_gb": 500, "hosts": 1,
         "spare": 1}, "Host cadangan", "Host cadangan harus lebih sedikit daripada semua host."),
        ("rooms", {"site": "Bulan", "name": "R1"}, "Lokasi",
         "Lokasi “Bulan” tidak ada, di sini ataupun dalam berkas ini."),
    ],
)  # fmt: skip
def test_a_row_that_does_not_fit(
    ratna: Administration, sheet: str, cells: dict[str, Any], column: str, sentence: str
) -> None:
    batch = brought(ratna, of(sheet, cells))
    assert [(row, where, why) for _, row, where, why in told(batch)] == [(2, column, sentence)]
    staging.confirm(ratna, batch.pk)  # somebody who sends the form all the same
    batch.refresh_from_db()
    assert batch.state == "staged"
    assert Device.objects.count() == 3
    assert Rack.objects.count() == 2


def test_two_devices_of_one_file_in_one_place(ratna: Administration) -> None:
    batch = brought(ratna, of("devices", device(name="satu"), device(name="dua", unit=2)))
    assert told(batch)[-1] == (
        "Perangkat", 3, "U terbawah", "U2 rak A1 sudah terisi oleh satu (Perangkat baris 2).",
    )  # fmt: skip


def test_a_loop_that_only_the_file_makes(ratna: Administration) -> None:
    batch = brought(
        ratna, of("power", node("X", kind="panel", parent="Y"), node("Y", kind="panel", parent="X"))
    )
    assert [row for _, row, _, _ in told(batch)] == [2, 3]
    assert "X → Y → X" in told(batch)[0][3]


def test_a_name_twice_names_both_rows(ratna: Administration) -> None:
    batch = brought(ratna, of("racks", rack(), rack(name=" b1 ")))
    assert told(batch) == [
        ("Rak", 3, "Nama", "Hal yang sama sudah disebut pada Rak baris 2. Sisakan satu.")
    ]


def test_a_cable_to_a_port_that_is_wired(ratna: Administration) -> None:
    ends = {
        "a_site": "Balai Kota", "a_kind": "switch", "a_group": "LAN A", "a_bank": "sw-1", "a_port": 24,
        "b_site": "Balai Kota", "b_kind": "panel", "b_group": "Panel A", "b_bank": "pp-1", "b_port": 99,
    }  # fmt: skip
    assert [why for *_, why in told(brought(ratna, of("cables", ends)))] == [
        "Port ini sudah berkabel: kabel lain.", "pp-1 hanya punya 24 port.",
    ]  # fmt: skip


def test_what_only_the_writers_know_is_said_in_the_preview(ratna: Administration) -> None:
    """PDU A1-A carries 525 W: half of that it cannot be rated."""
    batch = brought(ratna, exported(ratna, power={"PDU A1-A": {"rating_w": 300}}))
    assert len(told(batch)) == 1
    place, row, column, why = told(batch)[0]
    assert (place, column) == ("Listrik", "Daya terpasang (W)")
    assert row > 1
    assert why.startswith("Daya terpasang tidak boleh di bawah yang sudah terpakai")


def test_one_bad_row_is_not_blamed_on_those_that_name_it(ratna: Administration) -> None:
    data = book(
        Rak=[RACK, ("Balai Kota", "Ruang Server", "B1", 42, "600 cm")],
        Perangkat=[
            ("Lokasi", "Ruang", "Rak", "U terbawah (U)", "Tinggi (U)", "Nama"),
            ("Balai Kota", "Ruang Server", "B1", 1, 1, "srv-b"),
        ],
    )
    assert [place for place, *_ in told(brought(ratna, data))] == ["Rak"]


def test_columns_that_a_file_leaves_out_stay_as_they_are(ratna: Administration) -> None:
    rows = [
        ("Lokasi", "Ruang", "Nama", "Catatan"),
        ("Balai Kota", "Ruang Server", "A1", "baru dibersihkan"),
    ]
    batch = brought(ratna, book(Rak=rows))
    assert told(batch) == []
    assert [one["changes"] for one in batch.steps] == [
        [["Catatan", "dekat pintu", "baru dibersihkan"]]
    ]
    staging.confirm(ratna, batch.pk)
    changed = Rack.objects.get(name="A1")
    assert (changed.note, changed.depth_mm) == ("baru dibersihkan", 900)


def test_a_new_row_without_what_it_must_say(ratna: Administration) -> None:
    rows = [("Lokasi", "Ruang", "Nama", "Catatan"), ("Balai Kota", "Ruang Server", "C7", "")]
    assert told(brought(ratna, book(Rak=rows))) == [
        ("Rak", 2, "Tinggi (U)", "Sel ini wajib diisi.")
    ]


@pytest.mark.parametrize(
    ("headings", "column", "sentence"),
    [
        ((*RACK[:4], "Kedalaman terpakai (cm)"), "Kedalaman terpakai (cm)", ("Kolom ini harus dalam mm, tetapi "
         "judulnya menyebut cm. Ubah isinya ke mm, lalu tulis judulnya “Kedalaman terpakai (mm)”.")),
        ((*RACK, "nama"), "nama", "Judul ini ada dua kali. Sisakan satu."),
        (RACK[1:], "Lokasi", "Kolom ini wajib ada. Salin judulnya dari templat."),
    ],
)  # fmt: skip
def test_headings_that_mislead(
    ratna: Administration, headings: tuple[str, ...], column: str, sentence: str
) -> None:
    row = ("Balai Kota", "Ruang Server", "B1", 42, 90, "x")
    assert told(brought(ratna, book(Rak=[headings, row]))) == [("Rak", 1, column, sentence)]


def test_a_device_that_is_as_full_as_it_can_be_moves_with_the_file(ratna: Administration) -> None:
    """A chain: each takes the place that the next one leaves, in whatever order the rows stand."""
    twins = Device.objects.filter(name="srv-kembar").order_by("unit")
    codes = [f"P-{one.pk}" for one in twins]
    at = {
        "rack": "A1",
        "height_u": 1,
        "name": "srv-kembar",
        "face": "front",
        "watts": 120,
        "supplies": 1,
    }
    batch = brought(
        ratna,
        of("devices", device(**at, code=codes[0], unit=21), device(**at, code=codes[1], unit=22)),
    )
    assert told(batch) == []
    assert staging.confirm(ratna, batch.pk).state == "applied"
    assert list(twins.order_by("pk").values_list("unit", flat=True)) == [21, 22]


def test_rooms_are_there_once_however_often_the_form_is_sent(ratna: Administration) -> None:
    batch = brought(ratna, of("rooms", {"site": "Balai Kota", "name": "Ruang Arsip"}))
    for _ in range(3):
        assert staging.confirm(ratna, batch.pk).state == "applied"
    assert Room.objects.filter(name="Ruang Arsip").count() == 1
