"""A new case and its number: gapless in an office and year, taken inside the transaction."""

from __future__ import annotations

import json
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from kolokasi.cases import rows
from kolokasi.cases.asked import Asked
from kolokasi.cases.gather import Gathered
from kolokasi.cases.rows import CaseRow
from kolokasi.core import chain, numbering
from kolokasi.core.commands import StartCase
from kolokasi.core.proof.rehearsal import soonest


def new_case(cursor: CursorWrapper, gathered: Gathered, asked: Asked, now: datetime) -> CaseRow:
    """The row of a request that is being handed in, still without events."""
    command = asked.command
    assert isinstance(command, StartCase)
    situation = gathered.situation
    ways = gathered.running.promising(command.services)
    promised, _ = soonest(situation.procedure, ways, situation.now, situation.calendar)
    number = next_number(cursor, gathered.office, situation.now)
    pk = rows.add_case(
        cursor,
        {
            "office_id": gathered.office,
            "version_id": asked.version,
            "agency_id": command.agency,
            "requester_id": asked.who.id,
            "number": number,
            "subject": command.subject,
            "services": json.dumps(sorted(command.services)),
            "state": "{}",
            "seq": 0,
            "head": chain.GENESIS,
            "opened_at": now,
            "promised_at": promised,
            "ended_at": None,
            "end": "",
            "reason": "",
            "told": "",
        },
    )
    return CaseRow(
        pk=pk,
        number=number,
        office_id=gathered.office,
        agency_id=command.agency,
        requester_id=asked.who.id,
        version_id=asked.version,
        seq=0,
        head=chain.GENESIS,
    )


def next_number(cursor: CursorWrapper, office: int, local: datetime) -> str:
    """The next case number of the office; the year is that of the office's own clock."""
    code, last = rows.count_on(cursor, office, "permohonan", local.year)
    return numbering.case_number(code, local.year, last)
