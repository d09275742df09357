"""What the YAML parser complains about, in words for somebody who does not know YAML."""

from __future__ import annotations

import re

import yaml

_STEP = re.compile(r"""\s*-\s*\{?\s*(?:no|key):\s*["']?([^"',}#\s]+)""")
_KEY = re.compile(r"\s*(?:-\s+)?\{?\s*([A-Za-z0-9_-]+):(?:\s|$)")
_TOP = re.compile(r"([A-Za-z_]+):")
_FAR = 2_000  # lines; no step is longer


def around(text: str, line: int) -> tuple[str, str]:
    """The step and the field that a line of a broken file seems to belong to; "" where none."""
    above = text.split("\n")[max(0, line - _FAR) : line]
    field = _KEY.match(above[-1]) if above else None
    step = ""
    for written in reversed(above):
        if top := _TOP.match(written):
            return (step if top[1] == "steps" else ""), (field[1] if field else "")
        if not step and (found := _STEP.match(written)):
            step = found[1]
    return "", (field[1] if field else "")


def sentence_for(broken: yaml.YAMLError, text: str) -> tuple[int, str]:
    """The line to look at, and what to do there."""
    if not isinstance(broken, yaml.MarkedYAMLError):
        return 1, "Berkas ini tidak terbaca sebagai YAML; simpan ulang sebagai teks UTF-8."
    mark, began = broken.problem_mark, broken.context_mark
    line = mark.line + 1 if mark else 1
    start = began.line + 1 if began else line
    complaint = f"{broken.context or ''}; {broken.problem or ''}"
    written = text.split("\n")[line - 1 : line]
    if any("\t" in one[: len(one) - len(one.lstrip())] for one in written):
        return line, "Ada tab di awal baris; YAML memakai spasi. Ganti tab itu dengan dua spasi."
    for words, at_start, sentence in _SENTENCES:
        if words in complaint:
            return (start if at_start else line), sentence.format(start=start)
    return line, (
        "Susunan YAML keliru di sini atau tepat di atasnya: periksa spasi di awal baris, titik dua, "
        "dan tanda kutip."
    )


_INDENT = (
    "Susunan di sini tidak cocok dengan baris di atasnya: periksa jumlah spasi di awal baris, dan "
    "apit teks yang memuat kutip atau titik dua dengan tanda kutip."
)
_QUOTE = "Teks yang memuat tanda : , [ ] {{ }} harus diapit tanda kutip."

# Words of either parser's complaint, the one in C and the one in Python; the first that fits speaks.
# The flag says whether to look where the broken part began, not where the parser gave up.
_SENTENCES = (
    (
        "escape character",
        False,
        (
            "Tanda \\ di dalam kutip ganda punya arti khusus; pakai kutip tunggal ('…') untuk teks ini, atau "
            "tulis \\\\."
        ),
    ),
    ("quoted scalar", True, "Tanda kutip yang dibuka pada baris {start} tidak ditutup."),
    (
        "flow sequence",
        True,
        (
            "Daftar yang dibuka dengan [ pada baris {start} tidak ditutup dengan ], atau ada koma yang "
            f"kurang. {_QUOTE}"
        ),
    ),
    (
        "flow mapping",
        True,
        (
            "Kelompok yang dibuka dengan kurung kurawal pada baris {start} tidak ditutup, atau ada koma "
            f"yang kurang. {_QUOTE}"
        ),
    ),
    (
        "mapping values are not allowed",
        False,
        (
            "Ada titik dua (:) di tengah teks, atau baris ini menjorok keliru. Apit teks yang memuat titik "
            "dua dengan tanda kutip."
        ),
    ),
    (
        "could not find expected ':'",
        True,
        (
            "Baris {start} tidak berbentuk “kunci: isi”; tambahkan titik dua, atau apit teksnya dengan "
            "tanda kutip."
        ),
    ),
    ("did not find expected key", False, _INDENT),
    ("did not find expected '-' indicator", False, _INDENT),
    ("expected <block end>", False, _INDENT),
    (
        "cannot start any token",
        False,
        "Teks tidak dapat diawali tanda @, `, atau %; apit teksnya dengan tanda kutip.",
    ),
    (
        "block sequence entries are not allowed",
        False,
        "Tanda hubung (-) untuk butir daftar harus di baris tersendiri, di bawah kuncinya.",
    ),
    (
        "block scalar",
        False,
        (
            "Sesudah tanda > atau | isi harus mulai di baris berikutnya; apit teks yang diawali tanda itu "
            "dengan tanda kutip."
        ),
    ),
    (
        "an alias",
        False,
        "Tanda * punya arti khusus di awal teks; apit teksnya dengan tanda kutip.",
    ),
    (
        "an anchor",
        False,
        "Tanda & punya arti khusus di awal teks; apit teksnya dengan tanda kutip.",
    ),
    ("a tag", False, "Tanda ! punya arti khusus di awal teks; apit teksnya dengan tanda kutip."),
    ("node content", False, f"Di sini seharusnya ada isi. {_QUOTE}"),
)
