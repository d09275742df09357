"""The power tree: every node once, its load in numbers, and what is the matter in words."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

from kolokasi.core.capacity.outage import rehearse
from kolokasi.core.capacity.power import Load, NodeKind, PowerNode, PowerTree
from kolokasi.drawing.model import Rect
from kolokasi.drawing.power_tree import draw_power_tree

SVG = "{http://www.w3.org/2000/svg}"
PLN = PowerNode(key=1, name="PLN", kind=NodeKind.MAINS)
GENSET = PowerNode(key=2, name="Genset", kind=NodeKind.GENSET, rating=5000, limit=4000)
UPS = PowerNode(key=3, name="UPS 1", kind=NodeKind.UPS, parent=1, backups=(2,), rating=5000, limit=4000,
                warn=3500, used=2000, held=1600)  # fmt: skip
PDUS = tuple(
    PowerNode(
        key=10 + n,
        name=f"PDU {n} <&>",
        kind=NodeKind.PDU,
        parent=3,
        rating=2000,
        limit=1600,
        used=n * 500,
    )
    for n in range(1, 5)
)
TREE = PowerTree((PLN, GENSET, UPS, *PDUS))


def _nodes(svg: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(svg)
    return [one for one in root.iter() if (one.get("class") or "").startswith("draw-node")]


def _box(node: ElementTree.Element) -> Rect:
    found = node.find(f"{SVG}rect")
    assert found is not None
    return Rect(*(float(found.get(key, "")) for key in ("x", "y", "width", "height")))


def _said(svg: str, name: str) -> str:
    (node,) = [one for one in _nodes(svg) if name in "".join(one.itertext())]
    return "|".join(text for one in node.iter(f"{SVG}text") if (text := one.text))


def test_every_node_stands_once_and_on_no_other() -> None:
    svg = draw_power_tree(TREE, name="Pusat data")
    assert len(_nodes(svg)) == 7
    boxes = [_box(node) for node in _nodes(svg)]
    assert not [one for one in combinations(boxes, 2) if one[0].meets(one[1])]
    root = ElementTree.fromstring(svg)
    paper = Rect(0, 0, float(root.get("width", "")), float(root.get("height", "")))
    assert all(paper.holds(box) for box in boxes)


def test_load_limit_and_trouble_are_words() -> None:
    svg = draw_power_tree(TREE, name="Pusat data", sides={11: "A"})
    assert (
        _said(svg, "UPS 1")
        == "UPS 1|3.600 dari 4.000 W (90 %)|melewati peringatan · cadangan: Genset"
    )
    assert _said(svg, "PDU 4") == "PDU 4 <&>|2.000 dari 1.600 W (125 %)|melewati batas"
    assert _said(svg, "PDU 1") == "jalur A|PDU 1 <&>|500 dari 1.600 W (31 %)"
    assert "batas belum diketahui" in _said(svg, "PLN")
    assert "7 simpul listrik, 1 melewati batas." in svg


def test_a_rehearsed_failure_shows_what_is_off_and_what_is_left() -> None:
    load = Load(key=1, name="SIMRS", owner="Dinas Kesehatan", watts=900, feeds=(11, 12))
    outage = rehearse(TREE, [load], {1, 12})
    svg = draw_power_tree(TREE, name="Pusat data", outage=outage)
    assert _said(svg, "PDU 2") == "PDU 2 <&>|padam"
    assert _said(svg, "PLN") == "PLN|padam"
    genset = next(node for node in _nodes(svg) if node.findtext(f"{SVG}title") == "Genset")
    assert "900 dari 4.000 W (22 %)" in "".join(genset.itertext())
    battery = draw_power_tree(TREE, name="Pusat data", outage=rehearse(TREE, [load], {1, 2}))
    assert "dari baterai" in _said(battery, "UPS 1")


def test_links_and_language() -> None:
    svg = draw_power_tree(TREE, name="Site", hrefs={3: "/pusat-data/listrik/3/"}, lang="en")
    assert [one.get("href") for one in ElementTree.fromstring(svg).iter(f"{SVG}a")] == [
        "/pusat-data/listrik/3/"
    ]
    assert "3,600 of 4,000 W (90%)" in _said(svg, "UPS 1")
    assert " style=" not in svg


def test_a_tree_with_nothing_in_it() -> None:
    ElementTree.fromstring(draw_power_tree(PowerTree(()), name="Kosong"))


def test_a_limit_of_nothing_divides_nothing() -> None:
    none = replace(PLN, limit=0, rating=0)
    assert "0 dari 0 W" in draw_power_tree(PowerTree((none,)), name="Kosong")
