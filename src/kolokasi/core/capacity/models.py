"""What a known model of server needs, so that nobody types it from a label that somebody else has read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerModel:
    """The usual figures of one model. ``watts`` stands on the label of one supply. ``verified``: compared
    with the maker's data sheet."""

    name: str
    height_u: int
    depth_mm: int
    weight_kg: int
    watts: int
    supplies: int
    tower: bool = False
    verified: bool = False
