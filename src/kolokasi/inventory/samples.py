"""How full everything was, a sample a day: what the runway is reckoned from."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from kolokasi.inventory.models import Meter, UsageSample

_TAKE = """
INSERT INTO inventory_usagesample (meter_id, day, used, held, "limit")
SELECT m.id, %s, m.used, m.held, m."limit" FROM inventory_meter m WHERE m.office_id = %s
ON CONFLICT (meter_id, day) DO UPDATE SET used = excluded.used, held = excluded.held, "limit" = excluded."limit"
"""


def take(office: int, day: dt.date) -> int:
    """Write today's sample of every meter of the office, again if it is there already; how many."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE.strip(), [day, office])
        written: int = cursor.rowcount
    return written


def samples_of(meter: int, *, since: dt.date) -> list[UsageSample]:
    """Oldest first."""
    return list(UsageSample.objects.filter(meter=meter, day__gte=since).order_by("day"))


def is_due(office: int, day: dt.date) -> bool:
    """Whether the day's sample of an office that has anything to sample is still to be taken."""
    meters = Meter.objects.filter(office=office)
    return meters.exists() and not meters.filter(samples__day=day).exists()
