"""What a due time says about itself: everything that was skipped, by name, and nothing else."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from kolokasi.core.worktime.calendar import DayKind, DayOff, WeekHours, WorkCalendar
from kolokasi.core.worktime.duration import Duration, Unit, parse_duration
from office_hours import WIB, at, calendar

# fmt: off
STORIES = [
    ("2026-11-20 15:00", "3 jam",
     "3 jam kerja dari Jumat 15.00 → Senin 09.00; Jumat tutup 16.30; Sabtu dan Minggu libur"),
    ("2026-11-20 09:00", "± 1 jam",
     "± 1 jam kerja dari Jumat 09.00 → Jumat 10.00"),
    ("2026-11-19 11:45", "1 jam",
     "1 jam kerja dari Kamis 11.45 → Kamis 13.45; istirahat 12.00–13.00"),
    ("2026-11-19 12:30", "1 jam",
     "1 jam kerja dari Kamis 12.30 → Kamis 14.00; dihitung mulai Kamis 13.00; istirahat 12.00–13.00"),
    ("2026-11-19 11:00", "1 jam",  # ends when the break begins, which was not skipped
     "1 jam kerja dari Kamis 11.00 → Kamis 12.00"),
    ("2026-11-21 09:00", "15 menit",
     ("15 menit kerja dari Sabtu 09.00 → Senin 07.45; dihitung mulai Senin 07.30; "
     "Sabtu dan Minggu libur")),
    ("2026-11-23 08:00", "16 jam",
     ("16 jam kerja dari Senin 08.00 → Rabu 09.00; Senin dan Selasa tutup 16.00; "
     "istirahat 12.00–13.00")),
    ("2026-11-19 17:00", "40 jam",
     ("40 jam kerja dari Kamis 19 November 17.00 → Jumat 27 November 10.00; "
     "dihitung mulai Jumat 20 November 07.30; Senin–Kamis tutup 16.00; Jumat tutup 16.30; "
     "istirahat Jumat 11.30–13.00; istirahat Senin–Kamis 12.00–13.00; Sabtu dan Minggu libur")),
    ("2026-12-23 15:30", "1 jam",
     ("1 jam kerja dari Rabu 15.30 → Senin 08.00; Rabu tutup 16.00; Sabtu dan Minggu libur; "
     "Kamis 24 Desember cuti bersama Kelahiran Yesus Kristus (Natal); "
     "Jumat 25 Desember libur Kelahiran Yesus Kristus (Natal)")),
    ("2026-12-31 15:50", "30 menit",
     ("30 menit kerja dari Kamis 15.50 → Senin 07.50; Kamis tutup 16.00; Sabtu dan Minggu libur; "
     "Jumat 1 Januari libur Tahun Baru 2027 Masehi (belum diverifikasi)")),
    ("2026-03-17 10:00", "1 hari",
     ("1 hari kerja dari Selasa 17 Maret 10.00 → Rabu 25 Maret 10.00; Sabtu dan Minggu libur; "
     "Rabu 18 Maret cuti bersama Hari Suci Nyepi (Tahun Baru Saka 1948); "
     "Kamis 19 Maret libur Hari Suci Nyepi (Tahun Baru Saka 1948); "
     "20, 23, dan 24 Maret cuti bersama Idulfitri 1447 H; "
     "jam kerja Ramadan 1447 H (belum diverifikasi)")),
    ("2025-03-27 10:00", "1 hari",
     ("1 hari kerja dari Kamis 27 Maret 10.00 → Selasa 8 April 10.00; Sabtu dan Minggu libur; "
     "Jumat 28 Maret cuti bersama Hari Suci Nyepi (Tahun Baru Saka 1947); "
     "31 Maret dan 1 April libur Idulfitri 1446 H; "
     "2, 3, 4, dan 7 April cuti bersama Idulfitri 1446 H; "
     "jam kerja Ramadan 1446 H (belum diverifikasi)")),
    ("2026-11-20 16:20", "1 hari",
     "1 hari kerja dari Jumat 16.20 → Senin 16.00; Senin tutup 16.00; Sabtu dan Minggu libur"),
    ("2026-11-19 11:45", "1 hari",
     "1 hari kerja dari Kamis 11.45 → Jumat 13.00; istirahat Jumat 11.30–13.00"),
    ("2026-11-18 12:30", "1 hari",
     "1 hari kerja dari Rabu 12.30 → Kamis 13.00; dihitung mulai Rabu 13.00; istirahat 12.00–13.00"),
    ("2026-02-18 07:30", "1 hari",
     ("1 hari kerja dari Rabu 07.30 → Kamis 08.00; Kamis buka 08.00; "
     "jam kerja Ramadan 1447 H (belum diverifikasi)")),
    ("2026-11-19 16:30", "1 hari",
     ("1 hari kerja dari Kamis 16.30 → Senin 07.30; dihitung mulai Jumat 07.30; Kamis tutup 16.00; "
     "Sabtu dan Minggu libur")),
    ("2026-11-20 15:00", "4 minggu",
     "4 minggu kerja dari Jumat 20 November 15.00 → Jumat 18 Desember 15.00; Sabtu dan Minggu libur"),
    ("2026-11-20 15:00", "3 hari kalender",
     "3 hari kalender dari Jumat 15.00 → Senin 23.59; hari libur ikut dihitung"),
    ("2026-12-20 12:30", "1 bulan",
     ("1 bulan dari Minggu 20 Desember 2026 12.30 → Rabu 20 Januari 2027 23.59; "
     "hari libur ikut dihitung")),
    ("2026-12-25 09:00", "2×24 jam",
     ("2×24 jam dari Jumat 09.00 → Minggu 09.00; "
     "dihitung terus-menerus, termasuk malam dan hari libur")),
    ("2026-12-25 09:00", "5 jam kalender",
     ("5 jam kalender dari Jumat 09.00 → Jumat 14.00; "
     "dihitung terus-menerus, termasuk malam dan hari libur")),
    ("2028-01-04 10:00", "1 jam",
     "1 jam kerja dari Selasa 10.00 → Selasa 11.00; hari libur 2028 belum tersedia"),
]
# fmt: on


def why(start: str, length: str, office: WorkCalendar | None = None) -> str:
    found = parse_duration(length)
    assert found is not None
    return (office or calendar()).due(at(start), found).why


@pytest.mark.parametrize(("start", "length", "told"), STORIES)
def test_a_due_time_explains_itself(start: str, length: str, told: str) -> None:
    assert why(start, length) == told


def test_the_explanation_belongs_to_the_due_time() -> None:
    duration = Duration(amount=3, unit=Unit.HOUR)
    start = at("2026-11-20 15:00")
    assert calendar().due(start, duration).at == calendar().add(start, duration)


def test_a_desk_that_never_closes_skips_nothing() -> None:
    assert why("2027-12-24 22:00", "30 jam", calendar("24x7")) == (
        "30 jam kerja dari Jumat 22.00 → Minggu 04.00; layanan 24 jam setiap hari"
    )


def test_six_days_lose_only_the_sunday() -> None:
    assert why("2026-11-21 12:00", "2 jam", calendar("contoh-enam-hari")) == (
        "2 jam kerja dari Sabtu 12.00 → Senin 08.30; Sabtu tutup 13.00; Minggu libur"
    )


def test_a_shift_until_midnight_does_not_close() -> None:
    evening = WeekHours(days=(((time(0), time(6)), (time(18), time(0))),) * 7)
    office = WorkCalendar(timezone=WIB, week=evening)
    assert why("2026-11-19 23:00", "2 jam", office) == "2 jam kerja dari Kamis 23.00 → Jumat 01.00"


def test_a_holiday_on_a_sunday_took_nothing_away() -> None:
    office = WorkCalendar(
        timezone=WIB,
        week=calendar().week,
        holidays={date(2026, 11, 22): DayOff(name="Hari Minggu Besar")},
    )
    assert "Besar" not in why("2026-11-20 15:00", "3 jam", office)


def test_many_days_off_are_counted_not_listed() -> None:
    every_monday = {
        date(2026, 1, 5) + timedelta(weeks=i): DayOff(
            name=f"Pilkada putaran {i + 1}", kind=DayKind.HOLIDAY
        )
        for i in range(13)
    }
    office = WorkCalendar(timezone=WIB, week=calendar().week, holidays=every_monday)
    told = why("2026-01-01 10:00", "60 hari", office)
    assert told.endswith("libur Pilkada putaran 10; dan 3 hari libur lainnya")
