"""Regulations that SOPs stand on, and whether they still hold: data with its source, never code.

``by`` names what repealed or changed it. Not ``verified``: nobody has held the entry against the text
in the official gazette yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RegulationStatus(StrEnum):
    IN_FORCE = "berlaku"
    REPEALED = "dicabut"
    AMENDED = "diubah"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulation:
    key: str
    title: str
    aliases: tuple[str, ...] = ()  # other ways in which sheets write it
    status: RegulationStatus = RegulationStatus.IN_FORCE
    by: str = ""
    since: str = ""  # as far as known: "2019", "2019-10" or "2019-10-10"
    source: str = ""
    verified: bool = False
