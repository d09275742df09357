"""Which way each arrow takes: over lane centres, band centres, gutters between lanes, zones between bands.

Positions are abstract and whole: lane ``l`` is at x = 2l+1 and the gutter left of it at 2l; band ``b`` is
at y = 2b+1 and the zone above it at 2b. So odd lines can be blocked by symbols and hold one arrow at a
time, even lines are channels that take as many tracks as they need (``tracks``).

An arrow never enters by a port through which another one leaves. Every pair of symbols has a way: out at
the bottom, along the zone, a gutter, the zone above the target, in at its top; shorter ways are tried first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from kolokasi.drawing.grid import Grid, Link, LinkKind, Node, Shape


class Port(StrEnum):
    TOP = "top"
    BOTTOM = "bottom"
    LEFT = "left"
    RIGHT = "right"


_OUTS = (Port.BOTTOM, Port.LEFT, Port.RIGHT)
Point = tuple[int, int]


@dataclass(slots=True, kw_only=True, eq=False)
class Line:
    """One straight piece. ``at`` is its fixed coordinate, ``start``/``stop`` run along the other one."""

    vertical: bool
    at: int
    start: int
    stop: int
    side: int = 0  # -1, 1: beside the lane's centre, to make way
    track: int = 0  # in a zone or gutter

    @property
    def low(self) -> int:
        return min(self.start, self.stop)

    @property
    def high(self) -> int:
        return max(self.start, self.stop)


@dataclass(slots=True, kw_only=True, eq=False)
class Route:
    link: Link
    out: Port
    into: Port
    lines: list[Line] = field(default_factory=list)


def route_all(grid: Grid) -> list[Route]:
    return _Router(grid).route()


class _Router:
    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.lane_count = max(1, len(grid.lanes))
        self.cells = grid.cells()
        self.routes: list[Route] = []
        self.fixed: dict[tuple[bool, int], list[tuple[Line, Route]]] = {}
        self.upright: list[Line] = []
        self.level: list[Line] = []
        self.ports: dict[tuple[int, Port], str] = {}
        self.chosen: dict[tuple[int, str], Port] = {}

    def route(self) -> list[Route]:
        for link in sorted(self.grid.links, key=_order):
            chosen = self._best(link, sharing=False) or self._best(link, sharing=True)
            if chosen is not None:
                self._keep(chosen)
        return self.routes

    def _best(self, link: Link, *, sharing: bool) -> Route | None:
        """The cheapest way that is clear. Gutters are only looked at where no plain way is good."""
        best, cost = self._cheapest(_plain_ways(link), None, 1e9, sharing)
        (x0, y0), (x1, y1) = _place(link.source), _place(link.target)
        if cost > abs(x1 - x0) + 0.7 * abs(y1 - y0) + 2.5:
            best, cost = self._cheapest(_ways_by_gutter(link, self.lane_count), best, cost, sharing)
        return best

    def _cheapest(
        self, ways: Iterator[Route], best: Route | None, best_cost: float, sharing: bool
    ) -> tuple[Route | None, float]:
        ranked = sorted(
            ((self._base_cost(route), place, route) for place, route in enumerate(ways)),
            key=lambda one: one[:2],
        )
        for cost, _, route in ranked:
            if cost >= best_cost:
                break
            if not self._ports_allow(route, sharing) or not self._is_clear(route):
                continue
            cost += 3 * self._crossings(route)
            if cost < best_cost:
                best, best_cost = route, cost
        return best, best_cost

    def _keep(self, route: Route) -> None:
        self.routes.append(route)
        for line in route.lines:
            (self.upright if line.vertical else self.level).append(line)
            if line.at % 2:
                self.fixed.setdefault((line.vertical, line.at), []).append((line, route))
        if route.link.kind is LinkKind.FLOW:
            self.ports[id(route.link.source), route.out] = _leaving(route.link)
            self.chosen[id(route.link.source), _leaving(route.link)] = route.out
            self.ports[id(route.link.target), route.into] = "in"
        else:
            self.ports[id(route.link.source), route.out] = "joined"
            self.ports[id(route.link.target), route.into] = "joined"

    def _base_cost(self, route: Route) -> float:
        link = route.link
        cost = 1.2 * (len(route.lines) - 1)
        for line in route.lines:
            cost += (line.high - line.low) * (0.7 if line.vertical else 1.0)
        enters_side = route.into is not Port.TOP
        ends_here = link.target.shape in (Shape.END, Shape.OUTGOING)
        chosen = self.chosen.get((id(link.source), _leaving(link)))
        if chosen is not None and chosen is not route.out:
            cost += 20  # the branches of one way leave together
        if link.main and route.out is not Port.BOTTOM:
            cost += 4
        if link.back:
            cost += (0 if enters_side else 2) + (3 if route.out is Port.BOTTOM else 0)
        elif enters_side and not ends_here and link.source.band != link.target.band:
            cost += 1.5
        if enters_side and link.target.shape is Shape.DECISION:
            cost += 8  # its sides are for ways out
        return cost

    def _ports_allow(self, route: Route, sharing: bool) -> bool:
        if route.link.kind is not LinkKind.FLOW:
            return True
        leaving = self.ports.get((id(route.link.source), route.out))
        if leaving in ("in", "joined") or (
            leaving and leaving != _leaving(route.link) and not sharing
        ):
            return False
        return self.ports.get((id(route.link.target), route.into), "in") == "in"

    def _is_clear(self, route: Route) -> bool:
        """No symbol in the way, no arrow already on the same fixed line."""
        for line in route.lines:
            if line.at % 2 == 0:
                continue
            for odd in range(line.low + 1 + line.low % 2, line.high, 2):
                cell = (odd // 2, line.at // 2) if line.vertical else (line.at // 2, odd // 2)
                if cell in self.cells:
                    return False
            if any(
                self._collide(line, route, other, kept)
                for other, kept in self.fixed.get((line.vertical, line.at), ())
            ):
                return False
        for first, second in zip(route.lines, route.lines[1:], strict=False):
            x, y = (first.at, second.at) if first.vertical else (second.at, first.at)
            if x % 2 and y % 2 and (y // 2, x // 2) in self.cells:
                return False
        return True

    def _collide(self, line: Line, route: Route, other: Line, kept: Route) -> bool:
        low, high = max(line.low, other.low), min(line.high, other.high)
        if low > high or (low == high and (low % 2 or line.vertical)):
            return False
        if line.side != other.side and line.vertical:
            return False
        merges = route.link.target is kept.link.target and route.into is kept.into
        if merges and line is route.lines[-1] and other is kept.lines[-1]:
            return False
        forks = route.link.source is kept.link.source and route.out is kept.out
        return not (forks and line is route.lines[0] and other is kept.lines[0])

    def _crossings(self, route: Route) -> int:
        count = 0
        for line in route.lines:
            across = self.level if line.vertical else self.upright
            low, high, at = line.low, line.high, line.at
            for other in across:
                if low < other.at < high and other.low < at < other.high:
                    count += 1
        return count


def _order(link: Link) -> tuple[int, int, int]:
    """Within a row first, then the plain way on, then the rest from short to long, returns last."""
    source, target = link.source, link.target
    distance = abs(target.band - source.band)
    if source.step == target.step and not link.back:
        return (0, source.band, distance)
    if link.back:
        return (3, distance, source.band)
    return (1 if link.main and distance < 4 else 2, distance, source.band)


def _leaving(link: Link) -> str:
    return f"out:{link.outcome.key}" if link.outcome else "out"


def _plain_ways(link: Link) -> Iterator[Route]:
    """Straight, round one corner, or over one zone."""
    start, end = _place(link.source), _place(link.target)
    (x0, y0), (x1, y1) = start, end
    if link.kind is not LinkKind.FLOW:
        yield _make(link, Port.RIGHT, Port.LEFT, start, end, [(False, y0)])
        return
    for out in _OUTS:
        if out is not Port.BOTTOM:
            towards = -1 if out is Port.LEFT else 1
            if (x1 - x0) * towards <= 0:
                continue
            if y0 == y1:
                into = Port.LEFT if towards > 0 else Port.RIGHT
                yield _make(link, out, into, start, end, [(False, y0)])
            elif y1 > y0:
                yield _make(link, out, Port.TOP, start, end, [(False, y0), (True, x1)])
        elif y1 > y0 and x0 != x1:
            for zone in sorted({y0 + 1, y1 - 1}):
                yield _make(
                    link, out, Port.TOP, start, end, [(True, x0), (False, zone), (True, x1)]
                )
            into = Port.LEFT if x1 > x0 else Port.RIGHT
            yield _make(link, out, into, start, end, [(True, x0), (False, y1)])
        elif y1 > y0:
            yield _make(link, out, Port.TOP, start, end, [(True, x0)])


def _ways_by_gutter(link: Link, lanes: int) -> Iterator[Route]:
    """Along a gutter to the height of the target: into its side, or over the zone above it to its top."""
    if link.kind is not LinkKind.FLOW:
        return
    start, end = _place(link.source), _place(link.target)
    (x0, y0), (x1, y1) = start, end
    for out in _OUTS:
        for gutter in range(0, 2 * lanes + 1, 2):
            into = Port.LEFT if gutter < x1 else Port.RIGHT
            if out is Port.BOTTOM:
                through = [(True, x0), (False, y0 + 1), (True, gutter)]
                if y1 - 1 != y0 + 1:
                    top = [*through, (False, y1 - 1), (True, x1)]
                    yield _make(link, out, Port.TOP, start, end, top)
            elif (gutter < x0) is (out is Port.LEFT):
                through = [(False, y0), (True, gutter)]
                top = [*through, (False, y1 - 1), (True, x1)]
                yield _make(link, out, Port.TOP, start, end, top)
                if y0 == y1:
                    continue
            else:
                continue
            yield _make(link, out, into, start, end, [*through, (False, y1)])


def _place(node: Node) -> Point:
    return 2 * node.lane + 1, 2 * node.band + 1


def _make(
    link: Link, out: Port, into: Port, start: Point, end: Point, shape: list[tuple[bool, int]]
) -> Route:
    """Lines from their directions and fixed coordinates; each runs from where the last one ended."""
    lines: list[Line] = []
    x, y = start
    for index, (vertical, at) in enumerate(shape):
        following = (
            shape[index + 1][1] if index + 1 < len(shape) else (end[1] if vertical else end[0])
        )
        line = Line(vertical=vertical, at=at, start=y if vertical else x, stop=following)
        lines.append(line)
        x, y = (at, following) if vertical else (following, at)
    return Route(link=link, out=out, into=into, lines=lines)
