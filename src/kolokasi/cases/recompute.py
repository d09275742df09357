"""When an office's calendar changes, every due time that is still running is measured anew.

The change and the debt (``Office.dues_owed``, with its reason) are written in one transaction; paying it
comes after and may be cut short at any moment: what was measured is measured, and the rest is still owed.
Whoever changed the calendar pays at once and is told how many due times moved; the worker and
``kolokasi recompute`` pay what was left. Each case changes through the one write path, by the system.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from kolokasi.accounts.calendars import calendar_of
from kolokasi.accounts.models import Office
from kolokasi.cases.acts import new_key
from kolokasi.cases.asked import Asked
from kolokasi.cases.gate import write_turn
from kolokasi.cases.gather import SYSTEM
from kolokasi.cases.models import Case
from kolokasi.cases.procedures import running
from kolokasi.cases.transact import transact
from kolokasi.core import case_state
from kolokasi.core.commands import Actor, RecomputeDue
from kolokasi.core.engine import decide
from kolokasi.core.events import DueChanged
from kolokasi.core.situation import Situation

_BATCH = 200
_ACTOR = Actor(person=SYSTEM.id, name=SYSTEM.name, roles={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How many due times moved, in how many cases. What only got another explanation did not move."""

    dues: int = 0
    cases: int = 0
    more: bool = False  # there are others, which the worker will see to


def catch_up(now: datetime) -> dict[str, Moved]:
    """Measure anew whatever any office owes. Returns what moved, by the offices' keys."""
    settle_idle()
    owing = Office.objects.exclude(dues_owed="").order_by("id").values_list("pk", "key")
    return {key: measure(office, now=now) for office, key in owing}


def measure(office: int, *, now: datetime, reason: str = "", limit: int = 0) -> Moved:
    """Measure every running due time of an office with its calendar as it is now.

    ``reason`` is what the log of a case says; without one it is what the office owes it for. A due time
    that comes out as it was leaves no trace, so that doing it twice is doing it once. ``limit`` is how many
    cases somebody may be kept waiting for; the rest stays owed.
    """
    owed, version = Office.objects.values_list("dues_owed", "calendar_version").get(pk=office)
    command = RecomputeDue(reason=reason or owed or "Tenggat dihitung ulang.")
    dues = cases = changed = 0
    for case, moved in _stale(office, command, now):
        transact(Asked(key=new_key(), who=SYSTEM, command=command, case=case), now=now)
        dues, cases, changed = dues + moved, cases + bool(moved), changed + 1
        if changed == limit:
            return Moved(dues=dues, cases=cases, more=True)
    with (
        write_turn()
    ):  # a change that came in the meantime, perhaps with the same words, is still owed
        Office.objects.filter(pk=office, calendar_version=version).update(dues_owed="")
    return Moved(dues=dues, cases=cases)


def settle_idle() -> None:
    """An office in which nothing runs owes nothing."""
    runs = Exists(Case.objects.filter(office=OuterRef("pk"), ended_at__isnull=True))
    if Office.objects.exclude(dues_owed="").filter(~runs).exists():
        with write_turn():
            Office.objects.exclude(dues_owed="").filter(~runs).update(dues_owed="")


def _stale(office: int, command: RecomputeDue, now: datetime) -> Iterator[tuple[int, int]]:
    """The cases that something would change in, with how many of their due times would move. Found by the
    engine itself on the rows as they stand, so that only these go through a transaction."""
    zone, version = Office.objects.values_list("timezone", "calendar_version").get(pk=office)
    calendar = calendar_of(office, version)
    local = now.astimezone(ZoneInfo(zone))
    last = 0
    while batch := list(
        Case.objects.filter(office=office, ended_at__isnull=True, pk__gt=last)
        .order_by("pk")
        .values_list("pk", "version_id", "state")[:_BATCH]
    ):
        for case, version_id, stored in batch:
            run, state = running(version_id), case_state.load(stored)
            situation = Situation(
                procedure=run.procedure,
                version=run.version,
                state=state,
                actor=_ACTOR,
                now=local,
                calendar=calendar,
                forms={},
            )
            changes = decide(situation, command).events
            if changes:
                yield (
                    case,
                    sum(
                        isinstance(one, DueChanged) and one.due_at != state.steps[one.step].due_at
                        for one in changes
                    ),
                )
        last = batch[-1][0]
