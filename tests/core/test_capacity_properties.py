"""The promises of a verdict, over random rooms: a YES can be written down, and never becomes a NO for want of less."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kolokasi.core.capacity.ask import Ask, DeviceAsked, HostingAsked
from kolokasi.core.capacity.judging import judge
from kolokasi.core.capacity.policy import Policy
from kolokasi.core.capacity.resources import Resource
from kolokasi.core.capacity.smaller import smaller
from kolokasi.core.capacity.stock import Cluster, Feed, Meter, Rack, Stock
from kolokasi.core.capacity.verdict import Answer, Verdict

pytestmark = pytest.mark.slow

# A busy machine is no fault of the verdict, and only some random rooms have room.
unhurried = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.filter_too_much]
)


# How full a meter is, as one small number, so that a room is quickly drawn and shrinks to an empty one:
# plenty left, then less and less, then full, then of unknown size.
FULLNESS = st.sampled_from((0, 0, 0, 0, 0, 0, 0, 0, 30, 60, 85, 95, 100, None))


def _meter(resource: Resource, key: int, most: int, full: int | None) -> Meter:
    """``most`` is the office's limit; an eighth more is the rating."""
    taken = most * (full or 0) // 100
    return Meter(
        key=key,
        resource=resource,
        name=f"meter {key}",
        unit="",
        rating=None if full is None else most + most // 8,
        limit=None if full is None else most,
        warn=most * 7 // 8,
        used=taken - taken // 3,
        held=taken // 3,
    )


@st.composite
def stocks(draw: st.DrawFn) -> Stock:
    """A few racks in one power tree; keys are given from one counter, as a table does."""
    counter = iter(range(1, 500))

    def meter(resource: Resource, most: int) -> Meter:
        return _meter(resource, next(counter), most, draw(FULLNESS))

    power: dict[int, Meter] = {}

    def node(resource: Resource, most: int) -> int:
        one = meter(resource, most)
        power[one.key] = one
        return one.key

    genset, ups = node(Resource.GENSET, 2500), [node(Resource.UPS, 1500) for _ in range(2)]

    def rack() -> Rack:
        key, height = next(counter), draw(st.integers(2, 9))
        taken = draw(st.integers(0, 2**height - 1))
        feeds = [
            (side, node(Resource.POWER, 1200), draw(st.sampled_from(ups)))
            for side in draw(st.sampled_from(("AB", "AB", "AB", "ABB", "A", "")))
        ]
        return Rack(
            key=key,
            name=f"R{key}",
            room="Ruang",
            height_u=height,
            depth_mm=draw(st.sampled_from((1000, 1000, 700, None))),
            units=meter(Resource.SPACE, height),
            weight=meter(Resource.SPACE, 150),
            free=frozenset(unit for unit in range(1, height + 1) if not taken >> unit - 1 & 1),
            feeds=tuple(
                Feed(key=next(counter), side=side, name=f"PDU {side}", path=(pdu, above, genset))
                for side, pdu, above in feeds
            ),
            ports=meter(Resource.PORT, 8),
            panel=meter(Resource.CABLE, 8),
        )

    racks = tuple(rack() for _ in range(draw(st.integers(1, 3))))
    return Stock(
        policy=Policy(max_depth_mm=draw(st.sampled_from((None, None, None, 650)))),
        racks=racks,
        power=power,
        links=(meter(Resource.BANDWIDTH, 100), meter(Resource.BANDWIDTH, 60)),
        pools=(meter(Resource.ADDRESS, 6), meter(Resource.ADDRESS, 4)),
        clusters=(
            Cluster(
                key=next(counter),
                name="Klaster",
                vcpu=meter(Resource.SERVER, 20),
                ram=meter(Resource.SERVER, 40),
                disk=meter(Resource.SERVER, 300),
            ),
        ),
    )


devices = st.builds(
    DeviceAsked,
    name=st.sampled_from(("a", "b", "c")),
    height_u=st.integers(1, 3),
    depth_mm=st.sampled_from((600, 700, 780)),
    weight_kg=st.sampled_from((0, 20, 60)),
    watts=st.sampled_from((0, 100, 300, 700, 1100)),
    supplies=st.sampled_from((1, 2)),
    ports=st.integers(0, 3),
)
asks = st.builds(
    Ask,
    devices=st.lists(devices, max_size=3).map(tuple),
    hosting=st.none()
    | st.none()
    | st.builds(HostingAsked, vcpu=st.integers(0, 8), ram_gb=st.integers(0, 16), disk_gb=st.integers(0, 90)),
    bandwidth_mbps=st.integers(0, 60),
    addresses=st.integers(0, 4),
)  # fmt: skip


