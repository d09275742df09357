"""When it will be full: a forecast that says no more than its samples do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kolokasi.core.capacity.runway import Course, Sample, in_words, runway

START = date(2026, 6, 1)


def _days(*taken: float, have: int | None = 1000, step: int = 1) -> list[Sample]:
    return [
        Sample(day=START + timedelta(days=index * step), taken=round(one), have=have)
        for index, one in enumerate(taken)
    ]


def test_a_steady_rise_ends_where_it_does() -> None:
    """From 400 W, 2 W a day, 90 days: 578 W; 422 W are left, 211 days. From 29 August that is 28 March."""
    found = runway(_days(*(400 + 2 * day for day in range(90))))
    assert found.course is Course.RISING
    assert found.full_on == date(2027, 3, 28)
    assert found.sentence == "penuh dalam sekitar 7 bulan"
    assert found.a_day == pytest.approx(2)


def test_one_park_moved_in_for_a_week_does_not_turn_the_trend() -> None:
    taken = [400 + 2 * day for day in range(90)]
    taken[40:47] = [one + 300 for one in taken[40:47]]
    assert runway(_days(*taken)).a_day == pytest.approx(2, abs=0.2)


@pytest.mark.parametrize(
    ("samples", "course", "sentence"),
    [
        ([], Course.TOO_FEW, "belum ada catatan pemakaian"),
        (_days(1, 2, 3), Course.TOO_FEW, "baru ada catatan 3 hari, belum cukup untuk perkiraan"),
        (_days(1, 900, step=60), Course.TOO_FEW, "baru ada catatan 61 hari, belum cukup untuk perkiraan"),
        (_days(*[500] * 30), Course.STEADY, "tidak ada kecenderungan naik"),
        (_days(*range(600, 570, -1)), Course.STEADY, "tidak ada kecenderungan naik"),
        (_days(*[1000] * 30), Course.FULL, "sudah penuh"),
        (_days(1200), Course.FULL, "sudah penuh"),
        (_days(*range(30), have=None), Course.UNKNOWN, "kapasitasnya belum diketahui"),
        # 1 W a day for 29 days, 971 W left: beyond 6 × 29 = 174 days nothing is said
        (_days(*range(30)), Course.RISING, "naik perlahan; belum akan penuh dalam 6 bulan ke depan"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_is_not_said(
    samples: list[Sample], course: Course, sentence: str
) -> None:
    found = runway(samples)
    assert (found.course, found.sentence, found.full_on) == (course, sentence, None)


def test_samples_may_come_in_any_order_and_have_gaps() -> None:
    samples = _days(*(400 + 2 * day for day in range(90)))
    some = [one for index, one in enumerate(samples) if index % 7 or index == 89]
    assert runway(some[::-1]).full_on == runway(samples).full_on


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "1 hari"), (13, "13 hari"), (14, "2 minggu"), (59, "8 minggu"), (60, "2 bulan"), (150, "5 bulan"), (700, "2 tahun")],
)  # fmt: skip
def test_as_exact_as_a_forecast_may_be(days: int, words: str) -> None:
    assert in_words(days) == words
