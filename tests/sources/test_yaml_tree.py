"""Pak Bagas does not know YAML and should not need to: what he broke is said in his words, with the line."""

from __future__ import annotations

import time

import pytest
import yaml

from kolokasi.core.finding import Findings
from kolokasi.core.reading.located import Mapping, Scalar, Sequence, leaves, plain
from kolokasi.sources import yaml_tree
from kolokasi.sources.yaml_tree import MAX_BYTES, MAX_DEPTH, read_as_far_as_possible, read_tree
from sop_texts import RICH, SMALL, changed


def test_everything_stays_text_and_remembers_its_place() -> None:
    tree, findings = read_tree(
        'no: 1\nya: ya\nhari: 2023-05-03\nnol: "007"\ndaftar:\n  - a\n  - [b]\n', "a.yaml"
    )
    assert findings == ()
    assert isinstance(tree, Mapping)
    assert plain(tree) == {
        "no": "1",
        "ya": "ya",
        "hari": "2023-05-03",
        "nol": "007",
        "daftar": ["a", ["b"]],
    }
    assert tree.get("hari") == Scalar(text="2023-05-03", line=3, column=7)
    listed = tree.get("daftar")
    assert isinstance(listed, Sequence)
    assert [(one.line, one.column) for one in listed.items] == [(6, 5), (7, 5)]
    assert tree.keys() == ("no", "ya", "hari", "nol", "daftar")


@pytest.mark.parametrize(
    "word", ["null", "~", "true", "no", "1e3", "0x1F", "1_000", "12:30:45", ".inf"]
)
def test_no_word_becomes_a_number_or_a_nothing(word: str) -> None:
    tree, _ = read_tree(f"isi: {word}\n", "a.yaml")
    assert plain(tree or Scalar(text="", line=0, column=0)) == {"isi": word}


@pytest.mark.parametrize("words", ["👩🏽‍💻", "\u200fמכתב\u200f", "مكتب ٣", "ꦥꦸꦠꦿ", "e\u0301"])
def test_signs_of_every_script_stay_to_the_letter(words: str) -> None:
    tree, _ = read_tree(f'isi: {words}\n"{words}": x\n', "a.yaml")
    assert isinstance(tree, Mapping)
    assert plain(tree) == {"isi": words, words: "x"}


