"""An office's rows become its working time, and a change is seen at once."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from kolokasi.accounts.calendars import calendar_of, read_hours, set_days, set_hours, write_hours
from kolokasi.accounts.models import Holiday, Office, Person
from kolokasi.accounts.sealing import CannotUnseal, seal, unseal
from kolokasi.core.worktime.duration import parse_duration
from kolokasi.core.worktime.hours import DayKind, DayOff, HoursPeriod, WeekHours

WIB = ZoneInfo("Asia/Jakarta")
NEW_YEAR = dt.date(2026, 1, 1)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=WIB)


@pytest.fixture
def office(db: None) -> Office:
    return Office.objects.create(key="contoh", code="CTH", name="Diskominfo Kota Contoh")


def calendar(office: Office):
    office.refresh_from_db()
    return calendar_of(office.pk, office.calendar_version)


def due(office: Office, start: dt.datetime, text: str) -> dt.datetime:
    return calendar(office).add(start, parse_duration(text))


def test_a_new_office_works_the_usual_37_and_a_half_hours(office):
    assert calendar(office).week.minutes == 37 * 60 + 30
    assert due(office, at(20, 16, 25), "15 menit") == at(23, 7, 40)  # Friday 16.25 → Monday 07.40


def test_a_day_off_moves_what_is_due_and_counts_the_version_up(office):
    before = office.calendar_version
    monday = dt.date(2026, 11, 23)
    assert set_days({monday: DayOff(name="Hari Jadi Kota Contoh")}, office=office) == 1
    assert due(office, at(20, 16, 25), "15 menit") == at(24, 7, 40)
    assert office.calendar_version == before + 1
    assert set_days({monday: DayOff(name="Hari Jadi Kota Contoh")}, office=office) == 0
    office.refresh_from_db()
    assert office.calendar_version == before + 1  # nothing changed, nothing is measured anew
    assert Holiday.objects.get().kind == "daerah"


def test_a_national_day_off_concerns_every_office_and_a_local_one_only_its_own(office):
    other = Office.objects.create(key="lain", code="LAI", name="Kabupaten Lain")
    set_days({dt.date(2026, 11, 23): DayOff(name="Libur nasional")})
    set_days({dt.date(2026, 11, 24): DayOff(name="Libur daerah")}, office=other)
    assert due(office, at(20, 16, 25), "15 menit") == at(24, 7, 40)
    assert due(other, at(20, 16, 25), "15 menit") == at(25, 7, 40)


def test_an_office_may_work_on_a_national_day_off_with_hours_of_its_own(office):
    day = dt.date(2026, 11, 23)
    set_days({day: DayOff(name="Cuti bersama", kind=DayKind.JOINT_LEAVE)})
    half = ((dt.time(8), dt.time(11)),)
    set_days({day: DayOff(name="Tetap masuk", kind=DayKind.WORKING, hours=half)}, office=office)
    assert due(office, at(20, 16, 25), "15 menit") == at(23, 8, 10)


def test_a_holiday_weighs_more_than_joint_leave_on_the_same_day(office):
    day = dt.date(2026, 11, 23)
    for kind in (DayKind.HOLIDAY, DayKind.JOINT_LEAVE):
        set_days({day: DayOff(name=str(kind), kind=kind)})
    assert calendar(office).holidays[day].name == "libur"


def test_hours_survive_the_way_into_the_row_and_back(office):
    morning = ((dt.time(8), dt.time(12)),)
    night = ((dt.time(22), dt.time(0)),)
    week = WeekHours(days=(morning, (), night, (), morning, (), ()))
    ramadan = HoursPeriod(
        since=dt.date(2026, 2, 19),
        until=dt.date(2026, 3, 20),
        week=WeekHours(days=(morning,) * 5 + ((),) * 2),
        label="Ramadan 1447 H",
        source="Perpres 21/2023",
        verified=False,
    )
    keeps = frozenset({DayKind.HOLIDAY})
    assert read_hours(write_hours(week=week, periods=[ramadan], keeps=keeps)) == (
        week,
        (ramadan,),
        keeps,
    )
    assert set_hours(office, week=week, periods=[ramadan], keeps=keeps)
    assert not set_hours(office, week=week, periods=[ramadan], keeps=keeps)
    assert calendar(office).periods == (ramadan,)


@pytest.mark.parametrize(
    ("stored", "sentence"),
    [
        ({"week": {"monday": [["07.30", "16.00"]]}}, "monday"),
        ({"week": {"senin": [["tujuh", "16.00"]]}}, "“tujuh” tidak terbaca"),
    ],
)
def test_hours_that_cannot_be_read_are_named(stored, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_hours(stored)


def test_the_calendar_is_kept_in_memory_by_its_version(office, django_assert_num_queries):
    with django_assert_num_queries(2):
        first = calendar_of(office.pk, 1)
    with django_assert_num_queries(0):
        assert calendar_of(office.pk, 1) is first
    with django_assert_num_queries(2):
        assert calendar_of(office.pk, 2) is not first


def test_a_sealed_secret_opens_only_in_its_own_place():
    sealed = seal("JBSWY3DPEHPK3PXP", place="mfa")
    assert "JBSWY" not in sealed
    assert unseal(sealed, place="mfa") == "JBSWY3DPEHPK3PXP"
    with pytest.raises(CannotUnseal):
        unseal(sealed, place="surat")
    with pytest.raises(CannotUnseal):
        unseal(sealed[:-4] + "AAA=", place="mfa")
    assert seal("JBSWY3DPEHPK3PXP", place="mfa") != sealed


def test_who_is_staff_is_the_installations_it_person_and_nobody_else(db):
    assert Person.objects.create_superuser("it", name="Petugas TI").has_perm("accounts.view_person")
    assert not Person.objects.create_user("budi", name="Budi").has_perm("accounts.view_person")
