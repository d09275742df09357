"""Working time: the counting rules by their test vectors, then one story for each trap."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kolokasi.core.worktime.calendar import (
    AROUND_THE_CLOCK,
    DayKind,
    DayOff,
    HoursPeriod,
    WeekHours,
    WorkCalendar,
)
from kolokasi.core.worktime.duration import Basis, Duration, Unit, parse_duration
from office_hours import WIB, at, calendar, days

# fmt: off
VECTORS = [
    ("2026-11-20 16:25", "15 menit", "2026-11-23 07:40"),
    ("2026-11-19 11:45", "1 jam", "2026-11-19 13:45"),
    ("2026-11-20 11:00", "1 jam", "2026-11-20 13:30"),
    ("2026-11-23 08:00", "16 jam", "2026-11-25 09:00"),  # Jawa Tengah's yes-path
    ("2026-03-16 14:00", "3 jam", "2026-03-17 10:00"),  # Ramadan
    ("2026-12-23 15:30", "1 jam", "2026-12-28 08:00"),
    ("2026-11-21 09:00", "15 menit", "2026-11-23 07:45"),
    ("2026-12-31 15:50", "30 menit", "2027-01-04 07:50"),
    ("2026-12-23 10:00", "1 hari kerja", "2026-12-28 10:00"),
    ("2026-03-17 10:00", "1 hari kerja", "2026-03-25 10:00"),
    ("2026-11-20 16:20", "1 hari kerja", "2026-11-23 16:00"),  # clamped
    ("2025-08-15 09:00", "1 hari kerja", "2025-08-19 09:00"),
    ("2026-05-13 14:00", "1 hari kerja", "2026-05-18 14:00"),
    ("2026-11-22 09:00", "1 hari kerja", "2026-11-24 07:30"),
    ("2026-12-25 09:00", "2×24 jam", "2026-12-27 09:00"),
]
OTHERS = [
    # nothing left to do: now, or when the office opens
    ("2026-11-20 10:00", "0 menit", "2026-11-20 10:00"),
    ("2026-11-21 10:00", "0 jam", "2026-11-23 07:30"),
    ("2026-11-21 10:00", "0 hari", "2026-11-23 07:30"),
    # used up exactly at a closing or a break: there, not after it
    ("2026-11-20 16:15", "15 menit", "2026-11-20 16:30"),
    ("2026-11-19 11:45", "15 menit", "2026-11-19 12:00"),
    # working days: into the break, before opening, from closing time on, from within the break
    ("2026-11-19 11:45", "1 hari", "2026-11-20 13:00"),
    ("2026-02-18 07:30", "1 hari", "2026-02-19 08:00"),
    ("2026-11-19 16:00", "1 hari", "2026-11-20 16:00"),
    ("2026-11-19 16:01", "1 hari", "2026-11-23 07:30"),
    ("2026-11-17 12:00", "1 hari", "2026-11-18 12:00"),  # still the end of the morning
    ("2026-11-17 12:30", "2 hari", "2026-11-19 13:00"),
    # weeks of the office's own working days, over two holidays
    ("2026-12-14 10:00", "2 minggu", "2026-12-30 10:00"),
    # whole days of the calendar
    ("2026-12-24 09:00", "3 hari kalender", "2026-12-27 23:59"),
    ("2026-12-24 09:00", "1 minggu kalender", "2026-12-31 23:59"),
    ("2026-12-31 09:00", "2 bulan", "2027-02-28 23:59"),
    ("2028-02-29 09:00", "1 tahun", "2029-02-28 23:59"),
    ("2026-11-30 09:00", "1 bulan kerja", "2026-12-30 23:59"),
    # clock time
    ("2026-12-25 09:00", "5 jam kalender", "2026-12-25 14:00"),
    ("2026-12-31 23:59", "1×24 jam", "2027-01-01 23:59"),
]
# fmt: on


def duration(text: str) -> Duration:
    found = parse_duration(text)
    assert found is not None
    return found


@pytest.mark.parametrize(("start", "length", "due"), VECTORS + OTHERS)
def test_a_standard_time_ends_as_the_rules_say(start: str, length: str, due: str) -> None:
    assert calendar().add(at(start), duration(length)) == at(due)


@pytest.mark.parametrize(("year", "count"), [(2025, 237), (2026, 240), (2027, 242)])
def test_working_days_of_a_year(year: int, count: int) -> None:
    assert calendar().working_days(year) == count


def test_shipped_hours_add_up_to_the_regulation() -> None:
    five, six, noc = (calendar(key) for key in ("perpres-21-2023", "contoh-enam-hari", "24x7"))
    assert [one.week.minutes for one in (five, six, noc)] == [2250, 2250, 7 * 1440]
    assert [one.week.working_days for one in (five, six, noc)] == [5, 6, 7]
    for one in (*five.periods, *six.periods):
        assert one.week.minutes == 1950, one.label


def test_standard_times_in_minutes() -> None:
    minutes = {text: calendar().minutes_of(duration(text)) for text in
               ("15 menit", "2 jam", "1 hari", "3 hari", "1 minggu", "2×24 jam", "1 hari kalender")}  # fmt: skip
    assert minutes == {"15 menit": 15, "2 jam": 120, "1 hari": 450, "3 hari": 1350,
                       "1 minggu": 2250, "2×24 jam": None, "1 hari kalender": None}  # fmt: skip
    assert calendar("contoh-enam-hari").minutes_of(duration("1 hari")) == 375
    assert calendar().minutes_of(Duration(amount=1, unit=Unit.MONTH)) is None


def test_a_moment_of_another_zone_counts_on_the_offices_clock() -> None:
    """Bu Yohana in Jayapura hands in at 17.20 WIT; in Karanganyar it is still 15.20."""
    sent = at("2026-11-19 17:20", ZoneInfo("Asia/Jayapura"))
    due = calendar().add(sent, duration("30 menit"))
    assert due == at("2026-11-19 15:50")
    assert due.tzinfo == WIB
    assert calendar(zone=ZoneInfo("Asia/Jayapura")).is_open(sent) is False
    assert calendar(zone=ZoneInfo("Asia/Makassar")).is_open(at("2026-11-19 08:00")) is True


def test_the_year_turns_on_the_offices_clock() -> None:
    """17.00 UTC on 31 December is New Year in WIB, and a holiday."""
    assert calendar().next_opening(datetime(2026, 12, 31, 17, tzinfo=UTC)) == at("2027-01-04 07:30")


def test_seconds_are_kept_and_fractions_dropped() -> None:
    due = calendar().add(at("2026-11-20 16:29:30.9"), duration("1 menit"))
    assert due == at("2026-11-23 07:30:30")
    assert calendar().between(at("2026-11-20 16:29:30.9"), due) == 1
    elapsed = calendar().add(at("2026-11-20 16:29:30.9"), duration("1×24 jam"))
    assert elapsed == at("2026-11-21 16:29:30")


def test_working_minutes_between() -> None:
    office = calendar()
    assert office.between(at("2026-11-20 16:00"), at("2026-11-23 08:00")) == 60
    assert office.between(at("2026-11-23 08:00"), at("2026-11-20 16:00")) == -60
    assert office.between(at("2026-11-20 16:00"), at("2026-11-20 16:00:59")) == 0
    assert office.between(at("2026-11-21 00:00"), at("2026-11-22 23:00")) == 0
    assert office.between(at("2026-01-01 00:00"), at("2027-01-01 00:00")) == sum(
        (210 if day.weekday() == 4 else 240) + (180 if day.weekday() == 4 else 150)
        if date(2026, 2, 19) <= day <= date(2026, 3, 20)
        else 450
        for day in (date(2026, 1, 1) + timedelta(days=i) for i in range(365))
        if office.works(day)
    )


def test_open_and_next_opening() -> None:
    office = calendar()
    assert office.is_open(at("2026-11-20 11:29:59"))
    assert not office.is_open(at("2026-11-20 11:30"))
    assert office.next_opening(at("2026-11-20 11:00")) == at("2026-11-20 11:00")
    assert office.next_opening(at("2026-11-20 11:30")) == at("2026-11-20 13:00")
    assert office.next_opening(at("2026-12-23 16:00")) == at("2026-12-28 07:30")


def test_a_desk_that_never_closes() -> None:
    desk = calendar("24x7")
    assert desk.add(at("2026-12-24 22:00"), duration("30 jam")) == at("2026-12-26 04:00")
    assert desk.is_open(at("2026-12-25 00:00"))
    assert desk.between(at("2026-12-25 00:00"), at("2026-12-26 00:00")) == 1440
    assert desk.working_days(2028) == 366


def test_a_service_unit_that_works_through_joint_leave() -> None:
    usual = calendar()
    unit = WorkCalendar(
        timezone=WIB,
        week=usual.week,
        holidays=days(),
        keeps=frozenset({DayKind.HOLIDAY, DayKind.WORKING}),
    )
    assert unit.works(date(2026, 12, 24))
    assert not usual.works(date(2026, 12, 24))
    assert not unit.works(date(2026, 12, 25))


def test_a_night_shift_goes_on_over_midnight() -> None:
    night = ((time(22), time(0)),)
    rest = ((time(0), time(6)),)
    office = WorkCalendar(
        timezone=WIB, week=WeekHours(days=(night, (*rest, *night), rest, (), (), (), ()))
    )
    assert office.add(at("2026-11-23 23:00"), duration("2 jam")) == at("2026-11-24 01:00")
    assert office.add(at("2026-11-23 22:00"), duration("2 jam")) == at("2026-11-24 00:00")
    assert office.add(at("2026-11-24 23:00"), duration("8 jam")) == at("2026-11-30 23:00")


def test_an_evening_shift_closes_at_midnight_of_its_own_day() -> None:
    evening = ((time(18), time(0)),)
    office = WorkCalendar(timezone=WIB, week=WeekHours(days=(evening,) * 5 + ((), ())))
    closing = office.add(at("2026-11-23 22:00"), duration("2 jam"))
    assert closing == at("2026-11-24 00:00")
    assert office.add(closing, duration("0 menit")) == closing
    assert office.add(closing, duration("1 hari")) == at("2026-11-25 00:00")
    assert office.add(closing, duration("1 menit")) == at("2026-11-24 18:01")


def test_exceptional_working_days() -> None:
    """A Saturday instead of a Friday, and half a day before a feast."""
    week = calendar().week
    half = DayOff(name="Setengah hari", kind=DayKind.WORKING, hours=((time(7, 30), time(12)),))
    office = WorkCalendar(
        timezone=WIB,
        week=week,
        holidays={
            date(2026, 11, 20): DayOff(name="Hari jadi kabupaten"),
            date(2026, 11, 21): DayOff(name="Pengganti Jumat", kind=DayKind.WORKING),
            date(2026, 11, 24): half,
            date(2026, 11, 25): DayOff(name="Tetap masuk", kind=DayKind.WORKING),
            date(2026, 11, 27): DayOff(name="Tetap masuk", kind=DayKind.WORKING),
        },
    )
    assert office.add(at("2026-11-19 15:00"), duration("2 jam")) == at("2026-11-21 08:30")
    assert office.between(at("2026-11-24 00:00"), at("2026-11-25 00:00")) == 270
    assert office.between(at("2026-11-25 00:00"), at("2026-11-26 00:00")) == 450
    assert office.is_open(at("2026-11-27 16:15"))  # a Friday keeps a Friday's hours
    assert office.due(at("2026-11-19 15:00"), duration("2 jam")).why == (
        "2 jam kerja dari Kamis 15.00 → Sabtu 08.30; Kamis tutup 16.00; "
        "Jumat 20 November libur Hari jadi kabupaten; "
        "Sabtu 21 November masuk kerja: Pengganti Jumat"
    )


def test_a_working_saturday_has_hours_even_in_a_range_that_is_closed() -> None:
    office = WorkCalendar(
        timezone=WIB,
        week=calendar().week,
        periods=(period("2026-11-16", "2026-11-22", nothing(), "Pindah kantor"),),
        holidays={date(2026, 11, 21): DayOff(name="Piket", kind=DayKind.WORKING)},
    )
    assert office.add(at("2026-11-16 09:00"), duration("1 jam")) == at("2026-11-21 08:30")


def test_of_two_ranges_over_a_day_the_narrower_holds() -> None:
    short = WeekHours(days=(((time(9), time(10)),),) * 5 + ((),) * 2)
    office = WorkCalendar(
        timezone=WIB,
        week=calendar().week,
        periods=(
            period("2026-02-19", "2026-03-20", short, "Ramadan"),
            period("2026-01-01", "", AROUND_THE_CLOCK, "Jam baru"),
        ),
    )
    assert office.add(at("2026-02-18 23:00"), duration("2 jam")) == at("2026-02-19 10:00")
    assert office.is_open(at("2031-06-01 03:00"))
    assert not office.is_open(at("2025-12-31 20:00"))


# --- refusing ---------------------------------------------------------------------------------------


def test_a_moment_without_zone_is_refused() -> None:
    naive = datetime(2026, 11, 20, 10)  # noqa: DTZ001
    for ask in (
        lambda: calendar().add(naive, duration("1 jam")),
        lambda: calendar().between(at("2026-11-20 09:00"), naive),
        lambda: calendar().is_open(naive),
        lambda: calendar().next_opening(naive),
        lambda: calendar().due(naive, duration("1 jam")),
    ):
        with pytest.raises(ValueError, match="zona waktu"):
            ask()


@pytest.mark.parametrize(
    "length",
    ["99999999 menit", "880000 jam kerja", "30000 hari", "36000 hari kerja", "101 tahun", "1201 bulan",
     "6000 minggu", "99999999999999999999 hari kalender", "900000×24 jam"],
)  # fmt: skip
def test_more_than_a_century_is_refused_not_searched_for(length: str) -> None:
    with pytest.raises(ValueError, match="seratus tahun"):
        calendar().add(at("2026-11-20 10:00"), duration(length))


def test_a_closed_century_is_refused_too() -> None:
    office = WorkCalendar(
        timezone=WIB,
        week=calendar().week,
        periods=(period("2026-01-01", "2199-12-31", nothing(), "Ditutup"),),
    )
    start = at("2026-11-20 10:00")
    for ask in (
        lambda: office.add(start, duration("1 menit")),
        lambda: office.add(start, duration("1 hari")),
        lambda: office.next_opening(start),
    ):
        with pytest.raises(ValueError, match="seratus tahun"):
            ask()


def test_other_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="negatif"):
        calendar().add(at("2026-11-20 10:00"), Duration(amount=-1, unit=Unit.HOUR))
    with pytest.raises(ValueError, match="di luar jangkauan"):
        calendar().is_open(datetime(1, 1, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="tanpa jam kerja"):
        WorkCalendar(timezone=WIB, week=nothing())
    with pytest.raises(ValueError, match="musim panas"):
        WorkCalendar(timezone=ZoneInfo("Europe/Amsterdam"), week=calendar().week)
    twins = [period("2026-02-01", "2026-02-10", AROUND_THE_CLOCK, name) for name in ("A", "B")]
    with pytest.raises(ValueError, match="“A” dan “B”"):
        WorkCalendar(timezone=WIB, week=calendar().week, periods=tuple(twins))


def test_durations_that_no_sheet_writes_still_have_a_meaning() -> None:
    """``2×24 hari`` and ``5 menit kalender`` parse; they count as elapsed time."""
    start = at("2026-12-25 09:00")
    days_of_clock = Duration(amount=2, unit=Unit.DAY, basis=Basis.CLOCK)
    assert calendar().add(start, days_of_clock) == at("2026-12-27 09:00")
    minutes = Duration(amount=5, unit=Unit.MINUTE, basis=Basis.CALENDAR)
    assert calendar().add(start, minutes) == at("2026-12-25 09:05")


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        (((time(12), time(8)),), "terbalik"),
        (((time(8), time(12)), (time(11), time(13))), "bertumpuk"),
        (((time(8, 0, 30), time(12)),), "tanpa detik"),
        (((time(8), time(0)), (time(9), time(10))), "bertumpuk"),
    ],
)
def test_impossible_hours_are_refused(hours: tuple[tuple[time, time], ...], told: str) -> None:
    with pytest.raises(ValueError, match=f"Kamis.*{told}"):
        WeekHours(days=((), (), (), hours, (), (), ()))


def test_impossible_values_are_refused() -> None:
    with pytest.raises(ValueError, match="7 hari"):
        WeekHours(days=())
    with pytest.raises(ValueError, match="sebelum mulai"):
        period("2026-02-10", "2026-02-01", AROUND_THE_CLOCK, "Terbalik")
    with pytest.raises(ValueError, match="tidak boleh kosong"):
        period("2026-02-10", "", nothing(), "Tutup selamanya")
    with pytest.raises(ValueError, match="hanya hari kerja"):
        DayOff(name="Nyepi", hours=((time(8), time(9)),))


def test_hours_that_touch_are_one_stretch() -> None:
    hours = ((time(8), time(12)), (time(12), time(16)))
    office = WorkCalendar(timezone=WIB, week=WeekHours(days=(hours,) * 5 + ((), ())))
    assert office.due(at("2026-11-19 11:00"), duration("2 jam")).why == (
        "2 jam kerja dari Kamis 11.00 → Kamis 13.00"
    )


def test_a_calendar_cannot_be_changed_from_outside() -> None:
    mine = {date(2026, 11, 20): DayOff(name="Libur lokal")}
    office = WorkCalendar(timezone=WIB, week=calendar().week, holidays=mine)
    mine.clear()
    assert not office.works(date(2026, 11, 20))
    assert hash(office) == hash(WorkCalendar(timezone=WIB, week=calendar().week))


def test_memory_of_days_is_bounded() -> None:
    office = calendar()
    office.between(at("2026-01-01 00:00"), at("2046-01-01 00:00"))
    assert len(office._days) <= 4096


def nothing() -> WeekHours:
    return WeekHours(days=((),) * 7)


def period(since: str, until: str, week: WeekHours, label: str) -> HoursPeriod:
    return HoursPeriod(
        since=date.fromisoformat(since),
        until=date.fromisoformat(until) if until else None,
        week=week,
        label=label,
    )
