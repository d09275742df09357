"""A tall sheet on paper: it breaks between rows only, and what crosses a break says where it goes on."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from kolokasi.core.procedure import Procedure
from kolokasi.drawing.layout import lay_out
from kolokasi.drawing.pages import RATIO, SHRINK, pages, parts
from kolokasi.drawing.sheet import draw_paged_sheet, draw_sheet
from kolokasi.sources.library import Library
from stage import PROCEDURES

SOPS: dict[str, Procedure] = {
    key: file.procedure
    for key, file in Library.load(PROCEDURES).files.items()
    if isinstance(file.procedure, Procedure)
}


@pytest.mark.parametrize("key", SOPS)
def test_no_row_is_cut_and_none_is_lost(key: str) -> None:
    sheet = lay_out(SOPS[key], None, lang="id")
    found = parts(sheet)
    assert found[0].top == sheet.lanes.y
    assert found[-1].bottom == sheet.height
    assert [one.bottom for one in found[:-1]] == [one.top for one in found[1:]]
    starts = {row.box.y for row in sheet.rows}
    assert {one.top for one in found[1:]} <= starts


@pytest.mark.parametrize("key", SOPS)
def test_a_page_is_no_taller_than_paper_unless_one_row_is(key: str) -> None:
    sheet = lay_out(SOPS[key], None, lang="id")
    found = parts(sheet)
    if len(found) == 1:
        assert sheet.height <= SHRINK * RATIO * sheet.width
        assert pages(sheet, name="x", lang="id") == ()
        return
    for one in found[:-1]:
        rows = [row for row in sheet.rows if one.top <= row.box.y < one.bottom]
        assert len(rows) == 1 or one.bottom - one.top <= RATIO * sheet.width


@pytest.mark.parametrize("key", SOPS)
def test_both_sides_of_a_break_carry_the_same_letters(key: str) -> None:
    sheet = lay_out(SOPS[key], None, lang="id")
    found = parts(sheet)
    for before, after in pairwise(found):
        assert before.below == after.above
        assert before.below, "a case goes on from row to row, so some arrow crosses"


def test_pages_are_whole_and_point_to_the_picture() -> None:
    tall = next(one for one in SOPS.values() if draw_paged_sheet(one).pages)
    sheet = draw_paged_sheet(tall)
    assert ElementTree.fromstring(sheet.picture).get("id") == "gambar-lembar"
    for number, page in enumerate(sheet.pages, 1):
        ElementTree.fromstring(page)
        assert set(re.findall(r'href="([^"]+)"', page)) == {"#gambar-lembar"}
        assert f"halaman {number} dari {len(sheet.pages)}" in page
        assert "style=" not in page
    assert sheet.picture.replace(' id="gambar-lembar"', "") == draw_sheet(tall)
