"""Finds a place for every device of a request: unbroken units in a rack, its feeds, and enough of every meter.

The search is complete as long as it needs no more than ``TRIALS`` attempts: if there is a way to place
everything, it is found. Therefore more stock, or a smaller request, never turns a yes into a no. A request of
many odd devices that needs more is answered no, with the reason that no arrangement was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

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


@dataclass(frozen=True, slots=True)
class Spot:
    """A device in its place. ``demand`` is what each meter gives for it; ``spare`` what its run has left over."""

    need: Need
    rack: Rack
    unit: int
    feeds: Feeds
    demand: Mapping[int, int]
    spare: int


@dataclass(frozen=True, slots=True)
class _Way:
    rack: Rack
    feeds: Feeds
    demand: Mapping[int, int]


Run = tuple[int, int]  # lowest unit, length


def runs(free: frozenset[int]) -> list[Run]:
    """Unbroken stretches of free units, from the bottom."""
    found: list[Run] = []
    for unit in sorted(free):
        if found and unit == sum(found[-1]):
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((unit, 1))
    return found


def longest_run(rack: Rack) -> int:
    return max((length for _, length in runs(rack.free)), default=0)


def demand_of(rack: Rack, need: Need, feeds: Feeds) -> dict[int, int]:
    """What each meter must give for this device in this rack on these feeds."""
    demand = {rack.units.key: need.height, rack.weight.key: need.weight}
    for meter in (rack.ports, rack.panel):
        if meter is not None:
            demand[meter.key] = need.ports
    demand.update((key, need.watts) for key in nodes(feeds))
    return {key: amount for key, amount in demand.items() if amount}


def allowance(meter: Meter, bound: Bound, *, checked: bool) -> int:
    """How much the meter may still give. Not known is nothing where it must be sure."""
    end = meter.rating if bound is Bound.PHYSICAL else meter.limit
    if end is None:
        return 0 if bound is Bound.SURE and checked else _ENDLESS
    return end - meter.used - meter.held


class Search:
    """Places the needs (tallest first) in racks of a stock, within a bound."""

    def __init__(self, needs: Sequence[Need], ask: Ask, stock: Stock, bound: Bound) -> None:
        self.needs = needs
        self._stock = stock
        self._bound = bound
        self._known = ask.resources if bound is Bound.SURE else frozenset()
        self._checked = ask.resources
        self._ways: dict[tuple[int, tuple[int, ...]], list[_Way]] = {}

    def place(self, racks: Sequence[Rack]) -> tuple[Spot, ...] | None:
        """A spot for every need, all in these racks, earlier racks first; None where there is none."""
        if not racks:
            return None
        ways = [[way for rack in racks for way in self._ways_in(rack, need)] for need in self.needs]
        left = self._allowances(racks)
        if not all(ways) or not _may_fit(ways, left):
            return None
        free = {rack.key: runs(rack.free) for rack in racks}
        return _arrange(self.needs, ways, left, free)

    def _ways_in(self, rack: Rack, need: Need) -> list[_Way]:
        key = (rack.key, need.kind)
        if key not in self._ways:
            self._ways[key] = list(self._find_ways(rack, need))
        return self._ways[key]

    def _find_ways(self, rack: Rack, need: Need) -> Iterator[_Way]:
        physical = self._bound is Bound.PHYSICAL
        if need.refused and not physical:
            return
        if Resource.SPACE in self._known and rack.depth_mm is None:
            return
        if rack.depth_mm is not None and need.depth > rack.depth_mm:
            return
        for resource, meter in ((Resource.PORT, rack.ports), (Resource.CABLE, rack.panel)):
            if meter is None and need.ports and resource in self._known:
                return
        choices = feed_choices(rack, need, stock=self._stock, known=self._known, one_side=physical)
        for feeds in choices:
            yield _Way(rack, feeds, demand_of(rack, need, feeds))

    def _allowances(self, racks: Sequence[Rack]) -> dict[int, int]:
        meters: list[Meter] = []
        for rack in racks:
            meters += [rack.units, rack.weight]
            meters += [one for one in (rack.ports, rack.panel) if one is not None]
            meters += [self._stock.power[key] for key in nodes(rack.feeds)]
        return {
            one.key: allowance(one, self._bound, checked=one.resource in self._checked)
            for one in meters
        }


def _may_fit(ways: Sequence[Sequence[_Way]], left: Mapping[int, int]) -> bool:
    """Whether the meters suffice for what every way of every device takes; no search if they do not."""
    sure: dict[int, int] = {}
    for choices in ways:
        shared = set(choices[0].demand).intersection(*(way.demand for way in choices[1:]))
        for key in shared:
            sure[key] = sure.get(key, 0) + min(way.demand[key] for way in choices)
    return all(amount <= left[key] for key, amount in sure.items())


def _arrange(
    needs: Sequence[Need],
    ways: Sequence[Sequence[_Way]],
    left: dict[int, int],
    free: dict[int, list[Run]],
) -> tuple[Spot, ...] | None:
    placed: list[Spot] = []
    failed: set[tuple[object, ...]] = set()  # equal devices in another order are the same attempt
    trials = 0

    def state() -> tuple[object, ...]:
        return tuple(
            sorted(
                (one.need.kind, one.rack.key, one.unit, tuple(feed.key for feed in one.feeds))
                for one in placed
            )
        )

    def step(index: int) -> bool:
        nonlocal trials
        if index == len(needs):
            return True
        mark = state() if index > 1 else ()
        if mark and mark in failed:
            return False
        need = needs[index]
        used = {one.rack.key for one in placed}
        for way in sorted(ways[index], key=lambda one: one.rack.key not in used):
            if any(amount > left[key] for key, amount in way.demand.items()):
                continue
            for run in _runs_for(free[way.rack.key], need.height):
                trials += 1
                if trials > TRIALS:
                    return False
                _take(need, way, run, left, free)
                placed.append(
                    Spot(need, way.rack, run[0], way.feeds, way.demand, run[1] - need.height)
                )
                if step(index + 1):
                    return True
                placed.pop()
                _give_back(need, way, run, left, free)
        if mark:
            failed.add(mark)
        return False

    return tuple(placed) if step(0) else None


def _runs_for(free: Sequence[Run], height: int) -> list[Run]:
    """Where a device of this height goes: the tightest run first, one of each length."""
    if height == 0:
        return [(0, 0)]
    fitting: dict[int, Run] = {}
    for run in free:
        if run[1] >= height:
            fitting.setdefault(run[1], run)
    return [fitting[length] for length in sorted(fitting)]


def _take(
    need: Need, way: _Way, run: Run, left: dict[int, int], free: dict[int, list[Run]]
) -> None:
    for key, amount in way.demand.items():
        left[key] -= amount
    if need.height:
        rest = (run[0] + need.height, run[1] - need.height)
        free[way.rack.key] = [rest if one == run else one for one in free[way.rack.key]]


def _give_back(
    need: Need, way: _Way, run: Run, left: dict[int, int], free: dict[int, list[Run]]
) -> None:
    for key, amount in way.demand.items():
        left[key] += amount
    if need.height:
        rest = (run[0] + need.height, run[1] - need.height)
        free[way.rack.key] = [run if one == rest else one for one in free[way.rack.key]]
