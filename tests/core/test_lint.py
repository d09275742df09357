"""The lint as a whole: identity sheets, order of findings, what may be published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kolokasi.core.lint import identity
from kolokasi.core.lint.check import check, publishable
from kolokasi.core.procedure import (
    Condition,
    Identity,
    LegalBasis,
    PartialDate,
    Procedure,
    Standing,
)
from kolokasi.core.proof.unsoundness import DEADLOCK, SKIP_LOOP
from kolokasi.core.regulation import Regulation, RegulationStatus
from nets import APPLICANT, OFFICER, need, net, papers, with_step, with_way

PP_82 = Regulation(
    key="pp-82-2012",
    title="Peraturan Pemerintah Nomor 82 Tahun 2012 tentang Penyelenggaraan Sistem Elektronik",
    aliases=("PP 82 Tahun 2012", "PP 82/2012"),
    status=RegulationStatus.REPEALED,
    by="pp-71-2019",
    verified=True,
)
PP_71 = Regulation(key="pp-71-2019", title="Peraturan Pemerintah Nomor 71 Tahun 2019 tentang PSTE")
UU_23 = Regulation(
    key="uu-23-2014",
    title="Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah",
    status=RegulationStatus.AMENDED,
    by="UU 6 Tahun 2023",
)
TABLE = {one.key: one for one in (PP_82, PP_71, UU_23)}
WHOLE = Identity(
    number="067/1", effective=PartialDate(iso="2024-01-01"), approved_by="Kepala Dinas"
)


def clean(**changes: object) -> Procedure:
    """A sheet on which nothing is to be said."""
    outside = {"outside": True}
    made = net("1 > 2", "2 > granted", documents=papers("surat", "arsip", arsip=outside))
    made = with_step(
        made, "1", performers=(APPLICANT,), requires=(need("surat"),), outputs=(need("surat"),)
    )
    made = with_step(
        made, "2", requires=(need("surat"),), outputs=(need("arsip"),), informs=(APPLICANT,)
    )
    return replace(made, **{"identity": WHOLE, **changes})  # type: ignore[arg-type]


def citing(text: str, ref: str = "") -> Procedure:
    return clean(identity=replace(WHOLE, legal_basis=(LegalBasis(text=text, ref=ref),)))


def codes(procedure: Procedure) -> list[str]:
    return [one.code for one in check(procedure, regulations=TABLE)]


def test_of_a_clean_sheet_nothing_is_said() -> None:
    assert check(clean(), regulations=TABLE) == ()
    assert publishable(clean()) == ()


# --- legal bases ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("PP nomor delapan puluh dua", "pp-82-2012"),
        ("PP No. 82 Tahun 2012 tentang PSTE", ""),
        ("PP 82/2012", ""),
        ("1. Peraturan Pemerintah Nomor 82 Tahun 2012 tentang Penyelenggaraan Sistem Elektronik;", ""),
    ],
)  # fmt: skip
def test_a_repealed_basis_is_found_by_key_or_by_name(text: str, ref: str) -> None:
    found = check(citing(text, ref), regulations=TABLE)
    (one,) = [each for each in found if each.code == identity.REPEALED]
    assert one.field == "identity.legal_basis.1"
    assert one.message == (
        "Dasar hukum Peraturan Pemerintah Nomor 82 Tahun 2012 sudah dicabut oleh "
        "Peraturan Pemerintah Nomor 71 Tahun 2019."
    )


def test_an_amended_basis_is_found_unless_the_sheet_cites_the_change() -> None:
    text = "UU Nomor 23 Tahun 2014 tentang Pemerintahan Daerah"
    (one,) = check(citing(text, "uu-23-2014"), regulations=TABLE)
    assert one.code == identity.AMENDED
    assert "diubah oleh UU 6 Tahun 2023. Periksa lagi; data ini belum diverifikasi." in one.message
    told = f"{text} sebagaimana telah diubah dengan UU Nomor 6 Tahun 2023"
    assert codes(citing(told, "uu-23-2014")) == []


def test_a_basis_that_the_table_does_not_know_is_left_alone() -> None:
    assert codes(citing("Peraturan Bupati Nomor 3 Tahun 2018")) == []
    assert codes(citing("PP 182 Tahun 2012")) == []
    assert codes(citing("Peraturan Bupati Nomor 3 Tahun 2018", "tidak-ada")) == []


def test_a_change_whose_author_is_unknown_is_told_without_him() -> None:
    anonymous = replace(UU_23, by="", verified=True)
    found = check(
        citing("Undang-Undang 23/2014", "uu-23-2014"), regulations={"uu-23-2014": anonymous}
    )
    assert [one.message for one in found] == [
        "Dasar hukum Undang-Undang Nomor 23 Tahun 2014 sudah diubah."
    ]


def test_a_basis_without_its_year_is_found() -> None:
    assert codes(citing("Undang - Undang Nomor 25 Tentang Pelayanan Publik")) == [identity.UNDATED]
    assert codes(citing("Surat edaran kepala dinas")) == []


# --- number and dates, publishing -------------------------------------------------------------------


@pytest.mark.parametrize(
    "number", ["067/ /18.01/2020", "067//2020", "/2020", "067/.../2020", "067/"]
)
def test_a_number_with_a_hole_is_found(number: str) -> None:
    assert codes(clean(identity=replace(WHOLE, number=number))) == [identity.NUMBER]


def test_a_missing_number_and_date_hurt_a_sheet_in_force_and_stop_a_draft() -> None:
    blank = replace(WHOLE, number="", effective=PartialDate(text="-"), approved_by="")
    assert codes(clean(identity=blank)) == [identity.NUMBER, identity.EFFECTIVE]
    assert publishable(clean(identity=blank)) == ()
    draft = clean(identity=blank, standing=Standing.DRAFT)
    assert [one.code for one in publishable(draft)] == [
        identity.NUMBER, identity.EFFECTIVE, identity.APPROVED,
    ]  # fmt: skip
    assert all(one.is_error for one in publishable(draft))
    assert publishable(clean(standing=Standing.DRAFT)) == ()
    assert codes(clean(identity=blank, standing=Standing.PROPOSAL)) == []


# --- the whole --------------------------------------------------------------------------------------


def test_an_unsound_sheet_cannot_be_published_and_its_errors_come_first() -> None:
    broken = with_step(clean(), "2", outcomes=(), text="Surat balasan")
    found = check(broken)
    assert [one.code for one in found][:1] == [DEADLOCK]
    assert [one.is_error for one in found] == sorted((one.is_error for one in found), reverse=True)
    assert [one.code for one in publishable(broken)] == [DEADLOCK]


def test_findings_come_in_the_order_of_the_sheet_and_once() -> None:
    sheet = clean()
    for key in ("2", "1"):
        sheet = with_step(sheet, key, text="Surat")
    assert [one.step for one in check(sheet)] == ["1", "2"]


def test_options_are_checked_as_the_office_has_set_them() -> None:
    sheet = with_way(clean(), "2", "selesai", label="Selesai")
    more = net("2 > selesai: granted | usul: 3", "3 >")
    steps = {**sheet.steps, "2": replace(sheet.steps["2"], outcomes=more.steps["2"].outcomes)}
    steps["3"] = replace(more.steps["3"], requires=(need("surat"),), outputs=(need("arsip"),))
    sheet = with_way(replace(sheet, steps=steps), "2", "usul", suggested=True, assumption="usul")
    assert [one.code for one in check(sheet)] == ["usulan-merusak"]
    assert DEADLOCK in [one.code for one in check(sheet, options={"jaring:2.usul"})]
    assert publishable(sheet) == ()


def test_the_officer_acts_in_the_second_row() -> None:
    assert clean().steps["2"].performers == (OFFICER,)


def test_a_sheet_that_cannot_even_begin_is_still_read_to_the_end() -> None:
    never = Condition(answers=(("ada", "ya"),))
    circle = net("1 > 2", "2 > 1", identity=WHOLE)
    for key in circle.steps:
        circle = with_step(circle, key, condition=never, text="Surat")
    found = [one.code for one in check(circle)]
    assert found[0] == SKIP_LOOP
    assert found.count("bukan-kata-kerja") == 2


def test_of_a_flow_that_could_not_be_read_nothing_is_said() -> None:
    broken = with_step(clean(), "2", outcomes=(), text="Surat balasan")
    assert [one.code for one in check(broken, flow_known=False)] == ["bukan-kata-kerja"]
