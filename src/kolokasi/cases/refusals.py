"""What becomes of a refusal: the consequential ones are kept, and "too late" names who was faster."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from kolokasi.cases.asked import Asked
from kolokasi.cases.gate import write_turn
from kolokasi.cases.models import RefusedAct, Task
from kolokasi.core.commands import CompleteStep
from kolokasi.core.refusal import Refused, Why

_KEPT = {Why.FORBIDDEN, Why.OWN_REQUEST}


def keep(refused: Refused, asked: Asked, now: datetime) -> None:
    """Note an attempt at what is not this person's to do, for the auditor."""
    if refused.why not in _KEPT or not asked.case:
        return
    with write_turn():
        RefusedAct.objects.create(
            case_id=asked.case,
            person_id=asked.who.id,
            why=refused.why,
            sentence=str(refused),
            step=getattr(asked.command, "step", ""),
            at=now,
        )


def named(refused: Refused, asked: Asked) -> Refused:
    """The same refusal, saying who had taken the turn and when, if somebody had."""
    command = asked.command
    if refused.why is not Why.TAKEN or not isinstance(command, CompleteStep):
        return refused
    faster = (
        Task.objects.filter(
            case_id=asked.case,
            step=command.step,
            visit=command.visit,
            turn=command.turn,
            closed_at__isnull=False,
        )
        .values_list("closed_by__name", "closed_at", "case__office__timezone")
        .first()
    )
    name, at, zone = faster or ("", None, "")
    if at is None:
        return refused
    return Refused(
        Why.TAKEN,
        "Kegiatan %(step)s sudah dikerjakan oleh %(name)s pukul %(at)s. "
        "Tidak ada yang perlu Anda ulangi; lihat keadaan terbarunya pada halaman permohonan.",
        step=command.step,
        name=name,
        at=at.astimezone(ZoneInfo(zone)).strftime("%H.%M"),
    )
