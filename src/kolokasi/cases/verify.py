"""Checking the log against itself: every case's chain, and the state that it says it led to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from kolokasi.cases.models import Case, Event, FormRevision
from kolokasi.cases.procedures import running
from kolokasi.core import case_state, chain
from kolokasi.core.events import from_facts
from kolokasi.core.submission import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in the log or in the rows is not as it was written."""

    case: str
    seq: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.case} peristiwa {self.seq}: {self.sentence}"


def verify(cases: Iterator[Case] | None = None) -> Iterator[Fault]:
    """Every fault of every case (or of those given), in order."""
    found = Case.objects.order_by("id").iterator(chunk_size=200) if cases is None else cases
    for case in found:
        yield from verify_case(case)


def verify_case(case: Case) -> Iterator[Fault]:
    """The first break of the chain; if it is whole, the state and the forms against it."""
    rows = list(Event.objects.filter(case=case).order_by("seq"))
    broken = chain.verify(
        [
            chain.Entry(
                seq=row.seq,
                kind=row.kind,
                at=row.at,
                actor=str(row.person_id),
                data=row.facts,
                hash=bytes(row.hash),
            )
            for row in rows
        ],
        case=case.number,
        head=bytes(case.head),
        length=case.seq,
    )
    if broken is not None:
        yield Fault(case=case.number, seq=broken.seq, sentence=broken.sentence)
        return
    role = running(case.version_id).procedure.applicant_role
    events = ((row.at, from_facts(row.kind, json.loads(row.facts))) for row in rows)
    if case_state.dump(case_state.replay(events, role)) != case.state:
        yield Fault(
            case=case.number,
            seq=case.seq,
            sentence="keadaan permohonan tidak sama dengan yang dicatat peristiwanya.",
        )
    yield from _form_faults(case, rows)


def _form_faults(case: Case, rows: list[Event]) -> Iterator[Fault]:
    promised = {
        (row.seq, one["form"]): one["sha256"]
        for row in rows
        for one in json.loads(row.facts).get("forms", ())
    }
    for revision in FormRevision.objects.filter(case=case).order_by("seq"):
        wanted = promised.pop((revision.seq, revision.form), None)
        if wanted != digest(revision.values):
            yield Fault(
                case=case.number,
                seq=revision.seq,
                sentence=f"isi formulir {revision.form} tidak sama dengan yang dicatat.",
            )
    for seq, form in promised:
        yield Fault(case=case.number, seq=seq, sentence=f"isi formulir {form} hilang.")
