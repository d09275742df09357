"""Rehearses a failure: which devices go dark when these nodes are off, and what is overloaded then.

A device draws on all its live feeds in equal parts, so that the side that survives carries what the other did.
A node whose supply fails is taken over by a genset that backs it; a UPS without either lives of its battery.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kolokasi.core.capacity.power import Load, NodeKind, PowerNode, PowerTree
from kolokasi.core.capacity.verdict import Place


class Supply(StrEnum):
    LIVE = "hidup"
    BATTERY = "baterai"
    DARK = "padam"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overload:
    """A node that carries more than it may. ``trips`` says that even its rating is passed."""

    node: PowerNode
    watts: int
    most: int
    trips: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBattery:
    load: Load
    minutes: int | None  # None: nobody knows how long


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """What is left when ``off`` is off. ``one_sided`` devices run on, without a second way. ``unsure`` nodes have
    no known limit or carry a device of unknown watts. ``tripped`` nodes went off by overload, one after the other."""

    off: frozenset[int]
    dark: tuple[Load, ...]
    on_battery: tuple[OnBattery, ...]
    one_sided: tuple[Load, ...]
    overloaded: tuple[Overload, ...]
    unsure: tuple[PowerNode, ...]
    carried: Mapping[int, int]  # watts by node
    states: Mapping[int, Supply] = field(default_factory=dict)
    tripped: tuple[PowerNode, ...] = ()

    @property
    def owners(self) -> tuple[str, ...]:
        """Whose devices go dark, by name, each once."""
        return tuple(sorted({load.owner for load in self.dark}))


def rehearse(
    tree: PowerTree,
    loads: Iterable[Load],
    off: Collection[int] = (),
    *,
    modules_off: Mapping[int, int] | None = None,
    cascade: bool = False,
) -> Outage:
    """Switch these nodes off. ``modules_off`` takes single modules out of a UPS. With ``cascade``, what is past its
    rating trips, until nothing more does."""
    everything = tuple(loads)
    outage = _after(tree, everything, frozenset(off), modules_off or {})
    tripped: list[PowerNode] = []
    while cascade:
        more = [one.node for one in outage.overloaded if one.trips]
        if not more:
            break
        tripped += more
        gone = frozenset(off) | {node.key for node in tripped}
        outage = _after(tree, everything, gone, modules_off or {}, tuple(tripped))
    return outage


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The same failure without and with the devices that are asked for."""

    without: Outage
    with_asked: Outage

    @property
    def newly_dark(self) -> tuple[Load, ...]:
        """Devices that run on today, and would not with what is asked for; the asked ones are not among them."""
        before = {load.key for load in self.without.dark}
        return tuple(one for one in self.with_asked.dark if not one.asked and one.key not in before)

    @property
    def newly_overloaded(self) -> tuple[Overload, ...]:
        before = {(one.node.key, one.trips) for one in self.without.overloaded}
        return tuple(
            one for one in self.with_asked.overloaded if (one.node.key, one.trips) not in before
        )


def compare(
    tree: PowerTree, loads: Iterable[Load], asked: Iterable[Load], off: Collection[int]
) -> Comparison:
    """With and without the devices asked for, overloads followed through."""
    there = tuple(loads)
    return Comparison(
        without=rehearse(tree, there, off, cascade=True),
        with_asked=rehearse(tree, (*there, *asked), off, cascade=True),
    )


def loads_of(places: Iterable[Place], owner: str) -> tuple[Load, ...]:
    """The devices of a verdict, as they would draw. Their keys are below zero: they are no rows yet."""
    return tuple(
        Load(
            key=-number,
            name=place.device,
            owner=owner,
            watts=place.watts,
            feeds=place.feeds,
            supplies=len(place.feeds),
            asked=True,
        )
        for number, place in enumerate(places, start=1)
    )


