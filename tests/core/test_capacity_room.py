"""Eight resources of one room, against numbers computed by hand; and each of them short, or unknown, in turn."""

from __future__ import annotations

from dataclasses import replace
from time import process_time
from typing import Any

import pytest

from capacity_room import (
    ASK,
    CABLES,
    FREE,
    GENSET,
    LINK,
    PANEL,
    PDU_A,
    PDU_B,
    POOL,
    PORTS,
    STORE,
    UNITS,
    UPS,
    WEB,
    WEIGHT,
    room,
)
from kolokasi.core.capacity.ask import Ask
from kolokasi.core.capacity.judging import judge
from kolokasi.core.capacity.policy import Policy
from kolokasi.core.capacity.resources import Resource
from kolokasi.core.capacity.stock import Rack
from kolokasi.core.capacity.verdict import Answer, Line, Verdict

# Asked: 2 + 2 = 4 U; 25 + 35 = 60 kg; 70 % of 700 W are 490 W, of 400 W 280 W, together 770 W, on A and on B
# in full; 2 + 1 = 3 ports, and as many cables. left = have − used − held − asked.
BY_HAND = [
    # resource, where, unit, have, used, held, asked, left
    (Resource.SPACE, "Rak A2", "U", 37, 30, 2, 4, 1),  # 37 − 30 − 2 − 4
    (Resource.POWER, "PDU A2-A", "W", 5888, 4000, 500, 770, 618),  # 5.888 − 4.000 − 500 − 770
    (Resource.POWER, "PDU A2-B", "W", 5888, 3900, 500, 770, 718),  # 5.888 − 3.900 − 500 − 770
    (Resource.UPS, "UPS 1", "W", 16000, 11000, 2000, 770, 2230),  # 16.000 − 11.000 − 2.000 − 770
    (Resource.GENSET, "Genset", "W", 32000, 25000, 3000, 770, 3230),  # 32.000 − 25.000 − 3.000 − 770
    (Resource.BANDWIDTH, "Tautan 1 Gbps", "Mbps", 700, 540, 60, 50, 50),  # 700 − 540 − 60 − 50
    (Resource.ADDRESS, "203.0.113.16/28", "alamat", 12, 8, 1, 2, 1),  # 12 − 8 − 1 − 2
    (Resource.PORT, "Switch A2", "port", 48, 40, 4, 3, 1),  # 48 − 40 − 4 − 3
    (Resource.CABLE, "Panel A2", "port", 24, 15, 4, 3, 2),  # 24 − 15 − 4 − 3
]  # fmt: skip


def _numbers(line: Line) -> tuple[Any, ...]:
    return (
        line.resource, line.where, line.unit, line.have, line.used, line.held, line.asked, line.left,
    )  # fmt: skip


def _line(verdict: Verdict, resource: Resource) -> Line:
    """The worst line of a resource."""
    rank = [Answer.NO, Answer.UNKNOWN, Answer.YES]
    own = [line for line in verdict.lines if line.resource is resource]
    return min(own, key=lambda line: rank.index(line.answer))


def test_eight_resources_as_computed_by_hand() -> None:
    verdict = judge(ASK, room())
    assert [_numbers(line) for line in verdict.lines] == BY_HAND
    assert verdict.answer is Answer.YES
    assert {line.answer for line in verdict.lines} == {Answer.YES}


def test_what_is_reserved_as_computed_by_hand() -> None:
    verdict = judge(ASK, room())
    assert [
        (place.device, place.unit, place.height_u, place.feeds) for place in verdict.places
    ] == [
        ("Server web", 30, 2, (201, 202)),  # the tightest runs first: four in a row stay free
        ("Penyimpanan", 33, 2, (201, 202)),
    ]
    assert {take.meter: take.amount for take in verdict.takes} == {
        UNITS: 4, WEIGHT: 60, PDU_A: 770, PDU_B: 770, PANEL: 770, UPS: 770, GENSET: 770,
        LINK: 50, POOL: 2, PORTS: 3, CABLES: 3,
    }  # fmt: skip
    assert [(take.meter, take.amount) for take in verdict.addresses] == [(POOL, 2)]