BROKEN = [
    ("a tab", "    performer: kasi", "\tperformer: kasi", "\tperformer", "performer", "Ada tab di awal baris"),
    ("a colon in a text", "text: Memeriksa jadwal", "text: Memeriksa: jadwal", "Memeriksa:", "text",
     "Ada titik dua (:) di tengah teks"),
    ("a quote left open", "text: Memeriksa jadwal proyektor", 'text: "Memeriksa jadwal', '"Memeriksa', "text",
     "tidak ditutup"),
    ("a quote closed too early", "text: Memeriksa jadwal", 'text: "Memeriksa" jadwal', '"Memeriksa"', "text",
     "Susunan di sini tidak cocok"),
    ("a bracket left open", "needs: [surat]", "needs: [surat", "needs:", "needs", "Daftar yang dibuka dengan ["),
    ("a brace left open", "output: [{doc: jawaban, text: Jawaban}]", "output: {doc: jawaban, text: Jawaban",
     "output: {doc: j", "output", "kurung kurawal"),
    ("one blank too few", "    time: 15 menit", "   time: 15 menit", "   time", "time",
     "Susunan di sini tidak cocok"),
    ("an anchor", "performer: kasi", "performer: &a kasi", "&a", "performer", "Jangkar YAML"),
    ("an alias", "performer: kasi", "performer: *a", "*a", "performer", "Rujukan YAML"),
    ("a tag", "performer: kasi", "performer: !!python/object:os.system kasi", "!!python", "performer",
     "Penanda jenis YAML"),
    ("an at sign", "performer: kasi", "performer: @kasi", "@kasi", "performer", "apit teksnya dengan tanda kutip"),
    ("a backslash", "text: Memeriksa jadwal", 'text: "Memeriksa \\k"\n    note: jadwal', "\\k", "text",
     "pakai kutip tunggal"),
    ("a list on its key's line", "needs: [surat]", "needs: - surat", "needs:", "needs", "di baris tersendiri"),
    ("a key that is a list", "performer: kasi", "[performer]: kasi", "[performer]", "", "Kunci harus berupa teks"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "words", "field", "said"),
    [pytest.param(*rest, id=title) for title, *rest in BROKEN],
)
def test_broken_yaml_is_told_with_line_step_field_and_a_way_out(
    old: str, new: str, words: str, field: str, said: str
) -> None:
    text = changed(SMALL[: SMALL.index("  - no: 3")], old, new)
    tree, (finding,) = read_tree(text, "contoh/sop.yaml")
    assert tree is None
    line = text.count("\n", 0, text.index(words)) + 1
    assert (finding.file, finding.line) == ("contoh/sop.yaml", line)
    assert (finding.step, finding.field) == ("2", field)
    assert finding.is_error
    assert said in finding.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: *\n", "Tanda * punya arti khusus"),
        ("a: & x\n", "Tanda & punya arti khusus"),
        ("a: !<x y\n", "Tanda ! punya arti khusus"),
        ("a: > teks\n", "isi harus mulai di baris berikutnya"),
        ("a: [b, , c]\n", "Di sini seharusnya ada isi"),
        ("kunci\nlain: 1\n", "Ada titik dua"),
        ("a: 1\nkunci\nb: 2\n", "Baris 2 tidak berbentuk"),
        ("a: x\n  - b\n? c: d: e\n", "Ada titik dua"),
        ("%YAML 9.9\n---\na: 1\n", "Susunan YAML keliru"),
        ("a: {b: [c}\n", "Daftar yang dibuka dengan ["),
    ],
)
@pytest.mark.parametrize("loader", ["C", "Python"])
def test_both_parsers_are_understood(
    text: str, said: str, loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PyYAML brings its parser in C only where it was built with one; the words differ a little."""
    if loader == "Python":
        monkeypatch.setattr(yaml_tree, "_Loader", yaml.SafeLoader)
    tree, (finding,) = read_tree(text, "a.yaml")
    assert tree is None
    assert finding.code == "yaml"
    assert said in finding.message


def test_a_key_written_twice_names_both_lines_and_the_rest_is_still_read() -> None:
    text = changed(SMALL, "    performer: kasi\n", "    performer: kasi\n    performer: staf\n")
    tree, (finding,) = read_tree(text, "a.yaml")
    assert tree is None
    first = text[: text.index("performer: kasi")].count("\n") + 1
    assert (finding.code, finding.line, finding.step) == ("kunci-ganda", first + 1, "2")
    assert f"sudah ditulis pada baris {first}" in finding.message
    rest, _ = read_as_far_as_possible(text, "a.yaml")
    assert isinstance(rest, Mapping)


def test_a_file_of_doubled_keys_is_given_up_in_good_time() -> None:
    tree, findings = read_tree("a: x\n" * 50_000, "a.yaml")
    assert tree is None
    assert len(findings) == Findings.MOST


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("", 1, "kosong"),
        ("\n\n# hanya catatan\n", 1, "kosong"),
        ("a: 1\n---\nb: 2\n", 2, "yaml"),
        ("a: 1\nb: \x00\n", 2, "karakter"),
        ("a: 1\nb: \ud83d\n", 2, "karakter"),
        ("a: satu\u2028dua\n", 1, "karakter"),
        ("%YAML 9.9\n---\na: 1\n", 1, "yaml"),
        ("[" * 5000, 1, "yaml"),
        ("a: " * 3000, 1, "yaml"),
        ("- " * 5000 + "a", 1, "yaml"),
    ],
)
def test_what_cannot_be_a_file_is_refused(text: str, line: int, code: str) -> None:
    tree, (finding,) = read_tree(text, "a.yaml")
    assert tree is None
    assert (finding.line, finding.code) == (line, code)


def test_bytes_that_the_parser_itself_refuses_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise yaml.reader.ReaderError("a", 0, 7, "unicode", "special characters are not allowed")

    monkeypatch.setattr(yaml, "parse", refuse)
    tree, (finding,) = read_tree("a: 1\n", "a.yaml")
    assert tree is None
    assert "simpan ulang sebagai teks UTF-8" in finding.message


def test_nesting_has_a_limit_and_ordinary_files_are_far_from_it() -> None:
    deepest = "[" * MAX_DEPTH + "a" + "]" * MAX_DEPTH
    assert read_tree(deepest, "a.yaml")[0] is not None
    assert read_tree(f"[{deepest}]", "a.yaml")[0] is None


def test_a_file_beyond_the_limit_is_refused_before_it_costs_anything() -> None:
    begun = time.perf_counter()
    tree, (finding,) = read_tree("a: [" * 20 + "x" * (MAX_BYTES + 1), "besar.yaml")
    assert tree is None
    assert finding.code == "terlalu-besar"
    assert "512 KB" in finding.message
    assert time.perf_counter() - begun < 5


def test_a_file_just_within_the_limit_is_read() -> None:
    text = "- x\n" * (MAX_BYTES // 4)
    tree, findings = read_tree(text, "besar.yaml")
    assert findings == ()
    assert isinstance(tree, Sequence)
    assert len(tree.items) == MAX_BYTES // 4


def test_the_places_point_at_the_words_themselves() -> None:
    tree, _ = read_tree(RICH, "a.yaml")
    assert tree is not None
    lines = RICH.split("\n")
    for leaf in leaves(tree):
        if leaf.text and "\n" not in leaf.text:
            at = lines[leaf.line - 1][leaf.column - 1 :]
            assert at.lstrip("\"'").startswith(leaf.text[:5])
