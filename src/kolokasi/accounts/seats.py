"""Which positions sit at which desk of an SOP, from when to when."""

from __future__ import annotations

import datetime as dt

from kolokasi.accounts.models import Desk, DeskPosition, Position
from kolokasi.accounts.office_acts import Administration
from kolokasi.accounts.validity import check_period, end_row, ended, same_or_free, span


def seat(
    act: Administration,
    desk: Desk,
    position: Position,
    *,
    starts_on: dt.date,
    ends_on: dt.date | None,
) -> DeskPosition:
    """Let the holders of a position act in a role of an SOP. The same again is the one that is there."""
    check_period(starts_on, ends_on)
    there = same_or_free(
        DeskPosition.objects.filter(desk=desk, position=position),
        starts_on,
        ends_on,
        taken="Jabatan ini sudah duduk di meja itu pada masa tersebut.",
        said=lambda when: f"{position.title} sudah di meja ini {when}; akhiri dahulu yang itu.",
    )
    if there is not None:
        return there
    made = DeskPosition.objects.create(
        desk=desk, position=position, starts_on=starts_on, ends_on=ends_on
    )
    act.note(
        f"Meja {desk.label} ({desk.procedure}) diisi jabatan {position.title}, "
        f"{span(starts_on, ends_on)}."
    )
    return made


def end_seat(act: Administration, seated: DeskPosition, last_day: dt.date) -> None:
    if end_row(act, seated, last_day):
        desk = seated.desk
        act.note(
            f"Jabatan {seated.position.title} di meja {desk.label} ({desk.procedure}): "
            f"{ended(seated)}."
        )
