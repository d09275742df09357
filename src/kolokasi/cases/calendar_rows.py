"""Working hours and days off from the shipped tables into rows, where an office may change them."""

from __future__ import annotations

from kolokasi.accounts.calendars import set_days, set_hours
from kolokasi.accounts.models import Office
from kolokasi.core import office as files
from kolokasi.core.reading.calendar_file import HoursRule, read_days, read_hours, read_rule
from kolokasi.core.reading.located import plain
from kolokasi.sources.library import Library


def install_days(library: Library) -> None:
    """National holidays and joint leave of every year that the folder knows. Raises CalendarFault."""
    for year, tree in library.holidays.items():
        set_days(read_days(plain(tree)), source=f"_data/holidays/{year}.yaml")


def install_hours(library: Library, described: files.Office, office: Office) -> None:
    """The hours that ``office.yaml`` names or writes out. Raises CalendarFault."""
    rule = _rule(library, described)
    if rule is not None:
        set_hours(office, week=rule.week, periods=rule.periods, keeps=rule.keeps)


def _rule(library: Library, described: files.Office) -> HoursRule | None:
    if described.own_hours is not None:
        return read_rule(plain(described.own_hours), key=described.key)
    if not described.hours or library.hours is None:
        return None
    return read_hours(plain(library.hours)).get(described.hours)
