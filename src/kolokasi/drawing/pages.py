"""A tall sheet on paper: pages that break between two rows, each with the table's head.

A page shows part of the whole picture (``<use>``), so nothing is drawn twice. Where an arrow crosses a
break, both sides carry a pentagon with the same letter, the official symbol for "goes on elsewhere".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kolokasi.drawing.lettering import FONT
from kolokasi.drawing.model import Rect, RowBox, SheetLayout, Text
from kolokasi.drawing.pen import INK, PAPER, QUIET
from kolokasi.drawing.pen import number as _n
from kolokasi.drawing.svg import text_of
from kolokasi.drawing.wording import say

RATIO = 0.66  # height to width of what a landscape A4 page leaves inside its margins
SHRINK = 1.15  # a sheet that is taller by this much only is made smaller instead of cut
_CAPTION = 18.0
_STRIP = 34.0  # room for two rows of pentagons beside a break
_HALF, _TALL = 7.0, 13.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One page: rows from ``top`` to ``bottom``, and where arrows come in above and go on below."""

    top: float
    bottom: float
    above: tuple[float, ...] = ()
    below: tuple[float, ...] = ()


def pages(sheet: SheetLayout, *, name: str, lang: str) -> tuple[str, ...]:
    """The sheet in pages, as SVG texts that point to the picture with the id ``name``.

    Empty where the whole sheet fits on one page.
    """
    found = parts(sheet)
    if len(found) < 2:
        return ()
    return tuple(
        _page(sheet, part, name, say("page", lang, sheet.title, number, len(found)))
        for number, part in enumerate(found, 1)
    )


def parts(sheet: SheetLayout) -> list[Part]:
    """Where to break: never inside a row. A row taller than a page has a page to itself."""
    if sheet.height <= SHRINK * RATIO * sheet.width:
        return [Part(top=sheet.lanes.y, bottom=sheet.height)]
    head = sheet.lanes.y - sheet.table.y
    room = RATIO * sheet.width - _CAPTION - head - 2 * _STRIP
    cuts = [sheet.lanes.y, *_breaks(sheet.rows, room), sheet.height]
    return [
        Part(
            top=top,
            bottom=bottom,
            above=_crossings(sheet, top) if top > sheet.lanes.y else (),
            below=_crossings(sheet, bottom) if bottom < sheet.height else (),
        )
        for top, bottom in pairwise(cuts)
    ]


def _breaks(rows: tuple[RowBox, ...], room: float) -> Iterator[float]:
    top = rows[0].box.y if rows else 0.0
    for row in rows:
        if row.box.bottom - top > room and row.box.y > top:
            top = row.box.y
            yield top


def _crossings(sheet: SheetLayout, y: float) -> tuple[float, ...]:
    """Where arrows run over a break, from left to right, those on one line once."""
    found: list[float] = []
    for x in sorted(
        x0
        for arrow in sheet.arrows
        for (x0, y0), (x1, y1) in arrow.pieces
        if x0 == x1 and min(y0, y1) < y < max(y0, y1)
    ):
        if not found or x - found[-1] > 2:
            found.append(x)
    return tuple(found)


def _page(sheet: SheetLayout, part: Part, name: str, caption: str) -> str:
    head = sheet.lanes.y
    above = _STRIP if part.above else 0.0
    tall = part.bottom - part.top
    start = _CAPTION + head + above
    height = start + tall + (_STRIP if part.below else 4.0)
    wide, high = _n(sheet.width), _n(height)
    box = Rect(sheet.table.x, 0, sheet.table.w, 12)
    out = [
        '<svg xmlns="http://www.w3.org/2000/svg" class="sheet sheet-page"',
        f' viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"',
        f' font-family="{FONT}" fill="{INK}">',
        text_of(Text(lines=(caption,), box=box, size=10, leading=12, kind="footnote")),
        _window(sheet, name, top=0, height=head, y=_CAPTION),
        _window(sheet, name, top=part.top, height=tall, y=start),
        *_connectors(part.above, start, up=True),
        *_connectors(part.below, start + tall, up=False),
        "</svg>",
    ]
    return "".join(out)


def _window(sheet: SheetLayout, name: str, *, top: float, height: float, y: float) -> str:
    wide = _n(sheet.width)
    # Half a line more on both sides, so that the rule at the break is whole on both pages.
    top, height, y = max(0.0, top - 0.7), height + 1.4, y - (0.7 if top else 0)
    return (
        f'<svg x="0" y="{_n(y)}" width="{wide}" height="{_n(height)}" '
        f'viewBox="0 {_n(top)} {wide} {_n(height)}"><use href="#{name}" '
        f'width="{wide}" height="{_n(sheet.height)}"/></svg>'
    )


def _connectors(found: tuple[float, ...], y: float, *, up: bool) -> Iterator[str]:
    level, before = 0, -99.0
    for place, x in enumerate(found):
        level = 1 - level if x - before < 2 * _HALF + 2 else 0
        before = x
        away = 4 + level * (_TALL + 2)
        top = y - away - _TALL if up else y + away
        tip = top + _TALL
        line = f"M{_n(x)} {_n(tip)}V{_n(y)}" if up else f"M{_n(x)} {_n(y)}V{_n(top)}"
        body = (
            f"M{_n(x - _HALF)} {_n(top)}h{_n(2 * _HALF)}v{_n(_TALL - 4)}L{_n(x)} {_n(tip)}"
            f"L{_n(x - _HALF)} {_n(tip - 4)}z"
        )
        letter = Text(
            lines=(_letter(place),),
            box=Rect(x - 3, top, 6, _TALL - 3),
            size=8,
            leading=_TALL - 3,
            kind="joint",
            centred=True,
        )
        yield (
            f'<path d="{line}" fill="none" stroke="{QUIET}"/>'
            f'<path d="{body}" fill="{PAPER}" stroke="{INK}"/>{text_of(letter)}'
        )


def _letter(place: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[place % 26]
