"""When what is counted will be full, from the samples of the last months, in one query."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Sum

from kolokasi.core.capacity.runway import Course, Runway, Sample, runway
from kolokasi.inventory.models import UsageSample
from kolokasi.web.sentences import said

_SEEN = dt.timedelta(days=365)
_TOLD = (Course.FULL, Course.RISING, Course.STEADY)


def samples(meters: Collection[int], *, today: dt.date) -> dict[int, list[Sample]]:
    """The samples of these meters in the last year, oldest first."""
    found: dict[int, list[Sample]] = defaultdict(list)
    rows = UsageSample.objects.filter(meter__in=meters, day__gt=today - _SEEN).order_by("day")
    for meter, day, used, held, limit in rows.values_list("meter", "day", "used", "held", "limit"):
        found[meter].append(Sample(day=day, taken=used + held, have=limit))
    return found


def samples_of_racks(office: int, *, today: dt.date) -> list[Sample]:
    """The units of all racks of an office together, summed in the database, of the last half year."""
    rows = UsageSample.objects.filter(
        meter__units_of__office=office, day__gt=today - _SEEN / 2
    ).values("day")
    sums = rows.annotate(u=Sum("used"), h=Sum("held"), have=Sum("limit")).order_by("day")
    return [
        Sample(day=day, taken=used + held, have=have)
        for day, used, held, have in sums.values_list("day", "u", "h", "have")
    ]


def sentences(meters: Collection[int], *, today: dt.date) -> dict[int, str]:
    """What can be said of these meters, in the screen's language. Nothing where too little was seen."""
    found = {meter: runway(seen) for meter, seen in samples(meters, today=today).items()}
    return {meter: worded(one) for meter, one in found.items() if one.course in _TOLD}


def worded(found: Runway) -> str:
    return said(found.sentence)
