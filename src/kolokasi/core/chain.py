"""The hash chain of a case's events: whoever changes, removes, swaps or adds one afterwards is seen.

Rules:
- Facts are written as canonical JSON once, and that text is what is kept, hashed and read again.
- A link is SHA-256 over a tag with a version, the link before, and every field with its length in
  front of it, so that no two different events are ever the same bytes. Times count in UTC.
- A chain proves nothing about its own end: whoever can rewrite everything can also cut it. Hence the
  expected head and length, which stand in the case's row and in what is kept outside.

``verify`` names the first place that does not hold. Whether a row was changed, swapped or added is
told from its neighbours, whose own links still bear witness.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import cast

GENESIS = bytes(32)  # what the first event of every case is linked to

_TAG = b"kolokasi/event/1"
_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_PLAIN = frozenset((str, int, bool, type(None)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event as it is kept: ``data`` is its canonical JSON, ``hash`` the link made when it was written."""

    seq: int
    kind: str
    at: datetime
    actor: str
    data: str
    hash: bytes


class Damage(StrEnum):
    CHANGED = "diubah"
    REMOVED = "dihapus"
    SWAPPED = "tertukar"
    INSERTED = "disisipkan"
    CUT = "terpotong"
    REWRITTEN = "ditulis-ulang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The first place of a chain that does not hold. ``seq`` is the event that it is about."""

    seq: int
    kind: Damage
    sentence: str


def canonical(facts: object) -> str:
    """Facts as the one text that stands for them: keys sorted, no blanks, UTF-8.

    Raises ValueError for what has no single way of being written: floats, keys that are not text,
    broken characters, unknown types.
    """
    _check(facts)
    text = _JSON.encode(facts)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("Ada karakter rusak dalam teks; ketik ulang teks ini.") from None
    return text


def link(
    prev: bytes, *, case: str, seq: int, kind: str, at: datetime, actor: str, data: str
) -> bytes:
    """The link of one event: 32 bytes that depend on all of it and on every event before."""
    if len(prev) != len(GENESIS):
        raise ValueError("Sambungan rantai harus 32 byte.")
    if at.utcoffset() is None:
        raise ValueError("Waktu peristiwa tidak menyebut zona waktunya.")
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    digest = hashlib.sha256(_TAG + prev)
    for field in (case, str(seq), kind, moment, actor, data):
        raw = field.encode()
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.digest()


def verify(entries: Iterable[Entry], *, case: str, head: bytes, length: int) -> Break | None:
    """The first break of a case's chain, or None. ``head`` and ``length`` are what its end should be."""
    rows = tuple(entries)
    prev = GENESIS
    for place, row in enumerate(rows, start=1):
        if place > length:
            return _found(
                Damage.INSERTED,
                place,
                f"Peristiwa ke-{place} tidak seharusnya ada: permohonan ini tercatat hanya sampai "
                f"peristiwa ke-{length}.",
            )
        if row.seq != place:
            return _out_of_place(rows, place, length)
        if not _holds(prev, case, row):
            return _not_its_own(rows, place, prev, case, length)
        prev = row.hash
    if len(rows) < length:
        return _found(
            Damage.CUT,
            len(rows) + 1,
            f"Catatan terpotong: peristiwa ke-{len(rows) + 1} sampai ke-{length} hilang dari ujungnya."
            if length - len(rows) > 1
            else f"Catatan terpotong: peristiwa ke-{length}, yang terakhir, hilang.",
        )
    if prev != head:
        return _found(
            Damage.REWRITTEN,
            length,
            f"Ujung rantai pada peristiwa ke-{length} berbeda dari yang tercatat: peristiwa ini, atau "
            "seluruh rangkaian sampai ke sini, ditulis ulang.",
        )
    return None


# --- what happened here -----------------------------------------------------------------------------


def _out_of_place(rows: Sequence[Entry], place: int, length: int) -> Break:
    """The row at this place has another number than its place."""
    row = rows[place - 1]
    if row.seq < place:
        return _found(
            Damage.INSERTED,
            row.seq,
            f"Peristiwa ke-{row.seq} ada lebih dari satu: ada yang disisipkan.",
        )
    if any(one.seq == place for one in rows[place:]):
        return _found(
            Damage.SWAPPED,
            place,
            f"Peristiwa ke-{row.seq} berdiri di tempat peristiwa ke-{place}: urutannya tertukar.",
        )
    last = min(row.seq - 1, length)
    return _found(
        Damage.REMOVED,
        place,
        f"Peristiwa ke-{place} hilang: ia telah dihapus."
        if last == place
        else f"Peristiwa ke-{place} sampai ke-{last} hilang: semuanya telah dihapus.",
    )


def _not_its_own(rows: Sequence[Entry], place: int, prev: bytes, case: str, length: int) -> Break:
    """The row bears the right number, yet its link does not follow from the one before."""
    row, later = rows[place - 1], rows[place:]
    for index, other in enumerate(later):
        if not _holds(prev, case, replace(other, seq=place)):
            continue
        before = other if index == 0 else later[index - 1]
        swapped_back = _holds(before.hash, case, replace(row, seq=other.seq))
        if not swapped_back and _follow(prev, case, later[index:], place):
            return _found(
                Damage.INSERTED,
                place,
                f"Peristiwa ke-{place} disisipkan; yang aslinya kini bernomor {other.seq}.",
            )
        return _found(
            Damage.SWAPPED,
            place,
            f"Peristiwa ke-{place} tertukar: isinya yang asli kini bernomor {other.seq}.",
        )
    fewer = bool(later) or len(rows) < length
    if fewer and _follow(row.hash, case, later, place + 2):
        return _found(
            Damage.REMOVED,
            place,
            f"Peristiwa ke-{place} telah dihapus dan peristiwa sesudahnya dinomori ulang.",
        )
    or_before = f", atau peristiwa ke-{place - 1} ditulis ulang" if place > 1 else ""
    return _found(
        Damage.CHANGED,
        place,
        f"Peristiwa ke-{place} ({row.kind}) tidak lagi cocok dengan rantainya: isinya telah diubah"
        f"{or_before}.",
    )


def _follow(prev: bytes, case: str, rows: Sequence[Entry], first: int) -> bool:
    """Whether these rows, numbered anew from ``first``, are an unbroken piece of chain after ``prev``."""
    for seq, row in enumerate(rows, start=first):
        if not _holds(prev, case, replace(row, seq=seq)):
            return False
        prev = row.hash
    return True


def _holds(prev: bytes, case: str, row: Entry) -> bool:
    try:
        made = link(
            prev, case=case, seq=row.seq, kind=row.kind, at=row.at, actor=row.actor, data=row.data
        )
    except ValueError:  # a broken character, or a link of another length before it
        return False
    return made == row.hash


def _found(kind: Damage, seq: int, sentence: str) -> Break:
    return Break(seq=seq, kind=kind, sentence=sentence)


def _check(facts: object) -> None:
    kind = type(facts)
    if kind in _PLAIN:
        return
    if kind is dict:
        for name, value in cast("dict[object, object]", facts).items():
            if type(name) is not str:
                raise ValueError(f"Nama fakta harus teks, bukan {type(name).__name__}.")
            if type(value) not in _PLAIN:
                _check(value)
    elif kind is list or kind is tuple:
        for value in cast("list[object]", facts):
            _check(value)
    elif not isinstance(facts, str):  # a StrEnum is its text
        raise ValueError(f"Fakta berjenis {kind.__name__} tidak dapat dicatat.")
