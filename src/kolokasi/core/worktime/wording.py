"""Dates, times and lengths of time in plain Indonesian, the same in explanations, letters and pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def day_name(day: date) -> str:
    """``Jumat``."""
    return DAYS[day.weekday()]


def month_name(month: int) -> str:
    """``November`` for 11. Raises ValueError outside 1–12."""
    if not 1 <= month <= 12:
        raise ValueError(f"Bulan {month} tidak ada; bulan bernomor 1 sampai 12.")
    return MONTHS[month - 1]


def tanggal(day: date) -> str:
    """``20 November 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def pukul(seconds: int) -> str:
    """Seconds since midnight as a clock time: ``15.00``; the end of the day is ``24.00``."""
    return f"{seconds // 3600:02d}.{seconds // 60 % 60:02d}"


def waktu(at: datetime) -> str:
    """``Jumat, 20 November 2026 pukul 15.00``, in the zone that ``at`` is in."""
    return f"{day_name(at)}, {tanggal(at)} pukul {at.hour:02d}.{at.minute:02d}"


def lama(minutes: int, *, working_day: int | None = None) -> str:
    """``2 jam 15 menit``. With ``working_day`` (its minutes), full days first: ``1 hari kerja 2 jam``."""
    left = abs(minutes)
    parts: list[str] = []
    if working_day:
        days, left = divmod(left, working_day)
        parts += [f"{days} hari kerja"] if days else []
    hours, left = divmod(left, 60)
    parts += [f"{hours} jam"] if hours else []
    parts += [f"{left} menit"] if left or not parts else []
    return ("−" if minutes < 0 else "") + " ".join(parts)


def daftar(items: Sequence[str]) -> str:
    """``a``, ``a dan b``, ``a, b, dan c``."""
    if len(items) < 3:
        return " dan ".join(items)
    return f"{', '.join(items[:-1])}, dan {items[-1]}"
