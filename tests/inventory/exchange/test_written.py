"""What is written is read back as it was; and no cell of an export is a formula, whatever people call things."""

from __future__ import annotations

import csv
import io
import re
import string
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolokasi.inventory.exchange.cells import harmless, read
from kolokasi.inventory.exchange.columns import Cells, Column, Kind, Sheet, tidy
from kolokasi.inventory.exchange.opening import open_here
from kolokasi.inventory.exchange.reading import read_tables
from kolokasi.inventory.exchange.sheets import BY_KEY, SHEETS
from kolokasi.inventory.exchange.workbook import csv_of, explained, faults_csv, xlsx

DANGEROUS = (
    "=1+1",
    "+62",
    "-x",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "'=1",
    "''+",
    "=cmd|' /C calc'!A0",
    "_x0041_",
)


def texts(column: Column) -> st.SearchStrategy[str]:
    strange = st.sampled_from(DANGEROUS)
    plain = st.text(
        st.one_of(st.sampled_from(string.printable), st.characters(exclude_categories=("Cs",))),
        max_size=30,
    )
    found = st.one_of(strange, plain).map(tidy).map(lambda one: one[: column.most].strip())
    return found.filter(bool) if column.required else found


def values(column: Column) -> st.SearchStrategy[object]:
    match column.kind:
        case Kind.NUMBER:
            number = st.integers(column.low, column.high)
            return (
                number
                if column.required
                else st.one_of(st.none(), number)
                if column.usual is None
                else number
            )
        case Kind.DATE:
            return st.one_of(st.none(), st.dates().map(lambda one: one.isoformat()))
        case Kind.YES_NO:
            return st.booleans()
        case Kind.CHOICE:
            return st.sampled_from(sorted(column.choices))
        case Kind.LIST:
            piece = texts(column).map(lambda one: tidy(one.replace(";", "")).strip()).filter(bool)
            return st.lists(piece, max_size=3, unique=True)
        case _:
            return texts(column)


def rows(sheet: Sheet) -> st.SearchStrategy[list[Cells]]:
    said = {one.key: values(one) for one in sheet.columns if not one.told_only}
    return st.lists(st.fixed_dictionaries(said), min_size=1, max_size=4)  # type: ignore[arg-type, return-value]


def back(data: bytes, folder: Path, name: str) -> list[Cells]:
    path = folder / "file"
    path.write_bytes(data)
    opened = open_here(path)
    assert opened.fault is None
    found = read_tables([(name, one) for one in opened.tables])
    assert found.findings == []
    return [one.cells for one in found.rows]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda one: one.key)
def test_rows_come_back_as_they_went_out(
    sheet: Sheet, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("rows")

    @settings(max_examples=40, deadline=None)
    @given(rows(sheet))
    def hold(sent: list[Cells]) -> None:
        assert back(xlsx({sheet.key: sent}, title="x"), folder, "x.xlsx") == sent
        assert back(csv_of(sheet, sent), folder, "x.csv") == sent

    hold()


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=20))
def test_a_text_is_harmless_and_comes_back(text: str) -> None:
    column = BY_KEY["racks"].column("note")
    sent = harmless(text)
    assert not re.match(r"[=+\-@\t\r]", sent)
    assert read(column, sent) == tidy(text)


def test_ten_thousand_hostile_names_make_no_formula() -> None:
    names = [f"{DANGEROUS[n % len(DANGEROUS)]}{n}" for n in range(10_000)]
    sent: list[Cells] = [{"name": name, "address": name} for name in names]
    with zipfile.ZipFile(io.BytesIO(xlsx({"sites": sent}, title="x"))) as book:
        for part in book.namelist():
            if part.startswith("xl/worksheets/"):
                page = book.read(part)
                assert not re.search(rb"<f[ >/]", page)
                assert b"<hyperlink" not in page
    text = csv_of(BY_KEY["sites"], sent).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [one for one in cells if one[:1] in tuple("=+-@\t\r")]
    assert csv_of(BY_KEY["sites"], []).startswith(b"\xef\xbb\xbf")
    assert b"'=1" in faults_csv([("=1", "2")])


def test_every_column_is_explained_in_the_guide_and_in_the_documentation() -> None:
    page = (Path(__file__).parents[3] / "docs" / "spreadsheets.md").read_text()
    for sheet, heading, kind, _, bounds, _ in explained():
        assert f"| {sheet} | {heading} |" in page, heading
        assert kind in page
        assert bounds in page


def test_the_blank_workbook_has_every_sheet_and_no_row(tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    path.write_bytes(xlsx({}, title="Templat"))
    tables = open_here(path).tables
    assert [one.name for one in tables] == [*(one.title for one in SHEETS), "Petunjuk"]
    assert read_tables([("blank.xlsx", one) for one in tables]).rows == []
