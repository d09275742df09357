"""Every path of one SOP, played without a database, for people or for programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as File
from zoneinfo import ZoneInfo

from kolokasi.core.procedure import End, Procedure
from kolokasi.core.proof.rehearsal import Path
from kolokasi.core.reading.calendar_file import read_hours, read_rule
from kolokasi.core.reading.located import plain
from kolokasi.core.worktime.calendar import WorkCalendar
from kolokasi.core.worktime.wording import lama
from kolokasi.sources.library import Library, load_procedure_file

_ENDS = {
    End.GRANTED: "disetujui",
    End.REFUSED: "ditolak",
    End.WITHDRAWN: "ditarik",
    End.DONE: "selesai",
}
USUAL_HOURS = "perpres-21-2023"


class NotFound(Exception):
    """There is no such SOP, or it has errors. The message says so."""


def find(name: str, library: Library) -> Procedure:
    """A procedure by its key or its file. Raises NotFound."""
    path = File(name)
    if name in library.files:
        file = library.files[name]
    elif path.is_file():
        file = load_procedure_file(path)
    else:
        known = ", ".join(library.files) or "tidak ada satu pun"
        raise NotFound(f"SOP “{name}” tidak ditemukan di {library.root}. Yang ada: {known}.")
    if file.procedure is None:
        raise NotFound("\n".join(str(one) for one in file.findings))
    return file.procedure


def calendar_of(procedure: Procedure, library: Library) -> WorkCalendar:
    """The hours of the procedure's office; those of the regulation where the office is unknown."""
    office = library.offices.get(procedure.office)
    if office is not None and office.own_hours is not None:
        rule = read_rule(plain(office.own_hours), key=office.key)
    else:
        rules = read_hours(plain(library.hours)) if library.hours else {}
        key = office.hours if office and office.hours in rules else USUAL_HOURS
        if key not in rules:
            raise NotFound(f"Jam kerja “{key}” tidak ada di {library.root}/_data/hours.yaml.")
        rule = rules[key]
    return rule.calendar(
        timezone=ZoneInfo(office.timezone if office else "Asia/Jakarta"), holidays={}
    )


def told(procedure: Procedure, found: list[Path]) -> Iterator[str]:
    """The paths in words, a line each: steps with their performers and standard times, end, total."""
    yield f"{procedure.title} ({procedure.key}): {len(found)} jalan"
    for number, path in enumerate(found, 1):
        spent = lama(path.standard_minutes)
        clock = f" + {lama(path.clock_minutes)} kalender" if path.clock_minutes else ""
        yield ""
        end = _ENDS[path.end] if path.end else "terputus"
        yield f"Jalan {number}: {end}; waktu baku {spent} (jam kerja){clock}"
        if len(procedure.services) > 1:
            yield f"  layanan: {' | '.join(_services(procedure, path))}"
        for step_key, outcome_key in path.passages:
            yield _row(procedure, step_key, outcome_key)


def _services(procedure: Procedure, path: Path) -> list[str]:
    return [
        " + ".join(procedure.services[key] for key in procedure.services if key in chosen)
        for chosen in path.services
    ]


def _row(procedure: Procedure, step_key: str, outcome_key: str) -> str:
    step = procedure.steps[step_key]
    who = ", ".join(procedure.roles[role].label for role in step.performers)
    outcome = step.outcome(outcome_key)
    way = f" → {outcome.label}" if outcome and len(step.outcomes) > 1 else ""
    time = step.time_text if step.time else "–"
    return f"  {step.number or '·':>3}  {who} [{time}]: {' '.join(step.text.split())}{way}"
