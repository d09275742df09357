"""What was measured, as a table for the terminal and for ``RESULTS.md``, with what misses its aim."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
AIMS = {"times_bare": 2.5, "times_viewflow": 3.0, "flat": 1.25, "verdict": 0.3}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Seconds for a step, and ratios."""

    step: float
    bare: float
    times_bare: float
    statements: int
    rows: int
    walk: float
    viewflow: float
    spiff: float
    times_viewflow: float
    floor_viewflow: float  # … of the bare driver that writes our rows and does nothing else
    times_spiff: float
    growth: float
    spiff_growth: float

    @property
    def allowed_viewflow(self) -> float:
        """Viewflow's steps a second that a step comes to which just meets its aim beside the driver."""
        return self.floor_viewflow / AIMS["times_bare"]


@dataclass(frozen=True, kw_only=True)
class Page:
    """Seconds, with few cases and with many. ``whole``: big tables that a query reads from end to end."""

    name: str
    few: float
    many: float
    growth: float
    queries: tuple[int, int]
    whole: list[str]


@dataclass(frozen=True, kw_only=True)
class RoomSize:
    racks: int
    devices: int
    feeds: int


@dataclass(frozen=True, kw_only=True)
class Room:
    """``verdicts``: ``seconds``, ``queries`` and how many racks ``passed`` the first filters, most first.
    ``elevation``: seconds for the picture of a full 48U rack."""

    size: RoomSize
    verdicts: list[dict[str, float]]
    elevation: float

    @property
    def growth(self) -> float:
        """How much longer the verdict takes where most racks pass than where fewest do."""
        return self.verdicts[0]["seconds"] / self.verdicts[-1]["seconds"]

    @property
    def more(self) -> float:
        """How many times as many racks pass then."""
        return self.verdicts[0]["passed"] / self.verdicts[-1]["passed"]


@dataclass(frozen=True, kw_only=True)
class Measured:
    figures: Figures
    few: int
    many: int
    step_over_many: float
    pages: list[Page]
    room: Room


def write(measured: Mapping[str, Measured], size: str, *, length: int) -> str:
    """Returns what belongs on the terminal. A full measurement is kept in RESULTS.md, too."""
    tables = "\n".join((*_steps(measured, length), "", *_pages(measured), *_room(measured)))
    misses = list(_misses(measured))
    said = "\n".join(f"- {one}" for one in misses) or "Every aim is met."
    if size == "full":
        RESULTS.write_text(f"{_HEAD}\n{_machine()}\n\n{tables}\n\n## Aims missed\n\n{said}\n")
    return f"{_machine()}\n\n{tables}\n\n{said}"


_HEAD = """# What a step and a page cost

Written by `make bench`. All sides take turns in one run on one machine, and a ratio is the median over
the rounds; so trust the ratios, and compare milliseconds only within a column.
Both databases are durable as in production: SQLite with WAL and `synchronous=FULL`, PostgreSQL with
`fsync` and `synchronous_commit` on, each on a disk.
"""


