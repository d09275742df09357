"""Plays every path of an SOP from start to end without a case: who acts, how long it should take.

The procedure is given as it runs (``options.with_options``), so suggestions that are switched off are
not in it. A way out that leads back to a step already done is taken at most once in a path. Branches that run at the same time are played in one order, that of the
sheet, and measured by their longest chain. It is the same token game that runs cases (``flow``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from kolokasi.core import flow
from kolokasi.core.options import with_options
from kolokasi.core.procedure import End, Outcome, Procedure, Step, StepKind
from kolokasi.core.proof.path_time import Measure, finish_of, measure
from kolokasi.core.proof.playing import Play, play
from kolokasi.core.worktime.duration import Duration

LIMIT = 2_000
_GOOD = (End.GRANTED, End.DONE)


class Calendar(Protocol):
    """What a rehearsal asks of a working calendar (``core.worktime.calendar.WorkCalendar``)."""

    def minutes_of(self, duration: Duration) -> int | None: ...
    def add(self, start: datetime, duration: Duration) -> datetime: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """One path. ``steps`` are the printed numbers in the order done, ``performers`` the roles of each.

    ``end`` is None where a procedure that is not sound breaks off. ``services`` are the choices of
    services that take this path. ``passages`` holds every step taken with its way out, waits too.
    """

    steps: tuple[str, ...]
    performers: tuple[tuple[str, ...], ...]
    end: End | None
    standard_minutes: int
    applicant_minutes: int
    officer_minutes: int
    clock_minutes: int
    waits: tuple[str, ...]
    passages: tuple[tuple[str, str], ...]
    services: tuple[frozenset[str], ...]

    @property
    def good(self) -> bool:
        """Whether the applicant has at its end what was asked for."""
        return self.end in _GOOD


def paths(
    procedure: Procedure,
    calendar: Calendar,
    *,
    services: Collection[str] | None = None,
    options: Collection[str] | None = None,
    limit: int = LIMIT,
) -> list[Path]:
    """Every path, for one choice of services, or for each service alone and for all of them together.

    With ``options`` the procedure is as written, and these suggestions are switched on.
    Raises ValueError for a service that is not offered, and where there are more than ``limit`` paths.
    """
    if options is not None:
        procedure = with_options(procedure, options)
    found: dict[tuple[tuple[tuple[str, str], ...], End | None], Path] = {}
    for chosen in _choices(procedure, services):
        for one in play(procedure, chosen, limit=limit):
            path = _path(procedure, one, calendar, chosen)
            known = found.get((path.passages, path.end))
            if known is not None:
                path = replace(known, services=(*known.services, chosen))
            found[path.passages, path.end] = path
    return list(found.values())


def promise(
    procedure: Procedure,
    services: frozenset[str],
    start: datetime,
    calendar: Calendar,
    *,
    limit: int = LIMIT,
) -> tuple[datetime, Path]:
    """When a request that is handed in at ``start`` should be done if all goes well, and on which path.

    The earliest granted (or done) path, or the earliest at all where a procedure grants nothing. The
    applicant's own steps count with their norm; waits for outside events do not count.
    Raises ValueError for a procedure that comes to no end.
    """
    at, one = soonest(procedure, promising(procedure, services, limit=limit), start, calendar)
    return at, _path(procedure, one, calendar, services)


def promising(
    procedure: Procedure, services: frozenset[str], *, limit: int = LIMIT
) -> tuple[Play, ...]:
    """The paths among which a promise is sought. They are the same at any time: whoever promises often
    keeps them."""
    ended = _ended(procedure, services, limit, straight=True)
    if not any(one.end in _GOOD for one in ended):  # the good end lies behind a way back
        ended = _ended(procedure, services, limit, straight=False)
    return tuple(ended)


def soonest(
    procedure: Procedure, plays: Sequence[Play], start: datetime, calendar: Calendar
) -> tuple[datetime, Play]:
    """Which of these ends well the soonest, and when. Raises ValueError where there are none."""
    dated = [
        (one.end not in _GOOD, finish_of(procedure, one, start, calendar.add), place)
        for place, one in enumerate(plays)
    ]
    if not dated:
        raise ValueError(
            "SOP ini tidak pernah sampai ke akhir, sehingga tidak ada yang dijanjikan."
        )
    _, at, place = min(dated)
    return at, plays[place]


def ahead(
    procedure: Procedure,
    services: frozenset[str],
    marking: flow.Marking,
    step: str,
    outcome: Outcome,
) -> tuple[Step | End, ...]:
    """What opens if an open step is left by this way out: steps, or the end. Nothing where a join still
    waits for others."""
    fired = flow.fire(procedure, services, marking, step, outcome)
    opened = tuple(procedure.steps[key] for key in fired.opened)
    return opened if fired.marking.ended is None else (fired.marking.ended,)


def to_json(procedure: Procedure, found: Collection[Path]) -> Mapping[str, Any]:
    """The paths as plain data, as ``kolokasi rehearse --json`` prints them."""
    return {"procedure": procedure.key, "paths": [_plain(one) for one in found]}


def _plain(path: Path) -> Mapping[str, Any]:
    return {
        "steps": list(path.steps),
        "end": str(path.end) if path.end else None,
        "standard_minutes": path.standard_minutes,
        "officer_minutes": path.officer_minutes,
        "applicant_minutes": path.applicant_minutes,
        "clock_minutes": path.clock_minutes,
        "performers": [list(one) for one in path.performers],
        "waits": list(path.waits),
        "passages": [f"{step}.{outcome}" for step, outcome in path.passages],
        "services": [sorted(one) for one in path.services],
    }


def _ended(
    procedure: Procedure, services: frozenset[str], limit: int, *, straight: bool
) -> list[Play]:
    played = play(procedure, services, limit=limit, straight=straight)
    return [one for one in played if one.end is not None]


def _choices(procedure: Procedure, services: Collection[str] | None) -> Iterator[frozenset[str]]:
    if services is not None:
        unknown = sorted(set(services) - set(procedure.services))
        if unknown or not services:
            named = (
                f"Layanan “{', '.join(unknown)}” tidak ada pada SOP ini"
                if unknown
                else "Pilih layanan"
            )
            raise ValueError(f"{named}; yang ada: {', '.join(procedure.services)}.")
        yield frozenset(services)
        return
    for key in procedure.services:
        yield frozenset({key})
    if len(procedure.services) > 1:
        yield frozenset(procedure.services)


def _path(procedure: Procedure, one: Play, calendar: Calendar, services: frozenset[str]) -> Path:
    steps = [procedure.steps[passage.step] for passage in one.passages]
    rows = [step for step in steps if step.number and step.kind is not StepKind.WAIT]
    spent: Measure = measure(procedure, one, calendar.minutes_of)
    return Path(
        steps=tuple(step.number for step in rows),
        performers=tuple(step.performers for step in rows),
        end=one.end,
        standard_minutes=spent.applicant + spent.officer,
        applicant_minutes=spent.applicant,
        officer_minutes=spent.officer,
        clock_minutes=spent.clock,
        waits=tuple(step.key for step in steps if step.kind is StepKind.WAIT),
        passages=tuple((passage.step, passage.outcome) for passage in one.passages),
        services=(services,),
    )
