"""What follows from an event in our own rows, in the transaction of the event: one table, ``FOLLOWS``.

What must be true together with the decision is written here (tasks, files, register, duties). What may
be late or fail, because it lies outside (mail), becomes an ``Effect`` row here and an act later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from kolokasi.accounts.mandates import addresses_at, applicants_addresses
from kolokasi.cases import claims, endings, rows
from kolokasi.cases.models import CaseFile, FormRevision, Task
from kolokasi.cases.recording import Act
from kolokasi.cases.rows import EffectRow, TaskRow
from kolokasi.core.commands import File
from kolokasi.core.events import (
    CaseEnded,
    CaseStarted,
    DueChanged,
    EntryMade,
    Event,
    FormDigest,
    StepCancelled,
    StepDone,
    StepOpened,
)
from kolokasi.core.procedure import Mode, OutcomeKind, StepKind
from kolokasi.core.refusal import Refused, Why

FAR_OFF = datetime(9999, 1, 1, tzinfo=UTC)  # where a wait stands in an inbox


def record(act: Act, events: list[tuple[int, Event]]) -> None:
    """Write every row that the events imply. Raises Refused if a colleague closed the turn first."""
    for seq, event in events:
        follow = FOLLOWS.get(type(event))
        if follow is not None:
            follow(act, seq, event)
    _inform(act)
    rows.add_tasks(act.cursor, act.tasks)
    rows.add_effects(act.cursor, act.effects)
    for model, made in ((FormRevision, act.forms), (CaseFile, act.files)):
        if made:
            model.objects.bulk_create(made)  # type: ignore[arg-type]
    if act.ended is not None:
        endings.settle(act.case, act.running, act.ended, calendar=act.calendar, now=act.now)


def _case_started(act: Act, seq: int, event: CaseStarted) -> None:
    _keep_papers(act, seq, event.forms, event.files)
    _tell(act, seq, "diterima", {})


def _step_opened(act: Act, seq: int, event: StepOpened) -> None:
    first_only = event.mode == Mode.RELAY
    for turn, role in enumerate(event.turns[:1] if first_only else event.turns):
        task = _task(act, event.step, event.visit, turn, role)
        task.wait, task.not_before = event.wait, event.not_before
        task.due_at, task.due_why = event.due_at, event.due_why
        task.order_at = event.due_at or event.not_before or (FAR_OFF if event.wait else act.now)
        act.tasks.append(task)
    applicants = act.running.procedure.is_applicants(act.running.procedure.steps[event.step])
    if applicants and not event.wait and seq > 2:  # not the request itself
        facts: dict[str, Any] = {"step": event.step, "mending": event.mending}
        if event.mending and act.returned is not None:
            facts |= {"reason": act.returned.note, "fields": _labels(act, act.returned.flagged)}
        _tell(act, seq, "giliran", facts)


def _entry_made(act: Act, seq: int, event: EntryMade) -> None:
    _close(act, event.step, event.visit, event.turn, Task.Closed.ENTERED)
    _keep_papers(act, seq, (), event.files)
    opened = act.before.steps[event.step]
    if opened.mode == Mode.RELAY:
        turn = event.turn + 1
        task = _task(act, event.step, event.visit, turn, opened.turns[turn])
        task.due_at, task.due_why = opened.due_at, opened.due_why
        task.order_at = opened.due_at or act.now
        act.tasks.append(task)


def _step_done(act: Act, seq: int, event: StepDone) -> None:
    opened = act.before.steps.get(event.step)
    if opened is not None:
        _close(act, event.step, event.visit, event.turn, Task.Closed.DONE, event.outcome)
        if opened.mode == Mode.ANY and len(opened.turns) > 1:
            _close_tasks(act, event.step, event.visit, Task.Closed.TAKEN)
    else:  # row 1 handed in with the request: opened and done in one act
        for task in act.tasks:
            if task.step == event.step:
                task.closed_at, task.closed_by_id = act.now, act.person
                task.closed_as, task.outcome = str(Task.Closed.DONE), event.outcome
    _keep_papers(act, seq, event.forms, event.files)
    if event.kind == OutcomeKind.RETURN:
        act.returned = event
    if event.copied:
        _copy(act, seq, event)
    procedure = act.running.procedure
    step = procedure.steps[event.step]
    way = step.outcome(event.outcome)
    if procedure.applicant_role in (*step.informs, *(way.informs if way else ())):
        act.informed = (seq, event)


def _step_cancelled(act: Act, seq: int, event: StepCancelled) -> None:
    _close_tasks(act, event.step, event.visit, Task.Closed.CANCELLED)


def _due_changed(act: Act, seq: int, event: DueChanged) -> None:
    opened = act.before.steps[event.step]
    waits = act.running.procedure.steps[event.step].kind is StepKind.WAIT
    far = FAR_OFF if waits else opened.opened_at
    Task.objects.filter(
        case=act.case.pk, step=event.step, visit=event.visit, closed_at__isnull=True
    ).update(
        due_at=event.due_at,
        due_why=event.due_why,
        order_at=event.due_at or opened.not_before or far,
    )


def _capacity(act: Act, seq: int, event: Event) -> None:
    """What it does to the data centre; the applicant hears of it, and the desks where the case lies."""
    for about, facts in claims.follow(act, seq, event):
        _tell(act, seq, about, facts)
        roles = [role for opened in act.before.steps.values() for role in opened.turns]
        desks = [act.running.desks[role] for role in roles if role in act.running.desks]
        _owe(act, seq, addresses_at(desks, on=act.today), {"about": about, **facts})


def _case_ended(act: Act, seq: int, event: CaseEnded) -> None:
    act.ended = event
    claims.ended(act)
    _tell(act, seq, "berakhir", {"end": event.end, "reason": event.reason, "told": event.told})


FOLLOWS: dict[type[Event], Callable[[Act, int, Any], None]] = {
    CaseStarted: _case_started,
    StepOpened: _step_opened,
    EntryMade: _entry_made,
    StepDone: _step_done,
    StepCancelled: _step_cancelled,
    DueChanged: _due_changed,
    CaseEnded: _case_ended,
    **dict.fromkeys(claims.EVENTS, _capacity),
}


def _task(act: Act, step: str, visit: int, turn: int, role: str) -> TaskRow:
    applicant = act.running.procedure.roles[role].applicant
    return TaskRow(
        case_id=act.case.pk,
        step=step,
        visit=visit,
        turn=turn,
        role=role,
        desk_id=None if applicant else act.running.desks[role],
        agency_id=act.case.agency_id if applicant else None,
        opened_at=act.now,
        order_at=act.now,
    )


def _close(act: Act, step: str, visit: int, turn: int, closed_as: str, outcome: str = "") -> None:
    closed = _close_tasks(act, step, visit, closed_as, turn=turn, outcome=outcome)
    if closed != 1:  # the rows know better than the state that we read
        raise Refused(Why.TAKEN, "Kegiatan %(step)s sudah dikerjakan rekan Anda.", step=step)


def _close_tasks(
    act: Act, step: str, visit: int, closed_as: str, *, turn: int | None = None, outcome: str = ""
) -> int:
    """Close one turn of a visit, or whatever is left of it."""
    return rows.close_tasks(
        act.cursor,
        case=act.case.pk,
        step=step,
        visit=visit,
        turn=turn,
        at=act.now,
        by=act.person,
        closed_as=str(closed_as),
        outcome=outcome,
    )


def _keep_papers(
    act: Act, seq: int, forms: tuple[FormDigest, ...], files: tuple[File, ...]
) -> None:
    act.forms.extend(
        FormRevision(
            case_id=act.case.pk,
            form=one.form,
            seq=seq,
            values=act.values[one.form],
            sha256=one.sha256,
        )
        for one in forms
    )
    documents = act.running.procedure.documents
    act.files.extend(
        CaseFile(
            case_id=act.case.pk,
            seq=seq,
            document=one.document,
            name=one.name,
            sha256=one.sha256,
            restricted=one.document in documents and documents[one.document].restricted,
        )
        for one in files
    )


def _tell(act: Act, seq: int, about: str, facts: dict[str, Any]) -> None:
    """Owe the applicant a mail: to the person who asked, while he is there, and to the agency."""
    case = act.case
    addresses = applicants_addresses(case.requester_id, case.agency_id, on=act.today)
    _owe(act, seq, addresses, {"about": about, **facts})


def _inform(act: Act) -> None:
    """Owe the applicant a mail where the row's own words tell him, unless another one of this act does."""
    heard = {effect.facts["about"] for effect in act.effects} & {"giliran", "berakhir"}
    if act.informed is not None and not heard:
        seq, event = act.informed
        facts = {"step": event.step, "label": event.label, "reason": event.note}
        _tell(act, seq, "kabar", facts)


def _labels(act: Act, flagged: tuple[str, ...]) -> list[str]:
    """The names of the fields to be mended, as they stand on their forms."""
    forms = act.running.procedure.forms
    found = ((forms.get(one.partition(".")[0]), one.partition(".")[2]) for one in flagged)
    return [field.label for form, key in found if form and (field := form.field(key))]


def _copy(act: Act, seq: int, event: StepDone) -> None:
    """Owe a mail to those who are only informed: whoever sits at the desks of these roles today."""
    desks = [act.running.desks[role] for role in event.copied if role in act.running.desks]
    addresses = addresses_at(desks, on=act.today)
    _owe(act, seq, addresses, {"about": "tembusan", "step": event.step, "label": event.label})


def _owe(act: Act, seq: int, addresses: Iterable[str], facts: dict[str, Any]) -> None:
    told = {one.recipient for one in act.effects if one.seq == seq}  # one mail says it once
    for address in dict.fromkeys(filter(None, addresses)):
        if address in told:
            continue
        act.effects.append(
            EffectRow(
                case_id=act.case.pk,
                seq=seq,
                kind="surel",
                recipient=address,
                facts=facts,
                due_at=act.now,
            )
        )
