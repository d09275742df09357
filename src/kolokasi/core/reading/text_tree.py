"""Small plain files as text trees (``dict``, ``list``, ``str``): typed answers, or a fault with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from kolokasi.core.finding import listed, suggestion
from kolokasi.core.reading.located import Located
from kolokasi.core.reading.located import Mapping as Group
from kolokasi.core.reading.located import Sequence as Items

_TRUTH = {"ya": True, "tidak": False}

Path = tuple[str | int, ...]


class TreeFault(ValueError):
    """What is wrong in a file. ``path`` leads to it: keys, and places in lists from 0."""

    def __init__(self, path: Path, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path
        self.sentence = sentence

    def __str__(self) -> str:
        place = ".".join(str(part + 1) if isinstance(part, int) else part for part in self.path)
        return f"{place}: {self.sentence}" if place else self.sentence


def line_of(tree: Located, path: Path) -> int:
    """The line on which a fault stands: its own, or that of the nearest thing around it."""
    for part in path:
        match tree, part:
            case Group(), str():
                inner = tree.get(part)
            case Items(items=items), int() if part < len(items):
                inner = items[part]
            case _:
                inner = None
        if inner is None:
            break
        tree = inner
    return tree.line


@contextmanager
def placed(path: Path) -> Iterator[None]:
    """What a value refuses (ValueError) is a fault at this place."""
    try:
        yield
    except TreeFault:
        raise
    except ValueError as wrong:
        raise TreeFault(path, str(wrong)) from None


def group(tree: object, path: Path, known: Collection[str] | None) -> Mapping[str, object]:
    """A group of keys, only of ``known`` ones if given."""
    if not isinstance(tree, Mapping):
        raise TreeFault(path, "Di sini harus kelompok isian “nama: isi”.")
    if known is not None:
        for key in tree:
            if key not in known:
                hint = suggestion(key, known) or f" Yang dikenal di sini: {listed(known)}."
                raise TreeFault((*path, key), f"Kunci “{key}” tidak dikenal.{hint}")
    return tree


def items(tree: object, path: Path) -> Sequence[object]:
    if tree == "":  # "days:" with nothing after it
        return ()
    if not isinstance(tree, list | tuple):
        raise TreeFault(path, "Di sini harus daftar.")
    return tree


def plain(tree: object, path: Path) -> str:
    if not isinstance(tree, str):
        raise TreeFault(path, "Di sini harus teks.")
    return tree.strip()


def text(row: Mapping[str, object], key: str, path: Path) -> str:
    return plain(row.get(key, ""), (*path, key))


def required(row: Mapping[str, object], key: str, path: Path) -> str:
    if not (word := text(row, key, path)):
        raise TreeFault((*path, key), f"“{key}” belum ditulis.")
    return word


def truth(row: Mapping[str, object], key: str, path: Path, *, default: bool) -> bool:
    word = text(row, key, path)
    if word and word not in _TRUTH:
        raise TreeFault((*path, key), f"Tulis ya atau tidak, bukan “{word}”.")
    return _TRUTH.get(word, default)


def a_date(row: Mapping[str, object], key: str, path: Path) -> date:
    word = required(row, key, path)
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise TreeFault(
            (*path, key), f"Tanggal “{word}” tidak terbaca; tulis misalnya 2026-11-20."
        ) from None