def _machine() -> str:
    server = subprocess.run(
        ["/usr/bin/env", "sh", "-c", "ls /usr/lib/postgresql | tail -1"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{datetime.now(UTC):%d %B %Y}: {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, PostgreSQL {server}; load at the end {load}."
    )


def _steps(measured: Mapping[str, Measured], length: int) -> Iterator[str]:
    found = {kind: one.figures for kind, one in measured.items()}
    first = next(iter(found.values()))
    yield f"| A step with its state saved | {' | '.join(NAMES[kind] for kind in found)} | aim |"
    yield f"|---|{'---:|' * len(found)}---|"

    def row(name: str, value: str, aim: str = "") -> str:
        cells = [value.format(one, ms=_Milli(one)) for one in found.values()]
        return f"| {name} | {' | '.join(cells)} | {aim} |"

    yield row("Kolokasi, the middle step of nine", "{ms.step}")
    yield row(f"its {first.rows} rows, {first.statements} statements, bare driver", "{ms.bare}")
    yield row("Kolokasi : bare driver", "**{0.times_bare:.2f} ×**", "≤ 2.5 ×")
    yield row("nine steps in a row, each: Kolokasi", "{ms.walk}")
    yield row("… viewflow 2.4, from Python", "{ms.viewflow}")
    yield row("… SpiffWorkflow 3.2, bare driver", "{ms.spiff}")
    yield row("steps a second, against viewflow", "**{0.times_viewflow:.1f} ×**", "≥ 3 ×")
    yield row(
        "… the floor allows: a step at 2.5 × the bare driver (the bare driver itself)",
        "{0.allowed_viewflow:.1f} × ({0.floor_viewflow:.1f} ×)",
    )
    yield row("steps a second, against SpiffWorkflow", "{0.times_spiff:.1f} ×")
    yield row(f"a step after {length:,} : after 10 steps", "**{0.growth:.2f} ×**", "flat")
    yield row("… SpiffWorkflow, whose loop ends at 500: after 350", "{0.spiff_growth:.1f} ×")


def _pages(measured: Mapping[str, Measured]) -> Iterator[str]:
    for kind, one in measured.items():
        yield f"| {NAMES[kind]}, ms | {one.few:,} cases | {one.many:,} cases | ratio | queries |"
        yield "|---|---:|---:|---:|---:|"
        for page in one.pages:
            queries = " → ".join(map(str, dict.fromkeys(page.queries)))
            yield (
                f"| {page.name} | {page.few * 1e3:.1f} | {page.many * 1e3:.1f} "
                f"| {page.growth:.2f} × | {queries} |"
            )
        yield f"| one step of a case |  |  | {one.step_over_many:.2f} × | |"
        yield ""


def _room(measured: Mapping[str, Measured]) -> Iterator[str]:
    size = next(iter(measured.values())).room.size
    yield (
        f"A verdict over {size.racks:,} racks with {size.devices:,} devices and {size.feeds:,} feeds, "
        "read and judged:"
    )
    yield ""
    yield f"| racks that pass the first filters | {' | '.join(NAMES[kind] for kind in measured)} | queries |"
    yield f"|---:|{'---:|' * len(measured)}---:|"
    for place, one in enumerate(next(iter(measured.values())).room.verdicts):
        found = [each.room.verdicts[place] for each in measured.values()]
        told = " | ".join(f"{each['seconds'] * 1e3:.0f} ms" for each in found)
        queries = ", ".join(str(each) for each in dict.fromkeys(each["queries"] for each in found))
        yield f"| {one['passed']:,} | {told} | {queries} |"
    told = " | ".join(f"{one.room.elevation * 1e3:.1f} ms" for one in measured.values())
    yield f"| picture of a full 48U rack | {told} | |"
    yield ""


def _misses(measured: Mapping[str, Measured]) -> Iterator[str]:
    for kind, one in measured.items():
        name, figures = NAMES[kind], one.figures
        if figures.times_bare > AIMS["times_bare"]:
            yield f"{name}: a step costs {figures.times_bare:.2f} × the bare driver (aim 2.5)."
        if figures.times_viewflow < AIMS["times_viewflow"]:
            yield f"{name}: {figures.times_viewflow:.1f} × viewflow's steps a second (aim 3){_why(figures)}."
        grown = [("a long case", figures.growth), ("a step over many cases", one.step_over_many)]
        for what, growth in (*grown, *((page.name, page.growth) for page in one.pages)):
            if growth > AIMS["flat"]:
                yield f"{name}: {what} grows {growth:.2f} ×."
        if one.room.verdicts[0]["seconds"] > AIMS["verdict"]:
            yield f"{name}: a verdict takes {one.room.verdicts[0]['seconds']:.2f} s (aim 0.3)."
        if one.room.growth > one.room.more:
            yield f"{name}: a verdict grows faster than the racks that pass: {one.room.growth:.1f} ×."
        if len({each["queries"] for each in one.room.verdicts}) > 1:
            yield f"{name}: a verdict's queries grow with the racks."
        for page in one.pages:
            if page.queries[0] != page.queries[1]:
                yield f"{name}: {page.name} asks {page.queries[1]} queries instead of {page.queries[0]}."
            if page.whole:
                yield f"{name}: {page.name} reads {', '.join(page.whole)} from end to end."


def _why(figures: Figures) -> str:
    """Where a step that met its other aim would still miss this one: what the floor leaves of it."""
    if figures.allowed_viewflow >= AIMS["times_viewflow"]:
        return ""
    floor, aim = figures.floor_viewflow, AIMS["times_viewflow"]
    said = (
        f"it would take {floor / aim:.1f} × the bare driver"
        if floor > aim
        else "not even the bare driver reaches it"
    )
    return (
        f"; {said}, which alone, writing our rows one statement after the other, comes to "
        f"{floor:.1f} ×; a step at 2.5 × the bare driver to {figures.allowed_viewflow:.1f} ×"
    )


class _Milli:
    """The same figures in milliseconds."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def __getattr__(self, name: str) -> str:
        return f"{getattr(self._figures, name) * 1e3:.2f} ms"
