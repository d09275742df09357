"""Measure everything on both databases and print the ratios: ``python -m benchmarks [small|full]``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

from benchmarks.conversation import ROOT, Contestant
from benchmarks.places import Places, places
from benchmarks.report import Figures, Measured, Page, Room, RoomSize, write

OURS, THEIRS = ROOT / ".venv/bin/python", ROOT / ".venv-bench/bin/python"


@dataclass(frozen=True, kw_only=True)
class Size:
    rounds: int
    steps: int  # measured in each round, on each side
    length: int  # steps of the case grown long
    few: int
    many: dict[str, int]
    room: RoomSize


SIZES = {
    "small": Size(
        rounds=3,
        steps=20,
        length=300,
        few=1_000,
        many={"sqlite": 10_000, "postgresql": 20_000},
        room=RoomSize(racks=2_000, devices=20_000, feeds=200),
    ),
    "full": Size(
        rounds=9,
        steps=30,
        length=1_000,
        few=1_000,
        many={"sqlite": 100_000, "postgresql": 1_000_000},
        room=RoomSize(racks=10_000, devices=100_000, feeds=1_000),
    ),
}


def main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else "full"
    if name not in SIZES:
        raise SystemExit(f"SIZE={name}: {' or '.join(SIZES)}")
    size = SIZES[name]
    measured: dict[str, Measured] = {}
    for kind in ("sqlite", "postgresql"):
        with places(kind) as rooms:
            _say(kind, "steps, beside the bare driver and two other engines")
            figures = _steps(rooms, size)
        with places(kind) as rooms:
            _say(kind, f"pages over {size.many[kind]:,} cases")
            few, many, step, pages = _pages(rooms, size, size.many[kind])
        with places(kind) as rooms:
            _say(kind, f"a verdict over {size.room.racks:,} racks")
            room = _room(rooms, size)
        measured[kind] = Measured(
            figures=figures, few=few, many=many, step_over_many=step, pages=pages, room=room
        )
    print(write(measured, name, length=size.length))


def _steps(rooms: Places, size: Size) -> Figures:
    """Rounds in which all take turns. A ratio is taken within each round, its median over the rounds."""
    with ExitStack() as stack:

        def enter(python: object, module: str, room: str) -> Contestant:
            return stack.enter_context(Contestant(python, module, rooms.place(room).settings))

        ours = enter(OURS, "ours", "ours")
        viewflow = enter(THEIRS, "viewflow_nine", "viewflow")
        spiff = enter(THEIRS, "spiff_nine", "spiff")
        for one in (ours, spiff):
            one.ask("grow", size.length)
        for one in (ours, viewflow, spiff):
            one.ask("walk", 2)  # warm
        rounds = []
        for _ in range(size.rounds):
            pair = ours.ask("pair", size.steps)
            cases = max(2, size.steps // 6)
            walks = {one.module: one.ask("walk", cases) for one in (ours, viewflow, spiff)}
            lengths = {one.module: one.ask("length", size.steps // 2) for one in (ours, spiff)}
            rounds.append((pair, walks, lengths))

    def over(value: Callable[..., float]) -> float:
        return median(value(*one) for one in rounds)

    return Figures(
        step=over(lambda pair, *_: pair["ours"]),
        bare=over(lambda pair, *_: pair["bare"]),
        times_bare=over(lambda pair, *_: pair["ours"] / pair["bare"]),
        statements=rounds[0][0]["statements"],
        rows=rounds[0][0]["rows"],
        walk=over(lambda _, walks, __: walks["ours"]),
        viewflow=over(lambda _, walks, __: walks["viewflow_nine"]),
        spiff=over(lambda _, walks, __: walks["spiff_nine"]),
        times_viewflow=over(lambda _, walks, __: walks["viewflow_nine"] / walks["ours"]),
        floor_viewflow=over(lambda pair, walks, _: walks["viewflow_nine"] / pair["bare"]),
        times_spiff=over(lambda _, walks, __: walks["spiff_nine"] / walks["ours"]),
        growth=over(lambda _, __, lengths: lengths["ours"]["long"] / lengths["ours"]["short"]),
        spiff_growth=over(
            lambda _, __, lengths: lengths["spiff_nine"]["long"] / lengths["spiff_nine"]["short"]
        ),
    )


def _pages(rooms: Places, size: Size, cases: int) -> tuple[int, int, float, list[Page]]:
    with ExitStack() as stack:
        few, many = (
            stack.enter_context(Contestant(OURS, "our_pages", rooms.place(room).settings))
            for room in ("few", "many")
        )
        counts = [one.ask("fill", wanted) for one, wanted in ((few, size.few), (many, cases))]
        _say(f"{counts[1]['cases']:,} cases in {counts[1]['seconds']:.0f} s", "")
        for one in (few, many):
            one.ask("times", 3)  # warm
            one.ask("step", 8)
        rounds = [
            {one: (one.ask("times", 5), one.ask("step", size.steps // 2)) for one in (few, many)}
            for _ in range(size.rounds)
        ]
        queries = {one: one.ask("queries") for one in (few, many)}
    names = list(rounds[0][few][0])
    pages = [
        Page(
            name=name,
            few=median(one[few][0][name] for one in rounds),
            many=median(one[many][0][name] for one in rounds),
            growth=median(one[many][0][name] / one[few][0][name] for one in rounds),
            queries=(queries[few][name][0], queries[many][name][0]),
            whole=queries[many][name][1],
        )
        for name in names
    ]
    step = median(one[many][1] / one[few][1] for one in rounds)
    return counts[0]["cases"], counts[1]["cases"], step, pages


def _room(rooms: Places, size: Size) -> Room:
    """Verdicts for devices of growing height: the taller, the fewer racks pass the first filters."""
    with Contestant(OURS, "our_room", rooms.place("room").settings) as ours:
        seconds = ours.ask("fill", size.room.racks, size.room.devices, size.room.feeds)
        _say(f"{ours.ask('count'):,} racks in {seconds:.0f} s", "")
        verdicts = [ours.ask("verdict", height, 2 * size.rounds + 3) for height in (1, 7, 12, 30)]
        return Room(size=size.room, verdicts=verdicts, elevation=ours.ask("elevation", 20))


def _say(where: str, what: str) -> None:
    print(f"… {where} {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
