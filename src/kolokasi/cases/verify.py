"""Checking the log against itself, and what stands in our rows against the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from kolokasi.cases.models import Case, CaseFile, Event
from kolokasi.cases.procedures import running
from kolokasi.cases.verify_log import Logged
from kolokasi.cases.verify_rows import faults_in_rows
from kolokasi.core import case_state, chain
from kolokasi.core.events import from_facts
from kolokasi.letters.files import damage_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in the log or in the rows is not as it was written."""

    case: str
    seq: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.case} peristiwa {self.seq}: {self.sentence}"


def verify(cases: Iterator[Case] | None = None) -> Iterator[Fault]:
    """Every fault of every case (or of those given), in order: its log, its rows, its files."""
    found = Case.objects.order_by("id").iterator(chunk_size=200) if cases is None else cases
    seen: dict[str, str] = {}
    for case in found:
        faults = list(verify_case(case))
        if faults:  # it may only have moved on while it was being read
            now = Case.objects.get(pk=case.pk)
            faults = list(verify_case(now)) if now.seq != case.seq else faults
        yield from faults
        yield from _bytes_faults(case, seen)


def verify_case(case: Case) -> Iterator[Fault]:
    """The first break of the chain; if it is whole, the case's rows against it. Reads no file."""
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
    try:
        events = [(row.at, from_facts(row.kind, json.loads(row.facts))) for row in rows]
        role = running(case.version_id).procedure.applicant_role
        state = case_state.replay(events, role)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        said = f"peristiwa permohonan ini tidak dapat dibaca: {type(error).__name__} {error}"
        yield Fault(case=case.number, seq=case.seq, sentence=said)
        return
    if case_state.dump(state) != case.state:
        yield Fault(
            case=case.number,
            seq=case.seq,
            sentence="keadaan permohonan tidak sama dengan yang dicatat peristiwanya.",
        )
    log = [
        Logged(seq=row.seq, at=row.at, person=row.person_id, event=event)
        for row, (_, event) in zip(rows, events, strict=True)
    ]
    for seq, said in faults_in_rows(case, log, state):
        yield Fault(case=case.number, seq=seq, sentence=said)


def _bytes_faults(case: Case, seen: dict[str, str]) -> Iterator[Fault]:
    """The files themselves, each read once however many cases hold it."""
    for file in CaseFile.objects.filter(case=case).order_by("seq", "id"):
        if file.sha256 not in seen:
            seen[file.sha256] = damage_of(file.sha256)
        if seen[file.sha256]:
            said = f"berkas “{file.name}” ({file.sha256[:12]}…) {seen[file.sha256]}."
            yield Fault(case=case.number, seq=file.seq, sentence=said)