def _meters(stock: Stock) -> dict[int, Meter]:
    every = [*stock.power.values(), *stock.links, *stock.pools, *stock.pools6]
    for rack in stock.racks:
        every += [one for one in (rack.units, rack.weight, rack.ports, rack.panel) if one]
    for cluster in stock.clusters:
        every += [cluster.vcpu, cluster.ram, cluster.disk]
    return {one.key: one for one in every}


def _overfilled(verdict: Verdict, stock: Stock, *, end: str) -> list[int]:
    """The meters that the takes would fill past their limit (or their rating)."""
    there = _meters(stock)
    return [
        take.meter
        for take in verdict.takes
        if (most := getattr(there[take.meter], end)) is not None
        and there[take.meter].used + there[take.meter].held + take.amount > most
    ]


def _units(verdict: Verdict) -> Counter[tuple[int, int]]:
    return Counter(
        (place.rack, unit)
        for place in verdict.places
        for unit in range(place.unit, place.unit + place.height_u)
    )


@unhurried
@given(ask=asks, stock=stocks())
def test_a_yes_can_be_written_down(ask: Ask, stock: Stock) -> None:
    verdict = judge(ask, stock)
    assume(verdict.answer is Answer.YES)
    assert _overfilled(verdict, stock, end="limit") == []
    assert len(verdict.places) == len(ask.devices)
    free = {(rack.key, unit) for rack in stock.racks for unit in rack.free}
    assert all(count == 1 and unit in free for unit, count in _units(verdict).items())
    there = _meters(stock)
    assert all(
        there[take.meter].limit is not None for take in verdict.takes
    )  # nothing unknown is used
    feeds = {feed.key: feed for rack in stock.racks for feed in rack.feeds}
    for place in verdict.places:
        device = [one for one in ask.devices if one.name == place.device]
        if place.watts and all(one.supplies == 2 for one in device):
            assert len({feeds[key].side for key in place.feeds}) == 2
    assert sum(take.amount for take in verdict.addresses) == ask.addresses


@unhurried
@given(ask=asks, stock=stocks())
def test_an_override_stays_within_the_ratings(ask: Ask, stock: Stock) -> None:
    verdict = judge(ask, stock)
    assert _overfilled(verdict, stock, end="rating") == []
    free = {(rack.key, unit) for rack in stock.racks for unit in rack.free}
    assert all(count == 1 and unit in free for unit, count in _units(verdict).items())


@unhurried
@given(ask=asks, stock=stocks())
def test_the_numbers_of_every_line_add_up(ask: Ask, stock: Stock) -> None:
    verdict = judge(ask, stock)
    for line in verdict.lines:
        if None not in (line.have, line.used, line.held, line.asked):
            assert line.left == line.have - line.used - line.held - line.asked  # type: ignore[operator]
        assert line.why.endswith(".")
        assert line.answer is not Answer.YES or line.left is None or line.left >= 0
        assert line.short == 0 or line.answer is Answer.NO
    ranks = [one.rank for one in verdict.candidates if one.rank]
    assert ranks == list(range(1, len(ranks) + 1))
    assert len(verdict.candidates) == (len(stock.racks) if ask.devices else 0)


@unhurried
@given(ask=asks, stock=stocks(), more=stocks())
def test_more_stock_never_turns_yes_into_no(ask: Ask, stock: Stock, more: Stock) -> None:
    assume(judge(ask, stock).answer is Answer.YES)
    assert judge(ask, _both(stock, more)).answer is Answer.YES


def _both(first: Stock, second: Stock) -> Stock:
    """The second room beside the first, with keys of its own."""
    far = 10_000

    def moved(one: Meter) -> Meter:
        return replace(one, key=one.key + far)

    racks = tuple(
        replace(
            rack,
            key=rack.key + far,
            units=moved(rack.units),
            weight=moved(rack.weight),
            ports=moved(rack.ports) if rack.ports else None,
            panel=moved(rack.panel) if rack.panel else None,
            feeds=tuple(
                replace(feed, key=feed.key + far, path=tuple(key + far for key in feed.path))
                for feed in rack.feeds
            ),
        )
        for rack in second.racks
    )
    return replace(
        first,
        racks=racks + first.racks,
        power={**first.power, **{key + far: moved(one) for key, one in second.power.items()}},
        links=tuple(map(moved, second.links)) + first.links,
        pools=tuple(map(moved, second.pools)) + first.pools,
    )


