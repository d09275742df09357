from __future__ import annotations

from datetime import date

import pytest

from kolokasi.core.worktime.wording import (
    daftar,
    day_name,
    lama,
    month_name,
    pukul,
    tanggal,
    waktu,
)
from office_hours import at


def test_dates_and_times() -> None:
    assert tanggal(date(2026, 11, 20)) == "20 November 2026"
    assert waktu(at("2026-11-20 15:00")) == "Jumat, 20 November 2026 pukul 15.00"
    assert waktu(at("2027-08-01 07:05")) == "Minggu, 1 Agustus 2027 pukul 07.05"
    assert [day_name(date(2026, 11, day)) for day in (16, 22)] == ["Senin", "Minggu"]
    assert [month_name(month) for month in (1, 5, 12)] == ["Januari", "Mei", "Desember"]
    assert pukul(0) == "00.00"
    assert pukul(86_400) == "24.00"


@pytest.mark.parametrize("month", [0, 13, -1])
def test_there_are_twelve_months(month: int) -> None:
    with pytest.raises(ValueError, match="1 sampai 12"):
        month_name(month)


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(0, "0 menit"), (45, "45 menit"), (60, "1 jam"), (135, "2 jam 15 menit"), (-75, "−1 jam 15 menit")],
)  # fmt: skip
def test_lengths_of_time(minutes: int, told: str) -> None:
    assert lama(minutes) == told


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (0, "0 menit"),
        (449, "7 jam 29 menit"),
        (450, "1 hari kerja"),
        (585, "1 hari kerja 2 jam 15 menit"),
        (901, "2 hari kerja 1 menit"),
    ],
)
def test_lengths_in_working_days(minutes: int, told: str) -> None:
    assert lama(minutes, working_day=450) == told


def test_lists() -> None:
    letters = ["a", "b", "c"]
    assert [daftar(letters[:n]) for n in range(4)] == ["", "a", "a dan b", "a, b, dan c"]
