"""The invented office in which is measured: its people, its two SOPs, and acts through the real write path."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from kolokasi.accounts.models import Agency, DeskPosition, Holding, Membership, Office
from kolokasi.cases import demo
from kolokasi.cases.acts import new_key
from kolokasi.cases.asked import Asked
from kolokasi.cases.gather import Who
from kolokasi.cases.models import ProcedureVersion
from kolokasi.cases.transact import transact
from kolokasi.core.commands import Command, CompleteStep, StartCase

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday 08.00 WIB
NINE = (
    ("2", "administrator"), ("3", "teknisi"), ("4", "pengawas"), ("5", "administrator"),
    ("6", "teknisi"), ("7", "teknisi"), ("8", "pengawas"), ("9", "administrator"),
)  # fmt: skip
NOTE = "Sudah diperiksa bersama rekan; tidak ada yang perlu diperbaiki."


class BenchOffice:
    """Everybody of the office, looked up once: who acts is no part of what is measured."""

    def __init__(self, procedures: Path) -> None:
        demo.fill(procedures, now=MORNING)
        self.office = Office.objects.get(key="bangku")
        self.agency = Agency.objects.filter(office=self.office).order_by("id")[0].pk
        member = Membership.objects.filter(agency=self.agency).select_related("person")[0].person
        self.applicant = Who(id=member.pk, name=member.name)
        self.versions = {
            one.key.partition("/")[2]: one.pk
            for one in ProcedureVersion.objects.filter(office=self.office)
        }
        self.officers = {
            (seat.desk.procedure.partition("/")[2], seat.desk.role): self._holder(seat)
            for seat in DeskPosition.objects.filter(desk__office=self.office).select_related("desk")
        }
        self.now = MORNING

    def request(self, slug: str) -> int:
        """Hand a request in; the case's id."""
        service = {"sembilan": "penempatan", "putaran": "cadangan"}[slug]
        command = StartCase(
            agency=self.agency, services=frozenset({service}), subject="Aplikasi e-Puskesmas"
        )
        asked = self.asked(self.applicant, command, version=self.versions[slug])
        return transact(asked, now=self.later()).case

    def nine_step(self, case: int, place: int) -> Asked:
        """The act that does the step at this place of the nine (0 is step 2; step 1 is the request)."""
        step, role = NINE[place]
        command = CompleteStep(step=step, visit=1, turn=0, note=NOTE)
        return self.asked(self.officers["sembilan", role], command, case=case)

    def loop_step(self, case: int, visit: int, *, again: bool = True) -> Asked:
        """The act that goes round once more, or ends it."""
        outcome = "lagi" if again else "cukup"
        command = CompleteStep(step="2", visit=visit, turn=0, outcome=outcome, note=NOTE)
        return self.asked(self.officers["putaran", "teknisi"], command, case=case)

    def asked(self, who: Who, command: Command, *, case: int = 0, version: int = 0) -> Asked:
        return Asked(key=new_key(), who=who, command=command, case=case, version=version)

    def later(self) -> datetime:
        self.now += timedelta(seconds=7)
        return self.now

    @staticmethod
    def _holder(seat: DeskPosition) -> Who:
        person = Holding.objects.select_related("person").get(position=seat.position_id).person
        return Who(id=person.pk, name=person.name)
