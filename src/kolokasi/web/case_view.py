"""What a case looks like to the person who opens it: status, timeline, papers, the live sheet."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from textwrap import shorten
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from kolokasi.cases.mails import ENDS
from kolokasi.cases.models import Case, CaseFile, Event, FormRevision, Task
from kolokasi.cases.procedures import running
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
from kolokasi.core.forms import Change, differences, is_open, present
from kolokasi.core.procedure import End, Field, Procedure, Step, StepKind
from kolokasi.core.situation import Offer, Situation
from kolokasi.core.worktime.calendar import WorkCalendar
from kolokasi.drawing.progress import Progress, StepProgress, StepState

TIMELINE = 100  # lines of a timeline before somebody asks for all of it
_UNTOLD = ("StepOpened", "JoinReached", "JoinCleared")


# How a case ended, for everybody who is not its applicant: the SOP's own sentence speaks to him.
_PLAINLY = {
    End.GRANTED: gettext_lazy("Permohonan ini disetujui dan selesai dikerjakan."),
    End.REFUSED: gettext_lazy("Permohonan ini ditolak."),
    End.WITHDRAWN: gettext_lazy("Permohonan ini ditarik oleh pemohon."),
    End.DONE: gettext_lazy("Permohonan ini selesai dikerjakan."),
}
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A form as it stands now."""

    title: str
    rows: tuple[tuple[str, str, bool], ...]  # label, value, restricted
    key: str


def summary(case: Case, situation: Situation) -> dict[str, Any]:
    """What every page about a case shows at its head."""
    procedure = situation.procedure
    return {
        "case": case,
        "office": case.office,
        "procedure": procedure,
        "services": [procedure.services.get(one, one) for one in case.services],
        "end": ENDS[End(case.end)] if case.end else "",
        "outcome": outcome_of(case, to_applicant=is_applicant(situation)),
        "actor": situation.actor,
        "now": situation.now,
    }


def is_applicant(situation: Situation) -> bool:
    """Whether the reader asks in the name of the agency that made this request."""
    return situation.procedure.applicant_role in situation.actor.roles


def outcome_of(case: Case, *, to_applicant: bool) -> str:
    """How an ended case ended: in the SOP's sentence for the applicant, in a neutral one for others."""
    if not case.end:
        return ""
    return case.told if to_applicant and case.told else str(_PLAINLY[End(case.end)])


def may_see_restricted(situation: Situation) -> bool:
    """Restricted papers are for the applicant and for those who have a part in this SOP."""
    return bool(situation.actor.roles)


def hands_of(case: Case) -> dict[tuple[str, int, int], str]:
    """Who took each turn, under the name that he had then."""
    rows = Event.objects.filter(case=case, kind__in=("EntryMade", "StepDone"))
    found = (json.loads(facts) for facts in rows.values_list("facts", flat=True))
    return {(one["step"], one["visit"], one["turn"]): one["by"]["name"] for one in found}


def tasks_of(case: Case) -> list[Task]:
    """The tasks of each step's newest visit: all that a sheet shows, however long the case."""
    visits = Task.objects.filter(case=OuterRef("case"), step=OuterRef("step"))
    newest = Subquery(visits.order_by("-visit").values("visit")[:1])
    return list(Task.objects.filter(case=case, visit=newest).order_by("opened_at", "id"))


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


