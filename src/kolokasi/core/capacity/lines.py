"""The lines of a verdict about devices: for each resource the numbers of the place that was chosen for it.

Where no place was found, the lines speak of the rack that comes nearest, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kolokasi.core.capacity.arranging import Spot
from kolokasi.core.capacity.ask import Ask
from kolokasi.core.capacity.metering import SEVERITY, bare_line, line_of
from kolokasi.core.capacity.need import Need
from kolokasi.core.capacity.obstacles import Obstacle, obstacles
from kolokasi.core.capacity.placing import Bound, demand_of
from kolokasi.core.capacity.powering import feed_choices, passed
from kolokasi.core.capacity.ranking import Plan
from kolokasi.core.capacity.resources import Resource
from kolokasi.core.capacity.stock import Meter, Rack, Stock
from kolokasi.core.capacity.verdict import Answer, Line
from kolokasi.core.capacity.wording import amount, rack_label, units_label

_DEVICES = (
    Resource.SPACE, Resource.POWER, Resource.UPS, Resource.GENSET, Resource.PORT, Resource.CABLE,
)  # fmt: skip
_UNITS = {Resource.SPACE: "U", Resource.PORT: "port", Resource.CABLE: "port"}


def device_lines(plan: Plan, needs: Sequence[Need], ask: Ask, stock: Stock) -> list[Line]:
    """Lines for space, power, UPS, genset, ports and cables, as far as the devices ask for them."""
    if plan.rack is None:
        return _without_rack(needs, ask, stock)
    spots = plan.spots or _as_if(plan.rack, needs, stock)
    lines: list[Line] = []
    against: list[Obstacle] = []
    shown: set[int] = set()
    for rack in {spot.rack.key: spot.rack for spot in spots}.values():
        own = [spot for spot in spots if spot.rack.key == rack.key]
        lines.append(_space_line(rack, own, ask, placed=bool(plan.spots)))
        shown.add(rack.units.key)
        for meter in (rack.ports, rack.panel):
            if meter is not None and (asked := _taken(meter, own)):
                lines.append(line_of(meter, asked, ask))
                shown.add(meter.key)
        against += obstacles(rack, [spot.need for spot in own], ask, stock)
    for meter, asked, first in _on_the_way(spots, stock):
        line = line_of(meter, asked, ask)
        if first or meter.resource is not Resource.POWER or _worth_telling(line):
            lines.append(line)
            shown.add(meter.key)
    against += _unrecorded(spots, ask, stock)
    lines = _with_obstacles(lines, [one for one in against if one.meter not in shown], spots)
    lines = _with_open(lines, needs, spots)
    if plan.bound is not Bound.SURE and all(line.answer is Answer.YES for line in lines):
        answer = Answer.UNKNOWN if plan.bound is Bound.HOPEFUL else Answer.NO
        why = "tidak ditemukan susunan yang memuat semua perangkat sekaligus"
        lines = _with_obstacles(lines, [Obstacle(Resource.SPACE, answer, why)], spots)
    return sorted(lines, key=lambda line: _DEVICES.index(line.resource))


def _as_if(rack: Rack, needs: Sequence[Need], stock: Stock) -> tuple[Spot, ...]:
    """The devices as they would draw on this rack, if they went in."""
    spots: list[Spot] = []
    for need in needs:
        choices = feed_choices(rack, need, stock=stock, known=frozenset(), one_side=True)
        feeds = next(iter(choices), ())
        spots.append(Spot(need, rack, 0, feeds, demand_of(rack, need, feeds), 0))
    return tuple(spots)


def _space_line(rack: Rack, spots: Sequence[Spot], ask: Ask, *, placed: bool) -> Line:
    asked = sum(spot.need.height for spot in spots)
    line = line_of(rack.units, asked, ask, where=rack_label(rack))
    tall = [spot for spot in spots if spot.need.height]
    if line.answer is Answer.YES and placed and tall:
        where = ", ".join(units_label(spot.unit, spot.need.height) for spot in tall)
        line = replace(line, why=f"Muat di {where}. {line.why}")
    return line


def _on_the_way(spots: Sequence[Spot], stock: Stock) -> list[tuple[Meter, int, bool]]:
    """Every node that carries something, with its watts, and whether it is the PDU itself."""
    first = {feed.path[0] for spot in spots for feed in spot.feeds if feed.path}
    keys = dict.fromkeys(key for spot in spots for feed in spot.feeds for key in feed.path)
    return [(stock.power[key], _taken(stock.power[key], spots), key in first) for key in keys]


def _taken(meter: Meter, spots: Iterable[Spot]) -> int:
    return sum(spot.demand.get(meter.key, 0) for spot in spots)


def _worth_telling(line: Line) -> bool:
    return line.answer is not Answer.YES or line.tight


def _unrecorded(spots: Sequence[Spot], ask: Ask, stock: Stock) -> list[Obstacle]:
    """What the chosen feeds do not pass although the SOP has it checked."""
    found: list[Obstacle] = []
    for resource in (Resource.POWER, Resource.UPS, Resource.GENSET):
        if resource not in ask.resources:
            continue
        for spot in spots:
            if spot.need.supplies and resource not in passed(spot.feeds, stock):
                what = "jalur listrik" if resource is Resource.POWER else resource.label
                why = f"{what} untuk {rack_label(spot.rack)} belum tercatat"
                found.append(Obstacle(resource, Answer.UNKNOWN, why))
                break
    return found


def _with_obstacles(
    lines: Sequence[Line], against: Iterable[Obstacle], spots: Sequence[Spot]
) -> list[Line]:
    """Each obstacle goes into the first line of its resource and may only make it worse."""
    result = list(lines)
    for one in against:
        index = next((i for i, line in enumerate(result) if line.resource is one.resource), None)
        if index is None:
            where, unit = rack_label(spots[0].rack), _UNITS.get(one.resource, "W")
            asked = sum(_asked(spot.need, one.resource) for spot in spots)
            result.append(
                replace(bare_line(one.resource, where, unit, asked, ""), answer=Answer.YES)
            )
            index = len(result) - 1
        result[index] = _worsened(result[index], one, rack_label(spots[0].rack))
    return result


def _asked(need: Need, resource: Resource) -> int:
    match resource:
        case Resource.SPACE:
            return need.height
        case Resource.PORT | Resource.CABLE:
            return need.ports
        case _:
            return need.watts


def _worsened(line: Line, one: Obstacle, place: str) -> Line:
    if SEVERITY.index(one.answer) <= SEVERITY.index(line.answer):
        return line
    where = line.where or place
    return replace(
        line,
        answer=one.answer,
        why=f"{where}: {one.why}.",
        short=max(line.short, one.short),
        tight=False,
    )


def _with_open(lines: Sequence[Line], needs: Sequence[Need], spots: Sequence[Spot]) -> list[Line]:
    """What the request left open makes its resource unknown; what is short already stays short."""
    result = list(lines)
    for resource in _DEVICES:
        missing = [
            f"{what} {need.name}" for need in needs for kind, what in need.open if kind is resource
        ]
        if not missing:
            continue
        text = ", ".join(missing)
        why = f"Belum diisi: {text}."
        own = [i for i, line in enumerate(result) if line.resource is resource]
        if not own:
            where, unit = rack_label(spots[0].rack), _UNITS.get(resource, "W")
            result.append(bare_line(resource, where, unit, None, why))
        elif all(result[i].answer is not Answer.NO for i in own):
            first = result[own[0]]
            result[own[0]] = replace(
                first, asked=None, left=None, answer=Answer.UNKNOWN, why=why, tight=False
            )
    return result


def _without_rack(needs: Sequence[Need], ask: Ask, stock: Stock) -> list[Line]:
    """No rack was brought: none is recorded, or none passed the first filters."""
    height = (
        None
        if any(kind is Resource.SPACE for n in needs for kind, _ in n.open)
        else sum(need.height for need in needs)
    )
    if stock.left_out:
        reasons = "; ".join(f"{amount(n)} rak: {why}" for why, n in sorted(stock.left_out.items()))
        no = bare_line(Resource.SPACE, "", "U", height, f"Tidak ada rak yang memenuhi. {reasons}.")
        lines = [replace(no, answer=Answer.NO)]
    else:
        why = "Belum ada rak yang tercatat."
        lines = [bare_line(Resource.SPACE, "", "U", height, why)]
    for resource in _DEVICES[1:]:
        asked = sum(_asked(need, resource) for need in needs)
        if asked and resource in ask.resources:
            why = "Belum dapat dihitung karena tidak ada rak yang dipilih."
            lines.append(bare_line(resource, "", _UNITS.get(resource, "W"), asked, why))
    return _with_open_without_rack(lines, needs)


def _with_open_without_rack(lines: list[Line], needs: Sequence[Need]) -> list[Line]:
    there = {line.resource for line in lines}
    for resource in _DEVICES[1:]:
        missing = any(kind is resource for need in needs for kind, _ in need.open)
        if missing and resource not in there:
            lines.append(bare_line(resource, "", _UNITS.get(resource, "W"), None, "Belum diisi."))
    return lines
