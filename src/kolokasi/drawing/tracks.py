"""Arrows that share a zone or a gutter get tracks of their own.

In a zone the order of tracks matters: where one arrow comes down into the zone in the lane in which another
leaves it downwards, the first must turn off above the second, or the two would lie on one another. Where
two arrows change places (each must be above the other), one enters beside the lane's centre.
"""

from __future__ import annotations

from dataclasses import dataclass

from kolokasi.drawing.routing import Line, Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracks:
    """How many tracks each channel needs."""

    zones: dict[int, int]
    gutters: dict[int, int]


@dataclass(slots=True, kw_only=True, eq=False)
class _Run:
    """One level piece in a zone, and the lanes in which it goes up or down from there."""

    line: Line
    up: dict[int, Line]
    down: dict[int, Line]


def assign_tracks(routes: list[Route]) -> Tracks:
    zones: dict[int, list[_Run]] = {}
    gutters: dict[int, list[Line]] = {}
    for route in routes:
        for index, line in enumerate(route.lines):
            if line.at % 2:
                continue
            if line.vertical:
                gutters.setdefault(line.at // 2, []).append(line)
            else:
                zones.setdefault(line.at // 2, []).append(_run(route, index))
    return Tracks(
        zones={zone: _stack(runs) for zone, runs in sorted(zones.items())},
        gutters={gutter: _pack(lines) for gutter, lines in sorted(gutters.items())},
    )


def _run(route: Route, index: int) -> _Run:
    line = route.lines[index]
    up: dict[int, Line] = {}
    down: dict[int, Line] = {}
    for neighbour, far in (
        (route.lines[index - 1], route.lines[index - 1].start),
        (route.lines[index + 1], route.lines[index + 1].stop),
    ):
        if neighbour.at % 2:  # a lane's centre; gutters have tracks of their own
            (up if far < line.at else down)[neighbour.at] = neighbour
    return _Run(line=line, up=up, down=down)


def _pack(lines: list[Line]) -> int:
    """First free track, from the top of the sheet down."""
    ends: list[int] = []
    for line in sorted(lines, key=lambda one: (one.low, -one.high)):
        line.track = next((track for track, end in enumerate(ends) if end < line.low), len(ends))
        if line.track == len(ends):
            ends.append(0)
        ends[line.track] = line.high
    return len(ends)


def _stack(runs: list[_Run]) -> int:
    """Tracks from the top of the zone down, so that no two arrows lie on one another."""
    waiting = sorted(runs, key=lambda run: (run.line.high - run.line.low, run.line.low))
    placed: list[_Run] = []
    while waiting:
        ready = next(
            (run for run in waiting if not any(_above(o, run) for o in waiting if o is not run)),
            None,
        )
        if ready is None:
            ready = waiting[0]
            _make_way(ready, waiting)
        waiting.remove(ready)
        below = [one.line.track + 1 for one in placed if _above(one, ready)]
        track = max(below, default=0)
        while any(one.line.track == track and _overlap(one.line, ready.line) for one in placed):
            track += 1
        ready.line.track = track
        placed.append(ready)
    return max((run.line.track for run in runs), default=-1) + 1


def _above(first: _Run, second: _Run) -> bool:
    return any(
        lane in second.down and first.up[lane].side == second.down[lane].side for lane in first.up
    )


def _make_way(run: _Run, others: list[_Run]) -> None:
    """Let this run's downward pieces enter beside the centre where another comes down."""
    for lane, line in run.down.items():
        if any(lane in other.up for other in others if other is not run):
            line.side = 1 if run.line.start > run.line.stop else -1
    for other in others:
        for lane, line in other.down.items():
            if other is not run and lane in run.up and line.side == 0:
                line.side = 1 if other.line.start > other.line.stop else -1


def _overlap(first: Line, second: Line) -> bool:
    return first.low <= second.high and second.low <= first.high
