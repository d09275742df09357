"""Why a rack cannot take the devices of a request, or why nobody can say whether it can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kolokasi.core.capacity.arranging import longest_run
from kolokasi.core.capacity.ask import Ask
from kolokasi.core.capacity.need import Need
from kolokasi.core.capacity.powering import nodes, passed, sides
from kolokasi.core.capacity.resources import Resource
from kolokasi.core.capacity.stock import Meter, Rack, Stock
from kolokasi.core.capacity.verdict import Answer
from kolokasi.core.capacity.wording import amount


@dataclass(frozen=True, slots=True)
class Obstacle:
    """``why`` is a phrase without a full stop; ``short`` is in the resource's unit."""

    resource: Resource
    answer: Answer
    why: str
    short: int = 0
    meter: int | None = None  # whose numbers say the same


def obstacles(rack: Rack, needs: Sequence[Need], ask: Ask, stock: Stock) -> list[Obstacle]:
    """What stands against placing all these devices in this rack, what weighs most first."""
    found = [
        *_of_space(rack, needs, ask),
        *_of_power(rack, needs, ask, stock),
        *_of_ports(rack, needs, ask),
    ]
    return sorted(found, key=lambda one: one.answer is not Answer.NO)


def _of_space(rack: Rack, needs: Sequence[Need], ask: Ask) -> Iterator[Obstacle]:
    checked = Resource.SPACE in ask.resources
    for need in needs:
        if need.refused:
            yield _no(Resource.SPACE, f"{need.name}: {need.refused.rstrip('.')}")
    tallest = max((need.height for need in needs), default=0)
    run = longest_run(rack)
    if tallest > run:
        there = f"{run} U berurutan" if run else "tidak ada U kosong"
        yield _no(Resource.SPACE, f"{there}, diminta {tallest} U", tallest - run)
    deepest = max((need.depth for need in needs), default=0)
    if rack.depth_mm is None:
        if checked:
            yield _unknown(Resource.SPACE, "kedalaman rak belum diketahui")
    elif deepest > rack.depth_mm:
        yield _no(Resource.SPACE, f"kedalaman {rack.depth_mm} mm, diminta {deepest} mm")
    yield from _metered(rack.units, sum(need.height for need in needs), ask)
    yield from _metered(rack.weight, sum(need.weight for need in needs), ask)


def _of_power(rack: Rack, needs: Sequence[Need], ask: Ask, stock: Stock) -> Iterator[Obstacle]:
    watts = sum(need.watts for need in needs)
    if not watts:
        return
    if not rack.feeds:
        if Resource.POWER in ask.resources:
            yield _unknown(Resource.POWER, "jalur listrik rak belum tercatat")
        return
    double = sum(need.watts for need in needs if need.supplies > 1)
    there = list(sides(rack))
    if double and len(there) < 2:
        why = f"hanya ada jalur listrik {there[0]}, sedangkan catu daya ganda memerlukan A dan B"
        yield _no(Resource.POWER, why)
    all_ways = passed(rack.feeds, stock)
    for resource in (Resource.POWER, Resource.UPS, Resource.GENSET):
        if resource in ask.resources and resource not in all_ways:
            what = (
                "jalur listriknya"
                if resource is Resource.POWER
                else f"{resource.label} di jalurnya"
            )
            yield _unknown(resource, f"{what} belum tercatat")
    # What every device must pass carries all; a node of one side at least what has two supplies.
    common = set(rack.feeds[0].path).intersection(*(set(feed.path) for feed in rack.feeds[1:]))
    for key in nodes(rack.feeds):
        load = watts if key in common else double if len(rack.feeds) == 2 else 0
        yield from _metered(stock.power[key], load, ask)
    if not double and len(rack.feeds) > 1:
        yield from _no_single_feed(rack, needs, ask, stock)


def _no_single_feed(
    rack: Rack, needs: Sequence[Need], ask: Ask, stock: Stock
) -> Iterator[Obstacle]:
    """Where no feed carries even the largest device: what stands against the least bad of them."""
    most = max(need.watts for need in needs)
    against = [
        [one for key in feed.path for one in _metered(stock.power[key], most, ask)]
        for feed in rack.feeds
    ]
    if all(against):
        yield min(against, key=lambda found: (found[0].answer is Answer.NO, found[0].short))[0]


def _of_ports(rack: Rack, needs: Sequence[Need], ask: Ask) -> Iterator[Obstacle]:
    ports = sum(need.ports for need in needs)
    for resource, meter in ((Resource.PORT, rack.ports), (Resource.CABLE, rack.panel)):
        if not ports:
            continue
        if meter is not None:
            yield from _metered(meter, ports, ask)
        elif resource in ask.resources:
            what = "port switch" if resource is Resource.PORT else "port panel"
            yield _unknown(resource, f"{what} untuk rak ini belum tercatat")


def _metered(meter: Meter, asked: int, ask: Ask) -> Iterator[Obstacle]:
    if not asked:
        return
    left = meter.left
    if left is None:
        if meter.resource in ask.resources:
            why = f"kapasitas {meter.name} belum diketahui"
            yield Obstacle(meter.resource, Answer.UNKNOWN, why, meter=meter.key)
    elif left < asked:
        there = amount(max(0, left), meter.unit)
        why = f"{meter.name}: tersisa {there}, diminta {amount(asked, meter.unit)}"
        yield Obstacle(meter.resource, Answer.NO, why, asked - left, meter.key)


def _no(resource: Resource, why: str, short: int = 0) -> Obstacle:
    return Obstacle(resource, Answer.NO, why, short)


def _unknown(resource: Resource, why: str) -> Obstacle:
    return Obstacle(resource, Answer.UNKNOWN, why)