def modules_too_few(tree: PowerTree, loads: Iterable[Load]) -> tuple[Overload, ...]:
    """N+1: the nodes of several modules that do not carry their load with one module less."""
    carried = rehearse(tree, loads).carried
    found: list[Overload] = []
    for node in tree.top_down:
        if node.modules < 2 or node.rating is None:
            continue
        most = node.rating * (node.modules - 1) // node.modules
        if carried.get(node.key, 0) > most:
            found.append(Overload(node=node, watts=carried[node.key], most=most, trips=True))
    return tuple(found)


def _after(
    tree: PowerTree,
    loads: tuple[Load, ...],
    off: frozenset[int],
    modules_off: Mapping[int, int],
    tripped: tuple[PowerNode, ...] = (),
) -> Outage:
    states, upstream, minutes = _supplies(tree, off)
    carried: dict[int, int] = {}
    unsure: set[int] = set()
    dark: list[Load] = []
    battery: list[OnBattery] = []
    one_sided: list[Load] = []
    for load in loads:
        live = [key for key in load.feeds if states[key] is not Supply.DARK]
        if not live:
            dark.append(load)
            continue
        if all(states[key] is Supply.BATTERY for key in live):
            known = [minutes[key] for key in live]
            longest = None if None in known else max(one for one in known if one is not None)
            battery.append(OnBattery(load=load, minutes=longest))
        if len(live) == 1 < len(load.feeds):
            one_sided.append(load)
        for key, watts in zip(live, _shares(load.watts or 0, len(live)), strict=True):
            node: int | None = key
            while node is not None:
                carried[node] = carried.get(node, 0) + watts
                if load.watts is None:
                    unsure.add(node)
                node = upstream[node]
    unsure |= {
        key for key in carried if tree.nodes[key].rating is None and tree.nodes[key].limit is None
    }
    return Outage(
        off=off,
        dark=tuple(dark),
        on_battery=tuple(battery),
        one_sided=tuple(one_sided),
        overloaded=_overloaded(tree, carried, modules_off),
        unsure=tuple(node for node in tree.top_down if node.key in unsure),
        carried=carried,
        states=states,
        tripped=tripped,
    )


def _supplies(
    tree: PowerTree, off: frozenset[int]
) -> tuple[dict[int, Supply], dict[int, int | None], dict[int, int | None]]:
    """For each node: how it is supplied, by which node, and how long a battery above it lasts."""
    states: dict[int, Supply] = {}
    upstream: dict[int, int | None] = {}
    minutes: dict[int, int | None] = {}
    for node in sorted(
        tree.top_down, key=lambda one: one.kind is not NodeKind.GENSET or one.parent is not None
    ):
        genset = next((key for key in node.backups if states.get(key) is Supply.LIVE), None)
        above = node.parent
        state = Supply.LIVE if above is None else states[above]
        if state is not Supply.LIVE and genset is not None:
            state, above = Supply.LIVE, genset
        minutes[node.key] = minutes.get(above) if above is not None else None
        if state is not Supply.LIVE and node.kind is NodeKind.UPS:
            if state is Supply.DARK:
                minutes[node.key] = node.runtime_min
            state, above = Supply.BATTERY, None
        if node.key in off:
            state = Supply.DARK
        states[node.key] = state
        upstream[node.key] = above if state is not Supply.DARK else None
    return states, upstream, minutes


def _shares(watts: int, count: int) -> list[int]:
    """Equal parts that add up."""
    part, rest = divmod(watts, count)
    return [part + (index < rest) for index in range(count)]


def _overloaded(
    tree: PowerTree, carried: Mapping[int, int], modules_off: Mapping[int, int]
) -> tuple[Overload, ...]:
    found: list[Overload] = []
    for node in tree.top_down:
        watts = carried.get(node.key, 0)
        gone = min(modules_off.get(node.key, 0), node.modules)
        rating = (
            None if node.rating is None else node.rating * (node.modules - gone) // node.modules
        )
        if rating is not None and watts > rating:
            found.append(Overload(node=node, watts=watts, most=rating, trips=True))
        elif node.limit is not None and watts > node.limit:
            found.append(Overload(node=node, watts=watts, most=node.limit, trips=False))
    return tuple(found)
