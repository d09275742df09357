"""What a column of a sheet is: its heading, its type, its unit, what it may say, and whether it must."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Value = str | int | bool | list[str] | None
Cells = dict[str, Value]  # by column key; a column that a file does not have is left out


class Kind(StrEnum):
    TEXT = "teks"
    NUMBER = "bilangan bulat"
    DATE = "tanggal"
    YES_NO = "ya/tidak"
    CHOICE = "pilihan"
    LIST = "daftar"  # texts, with a semicolon between


# What people write where another unit is meant: how many of ours one of theirs is.
UNITS: Mapping[str, Mapping[str, float]] = {
    "mm": {"mm": 1, "cm": 10, "m": 1000, "inci": 25.4, "inch": 25.4, "in": 25.4},
    "kg": {"kg": 1, "gram": 0.001, "g": 0.001, "gr": 0.001, "ton": 1000, "t": 1000},
    "W": {"w": 1, "watt": 1, "kw": 1000, "mw": 1_000_000, "kva": 1000, "va": 1},
    "Mbps": {"mbps": 1, "mb/s": 1, "mbit/s": 1, "kbps": 0.001, "gbps": 1000, "gb/s": 1000, "gbit/s": 1000},
    "GB": {"gb": 1, "gib": 1, "mb": 0.001, "tb": 1000, "tib": 1024, "pb": 1_000_000},
    "menit": {"menit": 1, "min": 1, "mnt": 1, "jam": 60, "detik": 1 / 60, "hari": 1440},
    "U": {"u": 1, "ru": 1},
    "port": {"port": 1},
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. ``low`` and ``high`` are what the writers accept; outside ``likely`` a number is taken for
    one in another unit, and has to be written again. ``usual`` is meant where a new row says nothing.

    ``names``: the column is part of what tells rows apart. ``fixed``: said once, when the row is new.
    ``told_only``: written by the export for its reader, ignored by the import.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    required: bool = False
    names: bool = False
    fixed: bool = False
    told_only: bool = False
    most: int = 120
    low: int = 0
    high: int = 0
    likely: tuple[int, int] | None = None
    usual: Value = None
    choices: Mapping[str, str] = field(default_factory=dict)  # what is kept → what is written
    about: str = ""

    @property
    def heading(self) -> str:
        """``Kedalaman terpakai (mm)``."""
        return f"{self.title} ({self.unit})" if self.unit else self.title

    @property
    def bounds(self) -> str:
        """What may stand in the column, for its reader."""
        match self.kind:
            case Kind.NUMBER:
                return f"{self.low}–{self.high} {self.unit}".strip()
            case Kind.CHOICE:
                return ", ".join(self.choices.values())
            case Kind.YES_NO:
                return "ya, tidak"
            case Kind.DATE:
                return "tttt-bb-hh"
            case Kind.LIST:
                return "dipisahkan titik koma"
            case _:
                return f"paling banyak {self.most} huruf"

    @property
    def blank(self) -> Value:
        """What an empty cell says."""
        match self.kind:
            case Kind.TEXT:
                return ""
            case Kind.LIST:
                return []
            case _:
                return self.usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    key: str
    title: str
    about: str
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        return next(one for one in self.columns if one.key == key)

    def blank(self) -> Cells:
        """A new row that says nothing."""
        return {one.key: one.blank for one in self.columns if not one.told_only}


def plain(text: str) -> str:
    """A heading or a word without what people vary: case, spaces, full stops, and the unit in brackets."""
    return re.sub(r"[\s._\-/]+", " ", re.sub(r"\(.*?\)", " ", text)).strip().casefold()


def tidy(text: str) -> str:
    """A text without control marks, and with single spaces."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())
