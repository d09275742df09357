"""The table around the flow: columns and header, what stands in the margin and below."""

from __future__ import annotations

from collections.abc import Iterable

from kolokasi.core.procedure import Procedure, Role, Step, StepKind
from kolokasi.drawing import cells
from kolokasi.drawing.grid import Grid, Shape
from kolokasi.drawing.lettering import width_of, wrap
from kolokasi.drawing.model import Column, Note, Rect, Text
from kolokasi.drawing.routing import Port, Route
from kolokasi.drawing.tracks import Tracks
from kolokasi.drawing.wording import say

HALF = 31.0  # widest symbol, halved
TRACK = 8.0
HEAD = 11.0  # room for an arrowhead
NOTE_MARGIN = 96.0
INNER = ("requires", "time", "output")
_WIDTHS = {
    "no": 34.0,
    "activity": 244.0,
    "requires": 122.0,
    "time": 62.0,
    "output": 118.0,
    "note": 102.0,
}
_COMFORT = 1080.0  # the table's width where the lanes leave room
_SPLIT = 24.0
_WORDS = 66.0  # room for the words on an arrow at the outer side of the first or last lane


class Columns:
    """Where the columns, the lanes' centres and the tracks in the gutters are."""

    def __init__(self, grid: Grid, routes: list[Route], tracks: Tracks, left: float) -> None:
        self.lane_count = max(1, len(grid.lanes))
        self.tracks = tracks
        self.spoken = {  # where words stand beside a decision
            (route.link.source.lane, route.out) for route in routes if route.link.labelled
        }
        self.borders: list[float] = []  # left of each lane, and right of the last one
        self.centres: list[float] = []
        self.all: list[Column] = []
        self._x = left
        self._add("no", _WIDTHS["no"])
        self._add("activity", _WIDTHS["activity"])
        spare = min(140.0, max(0.0, _COMFORT - sum(_WIDTHS.values())) / self.lane_count)
        for lane in range(self.lane_count):
            before, after = self._half(lane, left=True), self._half(lane, left=False)
            more = max(0.0, spare - before - after) / 2
            self.borders.append(self._x)
            self.centres.append(self._x + before + more)
            role = grid.lanes[lane] if grid.lanes else ""
            self._add(f"lane:{role}", before + after + 2 * more)
        self.borders.append(self._x)
        for key in (*INNER, "note"):
            self._add(key, _WIDTHS[key])

    @property
    def right(self) -> float:
        return self._x

    @property
    def lanes(self) -> list[Column]:
        return [one for one in self.all if one.key.startswith("lane:")]

    def widths(self) -> dict[str, float]:
        return {one.key: one.w for one in self.all}

    def track_x(self, gutter: int, track: int) -> float:
        """Tracks lie beside the border, right and left of it in turn; never on it."""
        border = self.borders[gutter]
        if gutter == 0:
            return border + 6 + TRACK * track
        if gutter == self.lane_count:
            return border - 6 - TRACK * track
        side = 1 if track % 2 == 0 else -1
        return border + side * (6 + TRACK * (track // 2))

    def _add(self, key: str, width: float) -> None:
        self.all.append(Column(key=key, x=self._x, w=width))
        self._x += width

    def _half(self, lane: int, *, left: bool) -> float:
        """From a lane's border to its centre: half a symbol, and the tracks on that side."""
        gutter = lane if left else lane + 1
        count = self.tracks.gutters.get(gutter, 0)
        if 0 < gutter < self.lane_count:
            count = (count + 1) // 2 if left else count // 2
        room = HEAD + 6 + TRACK * count if count else 18.0
        if (
            gutter in (0, self.lane_count)
            and (lane, Port.LEFT if left else Port.RIGHT) in self.spoken
        ):
            room = max(room + 12, _WORDS)  # no neighbouring lane lends its room
        return HALF + room


def draw_header(
    procedure: Procedure, columns: Columns, lang: str
) -> tuple[list[Text], float, float]:
    """The texts of both header rows, the line between them, and the header's lower edge."""
    wrapped: list[tuple[Column, list[str], str]] = []
    for column in columns.all:
        role = _role_of(procedure, column)
        name = say(column.key, lang) if ":" not in column.key else role.label if role else ""
        mark = say("assumed", lang) if role and role.assumption else ""
        wrapped.append((column, wrap(name, column.w - 10, 10.5, bold=True, most=6), mark))
    tallest = max(len(lines) + (1 if mark else 0) for _, lines, mark in wrapped)
    bottom = _SPLIT + max(2, tallest) * 13.0 + 10
    texts: list[Text] = []
    for column, lines, mark in wrapped:
        top = _SPLIT if is_inner(column) else 0.0
        texts.append(_head(lines, column, top, bottom - (10 if mark else 0)))
        if mark:
            texts.append(_head_mark(mark, column, texts[-1].box.bottom + 1))
    norm = [one for one in columns.all if one.key in INNER]
    for key, group in (("performers", columns.lanes), ("norm", norm)):
        whole = Column(key=key, x=group[0].x, w=group[-1].x + group[-1].w - group[0].x)
        texts.append(_head([say(key, lang)], whole, 0.0, _SPLIT))
    return texts, _SPLIT, bottom


def is_inner(column: Column) -> bool:
    """Whether the column stands below a common head (Pelaksana, Mutu Baku)."""
    return column.key.startswith("lane:") or column.key in INNER


def draw_notes(
    procedure: Procedure, rows: Iterable[tuple[Step, float]], table: Rect, lang: str
) -> tuple[Note, ...]:
    """Who stands outside the lanes, and what comes from him and goes to him. Rows come with their middle."""
    notes: list[Note] = []
    for step, middle in rows:
        for role in outsiders(procedure):
            key = _traffic(procedure, step, role)
            if not key:
                continue
            lines = wrap(say(key, lang, role.label), NOTE_MARGIN - 22, 9.5, most=4)
            wide = max((width_of(line, 9.5) for line in lines), default=0.0)
            box = Rect(2, middle - len(lines) * 6, wide, len(lines) * 12)
            text = Text(
                lines=tuple(lines), box=box, size=9.5, leading=12, kind="outside", italic=True
            )
            notes.append(
                Note(text=text, y=middle, inward=key != "to", from_x=wide + 6, to_x=table.x - 2)
            )
            break
    return tuple(notes)


def draw_footnotes(
    procedure: Procedure, grid: Grid, table: Rect, lang: str
) -> tuple[list[Text], float]:
    """What the marks mean, only those that are there; and the height of the whole picture."""
    steps = procedure.steps.values()
    ways = [way for step in steps for way in step.outcomes]
    assumed = (
        any(step.assumptions for step in steps)
        or any(way.assumption for way in ways)
        or any(role.assumption for role in procedure.roles.values())
    )
    shown = {
        "foot_assumed": assumed,
        "foot_suggested": any(way.suggested for way in ways),
        "foot_wait": any(step.kind is StepKind.WAIT for step in steps),
        "foot_connector": any(node.shape is Shape.OUTGOING for node in grid.cells().values()),
    }
    y = table.bottom + 10
    texts: list[Text] = []
    for key in (key for key, needed in shown.items() if needed):
        line = say(key, lang)
        box = Rect(table.x, y, width_of(line, 9.5), 13)
        texts.append(Text(lines=(line,), box=box, size=9.5, leading=13, kind="footnote"))
        y += 13
    return texts, (y + 4 if texts else table.bottom + 1)


def outsiders(procedure: Procedure) -> list[Role]:
    """Who has a part in the flow and no lane: the applicant of Jawa Tengah's sheets, for one."""
    return [
        role
        for role in procedure.roles.values()
        if not role.lane and any(_traffic(procedure, one, role) for one in procedure.steps.values())
    ]


def _traffic(procedure: Procedure, step: Step, role: Role) -> str:
    if step.kind is StepKind.WAIT and role.key in step.performers:
        return "waits_for"
    if role.key in step.performers or (step.key == procedure.start and role.applicant):
        return "from"
    told = role.key in step.informs or any(
        (way.end and role.applicant) or role.key in way.informs for way in step.outcomes
    )
    return "to" if told else ""


def _role_of(procedure: Procedure, column: Column) -> Role | None:
    return procedure.roles.get(column.key.removeprefix("lane:"))


def _head(lines: list[str], column: Column, top: float, bottom: float) -> Text:
    wide = max((width_of(line, 10.5, True) for line in lines), default=0.0)
    height = len(lines) * 13.0
    box = Rect(column.x + (column.w - wide) / 2, (top + bottom - height) / 2, wide, height)
    return Text(
        lines=tuple(lines), box=box, size=10.5, leading=13, kind="head", bold=True, centred=True
    )


def _head_mark(mark: str, column: Column, y: float) -> Text:
    wide = width_of(mark, cells.TINY)
    box = Rect(column.x + (column.w - wide) / 2, y, wide, 9)
    return Text(lines=(mark,), box=box, size=cells.TINY, leading=9, kind="assumed", centred=True)
