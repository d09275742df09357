"""From when until when something holds: checked when it is written down, and brought to its end.

Nothing is deleted. What has begun gets its last day; what would end before it began is cancelled, and
then was never valid, though the row still says that it was meant to be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TypeVar

from kolokasi.accounts.models.periods import Dated
from kolokasi.accounts.office_acts import Administration
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.worktime.wording import tanggal

Row = TypeVar("Row", bound=Dated)


def check_period(starts_on: dt.date, ends_on: dt.date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Refused(
            Why.INVALID,
            "Periksa tanggalnya.",
            errors={"ends_on": "Tanggal akhir tidak boleh mendahului tanggal mulai."},
        )


def overlaps(row: Dated, starts_on: dt.date, ends_on: dt.date | None) -> bool:
    """Whether a row that was not cancelled shares a day with this period."""
    if row.cancelled_at is not None:
        return False
    over = row.ends_on is not None and row.ends_on < starts_on
    ahead = ends_on is not None and ends_on < row.starts_on
    return not over and not ahead


def same_or_free(
    rows: Iterable[Row],
    starts_on: dt.date,
    ends_on: dt.date | None,
    *,
    taken: str,
    said: Callable[[str], str],
    same: Callable[[Row], bool] = lambda _row: True,
) -> Row | None:
    """The row that says this already, with the very same period; None where the period is free.

    Raises Refused where another row takes part of it: ``taken`` is the sentence, ``said`` words what stands
    at the field, given the other row's period. ``same`` compares what else a row says.
    """
    for one in rows:
        if not overlaps(one, starts_on, ends_on):
            continue
        if (one.starts_on, one.ends_on) == (starts_on, ends_on) and same(one):
            return one
        sentence = said(span(one.starts_on, one.ends_on))
        raise Refused(Why.INVALID, taken, errors={"starts_on": sentence})
    return None


def end_row(act: Administration, row: Dated, last_day: dt.date) -> bool:
    """Set the last day of a row, or cancel one that would end before it began. Returns whether that
    changed anything: the same last day again is no change."""
    if row.cancelled_at is not None or row.ends_on == last_day:
        return False
    if row.ends_on is not None and row.ends_on < act.today and last_day > row.ends_on:
        raise Refused(
            Why.ENDED,
            "Masa ini sudah berakhir pada %(day)s; buat penetapan baru bila berlanjut.",
            day=tanggal(row.ends_on),
        )
    if last_day < row.starts_on:
        row.cancelled_at = act.now
    else:
        row.ends_on = last_day
    row.save(update_fields=["ends_on", "cancelled_at"])
    return True


def span(starts_on: dt.date, ends_on: dt.date | None) -> str:
    """``mulai 23 November 2026``, ``23 November 2026 s.d. 31 Desember 2026``."""
    if ends_on is None:
        return f"mulai {tanggal(starts_on)}"
    return f"{tanggal(starts_on)} s.d. {tanggal(ends_on)}"


def ended(row: Dated) -> str:
    """``berakhir 22 November 2026``, or that it never began."""
    if row.cancelled_at is not None or row.ends_on is None:
        return "dibatalkan"
    return f"berakhir {tanggal(row.ends_on)}"
