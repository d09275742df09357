"""Calendars that tests share: those of the shipped data, and how to say a moment shortly."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from kolokasi.core.reading.calendar_file import HoursRule, read_days, read_hours
from kolokasi.core.worktime.calendar import WorkCalendar
from kolokasi.core.worktime.hours import DayOff

DATA = Path(__file__).parent.parent / "procedures" / "_data"
WIB = ZoneInfo("Asia/Jakarta")
YEARS = (2025, 2026, 2027)


def tree(path: Path) -> object:
    """The file with every scalar as text."""
    return yaml.load(path.read_text(), Loader=yaml.BaseLoader)


@cache
def rules() -> dict[str, HoursRule]:
    return read_hours(tree(DATA / "hours.yaml"))


@cache
def days(*years: int) -> dict[date, DayOff]:
    found: dict[date, DayOff] = {}
    for year in years or YEARS:
        found |= read_days(tree(DATA / "holidays" / f"{year}.yaml"))
    return found


def calendar(key: str = "perpres-21-2023", zone: ZoneInfo = WIB) -> WorkCalendar:
    return rules()[key].calendar(timezone=zone, holidays=days())


def at(text: str, zone: ZoneInfo = WIB) -> datetime:
    """``2026-11-20 16:25`` on the office's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)
