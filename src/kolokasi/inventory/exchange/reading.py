"""From tables as they stand to rows of our sheets: headings are found, cells become values, faults are named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kolokasi.inventory.exchange.cells import CellFault, read
from kolokasi.inventory.exchange.columns import UNITS, Cells, Column, Sheet, plain, tidy
from kolokasi.inventory.exchange.opening import Cell, Table
from kolokasi.inventory.exchange.sheets import GUIDE, SHEETS

_SEARCHED = 15  # rows in which the headings are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong (or, as a ``remark``, worth knowing): where in the file, and what to do about it."""

    place: str  # the sheet, or the file
    row: int = 0  # 0: the sheet as a whole
    column: str = ""  # as its heading says
    sentence: str
    remark: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a file. A column that the file does not have is not in ``cells``; one that cannot be read
    neither, and then the row is not ``sound``."""

    sheet: str
    place: str
    number: int
    cells: Cells
    sound: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_tables(tables: Sequence[tuple[str, Table]]) -> Read:
    """``tables`` with the name of the file that each came from. A sheet is known by its name, a table of text
    by its headings."""
    found = Read()
    for file, table in tables:
        if plain(table.name) == plain(GUIDE) or not any(map(_filled, table.rows)):
            continue
        place = table.name or file
        sheet = _named(table.name) or _by_headings(table.rows)
        if sheet is None:
            found.findings.append(
                Finding(
                    place=place, remark=bool(table.name),
                    sentence="Lembar ini tidak dikenal dan tidak dibaca. Periksa namanya dan judul "
                    "kolomnya pada templat.",
                )
            )  # fmt: skip
        else:
            _read_sheet(found, sheet, table, place)
    return found


def _filled(row: Sequence[Cell]) -> bool:
    return any(one is not None and (not isinstance(one, str) or tidy(one)) for one in row)


def _named(name: str) -> Sheet | None:
    return next((one for one in SHEETS if name and plain(one.title) == plain(name)), None)


def _by_headings(rows: Sequence[Sequence[Cell]]) -> Sheet | None:
    """The sheet of which all required headings are there, and the most of the others."""
    best: tuple[int, Sheet] | None = None
    for row in rows[:_SEARCHED]:
        words = {plain(one) for one in row if isinstance(one, str)}
        for sheet in SHEETS:
            titles = {plain(one.title) for one in sheet.columns}
            needed = {plain(one.title) for one in sheet.columns if one.required}
            score = len(words & titles) * 2 - len(titles - words) - 3 * len(words - titles)
            if needed <= words and (best is None or score > best[0]):
                best = score, sheet
    return best[1] if best else None


def _read_sheet(found: Read, sheet: Sheet, table: Table, place: str) -> None:
    start = _heading_row(sheet, table.rows)
    if start is None:
        found.findings.append(
            Finding(
                place=place, sentence="Judul kolom tidak ditemukan. Salin baris judul dari templat."
            )
        )
        return
    merged = _merged_rows(table.merged)
    if start in merged:
        found.findings.append(
            Finding(
                place=place, row=start + 1,
                sentence=f"Judul kolom digabung ({merged[start]}). Pisahkan sel-selnya: satu judul untuk "
                "setiap kolom.",
            )
        )  # fmt: skip
        return
    columns = _columns(found, sheet, table.rows[start], place, start + 1)
    if columns is None:
        return
    for number, row in enumerate(table.rows[start + 1 :], start=start + 1):
        if not _filled([row[at] if at < len(row) else None for at in columns]):
            continue
        if number in merged:
            found.findings.append(
                Finding(
                    place=place, row=number + 1,
                    sentence=f"Ada sel yang digabung ({merged[number]}). Pisahkan, lalu isi setiap selnya.",
                )
            )  # fmt: skip
            continue
        before = len(found.findings)
        cells = _cells(found, columns, row, place, number + 1)
        sound = len(found.findings) == before
        found.rows.append(
            Row(sheet=sheet.key, place=place, number=number + 1, cells=cells, sound=sound)
        )


def _heading_row(sheet: Sheet, rows: Sequence[Sequence[Cell]]) -> int | None:
    titles = {plain(one.title) for one in sheet.columns}
    scores = [
        sum(1 for one in row if isinstance(one, str) and plain(one) in titles)
        for row in rows[:_SEARCHED]
    ]
    best = max(scores, default=0)
    return scores.index(best) if best >= min(2, len(titles)) else None


def _columns(
    found: Read, sheet: Sheet, headings: Sequence[Cell], place: str, row: int
) -> dict[int, Column] | None:
    """Which of our columns stands where. None where rows cannot be told apart without what is missing."""
    columns: dict[int, Column] = {}
    unsound = False
    by_title = {plain(one.title): one for one in sheet.columns}
    for at, heading in enumerate(headings):
        if not isinstance(heading, str) or not tidy(heading):
            continue
        shown, column = tidy(heading)[:60], by_title.get(plain(heading))
        if column is None:
            found.findings.append(
                Finding(
                    place=place, row=row, column=shown, remark=True,
                    sentence="Kolom ini tidak dikenal dan tidak dibaca.",
                )
            )  # fmt: skip
            continue
        sentence = ""
        if column in columns.values():
            sentence = "Judul ini ada dua kali. Sisakan satu."
        elif (unit := _unit_in(heading)) and column.unit and unit != column.unit.casefold():
            sentence = (
                f"Kolom ini harus dalam {column.unit}, tetapi judulnya menyebut {unit}. Ubah isinya ke "
                f"{column.unit}, lalu tulis judulnya “{column.heading}”."
            )
        if sentence:
            unsound = True
            found.findings.append(Finding(place=place, row=row, column=shown, sentence=sentence))
        columns[at] = column
    for column in sheet.columns:
        if column.names and column not in columns.values():
            unsound = True
            found.findings.append(
                Finding(
                    place=place, row=row, column=column.heading,
                    sentence="Kolom ini wajib ada. Salin judulnya dari templat.",
                )
            )  # fmt: skip
    return None if unsound else columns


def _unit_in(heading: str) -> str:
    """The unit that a heading names in brackets, if it is one that we know."""
    known = {unit for factors in UNITS.values() for unit in factors}
    found = re.search(r"\(([^)]+)\)\s*$", tidy(heading))
    word = found[1].strip().casefold() if found else ""
    return word if word in known else ""


def _cells(
    found: Read, columns: dict[int, Column], row: Sequence[Cell], place: str, number: int
) -> Cells:
    """The row's values, as far as they can be read; what cannot is a finding."""
    cells: Cells = {}
    for at, column in columns.items():
        if column.told_only:
            continue
        try:
            value = read(column, row[at] if at < len(row) else None)
            if column.required and value in (None, "", []):
                raise CellFault("Sel ini wajib diisi.")
            cells[column.key] = value
        except CellFault as fault:
            found.findings.append(
                Finding(place=place, row=number, column=column.heading, sentence=str(fault))
            )
    return cells


def _merged_rows(ranges: Sequence[str]) -> dict[int, str]:
    """Rows (from 0) that a merged range touches."""
    rows: dict[int, str] = {}
    for one in ranges:
        found = re.fullmatch(r"[A-Z]+(\d+):[A-Z]+(\d+)", one)
        if found:
            first, last = int(found[1]), int(found[2])
            rows |= {row - 1: one for row in range(first, min(last, first + 5000) + 1)}
    return rows
