"""One line of a verdict from one meter: have, used, held, asked, left; and the sentence that says it."""

from __future__ import annotations

from collections.abc import Iterable

from kolokasi.core.capacity.ask import Ask
from kolokasi.core.capacity.resources import Resource
from kolokasi.core.capacity.stock import Meter
from kolokasi.core.capacity.verdict import Answer, Line
from kolokasi.core.capacity.wording import amount


def line_of(meter: Meter, asked: int, ask: Ask, *, where: str = "") -> Line:
    """What becomes of this meter when so much is taken from it. ``left`` is below zero by what is short."""
    left = None if meter.left is None else meter.left - asked
    answer = _answer(meter, left, ask)
    tight = meter.warn is not None and meter.used + meter.held + asked > meter.warn
    return Line(
        resource=meter.resource,
        where=where or meter.name,
        unit=meter.unit,
        have=meter.limit,
        used=meter.used,
        held=meter.held,
        asked=asked,
        left=left,
        answer=answer,
        why=_why(meter, asked, left, answer, tight=tight),
        short=max(0, -left) if left is not None and answer is Answer.NO else 0,
        tight=tight and answer is Answer.YES,
    )


def _answer(meter: Meter, left: int | None, ask: Ask) -> Answer:
    if left is None:
        return Answer.UNKNOWN if meter.resource in ask.resources else Answer.YES
    return Answer.YES if left >= 0 else Answer.NO


def _why(meter: Meter, asked: int, left: int | None, answer: Answer, *, tight: bool) -> str:
    if left is None:
        known = f"Kapasitas {meter.name} belum diketahui"
        return f"{known}." if answer is Answer.UNKNOWN else f"{known}; SOP ini tidak memeriksanya."
    if answer is Answer.NO:
        there = amount(max(0, left + asked), meter.unit)
        wanted = amount(asked, meter.unit)
        return f"Tersisa {there}, diminta {wanted}: kurang {amount(-left, meter.unit)}."
    rest = f"Cukup; sesudahnya tersisa {amount(left, meter.unit)}"
    return (
        f"{rest}, melewati batas peringatan {amount(meter.warn or 0, meter.unit)}."
        if tight
        else f"{rest}."
    )


def bare_line(resource: Resource, where: str, unit: str, asked: int | None, why: str) -> Line:
    """A line without a meter: nothing of the kind is recorded, or it was not said how much is asked."""
    return Line(
        resource=resource,
        where=where,
        unit=unit,
        have=None,
        used=None,
        held=None,
        asked=asked,
        left=None,
        answer=Answer.UNKNOWN,
        why=why,
    )


def worst(answers: Iterable[Answer]) -> Answer:
    """NO beats UNKNOWN beats YES; where nothing was asked, nothing is known to be there."""
    return max(answers, key=SEVERITY.index, default=Answer.UNKNOWN)


SEVERITY = (Answer.YES, Answer.UNKNOWN, Answer.NO)
