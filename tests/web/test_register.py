"""The register as a page and as a file for a spreadsheet: what one may see, and no cell that computes."""

from __future__ import annotations

import csv
import io

import pytest

from kolokasi.accounts.models import Agency
from kolokasi.inventory import register
from kolokasi.inventory.models import RegisterEntry
from kolokasi.web.register import safe_cell
from page import Visitor
from stage import Stage
from walking import applicant, officer

pytestmark = pytest.mark.django_db
EVIL = '=HYPERLINK("http://contoh.invalid";"klik")'


def enter(stage: Stage, agency: Agency, name: str, **columns: str) -> RegisterEntry:
    number = RegisterEntry.objects.count() + 1
    return register.enter(
        office=stage.office.pk,
        agency=agency.pk,
        case_id=number,
        case_number=f"KRA-2026-{number:04}",
        register="Daftar server dan hosting aplikasi",
        name=name,
        services=["penempatan"],
        columns=[[key, value] for key, value in columns.items()],
        at=stage.now,
    )


def table(visitor: Visitor, query: str = "") -> list[list[str]]:
    answer = visitor.client.get(f"/daftar-server/unduh/{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.content.startswith(b"\xef\xbb\xbf"), "Excel reads UTF-8 by its mark"
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_each_sees_his_own_lines_and_an_officer_all(karanganyar: Stage) -> None:
    other = karanganyar.office.agencies.exclude(pk=karanganyar.agency.pk).get()
    enter(karanganyar, karanganyar.agency, "e-Puskesmas 🏥", lokasi="Rak A2")
    enter(karanganyar, other, "e-Pajak", domain="pajak.contoh.go.id")
    assert [row[3] for row in table(applicant(karanganyar))[1:]] == ["e-Puskesmas 🏥"]
    head, *rows = table(officer(karanganyar, "personil"))
    assert head[:5] == ["Nomor permohonan", "Dinas", "OPD", "Nama", "Tercatat"]
    assert head[5:] == ["Domain", "Lokasi"], "columns of all lines, each once"
    assert [row[3] for row in rows] == ["e-Pajak", "e-Puskesmas 🏥"]
    assert rows[0][5:] == ["pajak.contoh.go.id", ""]
    assert table(officer(karanganyar, "personil"), "?cari=Pajak")[1][:5] == rows[0][:5]
    assert Visitor().client.get("/daftar-server/unduh/").status_code == 302


def test_no_cell_begins_a_formula(karanganyar: Stage) -> None:
    enter(karanganyar, karanganyar.agency, EVIL, kontak="+62 812 5550 0101", ip="10.20.30.40")
    enter(karanganyar, karanganyar.agency, "@SUM(1)", kontak="\t=1+1", ip=" -2")
    cells = [cell for row in table(applicant(karanganyar))[1:] for cell in row]
    assert f"'{EVIL}" in cells
    assert "'+62 812 5550 0101" in cells
    assert "10.20.30.40" in cells
    assert not [one for one in cells if one.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))]


@pytest.mark.control
def test_a_cell_left_as_it_is_would_be_seen() -> None:
    assert safe_cell(EVIL) != EVIL
    assert safe_cell("Rak A2; U10") == "Rak A2; U10"


def test_a_long_register_has_a_second_page_and_one_file(
    karanganyar: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kolokasi.web.register.PAGE", 2)
    for name in ("Satu", "Dua", "Tiga"):
        enter(karanganyar, karanganyar.agency, f"Layanan {name}")
    sari = applicant(karanganyar)
    page = sari.get("/daftar-server/")
    assert "Layanan Tiga" in page.text
    assert "Layanan Satu" not in page.text
    [older] = [one for one in page.links if "sebelum=" in one]
    assert "Layanan Satu" in sari.get(f"/daftar-server/{older}").text
    assert len(table(sari)) == 4


def test_an_empty_register_says_how_it_fills(karanganyar: Stage) -> None:
    page = applicant(karanganyar).get("/daftar-server/")
    assert "Baris pertama muncul begitu satu permohonan disetujui" in page.text
    assert not [one for one in page.links if "unduh" in one]
    found = applicant(karanganyar).get("/daftar-server/?cari=tidak-ada")
    assert "Tidak ada yang cocok" in found.text
    assert "/daftar-server/" in found.links
