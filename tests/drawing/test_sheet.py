"""The drawn sheet says what the SOP says, and nothing on it lies on anything else."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from xml.etree import ElementTree

import pytest

from hand_drawn import (
    all_sheets,
    inhil,
    jateng,
    karanganyar,
    kudus,
    procedure,
    step,
    temanggung,
    way,
)
from kolokasi.core.procedure import Assumption, End, Mode, Procedure, Role
from kolokasi.drawing.grid import LinkKind, Shape
from kolokasi.drawing.layout import lay_out
from kolokasi.drawing.model import Arrow, SheetLayout
from kolokasi.drawing.progress import Progress, StepProgress, StepState
from kolokasi.drawing.sheet import draw_sheet
from sheet_inspection import all_texts, faults
from strange_sheets import strange

WIB = timezone(timedelta(hours=7))
SVG = "{http://www.w3.org/2000/svg}"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=WIB)


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def words(svg: str) -> str:
    return " ".join(" ".join(parsed(svg).itertext()).split())


def arrows_of(sheet: SheetLayout, key: str, outcome: str) -> list[Arrow]:
    return [
        one
        for one in sheet.arrows
        if one.link.outcome and one.link.source.step == key and one.link.outcome.key == outcome
    ]


@pytest.mark.parametrize("key", sorted(all_sheets()))
def test_a_sheet_shows_every_way_and_keeps_everything_apart(key: str) -> None:
    sop = all_sheets()[key]
    assert faults(lay_out(sop), sop) == []


@pytest.mark.parametrize("key", sorted(all_sheets()))
def test_a_live_sheet_keeps_everything_apart_too(key: str) -> None:
    sop = all_sheets()[key]
    assert faults(lay_out(sop, half_done(sop)), sop) == []


@pytest.mark.parametrize("seed", range(60))
def test_strange_sops_are_drawn_as_faithfully(seed: int) -> None:
    sop = strange(seed)
    assert faults(lay_out(sop), sop) == []


def test_the_inspection_notices_a_way_that_is_not_drawn() -> None:
    sop = karanganyar()
    sheet = lay_out(sop)
    without = replace(sheet, arrows=[one for one in sheet.arrows if one.link.step != "8"])
    assert "no arrow from 8 by sesuai to 9" in faults(without, sop)


def test_the_inspection_notices_texts_on_one_another() -> None:
    sop = karanganyar()
    sheet = lay_out(sop)
    label = next(one for one in sheet.arrows if one.label).label
    assert label is not None
    assert any("overlap" in fault for fault in faults(replace(sheet, marks=(label,)), sop))


def test_the_official_columns_stand_in_the_official_order() -> None:
    keys = [column.key for column in lay_out(karanganyar()).columns]
    assert keys == [
        "no", "activity", "lane:opd", "lane:administrator", "lane:pengawas", "lane:personil",
        "requires", "time", "output", "note",
    ]  # fmt: skip


def test_literal_words_of_the_sheet_are_real_text() -> None:
    drawn = words(draw_sheet(karanganyar()))
    for phrase in (
        "Pelaksana",
        "Mutu Baku",
        "Kelengkapan",
        "15 menit",
        "OPD / SKPD",
        "Pemasangan server",
    ):
        assert phrase in drawn


def test_the_frame_is_in_english_and_the_sop_stays_as_written() -> None:
    drawn = words(draw_sheet(karanganyar(), lang="en"))
    assert "Activity" in drawn
    assert "Performers" in drawn
    assert "Mengisi form. Pengajuan" in drawn


def test_a_relay_is_successive_boxes_and_comes_back_to_its_first_hand() -> None:
    sheet = lay_out(kudus())
    boxes = [one for one in sheet.symbols if one.node.step == "3"]
    assert [(box.node.turn, box.node.lane) for box in boxes] == [(0, 2), (1, 3), (2, 2)]
    assert boxes[2].box.y > boxes[0].box.bottom


def test_a_step_with_several_ways_is_a_process_and_a_decision_below() -> None:
    shapes = [one.node.shape for one in lay_out(karanganyar()).symbols if one.node.step == "3"]
    assert shapes == [Shape.PROCESS, Shape.DECISION, Shape.END] or set(shapes) == {
        Shape.PROCESS, Shape.DECISION, Shape.END,
    }  # fmt: skip


def test_a_decision_of_the_sheet_is_a_diamond_alone() -> None:
    shapes = {one.node.shape for one in lay_out(jateng()).symbols if one.node.step == "4"}
    assert shapes == {Shape.DECISION, Shape.OUTGOING}


def test_a_far_jump_goes_through_connectors_of_one_letter() -> None:
    sheet = lay_out(jateng())
    (jump,) = arrows_of(sheet, "4", "tidak")
    assert jump.link.target.shape is Shape.OUTGOING
    (arrival,) = [one for one in sheet.arrows if one.link.source.shape is Shape.INCOMING]
    assert arrival.link.target.step == "8"
    assert arrival.link.source.letter == jump.link.target.letter == "A"


def test_a_short_return_is_an_arrow_into_the_side_of_the_earlier_box() -> None:
    sheet = lay_out(temanggung())
    (back,) = arrows_of(sheet, "8", "kembali")
    target = next(one for one in sheet.symbols if one.node is back.link.target)
    assert back.points[-1][1] == pytest.approx(target.box.cy, abs=0.1)
    assert back.points[-1][0] in (round(target.box.x, 1), round(target.box.right, 1))


def test_all_and_any_are_joined_without_arrowheads_and_say_so() -> None:
    sheet = lay_out(inhil())
    joined = {
        one.link.kind: one.label.lines
        for one in sheet.arrows
        if one.label and one.link.kind != "flow"
    }
    assert joined == {LinkKind.ALL: ("bersama",), LinkKind.ANY: ("atau",)}


def test_yes_and_no_are_short_and_other_labels_stay_whole() -> None:
    sheet = lay_out(karanganyar())
    said = {" ".join(one.label.lines) for one in sheet.arrows if one.label}
    assert said == {"Ya", "Tidak", "Sesuai", "Tidak sesuai"}


def test_an_assumption_is_dashed_and_marked() -> None:
    svg = draw_sheet(karanganyar())
    assert words(svg).count("[asumsi]") == 3  # row 6's lane, the return of row 8, the footnote
    assert "stroke-dasharray" in svg


def test_a_sheet_without_assumptions_speaks_of_none() -> None:
    plain = procedure("kota/a", "A", [Role(key="a", label="A", applicant=True)],
                      [step("1", "Mengajukan", "a", way("x", end=End.DONE))])  # fmt: skip
    svg = draw_sheet(plain)
    assert "asumsi" not in words(svg)
    assert "dasharray" not in svg


def test_a_doubt_about_the_words_is_marked_behind_them() -> None:
    sop = karanganyar()
    doubtful = replace(
        sop.steps["4"], assumptions=(Assumption(about="waktu", reason="tidak terbaca"),)
    )
    sheet = lay_out(replace(sop, steps={**sop.steps, "4": doubtful}))
    row = next(one for one in sheet.rows if one.step.key == "4")
    assert any(text.lines == ("[asumsi]",) for text in row.texts)


def test_who_is_outside_the_lanes_stands_in_the_margin() -> None:
    sheet = lay_out(jateng())
    notes = [(" ".join(one.text.lines), one.inward) for one in sheet.notes]
    assert notes[0] == ("dari SKPD", True)
    assert ("menunggu SKPD", True) in notes
    assert ("kepada SKPD", False) in notes
    assert all(one.text.box.right < sheet.table.x for one in sheet.notes)


def test_a_wait_has_no_number_and_no_clock() -> None:
    row = next(one for one in lay_out(jateng()).rows if one.step.key == "tunggu-server")
    assert [" ".join(text.lines) for text in row.texts] == ["Server tiba di pusat data"]


# The live sheet -----------------------------------------------------------------------------------


def half_done(sop: Procedure) -> Progress:
    steps = list(sop.steps)
    middle = len(steps) // 2
    marks = {
        key: StepProgress(
            state=StepState.DONE, who="Rini Astuti", finished=at(4, 9, 12), minutes_used=50,
            minutes_norm=15, late=True,
        )
        for key in steps[:middle]
    }  # fmt: skip
    marks[steps[middle]] = StepProgress(
        state=StepState.CURRENT, started=at(5, 8), due=at(5, 9), visits=2
    )
    taken = {(key, sop.steps[key].outcomes[0].key) for key in steps[:middle]}
    return Progress(steps=marks, taken=frozenset(taken))


def test_the_live_sheet_says_in_words_where_the_case_is() -> None:
    drawn = words(draw_sheet(karanganyar(), half_done(karanganyar())))
    assert "Selesai · Rini Astuti" in drawn
    assert "4 Mei 2026 09.12" in drawn
    assert "50 menit dari 15 menit (lewat)" in drawn
    assert "Sedang dikerjakan · putaran ke-2" in drawn
    assert "jatuh tempo 5 Mei 2026 09.00" in drawn


def test_the_description_tells_where_the_case_is() -> None:
    root = parsed(draw_sheet(karanganyar(), half_done(karanganyar())))
    assert root.get("role") == "img"
    description = root.find(f"{SVG}desc")
    assert description is not None
    assert description.text is not None
    assert "Sekarang pada: 5 Persetujuan" in description.text


def test_only_the_way_that_was_taken_is_drawn_as_taken() -> None:
    sheet = lay_out(karanganyar(), half_done(karanganyar()))
    assert arrows_of(sheet, "3", "tersedia")[0].taken
    assert not arrows_of(sheet, "3", "penuh")[0].taken
    assert not arrows_of(sheet, "8", "sesuai")[0].taken


def test_a_turn_of_a_relay_that_made_its_entry_is_ticked() -> None:
    now = StepProgress(state=StepState.CURRENT, turns_done=frozenset({0, 1}))
    svg = draw_sheet(karanganyar(), Progress(steps={"2": now}))
    assert svg.count('class="tick"') == 2


def test_the_current_row_is_framed_and_a_late_one_says_so() -> None:
    late = Progress(steps={"5": StepProgress(state=StepState.CURRENT, late=True)})
    svg = draw_sheet(karanganyar(), late)
    assert svg.count("row-frame") == 1
    assert "Lewat waktu baku" in words(svg)
    assert "row-frame" not in draw_sheet(karanganyar())


def test_a_wait_and_a_skipped_step_are_told_apart() -> None:
    marks = {
        "tunggu-server": StepProgress(state=StepState.WAITING, started=at(6, 8)),
        "3": StepProgress(state=StepState.SKIPPED),
    }
    drawn = words(draw_sheet(jateng(), Progress(steps=marks)))
    assert "Menunggu" in drawn
    assert "Dilewati" in drawn


# Hostile words, and promises about the text -----------------------------------------------------

HOSTILE = {
    "markup": "</text><script>alert(1)</script> & \"quoted\" 'x' ]]>",
    "emoji": "👩‍👩‍👧‍👦🇮🇩 server 🔥🔥🔥 " * 20,
    "rtl": "\u202eمرحبا بكم في مركز البيانات\u202c שלום",
    "endless": "A" * 10_000,
    "long": "kata " * 2_000,
    "controls": "a\x00b\x08c\ud800d\u2028e\ufeff",
    "marks": "Z̷̧̢̛a̸l̵g̴o̶" * 30,
    "empty": "",
    "slashes": "web/layanan/elektronik/kegiatan/daerah/" * 12,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_words_stay_words_and_stay_in_their_cells(name: str) -> None:
    text = HOSTILE[name]
    roles = [Role(key="a", label=text, applicant=True), Role(key="b", label="B")]
    steps = [
        step(text[:40] or "1", text, "a", way("ya", "2", label=text), way("no", label=text, end=End.REFUSED),
             key="1", needs=[text, text + "!"], output=[text], note=text, time="15 menit"),
        step("2", "Melapor", "b", way("x", end=End.DONE)),
    ]  # fmt: skip
    sop = replace(procedure("kota/x", text, roles, steps), start="1")
    svg = draw_sheet(sop)
    root = parsed(svg)
    assert not list(root.iter(f"{SVG}script"))
    assert "\u202e" not in svg
    sheet = lay_out(sop)
    assert faults(sheet, sop) == []
    cells = {column.key: column for column in sheet.columns}
    for row in sheet.rows:
        for one in row.texts:
            assert any(
                cell.x <= one.box.x and one.box.right <= cell.x + cell.w + 0.5
                for cell in cells.values()
            )
            assert one.box.bottom <= row.box.bottom


def test_what_is_cut_ends_with_an_ellipsis() -> None:
    long = replace(karanganyar().steps["1"], text="kata " * 2_000)
    sop = karanganyar()
    sheet = lay_out(replace(sop, steps={**sop.steps, "1": long}))
    text = next(one for one in sheet.rows[0].texts if len(one.lines) > 10)
    assert text.lines[-1].endswith("…")


def test_a_procedure_without_lanes_is_drawn_all_the_same() -> None:
    sop = procedure("kota/x", "X", [Role(key="a", label="A", applicant=True, lane=False)],
                    [step("1", "Mengajukan", "a", way("x", end=End.DONE))])  # fmt: skip
    assert faults(lay_out(sop), sop) == []


def test_the_same_sheet_is_the_same_text_every_time() -> None:
    assert draw_sheet(temanggung()) == draw_sheet(temanggung())


def test_no_style_no_script_no_reference_leaves_the_sheet() -> None:
    svg = draw_sheet(karanganyar(), half_done(karanganyar()))
    root = parsed(svg)
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {
            "svg", "title", "desc", "g", "rect", "path", "text", "tspan",
        }  # fmt: skip
        assert not {"style", "href", "onload", "id"} & set(element.attrib)


def test_drawing_takes_a_few_milliseconds() -> None:
    sop = temanggung()
    draw_sheet(sop)
    best = min(_timed(sop) for _ in range(7))
    assert best < 0.05  # 5 ms on an idle machine; a loaded one gets ten times that


def _timed(sop: Procedure) -> float:
    started = time.perf_counter()
    draw_sheet(sop)
    return time.perf_counter() - started


def test_the_shape_of_karanganyars_sheet() -> None:
    """Golden: which symbol in which lane, and which symbols the arrows join, row by row."""
    sheet = lay_out(karanganyar())
    symbols = [f"{one.node.step}:{one.node.shape}@{one.node.lane}" for one in sheet.symbols]
    assert symbols == [
        "1:start@0", "1:process@0", "2:process@1", "2:process@2", "2:process@3", "3:process@3",
        "3:decision@3", "3:end@2", "4:process@0", "5:process@1", "6:process@2", "7:process@0",
        "8:process@3", "8:decision@3", "9:process@3", "9:end@3",
    ]  # fmt: skip
    flow = sorted(
        f"{one.link.source.step}:{one.link.source.shape}>{one.link.target.step}:{one.link.target.shape}"
        for one in sheet.arrows
    )
    assert flow == sorted([
        "1:start>1:process", "1:process>2:process", "2:process>2:process", "2:process>2:process",
        "2:process>3:process", "3:decision>3:end", "3:decision>4:process", "3:process>3:decision",
        "4:process>5:process", "5:process>6:process", "6:process>7:process", "7:process>8:process",
        "8:decision>7:process", "8:decision>9:process", "8:process>8:decision", "9:process>9:end",
    ])  # fmt: skip


def test_every_text_is_measured_no_wider_than_its_box() -> None:
    for text in all_texts(lay_out(temanggung())):
        assert text.box.w > 0
        assert text.box.h >= text.leading * len(text.lines) - 1


def test_joint_work_of_one_hand_needs_no_join() -> None:
    one = step("1", "Bersama", "a a", way("x", end=End.DONE), mode=Mode.ALL)
    sop = procedure("kota/x", "X", [Role(key="a", label="A", applicant=True)], [one])
    assert faults(lay_out(sop), sop) == []
