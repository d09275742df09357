"""Plays every path of an SOP from start to end without a case: who acts, how long it should take.

A way out that leads back to a step already done is taken at most once in a path; suggestions that are
switched off are not taken. Branches that run at the same time are played in one order, that of the
sheet, and measured by their longest chain. It is the same token game that runs cases (``flow``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from kolokasi.core import flow
from kolokasi.core.duration import Duration
from kolokasi.core.options import with_options
from kolokasi.core.path_time import Measure, finish_of, measure
from kolokasi.core.playing import Play, play
from kolokasi.core.procedure import End, Procedure, Step, StepKind

LIMIT = 2_000


class Calendar(Protocol):
    """What a rehearsal asks of a working calendar (``core.worktime.WorkCalendar``)."""

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


def paths(
    procedure: Procedure,
    calendar: Calendar,
    *,
    services: Collection[str] | None = None,
    options: Collection[str] = (),
    limit: int = LIMIT,
) -> list[Path]:
    """Every path, for one choice of services, or for each service alone and for all of them together.

    Raises ValueError for a service that is not offered, and where there are more than ``limit`` paths.
    """
    run = with_options(procedure, options)
    found: dict[tuple[tuple[tuple[str, str], ...], End | None], Path] = {}
    for chosen in _choices(run, services):
        for one in play(run, chosen, limit=limit):
            path = _path(run, one, calendar, chosen)
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
    options: Collection[str] = (),
    limit: int = LIMIT,
) -> tuple[datetime, Path] | None:
    """When a request that is handed in at ``start`` should be done if all goes well, and on which path.

    The earliest granted (or done) path; the applicant's own steps count with their norm, waits for
    outside events do not count. None where no path leads to such an end.
    """
    run = with_options(procedure, options)
    good = [
        (finish_of(run, one, start, calendar.add), one)
        for one in play(run, services, limit=limit)
        if one.end in (End.GRANTED, End.DONE)
    ]
    if not good:
        return None
    at, best = min(good, key=lambda pair: (pair[0], len(pair[1].passages)))
    return at, _path(run, best, calendar, services)


def ahead(
    procedure: Procedure,
    services: frozenset[str],
    marking: flow.Marking,
    step: str,
    outcome: str,
) -> tuple[Step | End, ...]:
    """What opens if an open step is left by this way out: steps, or the end. Nothing where a join still
    waits for others. Raises KeyError for a way out that is not offered now."""
    ways = {way.key: way for way in flow.ways_out(procedure, services, marking, step)}
    fired = flow.fire(procedure, services, marking, step, ways[outcome])
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
