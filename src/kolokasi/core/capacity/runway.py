"""When a resource will be full, from what was counted day by day; honest about how little that may be.

The trend is the median of the slopes between all pairs of samples (Theil and Sen), so that one server park moved
in or out does not turn it. Nothing is said beyond six times the length of what was seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations
from statistics import median

FEWEST_DAYS = 14
FEWEST_SAMPLES = 5
_FARTHEST = 6  # times the length of what was seen
_LONGEST_DAYS = 730
_ENOUGH = 60  # samples that a trend is taken from


class Course(StrEnum):
    FULL = "penuh"
    RISING = "naik"
    STEADY = "tetap"
    TOO_FEW = "data_kurang"
    UNKNOWN = "tidak_diketahui"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What stood on one day: ``taken`` is used and held together, ``have`` the office's limit."""

    day: date
    taken: int
    have: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Runway:
    """``full_on`` only where the course rises and reaches the limit within what may be said.
    ``a_day`` is the slope in units a day; ``sentence`` says all of it in Indonesian, without a name."""

    course: Course
    sentence: str
    full_on: date | None = None
    a_day: float = 0.0


def runway(samples: Sequence[Sample]) -> Runway:
    """How long it lasts, counted from the newest sample. Samples may have gaps, and come in any order."""
    ordered = sorted(samples, key=lambda one: one.day)
    if not ordered:
        return Runway(course=Course.TOO_FEW, sentence="belum ada catatan pemakaian")
    last = ordered[-1]
    if last.have is None:
        return Runway(course=Course.UNKNOWN, sentence="kapasitasnya belum diketahui")
    if last.taken >= last.have:
        return Runway(course=Course.FULL, sentence="sudah penuh")
    span = (last.day - ordered[0].day).days
    if span < FEWEST_DAYS or len(ordered) < FEWEST_SAMPLES:
        said = f"baru ada catatan {span + 1} hari, belum cukup untuk perkiraan"
        return Runway(course=Course.TOO_FEW, sentence=said)
    slope = _slope(_thinned(ordered))
    if slope <= 0:
        said = "tidak ada kecenderungan naik"
        return Runway(course=Course.STEADY, sentence=said, a_day=slope)
    days = (last.have - last.taken) / slope
    horizon = min(_FARTHEST * span, _LONGEST_DAYS)
    if days > horizon:
        said = f"naik perlahan; belum akan penuh dalam {in_words(horizon)} ke depan"
        return Runway(course=Course.RISING, sentence=said, a_day=slope)
    full_on = last.day + timedelta(days=int(days))
    said = f"penuh dalam sekitar {in_words(int(days))}"
    return Runway(course=Course.RISING, sentence=said, full_on=full_on, a_day=slope)


def in_words(days: int) -> str:
    """``9 hari``, ``5 minggu``, ``5 bulan``, ``2 tahun``: as exact as a forecast may be."""
    if days < 14:
        return f"{max(1, days)} hari"
    if days < 60:
        return f"{round(days / 7)} minggu"
    if days < 700:
        return f"{round(days / 30.4)} bulan"
    return f"{round(days / 365)} tahun"


def _thinned(samples: Sequence[Sample]) -> list[Sample]:
    """Evenly chosen samples, the first and the last among them."""
    if len(samples) <= _ENOUGH:
        return list(samples)
    step = (len(samples) - 1) / (_ENOUGH - 1)
    return [samples[round(index * step)] for index in range(_ENOUGH)]


def _slope(samples: Sequence[Sample]) -> float:
    slopes = [
        (later.taken - earlier.taken) / (later.day - earlier.day).days
        for earlier, later in combinations(samples, 2)
        if later.day > earlier.day
    ]
    return median(slopes) if slopes else 0.0
