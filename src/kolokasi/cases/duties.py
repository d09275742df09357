"""What is owed after the end: a review every year, a check by the owner. Done round by round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet

from kolokasi.accounts.calendars import calendar_of
from kolokasi.accounts.mandates import desks_of, is_member
from kolokasi.cases.gate import write_turn
from kolokasi.cases.gather import Who
from kolokasi.cases.models import Duty
from kolokasi.cases.procedures import running
from kolokasi.cases.queries import Sight
from kolokasi.core.refusal import Refused, Why

MAX_NOTE = 5_000
_SEEN = ("case__office", "case__agency", "case__version", "desk", "agency", "done_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """What came of it. ``next_due`` is when the next round is due, on the office's clock, if there is one."""

    next_due: datetime | None
    replayed: bool = False


def mine(sight: Sight) -> QuerySet[Duty]:
    """Open duties on the person's desks and with his agencies, the most urgent first."""
    return _open().filter(Q(desk__in=sight.desks) | Q(agency__in=sight.agencies))


def others(sight: Sight) -> QuerySet[Duty]:
    """Open duties of other desks and agencies in the offices that the person works for."""
    own = Q(desk__in=sight.desks) | Q(agency__in=sight.agencies)
    return _open().filter(case__office__in=sight.offices).exclude(pk__in=_open().filter(own))


def done(sight: Sight) -> QuerySet[Duty]:
    """What was done of all that the person may see, newest first."""
    return (
        Duty.objects.filter(
            Q(case__agency__in=sight.agencies) | Q(case__office__in=sight.offices),
            done_at__isnull=False,
        )
        .select_related(*_SEEN)
        .order_by("-done_at", "-id")
    )


def complete(duty_id: int, who: Who, *, note: str, now: datetime) -> Completed:
    """Mark one round as done, with what came of it; a recurring duty opens its next round.

    The rhythm counts from the day on which this round was due, so that it does not drift; from the day it
    was done, where the next round would be over already. Marking it again is the same as once.
    Raises Refused, with a sentence for the person who asked.
    """
    note = _note(note)
    with write_turn(), transaction.atomic():
        duty = (
            Duty.objects.select_for_update(of=("self",))
            .select_related("case__office", "case__version")
            .filter(pk=duty_id)
            .first()
        )
        if duty is None:
            raise Refused(Why.NOT_FOUND, "Kewajiban ini tidak ditemukan.")
        _check_hand(duty, who, now)
        if duty.done_at is not None:
            return _again(duty, who)
        duty.done_at, duty.done_by_id, duty.note = now, who.id, note
        duty.save(update_fields=["done_at", "done_by", "note"])
        return Completed(next_due=_next_round(duty, now))


def _open() -> QuerySet[Duty]:
    return Duty.objects.filter(done_at__isnull=True).select_related(*_SEEN).order_by("due_at", "id")


def _check_hand(duty: Duty, who: Who, now: datetime) -> None:
    """Only the desk or the agency that owes it, and not for the office on one's own request."""
    today = now.astimezone(_zone(duty)).date()
    if duty.agency_id is not None:
        allowed = is_member(who.id, duty.agency_id, on=today)
    else:
        allowed = duty.desk_id in desks_of(who.id, on=today)
    if not allowed:
        raise Refused(
            Why.FORBIDDEN,
            "Kewajiban ini ada di meja lain; jabatan Anda saat ini tidak memegangnya.",
        )
    if duty.agency_id is None and who.id in duty.case.state["applicants"]:
        raise Refused(
            Why.OWN_REQUEST,
            "Anda yang mengajukan permohonan ini, maka kewajiban dinas harus dikerjakan orang lain.",
        )


def _again(duty: Duty, who: Who) -> Completed:
    if duty.done_by_id == who.id:
        following = Duty.objects.filter(case=duty.case_id, key=duty.key, round=duty.round + 1)
        due_at = following.values_list("due_at", flat=True).first()
        return Completed(next_due=due_at and due_at.astimezone(_zone(duty)), replayed=True)
    raise Refused(
        Why.TAKEN,
        "Kewajiban ini sudah ditandai selesai oleh %(name)s. Tidak ada yang perlu Anda ulangi.",
        name=duty.done_by.name if duty.done_by else "",
    )


def _next_round(duty: Duty, now: datetime) -> datetime | None:
    case = duty.case
    procedure = running(case.version_id).procedure
    rule = next((one for one in procedure.duties if one.key == duty.key), None)
    if rule is None or rule.every is None:
        return None
    calendar = calendar_of(case.office_id, case.office.calendar_version)
    due_at = calendar.add(duty.due_at, rule.every)
    if due_at <= now:
        due_at = calendar.add(now, rule.every)
    following, _ = Duty.objects.get_or_create(
        case_id=case.pk,
        key=duty.key,
        round=duty.round + 1,
        defaults={
            "text": duty.text,
            "desk_id": duty.desk_id,
            "agency_id": duty.agency_id,
            "due_at": due_at,
        },
    )
    return following.due_at.astimezone(_zone(duty))


def _zone(duty: Duty) -> ZoneInfo:
    return ZoneInfo(duty.case.office.timezone)


def _note(text: str) -> str:
    note = text.replace("\r\n", "\n").replace("\x00", "\ufffd").strip()
    if not note:
        raise Refused(
            Why.INVALID,
            "Tuliskan hasilnya.",
            errors={"note": "Tuliskan singkat apa yang diperiksa dan hasilnya."},
        )
    if len(note) > MAX_NOTE:
        raise Refused(
            Why.INVALID,
            "Catatan terlalu panjang.",
            errors={"note": f"Paling banyak {MAX_NOTE} karakter; sekarang {len(note)}."},
        )
    return note
