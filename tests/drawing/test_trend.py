"""A trend: recorded, limit and forecast, each a line of its own kind with its word, and none outside the picture."""

from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from kolokasi.core.capacity.runway import Sample, runway
from kolokasi.drawing.trend import draw_trend

SVG = "{http://www.w3.org/2000/svg}"


def _samples(*taken: int, have: int | None = 1000, step: int = 1) -> list[Sample]:
    return [
        Sample(day=date(2026, 6, 1) + timedelta(days=index * step), taken=one, have=have)
        for index, one in enumerate(taken)
    ]


def _draw(samples: list[Sample], lang: str = "id") -> str:
    return draw_trend(samples, runway(samples), name="UPS 1", unit="W", lang=lang)


def _lines(svg: str, kind: str) -> list[ElementTree.Element]:
    return [
        one for one in ElementTree.fromstring(svg).iter(f"{SVG}path") if one.get("class") == kind
    ]


def test_a_rise_reaches_the_limit_on_its_day() -> None:
    svg = _draw(_samples(*(400 + 2 * day for day in range(90))))
    (taken,) = _lines(svg, "draw-taken")
    (limit,) = _lines(svg, "draw-limit")
    (projected,) = _lines(svg, "draw-projected")
    assert not taken.get("stroke-dasharray")
    assert limit.get("stroke-dasharray") != projected.get("stroke-dasharray")
    assert _points(projected)[-1][1] == _points(limit)[-1][1]
    assert _points(projected)[0] == _points(taken)[-1]
    for said in ("penuh sekitar 28 Maret 2027", "batas 1.000 W", "578 W", "terpakai dan dipesan"):
        assert said in svg


def test_a_changed_limit_is_a_step() -> None:
    samples = _samples(*[500] * 20, have=800) + [
        Sample(day=date(2026, 7, 1) + timedelta(days=n), taken=500, have=900) for n in range(20)
    ]
    (limit,) = _lines(_draw(samples), "draw-limit")
    assert len(_points(limit)) == 4
    assert not _lines(_draw(samples), "draw-projected")


@pytest.mark.parametrize(
    "samples",
    [
        [],
        _samples(0),
        _samples(5, have=None),
        _samples(0, 0, 0, have=0),
        _samples(1200, 1300, step=400),
        _samples(*range(0, 900, 3)),
        _samples(*[10**9] * 30, have=10**9 + 1),
    ],
)
@pytest.mark.parametrize("lang", ["id", "en"])
def test_whatever_was_recorded_stays_in_the_picture(samples: list[Sample], lang: str) -> None:
    svg = _draw(samples, lang)
    root = ElementTree.fromstring(svg)
    wide, high = float(root.get("width", "")), float(root.get("height", ""))
    for one in root.iter(f"{SVG}path"):
        if one.get("class") in ("draw-taken", "draw-limit", "draw-projected"):
            assert all(0 <= x <= wide and 0 <= y <= high for x, y in _points(one))
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x", "")) <= wide
        assert 0 < float(text.get("y", "")) <= high
    assert " style=" not in svg


def test_nothing_recorded_says_so() -> None:
    assert "Belum ada catatan pemakaian." in _draw([])


def _points(path: ElementTree.Element) -> list[tuple[float, float]]:
    found = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path.get("d", ""))
    return [(float(x), float(y)) for x, y in found]
