"""An office's own word on single days: a regional day off, a working day by exception, a national day
that somebody has compared with its decree.

National rows belong to everybody and are never changed from here; an office's row for the same day holds
before the national one. Whoever calls measures the open due dates anew (``cases.recompute``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from kolokasi.accounts.calendars import count_up, set_days
from kolokasi.accounts.models import Holiday, Office
from kolokasi.accounts.office_acts import Administration
from kolokasi.core.reading.calendar_file import read_days
from kolokasi.core.reading.text_tree import TreeFault
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.worktime.hours import DayOff
from kolokasi.core.worktime.wording import daftar, day_name, tanggal

REGIONAL, WORKING = Holiday.Kind.REGIONAL, Holiday.Kind.WORKING


def add_day(
    act: Administration, date: dt.date, *, kind: str, name: str, decree: str, hours: str = ""
) -> bool:
    """A regional day off, or a day on which this office works by exception (``hours``: ``07.30-12.00``;
    none are those of a usual day). Returns whether that changed anything."""
    if kind not in (REGIONAL, WORKING):
        raise Refused(Why.INVALID, "Pilih libur daerah atau hari kerja pengganti.")
    missing = {
        field: sentence
        for field, typed, sentence in (
            ("name", name, "Tulis nama harinya, misalnya Hari Jadi Kabupaten."),
            (
                "decree",
                decree,
                "Tulis keputusan yang menetapkannya; tanpa itu hari kerja tidak berubah.",
            ),
        )
        if not typed
    }
    if missing:
        raise Refused(Why.INVALID, "Lengkapi isian hari ini.", errors=missing)
    if kind == REGIONAL:
        _refuse_day_off_already(act.office, date)
    day = _day(date, kind=kind, name=name, decree=decree, hours=hours)
    said = f"{_called(kind)} {day_name(date)} {tanggal(date)}: {name} ({decree})."
    changed = set_days({date: day}, office=act.office, source="dinas", why=said)
    if changed:
        act.note(said)
    return bool(changed)


def remove_day(act: Administration, row: Holiday) -> None:
    """Take an office's own row away again; the trail keeps what it said."""
    if row.office_id != act.office.pk:
        raise Refused(
            Why.INVALID,
            "Hari libur nasional berlaku bagi semua dinas dan tidak dihapus dari sini; bila dinas Anda "
            "bekerja pada hari itu, catat sebagai hari kerja pengganti.",
        )
    said = (
        f"{_called(row.kind)} {day_name(row.date)} {tanggal(row.date)} ({row.name}) dicabut dari "
        "kalender dinas."
    )
    row.delete()
    count_up(Office.objects.filter(pk=act.office.pk), why=said)
    act.note(said)


def confirm_days(act: Administration, rows: Sequence[Holiday], *, decree: str) -> bool:
    """Say for this office that national days stand as their decree says. Returns whether that changed
    anything: somebody may have said so before."""
    fresh = []
    for row in rows:
        own, made = Holiday.objects.get_or_create(
            office=act.office,
            date=row.date,
            kind=row.kind,
            defaults={
                "name": row.name,
                "decree": decree,
                "verified": True,
                "source": "dinas",
                "note": row.note,
            },
        )
        if made or not own.verified:
            Holiday.objects.filter(pk=own.pk).update(verified=True, decree=decree)
            fresh.append(row)
    if not fresh:
        return False
    days = daftar([f"{tanggal(one.date)} ({one.name})" for one in fresh])
    said = f"Sudah dicocokkan dengan {decree}: {days}."
    count_up(Office.objects.filter(pk=act.office.pk), why=said)
    act.note(said)
    return True


def days_of(office: int, year: int) -> QuerySet[Holiday]:
    """Every row that speaks about a day of that year in this office, national ones too."""
    return (
        Holiday.objects.filter(Q(office=office) | Q(office__isnull=True), date__year=year)
        .annotate(answered=Exists(_own(office)))
        .order_by("date", "office_id", "id")
    )


def unverified(office: int, *, since: dt.date) -> QuerySet[Holiday]:
    """National days from a day on that nobody has compared with their decree, here or for everybody."""
    rows = Holiday.objects.filter(office__isnull=True, verified=False, date__gte=since)
    return rows.exclude(Exists(_own(office))).order_by("date")


def _own(office: int) -> QuerySet[Holiday]:
    return Holiday.objects.filter(office=office, date=OuterRef("date"), verified=True)


def _refuse_day_off_already(office: Office, date: dt.date) -> None:
    off = Holiday.objects.filter(date=date, office__isnull=True).exclude(kind=WORKING).first()
    if off is not None:
        raise Refused(
            Why.INVALID,
            "Hari itu sudah libur.",
            errors={"date": f"{tanggal(date)} sudah {off.get_kind_display()}: {off.name}."},
        )


def _day(date: dt.date, *, kind: str, name: str, decree: str, hours: str) -> DayOff:
    """Checked by the same reader that checks the shipped tables."""
    row: dict[str, object] = {
        "date": date.isoformat(),
        "name": name,
        "kind": "kerja" if kind == WORKING else "libur",
        "decree": decree,
        "verified": "ya",
    }
    if kind == WORKING and hours.strip():
        row["hours"] = [one.strip() for one in hours.split(",")]
    try:
        return read_days({"format": "1", "year": str(date.year), "days": [row]})[date]
    except TreeFault as fault:
        field = next((one for one in ("hours", "name", "date") if one in fault.path), "date")
        raise Refused(
            Why.INVALID, "Periksa isian hari ini.", errors={field: fault.sentence}
        ) from fault


def _called(kind: str) -> str:
    return str(Holiday.Kind(kind).label).capitalize()
