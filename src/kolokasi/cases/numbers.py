"""A new case and its number: gapless in an office and year, taken inside the transaction."""

from __future__ import annotations

from datetime import datetime

from kolokasi.accounts.models import Office
from kolokasi.cases.asked import Asked
from kolokasi.cases.gather import Gathered
from kolokasi.cases.models import Case, Counter
from kolokasi.cases.rows import CaseRow
from kolokasi.core import chain, numbering
from kolokasi.core.commands import StartCase
from kolokasi.core.proof.rehearsal import promise


def new_case(gathered: Gathered, asked: Asked, now: datetime) -> CaseRow:
    """The row of a request that is being handed in, still without events."""
    command = asked.command
    assert isinstance(command, StartCase)
    situation = gathered.situation
    promised, _ = promise(situation.procedure, command.services, situation.now, situation.calendar)
    case = Case.objects.create(
        office_id=gathered.office,
        version_id=asked.version,
        agency_id=command.agency,
        requester_id=asked.who.id,
        number=next_number(gathered.office, situation.now),
        subject=command.subject,
        services=sorted(command.services),
        state={},
        seq=0,
        head=chain.GENESIS,
        opened_at=now,
        promised_at=promised,
    )
    return CaseRow(
        pk=case.pk,
        number=case.number,
        office_id=case.office_id,
        agency_id=case.agency_id,
        version_id=case.version_id,
        seq=case.seq,
        head=chain.GENESIS,
    )


def next_number(office: int, local: datetime) -> str:
    """The next case number of the office; the year is that of the office's own clock."""
    code = Office.objects.values_list("code", flat=True).get(pk=office)
    Counter.objects.get_or_create(office_id=office, name="permohonan", year=local.year)
    counter = Counter.objects.select_for_update().get(
        office_id=office, name="permohonan", year=local.year
    )
    counter.last += 1
    counter.save(update_fields=["last"])
    return numbering.case_number(code, local.year, counter.last)
