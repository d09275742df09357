"""``hours.yaml``, ``holidays/<year>.yaml`` and an office's own hours, as plain text trees → calendar values.

The trees are what a YAML reader gives that keeps every scalar as text: ``dict``, ``list`` and ``str``.
Every error names its place (``hours.perpres-21-2023.week.jumat``) and what to write instead;
``text_tree.line_of`` finds the line of that place in the tree as it was read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from kolokasi.core.finding import listed, suggestion
from kolokasi.core.reading.text_tree import (
    Path,
    TreeFault,
    a_date,
    group,
    items,
    placed,
    plain,
    required,
    text,
    truth,
)
from kolokasi.core.worktime.calendar import WorkCalendar
from kolokasi.core.worktime.hours import (
    DayKind,
    DayOff,
    Hours,
    HoursPeriod,
    WeekHours,
    check_hours,
    check_periods,
)

WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")

_RULE_KEYS = (
    "label", "source", "from", "until", "verified", "assumption", "week", "weeks", "periods", "keeps",
)  # fmt: skip
_PERIOD_KEYS = ("label", "source", "from", "until", "verified", "note", "week")
_FILE_KEYS = ("format", "year", "decree", "source", "from", "until", "verified", "note", "days")
_DAY_KEYS = ("date", "name", "kind", "decree", "verified", "note", "hours")
_SPAN = re.compile(r"([0-9]{1,2})[.:]([0-9]{2})\s*[-–]\s*([0-9]{1,2})[.:]([0-9]{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRule:
    """Working hours as one regulation or one office sets them; ``keeps`` as in ``WorkCalendar``."""

    key: str
    label: str
    week: WeekHours
    periods: tuple[HoursPeriod, ...] = ()
    keeps: frozenset[DayKind] = frozenset(DayKind)
    source: str = ""
    verified: bool = False
    assumption: str = ""

    def calendar(self, *, timezone: ZoneInfo, holidays: Mapping[date, DayOff]) -> WorkCalendar:
        """These hours in one office. Raises ValueError as ``WorkCalendar`` does."""
        return WorkCalendar(
            timezone=timezone,
            week=self.week,
            periods=self.periods,
            holidays=holidays,
            keeps=self.keeps,
        )


def read_hours(tree: object) -> dict[str, HoursRule]:
    """The rules of ``hours.yaml`` by their key. Raises TreeFault."""
    top = group(tree, (), ("format", "hours"))
    _check_format(top)
    rules = group(top.get("hours"), ("hours",), None)
    return {key: read_rule(rule, key=key, path=("hours", key)) for key, rule in rules.items()}


def read_rule(tree: object, *, key: str = "", path: Path = ()) -> HoursRule:
    """One rule, also an office's own hours (``calendar: {hours: {week: …}}``). Raises TreeFault."""
    rule = group(tree, path, _RULE_KEYS)
    weeks = {
        name: _week(week, (*path, "weeks", name), {})
        for name, week in group(rule.get("weeks", {}), (*path, "weeks"), None).items()
    }
    week = _week(rule.get("week"), (*path, "week"), weeks)
    if not week.minutes:
        raise TreeFault((*path, "week"), "Isi jam kerja sedikitnya untuk satu hari.")
    periods = tuple(
        _period(one, (*path, "periods", i), weeks)
        for i, one in enumerate(items(rule.get("periods", []), (*path, "periods")))
    )
    with placed((*path, "periods")):
        check_periods(periods)
    return HoursRule(
        key=key,
        label=text(rule, "label", path) or "Jam kerja dinas",
        week=week,
        periods=periods,
        keeps=_keeps(rule, path),
        source=text(rule, "source", path),
        verified=truth(rule, "verified", path, default=False),
        assumption=text(rule, "assumption", path),
    )


def read_days(tree: object) -> dict[date, DayOff]:
    """The days of ``holidays/<year>.yaml``. Raises TreeFault, also for a day of another year or twice."""
    top = group(tree, (), _FILE_KEYS)
    _check_format(top)
    year = text(top, "year", ())
    decree, verified = text(top, "decree", ()), truth(top, "verified", (), default=False)
    found: dict[date, DayOff] = {}
    for i, one in enumerate(items(top.get("days"), ("days",))):
        path: Path = ("days", i)
        row = group(one, path, _DAY_KEYS)
        day = a_date(row, "date", path)
        if str(day.year) != year:
            raise TreeFault((*path, "date"), f"{day} bukan tanggal tahun {year or '(kosong)'}.")
        if day in found:
            raise TreeFault((*path, "date"), f"{day} sudah tertulis: {found[day].name}.")
        found[day] = _day_off(row, path, decree=decree, verified=verified)
    return found


