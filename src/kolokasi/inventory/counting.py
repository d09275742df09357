"""How much of which meter bookings take: derived from their devices, and written into lines and meters.

There is one way in which a meter's ``used`` and ``held`` change: ``recount``. It derives what each booking
takes, compares it with the lines that are written, and adds the difference with one UPDATE for each meter, in
the order of their keys, whose WHERE lets nothing pass that does not fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from django.db.models import F, Q

from kolokasi.core.capacity.resources import Resource
from kolokasi.core.refusal import Refused, Why
from kolokasi.inventory.models import Booking, BookingLine, Meter
from kolokasi.inventory.takes import Take, Takes, derived_takes

# What is only counted hangs on no device: its lines say it, and nothing else does.
COUNTED = (Resource.BANDWIDTH, Resource.SERVER)


class Bound(Enum):
    """How far what is added may fill a meter."""

    LIMIT = "up to the office's limit, where it is known"
    RATING = "up to the rating: an override, or what already stands there"


@dataclass(slots=True)
class Delta:
    """What is added to a meter, or taken from it where negative."""

    used: int = 0
    held: int = 0
    unknown: int = 0

    def __bool__(self) -> bool:
        return bool(self.used or self.held or self.unknown)


def recount(
    bookings: Collection[int],
    *,
    bound: Bound,
    was: Mapping[int, str] | None = None,
    counted: Mapping[int, int] | None = None,
) -> dict[int, Delta]:
    """Bring lines and meters up to what these bookings take now; what was added to each meter.

    ``was`` is the state in which a booking's lines were counted, where it is another now. ``counted`` is what
    a booking that is being made takes of links and clusters. Raises Refused where something does not fit, and
    then has written nothing that the caller's transaction does not take back.
    """
    rows = list(Booking.objects.filter(pk__in=bookings).order_by("pk"))
    derived = derived_takes([one.pk for one in rows if one.ended_at is None])
    lines: dict[int, dict[int, BookingLine]] = defaultdict(dict)
    for line in BookingLine.objects.filter(booking__in=rows).select_related("meter"):
        lines[line.booking_id][line.meter_id] = line
    deltas: dict[int, Delta] = defaultdict(Delta)
    made: list[BookingLine] = []
    changed: list[BookingLine] = []
    for booking in rows:
        own = lines[booking.pk]
        _add(deltas, _written(own), (was or {}).get(booking.pk, booking.state), -1)
        if booking.ended_at is not None:
            continue  # its lines stay as they are: what it took
        after: Takes = {meter: (amount, 0) for meter, amount in (counted or {}).items()}
        after |= {
            key: (one.amount, one.unknown) for key, one in own.items() if _is_counted(one.meter)
        }
        after |= derived.get(booking.pk, {})
        _add(deltas, after, booking.state, 1)
        _write_lines(booking.pk, own, after, made, changed)
    found = {meter: delta for meter, delta in sorted(deltas.items()) if delta}
    for meter, delta in found.items():
        _change(meter, delta, bound)
    BookingLine.objects.bulk_create(made)
    BookingLine.objects.bulk_update(changed, ("amount", "unknown"))
    return found


def _is_counted(meter: Meter) -> bool:
    return meter.resource in COUNTED


def _written(lines: Mapping[int, BookingLine]) -> Takes:
    return {meter: (line.amount, line.unknown) for meter, line in lines.items()}


def _add(deltas: dict[int, Delta], takes: Takes, state: str, sign: int) -> None:
    for meter, (amount, unknown) in takes.items():
        delta = deltas[meter]
        if state == Booking.State.HELD:
            delta.held += sign * amount
        else:
            delta.used += sign * amount
        delta.unknown += sign * unknown


def _write_lines(
    booking: int,
    lines: Mapping[int, BookingLine],
    after: Takes,
    made: list[BookingLine],
    changed: list[BookingLine],
) -> None:
    nothing: Take = (0, 0)
    for meter in lines.keys() | after.keys():
        amount, unknown = after.get(meter, nothing)
        line = lines.get(meter)
        if line is None:
            if (amount, unknown) != nothing:
                made.append(
                    BookingLine(booking_id=booking, meter_id=meter, amount=amount, unknown=unknown)
                )
        elif (line.amount, line.unknown) != (amount, unknown):
            line.amount, line.unknown = amount, unknown
            changed.append(line)


def _change(meter: int, delta: Delta, bound: Bound) -> None:
    """One UPDATE. What is given back always passes, even where a lower limit has come meanwhile."""
    rows = Meter.objects.filter(pk=meter)
    more = delta.used + delta.held
    if more > 0:
        end = "limit" if bound is Bound.LIMIT else "rating"
        fits = Q(**{f"{end}__gte": F("used") + F("held") + more})
        rows = rows.filter(Q(**{f"{end}__isnull": True}) | fits)
    done = rows.update(
        used=F("used") + delta.used,
        held=F("held") + delta.held,
        unknown=F("unknown") + delta.unknown,
    )
    if not done:
        raise _full(Meter.objects.get(pk=meter), more, bound)


def _full(meter: Meter, more: int, bound: Bound) -> Refused:
    end = meter.limit if bound is Bound.LIMIT else meter.rating
    return Refused(
        Why.TAKEN,
        "%(name)s tidak lagi cukup: diperlukan %(more)s, tersisa %(left)s.",
        name=meter.name,
        more=f"{more} {meter.unit}",
        left=f"{max(0, (end or 0) - meter.used - meter.held)} {meter.unit}",
    )
