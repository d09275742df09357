"""Working time over random offices: whatever the hours, breaks, ranges and days off, the rules hold."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from kolokasi.core.worktime.calendar import DayKind, DayOff, HoursPeriod, WeekHours, WorkCalendar
from kolokasi.core.worktime.duration import Basis, Duration, Unit
from kolokasi.core.worktime.hours import END_OF_DAY, Hours, spans

unhurried = settings(deadline=None)  # a busy machine is no fault of the calendar

ZONES = tuple(ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura"))
FIRST = date(2026, 12, 1)


def _clock(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def _hours(marks: list[int]) -> Hours:
    """An even number of different minutes of a day, in pairs: with breaks, half days, until midnight."""
    ordered = sorted(marks)
    return tuple(
        (_clock(start), _clock(end)) for start, end in zip(ordered[::2], ordered[1::2], strict=True)
    )


marks = st.integers(0, 1440) | st.sampled_from((0, 1380, 1440))
hours = st.sampled_from((2, 4, 4, 6)).flatmap(
    lambda n: st.lists(marks, min_size=n, max_size=n, unique=True).map(_hours)
)


@st.composite
def weeks(draw: st.DrawFn) -> WeekHours:
    """Two kinds of days and none, in any order: five days, six, shifts, or nothing at all."""
    kinds = (draw(hours), draw(hours), ())
    order = draw(st.integers(0, 3**7 - 1))
    return WeekHours(days=tuple(kinds[order // 3**day % 3] for day in range(7)))


dates = st.integers(0, 60).map(lambda n: FIRST + timedelta(days=n))
specials = st.one_of(
    st.builds(DayOff, name=st.just("Libur"), kind=st.sampled_from((DayKind.HOLIDAY, DayKind.JOINT_LEAVE))),
    st.builds(DayOff, name=st.just("Masuk"), kind=st.just(DayKind.WORKING), hours=st.just(()) | hours),
)  # fmt: skip


@st.composite
def periods(draw: st.DrawFn) -> tuple[HoursPeriod, ...]:
    """Ramadan of some year, perhaps within new hours that stay."""
    found = []
    for breadth in draw(st.lists(st.integers(1, 60), max_size=1, unique=True)):
        since = draw(dates)
        until = since + timedelta(days=breadth)
        found.append(HoursPeriod(since=since, until=until, week=draw(weeks()), label="Ramadan"))
    lasting = draw(weeks().filter(lambda week: week.minutes > 0) | st.none())
    if lasting is not None:
        found.append(HoursPeriod(since=draw(dates), until=None, week=lasting, label="Baru"))
    return tuple(found)


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    return WorkCalendar(
        timezone=draw(st.sampled_from(ZONES)),
        week=draw(weeks().filter(lambda week: week.minutes > 0)),
        periods=draw(periods()),
        holidays=draw(st.dictionaries(dates, specials, max_size=5)),
        keeps=draw(
            st.sampled_from((frozenset(DayKind), frozenset(), frozenset({DayKind.HOLIDAY})))
        ),
    )


seconds = st.integers(0, 60 * 86_400) | st.integers(0, 60 * 24).map(lambda hour: hour * 3600)
moments = st.tuples(seconds, st.sampled_from(ZONES)).map(
    lambda drawn: datetime(2026, 12, 1, tzinfo=drawn[1]) + timedelta(seconds=drawn[0])
)
minutes = st.one_of(
    st.integers(0, 600), st.integers(0, 5_000), st.integers(0, 10).map(lambda n: 60 * n)
)


def _minutes(amount: int) -> Duration:
    return Duration(amount=amount, unit=Unit.MINUTE)


def _inside(office: WorkCalendar, at: datetime) -> bool:
    """Within working hours, their first and last moment included (midnight ends the day before)."""
    second = at.hour * 3600 + at.minute * 60 + at.second
    today = spans(office._hours(at.date()))
    before = spans(office._hours(at.date() - timedelta(days=1)))
    ends_at_midnight = second == 0 and bool(before) and before[-1][1] == END_OF_DAY
    return ends_at_midnight or any(start <= second <= end for start, end in today)


@unhurried
@given(calendars(), moments, minutes)
def test_what_was_added_lies_between(office: WorkCalendar, start: datetime, amount: int) -> None:
    assert office.between(start, office.add(start, _minutes(amount))) == amount


@unhurried
@given(calendars(), moments, st.integers(0, 100))
def test_hours_too(office: WorkCalendar, start: datetime, amount: int) -> None:
    due = office.add(start, Duration(amount=amount, unit=Unit.HOUR))
    assert office.between(start, due) == amount * 60
    assert office.between(due, start) == -amount * 60


@unhurried
@given(calendars(), moments, minutes, minutes)
def test_time_is_additive(office: WorkCalendar, start: datetime, first: int, second: int) -> None:
    in_two = office.add(office.add(start, _minutes(first)), _minutes(second))
    assert in_two == office.add(start, _minutes(first + second))


@unhurried
@given(calendars(), moments, minutes)
def test_the_end_is_inside_working_time(office: WorkCalendar, start: datetime, amount: int) -> None:
    due = office.add(start, _minutes(amount))
    assert due >= start
    assert due.tzinfo == office.timezone
    assert _inside(office, due)


@unhurried
@given(calendars(), moments, moments, minutes, st.integers(0, 40))
def test_who_starts_later_is_never_due_earlier(
    office: WorkCalendar, one: datetime, other: datetime, amount: int, days: int
) -> None:
    early, late = sorted((one, other))
    for length in (
        _minutes(amount),
        Duration(amount=days, unit=Unit.DAY),
        Duration(amount=days, unit=Unit.DAY, basis=Basis.CALENDAR),
        Duration(amount=days, unit=Unit.MONTH),
        Duration(amount=amount, unit=Unit.MINUTE, basis=Basis.CLOCK),
    ):
        assert office.add(early, length) <= office.add(late, length)


@unhurried
@given(calendars(), moments, minutes, minutes)
def test_more_time_is_never_due_earlier(
    office: WorkCalendar, start: datetime, one: int, other: int
) -> None:
    less, more = sorted((one, other))
    assert office.add(start, _minutes(less)) <= office.add(start, _minutes(more))


@unhurried
@given(calendars(), moments, st.integers(1, 40))
def test_working_days_pass_one_at_a_time(
    office: WorkCalendar, start: datetime, amount: int
) -> None:
    due = office.add(start, Duration(amount=amount, unit=Unit.DAY))
    begun = office.add(start, _minutes(0))
    assert _inside(office, due)
    assert amount in {
        sum(office.works(date.fromordinal(day)) for day in range(first + 1, last + 1))
        for first in _days(begun)
        for last in _days(due)
    }


def _days(at: datetime) -> tuple[int, ...]:
    """Midnight is the end of one day as well as the beginning of the next."""
    return (at.toordinal(), at.toordinal() - 1) if at.time() == time(0) else (at.toordinal(),)


@unhurried
@given(calendars(), moments)
def test_the_next_opening_is_open(office: WorkCalendar, at: datetime) -> None:
    opening = office.next_opening(at)
    assert office.is_open(opening)
    assert opening >= at
    assert office.between(at, opening) == 0
    assert (opening == at) == office.is_open(at)


@unhurried
@given(calendars(), moments, minutes, st.sampled_from(tuple(Unit)), st.sampled_from(tuple(Basis)))
def test_every_due_time_explains_itself(
    office: WorkCalendar, start: datetime, amount: int, unit: Unit, basis: Basis
) -> None:
    length = Duration(amount=amount % 40, unit=unit, basis=basis)
    due = office.due(start, length)
    assert due.at == office.add(start, length)
    assert due.why.startswith(f"{length.amount}") or "×24 jam" in due.why
    assert "None" not in due.why
