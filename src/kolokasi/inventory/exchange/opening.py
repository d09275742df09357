"""What a workbook or a CSV file says, cell by cell: read in a process of its own (``sources.apart``).

Run as ``python -m kolokasi.inventory.exchange.opening FILE``. Before a workbook is handed to its reader, each
part of it is unpacked to see how large it really is, and read as XML without a document type: no entity is
ever expanded, none fetched. Formulas are told, never run.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO
from xml.parsers import expat

from kolokasi.sources.apart import TooHeavy, ask_apart, bind

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 5_000  # of all sheets together, headings and blank lines too
MAX_COLUMNS = 80
_MAX_UNPACKED = 60 * 1024 * 1024
_MAX_PARTS = 300
_MAX_TEXT = 2_000  # of one cell; longer than any column takes
_MAX_SHEETS = 40

Cell = Any  # None, text, number, bool; {"d": date}, {"f": True} for a formula, {"e": what} for an error


class Fault(StrEnum):
    FOREIGN = "foreign"  # neither a workbook nor a table of text
    OLD = "old"  # .xls, or locked with a password: both look alike
    MACROS = "macros"
    BROKEN = "broken"
    ENTITIES = "entities"  # XML with a document type, which no spreadsheet program writes
    BIG = "big"  # more rows, columns or sheets than an import takes
    HEAVY = "heavy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One sheet as it stands: ``rows[0]`` is row 1. ``merged`` are ranges such as ``A1:C1``."""

    name: str
    rows: list[list[Cell]]
    merged: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    kind: str = ""  # xlsx or csv
    tables: list[Table] = field(default_factory=list)
    fault: Fault | None = None
    detail: str = ""


def open_apart(path: Path) -> Opened:
    try:
        told: Any = ask_apart("kolokasi.inventory.exchange.opening", path)
    except TooHeavy as heavy:
        return Opened(fault=Fault.HEAVY, detail=str(heavy))
    return Opened(
        kind=told["kind"], tables=[Table(**one) for one in told["tables"]],
        fault=Fault(told["fault"]) if told["fault"] else None, detail=told["detail"],
    )  # fmt: skip