def progress(
    procedure: Procedure,
    tasks: list[Task],
    calendar: WorkCalendar,
    *,
    names: Mapping[tuple[str, int, int], str],
    taken: Iterable[str],
    services: frozenset[str],
    ended: str,
    now: datetime,
) -> Progress:
    """The case on its sheet, from its tasks: what is done, by whom, how long against the norm.

    ``names`` says who took which turn, as the log has it (``hands_of``); empty where nobody is named.
    ``taken`` are the ways out that were ever taken, as the case's state counts them.
    """
    steps: dict[str, StepProgress] = {}
    ways = frozenset((step, way) for step, _, way in (one.rpartition(".") for one in taken))
    by_step: dict[str, list[Task]] = {}
    for task in tasks:
        by_step.setdefault(task.step, []).append(task)
    for key, rows in by_step.items():
        step = procedure.steps.get(key)
        if step is None:
            continue
        visit = max(one.visit for one in rows)
        last = [one for one in rows if one.visit == visit]
        is_open = any(one.closed_at is None for one in last)
        started = min(one.opened_at for one in last)
        finished = None if is_open else max(one.closed_at for one in last if one.closed_at)
        until = finished or now
        counted = step.kind is not StepKind.WAIT
        used = calendar.between(started, until) if counted and until > started else 0
        norm = calendar.minutes_of(step.time) if step.time and counted else None
        officer = not procedure.is_applicants(step)
        due = last[-1].due_at
        steps[key] = StepProgress(
            state=_state(step.kind, is_open, [one.closed_as for one in last]),
            visits=visit,
            who=", ".join(
                dict.fromkeys(
                    name for one in last if (name := names.get((key, visit, one.turn), ""))
                )
            ),
            started=started.astimezone(now.tzinfo),
            finished=finished.astimezone(now.tzinfo) if finished else None,
            due=due.astimezone(now.tzinfo) if due else None,
            minutes_used=used,
            minutes_norm=norm,
            late=bool(due and officer and until > due),
            turns_done=frozenset(
                one.turn for one in last if one.closed_at and one.closed_as != "dihentikan"
            ),
        )
    for key, step in procedure.steps.items():
        wanted = step.condition.services
        if key not in steps and wanted and not wanted & services:
            steps[key] = StepProgress(state=StepState.SKIPPED, visits=0)
    return Progress(steps=steps, taken=ways, ended=End(ended) if ended else None)


def _state(kind: StepKind, is_open: bool, closed: list[str]) -> StepState:
    if is_open:
        return StepState.WAITING if kind is StepKind.WAIT else StepState.CURRENT
    if all(one == "dihentikan" for one in closed):
        return StepState.SKIPPED
    return StepState.DONE


def papers(case: Case, situation: Situation) -> list[Paper]:
    """The forms filled so far, as a person reads them; restricted values only for who may see them."""
    procedure, seen = situation.procedure, may_see_restricted(situation)
    found = []
    for key, values in situation.forms.items():
        form = procedure.forms.get(key)
        if form is None:
            continue
        rows = tuple(
            (one.label, _value(one, values.get(one.key), seen), one.restricted)
            for one in form.fields
            if values.get(one.key) not in (None, "", [])
        )
        if rows:
            found.append(Paper(title=form.title, rows=rows, key=key))
    return found


def _value(field: Field, value: object, seen: bool) -> str:
    return present(field, value) if seen or not field.restricted else "•••"


def files_of(case: Case, situation: Situation) -> list[CaseFile]:
    seen = may_see_restricted(situation)
    rows = CaseFile.objects.filter(case=case).order_by("seq", "id")
    return [one for one in rows if seen or not one.restricted]


def _applicants_forms(procedure: Procedure) -> set[str]:
    own = {
        key
        for step in procedure.steps.values()
        if procedure.is_applicants(step)
        for key in step.fills
    }
    return own | set(procedure.request_fills)


def flaggable(situation: Situation) -> list[dict[str, Any]]:
    """The fields an officer may mark for mending: what the applicant was asked and has filled in."""
    procedure, state = situation.procedure, situation.state
    applicants = _applicants_forms(procedure)
    answers = dict(state.marking.answers)

    return [
        {
            "form": procedure.forms[key],
            "fields": [
                {"path": f"{key}.{one.key}", "label": one.label, "value": present(one, value)}
                for one in procedure.forms[key].fields
                if is_open(one, values, services=state.services, answers=answers)
                and ((value := values.get(one.key)) is not None or one.required)
            ],
        }
        for key, values in situation.forms.items()
        if key in applicants
    ]