# Everything left over but this: one more is used than left after the request.
SHORT = [
    (Resource.SPACE, UNITS, 32, 1),  # 37 − 32 − 2 = 3, asked 4
    (Resource.POWER, PDU_A, 4619, 1),  # 5.888 − 4.619 − 500 = 769, asked 770
    (Resource.POWER, PDU_B, 4619, 1),
    (Resource.POWER, PANEL, 23131, 1),  # 26.400 − 23.131 − 2.500 = 769
    (Resource.UPS, UPS, 13231, 1),  # 16.000 − 13.231 − 2.000 = 769
    (Resource.GENSET, GENSET, 28231, 1),  # 32.000 − 28.231 − 3.000 = 769
    (Resource.BANDWIDTH, LINK, 591, 1),  # 700 − 591 − 60 = 49, asked 50
    (Resource.ADDRESS, POOL, 10, 1),  # 12 − 10 − 1 = 1, asked 2
    (Resource.PORT, PORTS, 42, 1),  # 48 − 42 − 4 = 2, asked 3
    (Resource.CABLE, CABLES, 18, 1),  # 24 − 18 − 4 = 2, asked 3
]


@pytest.mark.parametrize(("resource", "key", "used", "short"), SHORT)
def test_one_too_few_of_one_resource_alone(
    resource: Resource, key: int, used: int, short: int
) -> None:
    verdict = judge(ASK, room({key: {"used": used}}))
    line = _line(verdict, resource)
    assert (line.answer, line.short, line.left) == (Answer.NO, short, -short)
    assert {one.resource for one in verdict.lines if one.answer is not Answer.YES} == {resource}
    assert verdict.answer is Answer.NO
    # An override may have what the rating carries, and knows where; a port that is not there has none.
    assert len(verdict.places) == (0 if key in (PORTS, CABLES) else 2)


@pytest.mark.parametrize(("resource", "key", "used", "short"), SHORT)
def test_exactly_enough_is_enough(resource: Resource, key: int, used: int, short: int) -> None:
    verdict = judge(ASK, room({key: {"used": used - short}}))
    assert verdict.answer is Answer.YES
    assert not any(line.short for line in verdict.lines)


@pytest.mark.parametrize(("resource", "key", "used", "short"), SHORT)
def test_one_resource_unknown_alone(resource: Resource, key: int, used: int, short: int) -> None:
    verdict = judge(ASK, room({key: {"limit": None, "rating": None}}))
    assert verdict.answer is Answer.UNKNOWN
    assert _line(verdict, resource).answer is Answer.UNKNOWN
    assert "belum diketahui" in _line(verdict, resource).why


def test_four_units_that_are_not_together_are_not_four_units() -> None:
    """As many units as asked, under the office's limit, but never four in a row."""
    big = Ask(devices=(replace(WEB, height_u=4),), bandwidth_mbps=50)
    verdict = judge(big, room(free=FREE - {23} | {2}))
    line = _line(verdict, Resource.SPACE)
    assert (line.answer, line.short) == (Answer.NO, 1)
    assert line.why == "Rak A2: 3 U berurutan, diminta 4 U."
    assert verdict.places == ()  # nobody can override a rack
    assert verdict.candidates[0].why == "3 U berurutan, diminta 4 U."


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"depth_mm": 690}, "Rak A2: kedalaman 690 mm, diminta 700 mm."),
        ({"depth_mm": None}, "Rak A2: kedalaman rak belum diketahui."),
        ({"free": frozenset()}, "Rak A2: tidak ada U kosong, diminta 2 U."),
    ],
)
def test_a_rack_that_devices_do_not_go_into(facts: dict[str, Any], why: str) -> None:
    verdict = judge(ASK, room(**facts))
    assert verdict.answer is not Answer.YES
    assert _line(verdict, Resource.SPACE).why == why


