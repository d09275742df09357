"""How full an office lets its data centre become, and what it does not take at all.

Defaults stand in ``domain`` terms: breakers are loaded to 80 % at most for a continuous load, a UPS to 80 %
(warned at 70), a genset to 80 % of its prime rating, a link to 70 % of its rate, racks to 90 % of their
units, a tenth of the public addresses is kept, memory is never promised twice. An office changes them; every
one of them is shown beside the verdict that it made.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Percentages are of the physical rating; ``None`` is *no rule*."""

    units_stop: int = 90
    units_warn: int = 80
    breaker_stop: int = 80
    ups_stop: int = 80
    ups_warn: int = 70
    genset_stop: int = 80
    link_stop: int = 70
    addresses_spare: int = 10
    storage_stop: int = 80
    vcpu_for_core: int = 4
    label_watts: int = 70  # of a supply's label, until the device has been measured
    hold_days: int = 10  # working days until a reservation lapses
    warn_days: int = 3  # working days before that
    max_depth_mm: int | None = None
    towers: bool = True