# --- the parts --------------------------------------------------------------------------------------


def _day_off(row: Mapping[str, object], path: Path, *, decree: str, verified: bool) -> DayOff:
    kind = required(row, "kind", path)
    with placed(path):
        return DayOff(
            name=required(row, "name", path),
            kind=_kind(kind, (*path, "kind")),
            decree=text(row, "decree", path) or decree,
            verified=truth(row, "verified", path, default=verified),
            hours=_hours(row.get("hours", []), (*path, "hours")),
            note=text(row, "note", path),
        )


def _period(tree: object, path: Path, weeks: Mapping[str, WeekHours]) -> HoursPeriod:
    row = group(tree, path, _PERIOD_KEYS)
    with placed(path):
        return HoursPeriod(
            since=a_date(row, "from", path),
            until=a_date(row, "until", path) if text(row, "until", path) else None,
            week=_week(row.get("week"), (*path, "week"), weeks),
            label=required(row, "label", path),
            source=text(row, "source", path),
            verified=truth(row, "verified", path, default=False),
        )


def _keeps(rule: Mapping[str, object], path: Path) -> frozenset[DayKind]:
    if "keeps" not in rule:
        return frozenset(DayKind)
    here = (*path, "keeps")
    return frozenset(
        _kind(plain(one, (*here, i)), (*here, i))
        for i, one in enumerate(items(rule["keeps"], here))
    )


def _week(tree: object, path: Path, weeks: Mapping[str, WeekHours]) -> WeekHours:
    """A week written out, or the name of one under ``weeks``."""
    if isinstance(tree, str) and tree.strip():
        word = tree.strip()
        if word not in weeks:
            hint = suggestion(word, weeks) or f" Yang ada: {listed(weeks) or 'belum ada'}."
            raise TreeFault(path, f"Pekan “{word}” tidak dikenal.{hint}")
        return weeks[word]
    days: dict[str, Hours] = {}
    for word, hours in group(tree, path, None).items():
        for name in _weekdays(word, path):
            if name in days:
                raise TreeFault((*path, word), f"Hari {name} tertulis dua kali.")
            days[name] = _hours(hours, (*path, word))
    with placed(path):
        return WeekHours(days=tuple(days.get(name, ()) for name in WEEKDAYS))


def _weekdays(word: str, path: Path) -> Sequence[str]:
    """``jumat``, or ``senin-kamis``."""
    first, _, last = (part.strip() for part in word.lower().partition("-"))
    for name in (first, last or first):
        if name not in WEEKDAYS:
            hint = suggestion(name, WEEKDAYS) or f" Tulis {listed(WEEKDAYS)}, atau senin-kamis."
            raise TreeFault((*path, word), f"Hari “{name}” tidak dikenal.{hint}")
    found = WEEKDAYS[WEEKDAYS.index(first) : WEEKDAYS.index(last or first) + 1]
    if not found:
        raise TreeFault((*path, word), f"“{word}” terbalik; tulis {last}-{first}.")
    return found


def _hours(tree: object, path: Path) -> Hours:
    """``[07.30-12.00, 13.00-16.00]``; one alone needs no list, an empty list is a day without work."""
    alone = isinstance(tree, str) and tree.strip()
    found: list[tuple[time, time]] = []
    for i, one in enumerate([tree] if alone else items(tree, path)):
        here: Path = (*path, i)
        word = plain(one, here)
        match = _SPAN.fullmatch(word)
        if match is None:
            raise TreeFault(here, f"Jam “{word}” tidak terbaca; tulis misalnya 07.30-12.00.")
        found.append((_clock(match[1], match[2], here), _clock(match[3], match[4], here)))
    hours = tuple(found)
    with placed(path):
        check_hours(hours, "jam kerja")
    return hours


def _clock(hour: str, minute: str, path: Path) -> time:
    if (hour, minute) == ("24", "00"):
        return time(0)
    if int(hour) > 23 or int(minute) > 59:
        raise TreeFault(path, f"Jam {hour}.{minute} tidak ada.")
    return time(int(hour), int(minute))


def _kind(word: str, path: Path) -> DayKind:
    if word not in list(DayKind):
        raise TreeFault(path, f"Jenis “{word}” tidak dikenal; tulis {listed(DayKind)}.")
    return DayKind(word)


def _check_format(top: Mapping[str, object]) -> None:
    if (version := text(top, "format", ())) != "1":
        raise TreeFault(("format",), f"Format “{version}” tidak dikenal; tulis format: 1.")
