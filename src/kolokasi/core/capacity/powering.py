"""Which feeds a device may hang on.

A device with one supply hangs on one feed. A device with more hangs on one of each side, and either must carry
it alone: the whole of its watts counts on both ways up, and once on a node that both ways share.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from itertools import combinations

from kolokasi.core.capacity.need import Need
from kolokasi.core.capacity.resources import Resource
from kolokasi.core.capacity.stock import Feed, Meter, Rack, Stock

Feeds = tuple[Feed, ...]


def feed_choices(
    rack: Rack, need: Need, *, stock: Stock, known: Set[Resource], one_side: bool
) -> Iterator[Feeds]:
    """The feeds, or pairs of feeds, that this device may hang on in this rack.

    The ways up must pass what is in ``known``; ``one_side`` lets a device with two supplies hang on one side.
    Nothing where the rack's feeds are not recorded, unless power is not among the known.
    """
    if need.supplies == 0:
        yield ()
        return
    if not rack.feeds and Resource.POWER not in known:
        yield ()
        return
    calmest = sorted(rack.feeds, key=lambda one: -_headroom(one, stock))
    single: list[Feeds] = [(feed,) for feed in calmest]
    pairs: list[Feeds] = [two for two in combinations(rack.feeds, 2) if two[0].side != two[1].side]
    wanted = single if need.supplies == 1 else pairs
    for choice in wanted or (single if one_side else []):
        if all(resource in passed(choice, stock) for resource in known if resource in _ON_THE_WAY):
            yield choice


def nodes(feeds: Feeds) -> tuple[int, ...]:
    """The meters on the ways of these feeds, each once, from the PDUs up."""
    return tuple(dict.fromkeys(key for feed in feeds for key in feed.path))


def meters(feeds: Feeds, stock: Stock) -> list[Meter]:
    return [stock.power[key] for key in nodes(feeds)]


def passed(feeds: Feeds, stock: Stock) -> set[Resource]:
    """What kinds of node lie on the ways of these feeds; power itself only if every way is recorded."""
    kinds = {meter.resource for meter in meters(feeds, stock)}
    return kinds if all(feed.path for feed in feeds) else kinds - {Resource.POWER}


def meeting(feeds: Feeds, stock: Stock) -> list[Meter]:
    """Where the ways of two feeds meet before the building: one PDU, or one UPS, on both.

    Panels and the mains are met by any two feeds of a small room, and say nothing about it.
    """
    if len(feeds) < 2:
        return []
    first, second = feeds[0].path, feeds[1].path
    shared = [stock.power[key] for key in first if key in second]
    return [one for one in shared if one.resource is Resource.UPS or one.key == first[0]]


def sides(rack: Rack) -> Iterable[str]:
    return sorted({feed.side for feed in rack.feeds})


def _headroom(feed: Feed, stock: Stock) -> int:
    return min((stock.power[key].left or 0 for key in feed.path), default=0)


_ON_THE_WAY = (Resource.POWER, Resource.UPS, Resource.GENSET)
