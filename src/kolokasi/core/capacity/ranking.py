"""Which rack is best for a request, and every rack's reason for its place.

Best is: takes all devices; the two ways of their power do not meet in one UPS or PDU; leaves the smallest rest
of a free run; is the fuller one; then by name. A rack that an officer prefers comes first, if it takes all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kolokasi.core.capacity.arranging import Spot, longest_run
from kolokasi.core.capacity.ask import Ask
from kolokasi.core.capacity.need import Need
from kolokasi.core.capacity.obstacles import Obstacle, obstacles
from kolokasi.core.capacity.placing import Bound, Search
from kolokasi.core.capacity.powering import meeting
from kolokasi.core.capacity.stock import Rack, Stock
from kolokasi.core.capacity.verdict import Answer, Candidate
from kolokasi.core.capacity.wording import natural, units_label

Fit = tuple[Rack, tuple[Spot, ...]]


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything would go, and how far meters are filled by it. Without ``spots`` nothing can be placed,
    even by an override, and ``rack`` is the one that comes nearest."""

    bound: Bound
    spots: tuple[Spot, ...]
    rack: Rack | None


def plan_for(
    needs: Sequence[Need], ask: Ask, stock: Stock, prefer: int | None
) -> tuple[Plan, tuple[Candidate, ...]]:
    """The best plan, and all racks in order with their reasons."""
    racks = sorted(stock.racks, key=lambda one: _order(one, prefer))
    fits: list[Fit] = []
    against: dict[int, list[Obstacle]] = {}
    plan = None
    for bound in Bound:
        search = Search(ask, stock, bound)
        found = sorted(
            search.alone(needs, racks), key=lambda one: _worth(one[0], one[1], stock, prefer)
        )
        if bound is Bound.SURE:
            fits, fitting = found, {rack.key for rack, _ in found}
            left = (rack for rack in racks if rack.key not in fitting)
            against = {rack.key: obstacles(rack, needs, ask, stock) for rack in left}
        spots = found[0][1] if found else search.place(needs, racks) if len(racks) > 1 else None
        if spots:
            plan = Plan(bound, spots, spots[0].rack)
            break
    if plan is None:
        nearest = min(racks, key=lambda one: _distance(one, against[one.key]), default=None)
        plan = Plan(Bound.PHYSICAL, (), nearest)
    return plan, _candidates(racks, fits, plan, against, stock)


def _order(rack: Rack, prefer: int | None) -> tuple[object, ...]:
    return (rack.key != prefer, natural(rack.name), rack.key)


def _worth(
    rack: Rack, spots: Sequence[Spot], stock: Stock, prefer: int | None
) -> tuple[object, ...]:
    meets = any(meeting(spot.feeds, stock) for spot in spots)
    spare = _left_over(spots)
    fill = (rack.units.used + rack.units.held) / rack.height_u
    return (rack.key != prefer, meets, spare, -fill, natural(rack.name), rack.key)


def _left_over(spots: Sequence[Spot]) -> int:
    """Units that stay free in the runs that are begun. A run is known by its top; the last device in it tells."""
    tops = {
        (one.rack.key, one.unit + one.need.height + one.spare): one.spare
        for one in spots
        if one.need.height
    }
    return sum(tops.values())


def _distance(rack: Rack, against: Sequence[Obstacle]) -> tuple[object, ...]:
    hard = sum(one.answer is Answer.NO for one in against)
    return (hard, len(against), -longest_run(rack), natural(rack.name), rack.key)


def _candidates(
    racks: Sequence[Rack],
    fits: Sequence[Fit],
    plan: Plan,
    against: Mapping[int, Sequence[Obstacle]],
    stock: Stock,
) -> tuple[Candidate, ...]:
    listed = [
        _candidate(rack, rank, _praise(spots, stock, chosen=rank == 1))
        for rank, (rack, spots) in enumerate(fits, start=1)
    ]
    fitting = {rack.key for rack, _ in fits}
    shared = () if fits or plan.bound is not Bound.SURE else plan.spots
    among = list(dict.fromkeys(spot.rack.key for spot in shared))
    rest = sorted(
        (rack for rack in racks if rack.key not in fitting),
        key=lambda one: among.index(one.key) if one.key in among else len(among),
    )
    for rack in rest:
        own = tuple(spot for spot in shared if spot.rack.key == rack.key)
        if own:
            why = f"{_praise(own, stock, chosen=True)} Perangkat dibagi ke {len(among)} rak."
            listed.append(_candidate(rack, among.index(rack.key) + 1, why))
        else:
            listed.append(_candidate(rack, 0, _blame(against[rack.key])))
    return tuple(listed)


def _candidate(rack: Rack, rank: int, why: str) -> Candidate:
    return Candidate(rack=rack.key, name=rack.name, room=rack.room, rank=rank, why=why)


def _praise(spots: Sequence[Spot], stock: Stock, *, chosen: bool) -> str:
    where = ", ".join(
        units_label(spot.unit, spot.need.height) for spot in spots if spot.need.height
    )
    spare = _left_over(spots)
    parts = [f"muat di {where}" if where else "muat"]
    if where:
        parts.append(f"sisa {spare} U berurutan" if spare else "mengisi ruang kosong dengan tepat")
    feeds = sorted({feed.side for spot in spots for feed in spot.feeds})
    if feeds:
        parts.append(f"jalur listrik {' dan '.join(feeds)}")
    met = {one.name for spot in spots for one in meeting(spot.feeds, stock)}
    if met:
        parts.append(f"kedua jalur bertemu di {', '.join(sorted(met))}")
    text = "; ".join(parts)
    return f"Dipilih: {text}." if chosen else f"{text[0].upper()}{text[1:]}."


def _blame(found: Sequence[Obstacle]) -> str:
    """The first reason, and how many more there are; a rack that fails together says so."""
    if not found:
        return "Tidak semua perangkat muat bersama di rak ini."
    more = f" (dan {len(found) - 1} alasan lain)" if len(found) > 1 else ""
    return f"{found[0].why[0].upper()}{found[0].why[1:]}{more}."
