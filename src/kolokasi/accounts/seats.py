"""Which positions sit at which desk of an SOP, from when to when."""

from __future__ import annotations

import datetime as dt

from kolokasi.accounts.models import Desk, DeskPosition, Position
from kolokasi.accounts.office_acts import Administration
from kolokasi.accounts.validity import check_period, end_row, ended, overlaps, span
from kolokasi.core.refusal import Refused, Why


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
    for one in DeskPosition.objects.filter(desk=desk, position=position):
        if not overlaps(one, starts_on, ends_on):
            continue
        if (one.starts_on, one.ends_on) == (starts_on, ends_on):
            return one
        raise Refused(
            Why.INVALID,
            "Jabatan ini sudah duduk di meja itu pada masa tersebut.",
            errors={
                "starts_on": f"{position.title} sudah di meja ini "
                f"{span(one.starts_on, one.ends_on)}; akhiri dahulu yang itu."
            },
        )
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
