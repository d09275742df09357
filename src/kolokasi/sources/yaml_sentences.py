"""What the YAML parser complains about, in words for somebody who does not know YAML."""

from __future__ import annotations

import re

import yaml

_STEP = re.compile(r"""\s*-\s*\{?\s*(?:no|key):\s*["']?([^"',}#\s]+)""")
_KEY = re.compile(r"\s*(?:-\s+)?\{?\s*([A-Za-z0-9_-]+):(?:\s|$)")
_TOP = re.compile(r"([A-Za-z_]+):")


def around(text: str, line: int) -> tuple[str, str]:
    """The step and the field that a line of a broken file seems to belong to; "" where none."""
    above = text.split("\n")[:line]
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
    problem, context = broken.problem or "", broken.context or ""
    mark, began = broken.problem_mark, broken.context_mark
    line = mark.line + 1 if mark else 1
    start = began.line + 1 if began else line
    lines = text.split("\n")
    written = lines[line - 1] if line <= len(lines) else ""
    indent = written[: len(written) - len(written.lstrip())]
    if "\t" in indent or "'\\t'" in problem or "\t" in problem:
        return line, "Ada tab di awal baris; YAML memakai spasi. Ganti tab itu dengan dua spasi."
    if "\xa0" in indent:
        return line, "Ada spasi khusus (spasi tak-putus) di awal baris; ganti dengan spasi biasa."
    if "quoted scalar" in context:
        if "escape" in problem or "escape" in context:
            return line, (
                "Tanda \\ di dalam kutip ganda punya arti khusus; pakai kutip tunggal ('…') untuk teks "
                "ini, atau tulis \\\\."
            )
        return start, f"Tanda kutip yang dibuka pada baris {start} tidak ditutup."
    if "flow sequence" in context:
        return start, (
            f"Daftar yang dibuka dengan [ pada baris {start} tidak ditutup dengan ], atau ada koma yang "
            "kurang. Teks yang memuat tanda : , [ ] { } harus diapit tanda kutip."
        )
    if "flow mapping" in context:
        return start, (
            f"Kelompok yang dibuka dengan kurung kurawal pada baris {start} tidak ditutup, atau ada koma "
            "yang kurang. Teks yang memuat tanda : , [ ] { } harus diapit tanda kutip."
        )
    if "mapping values are not allowed" in problem:
        return line, (
            "Ada titik dua (:) di tengah teks, atau baris ini menjorok keliru. Apit teks yang memuat "
            "titik dua dengan tanda kutip."
        )
    if "could not find expected ':'" in problem:
        return start, (
            f"Baris {start} tidak berbentuk “kunci: isi”; tambahkan titik dua, atau apit teksnya dengan "
            "tanda kutip."
        )
    if "did not find expected key" in problem or "did not find expected '-' indicator" in problem:
        return line, _INDENT
    if "expected <block end>" in problem:
        return line, _INDENT
    if "cannot start any token" in problem:
        return line, (
            "Teks tidak dapat diawali tanda @, `, atau %; apit teksnya dengan tanda kutip."
        )
    if "block sequence entries are not allowed" in problem:
        return line, (
            "Tanda hubung (-) untuk butir daftar harus di baris tersendiri, di bawah kuncinya."
        )
    if "alias" in context or "anchor" in context:
        return line, "Tanda * dan & punya arti khusus dalam YAML; apit teksnya dengan tanda kutip."
    if "tag" in context:
        return line, "Tanda ! punya arti khusus dalam YAML; apit teksnya dengan tanda kutip."
    return line, (
        "Susunan YAML keliru di sini atau tepat di atasnya: periksa spasi di awal baris, titik dua, dan "
        "tanda kutip."
    )


_INDENT = (
    "Susunan di sini tidak cocok dengan baris di atasnya: periksa jumlah spasi di awal baris, dan apit "
    "teks yang memuat kutip atau titik dua dengan tanda kutip."
)
