"""A folder of SOPs as the installation reads it: offices, SOPs, stories and shared data, by their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from kolokasi.core.finding import Finding
from kolokasi.core.reading.located import plain
from kolokasi.core.regulation import RegulationStatus
from kolokasi.sources.library import Library, load_procedure_file
from sop_texts import OFFICE, RICH, SMALL, STORIES, changed

REGULATIONS = """\
- key: pp-82-2012
  title: Peraturan Pemerintah Nomor 82 Tahun 2012
  aliases: [PP 82/2012]
  status: dicabut
  by: Peraturan Pemerintah Nomor 71 Tahun 2019
  since: 2019-10-10
  source: karangan untuk uji
  verified: tidak
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "contoh/office.yaml", OFFICE)
    write(tmp_path / "contoh/pinjam-proyektor.yaml", SMALL)
    write(tmp_path / "contoh/pinjam-proyektor.stories.yaml", STORIES)
    write(tmp_path / "_data/regulations.yaml", REGULATIONS)
    write(tmp_path / "_data/hours.yaml", "- {key: perpres-21-2023}\n")
    write(tmp_path / "_data/holidays/2026.yaml", "- {date: 2026-01-01}\n")
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def said(findings: tuple[Finding, ...], code: str) -> list[str]:
    return [one.message for one in findings if one.code == code]


def test_a_whole_folder_is_read(folder: Path) -> None:
    library = Library.load(folder)
    assert library.findings == ()
    assert list(library.offices) == ["contoh"]
    assert library.procedure("contoh/pinjam-proyektor").title == "Peminjaman Proyektor"
    assert library.files["contoh/pinjam-proyektor"].text == SMALL
    assert len(library.stories["contoh/pinjam-proyektor"].stories) == 2
    regulation = library.regulations["pp-82-2012"]
    assert (regulation.status, regulation.since) == (RegulationStatus.REPEALED, "2019-10-10")
    assert library.hours is not None
    assert plain(library.hours) == [{"key": "perpres-21-2023"}]
    assert plain(library.holidays["2026"]) == [{"date": "2026-01-01"}]


def test_a_file_with_errors_is_kept_beside_the_others_with_what_is_wrong(folder: Path) -> None:
    write(folder / "contoh/rusak.yaml", changed(SMALL, "performer: kasi", "performer: kassi"))
    library = Library.load(folder)
    assert set(library.procedures()) == {"contoh/pinjam-proyektor"}
    assert library.files["contoh/rusak"].procedure is None
    assert library.files["contoh/rusak"].sketch is not None
    assert said(library.findings, "peran-tak-dikenal")
    with pytest.raises(KeyError):
        library.procedure("contoh/rusak")


def test_an_sop_that_calls_itself_otherwise_than_its_file_is_told(folder: Path) -> None:
    write(folder / "contoh/lain.yaml", SMALL)
    assert "padahal tempatnya “contoh/lain”" in said(Library.load(folder).findings, "kunci-sop")[0]


def test_stories_without_their_sop_and_offices_without_their_file_are_told(folder: Path) -> None:
    write(folder / "contoh/hilang.stories.yaml", STORIES)
    write(folder / "dinas-lain/sop.yaml", SMALL)
    library = Library.load(folder)
    assert len(said(library.findings, "berkas")) == 2
    assert "dinas-lain" not in library.offices


def test_an_office_that_maps_an_sop_which_is_not_there_is_told(folder: Path) -> None:
    write(folder / "contoh/office.yaml", changed(OFFICE, "pinjam-proyektor:", "pinjam-tenda:"))
    assert said(Library.load(folder).findings, "kunci-sop") == [
        "SOP “pinjam-tenda” tidak ada di folder dinas ini."
    ]


def test_an_office_in_the_wrong_folder_is_told(folder: Path) -> None:
    write(folder / "contoh/office.yaml", changed(OFFICE, "office: contoh", "office: contih"))
    assert said(Library.load(folder).findings, "kunci-dinas")


def test_an_office_runs_only_the_suggestions_that_it_switched_on(folder: Path) -> None:
    write(folder / "contoh/akses-vpn.yaml", RICH)
    desks = "{kadis: [kadis], kabid: [kadis], kasi: [kasi], noc: [staf]}"
    office = changed(OFFICE, "options: []", "options: []\n")
    office = changed(office, "  pinjam-proyektor:", f"  akses-vpn: {desks}\n  pinjam-proyektor:")
    write(folder / "contoh/office.yaml", office)
    library = Library.load(folder)
    assert library.findings == ()
    assert "antre" in library.procedure("contoh/akses-vpn").steps
    assert "antre" not in library.in_force("contoh/akses-vpn").steps
    write(folder / "contoh/office.yaml", changed(office, "[]\n", '["akses-vpn:2.tunda"]\n'))
    assert "antre" in Library.load(folder).in_force("contoh/akses-vpn").steps


