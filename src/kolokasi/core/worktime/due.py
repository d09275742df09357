"""Why a standard time ends when it ends, as one calm sentence for officer and applicant.

``3 jam kerja dari Jumat 15.00 → Senin 09.00; Jumat tutup 16.30; Sabtu dan Minggu libur``: whoever
doubts a due time can count it after. What was skipped is named and nothing else; what no person has
verified yet says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kolokasi.core.worktime.duration import Basis, Duration, Unit
from kolokasi.core.worktime.hours import END_OF_DAY, DayKind, DayOff, HoursPeriod, Spans
from kolokasi.core.worktime.wording import DAYS, MONTHS, daftar, day_name, pukul

_KINDS = {
    DayKind.HOLIDAY: "libur",
    DayKind.JOINT_LEAVE: "cuti bersama",
    DayKind.WORKING: "masuk kerja:",
}
_MOST_NAMED = 10  # days off named one by one; beyond, a reader counts no longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a standard time is used up, and why then."""

    at: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """One day between start and end. ``off`` is what made it work, or not work, other than its weekday."""

    day: date
    spans: Spans
    off: DayOff | None
    period: HoursPeriod | None


def explain_elapsed(duration: Duration, start: datetime, at: datetime) -> str:
    """Why, for calendar days and clock time, which no closing hour stops."""
    note = "hari libur ikut dihitung"
    if duration.basis is Basis.CLOCK:
        note = "dihitung terus-menerus, termasuk malam dan hari libur"
    return f"{_head(duration, start, at)}; {note}"


def explain_working(
    duration: Duration,
    start: datetime,
    begun: datetime,
    at: datetime,
    days: Sequence[DayView],
    unknown_years: Iterable[int],
) -> str:
    """Why, for working time. ``begun`` is when the office first worked on or after ``start``."""
    parts = [_head(duration, start, at)]
    if begun > start:
        parts.append(f"dihitung mulai {_moment(begun, _style(start, at))}")
    if all(view.spans == ((0, END_OF_DAY),) for view in days):
        parts.append("layanan 24 jam setiap hari")
    elif duration.unit in (Unit.MINUTE, Unit.HOUR):
        parts += _closings(days[:-1])
        parts += _breaks(days, _second(start), _second(at))
    else:
        parts += _closings([view for view in days[:1] if view.day < begun.date()])
        parts += _breaks(days[:1], _second(start), _second(start))
        parts += _moved(days[-1], _second(begun), _second(at))
    parts += _weekend(days)
    parts += _days_off(days)
    parts += _other_hours(days)
    parts += [f"hari libur {year} belum tersedia" for year in unknown_years]
    return "; ".join(parts)


# --- from when until when ---------------------------------------------------------------------------


def _head(duration: Duration, start: datetime, at: datetime) -> str:
    style = _style(start, at)
    return f"{_amount(duration)} dari {_moment(start, style)} → {_moment(at, style)}"


def _amount(duration: Duration) -> str:
    about = "± " if duration.approximate else ""
    amount, unit = duration.amount, duration.unit
    if duration.unit in (Unit.MONTH, Unit.YEAR):
        return f"{about}{amount} {unit}"
    if duration.basis is Basis.CLOCK and unit is Unit.HOUR and amount and amount % 24 == 0:
        return f"{about}{amount // 24}×24 jam"
    return f"{about}{amount} {unit} {'kerja' if duration.basis is Basis.WORKING else 'kalender'}"


def _style(start: datetime, at: datetime) -> int:
    """How much of a date is needed: 0 the weekday, 1 with day and month, 2 with the year."""
    if (at.date() - start.date()).days < 7:
        return 0
    return 1 if at.year == start.year else 2


def _moment(at: datetime, style: int) -> str:
    day = ("", f" {_short(at)}", f" {_short(at)} {at.year}")[style]
    return f"{day_name(at)}{day} {pukul(_second(at))}"


def _short(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def _second(at: datetime) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


# --- what was skipped -------------------------------------------------------------------------------


def _closings(days: Sequence[DayView]) -> Iterator[str]:
    by_time: dict[int, set[int]] = {}
    for view in days:
        if view.spans and view.spans[-1][1] < END_OF_DAY:
            by_time.setdefault(view.spans[-1][1], set()).add(view.day.weekday())
    for closing, weekdays in by_time.items():
        yield f"{_names(weekdays)} tutup {pukul(closing)}"


def _breaks(days: Sequence[DayView], start: int, end: int) -> Iterator[str]:
    """The breaks that the count ran over. A break at which it ended exactly was not."""
    by_time: dict[tuple[int, int], set[int]] = {}
    for view in days:
        since = start if view is days[0] else 0
        until = end if view is days[-1] else END_OF_DAY
        for (_, begin), (finish, _) in zip(view.spans, view.spans[1:], strict=False):
            if since < finish and begin < until:
                by_time.setdefault((begin, finish), set()).add(view.day.weekday())
    for (begin, finish), weekdays in by_time.items():
        whose = f" {_names(weekdays)}" if len(by_time) > 1 else ""
        yield f"istirahat{whose} {pukul(begin)}–{pukul(finish)}"


def _moved(last: DayView, wanted: int, got: int) -> Iterator[str]:
    """Why a day's count does not end at the same clock time."""
    name = DAYS[last.day.weekday()]
    if got < wanted:
        yield f"{name} tutup {pukul(got)}"
    elif got > wanted and got == last.spans[0][0]:
        yield f"{name} buka {pukul(got)}"
    elif got > wanted:
        began = max(end for _, end in last.spans if end < got)
        yield f"istirahat {name} {pukul(began)}–{pukul(got)}"


def _weekend(days: Sequence[DayView]) -> Iterator[str]:
    closed = {view.day.weekday() for view in days if not view.spans and view.off is None}
    if closed:
        yield f"{_names(closed)} libur"


def _days_off(days: Sequence[DayView]) -> Iterator[str]:
    groups: dict[tuple[str, DayKind, bool], list[date]] = {}
    for view in days:
        if view.off is not None:
            key = (view.off.name, view.off.kind, view.off.verified)
            groups.setdefault(key, []).append(view.day)
    for (name, kind, verified), dates in list(groups.items())[:_MOST_NAMED]:
        yield f"{_dates(dates)} {_KINDS[kind]} {name}{_doubt(verified)}"
    if left := sum(len(dates) for dates in list(groups.values())[_MOST_NAMED:]):
        yield f"dan {left} hari libur lainnya"


def _other_hours(days: Sequence[DayView]) -> Iterator[str]:
    for period in dict.fromkeys(view.period for view in days if view.spans):
        if period is not None:
            yield f"jam kerja {period.label}{_doubt(period.verified)}"


def _doubt(verified: bool) -> str:
    return "" if verified else " (belum diverifikasi)"


def _names(weekdays: set[int]) -> str:
    """``Jumat``, ``Sabtu dan Minggu``, ``Senin–Kamis``."""
    ordered = sorted(weekdays)
    if len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"{DAYS[ordered[0]]}–{DAYS[ordered[-1]]}"
    return daftar([DAYS[one] for one in ordered])


def _dates(days: Sequence[date]) -> str:
    """``Kamis 24 Desember``; ``20, 23, dan 24 Maret``; ``31 Maret dan 1 April``."""
    if len(days) == 1:
        return f"{day_name(days[0])} {_short(days[0])}"
    if len({day.month for day in days}) == 1:
        return f"{daftar([str(day.day) for day in days])} {MONTHS[days[0].month - 1]}"
    return daftar([_short(day) for day in days])
