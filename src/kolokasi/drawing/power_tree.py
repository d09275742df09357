"""The power tree as one SVG picture: from the mains on the left to the PDUs on the right, each with its load.

A bar is always beside its numbers: full is used, hatched is reserved, the upright stroke is the office's limit.
With a rehearsed failure, what is off is crossed out and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kolokasi.core.capacity.outage import Outage, Supply
from kolokasi.core.capacity.power import PowerNode, PowerTree
from kolokasi.drawing.lettering import width_of
from kolokasi.drawing.model import Rect
from kolokasi.drawing.pen import (
    ACCENT,
    GROUND,
    INK,
    PAPER,
    QUIET,
    WARM,
    hatching,
    line,
    link,
    number,
    picture,
    rect,
    words,
)
from kolokasi.drawing.wording import say, thousands

_WIDE, _HIGH, _ACROSS, _DOWN, _EDGE = 226.0, 66.0, 40.0, 14.0, 6.0


def draw_power_tree(
    tree: PowerTree,
    *,
    name: str,
    sides: Mapping[int, str] | None = None,
    hrefs: Mapping[int, str] | None = None,
    outage: Outage | None = None,
    lang: str = "id",
) -> str:
    """Draw the tree of a site. ``sides`` gives nodes their letter, ``hrefs`` their address."""
    boxes = _lay_out(tree)
    drawn = [_lines(tree, boxes)]
    over = 0
    for node in tree.top_down:
        watts = node.used + node.held if outage is None else outage.carried.get(node.key, 0)
        state = outage.states.get(node.key, Supply.LIVE) if outage else Supply.LIVE
        past = node.limit is not None and watts > node.limit
        over += past
        box = _Box(
            tree, node, boxes[node.key], watts, state, rehearsed=outage is not None, lang=lang
        )
        content = "".join(box.drawn((sides or {}).get(node.key, "")))
        title = (
            f"{node.kind.label} {node.name}"
            if node.kind.label.lower() not in node.name.lower()
            else node.name
        )
        drawn.append(
            link((hrefs or {}).get(node.key, ""), title, content, kind=f"draw-node node-{state}")
        )
    return picture(
        "".join(drawn),
        width=max((box.right for box in boxes.values()), default=_WIDE) + _EDGE,
        height=max((box.bottom for box in boxes.values()), default=_HIGH) + _EDGE,
        title=say("power_title", lang, name),
        description=say("power_describe", lang, len(tree.nodes), over),
        kind="power-tree",
        linked=bool(hrefs),
    )


def _lay_out(tree: PowerTree) -> dict[int, Rect]:
    """Leaves below one another, each node in the middle of what hangs on it; columns by depth."""
    middles: dict[int, float] = {}
    depths: dict[int, int] = {}
    for node in tree.top_down:
        depths[node.key] = 0 if node.parent is None else depths[node.parent] + 1
    row = 0
    for node in tree.top_down:
        if not tree.children(node.key):
            middles[node.key] = _EDGE + row * (_HIGH + _DOWN) + _HIGH / 2
            row += 1
    for node in reversed(tree.top_down):
        below = [middles[child.key] for child in tree.children(node.key)]
        if below:
            middles[node.key] = (below[0] + below[-1]) / 2
    return {
        key: Rect(_EDGE + depths[key] * (_WIDE + _ACROSS), middle - _HIGH / 2, _WIDE, _HIGH)
        for key, middle in middles.items()
    }


def _lines(tree: PowerTree, boxes: Mapping[int, Rect]) -> str:
    way: list[str] = []
    for node in tree.top_down:
        if node.parent is None:
            continue
        start, stop = boxes[node.parent], boxes[node.key]
        bend = start.right + _ACROSS / 2
        way.append(
            f"M{number(start.right)} {number(start.cy)}H{number(bend)}V{number(stop.cy)}H{number(stop.x)}"
        )
    return line("".join(way), kind="sheet-rule", width=1.4) if way else ""


class _Box:
    """One node: name and side, numbers, bar, and what is the matter."""

    def __init__(
        self,
        tree: PowerTree,
        node: PowerNode,
        box: Rect,
        watts: int,
        state: Supply,
        *,
        rehearsed: bool,
        lang: str,
    ) -> None:
        self.tree, self.node, self.box, self.watts, self.state = tree, node, box, watts, state
        self.rehearsed, self.lang = rehearsed, lang

    def drawn(self, side: str) -> Iterator[str]:
        box, node = self.box, self.node
        dark = self.state is Supply.DARK
        over = node.limit is not None and self.watts > node.limit
        ink, heavy = (WARM, 2.6) if over else (INK, 1.2)
        dashes = ' stroke-dasharray="3 3"' if dark else ""
        kind = "draw-box draw-over" if over else "draw-box"
        yield rect(
            box,
            f'class="{kind}" fill="{PAPER}" stroke="{ink}" stroke-width="{number(heavy)}"{dashes}',
        )
        if dark:
            yield hatching(box, gap=13)
            yield hatching(box, gap=13, down=True)
        room = box.w - 18
        if side:
            said = say("power_side", self.lang, side)
            room -= width_of(said, 9.5, bold=True) + 8
            yield words(
                said,
                box.right - 8,
                box.y + 16,
                size=9.5,
                bold=True,
                anchor="end",
                kind="now",
                halo=dark,
            )
        yield words(node.name, box.x + 9, box.y + 16, size=11, bold=True, room=room, halo=dark)
        if not dark:
            yield words(self._numbers(), box.x + 9, box.y + 31, size=9.5, room=box.w - 18)
            yield from self._bar(Rect(box.x + 9, box.y + 37, box.w - 18, 9))
        remark = self._remark()
        if remark:
            late = over or dark
            yield words(
                remark, box.x + 9, box.y + 59, size=9.5, bold=late, kind="late" if late else "quiet",
                room=box.w - 18, halo=dark,
            )  # fmt: skip

    def _numbers(self) -> str:
        watts = thousands(self.watts, self.lang)
        most = self.node.limit
        if most is None:
            return say("power_load_unknown", self.lang, watts)
        share = round(100 * self.watts / most) if most else 100
        return say("power_load", self.lang, watts, thousands(most, self.lang), share)

    def _bar(self, bar: Rect) -> Iterator[str]:
        """To the rating if it is known; the limit is a stroke through it. Unknown is a dashed, empty bar."""
        node = self.node
        end = max(node.rating or 0, node.limit or 0, self.watts)
        if node.limit is None or not end:
            yield rect(
                bar,
                f'class="sheet-frame" fill="none" stroke="{QUIET}" stroke-width="0.8" stroke-dasharray="2 2"',
            )
            return
        held = 0 if self.rehearsed else min(node.held, self.watts)
        used = bar.w * (self.watts - held) / end
        yield rect(bar, f'class="sheet-head" fill="{GROUND}"')
        yield rect(Rect(bar.x, bar.y, used, bar.h), f'class="draw-bar" fill="{ACCENT}"')
        if held:
            yield hatching(
                Rect(bar.x + used, bar.y, bar.w * held / end, bar.h),
                gap=4,
                colour=ACCENT,
                kind="draw-held-bar",
            )
        yield rect(bar, f'class="sheet-frame" fill="none" stroke="{INK}" stroke-width="0.8"')
        x = bar.x + bar.w * node.limit / end
        yield line(
            f"M{number(x)} {number(bar.y - 3)}v{number(bar.h + 6)}",
            kind="draw-limit",
            colour=INK,
            width=1.8,
        )

    def _remark(self) -> str:
        node, said = self.node, []
        if self.state is Supply.DARK:
            said.append(say("power_dark", self.lang))
        elif self.state is Supply.BATTERY:
            said.append(say("power_battery", self.lang))
        if node.limit is not None and self.watts > node.limit:
            said.append(say("power_over", self.lang))
        elif node.warn is not None and self.watts > node.warn:
            said.append(say("power_warn", self.lang))
        if node.backups:
            names = ", ".join(self.tree.nodes[key].name for key in node.backups)
            said.append(say("power_backup", self.lang, names))
        return " · ".join(said)
