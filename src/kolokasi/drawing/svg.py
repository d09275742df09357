"""The laid-out sheet as SVG text.

Colours and line widths are presentation attributes, so that the picture also stands alone (in a PDF);
every part has a class besides, and ``sheet.css`` restyles it on screens, dark ones too.
"""

from __future__ import annotations

from itertools import pairwise

from kolokasi.drawing.frame import is_inner
from kolokasi.drawing.grid import LinkKind, Shape
from kolokasi.drawing.lettering import FONT
from kolokasi.drawing.model import XY, Arrow, Note, RowBox, SheetLayout, Symbol, Text
from kolokasi.drawing.pen import ACCENT, ACCENT_SOFT, INK, LINE, PAPER, QUIET, WARM
from kolokasi.drawing.pen import number as _n
from kolokasi.drawing.pen import rect as _rect
from kolokasi.drawing.pen import safe as _safe
from kolokasi.drawing.progress import StepProgress, StepState

_KIND_INK = {
    "wait": QUIET, "when": QUIET, "remark": QUIET, "footnote": QUIET, "outside": QUIET, "assumed": WARM,
    "now": ACCENT, "who": ACCENT, "late": WARM, "joint": QUIET,
}  # fmt: skip


def render(sheet: SheetLayout, *, name: str = "") -> str:
    """The whole picture; ``name`` becomes its id."""
    width, height = _n(sheet.width), _n(sheet.height)
    live = any(row.progress for row in sheet.rows)
    kinds = "sheet sheet-live" if live else "sheet"
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    identity = f' id="{_safe(name)}"' if name else ""
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg"{identity} class="{kinds}" role="img" {size}',
        f' font-family="{FONT}" fill="{INK}">',
        f"<title>{_safe(sheet.title)}</title><desc>{_safe(sheet.description)}</desc>",
        _rect(sheet.table, f'class="sheet-paper" fill="{PAPER}"'),
        _header_ground(sheet),
    ]
    out.extend(_row(row) for row in sheet.rows)
    out.append(_ruling(sheet))
    out.extend(_frame(row) for row in sheet.rows)
    out.extend(text_of(text) for text in sheet.header)
    out.append('<g class="sheet-flow">')
    out.extend(_arrow(arrow, quiet=live) for arrow in sheet.arrows if not arrow.taken)
    out.extend(_arrow(arrow, quiet=live) for arrow in sheet.arrows if arrow.taken)
    reached = {id(arrow.link.target) for arrow in sheet.arrows if arrow.taken}
    states = {row.step.key: row.progress for row in sheet.rows}
    out.extend(
        _symbol(symbol, _state_of(symbol, states[symbol.node.step], reached))
        for symbol in sheet.symbols
    )
    out.extend(text_of(arrow.label, halo=True) for arrow in sheet.arrows if arrow.label)
    out.append("</g>")
    out.extend(text_of(mark, halo=mark.kind == "assumed") for mark in sheet.marks)
    out.extend(_note(note) for note in sheet.notes)
    out.append("</svg>")
    return "".join(out)


def _state_of(symbol: Symbol, progress: StepProgress | None, reached: set[int]) -> StepState | None:
    """A turn that made its entry is done before its step is; an end is done only if it was reached."""
    if progress is None:
        return None
    node = symbol.node
    if node.shape in (Shape.END, Shape.OUTGOING, Shape.INCOMING):
        return StepState.DONE if id(node) in reached else StepState.AHEAD
    return StepState.DONE if node.turn in progress.turns_done else progress.state


def _header_ground(sheet: SheetLayout) -> str:
    head = sheet.lanes.y - sheet.table.y
    return (
        f'<rect class="sheet-head" x="{_n(sheet.table.x)}" y="{_n(sheet.table.y)}" '
        f'width="{_n(sheet.table.w)}" height="{_n(head)}" fill="#eef2f3"/>'
    )


def _row(row: RowBox) -> str:
    state = row.progress.state if row.progress else None
    kinds = ["row"]
    if not row.step.number:
        kinds.append("row-wait")
    if state:
        kinds.append(f"row-{state}")
    if row.progress and row.progress.late:
        kinds.append("row-late")
    ground = ""
    if state in (StepState.CURRENT, StepState.WAITING):
        ground = _rect(row.box, f'class="row-lit" fill="{ACCENT_SOFT}"')
    elif not row.step.number:
        ground = _rect(row.box, 'class="row-ground" fill="#f6f7f7"')
    number = _safe(row.step.number or row.step.key)[:40]
    quiet = state in (StepState.AHEAD, StepState.SKIPPED)
    texts = "".join(text_of(text, quiet=quiet) for text in row.texts)
    icon = _state_icon(row)
    return (
        f'<g class="{" ".join(kinds)}" data-step="{number}">{ground}'
        f"<title>{_safe(row.step.text)}</title>{texts}{icon}</g>"
    )


