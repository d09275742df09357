"""A group of keys under reading: typed answers for the reader, findings for the author.

A ``Block`` never raises. What is missing, unknown or of the wrong sort becomes a finding with its
line, step and field, and the reader gets an empty value and goes on, so that one reading shows
everything that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import TypeVar

from kolokasi.core.finding import Findings, listed, suggestion
from kolokasi.core.reading.file_keys import KEYS
from kolokasi.core.reading.leaf import (
    Choice,
    Unreadable,
    one_of,
    standard_time,
    truth,
    whole_number,
)
from kolokasi.core.reading.located import (
    Entry,
    Located,
    Mapping,
    Scalar,
    Sequence,
    is_blank,
    items_of,
    named,
    text_of,
)
from kolokasi.core.worktime.duration import Duration

Value = TypeVar("Value")

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


class Block:
    """One group of keys. Its unknown keys are reported as soon as it is opened."""

    def __init__(
        self, tree: Mapping, kind: str, findings: Findings, *, step: str = "", path: str = ""
    ) -> None:
        self.tree, self.findings, self.step, self.path = tree, findings, step, path
        self.line = tree.line
        for entry in tree.entries:
            if entry.key.text not in KEYS[kind]:
                self._unknown(entry, KEYS[kind])

    def __contains__(self, key: str) -> bool:
        return not is_blank(self.tree.get(key))

    def get(self, key: str) -> Located | None:
        return self.tree.get(key)

    # --- findings ---------------------------------------------------------------------------------

    def error(self, key: str, code: str, message: str, *, at: Located | None = None) -> None:
        self.findings.error(
            code, message, line=self._line(key, at), step=self.step, field=self._field(key)
        )

    def warn(self, key: str, code: str, message: str, *, at: Located | None = None) -> None:
        self.findings.warn(
            code, message, line=self._line(key, at), step=self.step, field=self._field(key)
        )

    def require(self, key: str, what: str = "") -> bool:
        """Whether the key is there; a finding if not."""
        if key in self:
            return True
        meaning = f" ({what})" if what else ""
        self.error(key, "wajib-ada", f"“{key}”{meaning} belum ditulis.")
        return False

    # --- leaves -----------------------------------------------------------------------------------

    def text(self, key: str, *, required: str = "") -> str:
        """The text, "" where there is none. ``required`` says what it is for, in the finding."""
        if required:
            self.require(key, required)
        return self._leaf(key)

    def flag(self, key: str, *, default: bool = False) -> bool:
        return self._read(key, truth, default)

    def integer(self, key: str, *, least: int | None = None) -> int | None:
        if least is None:
            return self._read(key, whole_number, None)
        return self._read(key, partial(whole_number, least=least), None)

    def choice(self, key: str, kind: type[Choice], default: Choice) -> Choice:
        return self._read(key, lambda word: one_of(word, kind), default)

    def duration(self, key: str, *, positive: bool = False) -> Duration | None:
        """A standard time; with ``positive``, one that may not be "-" or nought."""
        return self._read(key, partial(standard_time, positive=positive), None)

    # --- references -------------------------------------------------------------------------------

    def ref(self, key: str, known: Collection[str], noun: str, *, required: str = "") -> str:
        """A name that must be one of ``known``; "" with a finding if it is not."""
        word = self.text(key, required=required)
        return word if word and self.knows(key, word, known, noun) else ""

    def refs(self, key: str, known: Collection[str], noun: str) -> tuple[str, ...]:
        """Names that must be known, none twice. One name alone counts as a list of one."""
        found: list[str] = []
        for item in self.leaves(key):
            word = item.text.strip()
            if not self.knows(key, word, known, noun, at=item):
                continue
            if word in found:
                self.error(key, "tertulis-dua-kali", f"“{word}” tertulis dua kali.", at=item)
            else:
                found.append(word)
        return tuple(found)

    def knows(
        self, key: str, word: str, known: Collection[str], noun: str, *, at: Located | None = None
    ) -> bool:
        if word in known:
            return True
        if self.findings.full:
            self.findings.any_error = True
            return False
        there = f" Yang ada: {listed(known)}." if known else f" Belum ada {noun} satu pun."
        self.error(
            key,
            noun.replace(" ", "-") + "-tak-dikenal",
            f"{noun.capitalize()} “{word}” tidak dikenal." + (suggestion(word, known) or there),
            at=at,
        )
        return False

    # --- lists and groups -------------------------------------------------------------------------

    def leaves(self, key: str) -> tuple[Scalar, ...]:
        """The texts of a list, with their places."""
        found: list[Scalar] = []
        value = self.tree.get(key)
        if isinstance(value, Mapping):
            self._wrong_sort(key, value, "daftar")
            return ()
        for item in items_of(value):
            if not isinstance(item, Scalar):
                self._wrong_sort(key, item, "teks")
            elif is_blank(item):
                self.error(key, "kosong", "Ada butir yang kosong dalam daftar ini.", at=item)
            else:
                found.append(item)
        return tuple(found)

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(one.text.strip() for one in self.leaves(key))

    def block(self, key: str, kind: str) -> Block | None:
        """The group under a key."""
        value = self.tree.get(key)
        if is_blank(value) or value is None:
            return None
        if not isinstance(value, Mapping):
            self._wrong_sort(key, value, "kelompok isian")
            return None
        return Block(value, kind, self.findings, step=self.step, path=self._field(key))

    def blocks(self, key: str, kind: str, *, short: str = "") -> Iterator[Block]:
        """The groups of a list (one alone counts). With ``short``, a text stands for ``{short: text}``."""
        for item in items_of(self.tree.get(key)):
            group = self._grouped(key, item, short)
            if group is not None:
                yield Block(group, kind, self.findings, step=self.step, path=self._field(key))

    def pairs(self, key: str) -> tuple[Entry, ...]:
        """The ``name: value`` entries of a group whose names the author chooses."""
        value = self.tree.get(key)
        if is_blank(value) or value is None:
            return ()
        if not isinstance(value, Mapping):
            self._wrong_sort(key, value, "kelompok isian “nama: …”")
            return ()
        return value.entries

    def text_pairs(self, key: str) -> tuple[tuple[Scalar, Scalar], ...]:
        """Like ``pairs``, where every value is a text."""
        found: list[tuple[Scalar, Scalar]] = []
        for entry in self.pairs(key):
            if isinstance(entry.value, Scalar) and not is_blank(entry.value):
                found.append((entry.key, entry.value))
            else:
                self._wrong_sort(f"{key}.{entry.key.text}", entry.value, "teks")
        return tuple(found)

    def named(self, key: str, kind: str, *, short: str) -> Iterator[tuple[str, Block]]:
        """The named groups under a key, e.g. roles. A text alone stands for ``{short: text}``."""
        for entry in self.pairs(key):
            name = entry.key.text
            self.check_name(key, name, at=entry.key)
            group = self._grouped(f"{key}.{name}", entry.value, short)
            if group is not None:
                path = f"{self._field(key)}.{name}"
                yield name, Block(group, kind, self.findings, step=self.step, path=path)

    def check_name(self, key: str, name: str, *, at: Located | None = None) -> None:
        if not _NAME.fullmatch(name):
            self.error(
                f"{key}.{name}",
                "nama-kunci",
                f"“{name}” tidak dapat menjadi kunci; pakai huruf, angka, tanda hubung, atau garis "
                "bawah, tanpa spasi dan titik, paling banyak 60.",
                at=at,
            )

    # --- inside -----------------------------------------------------------------------------------

    def _leaf(self, key: str) -> str:
        value = self.tree.get(key)
        if value is not None and not isinstance(value, Scalar):
            self._wrong_sort(key, value, "teks")
        return text_of(value)

    def _read(self, key: str, convert: Callable[[str], Value], default: Value) -> Value:
        word = self._leaf(key)
        if not word:
            return default
        try:
            return convert(word)
        except Unreadable as wrong:
            self.error(key, wrong.code, wrong.sentence)
            return default

    def _grouped(self, key: str, item: Located, short: str) -> Mapping | None:
        match item:
            case Mapping():
                return item
            case Scalar() if short:
                place = Scalar(text=short, line=item.line, column=item.column)
                entries = (Entry(key=place, value=item),)
                return Mapping(entries=entries, line=item.line, column=item.column)
            case _:
                self._wrong_sort(key, item, "kelompok isian")
                return None

    def _wrong_sort(self, key: str, found: Located, wanted: str) -> None:
        if is_blank(found):
            self.error(key, "kosong", f"Bagian ini kosong; tulis {wanted}.", at=found)
            return
        hint = ""
        if isinstance(found, Mapping | Sequence) and wanted == "teks":
            hint = (
                " Bila tanda : , [ atau { memang bagian dari teks, apit teksnya dengan tanda kutip."
            )
        self.error(
            key, "jenis-isian", f"Di sini harus {wanted}, bukan {named(found)}.{hint}", at=found
        )

    def _unknown(self, entry: Entry, known: tuple[str, ...]) -> None:
        word = entry.key.text
        if word.strip("\u00a0\u200b\ufeff ") in known:
            near = (
                " Di sebelahnya ada spasi khusus yang tidak tampak; hapus, lalu ketik spasi biasa."
            )
        else:
            near = "" if self.findings.full else suggestion(word, known)
        if is_blank(entry.value) and not near:  # {reason: satu, dua}: the comma parted them
            self.findings.error(
                "kunci-tak-dikenal",
                f"“{word}” terbaca sebagai kunci tersendiri. Bila koma di depannya bagian dari teks, "
                "apit seluruh teks itu dengan tanda kutip.",
                line=entry.key.line,
                step=self.step,
                field=self.path or word,
            )
            return
        hint = near or f" Yang dikenal di sini: {listed(known, at_most=30)}."
        self.findings.error(
            "kunci-tak-dikenal",
            f"Kunci “{word}” tidak dikenal.{hint}",
            line=entry.key.line,
            step=self.step,
            field=self._field(word),
        )

    def _line(self, key: str, at: Located | None) -> int:
        if at is not None:
            return at.line
        return next((one.key.line for one in self.tree.entries if one.key.text == key), self.line)

    def _field(self, key: str) -> str:
        return ".".join(part for part in (self.path, key) if part)
