"""How a resource filled over time, as one SVG picture: a full line is what was recorded, a dashed one the forecast,
a line of dashes and dots the office's limit; each has its word beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from kolokasi.core.capacity.runway import Runway, Sample
from kolokasi.drawing.lettering import width_of
from kolokasi.drawing.model import XY, Rect
from kolokasi.drawing.pen import ACCENT, INK, PAPER, WARM, line, number, picture, rect, words
from kolokasi.drawing.wording import day, say, short_month, thousands

_WIDTH, _HEIGHT = 640.0, 240.0
_PLOT = Rect(58, 26, 560, 172)
_STEPS = (1, 2, 2.5, 5, 10)


def draw_trend(
    samples: Sequence[Sample], forecast: Runway, *, name: str, unit: str, lang: str = "id"
) -> str:
    """Draw what was recorded, and the forecast where there is one."""
    ordered = sorted(samples, key=lambda one: one.day)
    if not ordered:
        content = words(
            say("trend_none", lang), _WIDTH / 2, _HEIGHT / 2, anchor="middle", kind="quiet"
        )
        description = say("trend_none", lang)
    else:
        content = "".join(_Chart(ordered, forecast, unit, lang).drawn())
        first, last = ordered[0], ordered[-1]
        description = say(
            "trend_describe", lang, day(first.day, lang), day(last.day, lang),
            thousands(first.taken, lang), thousands(last.taken, lang), unit,
        )  # fmt: skip
    return picture(
        content,
        width=_WIDTH,
        height=_HEIGHT,
        title=name,
        description=description,
        kind="trend",
        linked=False,
    )


class _Chart:
    def __init__(self, samples: Sequence[Sample], forecast: Runway, unit: str, lang: str) -> None:
        self.samples, self.forecast, self.unit, self.lang = samples, forecast, unit, lang
        self.first, self.last = samples[0], samples[-1]
        span = max(1, (self.last.day - self.first.day).days)
        end = self.last.day + timedelta(days=max(7, span // 6))
        if forecast.full_on is not None:
            end = max(end, forecast.full_on + timedelta(days=max(3, span // 20)))
        elif forecast.a_day > 0:
            end = self.last.day + timedelta(days=span)
        self.end = end
        most = max(max(one.taken, one.have or 0) for one in samples)
        self.step = _step(max(1, most) * 1.08)
        self.top = self.step * -(-max(1, int(most * 1.08)) // self.step)

    def drawn(self) -> Iterator[str]:
        yield from self._axes()
        yield from self._limit()
        yield from self._projected()
        points = [self._at(one.day, one.taken) for one in self.samples]
        yield line(_way(points), kind="draw-taken", colour=ACCENT, width=2.2)
        x, y = points[-1]
        yield f'<circle class="draw-dot" cx="{number(x)}" cy="{number(y)}" r="3.2" fill="{ACCENT}"/>'
        said = f"{thousands(self.last.taken, self.lang)} {self.unit}"
        yield words(said, x, self._clear(y), size=10.5, bold=True, anchor="end", halo=True)
        yield words(say("trend_taken", self.lang), _PLOT.x, 14, size=10, bold=True, kind="now")

    def _at(self, when: date, value: float) -> XY:
        days = max(1, (self.end - self.first.day).days)
        x = _PLOT.x + _PLOT.w * (when - self.first.day).days / days
        return x, _PLOT.bottom - _PLOT.h * min(value, self.top) / self.top

    def _clear(self, y: float) -> float:
        """Above the point, or below it where the limit's words are near."""
        limit = self.last.have
        if limit is not None and abs(self._at(self.last.day, limit)[1] - y) < 26:
            return y + 17
        return y - 8

    def _axes(self) -> Iterator[str]:
        yield rect(_PLOT, f'class="draw-free" fill="{PAPER}"')
        value = 0
        while value <= self.top:
            y = self._at(self.first.day, value)[1]
            yield line(
                f"M{number(_PLOT.x)} {number(y)}h{number(_PLOT.w)}", kind="sheet-rule", width=0.5
            )
            yield words(
                thousands(value, self.lang),
                _PLOT.x - 6,
                y + 3.4,
                size=9.5,
                anchor="end",
                kind="quiet",
            )
            value += self.step
        yield words(self.unit, _PLOT.x - 6, 14, size=9.5, anchor="end", kind="quiet")
        for at in self._months():
            x = self._at(at, 0)[0]
            yield line(f"M{number(x)} {number(_PLOT.bottom)}v4", kind="sheet-rule", width=1)
            yield words(
                short_month(at, self.lang),
                x,
                _PLOT.bottom + 16,
                size=9.5,
                anchor="middle",
                kind="quiet",
            )
        yield line(
            f"M{number(_PLOT.x)} {number(_PLOT.y)}V{number(_PLOT.bottom)}H{number(_PLOT.right)}",
            kind="sheet-frame", colour=INK, width=1.2,
        )  # fmt: skip

    def _months(self) -> list[date]:
        """The firsts of months, as many as have room; the first day where there is none."""
        at = (self.first.day.replace(day=1) + timedelta(days=32)).replace(day=1)
        found: list[date] = []
        while at <= self.end:
            found.append(at)
            at = (at + timedelta(days=32)).replace(day=1)
        every = -(-len(found) // 9) if found else 1
        return found[::every] or [self.first.day]

    def _limit(self) -> Iterator[str]:
        """The limit as it was day by day, and on to the end; where it was unknown there is no line."""
        known = [(one.day, one.have) for one in self.samples if one.have is not None]
        if not known:
            return
        points: list[XY] = []
        for (when, have), before in zip(known, [None, *known[:-1]], strict=True):
            if before is not None and before[1] != have:
                points.append(self._at(when, before[1]))
            if before is None or before[1] != have:
                points.append(self._at(when, have))
        points.append(self._at(self.end, known[-1][1]))
        yield line(_way(points), kind="draw-limit", colour=INK, width=1.4, dashes="9 3 2 3")
        said = say("trend_limit", self.lang, f"{thousands(known[-1][1], self.lang)} {self.unit}")
        yield words(
            said, _PLOT.right, points[-1][1] - 5, size=10, bold=True, anchor="end", halo=True
        )

    def _projected(self) -> Iterator[str]:
        full = self.forecast.full_on
        if self.forecast.a_day <= 0 or self.last.have is None or self.last.taken >= self.last.have:
            return
        stop = full or self.end
        rise = self.forecast.a_day * (stop - self.last.day).days
        value = self.last.have if full else min(self.last.taken + rise, self.last.have)
        start, finish = self._at(self.last.day, self.last.taken), self._at(stop, value)
        yield line(
            _way([start, finish]), kind="draw-projected", colour=ACCENT, width=1.8, dashes="6 4"
        )
        if full is None:
            said = say("trend_projected", self.lang)
        else:
            said = say("trend_full", self.lang, day(full, self.lang))
            x, y = finish
            yield f'<path class="draw-full" d="M{number(x - 4)} {number(y - 4)}l8 8m0-8l-8 8" stroke="{WARM}" stroke-width="2"/>'
        wide = width_of(said, 10, bold=True) + 4
        right = max(_PLOT.x + wide, min(finish[0], _PLOT.right))
        # below the line, where the words begin
        part = (right - wide - start[0]) / max(1.0, finish[0] - start[0])
        y = start[1] + (finish[1] - start[1]) * min(1.0, max(0.0, part)) + 16
        yield words(
            said, right, min(y, _PLOT.bottom - 5), size=10, bold=True, anchor="end",
            kind="late" if full else "quiet", halo=True,
        )  # fmt: skip


def _step(most: float) -> int:
    """A round distance of the lines, so that there are four or five."""
    size = 1
    while True:
        for one in _STEPS:
            step = int(size * one)
            if step and step == size * one and most / step <= 5:
                return step
        size *= 10


def _way(points: Sequence[XY]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