def _ruling(sheet: SheetLayout) -> str:
    """The table's lines: rows, columns, the two header rows, the frame."""
    table, head = sheet.table, sheet.lanes.y
    path = [f"M{_n(table.x)} {_n(row.box.y)}h{_n(table.w)}" for row in sheet.rows]
    inner = [one for one in sheet.columns if is_inner(one)]
    path.append(f"M{_n(inner[0].x)} {_n(sheet.header_split)}H{_n(inner[-1].x + inner[-1].w)}")
    for before, column in pairwise(sheet.columns):
        same_group = before.key[:5] == "lane:" == column.key[:5] or column.key in ("time", "output")
        top = sheet.header_split if same_group else table.y
        path.append(f"M{_n(column.x)} {_n(top)}V{_n(table.bottom)}")
    frame = _rect(table, f'class="sheet-frame" fill="none" stroke="{LINE}" stroke-width="1.4"')
    heavy = f'<path class="sheet-rule" d="M{_n(table.x)} {_n(head)}h{_n(table.w)}" stroke="{LINE}" stroke-width="1.4"/>'
    return f'<path class="sheet-rule" d="{"".join(path)}" fill="none" stroke="{LINE}" stroke-width="0.7"/>{heavy}{frame}'


def _frame(row: RowBox) -> str:
    """The thick frame of where the case is now."""
    if not row.progress or row.progress.state not in (StepState.CURRENT, StepState.WAITING):
        return ""
    inner = row.box.grown(-1.5)
    colour = WARM if row.progress.late else ACCENT
    dashes = ' stroke-dasharray="7 4"' if row.progress.state is StepState.WAITING else ""
    kind = "row-frame late" if row.progress.late else "row-frame"
    return _rect(inner, f'class="{kind}" fill="none" stroke="{colour}" stroke-width="3"{dashes}')


def _state_icon(row: RowBox) -> str:
    """A tick, an arrowhead, an hourglass or a stroke below the number; each has its word in the row too."""
    if not row.progress or row.progress.state is StepState.AHEAD:
        return ""
    x, y = row.box.x + 17, row.box.y + (34 if row.step.number else 16)
    head = next((text for text in row.texts if text.kind in ("now", "late")), None)
    late = row.progress.late
    match row.progress.state:
        case StepState.DONE:
            return (
                f'<path class="mark-done" d="M{_n(x - 6)} {_n(y)}l4.5 4.5 8-9" fill="none" '
                f'stroke="{ACCENT}" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>'
            )
        case StepState.SKIPPED:
            return f'<path class="mark-skipped" d="M{_n(x - 6)} {_n(y)}h12" stroke="{QUIET}" stroke-width="2"/>'
        case _ if head is None:
            return ""
    x, y = head.box.x - 14, head.box.y + 2
    colour = WARM if late else ACCENT
    if row.progress.state is StepState.WAITING:
        shape = "h8l-8 10h8l-8-10"
    else:
        shape = "l8.5 5-8.5 5z"
    return f'<path class="{"mark-late" if late else "mark-now"}" d="M{_n(x)} {_n(y)}{shape}" fill="{colour}"/>'


