"""A rack as it stands, front and rear side by side, as one SVG picture.

Units are numbered from the bottom, as on the rack itself. What is reserved is hatched, what is proposed has a
dashed frame, and both say so in words; free runs say how many units they have. Nothing hangs on colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kolokasi.core.capacity.arranging import runs
from kolokasi.core.capacity.wording import units_label
from kolokasi.drawing.lettering import clean, width_of
from kolokasi.drawing.model import Rect
from kolokasi.drawing.pen import (
    ACCENT,
    GROUND,
    INK,
    PAPER,
    hatching,
    line,
    link,
    number,
    picture,
    rect,
    words,
)
from kolokasi.drawing.wording import say

UNIT = 18.0
_FACE, _GUTTER, _HEAD, _FOOT, _EDGE = 292.0, 30.0, 46.0, 34.0, 2.0
_WIDTH = 2 * _FACE + 3 * _GUTTER + 2 * _EDGE


class Face(StrEnum):
    FRONT = "front"
    REAR = "rear"
    BOTH = "both"


class Standing(StrEnum):
    PLACED = "placed"
    HELD = "held"
    ASKED = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mounted:
    """A device in the rack; ``unit`` is its lowest. With ``href`` it is a link."""

    name: str
    owner: str
    unit: int
    height_u: int
    face: Face = Face.BOTH
    standing: Standing = Standing.PLACED
    href: str = ""

    def units(self) -> range:
        return range(self.unit, self.unit + self.height_u)


@dataclass(frozen=True, slots=True, kw_only=True)
class Elevation:
    name: str  # "Rak A2"
    height_u: int
    mounted: tuple[Mounted, ...] = ()


def draw_rack(rack: Elevation, *, lang: str = "id") -> str:
    """Draw the elevation. A device that stands (partly) above the rack is drawn as far as the rack goes.
    The text is well-formed XML, has no script, style or id in it, and is the same every time."""
    free = _free(rack, Face.FRONT) & _free(rack, Face.REAR)
    longest = max((length for _, length in runs(free)), default=0)
    described = say(
        "rack_describe",
        lang,
        height=rack.height_u,
        devices=len(rack.mounted),
        free=len(free),
        longest=longest,
    )
    parts = [words(rack.name, _EDGE + _GUTTER, 16, size=13, bold=True)]
    for face, left in ((Face.FRONT, _EDGE + _GUTTER), (Face.REAR, _EDGE + 2 * _GUTTER + _FACE)):
        parts.extend(_face(rack, face, left, free, lang))
    parts.extend(_numbers(rack))
    parts.append(_legend(rack, lang))
    return picture(
        "".join(parts),
        width=_WIDTH,
        height=_HEAD + rack.height_u * UNIT + _FOOT,
        title=say("rack_title", lang, rack.name),
        description=described,
        kind="rack",
        linked=any(one.href for one in rack.mounted),
    )


def _free(rack: Elevation, face: Face) -> frozenset[int]:
    taken = {unit for one in rack.mounted if one.face in (face, Face.BOTH) for unit in one.units()}
    return frozenset(range(1, rack.height_u + 1)) - taken


def _face(
    rack: Elevation, face: Face, left: float, free: frozenset[int], lang: str
) -> Iterator[str]:
    whole = Rect(left, _HEAD, _FACE, rack.height_u * UNIT)
    yield words(say(face.value, lang), left, _HEAD - 8, size=10.5, bold=True)
    yield rect(whole, f'class="draw-free" fill="{PAPER}"')
    ruled = "".join(
        f"M{number(left)} {number(_HEAD + row * UNIT)}h{number(_FACE)}"
        for row in range(1, rack.height_u)
    )
    if ruled:
        yield line(ruled, kind="sheet-rule", width=0.5)
    yield from _empty(rack, _free(rack, face), free, left, lang)
    for one in sorted(rack.mounted, key=lambda each: (each.unit, each.name)):
        if one.face in (face, Face.BOTH):
            yield _device(rack, one, left, lang)
    yield rect(whole, f'class="sheet-frame" fill="none" stroke="{INK}" stroke-width="1.6"')


def _box(rack: Elevation, units: range, left: float) -> Rect | None:
    """Where these units lie, unit 1 at the bottom; None where the rack does not reach."""
    low, high = max(units.start, 1), min(units.stop - 1, rack.height_u)
    if low > high:
        return None
    top = _HEAD + (rack.height_u - high) * UNIT
    return Rect(left, top, _FACE, (high - low + 1) * UNIT)


def _empty(
    rack: Elevation, here: frozenset[int], both: frozenset[int], left: float, lang: str
) -> Iterator[str]:
    """What each free run says, in its middle."""
    for lowest, length in runs(here & both):
        box = _box(rack, range(lowest, lowest + length), left)
        assert box is not None
        said = say("free_run", lang, length, units_label(lowest, length))
        yield words(
            said, box.cx, _middle(box) + 3.4, size=9.5, anchor="middle", kind="quiet", room=box.w
        )
    for lowest, length in runs(here - both):
        box = _box(rack, range(lowest, lowest + length), left)
        assert box is not None
        said = say("free_here", lang, length)
        yield words(
            said, box.cx, _middle(box) + 3.4, size=9, anchor="middle", kind="quiet", room=box.w
        )


def _middle(box: Rect) -> float:
    """The middle of the row in the middle, so that no rule runs through the words."""
    return box.cy if round(box.h / UNIT) % 2 else box.cy + UNIT / 2


def _device(rack: Elevation, one: Mounted, left: float, lang: str) -> str:
    whole = _box(rack, one.units(), left)
    if whole is None:
        return ""
    box = Rect(whole.x + 2, whole.y + 1.2, whole.w - 4, whole.h - 2.4)
    state = "" if one.standing is Standing.PLACED else say(one.standing.value, lang)
    dashes = ' stroke-dasharray="6 3"' if one.standing is Standing.ASKED else ""
    heavy = "2" if one.standing is Standing.ASKED else "1.1"
    ink = ACCENT if one.standing is Standing.ASKED else INK
    ground = GROUND if one.standing is Standing.PLACED else PAPER
    parts = [
        rect(
            box,
            f'class="draw-box draw-{one.standing}" fill="{ground}" stroke="{ink}" stroke-width="{heavy}"{dashes}',
        )
    ]
    if one.standing is Standing.HELD:
        parts.append(hatching(box))
    parts.extend(_label(one, box, state))
    where = units_label(one.unit, one.height_u)
    title = " · ".join(
        part for part in (one.name, one.owner, f"{one.height_u} U ({where})", state) if part
    )
    return link(one.href, title, "".join(parts), kind="draw-device")


def _label(one: Mounted, box: Rect, state: str) -> Iterator[str]:
    """Name and owner left, height right; in one line where the device is one unit high. What lies on hatching
    has a halo, so that it stays readable."""
    halo = one.standing is Standing.HELD
    height = " · ".join(part for part in (state, f"{one.height_u} U") if part)
    right, left = box.right - 5, box.x + 6
    taken = width_of(height, 9) + 12
    room = box.w - taken - 10
    first = box.y + box.h / 2 + (3.4 if box.h < 1.5 * UNIT or not one.owner else -2.2)
    yield words(height, right, first, size=9, anchor="end", halo=halo)
    if box.h < 1.5 * UNIT:
        name = clean(one.name)
        wide = min(width_of(name, 10, bold=True), room * (0.6 if one.owner else 1))
        yield words(name, left, first, size=10, bold=True, room=wide + 0.1, halo=halo)
        if one.owner and room - wide > 30:
            yield words(one.owner, left + wide + 7, first, size=9, room=room - wide - 7, halo=halo)
        return
    yield words(one.name, left, first, size=10.5, bold=True, room=room, halo=halo)
    if one.owner:
        yield words(one.owner, left, first + 12.5, size=9.5, room=box.w - 12, halo=halo)


def _numbers(rack: Elevation) -> Iterator[str]:
    """Each unit's number once beside each face; every fifth is bold, so that an eye finds it."""
    for x in (
        _EDGE + _GUTTER / 2,
        _EDGE + 1.5 * _GUTTER + _FACE,
        _EDGE + 2.5 * _GUTTER + 2 * _FACE,
    ):
        for unit in range(1, rack.height_u + 1):
            y = _HEAD + (rack.height_u - unit) * UNIT + UNIT / 2 + 3.2
            bold = unit % 5 == 0 or unit in (1, rack.height_u)
            yield words(
                str(unit),
                x,
                y,
                size=9,
                bold=bold,
                anchor="middle",
                kind="body" if bold else "quiet",
            )


