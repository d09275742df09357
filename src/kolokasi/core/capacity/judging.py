"""Is there room for this request? The whole check, from what is asked and what is there to a verdict.

    needs ─▶ ranking (placing in racks, within three bounds) ─▶ lines ─┐
    megabits, addresses, clusters ─▶ counting ─────────────────────────┴─▶ verdict

What is promised, and held by ``tests/core/test_capacity_properties.py``: a YES can be written down without
passing any limit; unknown is never YES; more stock or a smaller request turns no YES into a NO, as long as the
search for a place ends within ``placing.TRIALS``; the order in which the stock is given does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kolokasi.core.capacity import counting
from kolokasi.core.capacity.arranging import Spot
from kolokasi.core.capacity.ask import Ask
from kolokasi.core.capacity.lines import device_lines
from kolokasi.core.capacity.metering import worst
from kolokasi.core.capacity.need import Need, needs_of
from kolokasi.core.capacity.ranking import Plan, plan_for
from kolokasi.core.capacity.resources import Resource
from kolokasi.core.capacity.smaller import smaller
from kolokasi.core.capacity.stock import Stock
from kolokasi.core.capacity.verdict import Answer, Candidate, Line, Place, Take, Verdict
from kolokasi.core.capacity.wording import natural

ORDER = (
    Resource.SPACE,
    Resource.POWER,
    Resource.UPS,
    Resource.GENSET,
    Resource.BANDWIDTH,
    Resource.ADDRESS,
    Resource.PORT,
    Resource.CABLE,
    Resource.SERVER,
)


def judge(ask: Ask, stock: Stock, *, prefer: int | None = None) -> Verdict:
    """The verdict on a request. ``prefer`` is the key of a rack that comes first if it takes all devices."""
    stock = _in_order(stock)
    verdict = _judge(ask, stock, prefer)
    if verdict.answer is not Answer.NO:
        return verdict
    return replace(verdict, smaller=smaller(ask, stock).phrase)


def _in_order(stock: Stock) -> Stock:
    """The same stock by name: what is chosen, and said, must not hang on the order of rows in a table."""
    racks = sorted(stock.racks, key=lambda one: (natural(one.name), one.key))
    return replace(
        stock,
        racks=tuple(
            replace(
                rack,
                feeds=tuple(sorted(rack.feeds, key=lambda one: (one.side, one.name, one.key))),
            )
            for rack in racks
        ),
    )


def _judge(ask: Ask, stock: Stock, prefer: int | None) -> Verdict:
    needs = needs_of(ask, stock.policy)
    lines: list[Line] = []
    candidates: tuple[Candidate, ...] = ()
    spots: tuple[Spot, ...] = ()
    possible = True
    if needs:
        plan, candidates = plan_for(needs, ask, stock, prefer)
        lines += device_lines(plan, needs, ask, stock)
        spots, possible = plan.spots, _bookable(plan, needs)
    pools = counting.joined(counting.addresses(ask, stock))
    counted = counting.joined((counting.bandwidth(ask, stock), pools, counting.hosting(ask, stock)))
    lines += counted.lines
    answer = worst(line.answer for line in lines)
    writes = possible and counted.possible
    return Verdict(
        answer=answer,
        lines=tuple(sorted(lines, key=lambda line: ORDER.index(line.resource))),
        candidates=candidates,
        left_out=tuple(sorted(stock.left_out.items())) if needs else (),
        places=tuple(_place(spot) for spot in spots) if writes else (),
        takes=_takes(spots, counted.takes) if writes else (),
        addresses=pools.takes if writes else (),
    )


def _bookable(plan: Plan, needs: Sequence[Need]) -> bool:
    return bool(plan.spots) and not any(need.open for need in needs)


def _place(spot: Spot) -> Place:
    need = spot.need
    return Place(
        device=need.name,
        rack=spot.rack.key,
        rack_name=spot.rack.name,
        unit=spot.unit,
        height_u=need.height,
        feeds=tuple(feed.key for feed in spot.feeds),
        watts=need.watts,
        weight_kg=need.weight,
        ports=need.ports,
    )


def _takes(spots: Iterable[Spot], counted: Iterable[Take]) -> tuple[Take, ...]:
    total: dict[int, int] = {}
    for spot in spots:
        for key, amount in spot.demand.items():
            total[key] = total.get(key, 0) + amount
    for take in counted:
        total[take.meter] = total.get(take.meter, 0) + take.amount
    return tuple(Take(meter=key, amount=total[key]) for key in sorted(total))