def changes_after_return(case: Case, situation: Situation) -> list[tuple[str, list[Change]]]:
    """What the applicant changed in the latest mending, form by form; restricted values stay hidden
    from who may not see them."""
    procedure, seen = situation.procedure, may_see_restricted(situation)
    own = _applicants_forms(procedure)
    revisions: dict[str, list[dict[str, object]]] = {}
    rows = FormRevision.objects.filter(case=case, form__in=own).order_by("seq")
    for key, values in rows.values_list("form", "values"):
        revisions.setdefault(key, []).append(values)
    found = []
    for key, versions in revisions.items():
        form = procedure.forms.get(key)
        if form is None or len(versions) < 2:
            continue
        changed = [
            one if seen or not one.field.restricted else replace(one, before="•••", after="•••")
            for one in differences(form, versions[-2], versions[-1])
        ]
        if changed:
            found.append((form.title, changed))
    return found


def task_of(case: Case, offer: Offer) -> Task:
    return Task.objects.get(case=case, step=offer.step.key, visit=offer.visit, turn=offer.turn)


def last_turn(case: Case, step: str) -> Task | None:
    """Who last did something on this step."""
    return (
        Task.objects.filter(case=case, step=step, closed_at__isnull=False)
        .select_related("closed_by")
        .order_by("-closed_at")
        .first()
    )


def step_list(procedure: Procedure, progress: Progress) -> list[dict[str, Any]]:
    """The sheet as a list, for a narrow screen: each step with how far it has come."""
    return [
        {
            "step": step,
            "progress": progress.of(key),
            "roles": [procedure.roles[one].label for one in step.performers],
            "applicant": procedure.is_applicants(step),
            "stopped": progress.of(key).visits > 0,  # of a skipped one: begun, then called off
        }
        for key, step in procedure.steps.items()
        if not progress.ended or progress.of(key).state is not StepState.AHEAD
    ]


def what_follows(procedure: Procedure, following: Iterable[Step | End]) -> str:
    """What happens next, for the person about to decide: who is asked for what, or how it ends."""
    parts = []
    for one in following:
        if isinstance(one, End):
            parts.append(str(_ENDING[one]))
            continue
        role = procedure.roles[one.performers[0]].label
        called = activity(one.text)
        parts.append(
            gettext("Ke %(role)s, kegiatan %(number)s: %(activity)s")
            % {"role": role, "number": one.number, "activity": called}
            if one.number
            else called
        )
    return "; ".join(parts) or gettext("Menunggu kegiatan lain selesai.")


_ENDING = {
    End.GRANTED: gettext_lazy("Permohonan berakhir: disetujui. Pemohon diberi tahu."),
    End.REFUSED: gettext_lazy(
        "Permohonan berakhir: ditolak. Pemohon diberi tahu beserta alasannya."
    ),
    End.WITHDRAWN: gettext_lazy("Permohonan berakhir: ditarik. Pemohon diberi tahu."),
    End.DONE: gettext_lazy("Permohonan berakhir: selesai. Pemohon diberi tahu."),
}


def return_note(case: Case) -> str:
    """The note with which the case last came back."""
    rows = Event.objects.filter(case=case, kind="StepDone").order_by("-seq")[:20]
    for row in rows:
        facts = json.loads(row.facts)
        if facts["kind"] == "kembali":
            return str(facts["note"])
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a running case lies now: with whom, on which step, until when."""

    step: str
    role: str
    due_at: datetime | None
    wait: bool
    late: bool


def places_of(cases: list[Case], now: datetime) -> dict[int, list[Spot]]:
    """The open steps of each of these cases, in one query."""
    versions = {one.pk: one.version_id for one in cases if one.ended_at is None}
    found: dict[int, list[Spot]] = {}
    open_tasks = Task.objects.filter(case__in=versions, closed_at__isnull=True)
    for task in open_tasks.order_by("order_at", "id"):
        procedure = running(versions[task.case_id]).procedure
        step, role = procedure.steps[task.step], procedure.roles[task.role]
        found.setdefault(task.case_id, []).append(
            Spot(
                step=step.number,
                role=role.label,
                due_at=task.due_at,
                wait=task.wait,
                late=bool(task.due_at and task.due_at < now and not role.applicant),
            )
        )
    return found