def open_here(path: Path) -> Opened:
    data = path.read_bytes()
    if len(data) > MAX_BYTES:
        return Opened(fault=Fault.BIG, detail=f"{len(data)} byte")
    if data.startswith(b"PK\x03\x04"):
        return _workbook(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return Opened(fault=Fault.OLD)
    return _csv(data)


# --- workbooks ------------------------------------------------------------------------------------


class _Refused(Exception):
    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(detail)
        self.fault = fault


@dataclass(slots=True)
class _Part:
    """What is seen of a worksheet before its reader gets it."""

    formulas: set[str] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    last_row: int = 0


def _workbook(data: bytes) -> Opened:
    import python_calamine

    try:
        parts, names = _inspected(data)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        tables, rows = [], 0
        for name in book.sheet_names:
            part = parts.get(names.get(name, ""), _Part())
            found = _rows(book.get_sheet_by_name(name), part)
            rows += len(found)
            tables.append(Table(name=name, rows=found, merged=part.merged))
        if rows > MAX_ROWS:
            raise _Refused(Fault.BIG, f"{rows} baris")
    except _Refused as refused:
        return Opened(fault=refused.fault, detail=str(refused))
    except (
        zipfile.BadZipFile, expat.ExpatError, EOFError, ValueError, KeyError, OSError,
        NotImplementedError, RuntimeError, python_calamine.CalamineError,
    ) as wrong:  # fmt: skip
        return Opened(fault=Fault.BROKEN, detail=type(wrong).__name__)
    return Opened(kind="xlsx", tables=tables)


def _inspected(data: bytes) -> tuple[dict[str, _Part], dict[str, str]]:
    """Every part unpacked within bounds; the worksheets' own by path, and sheet names to these paths."""
    parts: dict[str, _Part] = {}
    names: dict[str, str] = {}
    targets: dict[str, str] = {}
    unpacked = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if "xl/workbook.xml" not in archive.namelist():
            raise _Refused(Fault.FOREIGN)
        if len(entries) > _MAX_PARTS:
            raise _Refused(Fault.HEAVY, f"{len(entries)} parts")
        for entry in entries:
            low = entry.filename.casefold()
            if "vbaproject" in low or low.startswith(("xl/macrosheets/", "xl/embeddings/")):
                raise _Refused(Fault.MACROS, entry.filename)
            content = _unpacked(archive, entry, _MAX_UNPACKED - unpacked)
            unpacked += len(content)
            if not low.endswith((".xml", ".rels")):
                continue
            if low == "[content_types].xml" and b"macroEnabled" in content:
                raise _Refused(Fault.MACROS)
            part = _Part()
            _read_xml(content, _watch(entry.filename, part, names, targets))
            parts[entry.filename] = part
    if len(names) > _MAX_SHEETS:
        raise _Refused(Fault.BIG, f"{len(names)} lembar")
    if any(one.last_row > MAX_ROWS for one in parts.values()):
        raise _Refused(Fault.BIG, f"{max(one.last_row for one in parts.values())} baris")
    return parts, {name: targets.get(key, "") for name, key in names.items()}


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    """The part's content, never more than there is room for, whatever its size is said to be."""
    if entry.flag_bits & 1:
        raise _Refused(Fault.OLD)
    with archive.open(entry) as source:
        content = source.read(room + 1)
    if len(content) > room:
        raise _Refused(Fault.HEAVY, "unpacked too large")
    return content


def _read_xml(content: bytes, begin: Callable[[str, dict[str, str]], None]) -> None:
    def refuse(*_: object) -> None:
        raise _Refused(Fault.ENTITIES)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = begin
    parser.Parse(content, True)


def _watch(
    path: str, part: _Part, names: dict[str, str], targets: dict[str, str]
) -> Callable[[str, dict[str, str]], None]:
    """Look at the elements of one part: where formulas stand, what is merged, which sheet is which part."""
    at = ""

    def begin(tag: str, given: dict[str, str]) -> None:
        nonlocal at
        match tag.rpartition(":")[2]:
            case "c":
                at = given.get("r", "")
                if row := at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
                    part.last_row = max(part.last_row, int(row) if row.isdigit() else 0)
            case "f" if path.startswith("xl/worksheets/"):
                part.formulas.add(at)
            case "mergeCell":
                part.merged.append(given.get("ref", ""))
            case "sheet" if path == "xl/workbook.xml":
                key = next((value for one, value in given.items() if one.endswith(":id")), "")
                names[given.get("name", "")] = key
            case "Relationship" if path == "xl/_rels/workbook.xml.rels":
                target = given.get("Target", "").lstrip("/")
                targets[given.get("Id", "")] = (
                    target if target.startswith("xl/") else f"xl/{target}"
                )

    return begin


def _rows(sheet: Any, part: _Part) -> list[list[Cell]]:
    width = sheet.total_width or 0
    if width > MAX_COLUMNS or (sheet.total_height or 0) > MAX_ROWS:
        raise _Refused(Fault.BIG, f"{sheet.total_height} baris, {width} kolom")
    rows = [[_cell(one) for one in row] for row in sheet.to_python(skip_empty_area=False)]
    for place in part.formulas:
        row, column = _place(place)
        if 0 <= row < MAX_ROWS and 0 <= column < MAX_COLUMNS:
            rows.extend([] for _ in range(row + 1 - len(rows)))
            rows[row].extend([None] * (column + 1 - len(rows[row])))
            rows[row][column] = {"f": True}
    return rows


def _place(reference: str) -> tuple[int, int]:
    """``B3`` → (2, 1)."""
    found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", reference)
    if not found:
        return -1, -1
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _cell(value: object) -> Cell:
    match value:
        case None | "":
            return None
        case bool() | int():
            return value
        case float():
            return int(value) if value.is_integer() and abs(value) < 2**53 else value
        case datetime() if value.time() != time(0):
            return {"d": value.isoformat(sep=" ", timespec="minutes")}
        case datetime():
            return {"d": value.date().isoformat()}
        case date():
            return {"d": value.isoformat()}
        case time() | timedelta():
            return {"d": str(value)}
        case str():
            if re.fullmatch(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)", value):
                return {"e": value}
            return value[: _MAX_TEXT + 1]
        case _:
            return {"e": str(value)[:40]}


# --- tables of text -------------------------------------------------------------------------------


def _csv(data: bytes) -> Opened:
    text = _decoded(data)
    if text is None:
        return Opened(fault=Fault.FOREIGN)
    csv.field_size_limit(100_000)
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(_lines(text), delimiter=_separator(text), strict=True):
            if len(rows) >= MAX_ROWS or len(row) > MAX_COLUMNS:
                return Opened(fault=Fault.BIG, detail=f"{len(rows) + 1} baris, {len(row)} kolom")
            rows.append([one[: _MAX_TEXT + 1] or None for one in row])
    except csv.Error as wrong:
        return Opened(fault=Fault.BROKEN, detail=str(wrong)[:100])
    return Opened(kind="csv", tables=[Table(name="", rows=rows)])


def _decoded(data: bytes) -> str | None:
    """As its first bytes say; else UTF-8; else what an older Excel writes. None: no text at all."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
    ):  # fmt: skip
        if data.startswith(mark):
            try:
                return _text(data.decode(name))
            except UnicodeDecodeError:
                return None
    for name in ("utf-8", "cp1252"):
        try:
            return _text(data.decode(name))
        except UnicodeDecodeError:
            continue
    return None


def _text(text: str) -> str | None:
    strange = sum(1 for one in text[:10_000] if ord(one) < 32 and one not in "\t\r\n")
    return None if strange or not text.strip() else text


def _lines(text: str) -> TextIO:
    return io.StringIO(text, newline="")


def _separator(text: str) -> str:
    """What stands between the headings: the mark that is most frequent in the first line that has any."""
    for line in text.splitlines()[:20]:
        bare = re.sub(r'"[^"]*"', "", line)
        found = max(";,\t", key=bare.count)
        if bare.count(found):
            return found
    return ","


def main() -> None:
    bind()
    try:
        opened = open_here(Path(sys.argv[1]))
    except MemoryError:
        opened = Opened(fault=Fault.HEAVY, detail="memory")
    sys.stdout.write(json.dumps(asdict(opened)))


if __name__ == "__main__":
    main()
