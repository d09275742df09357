"""What the capacity check of a case comes to now: its forms' ask against the office's data centre."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from kolokasi.cases.gate import write_turn
from kolokasi.core.capacity.asking import ask_of
from kolokasi.core.capacity.judging import judge
from kolokasi.core.capacity.policy import Policy
from kolokasi.core.commands import FormValues
from kolokasi.core.procedure import Procedure
from kolokasi.core.situation import CapacityCheck
from kolokasi.inventory import booking, policy, stock
from kolokasi.inventory.locks import lock_sites
from kolokasi.inventory.models import Booking


def check_of(
    procedure: Procedure,
    forms: Mapping[str, FormValues],
    services: Collection[str],
    *,
    office: int,
    case: int = 0,
    rack: int = 0,
    now: datetime,
    lock: bool,
) -> CapacityCheck | None:
    """The verdict as of ``now``; None where the SOP asks for none, or the office keeps no data centre here.

    ``lock`` makes deciders queue until commit. What the case has reserved itself counts as free for it.
    """
    ask = ask_of(procedure, forms, services)
    if ask is None or not stock.keeps_one(office):
        return None
    if lock:  # before any savepoint: what is locked within one is let go when it is rolled back
        lock_sites(office)
    own = booking.booking_of(case) if case else None
    rack = rack or (booking.rack_of(own) if own else 0)  # what was approved stays, where it can
    with _as_if_free(own, now):
        there = stock.read(office, ask, now=now, lock=lock, prefer=rack)
    verdict = judge(ask, there, prefer=rack or None)
    return CapacityCheck(ask=ask, verdict=verdict, policy=there.policy)


def policy_of(office: int) -> Policy | None:
    """What the office takes into its data centre; None where it keeps none here."""
    return policy.policy_of(office) if stock.keeps_one(office) else None


@contextmanager
def _as_if_free(own: Booking | None, now: datetime) -> Iterator[None]:
    """Look at the data centre as it would be without this reservation; nothing of that stays."""
    if own is None or own.state != Booking.State.HELD:
        yield
        return
    with write_turn(), transaction.atomic():
        booking.release(own, how=Booking.End.RELEASED, now=now)
        yield
        transaction.set_rollback(True)
