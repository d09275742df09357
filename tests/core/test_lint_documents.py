"""Papers against the flow: asked for before they exist, made too early, made for nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kolokasi.core.finding import Finding
from kolokasi.core.lint import documents as lint
from kolokasi.core.procedure import (
    Attachment,
    Condition,
    Document,
    Form,
    Procedure,
    Requirement,
    Role,
)
from kolokasi.core.proof.soundness import prove
from nets import APPLICANT, OFFICER, need, net, papers, with_step, with_way

BRANCH = ("1 > 2", "2 > ya: 3 | tidak: 4", "3 > granted", "4 > refused")


def sheet(*rows: str, **changes: Any) -> Procedure:
    """A net in which every row asks for and makes something, so that no blank cell is in the way."""
    outside = {"outside": True}
    made = net(*rows, documents=papers("buku", "arsip", buku=outside, arsip=outside), **changes)
    for key in made.steps:
        made = with_step(made, key, requires=(need("buku"),), outputs=(need("arsip"),))
    return with_step(made, "1", requires=(need("buku"), need("arsip")), informs=(APPLICANT,))


def with_paper(procedure: Procedure, key: str, **changes: Any) -> Procedure:
    return replace(procedure, documents={**procedure.documents, **papers(key, **{key: changes})})


def found(procedure: Procedure, *codes: str) -> list[Finding]:
    every = lint.check_documents(prove(procedure))
    return [one for one in every if not codes or one.code in codes]


def asking(procedure: Procedure, key: str, document: str) -> Procedure:
    step = procedure.steps[key]
    return with_step(procedure, key, requires=(*step.requires, need(document)))


def making(procedure: Procedure, key: str, document: str) -> Procedure:
    step = procedure.steps[key]
    return with_step(procedure, key, outputs=(*step.outputs, need(document)))


# --- asked for before it exists ---------------------------------------------------------------------


def test_a_paper_that_nobody_makes_is_found_with_what_the_row_before_makes() -> None:
    bad = asking(with_paper(sheet("1 > 2", "2 > granted"), "rekomendasi"), "2", "rekomendasi")
    (one,) = found(bad, lint.NO_ORIGIN)
    assert (one.step, one.field) == ("2", "needs")
    assert "“Rekomendasi” tidak dihasilkan oleh kegiatan mana pun" in one.message
    assert "Kegiatan sebelumnya menghasilkan “Arsip”." in one.message
    assert found(with_paper(bad, "rekomendasi", outside=True), lint.NO_ORIGIN) == []
    assert found(making(bad, "1", "rekomendasi"), lint.NO_ORIGIN, lint.NOT_YET) == []


def test_a_paper_made_on_the_other_branch_is_missing_here() -> None:
    bad = with_paper(sheet(*BRANCH), "persetujuan")
    bad = making(asking(bad, "4", "persetujuan"), "3", "persetujuan")
    (one,) = found(bad, lint.NOT_YET)
    assert one.step == "4"
    assert (
        "belum ada bila jalannya 1 → 2 (Tidak) → 4; yang menghasilkannya kegiatan 3." in one.message
    )
    assert found(making(bad, "1", "persetujuan"), lint.NOT_YET) == []


def test_a_paper_that_the_row_itself_makes_comes_too_late_for_it() -> None:
    bad = with_paper(sheet("1 > 2", "2 > granted"), "disposisi")
    bad = making(asking(bad, "2", "disposisi"), "2", "disposisi")
    (one,) = found(bad, lint.NOT_YET)
    assert "1 → 2; yang menghasilkannya kegiatan 2." in one.message


def test_a_loop_makes_up_for_nothing_on_the_first_round() -> None:
    bad = with_paper(sheet("1 > 2", "2 > ok: 3 | back: 1", "3 > granted"), "catatan")
    bad = making(asking(bad, "1", "catatan"), "2", "catatan")
    assert [one.step for one in found(bad, lint.NOT_YET)] == ["1"]


def test_a_paper_made_by_one_of_two_branches_is_there_after_their_join() -> None:
    good = with_paper(sheet("1 > 2 & 3", "2 > 4", "3 > 4", "4 < 2 3 > granted"), "hasil")
    good = making(asking(good, "4", "hasil"), "3", "hasil")
    assert found(good, lint.NOT_YET) == []
    assert [one.step for one in found(asking(good, "2", "hasil"), lint.NOT_YET)] == ["2"]


def test_a_paper_for_one_service_is_missed_only_by_that_service() -> None:
    both = {"penempatan": "Penempatan", "hosting": "Hosting aplikasi"}
    bad = with_paper(sheet("1 > 2", "2 > 3", "3 > granted", services=both), "alat")
    bad = making(asking(bad, "3", "alat"), "2", "alat")
    bad = with_step(bad, "2", condition=Condition(services=frozenset({"penempatan"})))
    (one,) = found(bad, lint.NOT_YET)
    assert "bila jalannya (layanan Hosting aplikasi) 1 → 3" in one.message
    only = Requirement(
        document="alat", text="Alat", condition=Condition(services=frozenset({"penempatan"}))
    )
    assert found(with_step(bad, "3", requires=(only,)), lint.NOT_YET) == []


def test_what_the_applicant_hands_in_is_there_from_the_start() -> None:
    bad = asking(with_paper(sheet("1 > 2", "2 > granted"), "surat"), "2", "surat")
    assert len(found(bad, lint.NO_ORIGIN)) == 1
    handed_in = Attachment(document="surat", label="Surat")
    assert found(replace(bad, request_attachments=(handed_in,)), lint.NO_ORIGIN) == []
    form = Form(key="permohonan", title="Permohonan", fields=())
    by_form = replace(bad, forms={"permohonan": form}, request_fills=("permohonan",))
    assert found(with_paper(by_form, "surat", form="permohonan"), lint.NO_ORIGIN) == []
    own_row = with_step(bad, "1", performers=(APPLICANT,), requires=(need("surat"),))
    assert found(own_row, lint.NO_ORIGIN) == []
    assert found(with_step(bad, "1", attachments=(handed_in,)), lint.NO_ORIGIN, lint.NOT_YET) == []


def test_a_paper_that_is_born_from_a_form_is_made_where_the_form_is_filled() -> None:
    form = Form(key="cek", title="Cek", fields=())
    good = replace(sheet(*BRANCH), forms={"cek": form})
    good = asking(with_paper(good, "laporan", form="cek"), "4", "laporan")
    assert [one.code for one in found(good)] == [lint.NO_ORIGIN]
    assert found(with_step(good, "2", fills=("cek",))) == []
    assert [one.code for one in found(with_step(good, "3", fills=("cek",)))] == [lint.NOT_YET]
    assert found(with_step(good, "4", fills=("cek",))) == []


def test_an_attachment_under_a_condition_does_not_count_for_others() -> None:
    bad = asking(with_paper(sheet(*BRANCH), "bukti"), "4", "bukti")
    yes = Condition(answers=(("ada", "ya"),))
    given = Attachment(document="bukti", label="Bukti", condition=yes)
    bad = with_way(with_step(bad, "2", attachments=(given,)), "2", "ya", answers=(("ada", "ya"),))
    assert [one.step for one in found(bad, lint.NOT_YET)] == ["4"]
    assert found(with_way(bad, "2", "tidak", answers=(("ada", "ya"),)), lint.NOT_YET) == []


# --- made before its maker has acted ----------------------------------------------------------------


def test_an_output_printed_one_row_too_early_is_found() -> None:
    head = Role(key="kepala", label="Kepala Dinas")
    bad = with_paper(sheet("1 > 2", "2 > 3", "3 > granted"), "surat_berdisposisi", made_by="kepala")
    bad = replace(bad, roles={**bad.roles, "kepala": head})
    bad = making(asking(bad, "2", "surat_berdisposisi"), "1", "surat_berdisposisi")
    (never,) = found(bad, lint.TOO_EARLY)
    assert "tidak bertindak di kegiatan mana pun" in never.message
    bad = with_step(bad, "2", performers=("kepala",))
    (one,) = found(bad, lint.TOO_EARLY)
    assert (one.step, one.field) == ("1", "output")
    assert "dibuat oleh Kepala Dinas, yang baru bertindak di kegiatan 2" in one.message
    assert found(with_step(bad, "1", performers=("kepala",)), lint.TOO_EARLY) == []
    later = making(with_step(bad, "1", outputs=(need("arsip"),)), "3", "surat_berdisposisi")
    assert found(later, lint.TOO_EARLY) == []


# --- made for nobody, blank cells -------------------------------------------------------------------


def test_a_row_whose_output_nobody_asks_for_is_found() -> None:
    quiet = with_step(sheet("1 > 2", "2 > 3", "3 > granted"), "1", informs=())
    bad = with_step(with_paper(quiet, "rencana"), "2", outputs=(need("rencana"),))
    (one,) = found(bad, lint.UNUSED)
    assert one.step == "2"
    assert "“Rencana” tidak menjadi kelengkapan kegiatan lain" in one.message
    for leaves in (
        {"informs": (APPLICANT,)},
        {"copies": (OFFICER,)},
        {"performers": (APPLICANT,)},
        {"number": ""},
    ):
        assert found(with_step(bad, "2", **leaves), lint.UNUSED) == [], leaves
    assert found(with_way(bad, "2", "selesai", informs=(APPLICANT,)), lint.UNUSED) == []
    assert found(asking(bad, "3", "rencana"), lint.UNUSED) == []


def test_where_the_next_row_asks_for_what_nobody_makes_the_fault_is_said_once() -> None:
    bad = with_step(sheet("1 > 2", "2 > 3", "3 > granted"), "1", informs=())
    bad = with_step(with_paper(bad, "rencana"), "2", outputs=(need("rencana"),))
    bad = asking(with_paper(bad, "rencana_kerja"), "3", "rencana_kerja")
    assert [one.code for one in found(bad)] == [lint.NO_ORIGIN]


def test_blank_cells_are_named() -> None:
    bad = with_step(sheet("1 > 2", "2 > granted"), "2", requires=(), outputs=())
    (one,) = found(bad, lint.BLANK)
    assert (one.step, one.message) == (
        "2",
        "Mutu baku belum lengkap: kelengkapan dan output kosong.",
    )
    assert found(with_step(sheet("1 > granted"), "1", requires=()), lint.BLANK) == []
    assert found(with_step(sheet("1 > granted"), "1", outputs=()), lint.BLANK)[0].field == "output"


def test_the_sign_that_joins_a_cell_to_the_one_before_is_left_out_of_the_sentence() -> None:
    bad = with_paper(sheet("1 > 2", "2 > granted"), "barang")
    bad = with_step(
        bad, "2", requires=(Requirement(document="barang", text="+ serah terima barang"),)
    )
    assert "“serah terima barang”" in found(bad, lint.NO_ORIGIN)[0].message
    blank = with_step(bad, "2", requires=(Requirement(document="barang", text="(2)"),))
    assert "“Barang”" in found(blank, lint.NO_ORIGIN)[0].message


def test_a_document_is_a_value_of_the_file() -> None:
    assert papers("a")["a"] == Document(key="a", title="A")
