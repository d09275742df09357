"""What a capacity check comes to. A verdict explains itself: every number that it stands on is in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kolokasi.core.capacity.resources import Resource


class Answer(StrEnum):
    YES = "tersedia"
    NO = "tidak"
    UNKNOWN = "tidak_diketahui"  # never counts as available


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One resource: what there is under the policy, what is used and held, what is asked, what is left then.

    ``why`` is an Indonesian sentence. ``short`` is by how much it does not fit. ``tight`` is past the warning.
    """

    resource: Resource
    where: str  # "Rak A1", "PDU A1-A", "Telkom 1 Gbps"
    unit: str
    have: int | None
    used: int | None
    held: int | None
    asked: int | None
    left: int | None
    answer: Answer
    why: str
    short: int = 0
    tight: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a device of the request goes: ``unit`` is its lowest U. ``feeds`` are PDUs, ``watts`` what each
    meter on their paths must carry."""

    device: str
    rack: int
    rack_name: str
    unit: int
    height_u: int
    feeds: tuple[int, ...]
    watts: int
    weight_kg: int
    ports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A rack that was looked at, with the reason it was chosen or left out. ``rank`` 1 is the best; 0 is out."""

    rack: int
    name: str
    room: str
    rank: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """How much of a meter the request takes."""

    meter: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``places`` and ``takes`` are what a reservation writes; empty where the answer is not YES, except what
    an override may take all the same: past the office's limits and past what is not known of the stock, never
    past a rating, and nothing while the request itself leaves something open. ``takes`` names every meter, the
    pools among them; ``addresses`` says again which pools, because their single addresses are picked besides.
    ``smaller`` is what would fit today, as an Indonesian phrase."""

    answer: Answer
    lines: tuple[Line, ...]
    candidates: tuple[Candidate, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    places: tuple[Place, ...] = ()
    takes: tuple[Take, ...] = ()
    addresses: tuple[Take, ...] = ()  # how many of which pool
    smaller: str = ""
