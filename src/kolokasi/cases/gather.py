"""What a decision needs to look at, read in few queries: case, procedure, actor, calendar, forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from kolokasi.accounts.calendars import calendar_of
from kolokasi.accounts.mandates import is_member, mandates_of
from kolokasi.cases import rows
from kolokasi.cases.capacity import check_of, policy_of
from kolokasi.cases.models import FormRevision, ProcedureVersion
from kolokasi.cases.procedures import Running, running
from kolokasi.cases.rows import CaseRow
from kolokasi.core import case_state, claiming
from kolokasi.core.claiming import may_override as may_override  # pages ask through here
from kolokasi.core.commands import (
    Actor,
    Command,
    CompleteStep,
    FormValues,
    LapseCapacity,
    OfferCapacity,
    OverrideCapacity,
    RecomputeDue,
    StartCase,
    WarnCapacity,
    WithdrawCase,
)
from kolokasi.core.engine import may_withdraw as may_withdraw
from kolokasi.core.procedure import Procedure
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """The person who acts. ``name`` is as shown in the log."""

    id: int
    name: str


# Acts that nobody decides: due times after a change of the calendar. It holds no role and stands in no
# row as a person.
SYSTEM = Who(id=0, name="Kolokasi")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A situation with the rows it was read from."""

    case: CaseRow | None
    office: int
    running: Running
    situation: Situation


def for_case(
    case_id: int, who: Who, command: Command | None, now: datetime, *, lock: bool
) -> Gathered:
    """The situation of a running case. ``lock`` keeps others from deciding on it until commit."""
    with connection.cursor() as cursor:
        case = rows.read_case(cursor, case_id, lock=lock)
    if case is None:
        raise Refused(Why.NOT_FOUND, "Permohonan ini tidak ditemukan.")
    run = running(case.version_id)
    local = now.astimezone(ZoneInfo(case.timezone))
    situation = Situation(
        procedure=run.procedure,
        version=run.version,
        state=case_state.load(case.state),
        actor=actor_for(
            run, who, command, office=case.office_id, agency=case.agency_id, on=local.date()
        ),
        now=local,
        calendar=calendar_of(case.office_id, case.calendar_version),
        forms=latest_forms(case.pk) if _forms_wanted(run, command) else {},
    )
    if isinstance(command, CompleteStep) and claiming.wants_policy(run.procedure, command.forms):
        situation = replace(situation, policy=policy_of(case.office_id))
    if claiming.wants_check(run.procedure, command):
        situation = with_check(
            situation,
            office=case.office_id,
            case=case.pk,
            rack=getattr(command, "rack", 0),
            lock=lock,
        )
    return Gathered(case=case, office=case.office_id, running=run, situation=situation)


def for_request(version_id: int, command: StartCase, who: Who, now: datetime) -> Gathered:
    """The situation of a request that is about to be handed in."""
    agency = command.agency
    with connection.cursor() as cursor:
        there = rows.read_asked_of(cursor, version_id, agency)
    if there is None:
        raise Refused(Why.NOT_FOUND, "Layanan ini tidak ditemukan.")
    if not there.asks_here:
        raise Refused(Why.FORBIDDEN, "Permohonan hanya dapat diajukan oleh OPD dari dinas ini.")
    if there.status != ProcedureVersion.Status.IN_FORCE:
        raise Refused(
            Why.ENDED,
            "SOP ini tidak sedang berlaku, maka permohonan baru belum dapat diajukan. "
            "Buka halaman layanan dinas untuk SOP yang berlaku.",
        )
    run = running(version_id)
    local = now.astimezone(ZoneInfo(there.timezone))
    situation = Situation(
        procedure=run.procedure,
        version=run.version,
        state=case_state.CaseState(),
        actor=actor_for(run, who, command, office=there.office_id, agency=agency, on=local.date()),
        now=local,
        calendar=calendar_of(there.office_id, there.calendar_version),
        forms={},
        policy=policy_of(there.office_id)
        if claiming.wants_policy(run.procedure, command.forms)
        else None,
    )
    return Gathered(case=None, office=there.office_id, running=run, situation=situation)


def actor_for(
    run: Running, who: Who, command: Command | None, *, office: int, agency: int, on: date
) -> Actor:
    """The person with the roles that he holds that day in this procedure, as far as the act asks."""
    procedure = run.procedure
    as_officer, as_applicant = _sides_wanted(procedure, command)
    roles: dict[str, str] = {}
    if as_officer:
        held = mandates_of(who.id, office_id=office, procedure=procedure.key, on=on)
        roles = {mandate.role: mandate.title for mandate in held}
    if as_applicant and is_member(who.id, agency, on=on):
        roles[procedure.applicant_role] = procedure.roles[procedure.applicant_role].label
    return Actor(person=who.id, name=who.name, roles=roles)


def with_check(
    situation: Situation, *, office: int, case: int, rack: int = 0, lock: bool = False
) -> Situation:
    """The same situation with the capacity check as of now, where there is one to be had."""
    check = check_of(
        situation.procedure,
        situation.forms,
        situation.state.services,
        office=office,
        case=case,
        rack=rack,
        now=situation.now,
        lock=lock,
    )
    return replace(situation, check=check)


def latest_forms(case_id: int) -> Mapping[str, FormValues]:
    """The newest values of each form of a case."""
    rows = (
        FormRevision.objects.filter(case_id=case_id).order_by("seq").values_list("form", "values")
    )
    found: dict[str, Any] = dict(rows)
    return found


def _forms_wanted(run: Running, command: Command | None) -> bool:
    """Forms are read only where the act could use them: the step fills one, or carries a rhythm."""
    if command is None or claiming.wants_check(run.procedure, command):
        return True
    if not isinstance(command, CompleteStep):
        return False
    step = run.procedure.steps.get(command.step)
    return step is not None and bool(step.fills or any(way.after_field for way in step.outcomes))


def _sides_wanted(procedure: Procedure, command: Command | None) -> tuple[bool, bool]:
    """Whether an act could be an officer's, and an applicant's: nobody is asked what cannot matter."""
    match command:
        case CompleteStep() if (step := procedure.steps.get(command.step)) is not None:
            sides = {procedure.roles[role].applicant for role in step.performers}
            return False in sides, True in sides
        case StartCase() | WithdrawCase():
            return False, True
        case OverrideCapacity():
            return True, False
        case RecomputeDue() | OfferCapacity() | WarnCapacity() | LapseCapacity():
            return False, False
        case _:
            return True, True
