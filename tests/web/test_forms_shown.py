"""How a form meets its reader: few choices side by side, their remarks folded, mistakes named with their place."""

from __future__ import annotations

import re

import pytest

from kolokasi.cases.models import Case
from page import Page, Visitor
from stage import Stage
from walking import applicant, begin, officer, step_path, submit, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_capacity(karanganyar: Stage) -> Case:
    """Karanganyar where the keeper reports on capacity."""
    case = submit(karanganyar)
    for role in ("administrator", "pengawas", "personil"):
        take(karanganyar, case, role, "2")
    return case


def around(page: Page, name: str) -> str:
    """The tag before the details in which a control lies, and the control."""
    found = re.search(
        rf'<details class="remark"[^>]*>(?:(?!</details>).)*name="{name}"', page.html, re.DOTALL
    )
    assert found, f"{name} lies in no remark"
    return found[0][: found[0].index(">") + 1]


def test_few_choices_stand_side_by_side(karanganyar: Stage, at_capacity: Case) -> None:
    page = officer(karanganyar, "personil").get(step_path(at_capacity, "3"))
    radios = [one for one in page.fields if one.get("name") == "laporan_kapasitas.listrik"]
    assert [one["type"] for one in radios] == ["radio"] * 3
    assert radios[0]["id"] == "f-laporan_kapasitas-listrik", "where an error leads"
    around(page, "laporan_kapasitas.listrik_ket")


def test_what_was_chosen_and_remarked_comes_back(karanganyar: Stage, at_capacity: Case) -> None:
    keeper = officer(karanganyar, "personil")
    path = step_path(at_capacity, "3")
    values = keeper.get(path).form_with("laporan_kapasitas.kesimpulan")
    values |= {
        "laporan_kapasitas.listrik": "tidak",
        "laporan_kapasitas.listrik_ket": "Pemutus arus rak A2 penuh.",
        "outcome": "tersedia",
    }
    page = keeper.post(path, values, status=422)
    chosen = page.form_with("laporan_kapasitas.kesimpulan")
    assert chosen["laporan_kapasitas.listrik"] == ["tidak"]
    assert chosen["laporan_kapasitas.listrik_ket"] == ["Pemutus arus rak A2 penuh."]
    assert around(page, "laporan_kapasitas.listrik_ket") == '<details class="remark" open>'


def test_a_remark_with_a_mistake_is_not_folded(karanganyar: Stage, at_capacity: Case) -> None:
    keeper = officer(karanganyar, "personil")
    path = step_path(at_capacity, "3")
    values = keeper.get(path).form_with("laporan_kapasitas.kesimpulan")
    values |= {"laporan_kapasitas.ups_ket": "U" * 400, "outcome": "tersedia"}
    page = keeper.post(path, values, status=422)
    assert around(page, "laporan_kapasitas.ups_ket") == '<details class="remark" open>'
    assert "#f-laporan_kapasitas-ups_ket" in page.links


def test_every_mistake_of_a_draft_is_listed_with_a_link_to_its_field(karanganyar: Stage) -> None:
    sari = applicant(karanganyar)
    draft = begin(karanganyar, sari)
    values = sari.get(draft).form_with("subject") | {"do": "send", "subject": ""}
    page = sari.post(draft, values, status=422)
    summary = page.html.partition('id="galat"')[2].partition("</div>")[0]
    places = re.findall(r'href="#([^"]+)"', summary)
    assert len(places) >= 5
    assert [one for one in places if not page.ids[one]] == []
    assert page.html.index('id="galat"') < page.html.index("<form method", page.html.index("<main"))


def test_a_language_and_a_way_in_stand_in_one_header(karanganyar: Stage) -> None:
    page = Visitor().get("/")
    assert "<span>English</span>" in page.html
    assert "/masuk/" in page.links
