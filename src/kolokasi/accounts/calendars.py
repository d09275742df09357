"""An office's hours and days off as the core's ``WorkCalendar``, and back into rows.

Every change counts the office's ``calendar_version`` up: readers keep a calendar under (office,
version), and due dates that were measured with an older one are measured anew: the office owes that
(``dues_owed``, with the reason) until ``cases.recompute`` has done it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Concat

from kolokasi.accounts.models import Holiday, Office
from kolokasi.core.worktime.calendar import WorkCalendar
from kolokasi.core.worktime.hours import DayKind, DayOff, Hours, HoursPeriod, WeekHours

WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
# Where several rows speak about one day, the later in this order holds; a local row over a national one.
_WEIGHT = {"cuti-bersama": 0, "libur": 1, "daerah": 2, "kerja": 3}


@lru_cache(maxsize=256)
def calendar_of(office_id: int, calendar_version: int) -> WorkCalendar:
    """The office's working time as of this version of its calendar. Kept in memory."""
    zone, hours = Office.objects.values_list("timezone", "hours").get(pk=office_id)
    rows = Holiday.objects.filter(Q(office__isnull=True) | Q(office_id=office_id))
    week, periods, keeps = read_hours(hours)
    return WorkCalendar(
        timezone=ZoneInfo(zone),
        week=week,
        periods=periods,
        holidays={row.date: _day_off(row) for row in sorted(rows, key=_weight)},
        keeps=keeps,
    )


@transaction.atomic
def set_hours(
    office: Office,
    *,
    week: WeekHours,
    periods: Iterable[HoursPeriod] = (),
    keeps: frozenset[DayKind] = frozenset(DayKind),
) -> bool:
    """Give the office these hours. Returns whether that changed anything."""
    hours = write_hours(week=week, periods=periods, keeps=keeps)
    if office.hours == hours:
        return False
    office.hours = hours
    office.save(update_fields=["hours"])
    count_up(Office.objects.filter(pk=office.pk), why="Jam kerja dinas berubah.")
    return True


@transaction.atomic
def set_days(
    days: Mapping[dt.date, DayOff],
    *,
    office: Office | None = None,
    source: str = "",
    why: str = "",
) -> int:
    """Record these special days, national or of one office. Returns how many rows changed. ``why`` is what
    the log of a case says about a due date that moves with them."""
    changed = 0
    for date, day in sorted(days.items()):
        kind = str(day.kind)
        if office is not None and day.kind is DayKind.HOLIDAY:
            kind = Holiday.Kind.REGIONAL
        facts = {
            "name": day.name,
            "decree": day.decree,
            "verified": day.verified,
            "hours": _clock_pairs(day.hours),
            "note": day.note,
            "source": source,
        }
        row, made = Holiday.objects.get_or_create(
            office=office, date=date, kind=kind, defaults=facts
        )
        if not made and any(getattr(row, name) != value for name, value in facts.items()):
            Holiday.objects.filter(pk=row.pk).update(**facts)
            made = True
        changed += made
    if changed:
        whose = Office.objects.filter(pk=office.pk) if office else Office.objects.all()
        count_up(whose, why=why or "Hari libur dan hari kerja berubah.")
    return changed


def write_hours(
    *,
    week: WeekHours,
    periods: Iterable[HoursPeriod] = (),
    keeps: frozenset[DayKind] = frozenset(DayKind),
) -> dict[str, Any]:
    """Hours as they lie in ``Office.hours``."""
    return {
        "week": _write_week(week),
        "periods": [
            {
                "since": one.since.isoformat(),
                "until": one.until and one.until.isoformat(),
                "label": one.label,
                "source": one.source,
                "verified": one.verified,
                "week": _write_week(one.week),
            }
            for one in periods
        ],
        "keeps": sorted(str(kind) for kind in keeps),
    }


def read_hours(
    stored: Mapping[str, Any],
) -> tuple[WeekHours, tuple[HoursPeriod, ...], frozenset[DayKind]]:
    """What ``write_hours`` wrote. Raises ValueError, in words for the office, where it does not hold."""
    periods = tuple(
        HoursPeriod(
            since=dt.date.fromisoformat(one["since"]),
            until=dt.date.fromisoformat(one["until"]) if one.get("until") else None,
            week=_read_week(one["week"]),
            label=one["label"],
            source=one.get("source", ""),
            verified=one.get("verified", True),
        )
        for one in stored.get("periods", ())
    )
    keeps = frozenset(DayKind(kind) for kind in stored.get("keeps", list(DayKind)))
    return _read_week(stored["week"]), periods, keeps


def count_up(offices: QuerySet[Office], *, why: str) -> None:
    """The calendar of these offices changed: nobody reads the old one any more, and due dates are owed.

    Acts in flight measured with the old one: they are waited for, so that whoever pays what is owed sees
    what they wrote. Acts that come meanwhile wait, and measure with the new one.
    """
    list(offices.order_by("pk").select_for_update().values_list("pk"))
    said = Case(
        When(dues_owed="", then=Value(why)),
        When(dues_owed__endswith=why, then=F("dues_owed")),
        default=Concat("dues_owed", Value(" "), Value(why), output_field=TextField()),
        output_field=TextField(),
    )
    offices.update(calendar_version=F("calendar_version") + 1, dues_owed=said)


def _weight(row: Holiday) -> tuple[dt.date, bool, int]:
    return row.date, row.office_id is not None, _WEIGHT[row.kind]


def _day_off(row: Holiday) -> DayOff:
    kind = DayKind.HOLIDAY if row.kind == Holiday.Kind.REGIONAL else DayKind(row.kind)
    return DayOff(
        name=row.name,
        kind=kind,
        decree=row.decree,
        verified=row.verified,
        hours=_read_pairs(row.hours),
        note=row.note,
    )


def _write_week(week: WeekHours) -> dict[str, list[list[str]]]:
    return {
        name: _clock_pairs(hours) for name, hours in zip(WEEKDAYS, week.days, strict=True) if hours
    }


def _read_week(stored: Mapping[str, Any]) -> WeekHours:
    if unknown := set(stored) - set(WEEKDAYS):
        raise ValueError(f"Hari {', '.join(sorted(unknown))} tidak dikenal dalam jam kerja.")
    return WeekHours(days=tuple(_read_pairs(stored.get(name, ())) for name in WEEKDAYS))


def _clock_pairs(hours: Hours) -> list[list[str]]:
    """``[["07.30", "12.00"], …]``; the end of the day is ``24.00``."""
    return [[f"{a:%H.%M}", "24.00" if b == dt.time(0) else f"{b:%H.%M}"] for a, b in hours]


def _read_pairs(stored: Iterable[Iterable[str]]) -> Hours:
    return tuple((_clock(start), _clock(end)) for start, end in stored)


def _clock(text: str) -> dt.time:
    hour, _, minute = text.partition(".")
    try:
        return dt.time(0) if text == "24.00" else dt.time(int(hour), int(minute))
    except ValueError:
        raise ValueError(f"Jam “{text}” tidak terbaca; tulis misalnya 07.30.") from None