def test_broken_shared_data_is_left_out_and_told(folder: Path) -> None:
    write(folder / "_data/hours.yaml", "a: [\n")
    write(folder / "_data/holidays/2026.yaml", "a: *b\n")
    write(folder / "_data/regulations.yaml", "a:\n\tb: 1\n")
    library = Library.load(folder)
    assert (library.hours, library.holidays, library.regulations) == (None, {}, {})
    assert len(library.findings) == 3


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("office.yaml", "a: ["),
        ("office.yaml", "format: 1\n"),
        ("pinjam-proyektor.stories.yaml", "a: ["),
        ("pinjam-proyektor.stories.yaml", "procedure: contoh/pinjam-proyektor\n"),
        ("pinjam-proyektor.stories.yaml", "\u00e9".encode("latin-1")),
    ],
)
def test_one_broken_file_leaves_the_others_readable(
    folder: Path, name: str, text: str | bytes
) -> None:
    (folder / "contoh" / name).write_bytes(text.encode() if isinstance(text, str) else text)
    library = Library.load(folder)
    assert {Path(one.file).name for one in library.findings} == {name}
    assert list(library.procedures()) == ["contoh/pinjam-proyektor"]
    assert len(library.offices) + len(library.stories) == 1


def test_a_folder_without_sops_is_no_office_yet(folder: Path) -> None:
    (folder / "kelak").mkdir()
    (folder / ".git").mkdir()
    assert Library.load(folder).findings == ()


def test_a_folder_that_is_not_there_is_told() -> None:
    library = Library.load("tidak/ada")
    assert said(library.findings, "berkas") == ["Folder SOP ini tidak ditemukan."]


# --- several procedures under one SOP number ---------------------------------------------------------


def shared(folder: Path, identity: str, name: str = "kedua") -> Path:
    text = changed(
        SMALL, SMALL[SMALL.index("identity:") : SMALL.index("roles:")], f"identity: {identity}\n"
    )
    path = folder / f"contoh/{name}.yaml"
    write(path, changed(text, "contoh/pinjam-proyektor", f"contoh/{name}"))
    return path


def test_an_identity_sheet_is_shared_and_what_differs_is_written_over_it(folder: Path) -> None:
    path = shared(folder, "{same_as: contoh/pinjam-proyektor, title: Pengembalian Proyektor}")
    file = load_procedure_file(path)
    assert file.procedure is not None, file.findings
    identity = file.procedure.identity
    assert (identity.number, identity.shared_with) == ("067/12/2024", "contoh/pinjam-proyektor")
    assert (identity.title, identity.made.iso) == ("Pengembalian Proyektor", "2023-05-03")
    assert file.identity_text == SMALL


@pytest.mark.parametrize(
    ("identity", "words"),
    [
        ("{same_as: contoh/tidak-ada}", "tidak ditemukan"),
        ("{same_as: contoh/kedua}", "menunjuk dirinya sendiri"),
        ("{same_as: pinjam-proyektor}", "harus berbentuk <dinas>/<nama>"),
        ("{same_as: contoh/ketiga}", "tunjuk langsung yang terakhir"),
        ("{same_as: contoh/rusak}", "tidak ditemukan"),
        ("{same_as: contoh/daftar}", "tidak ditemukan"),
    ],
)
def test_a_sheet_that_cannot_be_shared_is_told(folder: Path, identity: str, words: str) -> None:
    shared(folder, "{same_as: contoh/pinjam-proyektor}", "ketiga")
    write(folder / "contoh/rusak.yaml", "identity: [")
    write(folder / "contoh/daftar.yaml", "- identity\n")
    file = load_procedure_file(shared(folder, identity))
    assert file.procedure is None
    (finding,) = file.findings
    assert (finding.code, finding.field) == ("same-as", "identity.same_as")
    assert words in finding.message


# --- files that cannot even be opened ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "line", "words"),
    [
        ("format: 1\ntitle: caf\xe9\n".encode("latin-1"), 2, "bukan teks UTF-8"),
        (SMALL.encode("utf-16"), 1, "bukan teks UTF-8"),
        (b"a: " + b"x" * 600_000, 1, "lebih dari 512 KB"),
        (b"a: x" + "é".encode() * 300_000, 1, "lebih dari 512 KB"),
        (b"%PDF-1.4\n%\x00\x01", 2, "tidak dapat dicetak"),
        (b"", 1, "kosong"),
    ],
)
def test_a_file_of_another_kind_is_told(tmp_path: Path, raw: bytes, line: int, words: str) -> None:
    path = tmp_path / "sop.yaml"
    path.write_bytes(raw)
    file = load_procedure_file(path)
    assert file.procedure is None
    assert (file.findings[0].file, file.findings[0].line) == (str(path), line)
    assert words in file.findings[0].message


def test_a_missing_file_and_a_folder_in_its_place_are_told(tmp_path: Path) -> None:
    assert "tidak ditemukan" in load_procedure_file(tmp_path / "tiada.yaml").findings[0].message
    assert "tidak dapat dibuka" in load_procedure_file(tmp_path).findings[0].message


def test_a_file_from_windows_reads_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "sop.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    file = load_procedure_file(path)
    assert file.procedure is not None, file.findings
    assert file.text == SMALL


def test_a_key_written_twice_is_told_together_with_the_other_slips(tmp_path: Path) -> None:
    path = tmp_path / "sop.yaml"
    text = changed(SMALL, "title: Peminjaman", "title: X\ntitle: Peminjaman")
    write(path, changed(text, "performer: kasi", "performer: kassi"))
    file = load_procedure_file(path)
    assert file.procedure is None
    assert [one.code for one in file.findings] == ["kunci-ganda", "peran-tak-dikenal"]
