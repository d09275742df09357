"""From cells and routes to places in the picture: column widths, row heights, points of arrows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from kolokasi.core.procedure import End, Procedure, StepKind
from kolokasi.drawing import cells, labels
from kolokasi.drawing.cells import PAD, Cells
from kolokasi.drawing.flowgrid import build_grid
from kolokasi.drawing.frame import (
    HEAD,
    NOTE_MARGIN,
    TRACK,
    Columns,
    draw_footnotes,
    draw_header,
    draw_notes,
    outsiders,
)
from kolokasi.drawing.grid import Grid, GridRow, Link, LinkKind, Node, Shape
from kolokasi.drawing.lettering import width_of
from kolokasi.drawing.model import (
    XY,
    Arrow,
    Obstacles,
    Rect,
    RowBox,
    SheetLayout,
    Symbol,
    Text,
)
from kolokasi.drawing.progress import Progress, StepProgress, StepState
from kolokasi.drawing.routing import Line, Port, Route, route_all
from kolokasi.drawing.tracks import Tracks, assign_tracks
from kolokasi.drawing.wording import end_word, say

SIZES: dict[Shape, tuple[float, float]] = {
    Shape.START: (58, 22),
    Shape.END: (58, 22),
    Shape.PROCESS: (58, 26),
    Shape.DECISION: (62, 40),
    Shape.OUTGOING: (24, 25),
    Shape.INCOMING: (24, 25),
    Shape.WAIT: (44, 22),
}


def lay_out(
    procedure: Procedure, progress: Progress | None = None, *, lang: str = "id"
) -> SheetLayout:
    """Place everything. The same procedure and progress give the same layout to the last digit."""
    return _Layout(procedure, progress, lang).build()


@dataclass(slots=True, kw_only=True)
class _Row:
    grid: GridRow
    cells: Cells
    progress: StepProgress | None
    top: float = 0.0
    height: float = 0.0
    shift: float = 0.0


class _Layout:
    def __init__(self, procedure: Procedure, progress: Progress | None, lang: str) -> None:
        self.procedure, self.progress, self.lang = procedure, progress, lang
        self.grid: Grid = build_grid(procedure)
        self.routes: list[Route] = route_all(self.grid)
        self.tracks: Tracks = assign_tracks(self.routes)
        margin = NOTE_MARGIN if outsiders(procedure) else 0.5
        self.columns = Columns(self.grid, self.routes, self.tracks, margin)
        self.band_y: list[float] = []
        self.zone_y: dict[int, float] = {}
        self.symbol_of: dict[int, Symbol] = {}

    def build(self) -> SheetLayout:
        header, split, head_bottom = draw_header(self.procedure, self.columns, self.lang)
        rows = self._rows(head_bottom)
        bottom = rows[-1].top + rows[-1].height if rows else head_bottom
        left = self.columns.all[0].x
        table = Rect(left, 0.5, self.columns.right - left, bottom - 0.5)
        lanes_left, lanes_right = self.columns.borders[0], self.columns.borders[-1]
        area = Rect(lanes_left, head_bottom, lanes_right - lanes_left, bottom - head_bottom)
        symbols = tuple(self._symbol(node) for node in self.grid.cells().values())
        self.symbol_of = {id(one.node): one for one in symbols}
        arrows, marks = self._arrows(symbols, rows, area)
        middles = ((row.grid.step, row.top + row.height / 2) for row in rows)
        notes = draw_notes(self.procedure, middles, table, self.lang)
        footnotes, height = draw_footnotes(self.procedure, self.grid, table, self.lang)
        return SheetLayout(
            width=table.right + 1,
            height=height,
            table=table,
            lanes=area,
            columns=tuple(self.columns.all),
            header=tuple(header),
            header_split=split,
            rows=tuple(self._row_box(row, table) for row in rows),
            symbols=symbols,
            arrows=tuple(arrows),
            marks=(*marks, *footnotes),
            notes=notes,
            title=say("title", self.lang, self.procedure.title),
            description=self._description(),
        )

    # Rows ---------------------------------------------------------------------------------------

    def _rows(self, y: float) -> list[_Row]:
        widths = self.columns.widths()
        rows: list[_Row] = []
        last_band = self.grid.band_count - 1
        for grid_row in self.grid.rows:
            progress = self.progress.of(grid_row.step.key) if self.progress else None
            row = _Row(
                grid=grid_row,
                cells=cells.cells_of(self.procedure, grid_row.step, progress, widths, self.lang),
                progress=progress,
                top=y,
            )
            self._bands(row, is_last=grid_row.first_band + len(grid_row.bands) - 1 == last_band)
            rows.append(row)
            y += row.height
        return rows

    def _bands(self, row: _Row, *, is_last: bool) -> None:
        """Heights of the row's bands and of the zones between them; the row's own height."""
        first = row.grid.first_band
        entering = self.tracks.zones.get(first, 0)
        above = HEAD + 5 + TRACK * entering
        centres: list[float] = []
        zone_tops: dict[int, float] = {first: 9.0}
        cursor = above
        last = len(row.grid.bands) - 1
        for index, band in enumerate(row.grid.bands):
            up, down = self._half_heights(band)
            cursor += up
            centres.append(cursor)
            cursor += down
            label = self._label_below(band)
            count = self.tracks.zones.get(first + index + 1, 0)
            if index < last:
                zone_tops[first + index + 1] = cursor + label + 7
                cursor += label + HEAD + 6 + TRACK * count
            else:
                cursor += max(10.0, label + 3)
                if is_last:
                    zone_tops[first + index + 1] = cursor
                    cursor += TRACK * count + (4 if count else 0)
        text = max(cells.cell_height(pieces) for pieces in row.cells.values()) + 2 * PAD + 2
        row.height = max(cursor, text, 34.0)
        row.shift = (row.height - cursor) / 2
        self.band_y.extend(row.top + row.shift + centre for centre in centres)
        for zone, top in zone_tops.items():
            self.zone_y[zone] = row.top + top + (0.0 if zone == first else row.shift)

    def _half_heights(self, band: dict[int, Node]) -> tuple[float, float]:
        """Room above and below a band's centre: its tallest symbol, and the labels beside a diamond."""
        up = down = max(SIZES[node.shape][1] for node in band.values()) / 2 if band else 13.0
        for node in band.values():
            if node.shape is not Shape.DECISION:
                continue
            for route in self._leaving(node):
                if route.out in (Port.LEFT, Port.RIGHT) and route.link.outcome:
                    up = max(up, labels.label_height(labels.short_label(route.link.outcome)) + 16)
        return up, down

    def _label_below(self, band: dict[int, Node]) -> float:
        heights = [
            labels.label_height(labels.short_label(route.link.outcome))
            for node in band.values()
            if node.shape is Shape.DECISION
            for route in self._leaving(node)
            if route.link.outcome and route.out not in (Port.LEFT, Port.RIGHT)
        ]
        return max(heights, default=0.0)

    def _leaving(self, node: Node) -> list[Route]:
        return [route for route in self.routes if route.link.source is node and route.link.labelled]

    def _row_box(self, row: _Row, table: Rect) -> RowBox:
        texts: list[Text] = []
        for column in self.columns.all:
            pieces = row.cells.get(column.key, [])
            centred = column.key in ("no", "time")
            indent = 14.0 if pieces and pieces[0].kind in ("now", "late") else 0.0
            inset = 3.0 if centred else PAD
            placed = cells.place(
                pieces, column.x + inset, row.top + PAD, column.w - 2 * inset, centred=centred
            )
            if indent:
                head = placed[0]
                moved = Rect(head.box.x + indent, head.box.y, head.box.w, head.box.h)
                placed[0] = Text(lines=head.lines, box=moved, size=head.size, leading=head.leading,
                                 kind=head.kind, bold=True)  # fmt: skip
            texts.extend(placed)
        return RowBox(
            step=row.grid.step,
            box=Rect(table.x, row.top, table.w, row.height),
            progress=row.progress,
            texts=tuple(texts),
        )

    # Symbols and arrows -------------------------------------------------------------------------

    def _symbol(self, node: Node) -> Symbol:
        w, h = SIZES[node.shape]
        box = Rect(self.columns.centres[node.lane] - w / 2, self.band_y[node.band] - h / 2, w, h)
        words = ""
        match node.shape:
            case Shape.START:
                words = say("start", self.lang)
            case Shape.END:
                words = end_word(node.end or End.DONE, self.lang)
            case Shape.OUTGOING | Shape.INCOMING:
                words = node.letter
            case _:
                return Symbol(node=node, box=box)
        wide = width_of(words, 9.5, True)
        middle = box.cy - 6 - (2 if node.shape is Shape.OUTGOING else 0)
        text_box = Rect(box.cx - wide / 2, middle, wide, 12)
        label = Text(
            lines=(words,),
            box=text_box,
            size=9.5,
            leading=12,
            kind="symbol",
            bold=True,
            centred=True,
        )
        return Symbol(node=node, box=box, label=label)

    def _arrows(
        self, symbols: tuple[Symbol, ...], rows: list[_Row], area: Rect
    ) -> tuple[list[Arrow], list[Text]]:
        drawn = [(route, self._points(route)) for route in self.routes]
        around = Obstacles(
            inside=area,
            borders=[row.top for row in rows],
            symbols=list(symbols),
            pieces=[piece for _, points in drawn for piece in pairwise(points)],
        )
        arrows = [
            Arrow(
                link=route.link,
                points=points,
                label=self._label(route.link, points, around),
                taken=self._is_taken(route.link),
            )
            for route, points in drawn
        ]
        return arrows, self._superscripts(symbols, arrows, around)

    def _label(self, link: Link, points: tuple[XY, ...], around: Obstacles) -> Text | None:
        if link.kind is LinkKind.ANY:
            return labels.place_label(say("any", self.lang), points, around, "joint")
        if link.kind is LinkKind.ALL:
            return labels.place_label(say("all", self.lang), points, around, "joint")
        if link.outcome is None or not link.labelled:
            return None
        return labels.place_label(labels.short_label(link.outcome), points, around, "outcome")

    def _superscripts(
        self, symbols: tuple[Symbol, ...], arrows: list[Arrow], around: Obstacles
    ) -> list[Text]:
        """[asumsi] beside an assumed symbol, or after the words of an assumed way."""
        marks: list[Text] = []
        marked: set[str] = set()
        for symbol in symbols:
            node = symbol.node
            shapes = (Shape.PROCESS, Shape.DECISION, Shape.WAIT)
            if node.assumed and node.shape in shapes and node.step not in marked:
                marked.add(node.step)
                marks.extend(self._mark("assumed", symbol.box, around))
        for arrow in arrows:
            way = arrow.link.outcome
            if way is None or not arrow.link.assumed:
                continue
            anchor = arrow.label.box if arrow.label else _around(arrow.points[0])
            marks.extend(self._mark("suggested" if way.suggested else "assumed", anchor, around))
        return marks

    def _mark(self, key: str, anchor: Rect, around: Obstacles) -> list[Text]:
        words = say(key, self.lang)
        wide, high = width_of(words, cells.TINY), cells.TINY + 1
        for x, y in (
            (anchor.right + 2, anchor.y - 3),
            (anchor.x - 2 - wide, anchor.y - 3),
            (anchor.right + 2, anchor.bottom - high + 3),
            (anchor.x - 2 - wide, anchor.bottom - high + 3),
            (anchor.right - wide, anchor.y - high - 2),
            (anchor.x, anchor.y - high - 2),
            (anchor.right - wide, anchor.bottom + 2),
            (anchor.x, anchor.bottom + 2),
        ):
            box = Rect(x, y, wide, high)
            if around.is_free(box):
                around.texts.append(box)
                return [
                    Text(lines=(words,), box=box, size=cells.TINY, leading=high, kind="assumed")
                ]
        return []

    def _points(self, route: Route) -> tuple[XY, ...]:
        source, target = (
            self.symbol_of[id(route.link.source)],
            self.symbol_of[id(route.link.target)],
        )
        lines = route.lines
        places = [self._line_at(line) for line in lines]
        points = [self._port(source, route.out, places[0] if lines[0].vertical else None)]
        for index in range(len(lines) - 1):
            first, second = places[index], places[index + 1]
            points.append((first, second) if lines[index].vertical else (second, first))
        points.append(self._port(target, route.into, places[-1] if lines[-1].vertical else None))
        return tuple((round(x, 1), round(y, 1)) for x, y in points)

    def _line_at(self, line: Line) -> float:
        if line.vertical:
            if line.at % 2 == 0:
                return self.columns.track_x(line.at // 2, line.track)
            return self.columns.centres[line.at // 2] + line.side * 11.0
        if line.at % 2:
            return self.band_y[line.at // 2]
        return self.zone_y[line.at // 2] + TRACK * line.track

    def _port(self, symbol: Symbol, port: Port, x: float | None) -> XY:
        box = symbol.box
        match port:
            case Port.LEFT:
                return (box.x, box.cy)
            case Port.RIGHT:
                return (box.right, box.cy)
        x = box.cx if x is None else x
        reach = box.h / 2
        if symbol.node.shape is Shape.DECISION:
            reach *= 1 - abs(x - box.cx) / (box.w / 2)
        return (x, box.cy - reach if port is Port.TOP else box.cy + reach)

    def _is_taken(self, link: Link) -> bool:
        if self.progress is None:
            return False
        if link.outcome is not None:
            return (link.step, link.outcome.key) in self.progress.taken
        state = self.progress.of(link.target.step).state
        return state is StepState.DONE

    def _description(self) -> str:
        procedure = self.procedure
        numbered = sum(step.kind is not StepKind.WAIT for step in procedure.steps.values())
        names = ", ".join(role.label for role in procedure.lanes())
        text = say("describe", self.lang, steps=numbered, lanes=len(self.grid.lanes), roles=names)
        if self.progress:
            now = [
                f"{step.number} {step.text}".strip()
                for key, step in procedure.steps.items()
                if self.progress.of(key).state in (StepState.CURRENT, StepState.WAITING)
            ]
            if now:
                text += say("describe_now", self.lang, "; ".join(now))
        return text


def _around(point: XY) -> Rect:
    return Rect(point[0] - 1, point[1] - 1, 2, 2)
