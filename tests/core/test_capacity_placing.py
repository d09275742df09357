"""Where devices go when the first choice is not the right one, and when one rack does not do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from capacity_room import ASK, PDU_A, PDU_B, POOL, WEB, meter, room
from kolokasi.core.capacity.arranging import runs
from kolokasi.core.capacity.ask import Ask, DeviceAsked, HostingAsked
from kolokasi.core.capacity.judging import judge
from kolokasi.core.capacity.need import watts_to_carry
from kolokasi.core.capacity.policy import Policy
from kolokasi.core.capacity.stock import Rack, Stock
from kolokasi.core.capacity.verdict import Answer, Verdict

WHOLE_LABEL = Policy(label_watts=100)


def _devices(*watts: int, supplies: int = 1) -> Ask:
    one = replace(WEB, height_u=1, weight_kg=1, ports=0, supplies=supplies)
    devices = tuple(replace(one, name=f"Server {n}", watts=w) for n, w in enumerate(watts, start=1))
    return replace(ASK, devices=devices, bandwidth_mbps=1, addresses=0)


def _racks(*racks: Rack) -> Stock:
    return replace(room(), racks=racks)


def _rack(key: int, *, weight: int) -> Rack:
    base = room().racks[0]
    return replace(
        base,
        key=key,
        name=f"A{key}",
        units=replace(base.units, key=key * 100),
        weight=replace(base.weight, key=key * 100 + 1, limit=weight, used=0, held=0),
    )


def _by_feed(verdict: Verdict) -> dict[int, int]:
    load: dict[int, int] = {}
    for place in verdict.places:
        for feed in place.feeds:
            load[feed] = load.get(feed, 0) + place.watts
    return load


def test_a_first_choice_that_leads_nowhere_is_taken_back() -> None:
    """Two of 400 W and four of 300 W on two feeds with 1.000 W each. Whoever fills A with both of the large
    ones has no place for the last small one; one large and two small ones on each is the only way."""
    feeds = {
        PDU_A: {"limit": 1000, "used": 0, "held": 0},
        PDU_B: {"limit": 1000, "used": 0, "held": 0},
    }
    stock = replace(room(feeds), policy=WHOLE_LABEL)
    verdict = judge(_devices(400, 400, 300, 300, 300, 300), stock)
    assert verdict.answer is Answer.NO  # 37 − 30 − 2 = 5 U are left, six are asked
    roomy = replace(stock.racks[0], units=replace(stock.racks[0].units, used=20))
    verdict = judge(_devices(400, 400, 300, 300, 300, 300), replace(stock, racks=(roomy,)))
    assert verdict.answer is Answer.YES
    assert _by_feed(verdict) == {201: 1000, 202: 1000}
    assert (
        judge(_devices(400, 400, 301, 300, 300, 300), replace(stock, racks=(roomy,))).answer
        is Answer.NO
    )


def test_a_second_rack_takes_what_the_first_does_not_carry() -> None:
    heavy = replace(
        ASK, devices=(replace(WEB, weight_kg=60), replace(WEB, name="Server lain", weight_kg=60))
    )
    verdict = judge(heavy, _racks(_rack(1, weight=100), _rack(2, weight=100)))
    assert verdict.answer is Answer.YES
    assert [place.rack for place in verdict.places] == [1, 2]
    assert judge(heavy, _racks(_rack(1, weight=100), _rack(2, weight=59))).answer is Answer.NO


def test_two_feeds_of_one_side_are_not_two_sides() -> None:
    first, second = room().racks[0].feeds
    assert judge(ASK, room(feeds=(first, replace(second, side="A")))).answer is Answer.NO
    # a second PDU on side B does not stand in for a full side A
    full = room(
        {PDU_A: {"used": 5388}}, feeds=(first, second, replace(second, key=203, name="PDU lain"))
    )
    assert judge(ASK, full).answer is Answer.NO


def test_both_ways_over_one_node_carry_once_there_and_in_full_on_each_way() -> None:
    verdict = judge(ASK, room())
    takes = {take.meter: take.amount for take in verdict.takes}
    assert takes[PDU_A] == takes[PDU_B] == 770
    assert {takes[key] for key in (5, 6, 7)} == {770}  # panel, UPS, genset: once


@pytest.mark.parametrize(("label", "set_aside"), [(700, 490), (701, 491), (1, 1), (0, 0)])
def test_watts_are_rounded_up(label: int, set_aside: int) -> None:
    assert watts_to_carry(label, Policy()) == set_aside


def test_addresses_come_from_the_pool_that_they_fill_best() -> None:
    three, two = (
        meter(POOL, used=8, held=1),
        meter(POOL, key=77, name="198.51.100.0/28", used=10, held=0),
    )
    verdict = judge(ASK, replace(room(), pools=(three, two)))
    assert [(take.meter, take.amount) for take in verdict.addresses] == [(77, 2)]
    five = judge(replace(ASK, addresses=5), replace(room(), pools=(three, two)))
    assert [(take.meter, take.amount) for take in five.addresses] == [(POOL, 3), (77, 2)]
    assert judge(replace(ASK, addresses=6), replace(room(), pools=(three, two))).answer is Answer.NO


def test_runs_are_told_from_the_bottom() -> None:
    assert runs(frozenset({9, 1, 2, 3, 7, 8})) == ((1, 3), (7, 3))
    assert runs(frozenset()) == ()


@pytest.mark.parametrize("wrong", [{"height_u": 0}, {"watts": -1}, {"depth_mm": -5}, {"ports": -1}])
def test_numbers_that_no_device_has_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"tidak ada|negatif"):
        replace(WEB, **wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="negatif"):
        Ask(bandwidth_mbps=-1)
    with pytest.raises(ValueError, match="negatif"):
        HostingAsked(vcpu=-1, ram_gb=0, disk_gb=0)


def test_a_device_without_power_needs_no_feed() -> None:
    shelf = DeviceAsked(
        name="Laci", height_u=1, depth_mm=300, weight_kg=3, watts=0, supplies=0, ports=0
    )
    verdict = judge(Ask(devices=(shelf,), bandwidth_mbps=0), room(feeds=()))
    assert verdict.answer is Answer.YES
    assert verdict.places[0].feeds == ()