def test_too_heavy() -> None:
    verdict = judge(ASK, room({WEIGHT: {"used": 891}}))  # 1.000 − 891 − 50 = 59, asked 60
    assert _line(verdict, Resource.SPACE).answer is Answer.NO
    assert "beban rak A2: tersisa 59 kg, diminta 60 kg" in _line(verdict, Resource.SPACE).why


@pytest.mark.parametrize(
    ("missing", "resource"),
    [
        ("height_u", Resource.SPACE),
        ("depth_mm", Resource.SPACE),
        ("weight_kg", Resource.SPACE),
        ("watts", Resource.POWER),
        ("watts", Resource.UPS),
        ("watts", Resource.GENSET),
        ("supplies", Resource.POWER),
        ("ports", Resource.PORT),
        ("ports", Resource.CABLE),
    ],
)
def test_what_the_request_leaves_open_is_never_yes(missing: str, resource: Resource) -> None:
    verdict = judge(replace(ASK, devices=(WEB, replace(STORE, **{missing: None}))), room())
    assert verdict.answer is Answer.UNKNOWN
    assert _line(verdict, resource).answer is Answer.UNKNOWN
    assert _line(verdict, resource).asked is None
    assert verdict.places == ()
    assert verdict.takes == ()


@pytest.mark.parametrize("missing", ["bandwidth_mbps", "addresses", "addresses6"])
def test_bandwidth_and_addresses_left_open_are_never_yes(missing: str) -> None:
    assert judge(replace(ASK, **{missing: None}), room()).answer is Answer.UNKNOWN


def test_what_the_sop_does_not_check_is_no_obstacle_while_unknown() -> None:
    """Jawa Tengah looks at power, bandwidth and space: nobody there knows the genset, and nobody asks for it."""
    three = frozenset({Resource.SPACE, Resource.POWER, Resource.BANDWIDTH})
    stock = room({GENSET: {"limit": None, "rating": None}}, ports=None, panel=None)
    assert judge(replace(ASK, resources=three), stock).answer is Answer.YES
    assert judge(ASK, stock).answer is Answer.UNKNOWN
    full = room({GENSET: {"used": 29000}})
    assert judge(replace(ASK, resources=three), full).answer is Answer.NO  # but known is held to


def test_two_supplies_need_two_sides() -> None:
    one_side = room(feeds=room().racks[0].feeds[:1])
    verdict = judge(ASK, one_side)
    assert verdict.answer is Answer.NO
    assert "hanya ada jalur listrik A" in _line(verdict, Resource.POWER).why
    single = replace(ASK, devices=(replace(WEB, supplies=1), replace(STORE, supplies=1)))
    assert judge(single, one_side).answer is Answer.YES


def test_one_supply_goes_where_more_is_left() -> None:
    single = replace(ASK, devices=(replace(WEB, supplies=1),))
    assert judge(single, room()).places[0].feeds == (202,)  # B: 1.488 W left, A: 1.388 W


def test_no_feed_recorded_is_unknown_and_not_no() -> None:
    assert judge(ASK, room(feeds=())).answer is Answer.UNKNOWN


def test_past_the_warning_is_said() -> None:
    verdict = judge(
        ASK, room({UPS: {"used": 11231}})
    )  # 11.231 + 2.000 + 770 = 14.001, warned at 14.000
    assert verdict.answer is Answer.YES
    assert [line.resource for line in verdict.lines if line.tight] == [Resource.UPS]


def test_an_office_that_takes_no_towers_and_no_deep_devices() -> None:
    strict = replace(room(), policy=Policy(towers=False, max_depth_mm=680))
    verdict = judge(replace(ASK, devices=(WEB,)), strict)
    assert verdict.answer is Answer.NO
    assert "Kedalaman 700 mm melebihi batas 680 mm" in _line(verdict, Resource.SPACE).why
    tower = judge(replace(ASK, devices=(replace(STORE, tower=True),)), strict)
    assert "tower" in _line(tower, Resource.SPACE).why


