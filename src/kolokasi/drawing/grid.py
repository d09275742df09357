"""The sheet as a grid: symbols in cells of lane and band, and the links between them.

A *band* is a horizontal strip that holds one symbol for each lane. A row of the sheet has one band or
several (a process and its decision below it, the capsule of an end). Only the five official symbols are
used (PermenPAN-RB 35/2012): capsule, rectangle, diamond, arrow, pentagon.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kolokasi.core.procedure import End, Outcome, Step


class Shape(StrEnum):
    START = "start"
    END = "end"
    PROCESS = "process"
    DECISION = "decision"
    OUTGOING = "outgoing"  # off-page connector, where the flow leaves
    INCOMING = "incoming"
    WAIT = "wait"  # not an activity: a pause on the arrow


class LinkKind(StrEnum):
    FLOW = "flow"
    ALL = "all"  # joined, no arrowhead
    ANY = "any"


@dataclass(slots=True, kw_only=True, eq=False)
class Node:
    """One symbol. ``band`` is counted over the whole sheet once the grid is complete."""

    shape: Shape
    step: str
    lane: int
    band: int = 0
    turn: int | None = None  # place in step.performers
    end: End | None = None
    letter: str = ""
    assumed: bool = False
    goes_to: str = ""  # of an outgoing connector: the step it leads to


@dataclass(slots=True, kw_only=True, eq=False)
class Link:
    """An arrow to be drawn. ``outcome`` is set where it carries a way out of ``step``."""

    source: Node
    target: Node
    step: str
    kind: LinkKind = LinkKind.FLOW
    outcome: Outcome | None = None
    labelled: bool = False
    main: bool = False  # the plain way on
    back: bool = False

    @property
    def assumed(self) -> bool:
        return self.outcome is not None and bool(self.outcome.assumption or self.outcome.suggested)


@dataclass(slots=True, kw_only=True)
class GridRow:
    step: Step
    first_band: int = 0
    bands: list[dict[int, Node]] = field(default_factory=list)
    entry: Node = field(init=False)
    exit: Node = field(init=False)

    def put(self, node: Node, band: int) -> Node:
        while len(self.bands) <= band:
            self.bands.append({})
        self.bands[band][node.lane] = node
        node.band = band
        return node

    def is_free(self, lane: int, band: int) -> bool:
        return band >= len(self.bands) or lane not in self.bands[band]


@dataclass(slots=True, kw_only=True)
class Grid:
    lanes: tuple[str, ...]  # role keys
    rows: list[GridRow]
    links: list[Link]

    @property
    def band_count(self) -> int:
        return sum(len(row.bands) for row in self.rows)

    def cells(self) -> dict[tuple[int, int], Node]:
        """(band, lane) → symbol."""
        return {
            (row.first_band + index, lane): node
            for row in self.rows
            for index, band in enumerate(row.bands)
            for lane, node in band.items()
        }
