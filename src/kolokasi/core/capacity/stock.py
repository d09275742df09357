"""The data centre as a verdict sees it: what there is, what is used and held, and how things hang together.

Whoever reads it from a database brings only the racks that pass the first filters, and counts the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kolokasi.core.capacity.policy import Policy
from kolokasi.core.capacity.resources import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """Something that is counted: watts of a node, megabits of a link, kilograms of a rack.

    ``rating`` is the physical end, ``limit`` where the office's policy stops; ``None`` is *not known*.
    ``used`` is placed, ``held`` is reserved.
    """

    key: int
    resource: Resource
    name: str
    unit: str
    rating: int | None
    limit: int | None
    warn: int | None = None
    used: int = 0
    held: int = 0

    @property
    def left(self) -> int | None:
        return None if self.limit is None else self.limit - self.used - self.held


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A PDU at a rack: its side, and the meters from the PDU up to the mains, gensets with them."""

    key: int
    side: str  # "A" or "B"
    name: str
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rack:
    """``free`` are the units that nothing holds on either face, counted from 1 at the bottom.
    ``depth_mm`` is usable depth. ``units`` counts the rack's U, ``weight`` its kilograms."""

    key: int
    name: str
    room: str
    height_u: int
    depth_mm: int | None
    units: Meter
    weight: Meter
    free: frozenset[int]
    feeds: tuple[Feed, ...] = ()
    ports: Meter | None = None
    panel: Meter | None = None  # patch-panel ports


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    key: int
    name: str
    vcpu: Meter
    ram: Meter
    disk: Meter


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """``left_out`` says how many racks did not pass the first filters, by reason (an Indonesian phrase). A rack of
    which something is not known passes them. No two meters have the same key."""

    policy: Policy
    racks: tuple[Rack, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    power: Mapping[int, Meter] = field(default_factory=dict)  # nodes of all feeds' paths
    links: tuple[Meter, ...] = ()
    pools: tuple[Meter, ...] = ()  # public IPv4
    pools6: tuple[Meter, ...] = ()
    clusters: tuple[Cluster, ...] = ()
