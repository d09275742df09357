"""The lembar ketersediaan: what the office's people see beside a decision, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from data_centre import DataCentre
from kolokasi.inventory.models import Booking
from room_seekers import asking, server, with_a_waiting_list
from stage import Stage
from walking import applicant, officer, step_path, turn

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def stage() -> Stage:
    found = with_a_waiting_list()
    DataCentre(racks=1, height_u=5, office=found.office, agency=found.agency)
    return found


def test_the_decision_page_has_computed_what_is_asked(stage: Stage) -> None:
    case = asking(stage)
    page = officer(stage, "personil").get(step_path(case, "3"))
    assert "Ketersediaan kapasitas" in page.text
    assert "Rak A1" in page.text
    report = page.form_with("laporan_kapasitas.listrik")
    assert report["laporan_kapasitas.listrik"] == ["tersedia"]
    assert report["laporan_kapasitas.server"] == ["tersedia"], "nothing of a cluster is asked"


def test_what_does_not_fit_says_so_and_keeps_what_was_typed(stage: Stage) -> None:
    case = asking(stage, server("besar", tinggi=5))
    personil = officer(stage, "personil")
    page = personil.get(step_path(case, "3"))
    assert "Tidak tersedia" in page.text
    assert "tempat kurang 1 U" in page.text, "the reason of a refusal is written already"
    sent: dict[str, Any] = turn(stage, case, personil, "3", "tersedia", note="Tiga kalimat saya.")
    refused = personil.post(step_path(case, "3"), sent, status=422)
    assert "Kapasitas tidak dapat dipesan" in refused.text
    assert "Tiga kalimat saya." in refused.text
    assert not Booking.objects.exists()


def test_an_override_is_recorded_by_who_may(stage: Stage) -> None:
    case = asking(stage, server("besar", tinggi=5))
    sheet = f"/permohonan/{case.number}/kapasitas/"
    assert "Catat pengecualian" not in officer(stage, "personil").get(sheet).text
    administrator = officer(stage, "administrator")
    page = administrator.get(sheet)
    empty = administrator.post(sheet, page.form_with("reason") | {"reason": " "}, status=422)
    assert "Alasan pengecualian wajib diisi" in empty.text
    administrator.post(sheet, page.form_with("reason") | {"reason": "Rak kedua datang besok."})
    assert "Rak kedua datang besok." in administrator.get(sheet).text
    assert "pengecualian" not in officer(stage, "personil").get(step_path(case, "3")).text.lower()


def test_an_applicant_sees_his_rank_and_no_rack(stage: Stage) -> None:
    stage.take(asking(stage, server("pertama", tinggi=3)), "personil", "3", "tersedia")
    case = asking(stage, server("kedua", tinggi=3))
    stage.take(case, "personil", "3", "tunda")
    wati = applicant(stage)
    page = wati.get(f"/permohonan/{case.number}/")
    assert "urutan ke-1 pada daftar tunggu" in page.text
    assert "Rak A1" not in page.text
    assert wati.client.get(f"/permohonan/{case.number}/kapasitas/").status_code == 404
