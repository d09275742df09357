"""The first filters of a verdict, in SQL: which racks are worth a look, and why the others are not."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from kolokasi.inventory.models import PortGroup, PowerPath, Rack, RackFeed
from kolokasi.inventory.wanted import Wanted

_BROUGHT = ("room", "units", "weight", "switches__meter", "panels__meter")  # with each rack
_CLOSED, _RUN, _FULL, _DEPTH, _WEIGHT, _POWER, _PASSED = range(1, 8)
NOT_AMONG_BEST = "lolos saringan, tetapi yang lain lebih sesuai"  # the reason of racks that pass


def best_racks(office: int, wanted: Wanted, *, most: int, prefer: int) -> list[Rack]:
    """Racks that may take a device of the request: those first that seem to take all of it, then by the best
    fit: the shortest sufficient run of free units, the fuller rack, the name."""
    passing = Rack.objects.filter(
        office=office, is_open=True, longest_run__gte=wanted.height
    ).filter(_depth_fits(wanted.depth), *_counted(wanted))
    if wanted.watts:
        passing = passing.filter(_fed(office, wanted.watts))
    ranked = passing.annotate(tier=_tier(office, wanted, prefer)).order_by(
        "tier", "longest_run", "free_units", "name", "pk"
    )
    return list(ranked.select_related(*_BROUGHT)[:most])


def nearest_racks(office: int, *, most: int) -> list[Rack]:
    """Where none passes: the racks that come nearest, so that a refusal can say by how much it is short."""
    ranked = Rack.objects.filter(office=office, is_open=True).order_by(
        "-longest_run", "-free_units", "name", "pk"
    )
    return list(ranked.select_related(*_BROUGHT)[:most])


def left_out(office: int, wanted: Wanted, taken: Collection[int]) -> dict[str, int]:
    """How many racks of the office were not brought, by their first reason."""
    reasons = [
        When(is_open=False, then=Value(_CLOSED)),
        When(longest_run__lt=wanted.height, then=Value(_RUN)),
        When(_short("units", wanted.height), then=Value(_FULL)),
        When(~_depth_fits(wanted.depth), then=Value(_DEPTH)),
        When(_short("weight", wanted.weight), then=Value(_WEIGHT)),
    ]
    if wanted.watts:
        reasons.append(When(~_fed(office, wanted.watts), then=Value(_POWER)))
    rows = (
        Rack.objects.filter(office=office)
        .exclude(pk__in=taken)
        .annotate(reason=Case(*reasons, default=Value(_PASSED), output_field=IntegerField()))
        .values("reason")
        .annotate(count=Count("pk"))
        .order_by("reason")
    )
    words = _words(wanted)
    return {words[one["reason"]]: one["count"] for one in rows}


def _words(wanted: Wanted) -> dict[int, str]:
    return {
        _CLOSED: "ditutup bagi perangkat baru",
        _RUN: f"tidak punya {wanted.height} U kosong berurutan",
        _FULL: "sudah terisi sampai batas amannya",
        _DEPTH: f"lebih dangkal dari {wanted.depth} mm",
        _WEIGHT: f"sisa bebannya kurang dari {wanted.weight} kg",
        _POWER: f"sisa dayanya kurang dari {wanted.watts} W",
        _PASSED: NOT_AMONG_BEST,
    }


def _tier(office: int, wanted: Wanted, prefer: int) -> Case:
    """0 the rack that somebody prefers, 1 what seems to take everything, 2 what takes the tallest, 3 the rest."""
    tall = Q(longest_run__gte=wanted.tallest) & _known_depth(wanted.deepest)
    whole = [
        tall,
        Q(free_units__gte=wanted.all_units),
        _known_left("units", wanted.all_units),
        _known_left("weight", wanted.all_weight),
    ]
    if wanted.most_watts:
        sides = ("A", "B") if wanted.two_feeds else ("",)
        watts = max(wanted.most_watts, wanted.double_watts)
        whole += [_well_fed(office, watts, side) for side in sides]
    if wanted.all_ports:
        whole += [_ports_left(field, wanted.all_ports) for field in ("switches", "panels")]
    everything = whole[0]
    for one in whole[1:]:
        everything &= one
    return Case(
        When(pk=prefer, then=Value(0)),
        When(everything, then=Value(1)),
        When(tall, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )


def _depth_fits(depth: int) -> Q:
    return Q(depth_mm__isnull=True) | Q(depth_mm__gte=depth)


def _known_depth(depth: int) -> Q:
    return Q(depth_mm__gte=depth)


def _short(meter: str, amount: int) -> Q:
    """It is known that so much more does not go."""
    needed = F(f"{meter}__used") + F(f"{meter}__held") + amount
    return Q(**{f"{meter}__unknown": 0, f"{meter}__limit__lt": needed})


def _counted(wanted: Wanted) -> tuple[Q, Q]:
    return ~_short("units", wanted.height), ~_short("weight", wanted.weight)


def _known_left(meter: str, amount: int) -> Q:
    needed = F(f"{meter}__used") + F(f"{meter}__held") + amount
    return Q(**{f"{meter}__unknown": 0, f"{meter}__limit__gte": needed})


def _ports_left(group: str, amount: int) -> Q:
    enough = PortGroup.objects.filter(
        pk=OuterRef(f"{group}_id"),
        meter__unknown=0,
        meter__limit__gte=F("meter__used") + F("meter__held") + amount,
    )
    return Q(**{f"{group}__isnull": True}) | Q(Exists(enough))


def _fed(office: int, watts: int) -> Q:
    """Has a feed that can carry so much more all the way up; or none is recorded, and nobody knows."""
    recorded = RackFeed.objects.filter(rack=OuterRef("pk"))
    return _well_fed(office, watts) | ~Q(Exists(recorded))


def _well_fed(office: int, watts: int, side: str = "") -> Q:
    """Hangs on no rack of the outer query, so that both databases find the whole set once."""
    feeds = RackFeed.objects.filter(node__office=office).exclude(node__in=_full_ways(office, watts))
    return Q(pk__in=(feeds.filter(side=side) if side else feeds).values("rack"))


def _full_ways(office: int, watts: int) -> QuerySet[PowerPath, Any]:
    """Nodes somewhere above which so much more does not go."""
    full = PowerPath.objects.filter(
        above__office=office,
        above__meter__unknown=0,
        above__meter__limit__lt=F("above__meter__used") + F("above__meter__held") + watts,
    )
    return full.values("node")
