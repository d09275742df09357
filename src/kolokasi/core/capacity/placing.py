"""Finds a place for every device of a request: unbroken units in a rack, its feeds, and enough of every meter.

The search is complete as long as it needs no more than ``TRIALS`` attempts: if there is a way to place
everything, it is found. Therefore more stock, or a smaller request, never turns a yes into a no. A request of
many odd devices that needs more is answered no, with the reason that no arrangement was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

from kolokasi.core.capacity.arranging import Spot, Way, arrange, longest_run, runs
from kolokasi.core.capacity.ask import Ask
from kolokasi.core.capacity.need import Need
from kolokasi.core.capacity.powering import Feeds, feed_choices, nodes
from kolokasi.core.capacity.resources import Resource
from kolokasi.core.capacity.stock import Meter, Rack, Stock

TRIALS = 1500
_ENDLESS = 10**15


class Bound(Enum):
    """How far a meter may be filled."""

    SURE = "what is known, up to the office's limit"
    HOPEFUL = "up to the office's limit where it is known"
    PHYSICAL = "up to the rating where it is known"  # what an override may take


def demand_of(rack: Rack, need: Need, feeds: Feeds) -> dict[int, int]:
    """What each meter must give for this device in this rack on these feeds."""
    return _demand(rack, need, nodes(feeds))


def _demand(rack: Rack, need: Need, on_the_way: tuple[int, ...]) -> dict[int, int]:
    demand: dict[int, int] = {}
    if need.height:
        demand[rack.units.key] = need.height
    if need.weight:
        demand[rack.weight.key] = need.weight
    if need.ports:
        demand.update((one.key, need.ports) for one in (rack.ports, rack.panel) if one is not None)
    if need.watts:
        demand.update((key, need.watts) for key in on_the_way)
    return demand


def allowance(meter: Meter, bound: Bound, *, checked: bool) -> int:
    """How much the meter may still give. Not known is nothing where it must be sure."""
    end = meter.rating if bound is Bound.PHYSICAL else meter.limit
    if end is None:
        return 0 if bound is Bound.SURE and checked else _ENDLESS
    return end - meter.used - meter.held


class Search:
    """Places devices (tallest first) in racks of a stock, within a bound. What it has found out about a rack
    it keeps, so that several requests may be tried one after the other."""

    def __init__(self, ask: Ask, stock: Stock, bound: Bound, *, trials: int = TRIALS) -> None:
        self._stock = stock
        self._bound = bound
        self._known = ask.resources if bound is Bound.SURE else frozenset()
        self._checked = ask.resources
        self._trials = trials
        self._choices: dict[tuple[int, int], list[tuple[Feeds, tuple[int, ...]]]] = {}
        self._found: dict[tuple[int, tuple[int, ...], bool], list[Way]] = {}
        self._given: dict[int, dict[int, int]] = {}

    def place(self, needs: Sequence[Need], racks: Sequence[Rack]) -> tuple[Spot, ...] | None:
        """A spot for every need, all in these racks, earlier racks first; None where there is none."""
        found = self._ways_and_left(needs, racks)
        if found is None:
            return None
        ways, left = found
        free = {rack.key: runs(rack.free) for rack in racks}
        return arrange(needs, ways, left, free, self._trials)

    def alone(
        self, needs: Sequence[Need], racks: Sequence[Rack]
    ) -> Iterator[tuple[Rack, tuple[Spot, ...]]]:
        """The racks that take all of the needs by themselves. None is tried where even all of them together
        have too little."""
        if self._ways_and_left(needs, racks) is None:
            return
        for rack in racks:
            if spots := self.place(needs, (rack,)):
                yield rack, spots

    def _ways_and_left(
        self, needs: Sequence[Need], racks: Sequence[Rack]
    ) -> tuple[list[list[Way]], dict[int, int]] | None:
        """What every need may do in these racks, and what their meters may give; None where that cannot do."""
        if not racks or not _high_enough(needs, racks):
            return None
        ways: list[list[Way]] = []
        for need in needs:
            ways.append([way for rack in racks for way in self._ways(rack, need)])
            if not ways[-1]:
                return None
        left: dict[int, int] = {}
        for rack in racks:
            left.update(self._allowances(rack))
        return (ways, left) if _may_fit(ways, left) else None

    def _ways(self, rack: Rack, need: Need) -> list[Way]:
        key = (rack.key, need.kind, bool(need.refused))
        if key not in self._found:
            self._found[key] = list(self._find_ways(rack, need))
        return self._found[key]

    def _find_ways(self, rack: Rack, need: Need) -> Iterator[Way]:
        """How this device may go into this rack, as far as that does not depend on what else goes in."""
        if need.refused and self._bound is not Bound.PHYSICAL:
            return
        if rack.depth_mm is None and Resource.SPACE in self._known:
            return
        if rack.depth_mm is not None and need.depth > rack.depth_mm:
            return
        for resource, meter in ((Resource.PORT, rack.ports), (Resource.CABLE, rack.panel)):
            if meter is None and need.ports and resource in self._known:
                return
        left = self._allowances(rack)
        for feeds, on_the_way in self._feeds(rack, need):
            demand = _demand(rack, need, on_the_way)
            if all(amount <= left[key] for key, amount in demand.items()):
                yield Way(rack, feeds, demand)

    def _feeds(self, rack: Rack, need: Need) -> list[tuple[Feeds, tuple[int, ...]]]:
        key = (rack.key, min(need.supplies, 2))
        if key not in self._choices:
            choices = feed_choices(
                rack,
                need,
                stock=self._stock,
                known=self._known,
                one_side=self._bound is Bound.PHYSICAL,
            )
            self._choices[key] = [(feeds, nodes(feeds)) for feeds in choices]
        return self._choices[key]

    def _allowances(self, rack: Rack) -> dict[int, int]:
        if rack.key not in self._given:
            meters = [rack.units, rack.weight]
            meters += [one for one in (rack.ports, rack.panel) if one is not None]
            meters += [self._stock.power[key] for key in nodes(rack.feeds)]
            self._given[rack.key] = {
                one.key: allowance(one, self._bound, checked=one.resource in self._checked)
                for one in meters
            }
        return self._given[rack.key]


def _high_enough(needs: Sequence[Need], racks: Sequence[Rack]) -> bool:
    """Whether there are runs at all for the tallest, and units for all together."""
    tallest = max(need.height for need in needs)
    if tallest > max(longest_run(rack) for rack in racks):
        return False
    return sum(need.height for need in needs) <= sum(len(rack.free) for rack in racks)


def _may_fit(ways: Sequence[Sequence[Way]], left: Mapping[int, int]) -> bool:
    """Whether the meters suffice for what every way of every device takes; no search if they do not."""
    if len(ways) == 1:
        return True  # every way was held against the meters already
    sure: dict[int, int] = {}
    for choices in ways:
        if len(choices) == 1:
            for key, amount in choices[0].demand.items():
                sure[key] = sure.get(key, 0) + amount
            continue
        shared = set(choices[0].demand).intersection(*(way.demand for way in choices[1:]))
        for key in shared:
            sure[key] = sure.get(key, 0) + min(way.demand[key] for way in choices)
    return all(amount <= left[key] for key, amount in sure.items())
