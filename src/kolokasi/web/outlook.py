"""How long an SOP should take, for pages: also of a draft that is not sound yet, and then nothing.

A service has its own way through the SOP, so it has its own promise: the list of services, the SOP's
page and the draft all word it from here, and never promise different things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kolokasi.core.flow import FlowFault
from kolokasi.core.procedure import Procedure
from kolokasi.core.proof.rehearsal import Path, paths, promise
from kolokasi.core.worktime.calendar import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """``promised`` is None where the SOP comes to no end. ``labels``: the services it is for."""

    promised: datetime | None = None
    path: Path | None = None
    labels: tuple[str, ...] = ()

    @property
    def minutes(self) -> int:
        """Working time by the norm, the applicant's own steps included."""
        return self.path.standard_minutes if self.path else 0


def outlook(
    procedure: Procedure, services: frozenset[str], start: datetime, calendar: WorkCalendar
) -> Outlook:
    """What is promised to a request for these services that is handed in at ``start``."""
    chosen = services or frozenset(procedure.services)
    labels = tuple(label for key, label in procedure.services.items() if key in chosen)
    try:
        promised, path = promise(procedure, chosen, start, calendar)
    except (ValueError, FlowFault):
        return Outlook(labels=labels)
    return Outlook(promised=promised, path=path, labels=labels)


def outlooks(procedure: Procedure, start: datetime, calendar: WorkCalendar) -> list[Outlook]:
    """What is promised to each service alone, in the SOP's order; services that take as long are one."""
    found: dict[tuple[datetime | None, int], Outlook] = {}
    for key in procedure.services:
        one = outlook(procedure, frozenset({key}), start, calendar)
        same = found.get((one.promised, one.minutes))
        labels = (*same.labels, *one.labels) if same else one.labels
        found[one.promised, one.minutes] = Outlook(
            promised=one.promised, path=one.path, labels=labels
        )
    return [one for one in found.values() if one.promised]


def all_paths(procedure: Procedure, calendar: WorkCalendar) -> Sequence[Path]:
    try:
        return paths(procedure, calendar)
    except (ValueError, FlowFault):
        return ()
