"""One act while it is being recorded: what it stands on, and the rows that it collects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.backends.utils import CursorWrapper

from kolokasi.cases.models import CaseFile, FormRevision
from kolokasi.cases.procedures import Running
from kolokasi.cases.rows import CaseRow, EffectRow, TaskRow
from kolokasi.core.case_state import CaseState
from kolokasi.core.commands import FormValues
from kolokasi.core.events import CaseEnded, StepDone
from kolokasi.core.situation import Calendar, CapacityCheck


@dataclass(slots=True, kw_only=True)
class Act:
    """One act being recorded. ``before`` is the state that the decision was made on."""

    cursor: CursorWrapper
    case: CaseRow
    running: Running
    before: CaseState
    now: datetime
    today: date  # in the office's own zone
    person: int
    calendar: Calendar
    values: Mapping[str, FormValues]
    check: CapacityCheck | None = None
    tasks: list[TaskRow] = field(default_factory=list)
    forms: list[FormRevision] = field(default_factory=list)
    files: list[CaseFile] = field(default_factory=list)
    effects: list[EffectRow] = field(default_factory=list)
    informed: tuple[int, StepDone] | None = None
    returned: StepDone | None = None  # the way out of this act, where it sends something back
    ended: CaseEnded | None = None
