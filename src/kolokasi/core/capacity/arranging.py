"""Arranges devices in free units: which run, which feeds, one after the other, taking back what leads nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kolokasi.core.capacity.need import Need
from kolokasi.core.capacity.powering import Feeds
from kolokasi.core.capacity.stock import Rack


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
class Way:
    rack: Rack
    feeds: Feeds
    demand: Mapping[int, int]


Run = tuple[int, int]  # lowest unit, length


@lru_cache(maxsize=4096)
def runs(free: frozenset[int]) -> tuple[Run, ...]:
    """Unbroken stretches of free units, from the bottom."""
    found: list[Run] = []
    for unit in sorted(free):
        if found and unit == sum(found[-1]):
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((unit, 1))
    return tuple(found)


def longest_run(rack: Rack) -> int:
    return max((length for _, length in runs(rack.free)), default=0)


def arrange(
    needs: Sequence[Need],
    ways: Sequence[Sequence[Way]],
    left: dict[int, int],
    free: dict[int, tuple[Run, ...]],
    most_trials: int,
) -> tuple[Spot, ...] | None:
    """A spot for each need, in their order; None where there is none within so many trials. ``ways`` are what
    each may do, ``left`` what the meters give, ``free`` the runs of each rack."""
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
        order = ways[index]
        if used and len(order) > 1:
            order = sorted(order, key=lambda one: one.rack.key not in used)
        for way in order:
            if any(amount > left[key] for key, amount in way.demand.items()):
                continue
            for run in _runs_for(free[way.rack.key], need.height):
                trials += 1
                if trials > most_trials:
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
    need: Need, way: Way, run: Run, left: dict[int, int], free: dict[int, tuple[Run, ...]]
) -> None:
    for key, amount in way.demand.items():
        left[key] -= amount
    if need.height:
        rest = (run[0] + need.height, run[1] - need.height)
        free[way.rack.key] = tuple(rest if one == run else one for one in free[way.rack.key])


def _give_back(
    need: Need, way: Way, run: Run, left: dict[int, int], free: dict[int, tuple[Run, ...]]
) -> None:
    for key, amount in way.demand.items():
        left[key] += amount
    if need.height:
        rest = (run[0] + need.height, run[1] - need.height)
        free[way.rack.key] = tuple(run if one == rest else one for one in free[way.rack.key])
