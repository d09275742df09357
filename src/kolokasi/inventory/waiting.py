"""The waiting list of an office: who joined first is asked first."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from kolokasi.core.capacity.ask import Ask
from kolokasi.inventory.asks import from_plain, to_plain
from kolokasi.inventory.models import Waiting


def join(
    *,
    office: int,
    case_id: int,
    case_number: str,
    ask: Ask,
    now: datetime,
    title: str = "",
    agency: int | None = None,
) -> Waiting:
    """Let a case wait. The same again keeps its place, with what it asks now."""
    there = Waiting.objects.filter(case_id=case_id, left_at__isnull=True).first()
    if there is not None:
        there.ask = to_plain(ask)
        there.save(update_fields=("ask",))
        return there
    return Waiting.objects.create(
        office_id=office, agency_id=agency, case_id=case_id, case_number=case_number, title=title,
        ask=to_plain(ask), since=now,
    )  # fmt: skip


def leave(case: int, *, how: str, now: datetime) -> bool:
    """The case waits no more: it was offered room, or withdrew. False if it did not wait."""
    row = Waiting.objects.filter(case_id=case, left_at__isnull=True)
    return bool(row.update(left_at=now, left_how=how))


def queue(office: int) -> list[Waiting]:
    """Who waits, in order."""
    waiting = Waiting.objects.filter(office=office, left_at__isnull=True)
    return list(waiting.select_related("agency").order_by("since", "pk"))


def rank_of(case: int) -> int:
    """Its place in the queue, from 1; 0 if it does not wait."""
    row = Waiting.objects.filter(case_id=case, left_at__isnull=True).first()
    if row is None:
        return 0
    before = Q(since__lt=row.since) | Q(since=row.since, pk__lt=row.pk)
    same = Waiting.objects.filter(office=row.office_id, left_at__isnull=True)
    return same.filter(before).count() + 1


def asked_by(waiting: Waiting) -> Ask:
    return from_plain(waiting.ask)