def test_nothing_recorded_is_unknown() -> None:
    empty = replace(room(), racks=(), links=(), pools=())
    verdict = judge(ASK, empty)
    assert verdict.answer is Answer.UNKNOWN
    assert {line.answer for line in verdict.lines} == {Answer.UNKNOWN}
    assert (
        judge(ASK, replace(room(), racks=(), left_out={"tanpa 2 U berurutan": 7})).answer
        is Answer.NO
    )


def test_a_request_for_nothing_is_not_answered_with_yes() -> None:
    assert judge(Ask(bandwidth_mbps=0), room()).answer is Answer.UNKNOWN


def test_racks_are_ranked_and_each_says_why() -> None:
    """A is the tightest fit, B has more room; C is too shallow; D has one side only."""
    base = room().racks[0]

    def rack(key: int, name: str, **facts: Any) -> Rack:
        units, weight = (replace(one, key=key * 100 + one.key) for one in (base.units, base.weight))
        return replace(base, key=key, name=name, units=units, weight=weight, **facts)

    racks = (
        rack(1, "D", feeds=base.feeds[:1]),
        rack(2, "C", depth_mm=600),
        rack(3, "B", free=frozenset(range(1, 11))),
        rack(4, "A"),
    )
    verdict = judge(replace(ASK, devices=(WEB,)), replace(room(), racks=racks))
    assert [(one.name, one.rank) for one in verdict.candidates] == [
        ("A", 1),
        ("B", 2),
        ("C", 0),
        ("D", 0),
    ]
    assert [one.why for one in verdict.candidates] == [
        "Dipilih: muat di U30–U31; mengisi ruang kosong dengan tepat; jalur listrik A dan B; kedua jalur bertemu di UPS 1.",
        "Muat di U1–U2; sisa 8 U berurutan; jalur listrik A dan B; kedua jalur bertemu di UPS 1.",
        "Kedalaman 600 mm, diminta 700 mm.",
        "Hanya ada jalur listrik A, sedangkan catu daya ganda memerlukan A dan B.",
    ]
    assert (
        judge(replace(ASK, devices=(WEB,)), replace(room(), racks=racks), prefer=3).places[0].rack
        == 3
    )


def test_devices_are_spread_where_no_rack_takes_all() -> None:
    base = room().racks[0]
    racks = tuple(
        replace(
            base,
            key=key,
            name=f"A{key}",
            free=frozenset({1, 2, 7}),
            units=replace(base.units, key=key * 100),
            weight=replace(base.weight, key=key * 100 + 1),
        )
        for key in (1, 2, 3)
    )
    verdict = judge(ASK, replace(room(), racks=racks))
    assert verdict.answer is Answer.YES
    assert [(place.rack_name, place.unit) for place in verdict.places] == [("A1", 1), ("A2", 1)]
    assert [(one.name, one.rank) for one in verdict.candidates] == [("A1", 1), ("A2", 2), ("A3", 0)]
    assert "Perangkat dibagi ke 2 rak." in verdict.candidates[0].why
    assert len([line for line in verdict.lines if line.resource is Resource.SPACE]) == 2


def test_twenty_four_racks_are_judged_without_a_wait() -> None:
    base = room().racks[0]
    racks = tuple(
        replace(base, key=key, name=f"A{key}", units=replace(base.units, key=key * 100),
                weight=replace(base.weight, key=key * 100 + 1))
        for key in range(1, 25)
    )  # fmt: skip
    for stock in (room(), room({GENSET: {"used": 29000}})):
        many = replace(stock, racks=racks)
        taken: list[float] = []
        for _ in range(7):
            start = process_time()
            judge(ASK, many)
            taken.append(process_time() - start)
        assert min(taken) < 0.02  # a yes takes 2 ms, a no with its smaller offers 4
