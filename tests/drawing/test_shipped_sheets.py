"""The offices' own SOPs, as they are shipped: each is drawn whole, as written and as its office runs it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from kolokasi.drawing.layout import lay_out
from kolokasi.drawing.sheet import draw_sheet
from kolokasi.sources.library import Library
from sheet_inspection import faults

LIBRARY = Library.load(Path(__file__).parents[2] / "procedures")


def test_there_are_shipped_procedures_to_draw() -> None:
    assert len(LIBRARY.procedures()) >= 9


@pytest.mark.parametrize("key", sorted(LIBRARY.procedures()))
def test_a_shipped_sop_is_drawn_as_written(key: str) -> None:
    sop = LIBRARY.procedure(key)
    assert faults(lay_out(sop), sop) == []


@pytest.mark.parametrize("key", sorted(LIBRARY.procedures()))
def test_a_shipped_sop_is_drawn_as_its_office_runs_it(key: str) -> None:
    sop = LIBRARY.in_force(key)
    assert faults(lay_out(sop), sop) == []
    ElementTree.fromstring(draw_sheet(sop))
