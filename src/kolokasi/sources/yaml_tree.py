"""YAML text → a tree that remembers places. Only the plain part of YAML: no anchors, aliases or tags.

Every scalar stays text, exactly as written, so ``no``, ``ya``, ``007`` and ``2023-05-03`` mean what the
author sees. What the YAML reader cannot take becomes one finding with its line and a sentence that
says how to mend it; nothing here raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from kolokasi.core.finding import Finding, Findings
from kolokasi.core.reading.located import Entry, Located, Mapping, Scalar, Sequence
from kolokasi.sources.yaml_sentences import around, sentence_for

MAX_BYTES = 512 * 1024
MAX_DEPTH = 24

# The parser in C where PyYAML was built with it: the same events, twenty times as fast.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Control signs, halves of signs, and the line breaks that no editor shows.
_UNPRINTABLE = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


class _Unreadable(Exception):
    """The text is no tree; the finding is noted already."""


def read_tree(text: str, file: str) -> tuple[Located | None, tuple[Finding, ...]]:
    """The tree and nothing to say, or None and at least one error finding."""
    tree, findings = read_as_far_as_possible(text, file)
    return (None if findings else tree), findings


def read_as_far_as_possible(text: str, file: str) -> tuple[Located | None, tuple[Finding, ...]]:
    """Like ``read_tree``, but a tree with a key that stands twice comes together with its findings: good
    for finding more faults, not for use."""
    findings = Findings(file)
    try:
        _check_characters(text, findings)
        tree: Located | None = _Composer(text, findings).document()
    except _Unreadable:
        tree = None
    except yaml.YAMLError as broken:
        line, sentence = sentence_for(broken, text)
        step, field = around(text, line)
        findings.error("yaml", sentence, line=line, step=step, field=field)
        tree = None
    return tree, findings.in_order()


def _check_characters(text: str, findings: Findings) -> None:
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        findings.error(
            "terlalu-besar",
            f"Berkas lebih dari {MAX_BYTES // 1024} KB; pecah menjadi beberapa SOP.",
            line=1,
        )
        raise _Unreadable
    found = _UNPRINTABLE.search(text)
    if found:
        findings.error(
            "karakter",
            f"Ada karakter yang tidak dapat dicetak (U+{ord(found[0]):04X}); hapus lalu ketik ulang.",
            line=text.count("\n", 0, found.start()) + 1,
        )
        raise _Unreadable


class _Composer:
    """Builds the tree from the parser's events; alive for one file."""

    def __init__(self, text: str, findings: Findings) -> None:
        self.text, self.findings = text, findings
        self.events: Iterator[Event] = yaml.parse(text, Loader=_Loader)

    def document(self) -> Located:
        tree: Located | None = None
        for event in self.events:
            if not isinstance(event, DocumentStartEvent):
                continue
            if tree is not None:
                self._refuse(event, "Ada “---” kedua; satu berkas berisi satu dokumen.")
            tree = self._node(next(self.events), depth=0)
        if tree is None:
            self.findings.error("kosong", "Berkas ini kosong.", line=1)
            raise _Unreadable
        return tree

    def _node(self, event: Event, depth: int) -> Located:
        if isinstance(event, AliasEvent):
            self._refuse(
                event,
                "Rujukan YAML (*nama) tidak dipakai di sini. Tulis isinya sekali lagi; bila tanda * "
                "bagian dari teks, apit teksnya dengan tanda kutip.",
            )
        if getattr(event, "anchor", None):
            self._refuse(
                event,
                "Jangkar YAML (&nama) tidak dipakai di sini. Bila tanda & bagian dari teks, apit "
                "teksnya dengan tanda kutip.",
            )
        if getattr(event, "tag", None) not in (None, "!"):
            self._refuse(
                event,
                "Penanda jenis YAML (!nama) tidak dipakai di sini. Bila tanda ! bagian dari teks, "
                "apit teksnya dengan tanda kutip.",
            )
        if depth > MAX_DEPTH:
            self._refuse(event, f"Isian bersarang lebih dari {MAX_DEPTH} tingkat.")
        line, column = _place(event)
        match event:
            case ScalarEvent():
                return Scalar(text=event.value, line=line, column=column)
            case SequenceStartEvent():
                items = tuple(self._node(one, depth + 1) for one in self._until(SequenceEndEvent))
                return Sequence(items=items, line=line, column=column)
            case _:  # the parser begins nothing else here
                return Mapping(entries=self._entries(depth), line=line, column=column)

    def _entries(self, depth: int) -> tuple[Entry, ...]:
        found: dict[str, Entry] = {}
        for event in self._until(MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                self._refuse(
                    event,
                    "Kunci harus berupa teks. Bila tanda { atau [ bagian dari teks, apit teksnya "
                    "dengan tanda kutip.",
                )
            if key.text in found and self.findings.full:
                raise _Unreadable
            if key.text in found:
                self.findings.error(
                    "kunci-ganda",
                    f"Kunci “{key.text}” sudah ditulis pada baris {found[key.text].key.line}; hapus "
                    "salah satunya.",
                    line=key.line,
                    step=around(self.text, key.line)[0],
                    field=key.text,
                )
                continue
            found[key.text] = Entry(key=key, value=value)
        return tuple(found.values())

    def _until(self, end: type[Event]) -> Iterator[Event]:
        while not isinstance(event := next(self.events), end):
            yield event

    def _refuse(self, event: Event, sentence: str) -> NoReturn:
        line = _place(event)[0]
        step, field = around(self.text, line)
        self.findings.error("yaml", sentence, line=line, step=step, field=field)
        raise _Unreadable


def _place(event: Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
