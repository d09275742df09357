"""Bounds of the numbers that people type: beyond them it is a typing error, and the database says so too."""

from __future__ import annotations

from django.db.models import CheckConstraint, Q

WATTS = 100_000_000  # 100 MW: more than any government's building
MBPS = 10_000_000  # 10 Tbps
KILOGRAMS = 5_000  # of one rack
UNITS = 60  # the tallest cabinets that are sold
DEPTH_MM = 2_000
PORTS = 1_000
AMOUNT = 1_000_000_000_000  # of anything counted; an IPv6 block is counted to here


def between(name: str, field: str, low: int, high: int) -> CheckConstraint:
    """``field`` lies between the two, both included, where it is known."""
    known = Q(**{f"{field}__gte": low, f"{field}__lte": high})
    return CheckConstraint(condition=Q(**{f"{field}__isnull": True}) | known, name=name)
