"""A rack elevation shows every unit once, every device where it stands, and nothing that hangs on colour."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from time import process_time
from xml.etree import ElementTree

import pytest

from kolokasi.drawing.lettering import width_of
from kolokasi.drawing.rack import UNIT, Elevation, Face, Mounted, Standing, draw_rack

SVG = "{http://www.w3.org/2000/svg}"
HEALTH = Mounted(
    name="SIMRS", owner="Dinas Kesehatan", unit=1, height_u=2, href="/pusat-data/perangkat/7/"
)
HELD = Mounted(name="e-Arsip", owner="Dinas Arsip", unit=5, height_u=1, standing=Standing.HELD)
ASKED = Mounted(
    name="Server web", owner="Dinas Sosial", unit=8, height_u=2, standing=Standing.ASKED
)
SWITCH = Mounted(name="Switch", owner="", unit=12, height_u=1, face=Face.FRONT)
RACK = Elevation(name="Rak A2", height_u=12, mounted=(HEALTH, HELD, ASKED, SWITCH))


def _texts(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def _devices(svg: str) -> list[ElementTree.Element]:
    return [one for one in ElementTree.fromstring(svg).iter() if one.get("class") == "draw-device"]


def test_every_unit_is_numbered_once_at_each_side_from_the_bottom() -> None:
    numbers = [
        (int(one.text or ""), float(one.get("x", "")), float(one.get("y", "")))
        for one in ElementTree.fromstring(draw_rack(RACK)).iter(f"{SVG}text")
        if (one.text or "").isdecimal()
    ]
    columns = {x for _, x, _ in numbers}
    assert len(columns) == 3
    for column in columns:
        ours = sorted((unit, y) for unit, x, y in numbers if x == column)
        assert [unit for unit, _ in ours] == list(range(1, 13))
        assert all(
            below[1] - above[1] == pytest.approx(UNIT, abs=0.11)
            for below, above in itertools.pairwise(ours)
        )


def test_a_device_stands_on_its_units_on_the_faces_that_it_fills() -> None:
    svg = draw_rack(RACK)
    names = [_name(one) for one in _devices(svg)]
    assert sorted(names) == [
        "SIMRS",
        "SIMRS",
        "Server web",
        "Server web",
        "Switch",
        "e-Arsip",
        "e-Arsip",
    ]
    (first, *_) = [one for one in _devices(svg) if _name(one) == "SIMRS"]
    box = first.find(f"{SVG}rect")
    assert box is not None
    bottom = float(box.get("y", "")) + float(box.get("height", ""))
    assert float(box.get("height", "")) == pytest.approx(2 * UNIT, abs=3)
    assert bottom == pytest.approx(46 + 12 * UNIT, abs=2)  # unit 1 is the lowest


def _name(device: ElementTree.Element) -> str:
    title = device.find(f"{SVG}title")
    assert title is not None
    return (title.text or "").split(" · ")[0]


def test_what_is_free_is_told_run_by_run() -> None:
    texts = _texts(draw_rack(RACK))
    for said in ("2 U kosong (U3–U4)", "2 U kosong (U6–U7)", "2 U kosong (U10–U11)"):
        assert texts.count(said) == 2
    assert texts.count("1 U kosong di sisi ini saja") == 1


def test_states_have_words_and_patterns_and_not_colour_alone() -> None:
    svg = draw_rack(RACK)
    held, asked = (
        next(one for one in _devices(svg) if _name(one) == name)
        for name in ("e-Arsip", "Server web")
    )
    assert held.find(f"{SVG}path") is not None
    assert "dipesan · 1 U" in "|".join(held.itertext())
    box = asked.find(f"{SVG}rect")
    assert box is not None
    assert box.get("stroke-dasharray")
    assert "diusulkan · 2 U" in "|".join(asked.itertext())


def test_only_what_has_an_address_is_a_link() -> None:
    root = ElementTree.fromstring(draw_rack(RACK))
    assert {one.get("href") for one in root.iter(f"{SVG}a")} == {"/pusat-data/perangkat/7/"}
    assert root.get("role") == "group"
    plain = replace(RACK, mounted=(HELD,))
    assert ElementTree.fromstring(draw_rack(plain)).get("role") == "img"


def test_hostile_names_stay_text() -> None:
    bad = replace(
        HEALTH, name='<script>alert("x")</script>', owner="a&b\x00\u202e", href='/x"><script>'
    )
    svg = draw_rack(replace(RACK, name="<b>", mounted=(bad,)))
    root = ElementTree.fromstring(svg)
    assert not list(root.iter(f"{SVG}script"))
    assert " style=" not in svg
    assert " id=" not in svg  # two racks may stand on one page


@pytest.mark.parametrize("height", [1, 2])
def test_long_names_stay_in_their_box(height: int) -> None:
    long = replace(
        HEALTH, height_u=height, name="Server pelayanan " * 9, owner="Dinas Komunikasi " * 9
    )
    for device in _devices(draw_rack(replace(RACK, mounted=(long,)))):
        box = device.find(f"{SVG}rect")
        assert box is not None
        right = float(box.get("x", "")) + float(box.get("width", ""))
        for text in device.iter(f"{SVG}text"):
            if text.get("text-anchor") != "end":
                wide = width_of(
                    text.text or "", float(text.get("font-size", "")), bool(text.get("font-weight"))
                )
                assert float(text.get("x", "")) + wide <= right


def test_a_device_above_the_rack_is_drawn_as_far_as_the_rack_goes() -> None:
    svg = draw_rack(
        replace(RACK, mounted=(replace(HEALTH, unit=11, height_u=4), replace(HELD, unit=40)))
    )
    heights = [float(one.get("y", "0")) for one in ElementTree.fromstring(svg).iter(f"{SVG}rect")]
    assert min(heights) >= 0
    assert [_name(one) for one in _devices(svg)] == ["SIMRS", "SIMRS"]


def test_in_english() -> None:
    texts = _texts(draw_rack(RACK, lang="en"))
    assert "Front" in texts
    assert "2 U free (U3–U4)" in texts
    assert not [one for one in texts if re.search("kosong|dipesan|diusulkan", one)]


def test_a_full_rack_of_48_units_takes_no_time() -> None:
    full = Elevation(
        name="Rak B",
        height_u=48,
        mounted=tuple(replace(HELD, unit=unit, name=f"Server {unit}") for unit in range(1, 49)),
    )
    draw_rack(full)
    taken: list[float] = []
    for _ in range(5):
        start = process_time()
        draw_rack(full)
        taken.append(process_time() - start)
    assert min(taken) < 0.02  # about 0.004 where nobody else works
