"""What strangers upload: opened apart, within bounds, refused in words; and what honest programs write, read."""

from __future__ import annotations

import contextlib
import io
import resource
import socket
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kolokasi.core.refusal import Refused
from kolokasi.inventory.exchange import opening, staging
from kolokasi.inventory.exchange.opening import Fault
from kolokasi.inventory.exchange.reading import read_tables
from spreadsheets import RACK, book, repacked

RACKS = [RACK, ("Balai Kota", "Ruang Server", "A1", 42, 900)]
GOOD = book(Rak=RACKS)
PAGE = "xl/worksheets/sheet1.xml"


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def lying_size(data: bytes) -> bytes:
    """The shared strings are said to be ten bytes long."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        real = archive.getinfo("xl/sharedStrings.xml").file_size
    return data.replace(real.to_bytes(4, "little"), (10).to_bytes(4, "little"))


def with_entity(what: str) -> bytes:
    page = part(GOOD, PAGE).decode()
    head, rest = page.split("?>", 1)
    return repacked(GOOD, {PAGE: f"{head}?><!DOCTYPE x [{what}]>{rest}".encode()})


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
STYLED = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(1, 1_000_001))
HOSTILE: dict[str, tuple[bytes, Fault]] = {
    "a zip bomb": (repacked(GOOD, {"xl/media/x.bin": b"\0" * 200_000_000}), Fault.HEAVY),
    "a bomb in the shared strings": (
        repacked(GOOD, {"xl/sharedStrings.xml": b"<sst>" + b"<si><t>a</t></si>" * 8_000_000 + b"</sst>"}),
        Fault.HEAVY,
    ),
    "thousands of parts": (repacked(GOOD, {f"xl/x{n}.xml": b"<a/>" for n in range(2000)}), Fault.HEAVY),
    "a part with a false size": (lying_size(GOOD), Fault.BROKEN),
    "billion laughs": (with_entity(LAUGHS), Fault.ENTITIES),
    "an external entity": (with_entity('<!ENTITY x SYSTEM "file:///etc/passwd">'), Fault.ENTITIES),
    "macros": (repacked(GOOD, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), Fault.MACROS),
    "an xlsm by its types": (
        repacked(GOOD, {"[Content_Types].xml": part(GOOD, "[Content_Types].xml").replace(
            b"spreadsheetml.sheet.main", b"spreadsheetml.sheet.macroEnabled.main")}),
        Fault.MACROS,
    ),
    "an embedded file": (repacked(GOOD, {"xl/embeddings/a.exe": b"MZ"}), Fault.MACROS),
    "a million rows": (
        repacked(GOOD, {PAGE: b"<worksheet><sheetData>" + STYLED.encode() + b"</sheetData></worksheet>"}),
        Fault.BIG,
    ),
    "one cell at the far end": (
        repacked(GOOD, {PAGE: b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                 b'<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'}),
        Fault.BIG,
    ),
    "a hundred columns": (book(Rak=[["x"] * 100]), Fault.BIG),
    "a million rows of text": (b"Nama\n" + b"a\n" * 1_000_000, Fault.BIG),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Fault.OLD),
    "a zip that is no workbook": (zipped(**{"a.txt": b"a"}), Fault.FOREIGN),
    "half a workbook": (GOOD[: len(GOOD) // 2], Fault.BROKEN),
    "a program": (b"\x7fELF" + bytes(range(256)) * 8, Fault.FOREIGN),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, Fault.FOREIGN),
    "an open quote": (b'Nama,Alamat\n"Balai' + b"x" * 200_000, Fault.BROKEN),
    "broken XML": (repacked(GOOD, {PAGE: b"<worksheet><sheetData>"}), Fault.BROKEN),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(name: str) -> None:
    data, fault = HOSTILE[name]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Refused) as refused:
        staging.take_in([staging.Upload(name="impor.xlsx", data=data)], source="kolokasi")
    assert refused.value.errors["file"].startswith("“impor.xlsx” ")
    assert staging._FAULTS[fault] in refused.value.errors["file"]
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 50 * 1024  # KB, of the server's own process


def test_nothing_is_fetched_for_a_file(tmp_path: Path) -> None:
    """An entity and an outside link, both to a listener that must not be called."""
    called = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(2)
        port = listener.getsockname()[1]

        def wait() -> None:
            with contextlib.suppress(TimeoutError):
                called.append(listener.accept())

        waiting = threading.Thread(target=wait)
        waiting.start()
        link = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            f'Id="r1" TargetMode="External" Type="x" Target="http://127.0.0.1:{port}/b.xlsx"/></Relationships>'
        )
        for data in (
            with_entity(f'<!ENTITY x SYSTEM "http://127.0.0.1:{port}/x">'),
            repacked(GOOD, {"xl/worksheets/_rels/sheet1.xml.rels": link.encode()}),
        ):
            path = tmp_path / "file"
            path.write_bytes(data)
            opening.open_apart(path)
        waiting.join()
    assert called == []


@pytest.mark.control
def test_without_the_look_inside_an_entity_reaches_the_reader(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(opening, "_read_xml", lambda content, begin: None)
    path = tmp_path / "file"
    path.write_bytes(with_entity('<!ENTITY x SYSTEM "file:///etc/passwd">'))
    assert opening.open_here(path).fault is not Fault.ENTITIES


def rows_of(data: bytes, name: str = "rak.csv") -> tuple[list[dict[str, Any]], list[str]]:
    taken = staging.take_in([staging.Upload(name=name, data=data)], source="kolokasi")
    return [one.cells for one in taken.read.rows], [one.sentence for one in taken.read.findings]


TEXT = "Lokasi;Ruang;Nama;Tinggi (U);Kedalaman terpakai (mm)\r\nBalai Kota;Ruang “é”;A1;42;900\r\n"
AS_READ = {"site": "Balai Kota", "room": "Ruang “é”", "name": "A1", "height_u": 42, "depth_mm": 900}


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-be").join((b"\xfe\xff", b"")),
        TEXT.encode("cp1252"),
        TEXT.replace(";", ",").encode(),
        TEXT.replace(";", "\t").encode(),
        TEXT.replace("\r\n", "\n\n\n").encode(),
        ("Daftar rak Balai Kota\r\n\r\n" + TEXT + ";;;;\r\n  ;;;;\r\n").encode(),
        TEXT.replace("Lokasi;", "LOKASI ;").replace("900", "900 mm").encode(),
    ],
    ids=[
        "utf-8",
        "bom",
        "utf-16",
        "utf-16-be",
        "windows-1252",
        "comma",
        "tab",
        "blank lines",
        "a title",
        "loose",
    ],
)
def test_a_table_of_text_as_programs_write_it(data: bytes) -> None:
    assert rows_of(data) == ([AS_READ], [])


def test_row_numbers_are_those_of_the_file() -> None:
    taken = staging.take_in(
        [staging.Upload(name="rak.csv", data=("\n\n" + TEXT.replace("42", "x")).encode())],
        source="kolokasi",
    )
    assert [(one.row, one.column) for one in taken.read.findings] == [(4, "Tinggi (U)")]


def merged(*ranges: str) -> bytes:
    cells = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
    page = (
        part(GOOD, PAGE)
        .decode()
        .replace("</sheetData>", f"</sheetData><mergeCells>{cells}</mergeCells>")
    )
    return repacked(GOOD, {PAGE: page.encode()})


def test_merged_cells_are_named() -> None:
    assert rows_of(merged("A1:B1"))[1] == [
        "Judul kolom digabung (A1:B1). Pisahkan sel-selnya: satu judul untuk setiap kolom."
    ]
    assert rows_of(merged("A2:A3"))[1] == [
        "Ada sel yang digabung (A2:A3). Pisahkan, lalu isi setiap selnya."
    ]


def test_a_file_of_something_else_says_so() -> None:
    assert rows_of(b"Buah,Warna\napel,merah\n")[1] == [
        "Lembar ini tidak dikenal dan tidak dibaca. Periksa namanya dan judul kolomnya pada templat."
    ]


def test_an_empty_file_and_none_at_all() -> None:
    for uploads in (
        [],
        [staging.Upload(name="a.csv", data=b"")],
        [staging.Upload(name="a.csv", data=b" \n")],
    ):
        with pytest.raises(Refused):
            staging.take_in(uploads, source="kolokasi")


def test_a_sheet_of_one_row_of_headings_is_no_fault() -> None:
    read = read_tables([("x.xlsx", opening.Table(name="Rak", rows=[list(RACK)]))])
    assert (read.rows, read.findings) == ([], [])
