"""The timeline of a case: what happened, briefly, by whom, and how long it took against the norm."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from textwrap import shorten
from typing import Any

from django.utils.translation import gettext_noop

from kolokasi.cases.mails import ENDS
from kolokasi.cases.models import Case, Event, Task
from kolokasi.core.events import (
    CaseEnded,
    CaseStarted,
    CaseWithdrawn,
    DueChanged,
    EntryMade,
    StepCancelled,
    StepDone,
    StepSkipped,
    from_facts,
)
from kolokasi.core.procedure import End, Procedure, Step, StepKind
from kolokasi.core.worktime.calendar import WorkCalendar

TIMELINE = 100  # lines of a timeline before somebody asks for all of it
_UNTOLD = ("StepOpened", "JoinReached", "JoinCleared")
# What became of an activity, in a word or two beside its name.
_BECAME = {
    "StepDone": gettext_noop("Selesai"),
    "EntryMade": gettext_noop("Diteruskan"),
    "StepSkipped": gettext_noop("Dilewati, tidak berlaku bagi permohonan ini"),
    "StepCancelled": gettext_noop("Dihentikan"),
    "DueChanged": gettext_noop("Tenggat dihitung ulang"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One line of the timeline, in the reader's words.

    What happened on an activity has its ``number`` and ``activity`` (shortened) and the word of what
    became of it; what happened to the whole case has a ``sentence`` with ``facts``. ``minutes`` of
    working time were spent where the SOP's norm is ``norm``; None where nothing was counted.
    """

    seq: int
    at: datetime
    sentence: str
    facts: Mapping[str, object]
    who: str
    title: str
    number: str = ""
    activity: str = ""
    became: str = ""
    detail: str = ""
    note: str = ""
    kind: str = ""
    tone: str = ""
    copied: tuple[str, ...] = ()
    minutes: int | None = None
    norm: int | None = None


def timeline(
    case: Case,
    procedure: Procedure,
    *,
    limit: int | None = TIMELINE,
    calendar: WorkCalendar | None = None,
) -> tuple[list[Happening], bool]:
    """What happened, newest first, and whether there is more before that. Openings are left out: the
    sheet and the tasks show them. With a ``calendar`` each turn says how long it took."""
    rows = Event.objects.filter(case=case).exclude(kind__in=_UNTOLD).order_by("-seq")
    shown = list(rows if limit is None else rows[: limit + 1])
    spans = _spans(case, since=shown[:limit][-1].at) if calendar and shown else {}
    found = []
    for row in shown[:limit]:
        event = from_facts(row.kind, json.loads(row.facts))
        line = _happening(row, event, procedure)
        if line is None:
            continue
        if calendar is not None and isinstance(event, StepDone):
            opened = spans.get((event.step, event.visit))
            line = _timed(line, procedure.steps.get(event.step), opened, calendar)
        found.append(line)
    return found, limit is not None and len(shown) > limit


def _spans(case: Case, *, since: datetime) -> dict[tuple[str, int], datetime]:
    """When each visit of a step began of which a turn was taken since then."""
    rows = Task.objects.filter(case=case, closed_at__gte=since).order_by("-opened_at")
    return {
        (step, visit): opened
        for step, visit, opened in rows.values_list("step", "visit", "opened_at")
    }


def _timed(
    line: Happening, step: Step | None, opened: datetime | None, calendar: WorkCalendar
) -> Happening:
    """With the working time from the visit's beginning: all its turns together have the step's norm."""
    if step is None or opened is None or step.kind is StepKind.WAIT:
        return line
    used = calendar.between(opened, line.at) if line.at > opened else 0
    norm = calendar.minutes_of(step.time) if step.time else None
    return replace(line, minutes=used, norm=norm)


def _happening(row: Event, event: Any, procedure: Procedure) -> Happening | None:
    by = getattr(event, "by", None)
    common: dict[str, Any] = {
        "seq": row.seq,
        "at": row.at,
        "sentence": event.sentence,
        "who": by.name if by else "",
        "title": by.title if by else "",
        "note": getattr(event, "note", "") or getattr(event, "reason", ""),
        "kind": row.kind,
    }
    step = procedure.steps.get(getattr(event, "step", ""))
    facts = {"who": by.name if by else "", "step": _label(step) if step else ""}
    if step is not None:
        common |= {"number": step.number, "activity": activity(step.text)}
        common["became"] = _BECAME.get(row.kind, "")
    match event:
        case CaseStarted():
            return Happening(**common, facts=facts)
        case StepDone():
            common["detail"] = event.label if step and len(step.outcomes) > 1 else ""
            copied = tuple(procedure.roles[one].label for one in event.copied)
            tones = {"tolak": "negative", "kembali": "attention", "tunda": "attention"}
            common |= {"tone": tones.get(event.kind, ""), "copied": copied}
            return Happening(**common, facts=facts)
        case EntryMade() | StepSkipped() | StepCancelled() | DueChanged():
            return Happening(**common, facts=facts)
        case CaseWithdrawn():
            return Happening(**common, facts=facts, tone="negative")
        case CaseEnded():
            facts["end"] = ENDS[event.end]
            tone = "positive" if event.end in (End.GRANTED, End.DONE) else "negative"
            common |= {"note": "", "number": "", "activity": ""}
            return Happening(**common, facts=facts, tone=tone)
        case _:
            return None


def _label(step: Any) -> str:
    short = one_line(step.text, 90)
    return f"{step.number}: {short}" if step.number else short


def activity(text: str) -> str:
    """What an activity is called where there is little room: its first clause, at most some ten words."""
    line = _MARKER.sub("", one_line(text, 400)).rstrip(".…")
    ends = [at for word in _CLAUSES if (at := line.find(word, _LEAST)) > 0]
    short = shorten(line[: min(ends, default=None)], _MOST, placeholder="…")
    short = _LOOSE.sub("…", short).rstrip(" ,;:")
    return short[:1].upper() + short[1:]


_LEAST, _MOST = 18, 72  # letters
_CLAUSES = (
    ". ",
    "; ",
    " (",
    ", ",
    " sesuai ",
    " untuk ",
    " dengan ",
    " sehingga ",
    " bahwa ",
    " agar ",
)
_MARKER = re.compile(r"^(?:[a-z]\.|[-•*])\s+")  # of an item in a list
_LOOSE = re.compile(r"(?: (?:dan|atau|serta|ke|kepada|pada|di))+…$")


def one_line(text: str, most: int) -> str:
    """A literal activity in one line: its first, or all of them where the first is only an item of a
    list; cut between words where it runs on."""
    lines = text.strip().split("\n")
    line = " ".join(lines) if lines[0].endswith(",") else lines[0]
    return shorten(line.rstrip(" :"), most, placeholder="…")
