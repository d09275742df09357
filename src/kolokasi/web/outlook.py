"""How long an SOP should take, for pages: also of a draft that is not sound yet, and then nothing."""

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
    """``promised`` is None where the SOP comes to no end."""

    promised: datetime | None = None
    path: Path | None = None


def outlook(
    procedure: Procedure, services: frozenset[str], start: datetime, calendar: WorkCalendar
) -> Outlook:
    chosen = services or frozenset(procedure.services)
    try:
        promised, path = promise(procedure, chosen, start, calendar)
    except (ValueError, FlowFault):
        return Outlook()
    return Outlook(promised=promised, path=path)


def all_paths(procedure: Procedure, calendar: WorkCalendar) -> Sequence[Path]:
    try:
        return paths(procedure, calendar)
    except (ValueError, FlowFault):
        return ()
