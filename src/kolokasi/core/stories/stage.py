"""The engine alone as a stage for stories: no database, invented people, a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from kolokasi.core.case_state import CaseState, apply
from kolokasi.core.commands import Actor, Command, File, FormValues
from kolokasi.core.engine import decide
from kolokasi.core.events import Event
from kolokasi.core.procedure import End, Procedure
from kolokasi.core.situation import Calendar, Situation

BEGINNING = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)  # a Monday, 09.00 WIB
_BETWEEN_ACTS = timedelta(minutes=10)
_SHA = "0" * 64


class PureStage:
    """One case, in memory. Each role is held by a person of its own."""

    def __init__(
        self, procedure: Procedure, calendar: Calendar, *, beginning: datetime = BEGINNING
    ) -> None:
        self.procedure, self.calendar, self.now = procedure, calendar, beginning
        self._state = CaseState()
        self._events: list[Event] = []
        self._forms: dict[str, FormValues] = {}
        self._people = {
            role: Actor(person=number, name=one.label, roles={role: one.label})
            for number, (role, one) in enumerate(procedure.roles.items(), start=1)
        }

    def perform(self, command: Command, role: str) -> None:
        decision = decide(self._situation(role), command)
        for event in decision.events:
            self._state = apply(self._state, event, self.now, self.procedure.applicant_role)
            self._events.append(event)
        self._forms |= decision.forms
        self.now += _BETWEEN_ACTS

    def wait_until(self, at: datetime) -> None:
        self.now = max(self.now, at)

    def file(self, document: str) -> File:
        return File(document=document, name=f"{document}.pdf", sha256=_SHA)

    def state(self) -> CaseState:
        return self._state

    def events(self) -> Sequence[Event]:
        return self._events

    def registered(self) -> bool:
        return bool(self.register_row()) and self._state.ended is End.GRANTED

    def register_row(self) -> Mapping[str, object]:
        """What the register would take over from the forms."""
        register = self.procedure.register
        columns = register.columns if register else ()
        row: dict[str, object] = {}
        for column, path in columns:
            form, _, field = path.partition(".")
            value = self._forms.get(form, {}).get(field)
            if value not in (None, ""):
                row[column] = value
        return row

    def _situation(self, role: str) -> Situation:
        return Situation(
            procedure=self.procedure,
            version=1,
            state=self._state,
            actor=self._people[role],
            now=self.now,
            calendar=self.calendar,
            forms=self._forms,
        )
