"""When an office works, as values: the hours of a week, ranges of dates with other hours, single days.

Regulations are data: nothing here knows Perpres 21/2023 or a joint decree (SKB) by heart. What a row
says comes from ``procedures/_data`` or from the office itself, with its source, and says whether a
person has verified it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from kolokasi.core.worktime.wording import DAYS, tanggal

Hours = tuple[tuple[time, time], ...]
Spans = tuple[tuple[int, int], ...]  # seconds since local midnight: from, until

END_OF_DAY = 24 * 3600


class DayKind(StrEnum):
    HOLIDAY = "libur"
    JOINT_LEAVE = "cuti-bersama"  # no work for ASN; some service units work all the same
    WORKING = "kerja"  # works although its weekday would not, or with hours of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOff:
    """What one date is instead of its weekday. ``hours`` only for a WORKING day (a half day, say)."""

    name: str
    kind: DayKind = DayKind.HOLIDAY
    decree: str = ""
    verified: bool = True
    hours: Hours = ()
    note: str = ""

    def __post_init__(self) -> None:
        check_hours(self.hours, self.name)
        if self.hours and self.kind is not DayKind.WORKING:
            raise ValueError(f"{self.name}: hanya hari kerja yang mempunyai jam kerja.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekHours:
    """The working hours of each weekday in local time, Monday first. An end of 00.00 is midnight (24.00).

    A break is the gap between two hours of one day; a night shift is ``22.00–24.00`` on one day and
    ``00.00–06.00`` on the next. Raises ValueError for hours that overlap, run backwards or have seconds.
    """

    days: tuple[Hours, ...]

    def __post_init__(self) -> None:
        if len(self.days) != 7:
            raise ValueError(f"Jam kerja memuat {len(self.days)} hari; sepekan ada 7 hari.")
        for name, hours in zip(DAYS, self.days, strict=True):
            check_hours(hours, name)

    @property
    def working_days(self) -> int:
        return sum(1 for hours in self.days if hours)

    @property
    def minutes(self) -> int:
        return sum(end - start for hours in self.days for start, end in spans(hours)) // 60


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursPeriod:
    """Other hours from one date until another, both included (Ramadan); without ``until``, from then on."""

    since: date
    until: date | None
    week: WeekHours
    label: str
    source: str = ""
    verified: bool = True

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise ValueError(
                f"{self.label}: berakhir {tanggal(self.until)}, sebelum mulai {tanggal(self.since)}."
            )
        if self.until is None and not self.week.minutes:
            raise ValueError(f"{self.label}: tanpa tanggal akhir, jam kerjanya tidak boleh kosong.")

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    @property
    def breadth(self) -> int:
        """Length in days: of two ranges that cover a day, the narrower one holds."""
        return ((self.until or date.max) - self.since).days

    def rivals(self, other: HoursPeriod) -> bool:
        """Whether the two overlap and neither is narrower, so that no rule says which one holds."""
        apart = (self.until or date.max) < other.since or (other.until or date.max) < self.since
        return not apart and self.breadth == other.breadth


def check_periods(periods: Sequence[HoursPeriod]) -> None:
    """Raises ValueError where two ranges over the same day are equally narrow: which one holds?"""
    for i, one in enumerate(periods):
        for other in periods[:i]:
            if one.rivals(other):
                raise ValueError(
                    f"Jam kerja “{other.label}” dan “{one.label}” berlaku pada tanggal yang sama; "
                    "perpendek salah satunya."
                )


def spans(hours: Hours) -> Spans:
    """The same in seconds; hours that touch are one."""
    joined: list[tuple[int, int]] = []
    for start, end in hours:
        begin, finish = _seconds(start), _seconds(end) or END_OF_DAY
        if joined and joined[-1][1] == begin:
            joined[-1] = (joined[-1][0], finish)
        else:
            joined.append((begin, finish))
    return tuple(joined)


def check_hours(hours: Hours, where: str) -> None:
    """Raises ValueError unless the hours are whole minutes, in order and apart."""
    last = 0
    for start, end in hours:
        if start.second or start.microsecond or end.second or end.microsecond:
            raise ValueError(f"{where}: jam kerja ditulis dalam jam dan menit, tanpa detik.")
        begin, finish = _seconds(start), _seconds(end) or END_OF_DAY
        if begin >= finish:
            raise ValueError(
                f"{where}: jam kerja {start:%H.%M}–{end:%H.%M} terbalik; untuk giliran malam, tulis "
                "sampai 24.00 pada hari itu dan mulai 00.00 pada hari berikutnya."
            )
        if begin < last:
            raise ValueError(
                f"{where}: jam kerja {start:%H.%M}–{end:%H.%M} bertumpuk atau tidak urut."
            )
        last = finish


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60
