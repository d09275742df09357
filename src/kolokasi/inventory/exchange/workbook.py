"""Rows as a workbook (XLSX) or as a table of text (CSV): typed cells, never a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kolokasi.inventory.exchange.cells import harmless, written
from kolokasi.inventory.exchange.columns import Cells, Column, Kind, Sheet
from kolokasi.inventory.exchange.sheets import GUIDE, SHEETS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NO_FORMULA = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip
_GUIDE_HEADINGS = ("Lembar", "Kolom", "Jenis", "Wajib", "Isi", "Keterangan")


def xlsx(rows: Mapping[str, Sequence[Cells]], *, title: str) -> bytes:
    """A workbook with every sheet, filled with the rows that there are (by sheet key), and a guide."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _NO_FORMULA) as book:
        book.set_properties({"title": title, "comments": ""})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        must = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EEF7"}
        )
        text = book.add_format({"num_format": "@"})
        for sheet in SHEETS:
            _fill(book.add_worksheet(sheet.title), sheet, rows.get(sheet.key, ()), head, must, text)
        _guide(book.add_worksheet(GUIDE), head, text)
    return target.getvalue()


def csv_of(sheet: Sheet, rows: Sequence[Cells]) -> bytes:
    """One sheet as UTF-8 with the mark by which Excel knows it."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([one.heading for one in sheet.columns])
    for row in rows:
        writer.writerow([written(one, row.get(one.key)) for one in sheet.columns])
    return target.getvalue().encode("utf-8-sig")


def faults_csv(rows: Sequence[tuple[str, ...]]) -> bytes:
    """A list for the desk of whoever mends the file."""
    target = io.StringIO(newline="")
    csv.writer(target).writerows([harmless(one) for one in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def explained() -> list[tuple[str, str, str, str, str, str]]:
    """Every column in a line: the guide's, and the documentation's."""
    return [
        (
            sheet.title, column.heading, str(column.kind),
            "ya" if column.required else "", column.bounds, column.about,
        )
        for sheet in SHEETS
        for column in sheet.columns
    ]  # fmt: skip


def _fill(
    page: Worksheet, sheet: Sheet, rows: Sequence[Cells], head: Format, must: Format, text: Format
) -> None:
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, column.heading, must if column.required else head)
        # A column of texts stays one when somebody types 007 or 2-3 into it.
        typed = None if column.kind is Kind.NUMBER else text
        page.set_column(place, place, max(10, len(column.heading) + 3), typed)
    for number, row in enumerate(rows, start=1):
        for place, column in enumerate(sheet.columns):
            _put(page, number, place, written(column, row.get(column.key)), column, text)
    page.freeze_panes(1, 0)


def _put(
    page: Worksheet, row: int, place: int, value: str | int, column: Column, text: Format
) -> None:
    if isinstance(value, int):
        page.write_number(row, place, value)
    elif value:
        page.write_string(row, place, value, None if column.kind is Kind.NUMBER else text)


def _guide(page: Worksheet, head: Format, text: Format) -> None:
    for place, heading in enumerate(_GUIDE_HEADINGS):
        page.write_string(0, place, heading, head)
    for number, line in enumerate(explained(), start=1):
        for place, word in enumerate(line):
            page.write_string(number, place, harmless(word), text)
    for place, width in enumerate((12, 24, 14, 7, 44, 60)):
        page.set_column(place, place, width)
    page.freeze_panes(1, 0)
