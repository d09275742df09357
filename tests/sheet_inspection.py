"""What must be true of every sheet that was laid out, whatever the SOP."""

from __future__ import annotations

from itertools import combinations

from kolokasi.core.procedure import Procedure
from kolokasi.drawing.grid import LinkKind, Shape
from kolokasi.drawing.lettering import width_of
from kolokasi.drawing.model import XY, Arrow, Rect, SheetLayout, Symbol, Text


def faults(sheet: SheetLayout, procedure: Procedure) -> list[str]:
    return [
        *overlapping_texts(sheet),
        *texts_outside(sheet),
        *overlapping_symbols(sheet),
        *arrows_through_symbols(sheet),
        *arrows_on_arrows(sheet),
        *mixed_ports(sheet),
        *missing_ways(sheet, procedure),
        *missing_labels(sheet),
        *missing_performers(sheet, procedure),
    ]


def all_texts(sheet: SheetLayout) -> list[Text]:
    return [
        *sheet.header,
        *(text for row in sheet.rows for text in row.texts),
        *sheet.marks,
        *(note.text for note in sheet.notes),
        *(arrow.label for arrow in sheet.arrows if arrow.label),
        *(symbol.label for symbol in sheet.symbols if symbol.label),
    ]


def overlapping_texts(sheet: SheetLayout) -> list[str]:
    texts = [(one, line_boxes(one)) for one in all_texts(sheet)]
    return [
        f"texts {first.lines} and {second.lines} overlap"
        for (first, ours), (second, theirs) in combinations(texts, 2)
        if first.box.meets(second.box) and any(a.meets(b) for a in ours for b in theirs)
    ]


def line_boxes(text: Text) -> list[Rect]:
    """What each line covers: the last line of a paragraph leaves room for a mark behind it."""
    boxes = []
    for index, line in enumerate(text.lines):
        wide = width_of(line, text.size, text.bold)
        left = text.box.cx - wide / 2 if text.centred else text.box.x
        boxes.append(Rect(left, text.box.y + index * text.leading, wide, text.leading).grown(-0.5))
    return boxes


def texts_outside(sheet: SheetLayout) -> list[str]:
    paper = Rect(0, 0, sheet.width, sheet.height)
    return [f"{one.lines} leaves the paper" for one in all_texts(sheet) if not paper.holds(one.box)]


def overlapping_symbols(sheet: SheetLayout) -> list[str]:
    found = [
        f"{first.node} and {second.node} overlap"
        for first, second in combinations(sheet.symbols, 2)
        if first.box.meets(second.box)
    ]
    rows = {row.step.key: row.box for row in sheet.rows}
    found += [
        f"{symbol.node} is outside its row"
        for symbol in sheet.symbols
        if not rows[symbol.node.step].holds(symbol.box)
    ]
    labels = [arrow.label for arrow in sheet.arrows if arrow.label]
    found += [
        f"{text.lines} lies on {symbol.node}"
        for text in labels
        for symbol in sheet.symbols
        if symbol.is_touched_by(text.box)
    ]
    return found


def arrows_through_symbols(sheet: SheetLayout) -> list[str]:
    return [
        f"{_name(arrow)} runs through {symbol.node.shape} of {symbol.node.step}"
        for arrow in sheet.arrows
        for symbol in sheet.symbols
        for start, stop in arrow.pieces
        if symbol.box.grown(-1).is_crossed_by(start, stop)
        and not (symbol.node is arrow.link.source or symbol.node is arrow.link.target)
    ] + [
        f"{_name(arrow)} runs back through its own symbol"
        for arrow in sheet.arrows
        for symbol in sheet.symbols
        if symbol.node in (arrow.link.source, arrow.link.target)
        for start, stop in arrow.pieces
        if symbol.is_touched_by(_thin(start, stop, symbol))
    ]


def _thin(start: XY, stop: XY, symbol: Symbol) -> Rect:
    """The piece as a rectangle, without the ends that rest on the symbol's edge."""
    x, y = min(start[0], stop[0]), min(start[1], stop[1])
    w, h = abs(start[0] - stop[0]), abs(start[1] - stop[1])
    trim = 1.0
    if h > w:
        return Rect(x - 0.05, y + trim, 0.1, max(0.0, h - 2 * trim))
    return Rect(x + trim, y - 0.05, max(0.0, w - 2 * trim), 0.1)


