"""Numbers and names of a data centre in plain Indonesian."""

from __future__ import annotations

import re

from kolokasi.core.capacity.stock import Rack


def amount(number: int, unit: str = "") -> str:
    """``1.200 W``: thousands with a point, as Indonesian letters write them."""
    return f"{number:,}".replace(",", ".") + (f" {unit}" if unit else "")


def rack_label(rack: Rack) -> str:
    return rack_named(rack.name)


def rack_named(name: str) -> str:
    """``Rak A1``, and no ``Rak Rak A1``."""
    return name if name.lower().startswith("rak") else f"Rak {name}"


def units_label(lowest: int, height: int) -> str:
    """``U7`` or ``U7–U10``."""
    return f"U{lowest}" if height == 1 else f"U{lowest}–U{lowest + height - 1}"


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts ``A2`` before ``A10``."""
    parts = re.findall(r"\d{1,18}|\D+|\d+", name.lower())
    return tuple(
        (0, int(part), "") if part.isdecimal() and len(part) < 19 else (1, 0, part)
        for part in parts
    )
