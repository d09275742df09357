"""Where the words on the arrows go: close to where the arrow leaves, never on a symbol, arrow or text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kolokasi.core.procedure import Outcome
from kolokasi.drawing.lettering import clean, width_of, wrap
from kolokasi.drawing.model import XY, Obstacles, Rect, Text

SIZE, LEADING = 9.5, 11.0
WIDTH = 86.0
_WIDTHS = (WIDTH, 62.0, 112.0, 52.0, 44.0)
_YES_NO = re.compile(r"(ya|tidak|yes|no)\s*[,:;.–—(]", re.IGNORECASE)


def short_label(way: Outcome) -> str:
    """*Ya* of "Ya, kapasitas masih tersedia"; else the label as it stands."""
    plain = clean(way.label)
    found = _YES_NO.match(plain)
    return found[1].capitalize() if found else plain


def label_lines(text: str, width: float = WIDTH) -> list[str]:
    return wrap(text, width, SIZE, bold=True, most=4)


def label_height(text: str) -> float:
    return len(label_lines(text)) * LEADING


def place_label(text: str, points: tuple[XY, ...], around: Obstacles, kind: str) -> Text | None:
    """The first free place along the arrow, from its beginning on; shorter words if there is none."""
    tried: set[tuple[str, ...]] = set()
    for lines in _wordings(text):
        if tuple(lines) in tried:
            continue
        tried.add(tuple(lines))
        width = max(width_of(line, SIZE, True) for line in lines)
        height = len(lines) * LEADING
        for box in _places(points, width, height):
            if around.is_free(box):
                around.texts.append(box)
                return Text(
                    lines=tuple(lines), box=box, size=SIZE, leading=LEADING, kind=kind, bold=True
                )
    return None


def _wordings(text: str) -> Iterator[list[str]]:
    longest = max((width_of(word, SIZE, True) for word in text.split()), default=0.0)
    for width in _WIDTHS:
        if longest <= width:  # no word is taken apart while there is another way
            yield wrap(text, width, SIZE, bold=True, most=4)
    for most, width in ((2, 60.0), (1, 80.0), (1, 44.0), (1, 28.0), (1, 16.0)):
        yield wrap(text, width, SIZE, bold=True, most=most)


def _places(points: tuple[XY, ...], width: float, height: float) -> Iterator[Rect]:
    for (x0, y0), (x1, y1) in pairwise(points):
        if y0 == y1:
            yield from _along_level(x0, x1, y0, width, height)
        else:
            yield from _along_upright(x0, y0, y1, width, height)


def _along_level(x0: float, x1: float, y: float, width: float, height: float) -> Iterator[Rect]:
    towards = 1 if x1 >= x0 else -1
    starts = [x0 + 3 if towards > 0 else x0 - 3 - width]
    starts.append((x0 + x1 - width) / 2)
    starts.append(x1 - 6 - width if towards > 0 else x1 + 6)
    starts.append(x0 - 8 if towards > 0 else x0 + 8 - width)
    for gap in (2.5, 8.0, 14.0):
        for left in starts:
            yield Rect(left, y - gap - height, width, height)
            yield Rect(left, y + gap, width, height)


def _along_upright(x: float, y0: float, y1: float, width: float, height: float) -> Iterator[Rect]:
    downwards = y1 >= y0
    tops = [y0 + 2 if downwards else y0 - 2 - height, (y0 + y1 - height) / 2]
    tops.append(y1 - 9 - height if downwards else y1 + 9)
    tops.extend(
        y0 + step if downwards else y0 - step - height
        for step in (12.0, 24.0, 36.0, 48.0, 66.0, 84.0)
        if abs(y1 - y0) > step
    )
    for top in tops:
        yield Rect(x + 4, top, width, height)
        yield Rect(x - 4 - width, top, width, height)
