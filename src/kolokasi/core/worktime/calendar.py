"""Working time: when an office is open, and what a standard time comes to on its clock.

Rules (domain rules: counting rules and test vectors):
- Working minutes and hours run only while the office is open. A count that is used up exactly at
  closing ends there, not at the next opening; a start outside the hours begins at the next opening.
- *n hari kerja* is the same clock time on the n-th following working day: before opening it becomes
  the opening, after closing the closing, in a break the end of the break.
- *n minggu kerja* is n times the working days of the office's usual week.
- *Hari, minggu, bulan, tahun kalender* end at 23.59 of their last day; a month that is too short ends
  on its last day. ``n×24 jam`` is elapsed time.

Everything is counted in whole seconds of the office's local time (fractions are dropped), so
``between(start, add(start, d)) == d`` holds to the second. Indonesia has no daylight saving time; a
zone that has is refused, because an hour would then be missing or counted twice.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kolokasi.core.worktime.due import DayView, Due, explain_elapsed, explain_working
from kolokasi.core.worktime.duration import Basis, Duration, Unit
from kolokasi.core.worktime.hours import (
    END_OF_DAY,
    DayKind,
    DayOff,
    Hours,
    HoursPeriod,
    Spans,
    WeekHours,
    check_periods,
    spans,
)

__all__ = [
    "AROUND_THE_CLOCK",
    "DayKind",
    "DayOff",
    "Due",
    "HoursPeriod",
    "WeekHours",
    "WorkCalendar",
]

AROUND_THE_CLOCK = WeekHours(days=(((time(0), time(0)),),) * 7)

_FARTHEST = (
    36_525  # days: no standard time is longer than a century, and no search goes on for ever
)
_REMEMBERED = 4_096  # days kept in memory, eleven years
_SECONDS = {Unit.MINUTE: 60, Unit.HOUR: 3_600, Unit.DAY: 86_400, Unit.WEEK: 604_800}
# At most so many days each.
_MOST_DAYS = {
    Unit.MINUTE: 1 / 1_440,
    Unit.HOUR: 1 / 24,
    Unit.DAY: 1,
    Unit.WEEK: 7,
    Unit.MONTH: 31,
    Unit.YEAR: 366,
}
_Days = dict[int, tuple[int, Spans]]  # ordinal of the date → working seconds, spans


@dataclass(frozen=True, kw_only=True)
class WorkCalendar:
    """One office's working time. Moments come in aware, and go out in the office's zone.

    ``periods`` are ranges with other hours; where two cover a day, the narrower one holds. ``keeps``
    says which kinds of special days this office keeps: a desk that works through joint leave leaves
    that out, a desk that never closes keeps none.

    Raises ValueError when built without any working time, with two ranges of the same length over one
    day, or for a zone with daylight saving time.
    """

    timezone: ZoneInfo
    week: WeekHours
    periods: tuple[HoursPeriod, ...] = ()
    holidays: Mapping[date, DayOff] = field(default_factory=dict, hash=False)
    keeps: frozenset[DayKind] = frozenset(DayKind)
    _days: _Days = field(default_factory=dict, init=False, repr=False, compare=False)
    _views: dict[int, DayView] = field(default_factory=dict, init=False, repr=False, compare=False)
    _known_years: frozenset[int] = field(default=frozenset(), init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.week.minutes:
            raise ValueError("Kalender tanpa jam kerja: isi jam kerja sedikitnya untuk satu hari.")
        check_periods(self.periods)
        offsets = {datetime(2026, m, 1, tzinfo=self.timezone).utcoffset() for m in range(1, 13)}
        if len(offsets) > 1:
            raise ValueError(
                f"Zona waktu {self.timezone.key} mengenal jam musim panas; pakai zona Indonesia: "
                "Asia/Jakarta (WIB), Asia/Makassar (WITA), atau Asia/Jayapura (WIT)."
            )
        object.__setattr__(self, "holidays", dict(self.holidays))
        years = frozenset(
            day.year for day, special in self.holidays.items() if self._keeps(special)
        )
        object.__setattr__(self, "_known_years", years)

    # --- counting -----------------------------------------------------------------------------------

    def add(self, start: datetime, duration: Duration) -> datetime:
        """The moment at which ``duration``, begun at ``start``, is used up.

        Raises ValueError for a naive or far-off ``start``, and for more than a century.
        """
        day, second = self._local(start)
        _refuse_far(duration)
        amount, unit = duration.amount, duration.unit
        match unit, duration.basis:
            case ((Unit.MONTH | Unit.YEAR), _):
                months = amount if unit is Unit.MONTH else 12 * amount
                return self._last_minute(_months_later(date.fromordinal(day), months).toordinal())
            case ((Unit.DAY | Unit.WEEK), Basis.CALENDAR):
                return self._last_minute(day + (amount if unit is Unit.DAY else 7 * amount))
            case _, Basis.CLOCK | Basis.CALENDAR:
                elapsed = timedelta(seconds=amount * _SECONDS[unit])
                return (
                    (start.astimezone(UTC) + elapsed)
                    .astimezone(self.timezone)
                    .replace(microsecond=0)
                )
            case ((Unit.MINUTE | Unit.HOUR), _):
                return self._moment(*self._count(day, second, amount * _SECONDS[unit]))
            case _:
                days = amount if unit is Unit.DAY else amount * self.week.working_days
                return self._moment(*self._same_clock(day, second, days))

    def between(self, start: datetime, end: datetime) -> int:
        """Full working minutes from ``start`` to ``end``; negative if ``end`` comes first."""
        (first, since), (last, until) = self._local(start), self._local(end)
        if (last, until) < (first, since):
            return -self.between(end, start)
        full = sum(self._day(day)[0] for day in range(first, last))
        return (full + self._worked(last, until) - self._worked(first, since)) // 60

    def due(self, start: datetime, duration: Duration) -> Due:
        """``add`` with its reason: which closing hours, breaks, weekends and days off were skipped."""
        at = self.add(start, duration)
        local = start.astimezone(self.timezone)
        if duration.basis is not Basis.WORKING or duration.unit in (Unit.MONTH, Unit.YEAR):
            return Due(at=at, why=explain_elapsed(duration, local, at))
        begun = self._moment(*self._count(*self._local(start), 0))
        days = [self._view(day) for day in range(local.toordinal(), at.toordinal() + 1)]
        unknown = self._unknown_years(local, at)
        return Due(at=at, why=explain_working(duration, local, begun, at, days, unknown))

    def minutes_of(self, duration: Duration) -> int | None:
        """A standard time in working minutes, by the office's usual week; None for calendar or clock time.

        A working day is the average of the week's working days: 450 minutes under Perpres 21/2023.
        """
        if duration.basis is not Basis.WORKING:
            return None
        amount, week, days = duration.amount, self.week.minutes, self.week.working_days
        match duration.unit:
            case Unit.MINUTE:
                return amount
            case Unit.HOUR:
                return amount * 60
            case Unit.DAY:
                return (2 * amount * week + days) // (2 * days)  # rounded, half up
            case Unit.WEEK:
                return amount * week
            case _:
                return None

    # --- asking -------------------------------------------------------------------------------------

    def is_open(self, at: datetime) -> bool:
        """Whether the office works at this moment; at the minute of closing it no longer does."""
        day, second = self._local(at)
        return any(start <= second < end for start, end in self._day(day)[1])

    def next_opening(self, at: datetime) -> datetime:
        """``at`` itself while the office is open, else the moment at which it opens next."""
        day, second = self._local(at)
        for later in range(day, day + _FARTHEST):
            for start, end in self._day(later)[1]:
                if later > day or second < end:
                    return self._moment(later, start if later > day else max(start, second))
        raise _too_far()

    def works(self, day: date) -> bool:
        return bool(self._day(day.toordinal())[0])

    def working_days(self, year: int) -> int:
        """How many days of the year the office works."""
        first = date(year, 1, 1)
        return sum(
            self.works(first + timedelta(days=i))
            for i in range(date(year, 12, 31).timetuple().tm_yday)
        )

    # --- inside -------------------------------------------------------------------------------------

    def _local(self, at: datetime) -> tuple[int, int]:
        """Date (as its ordinal) and second of the day in the office's zone."""
        if at.utcoffset() is None:
            raise ValueError(
                f"Waktu {at:%Y-%m-%d %H:%M} tidak menyebut zona waktunya (WIB, WITA, WIT)."
            )
        if not 1900 <= at.year <= 9000:
            raise ValueError(f"Tahun {at.year} di luar jangkauan kalender kerja.")
        at = at.astimezone(self.timezone)
        return at.toordinal(), at.hour * 3600 + at.minute * 60 + at.second

    def _moment(self, day: int, second: int) -> datetime:
        midnight = datetime.combine(date.fromordinal(day), time(0), self.timezone)
        return midnight + timedelta(seconds=second)

    def _last_minute(self, day: int) -> datetime:
        return datetime.combine(date.fromordinal(day), time(23, 59), self.timezone)

    def _count(self, day: int, second: int, left: int) -> tuple[int, int]:
        """Use up ``left`` working seconds. With none left, the first moment that is not outside."""
        if not left and not second and self._closes_at_midnight(day - 1):
            return day - 1, END_OF_DAY
        for later in range(day, day + _FARTHEST):
            total, opened = self._day(later)
            if later > day and left > total:
                left -= total
                continue
            since = second if later == day else 0
            for start, end in opened:
                begin = max(start, since)
                if begin <= end:
                    if left <= end - begin:
                        return later, begin + left
                    left -= end - begin
        raise _too_far()

    def _closes_at_midnight(self, day: int) -> bool:
        """Whether the day ends at 24.00 and work does not simply go on: that moment is its closing."""
        opened, next_day = self._day(day)[1], self._day(day + 1)[1]
        goes_on = bool(next_day) and next_day[0][0] == 0
        return bool(opened) and opened[-1][1] == END_OF_DAY and not goes_on

    def _same_clock(self, day: int, second: int, days: int) -> tuple[int, int]:
        """The same clock time so many working days later, moved into that day's hours."""
        day, second = self._count(day, second, 0)
        if not days:
            return day, second
        for later in range(day + 1, day + _FARTHEST):
            opened = self._day(later)[1]
            days -= 1 if opened else 0
            if not days:
                inside = (max(second, start) for start, end in opened if second <= end)
                return later, next(inside, opened[-1][1])
        raise _too_far()

    def _worked(self, day: int, until: int) -> int:
        return sum(min(end, until) - start for start, end in self._day(day)[1] if start < until)

    def _day(self, ordinal: int) -> tuple[int, Spans]:
        known = self._days.get(ordinal)
        if known is None:
            if len(self._days) >= _REMEMBERED:
                self._days.clear()
            opened = spans(self._hours(date.fromordinal(ordinal)))
            known = self._days[ordinal] = (sum(end - start for start, end in opened), opened)
        return known

    def _hours(self, day: date) -> Hours:
        special = self._special(day)
        usual = self._week_of(day).days[day.weekday()]
        if special is None:
            return usual
        if special.kind is not DayKind.WORKING:
            return ()
        # A working Saturday without hours of its own has those of the week's first working day.
        return special.hours or usual or next(hours for hours in self._full_week(day) if hours)

    def _special(self, day: date) -> DayOff | None:
        found = self.holidays.get(day)
        return found if found is not None and self._keeps(found) else None

    def _keeps(self, special: DayOff) -> bool:
        return special.kind in self.keeps

    def _period(self, day: date) -> HoursPeriod | None:
        covering = [one for one in self.periods if one.covers(day)]
        return min(covering, key=lambda one: one.breadth) if covering else None

    def _week_of(self, day: date) -> WeekHours:
        period = self._period(day)
        return period.week if period else self.week

    def _full_week(self, day: date) -> tuple[Hours, ...]:
        return (*self._week_of(day).days, *self.week.days)

    # --- explaining ---------------------------------------------------------------------------------

    def _view(self, ordinal: int) -> DayView:
        known = self._views.get(ordinal)
        if known is None:
            if len(self._views) >= _REMEMBERED:
                self._views.clear()
            known = self._views[ordinal] = self._viewed(ordinal)
        return known

    def _viewed(self, ordinal: int) -> DayView:
        day = date.fromordinal(ordinal)
        special = self._special(day)
        usual = self._week_of(day).days[day.weekday()]
        # A holiday on a Sunday took nothing away.
        told = special if special and (usual or special.kind is DayKind.WORKING) else None
        return DayView(day=day, spans=self._day(ordinal)[1], off=told, period=self._period(day))

    def _unknown_years(self, start: datetime, at: datetime) -> tuple[int, ...]:
        """The years whose days off are not known, while those of other years are."""
        if not self._known_years:
            return ()
        return tuple(y for y in range(start.year, at.year + 1) if y not in self._known_years)


def _refuse_far(duration: Duration) -> None:
    if duration.amount < 0:
        raise ValueError(f"Waktu baku “{duration}” tidak boleh negatif.")
    if duration.amount * _MOST_DAYS[duration.unit] > _FARTHEST:
        raise _too_far()


def _too_far() -> ValueError:
    return ValueError(
        "Jangka waktu ini melewati seratus tahun; periksa waktu baku dan kalender kerja."
    )


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