def arrows_on_arrows(sheet: SheetLayout) -> list[str]:
    """Two arrows may lie on one another only where they merge into one symbol or fork from one way."""
    found = []
    for first, second in combinations(sheet.arrows, 2):
        merge = first.link.target is second.link.target and first.points[-1] == second.points[-1]
        fork = first.link.source is second.link.source and first.link.outcome is second.link.outcome
        for i, one in enumerate(first.pieces):
            for j, other in enumerate(second.pieces):
                if not _share(one, other):
                    continue
                if merge and i == len(first.pieces) - 1 and j == len(second.pieces) - 1:
                    continue
                if fork and i == 0 and j == 0:
                    continue
                found.append(f"{_name(first)} and {_name(second)} lie on one another")
    return found


def _share(one: tuple[XY, XY], other: tuple[XY, XY]) -> bool:
    for axis in (0, 1):
        if one[0][axis] == one[1][axis] and other[0][axis] == other[1][axis]:
            if abs(one[0][axis] - other[0][axis]) > 1.5:
                continue
            cross = 1 - axis
            low = max(min(one[0][cross], one[1][cross]), min(other[0][cross], other[1][cross]))
            high = min(max(one[0][cross], one[1][cross]), max(other[0][cross], other[1][cross]))
            if high - low > 1:
                return True
    return False


def mixed_ports(sheet: SheetLayout) -> list[str]:
    flows = [arrow for arrow in sheet.arrows if arrow.link.kind is LinkKind.FLOW]
    leaving = {(id(arrow.link.source), arrow.points[0]): arrow for arrow in flows}
    return [
        f"{_name(arrow)} enters where {_name(leaving[spot])} leaves"
        for arrow in flows
        if (spot := (id(arrow.link.target), arrow.points[-1])) in leaving
    ]


def missing_ways(sheet: SheetLayout, procedure: Procedure) -> list[str]:
    """Every way out must lead, by arrow or by a pair of connectors, to the step or end that it names."""
    found = []
    entered = {
        (arrow.link.source.letter, arrow.link.target.step)
        for arrow in sheet.arrows
        if arrow.link.source.shape is Shape.INCOMING
    }
    for step in procedure.steps.values():
        for way in step.outcomes:
            ends = [
                arrow.link.target
                for arrow in sheet.arrows
                if arrow.link.outcome is way and arrow.link.source.step == step.key
            ]
            for target in way.next:
                direct = any(
                    node.step == target and node.shape not in (Shape.END, Shape.OUTGOING)
                    for node in ends
                )
                paired = any(
                    node.shape is Shape.OUTGOING
                    and node.goes_to == target
                    and (node.letter, target) in entered
                    for node in ends
                )
                if not (direct or paired):
                    found.append(f"no arrow from {step.key} by {way.key} to {target}")
            if way.end and not any(
                node.shape is Shape.END and node.end is way.end for node in ends
            ):
                found.append(f"no end for {step.key} by {way.key}")
    return found


def missing_labels(sheet: SheetLayout) -> list[str]:
    return [
        f"{_name(arrow)} has no words"
        for arrow in sheet.arrows
        if arrow.link.labelled and arrow.label is None
    ]


def missing_performers(sheet: SheetLayout, procedure: Procedure) -> list[str]:
    lanes = [role.key for role in procedure.lanes()]
    drawn = {
        (symbol.node.step, lanes[symbol.node.lane])
        for symbol in sheet.symbols
        if lanes and symbol.node.shape in (Shape.PROCESS, Shape.DECISION, Shape.WAIT)
    }
    return [
        f"{step.key} has no symbol in the lane of {role}"
        for step in procedure.steps.values()
        for role in step.performers
        if procedure.roles[role].lane and (step.key, role) not in drawn
    ]


def _name(arrow: Arrow) -> str:
    way = arrow.link.outcome.key if arrow.link.outcome else "-"
    return f"arrow {arrow.link.source.step}.{way} → {arrow.link.target.step}"
