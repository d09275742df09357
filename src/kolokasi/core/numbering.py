"""Case numbers and tracking codes: how they look, and how people type them.

``KRA-2026-0001``: the office's code, the year by the office's own clock, a number that grows past four
digits when it must. ``7Q3M-0XKD-2V9A-HT5E``: 80 bits in Crockford's base32, which has no I, L, O or U,
so that a code read aloud or copied by hand from a letter still arrives.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

_CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")
_GAP = r"[\s./_\-‐–—−]"
# A code that ends in a digit needs a gap after it: where would the year begin?
_PARTED = re.compile(rf"([A-Z][A-Z0-9]{{1,7}}){_GAP}+([0-9]{{4}}){_GAP}*([0-9]+)")
_RUN_ON = re.compile(rf"([A-Z][A-Z0-9]{{0,6}}[A-Z])([0-9]{{4}}){_GAP}*([0-9]+)")

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_HEARD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_TAG = b"kolokasi/tracking/1\x00"
_LENGTH, _GROUP = 16, 4
_SHORTEST_KEY = 16


@dataclass(frozen=True, slots=True, order=True)
class CaseNumber:
    """``office`` is the office's code. Ordered as issued."""

    office: str
    year: int
    number: int

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.office):
            raise ValueError(f"Kode dinas “{self.office}” harus 2–8 huruf besar atau angka.")
        if not 1000 <= self.year <= 9999 or self.number < 1:
            raise ValueError("Nomor permohonan dimulai dari 1, dengan tahun empat angka.")

    def __str__(self) -> str:
        return f"{self.office}-{self.year}-{self.number:04d}"


def case_number(code: str, year: int, number: int) -> str:
    """``KRA-2026-0001``. Raises ValueError where that is no case number."""
    return str(CaseNumber(code, year, number))


def case_year(at: datetime, timezone: ZoneInfo) -> int:
    """The year in which a case is numbered: that of the office's own date."""
    if at.utcoffset() is None:
        raise ValueError("Waktu permohonan tidak menyebut zona waktunya.")
    return at.astimezone(timezone).year


def parse_case_number(typed: str) -> CaseNumber:
    """Read what a person typed: lower case, blanks, slashes or missing zeros do not matter.

    Raises ValueError, with a sentence for that person.
    """
    plain = unicodedata.normalize("NFKC", typed).strip().upper()
    found = _PARTED.fullmatch(plain) or _RUN_ON.fullmatch(plain)
    if found is None or len(found[3]) > 9 or int(found[3]) == 0:
        raise ValueError(
            f"Nomor permohonan “{typed.strip()[:40]}” tidak terbaca; tulis misalnya KRA-2026-0001."
        )
    return CaseNumber(found[1], int(found[2]), int(found[3]))


def tracking_code(key: bytes, case_id: str) -> str:
    """The secret code of one case, from the installation's key. Nothing has to be stored for it."""
    if len(key) < _SHORTEST_KEY:
        raise ValueError(f"Kunci kode pelacakan harus sedikitnya {_SHORTEST_KEY} byte.")
    digest = hmac.new(key, _TAG + case_id.encode(), hashlib.sha256).digest()
    bits = int.from_bytes(digest[:10], "big")
    return _grouped("".join(_ALPHABET[bits >> shift & 31] for shift in range(75, -1, -5)))


def parse_tracking_code(typed: str) -> str:
    """A typed code as it is printed. Raises ValueError, with a sentence for the person."""
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_HEARD)
    letters = re.sub(_GAP, "", plain)
    if len(letters) != _LENGTH or any(one not in _ALPHABET for one in letters):
        raise ValueError(
            "Kode pelacakan terdiri atas 16 huruf dan angka dalam empat kelompok, misalnya "
            "7Q3M-0XKD-2V9A-HT5E."
        )
    return _grouped(letters)


def same_code(typed: str, code: str) -> bool:
    """Whether a typed code is this one. Takes as long wherever the first difference is."""
    try:
        given = parse_tracking_code(typed)
    except ValueError:
        return False
    return hmac.compare_digest(given.encode(), code.encode())


def _grouped(letters: str) -> str:
    return "-".join(letters[i : i + _GROUP] for i in range(0, _LENGTH, _GROUP))
