"""What time and others' leaving do to reservations: warned of, lapsed, and offered to who waits.

The worker looks every minute. Each finding is an act of its own through the one write path, so that it
stands in the case's log and is decided on the rows as they are then.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from kolokasi.accounts.models import Office
from kolokasi.cases.acts import new_key
from kolokasi.cases.asked import Asked
from kolokasi.cases.gate import write_turn
from kolokasi.cases.gather import SYSTEM
from kolokasi.cases.transact import transact
from kolokasi.core.commands import Command, LapseCapacity, OfferCapacity, WarnCapacity
from kolokasi.core.refusal import Refused
from kolokasi.inventory import booking, samples
from kolokasi.inventory.models import Waiting

log = structlog.get_logger(__name__)


def look(now: datetime) -> None:
    """Do what is due for reservations, and offer what is free to who waits, in the order of the list: the
    first that fits gets it, then the next."""
    for one in booking.to_lapse(now):
        if one.case_id is not None:
            _do(one.case_id, LapseCapacity(), now)
    for one in booking.to_warn(now):
        if one.case_id is not None and one.expires_at is not None:
            _do(one.case_id, WarnCapacity(lapses_at=one.expires_at), now)
    waiting = Waiting.objects.filter(left_at__isnull=True).order_by("office", "since", "pk")
    for case in waiting.values_list("case_id", flat=True):
        _do(case, OfferCapacity(), now)


def sample(now: datetime) -> None:
    """Note once a day how full each data centre is, on its office's own day."""
    for office, zone in Office.objects.values_list("pk", "timezone"):
        day = now.astimezone(ZoneInfo(zone)).date()
        if samples.is_due(office, day):
            with write_turn():
                samples.take(office, day)


def _do(case: int, command: Command, now: datetime) -> None:
    """One act of the installation. Somebody else may have been faster; then nothing is left to do. A case that
    cannot be decided is told of, and holds up none of the others."""
    try:
        transact(Asked(key=new_key(), who=SYSTEM, command=command, case=case), now=now)
    except Refused:
        pass
    except Exception as error:
        log.exception(
            "capacity_act_failed", case=case, act=type(command).__name__, error=str(error)
        )
