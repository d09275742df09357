"""Standard times (*waktu baku*) as the sheets write them: ``15 menit``, ``1 hari``, ``2×24 jam``.

A sheet's time is text first: it is kept literally and parsed beside it. A bare *jam* or *hari* is
working time, because that is how offices mean it; ``n×24 jam`` and ``jam kalender`` are clock time
(domain rules: SOP AP durations, counting rules).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    MINUTE = "menit"
    HOUR = "jam"
    DAY = "hari"
    WEEK = "minggu"
    MONTH = "bulan"
    YEAR = "tahun"


class Basis(StrEnum):
    """Which minutes count: those the office is open, whole days of the calendar, or all of them."""

    WORKING = "kerja"
    CALENDAR = "kalender"
    CLOCK = "jam-jaman"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A standard time that could be read. ``text`` is what the sheet says, to the letter."""

    amount: int
    unit: Unit
    basis: Basis = Basis.WORKING
    approximate: bool = False
    text: str = ""

    def __str__(self) -> str:
        return self.text or f"{self.amount} {self.unit}"


# Spellings and slips seen in real sheets ("Ment" and "Menti" stand in Indragiri Hilir's).
_UNITS = {
    "menit": Unit.MINUTE, "mnt": Unit.MINUTE, "ment": Unit.MINUTE, "menti": Unit.MINUTE,
    "jam": Unit.HOUR, "hari": Unit.DAY, "hr": Unit.DAY,
    "minggu": Unit.WEEK, "pekan": Unit.WEEK, "bulan": Unit.MONTH, "bln": Unit.MONTH,
    "tahun": Unit.YEAR, "thn": Unit.YEAR,
}  # fmt: skip
_NONE = {"", "-", "–", "—", "n/a", "na", "tidak ada"}
_SHAPE = re.compile(
    r"(?P<approx>±|\+/-|kurang lebih|kira-kira|sekitar)?\s*"
    r"(?P<amount>\d+)\s*(?:[x×]\s*(?P<times>\d+)\s*)?"
    r"(?P<unit>[a-z]+)\s*(?P<basis>kerja|kalender)?\.?"
)


def parse_duration(text: str) -> Duration | None:
    """Read a standard time.

    Returns None where the sheet states none (blank, ``-``, ``N/A``).
    Raises ValueError, with a sentence for the author, where the text is not a time.
    """
    plain = " ".join(text.lower().split())
    if plain in _NONE:
        return None
    match = _SHAPE.fullmatch(plain)
    unit = _UNITS.get(match["unit"]) if match else None
    if match is None or unit is None:
        raise ValueError(
            f"Waktu baku “{text}” tidak terbaca; tulis misalnya “15 menit”, “2 jam”, “1 hari”, "
            "“3 hari kalender”, “2×24 jam”, atau “-” bila tidak ada."
        )
    amount, basis = int(match["amount"]), Basis.WORKING
    if match["times"]:
        amount, basis = amount * int(match["times"]), Basis.CLOCK
    elif match["basis"] == "kalender":
        basis = Basis.CLOCK if unit in (Unit.MINUTE, Unit.HOUR) else Basis.CALENDAR
    elif unit in (Unit.MONTH, Unit.YEAR):
        basis = Basis.CALENDAR  # nobody counts a month in working days
    return Duration(
        amount=amount, unit=unit, basis=basis, approximate=bool(match["approx"]), text=text.strip()
    )
