"""What a mail about a case says. The tracking code opens the public page, so it is never logged."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from kolokasi.cases.models import Effect
from kolokasi.cases.procedures import running
from kolokasi.cases.tracking import code_of
from kolokasi.core.procedure import End
from kolokasi.core.worktime.wording import waktu
from kolokasi.notices.mail import Notice, send

_SUBJECTS = {
    "diterima": "Permohonan {number} kami terima",
    "giliran": "Permohonan {number} menunggu Anda",
    "kabar": "Kabar permohonan {number}",
    "berakhir": "Permohonan {number}: {end}",
    "tembusan": "Tembusan: permohonan {number}",
    "tempat-tersedia": "Tempat tersedia untuk permohonan {number}",
    "pesanan-hampir-gugur": "Pemesanan tempat permohonan {number} hampir gugur",
    "pesanan-gugur": "Pemesanan tempat permohonan {number} gugur",
}
ENDS = {
    End.GRANTED: "disetujui",
    End.REFUSED: "ditolak",
    End.WITHDRAWN: "ditarik",
    End.DONE: "selesai",
}


def _until(effect: Effect) -> str:
    """Until when a reservation holds, on the office's own clock."""
    moment = effect.facts.get("until")
    zone = ZoneInfo(effect.case.office.timezone)
    return waktu(datetime.fromisoformat(moment).astimezone(zone)) if moment else ""


def send_effect(effect: Effect) -> None:
    """Send the mail that an effect stands for. Raises what the mail library raises."""
    case, about = effect.case, effect.facts["about"]
    procedure = running(case.version_id).procedure
    end = effect.facts.get("end")
    step = procedure.steps.get(effect.facts.get("step", ""))
    send(
        Notice(
            about=about,
            identity=f"{case.number}.{effect.seq}.{effect.pk}".lower(),
            recipient=effect.recipient,
            subject=_SUBJECTS[about].format(number=case.number, end=ENDS[End(end)] if end else ""),
            at=case.opened_at if about == "diterima" else effect.due_at,
            facts={
                "case": case,
                "office": case.office,
                "procedure": procedure,
                "step": step,
                "end": ENDS[End(end)] if end else "",
                "reason": effect.facts.get("reason", ""),
                "told": effect.facts.get("told", ""),
                "label": effect.facts.get("label", ""),
                "fields": effect.facts.get("fields", ()),
                "mending": effect.facts.get("mending", False),
                "until": _until(effect),
                "code": code_of(case.number),
                "url": f"{settings.BASE_URL}/permohonan/{case.number}/",
                "track_url": f"{settings.BASE_URL}/lacak/",
            },
        )
    )
