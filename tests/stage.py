"""A stage for stories: one office with its people on the real database, and acts through the real path."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from examples import filled
from kolokasi.accounts.models import Agency, DeskPosition, Holding, Membership, Office, Person
from kolokasi.cases import demo, procedures
from kolokasi.cases.acts import Done, new_key
from kolokasi.cases.asked import Asked
from kolokasi.cases.gather import Who
from kolokasi.cases.models import Case, ProcedureVersion, Task
from kolokasi.cases.transact import transact
from kolokasi.core.commands import Command, CompleteStep, File, StartCase, WithdrawCase
from kolokasi.core.procedure import Procedure

PROCEDURES = Path(__file__).parents[1] / "procedures"
FIXTURES = (
    Path(__file__).parent / "fixtures" / "sops"
)  # an invented office whose SOP has everything
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday 08.00 WIB
SCAN = "a" * 64  # a file that was stored before


class Stage:
    """One office. ``by`` finds a person for each role; time moves on five minutes with each act."""

    def __init__(self, office: str, now: datetime = MORNING, *, folder: Path = PROCEDURES) -> None:
        demo.fill(folder, now=now, only=office)
        self.office = Office.objects.get(key=office)
        self.now = now
        self.agency = Agency.objects.filter(office=self.office).order_by("id")[0]

    def version(self, slug: str) -> ProcedureVersion:
        version = ProcedureVersion.objects.get(office=self.office, key=f"{self.office.key}/{slug}")
        if version.status != ProcedureVersion.Status.IN_FORCE:
            procedures.put_in_force(
                version,
                number=version.number or "SOP/UJI/1",
                effective_from=self.now.date(),
                by=None,
                now=self.now,
            )
        return version

    def procedure(self, slug: str) -> Procedure:
        return procedures.running(self.version(slug).pk).procedure

    def applicant(self, agency: Agency | None = None) -> Who:
        member = Membership.objects.filter(agency=agency or self.agency).order_by("id")[0]
        return self.who(member.person)

    def officer(self, slug: str, role: str) -> Who:
        seat = DeskPosition.objects.filter(
            desk__office=self.office, desk__procedure=f"{self.office.key}/{slug}", desk__role=role
        ).order_by("id")[0]
        holding = Holding.objects.filter(position=seat.position).order_by("id")[0]
        return self.who(holding.person)

    def seat(self, slug: str, role: str, people: int) -> list[Who]:
        """So many more people at one desk: each holds the same position definitively."""
        seat = DeskPosition.objects.filter(
            desk__office=self.office, desk__procedure=f"{self.office.key}/{slug}", desk__role=role
        ).order_by("id")[0]
        found = []
        for number in range(people):
            person = Person.objects.create(
                username=f"{self.office.key}.{role}.{number}",
                name=f"Petugas {'ABCDEFGHIJ'[number]}",
            )
            Holding.objects.create(
                person=person, position=seat.position, starts_on=self.now.date().replace(day=1)
            )
            found.append(self.who(person))
        return found

    def by(self, slug: str, role: str) -> Who:
        applicant = self.procedure(slug).roles[role].applicant
        return self.applicant() if applicant else self.officer(slug, role)

    @staticmethod
    def who(person: Person) -> Who:
        return Who(id=person.pk, name=person.name)

    def request(
        self, slug: str, services: tuple[str, ...] = (), *, subject: str = "Aplikasi e-Puskesmas"
    ) -> Case:
        command = self.letter(slug, services, subject=subject)
        done = self.do(self.applicant(), command, version=self.version(slug).pk)
        return Case.objects.get(pk=done.case)

    def letter(
        self, slug: str, services: tuple[str, ...] = (), *, subject: str = "Aplikasi e-Puskesmas"
    ) -> StartCase:
        """What ``request`` sends."""
        procedure = self.procedure(slug)
        chosen = frozenset(services or tuple(procedure.services)[:1])
        if procedure.starts_with_applicant:
            first = procedure.steps[procedure.start]
            fills, attachments = first.fills, first.attachments
        else:
            fills, attachments = procedure.request_fills, procedure.request_attachments
        return StartCase(
            agency=self.agency.pk,
            services=chosen,
            subject=subject,
            forms={key: filled(procedure.forms[key]) for key in fills},
            files=tuple(
                File(document=one.document, name="surat.pdf", sha256=SCAN) for one in attachments
            ),
        )

    def take(self, case: Case, role: str, step: str, outcome: str = "", **more: object) -> Done:
        """The next turn of a role on a step, with every form filled in."""
        slug = case.version.key.partition("/")[2]
        command = self.turn(case, role, step, outcome, **more)
        return self.do(self.by(slug, role), command, case=case.pk)

    def turn(
        self, case: Case, role: str, step: str, outcome: str = "", **more: object
    ) -> CompleteStep:
        """What ``take`` sends."""
        procedure = procedures.running(case.version_id).procedure
        task = (
            Task.objects.filter(case=case, step=step, role=role, closed_at__isnull=True)
            .order_by("turn")
            .first()
        )
        shape = procedure.steps[step]
        given: dict[str, object] = {
            "note": "Catatan uji.",
            "forms": {key: filled(procedure.forms[key]) for key in shape.fills},
            "files": tuple(
                File(document=one.document, name="berkas.pdf", sha256=SCAN)
                for one in shape.attachments
            ),
        } | more
        return CompleteStep(
            step=step,
            visit=task.visit if task else 1,
            turn=task.turn if task else 0,
            outcome=outcome,
            **given,  # type: ignore[arg-type]
        )

    def withdraw(self, case: Case, reason: str = "Tidak jadi.") -> Done:
        return self.do(self.applicant(), WithdrawCase(reason=reason), case=case.pk)

    def do(
        self, who: Who, command: Command, *, case: int = 0, version: int = 0, key: str = ""
    ) -> Done:
        self.now += timedelta(minutes=5)
        asked = Asked(key=key or new_key(), who=who, command=command, case=case, version=version)
        return transact(asked, now=self.now)
