"""What a request wants of any one rack, as a few numbers for the first filters."""

from __future__ import annotations

from dataclasses import dataclass

from kolokasi.core.capacity.ask import Ask
from kolokasi.core.capacity.need import needs_of
from kolokasi.core.capacity.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The least that some device needs, below which a rack takes none of them; and what all need together.

    ``two_feeds``: some device needs a feed of each side.
    """

    height: int
    depth: int
    weight: int
    watts: int
    tallest: int
    deepest: int
    all_units: int
    all_weight: int
    most_watts: int
    double_watts: int
    all_ports: int
    two_feeds: bool


def wanted_of(ask: Ask, policy: Policy) -> Wanted:
    """Of a request for devices, at least one."""
    needs = needs_of(ask, policy)
    return Wanted(
        height=min(one.height for one in needs),
        depth=min(one.depth for one in needs),
        weight=min(one.weight for one in needs),
        watts=min(one.watts for one in needs),
        tallest=max(one.height for one in needs),
        deepest=max(one.depth for one in needs),
        all_units=sum(one.height for one in needs),
        all_weight=sum(one.weight for one in needs),
        most_watts=max(one.watts for one in needs),
        double_watts=sum(one.watts for one in needs if one.supplies > 1),
        all_ports=sum(one.ports for one in needs),
        two_feeds=any(one.supplies > 1 for one in needs),
    )
