"""What a case looks like to the person who opens it: status, tasks, the live sheet, what follows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext, gettext_lazy

from kolokasi.cases.mails import ENDS
from kolokasi.cases.models import Case, Event, Task
from kolokasi.cases.procedures import running
from kolokasi.core.procedure import End, Procedure, Step, StepKind
from kolokasi.core.situation import Offer, Situation
from kolokasi.core.worktime.calendar import WorkCalendar
from kolokasi.drawing.progress import Progress, StepProgress, StepState
from kolokasi.web.case_history import activity

# How a case ended, for everybody who is not its applicant: the SOP's own sentence speaks to him.
_PLAINLY = {
    End.GRANTED: gettext_lazy("Permohonan ini disetujui dan selesai dikerjakan."),
    End.REFUSED: gettext_lazy("Permohonan ini ditolak."),
    End.WITHDRAWN: gettext_lazy("Permohonan ini ditarik oleh pemohon."),
    End.DONE: gettext_lazy("Permohonan ini selesai dikerjakan."),
}


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
