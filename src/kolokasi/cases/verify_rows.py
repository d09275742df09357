"""What stands in a case's rows, for lists, inboxes and pages, held against its log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kolokasi.cases.models import Case, CaseFile, FormRevision, Task
from kolokasi.cases.verify_capacity import faults_in_capacity
from kolokasi.cases.verify_log import Logged, Said
from kolokasi.core.case_state import CaseState
from kolokasi.core.events import (
    CaseEnded,
    CaseStarted,
    EntryMade,
    StepCancelled,
    StepDone,
    StepOpened,
)
from kolokasi.core.procedure import Mode
from kolokasi.core.submission import digest

Turn = tuple[str, int, int]  # step, visit, turn
_UNLIKE = "tidak sama dengan yang dicatat peristiwanya"


def faults_in_rows(case: Case, log: Sequence[Logged], state: CaseState) -> Iterator[Said]:
    """Every difference between a case's rows and what its events say."""
    yield from _columns(case, log)
    yield from _open_tasks(case, state)
    yield from _closed_tasks(case, log)
    yield from _forms(case, log)
    yield from _files(case, log)
    yield from faults_in_capacity(case, log, state)


def _columns(case: Case, log: Sequence[Logged]) -> Iterator[Said]:
    started = next((one.event for one in log if isinstance(one.event, CaseStarted)), None)
    ended = next((one.event for one in log if isinstance(one.event, CaseEnded)), None)
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
            yield case.seq, f"kolom {name.removesuffix('_id')} {_UNLIKE}."


def _open_tasks(case: Case, state: CaseState) -> Iterator[Said]:
    rows = Task.objects.filter(case=case, closed_at__isnull=True)
    there = {
        (key, step.visit, turn)
        for key, step in state.steps.items()
        for turn in range(len(step.turns))
        if turn not in step.entered and (step.mode != Mode.RELAY or turn == len(step.entered))
    }
    if set(rows.values_list("step", "visit", "turn")) != there:
        yield case.seq, f"tugas yang terbuka {_UNLIKE}."


@dataclass(slots=True, kw_only=True)
class _Closing:
    """Tasks as the log closes them: who, as what, with which outcome, when; and at which place."""

    roles: dict[Turn, str] = field(default_factory=dict)
    modes: dict[tuple[str, int], str] = field(default_factory=dict)
    closed: dict[Turn, tuple[int, tuple[str, datetime, int | None, str, str]]] = field(
        default_factory=dict
    )

    def follow(self, one: Logged, *, first_act: bool) -> None:
        match one.event:
            case StepOpened(step=step, visit=visit, turns=turns, mode=mode):
                self.modes[step, visit] = mode
                self.roles |= {(step, visit, turn): role for turn, role in enumerate(turns)}
            case EntryMade(step=step, visit=visit, turn=turn):
                self._close(one, (step, visit, turn), Task.Closed.ENTERED)
            case StepDone(step=step, visit=visit, turn=turn, outcome=outcome):
                self._close(one, (step, visit, turn), Task.Closed.DONE, outcome)
                for rest in self._open_turns(step, visit):
                    if first_act:  # row 1, handed in with the request
                        self._close(one, rest, Task.Closed.DONE, outcome)
                    elif self.modes[step, visit] == Mode.ANY:
                        self._close(one, rest, Task.Closed.TAKEN)
            case StepCancelled(step=step, visit=visit):
                for rest in self._open_turns(step, visit):
                    self._close(one, rest, Task.Closed.CANCELLED)

    def _open_turns(self, step: str, visit: int) -> list[Turn]:
        """Turns that have a row and are still open: in a relay, only the next one."""
        left = [
            turn for turn in self.roles if turn[:2] == (step, visit) and turn not in self.closed
        ]
        return left[:1] if self.modes[step, visit] == Mode.RELAY else left

    def _close(self, one: Logged, turn: Turn, closed_as: str, outcome: str = "") -> None:
        said = (self.roles[turn], one.at, one.person, str(closed_as), outcome)
        self.closed[turn] = (one.seq, said)


def _closed_tasks(case: Case, log: Sequence[Logged]) -> Iterator[Said]:
    wanted = _Closing()
    for one in log:
        wanted.follow(one, first_act=one.at == log[0].at)
    rows = {
        (row.step, row.visit, row.turn): row
        for row in Task.objects.filter(case=case).order_by("id")
    }
    for turn, (seq, said) in wanted.closed.items():
        row = rows.pop(turn, None)
        if row is None:
            yield seq, f"tugas kegiatan {turn[0]} yang sudah selesai hilang."
        elif row.closed_at is not None:
            found = (row.role, row.closed_at, row.closed_by_id, row.closed_as, row.outcome)
            names = ("peran", "waktu", "orang", "cara", "hasil")
            unlike = [name for name, a, b in zip(names, found, said, strict=True) if a != b]
            if unlike:
                yield seq, f"tugas kegiatan {turn[0]}: {', '.join(unlike)} {_UNLIKE}."
    for turn, row in rows.items():
        if row.closed_at is not None and turn not in wanted.roles:
            yield case.seq, f"tugas kegiatan {turn[0]} tidak dikenal peristiwa mana pun."


def _forms(case: Case, log: Sequence[Logged]) -> Iterator[Said]:
    promised = {
        (one.seq, form.form): form.sha256 for one in log for form in getattr(one.event, "forms", ())
    }
    for row in FormRevision.objects.filter(case=case).order_by("seq"):
        wanted = promised.pop((row.seq, row.form), None)
        if not wanted == digest(row.values) == row.sha256:
            yield row.seq, f"isi formulir {row.form} {_UNLIKE}."
    for seq, form in promised:
        yield seq, f"isi formulir {form} hilang."


def _files(case: Case, log: Sequence[Logged]) -> Iterator[Said]:
    promised = {
        (one.seq, file.document, file.name, file.sha256)
        for one in log
        for file in getattr(one.event, "files", ())
    }
    for row in CaseFile.objects.filter(case=case).order_by("seq", "id"):
        found = (row.seq, row.document, row.name, row.sha256)
        if found not in promised:
            yield row.seq, f"berkas “{row.name}” {_UNLIKE}."
        promised.discard(found)
    for seq, document, name, _sha256 in sorted(promised):
        yield seq, f"berkas “{name}” ({document}) hilang dari permohonan."