@unhurried
@given(ask=asks, stock=stocks(), data=st.data())
def test_asking_less_never_turns_yes_into_no(ask: Ask, stock: Stock, data: st.DataObject) -> None:
    assume(judge(ask, stock).answer is Answer.YES)
    kept = [one for one in ask.devices if data.draw(st.booleans())]
    less = replace(
        ask,
        devices=tuple(_lesser(one, data) for one in kept),
        bandwidth_mbps=data.draw(st.integers(0, ask.bandwidth_mbps or 0)),
        addresses=data.draw(st.integers(0, ask.addresses or 0)),
    )
    verdict = judge(less, stock)
    assert verdict.answer is Answer.YES or not verdict.lines


def _lesser(device: DeviceAsked, data: st.DataObject) -> DeviceAsked:
    def upto(low: int, high: int | None) -> int:
        return data.draw(st.integers(low, high or low))

    return replace(
        device,
        height_u=upto(1, device.height_u),
        depth_mm=upto(300, device.depth_mm),
        weight_kg=upto(0, device.weight_kg),
        watts=upto(0, device.watts),
        supplies=upto(1, device.supplies),
        ports=upto(0, device.ports),
    )


@unhurried
@given(ask=asks, stock=stocks(), data=st.data())
def test_unknown_is_never_yes(ask: Ask, stock: Stock, data: st.DataObject) -> None:
    """Whatever of the request, or of a meter that it takes from, becomes unknown: no YES is left on that way."""
    verdict = judge(ask, stock)
    assume(verdict.answer is Answer.YES)
    for field in ("bandwidth_mbps", "addresses"):
        assert judge(replace(ask, **{field: None}), stock).answer is Answer.UNKNOWN
    if ask.devices:
        field = data.draw(st.sampled_from(("height_u", "depth_mm", "weight_kg", "watts", "ports")))
        first = replace(ask.devices[0], **{field: None})
        opened = judge(replace(ask, devices=(first, *ask.devices[1:])), stock)
        assert opened.answer is Answer.UNKNOWN
        assert opened.takes == ()
    if verdict.takes:
        gone = data.draw(st.sampled_from(verdict.takes)).meter
        again = judge(ask, _forgotten(stock, gone))
        assert gone not in {take.meter for take in again.takes} or again.answer is not Answer.YES


def _forgotten(stock: Stock, key: int) -> Stock:
    """The stock with one meter of which nobody knows how large it is."""

    def seen(one: Meter) -> Meter:
        return replace(one, rating=None, limit=None) if one.key == key else one

    return replace(
        stock,
        power={node: seen(one) for node, one in stock.power.items()},
        links=tuple(map(seen, stock.links)),
        pools=tuple(map(seen, stock.pools)),
        racks=tuple(
            replace(
                rack,
                units=seen(rack.units),
                weight=seen(rack.weight),
                ports=seen(rack.ports) if rack.ports else None,
                panel=seen(rack.panel) if rack.panel else None,
            )
            for rack in stock.racks
        ),
        clusters=tuple(
            replace(one, vcpu=seen(one.vcpu), ram=seen(one.ram), disk=seen(one.disk))
            for one in stock.clusters
        ),
    )


@unhurried
@given(ask=asks, stock=stocks(), chance=st.randoms(use_true_random=False))
def test_the_order_of_the_stock_does_not_matter(ask: Ask, stock: Stock, chance: Any) -> None:
    def mixed(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(items, len(items)))

    shuffled = replace(
        stock,
        racks=tuple(replace(rack, feeds=mixed(rack.feeds)) for rack in mixed(stock.racks)),
        power=dict(mixed(tuple(stock.power.items()))),
        links=mixed(stock.links),
        pools=mixed(stock.pools),
    )
    assert judge(replace(ask, devices=mixed(ask.devices)), shuffled) == judge(ask, stock)


@unhurried
@given(ask=asks, stock=stocks())
def test_what_would_fit_today_does_fit(ask: Ask, stock: Stock) -> None:
    assume(judge(ask, stock).answer is Answer.NO)
    offer = smaller(ask, stock)
    assert bool(offer.asks) == bool(offer.phrase)
    for less in offer.asks:
        assert judge(less, stock).answer is Answer.YES


@unhurried
@given(ask=asks, stock=stocks())
def test_a_preferred_rack_comes_first_and_changes_no_answer(ask: Ask, stock: Stock) -> None:
    plain = judge(ask, stock)
    last = max(
        (one for one in plain.candidates if one.rank), key=lambda one: one.rank, default=None
    )
    assume(last is not None)
    assert last is not None
    chosen = judge(ask, stock, prefer=last.rack)
    assert chosen.answer is plain.answer
    if len({place.rack for place in plain.places}) == 1:
        assert chosen.candidates[0].rack == last.rack
