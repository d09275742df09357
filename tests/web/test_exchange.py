"""The exchange of a data centre with spreadsheets, as its admin meets it."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from kolokasi.accounts.models import Person
from kolokasi.inventory import places
from kolokasi.inventory.exchange.sheets import SHEETS
from kolokasi.inventory.fields import wrong
from kolokasi.inventory.models import ImportBatch, Rack, Room
from machine_room import MachineRoom
from page import Page, Visitor
from spreadsheets import RACK, book
from stage import Stage

pytestmark = pytest.mark.django_db
SLUG = "penempatan-server"


@pytest.fixture
def room(karanganyar: Stage) -> MachineRoom:
    return MachineRoom(karanganyar.agency, timezone.now())


@pytest.fixture
def ratna(room: MachineRoom) -> Visitor:
    return Visitor(room.admin)


def at(room: MachineRoom, name: str = "dc_exchange", *args: object) -> str:
    return reverse(name, args=[room.office.key, *args])


def racks(room: MachineRoom, *names: str, depth: object = 900) -> bytes:
    rows = [(room.site.name, room.room.name, name, 42, depth) for name in names]
    return book(Rak=[RACK, *rows])


def sent(
    ratna: Visitor, room: MachineRoom, data: bytes, name: str = "rak.xlsx", **more: object
) -> Page:
    values = ratna.get(at(room)).form_with("source")
    return ratna.post(
        at(room), {**values, "source": "kolokasi", **more, "file": SimpleUploadedFile(name, data)}
    )


def test_an_export_comes_back_and_changes_nothing(ratna: Visitor, room: MachineRoom) -> None:
    exported = ratna.client.get(at(room, "dc_workbook"))
    assert exported.headers["Content-Disposition"].startswith("attachment")
    page = sent(ratna, room, exported.content, "pusat-data.xlsx")
    assert "Tidak ada yang berubah" in page.text
    assert "Terapkan semuanya" not in page.text
    for sheet in SHEETS:
        table = ratna.client.get(at(room, "dc_table", sheet.key)).content
        assert table.startswith(b"\xef\xbb\xbf" + sheet.columns[0].heading.encode())
    assert ratna.client.get(at(room, "dc_template")).content.startswith(b"PK")


def test_what_is_wrong_is_shown_first_and_may_be_taken_along(
    ratna: Visitor, room: MachineRoom
) -> None:
    page = sent(ratna, room, racks(room, "B1", depth="600 cm"))
    assert "1 hal perlu diperbaiki" in page.text
    assert "Tertulis 600 cm, sedangkan kolom ini dalam mm. Tulis 6000." in page.text
    assert page.text.index("Tertulis 600 cm") < page.text.index("Baris lainnya")
    assert "Terapkan semuanya" not in page.text
    batch = ImportBatch.objects.get()
    listed = ratna.client.get(at(room, "dc_import_faults", batch.pk)).content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(listed)))[1][:3] == ["Rak", "2", "Kedalaman terpakai (mm)"]
    ratna.client.cookies["bahasa"] = "en"
    assert "It says 600 cm, but this column is in mm. Write 6000." in ratna.get(ratna.path).text


def test_one_decision_applies_everything_and_a_second_sending_nothing(
    ratna: Visitor, room: MachineRoom
) -> None:
    page = sent(ratna, room, racks(room, "B1", "B2"))
    assert "Siap diterapkan" in page.text
    path, form = ratna.path, page.form_with("do")
    for _ in range(2):
        answer = ratna.post(path, form)
        assert "Impor diterapkan seluruhnya." in answer.text
    assert Rack.objects.filter(name__in=("B1", "B2")).count() == 2
    again = sent(ratna, room, racks(room, "B1", "B2"))
    assert "Tidak ada yang berubah" in again.text


def test_a_row_that_is_refused_at_the_last_moment_is_named(
    ratna: Visitor, room: MachineRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = sent(ratna, room, racks(room, "B1", "B2"))
    honest = places.add_rack

    def add_rack(act: object, where: Room, facts: places.RackFacts) -> Rack:
        if facts.name == "B2":
            raise wrong("name", "Rak “B2” sudah ada; beri nama yang membedakannya.")
        return honest(act, where, facts)  # type: ignore[arg-type]

    monkeypatch.setattr(places, "add_rack", add_rack)
    answer = ratna.post(ratna.path, page.form_with("do"))
    assert "Satu baris ditolak, maka tidak ada yang diterapkan." in answer.text
    assert "Rak “B2” sudah ada; beri nama yang membedakannya." in answer.text
    assert not Rack.objects.filter(name="B1").exists()


def test_a_file_that_cannot_be_taken_is_refused_at_its_field(
    ratna: Visitor, room: MachineRoom
) -> None:
    for data, words in ((b"\x7fELF" + b"\0" * 99, "bukan buku kerja"), (b" ", "kosong")):
        values = ratna.get(at(room)).form_with("source")
        values |= {"source": "netbox", "file": SimpleUploadedFile("../a\u202egnp.xlsx", data)}
        page = ratna.post(at(room), values, status=422)
        assert words in page.text
        assert "\u202e" not in page.text
    assert "Pilih berkasnya dahulu." in ratna.post(
        at(room), ratna.get(at(room)).form_with("source") | {"source": "kolokasi"}, status=422
    ).text  # fmt: skip
    assert not ImportBatch.objects.exists()


def test_an_import_may_be_laid_aside(ratna: Visitor, room: MachineRoom) -> None:
    page = sent(ratna, room, racks(room, "B1"))
    path = ratna.path
    answer = ratna.post(path, page.form_with("do") | {"do": "drop"})
    assert "Impor dibatalkan; pusat data tidak berubah." in answer.text
    assert "dibatalkan" in ratna.get(path).text
    assert "sudah dibatalkan" in ratna.post(path, {"do": "confirm"}, status=409).text


def test_others_read_the_export_and_find_no_import(
    karanganyar: Stage, ratna: Visitor, room: MachineRoom
) -> None:
    sent(ratna, room, racks(room, "B1"))
    batch = ImportBatch.objects.get()
    officer = Visitor(Person.objects.get(pk=karanganyar.officer(SLUG, "personil").id))
    applicant = Visitor(Person.objects.get(pk=karanganyar.applicant().id))
    assert "Periksa berkas" not in officer.get(at(room)).text
    assert officer.client.get(at(room, "dc_workbook")).status_code == 200
    closed = [at(room, "dc_import", batch.pk), at(room, "dc_import_faults", batch.pk)]
    for path in closed:
        officer.get(path, status=404)
    officer.post(at(room), {"source": "kolokasi"}, status=404)
    for path in (*closed, at(room), at(room, "dc_workbook"), at(room, "dc_template")):
        applicant.get(path, status=404)


def test_a_long_list_comes_in_pages(ratna: Visitor, room: MachineRoom) -> None:
    sent(ratna, room, racks(room, *(f"R{n}" for n in range(120)), depth="600 cm"))
    first, second = ratna.get(ratna.path), ratna.get(f"{ratna.path}?galat=2")
    assert "120 hal perlu diperbaiki" in first.text
    assert "?galat=2#keliru" in first.links
    assert "?galat=3#keliru" in second.links
    ratna.get(f"{ratna.path}?galat=99999999&hal=x&lihat=<script>")
