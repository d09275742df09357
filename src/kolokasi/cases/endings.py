"""What an end leaves behind: a row in the register, and the duties that begin with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kolokasi.cases.gather import latest_forms
from kolokasi.cases.models import Case, Duty
from kolokasi.cases.procedures import Running
from kolokasi.cases.rows import CaseRow
from kolokasi.core.commands import FormValues
from kolokasi.core.events import CaseEnded
from kolokasi.core.forms import present
from kolokasi.core.procedure import End, Procedure
from kolokasi.core.situation import Calendar
from kolokasi.inventory.register import enter


def settle(
    case: CaseRow, running: Running, event: CaseEnded, *, calendar: Calendar, now: datetime
) -> None:
    """Write what follows from the end of this case."""
    procedure = running.procedure
    if event.end is End.GRANTED and procedure.register is not None:
        subject, services = Case.objects.values_list("subject", "services").get(pk=case.pk)
        enter(
            office=case.office_id,
            agency=case.agency_id,
            case_id=case.pk,
            case_number=case.number,
            register=procedure.register.name,
            name=subject,
            services=services,
            columns=_columns(procedure, latest_forms(case.pk)),
            at=now,
        )
    duties = [one for one in procedure.duties if one.after is event.end]
    if not duties:
        return
    Duty.objects.bulk_create(
        Duty(
            case_id=case.pk,
            key=duty.key,
            text=duty.text,
            desk_id=running.desks.get(duty.role),
            agency_id=case.agency_id if procedure.roles[duty.role].applicant else None,
            due_at=calendar.add(now, rhythm),
        )
        for duty in duties
        if (rhythm := duty.every or duty.within) is not None
    )


def _columns(procedure: Procedure, forms: Mapping[str, FormValues]) -> list[list[str]]:
    """The register's columns from the forms' values, as a person reads them; empty ones left out."""
    assert procedure.register is not None
    found: list[list[str]] = []
    for column, source in procedure.register.columns:
        form_key, _, field_key = source.partition(".")
        form = procedure.forms.get(form_key)
        field = form.field(field_key) if form else None
        if field is None or field.restricted:
            continue
        text = present(field, forms.get(form_key, {}).get(field_key))
        if text:
            found.append([column, text])
    return found