def _symbol(symbol: Symbol, state: StepState | None) -> str:
    box, node = symbol.box, symbol.node
    kinds = f"symbol symbol-{node.shape}"
    if state:
        kinds += f" symbol-{state}"
    dashes = ' stroke-dasharray="4 2.5"' if node.assumed else ""
    waits = node.shape is Shape.WAIT
    if waits:
        dashes = ' stroke-dasharray="1.5 2.5"'
    stroke = INK
    if waits or state in (StepState.AHEAD, StepState.SKIPPED):
        stroke = QUIET
    elif state in (StepState.DONE, StepState.CURRENT):
        stroke = ACCENT
    heavy = 2.2 if state is StepState.CURRENT else 1.1 if waits else 1.3
    paint = f'fill="{PAPER}" stroke="{stroke}" stroke-width="{heavy}"{dashes}'
    match node.shape:
        case Shape.START | Shape.END:
            shape = _rect(box, f'rx="{_n(box.h / 2)}" {paint}')
        case Shape.DECISION:
            shape = (
                f'<path d="M{_n(box.cx)} {_n(box.y)}L{_n(box.right)} {_n(box.cy)}L{_n(box.cx)} '
                f'{_n(box.bottom)}L{_n(box.x)} {_n(box.cy)}z" {paint}/>'
            )
        case Shape.OUTGOING | Shape.INCOMING:
            shape = (
                f'<path d="M{_n(box.x)} {_n(box.y)}H{_n(box.right)}V{_n(box.bottom - 8)}'
                f'L{_n(box.cx)} {_n(box.bottom)}L{_n(box.x)} {_n(box.bottom - 8)}z" {paint}/>'
            )
        case _:
            shape = _rect(box, paint)
    inside = ""
    if waits:
        x, y = box.cx - 4, box.cy - 5
        inside = f'<path class="hourglass" d="M{_n(x)} {_n(y)}h8l-8 10h8z" fill="none" stroke="{QUIET}"/>'
    elif node.shape is Shape.PROCESS and state is StepState.DONE:
        inside = (
            f'<path class="tick" d="M{_n(box.cx - 6)} {_n(box.cy)}l4.5 4.5 8-9" fill="none" '
            f'stroke="{ACCENT}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>'
        )
    label = text_of(symbol.label) if symbol.label else ""
    return f'<g class="{kinds}">{shape}{inside}{label}</g>'


def _arrow(arrow: Arrow, *, quiet: bool) -> str:
    link = arrow.link
    kinds = "arrow"
    if link.back:
        kinds += " arrow-back"
    if arrow.taken:
        kinds += " arrow-taken"
    joined = link.kind is not LinkKind.FLOW
    dashes = ' stroke-dasharray="4 2.5"' if link.assumed or link.kind is LinkKind.ANY else ""
    colour = ACCENT if arrow.taken else QUIET if quiet else INK
    width = 2.0 if arrow.taken else 1.15
    points = arrow.points if joined else _shortened(arrow.points)
    way = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
    head = "" if joined else _head(arrow.points, colour)
    return (
        f'<g class="{kinds}"><path d="{way}" fill="none" stroke="{colour}" stroke-width="{width}" '
        f'stroke-linejoin="round"{dashes}/>{head}</g>'
    )


def _head(points: tuple[XY, ...], colour: str) -> str:
    (x0, y0), (x1, y1) = points[-2], points[-1]
    dx, dy = _sign(x1 - x0), _sign(y1 - y0)
    left = (x1 - 7 * dx - 3.2 * dy, y1 - 7 * dy - 3.2 * dx)
    right = (x1 - 7 * dx + 3.2 * dy, y1 - 7 * dy + 3.2 * dx)
    corners = "L".join(f"{_n(x)} {_n(y)}" for x, y in ((x1, y1), left, right))
    return f'<path class="arrow-head" d="M{corners}z" fill="{colour}"/>'


def _shortened(points: tuple[XY, ...]) -> tuple[XY, ...]:
    """The line stops inside its arrowhead, so that the tip stays sharp."""
    (x0, y0), (x1, y1) = points[-2], points[-1]
    return (*points[:-1], (x1 - 4 * _sign(x1 - x0), y1 - 4 * _sign(y1 - y0)))


def _note(note: Note) -> str:
    start, stop = (note.from_x, note.to_x) if note.inward else (note.to_x, note.from_x)
    points = ((start, note.y), (stop, note.y))
    line = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in _shortened(points))
    return (
        f'<g class="sheet-note">{text_of(note.text)}<path d="{line}" fill="none" stroke="{QUIET}" '
        f'stroke-dasharray="3 2"/>{_head(points, QUIET)}</g>'
    )


def text_of(text: Text, *, halo: bool = False, quiet: bool = False) -> str:
    """The lines of a text, each at its place."""
    colour = _KIND_INK.get(text.kind, QUIET if quiet else INK)
    style = f' font-size="{_n(text.size)}" fill="{colour}"'
    if text.bold:
        style += ' font-weight="700"'
    if text.italic:
        style += ' font-style="italic"'
    if text.centred:
        style += ' text-anchor="middle"'
    if halo:
        style += f' stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    x = text.box.cx if text.centred else text.box.x
    first = text.box.y + (text.leading + text.size * 0.72) / 2
    lines = "".join(
        f'<tspan x="{_n(x)}" y="{_n(first + index * text.leading)}">{_safe(line)}</tspan>'
        for index, line in enumerate(text.lines)
    )
    return f'<text class="text text-{text.kind}"{style}>{lines}</text>'


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
