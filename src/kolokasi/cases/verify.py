"""Checking the log against itself, and what stands in our rows against the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from kolokasi.cases.models import Case, Event, FormRevision, Task
from kolokasi.cases.procedures import running
from kolokasi.core import case_state, chain
from kolokasi.core.events import CaseEnded, CaseStarted, from_facts
from kolokasi.core.events import Event as CaseEvent
from kolokasi.core.procedure import Mode
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
        faults = list(verify_case(case))
        if faults:  # it may only have moved on while it was being read
            now = Case.objects.get(pk=case.pk)
            faults = list(verify_case(now)) if now.seq != case.seq else faults
        yield from faults


def verify_case(case: Case) -> Iterator[Fault]:
    """The first break of the chain; if it is whole, the case's row, open tasks and forms against it."""
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
    yield from _column_faults(case, [event for _, event in events], state)
    yield from _form_faults(case, rows)


def _column_faults(
    case: Case, events: list[CaseEvent], state: case_state.CaseState
) -> Iterator[Fault]:
    """What stands in the case's own columns and open tasks, for lists and inboxes, against the log."""
    started = next((one for one in events if isinstance(one, CaseStarted)), None)
    ended = next((one for one in events if isinstance(one, CaseEnded)), None)
    wanted = {
        "subject": started.subject if started else "",
        "services": list(started.services) if started else [],
        "agency_id": started.agency if started else 0,
        "requester_id": started.by.person if started else 0,
        "end": str(ended.end) if ended else "",
        "reason": ended.reason if ended else "",
        "told": ended.told if ended else "",
    }
    for name, value in wanted.items():
        if getattr(case, name) != value:
            said = f"kolom {name.removesuffix('_id')} tidak sama dengan yang dicatat peristiwanya."
            yield Fault(case=case.number, seq=case.seq, sentence=said)
    rows = Task.objects.filter(case=case, closed_at__isnull=True).values_list(
        "step", "visit", "turn"
    )
    if set(rows) != _open_turns(state):
        said = "tugas yang terbuka tidak sama dengan yang dicatat peristiwanya."
        yield Fault(case=case.number, seq=case.seq, sentence=said)


def _open_turns(state: case_state.CaseState) -> set[tuple[str, int, int]]:
    return {
        (key, step.visit, turn)
        for key, step in state.steps.items()
        for turn in range(len(step.turns))
        if turn not in step.entered and (step.mode != Mode.RELAY or turn == len(step.entered))
    }


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
