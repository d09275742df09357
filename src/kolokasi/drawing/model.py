"""The laid-out sheet as plain values: every symbol, arrow and text with its place. Tests look here."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from kolokasi.core.procedure import Step
from kolokasi.drawing.grid import Link, Node, Shape
from kolokasi.drawing.progress import StepProgress

XY = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def cx(self) -> float:
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        return self.y + self.h / 2

    def grown(self, by: float) -> Rect:
        return Rect(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def meets(self, other: Rect) -> bool:
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def holds(self, other: Rect) -> bool:
        return (
            self.x <= other.x
            and other.right <= self.right
            and self.y <= other.y
            and other.bottom <= self.bottom
        )

    def is_crossed_by(self, start: XY, stop: XY) -> bool:
        """Whether a level or upright piece runs through the inside."""
        return (
            min(start[0], stop[0]) < self.right
            and max(start[0], stop[0]) > self.x
            and min(start[1], stop[1]) < self.bottom
            and max(start[1], stop[1]) > self.y
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Lines of one size and kind. ``box`` is what they cover; ``kind`` becomes the CSS class."""

    lines: tuple[str, ...]
    box: Rect
    size: float
    leading: float
    kind: str = "body"
    bold: bool = False
    italic: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    node: Node
    box: Rect
    label: Text | None = None

    def is_touched_by(self, rect: Rect) -> bool:
        """Whether a rectangle covers part of the symbol itself (a diamond's corners are free)."""
        box = self.box
        if self.node.shape is not Shape.DECISION:
            return box.meets(rect)
        dx = abs(min(max(box.cx, rect.x), rect.right) - box.cx)
        dy = abs(min(max(box.cy, rect.y), rect.bottom) - box.cy)
        return dx / (box.w / 2) + dy / (box.h / 2) < 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    link: Link
    points: tuple[XY, ...]
    label: Text | None = None
    taken: bool = False

    @property
    def pieces(self) -> list[tuple[XY, XY]]:
        return list(pairwise(self.points))


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    key: str
    x: float
    w: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RowBox:
    step: Step
    box: Rect
    progress: StepProgress | None
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLayout:
    width: float
    height: float
    table: Rect
    lanes: Rect  # the performers' columns below the header
    columns: tuple[Column, ...]
    header: tuple[Text, ...]
    header_split: float  # y of the line between the two header rows
    rows: tuple[RowBox, ...]
    symbols: tuple[Symbol, ...]
    arrows: tuple[Arrow, ...]
    marks: tuple[Text, ...] = ()  # superscripts beside symbols, margin notes, footnotes
    notes: tuple[Note, ...] = ()
    title: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What happens outside the lanes, in the margin: a small arrow to or from the table's edge."""

    text: Text
    y: float
    inward: bool
    from_x: float
    to_x: float


@dataclass(slots=True, kw_only=True)
class Obstacles:
    """What a label must keep clear of."""

    inside: Rect
    borders: list[float] = field(default_factory=list)
    symbols: list[Symbol] = field(default_factory=list)
    pieces: list[tuple[XY, XY]] = field(default_factory=list)
    texts: list[Rect] = field(default_factory=list)

    def is_free(self, rect: Rect) -> bool:
        if not self.inside.holds(rect):
            return False
        if any(rect.y < border < rect.bottom for border in self.borders):
            return False
        if any(rect.meets(other) for other in self.texts):
            return False
        room = rect.grown(1)
        if any(symbol.is_touched_by(room) for symbol in self.symbols):
            return False
        return not any(room.is_crossed_by(start, stop) for start, stop in self.pieces)