def _legend(rack: Elevation, lang: str) -> str:
    """What the grounds mean, only those that are there."""
    there = _kinds(rack.mounted)
    x, y = _EDGE + _GUTTER, _HEAD + rack.height_u * UNIT + 12
    parts: list[str] = []
    for kind in there:
        box = Rect(x, y, 18, 12)
        dashes = ' stroke-dasharray="4 2"' if kind == "asked" else ""
        ink = ACCENT if kind == "asked" else INK
        ground = GROUND if kind == "placed" else PAPER
        if kind == "free":
            parts.append(
                rect(
                    box,
                    f'class="draw-free sheet-frame" fill="{PAPER}" stroke="{INK}" stroke-width="0.4"',
                )
            )
        else:
            parts.append(
                rect(box, f'class="draw-box draw-{kind}" fill="{ground}" stroke="{ink}"{dashes}')
            )
        if kind == "held":
            parts.append(hatching(box))
        text = say(f"key_{kind}", lang)
        parts.append(words(text, x + 23, y + 9.4, size=9.5))
        x += 23 + width_of(text, 9.5) + 16
    return f'<g class="draw-legend">{"".join(parts)}</g>'


def _kinds(mounted: Sequence[Mounted]) -> Iterable[str]:
    standing = {one.standing for one in mounted}
    return [*(kind.value for kind in Standing if kind in standing), "free"]
