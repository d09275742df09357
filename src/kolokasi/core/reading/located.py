"""A file as a tree that remembers where everything stood: text, lists and groups, with line and column.

Every leaf is text, exactly as written: whether ``3`` is a number, a name or a step is for the reader
of that place to say, who can then point at the line. Lines and columns count from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    items: tuple[Located, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    key: Scalar
    value: Located


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Keys in the order of the file, none twice."""

    entries: tuple[Entry, ...]
    line: int
    column: int

    def get(self, key: str) -> Located | None:
        return next((one.value for one in self.entries if one.key.text == key), None)

    def keys(self) -> tuple[str, ...]:
        return tuple(one.key.text for one in self.entries)


Located: TypeAlias = Scalar | Sequence | Mapping


def is_blank(tree: Located | None) -> bool:
    """Whether nothing was written there (``key:`` alone, or ``""``)."""
    return tree is None or (isinstance(tree, Scalar) and not tree.text.strip())


def text_of(tree: Located | None) -> str:
    """The text of a leaf without the blanks around it; "" for anything else."""
    return tree.text.strip() if isinstance(tree, Scalar) else ""


def items_of(tree: Located | None) -> tuple[Located, ...]:
    """The items of a list. One thing alone counts as a list of one, nothing as an empty list."""
    match tree:
        case Sequence():
            return tree.items
        case None:
            return ()
        case _:
            return () if is_blank(tree) else (tree,)


def entries_of(tree: Located | None) -> tuple[Entry, ...]:
    return tree.entries if isinstance(tree, Mapping) else ()


def named(tree: Located) -> str:
    """What the thing is, in the words of a finding."""
    match tree:
        case Scalar():
            return "teks"
        case Sequence():
            return "daftar"
        case _:
            return "kelompok isian"


def plain(tree: Located) -> object:
    """The same without places: ``dict``, ``list`` and ``str``."""
    match tree:
        case Scalar():
            return tree.text
        case Sequence():
            return [plain(one) for one in tree.items]
        case _:
            return {one.key.text: plain(one.value) for one in tree.entries}


def leaves(tree: Located) -> Iterator[Scalar]:
    match tree:
        case Scalar():
            yield tree
        case Sequence():
            for item in tree.items:
                yield from leaves(item)
        case _:
            for entry in tree.entries:
                yield from leaves(entry.value)
