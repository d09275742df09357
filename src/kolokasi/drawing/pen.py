"""What every picture is written with: numbers, safe text, boxes, hatching, links.

Colours are presentation attributes, so that a picture stands alone; classes restyle it on screens. Hatching is
lines of its own and no pattern with an id, so that many pictures may stand on one page.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape

from kolokasi.drawing.lettering import FONT, clean, width_of, wrap
from kolokasi.drawing.model import Rect

INK, QUIET, LINE, PAPER, GROUND = "#1b2a33", "#5c6b73", "#42525b", "#ffffff", "#eef2f3"
ACCENT, ACCENT_SOFT, WARM = "#0b5563", "#e3f1f2", "#9a4b00"
_LONGEST = 400


def number(value: float) -> str:
    """A number as short as it can be, always written the same way."""
    return f"{value:.1f}".removesuffix(".0")


def safe(text: str) -> str:
    plain = clean(text)
    if len(plain) > _LONGEST:
        plain = plain[:_LONGEST] + "…"
    return escape(plain, quote=True)


def rect(box: Rect, attributes: str) -> str:
    return (
        f'<rect x="{number(box.x)}" y="{number(box.y)}" width="{number(box.w)}" '
        f'height="{number(box.h)}" {attributes}/>'
    )


def line(
    way: str, *, kind: str = "draw-line", colour: str = LINE, width: float = 0.7, dashes: str = ""
) -> str:
    """A stroke along an SVG path."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path class="{kind}" d="{way}" fill="none" stroke="{colour}" stroke-width="{number(width)}"{dashed}/>'


def words(
    text: str, x: float, y: float, *, size: float = 10, bold: bool = False, anchor: str = "start",
    kind: str = "body", room: float = 0, halo: bool = False,
) -> str:  # fmt: skip
    """One line of text standing on ``y``; cut with an ellipsis where ``room`` is less than it needs."""
    if room and width_of(clean(text), size, bold) > room:
        text = next(iter(wrap(text, max(room, size), size, bold=bold, most=1)), "")
    ink = {"quiet": QUIET, "late": WARM, "now": ACCENT}.get(kind, INK)
    style = f'font-size="{number(size)}" fill="{ink}"'
    style += ' font-weight="700"' if bold else ""
    style += f' text-anchor="{anchor}"' if anchor != "start" else ""
    if halo:
        style += f' stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    shown = {"quiet": "text-remark"}.get(kind, f"text-{kind}")
    return f'<text class="text {shown}" x="{number(x)}" y="{number(y)}" {style}>{safe(text)}</text>'


def hatching(
    box: Rect, *, gap: float = 7, kind: str = "draw-hatch", colour: str = QUIET, down: bool = False
) -> str:
    """Slanted lines that fill a box and stay inside it; ``down`` slants them the other way."""
    strokes = _slanted(box.w, box.h, gap, down)
    way = f"M{number(box.x)} {number(box.y)}{strokes}"
    return line(way, kind=kind, colour=colour, width=0.8) if strokes else ""


@lru_cache(maxsize=512)
def _slanted(wide: float, high: float, gap: float, down: bool) -> str:
    """The strokes from the box's corner on, each told from where the last one ended; boxes of one size share them."""
    parts: list[str] = []
    x = y = 0.0
    offset = gap
    while offset < wide + high:
        left, right = max(0.0, offset - high), min(offset, wide)
        start, stop = offset - left, offset - right
        if down:
            start, stop = high - start, high - stop
        parts.append(
            f"m{number(left - x)} {number(start - y)}l{number(right - left)} {number(stop - start)}"
        )
        # what was written is rounded, and the next stroke starts from there
        x += round(left - x, 1) + round(right - left, 1)
        y += round(start - y, 1) + round(stop - start, 1)
        offset += gap
    return "".join(parts)


def link(href: str, title: str, content: str, *, kind: str) -> str:
    """The content as a group with a title; with an address, as a link."""
    inside = f"<title>{safe(title)}</title>{content}"
    if not href:
        return f'<g class="{kind}">{inside}</g>'
    return f'<a class="{kind}" href="{escape(href, quote=True)}">{inside}</a>'


def picture(
    content: str,
    *,
    width: float,
    height: float,
    title: str,
    description: str,
    kind: str,
    linked: bool,
) -> str:
    """The whole SVG. With links inside it is a group, because a picture hides what is in it from a reader."""
    wide, high = number(width), number(height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sheet {kind}" role="{"group" if linked else "img"}" '
        f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" font-family="{FONT}" fill="{INK}">'
        f"<title>{safe(title)}</title><desc>{safe(description)}</desc>"
        f'{rect(Rect(0, 0, width, height), f"""class="sheet-paper" fill="{PAPER}" """.strip())}{content}</svg>'
    )
