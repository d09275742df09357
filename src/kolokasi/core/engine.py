"""The rules of running: what may be done to a case now, and what follows. This file owns them.

``decide`` answers a command with events, or raises ``Refused``. It writes nothing, reads no clock and
knows no user: time, people and calendar come in as values. What may be done now (``turns.available``)
comes from the same rules; pages keep no second set.

Rules:
- Turns are taken as ``turns`` says; the last turn of a step takes a way out, the others make an entry.
- Nobody acts for the office on a request that he made, and nobody makes a request on which he acted
  for the office (persons, not accounts).
- Consent needs everything the step asks for; a return, refusal or deferral needs its reason.
- The standard time starts when the step opens (SOP AP: mutu baku waktu). A wait has no clock, and the
  applicant's own steps make no officer late.
"""

from __future__ import annotations

from kolokasi.core import claiming, flow
from kolokasi.core.case_state import CaseState
from kolokasi.core.commands import (
    Command,
    CompleteStep,
    File,
    LapseCapacity,
    OfferCapacity,
    OverrideCapacity,
    RecomputeDue,
    StartCase,
    WarnCapacity,
    WithdrawCase,
)
from kolokasi.core.entry import by_of, files_of, missing_files, note_of, refuse_errors
from kolokasi.core.events import (
    By,
    CaseEnded,
    CaseStarted,
    CaseWithdrawn,
    DueChanged,
    EntryMade,
    Event,
    StepCancelled,
    StepDone,
)
from kolokasi.core.following import due_of, following, opened_steps, told
from kolokasi.core.forms import clean_line
from kolokasi.core.procedure import End, NoteRule, Outcome, OutcomeKind, Step
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.situation import Decision, Situation
from kolokasi.core.submission import Submission, accept_forms
from kolokasi.core.turns import check_sides, check_turn, chosen_way, closes, open_step, refuse_ended


def decide(situation: Situation, command: Command) -> Decision:
    """What a command leads to. Raises Refused, with a sentence for the person who asked."""
    match command:
        case StartCase():
            return _start(situation, command)
        case CompleteStep():
            return _complete(situation, command)
        case WithdrawCase():
            return _withdraw(situation, command)
        case RecomputeDue():
            return _recompute(situation, command)
        case OverrideCapacity():
            return Decision(events=tuple(claiming.overridden(situation, command)), forms={})
        case OfferCapacity():
            return Decision(events=tuple(claiming.offered(situation)), forms={})
        case WarnCapacity():
            return Decision(events=tuple(claiming.warned(situation, command)), forms={})
        case LapseCapacity():
            return Decision(events=tuple(claiming.lapsed(situation)), forms={})


def may_withdraw(situation: Situation) -> bool:
    try:
        _check_withdrawal(situation)
    except Refused:
        return False
    return True


# --- handing in -------------------------------------------------------------------------------------


def _start(situation: Situation, command: StartCase) -> Decision:
    procedure, actor = situation.procedure, situation.actor
    role = procedure.applicant_role
    if role not in actor.roles:
        raise Refused(Why.FORBIDDEN, "Permohonan hanya dapat diajukan oleh orang dari OPD pemohon.")
    unknown = command.services - set(procedure.services)
    if unknown or not command.services:
        raise Refused(
            Why.INVALID,
            "Pilih sedikitnya satu layanan yang tersedia pada SOP ini.",
            errors={"services": "Pilih sedikitnya satu layanan."},
        )
    first = procedure.steps[procedure.start]
    begun = flow.begin(procedure, command.services)
    own = procedure.starts_with_applicant and first.key in begun.marking.open
    fills, wanted = (
        (first.fills, first.attachments)
        if own
        else (procedure.request_fills, procedure.request_attachments)
    )
    submission = accept_forms(
        procedure,
        fills,
        command.forms,
        services=command.services,
        answers={},
        before={},
        flagged=(),
        complete=True,
    )
    subject, wrong = clean_line("Perihal", command.subject)
    files = files_of(command.files)
    errors = {
        **({"subject": wrong} if wrong else {}),
        **submission.errors,
        **claiming.not_taken(situation, submission.values, command.services),
        **missing_files(wanted, files, command.services, {}),
    }
    refuse_errors(errors)
    note = note_of(command.note)
    by = by_of(actor, role)
    started = CaseStarted(
        by=by,
        agency=command.agency,
        subject=subject,
        procedure=procedure.key,
        version=situation.version,
        services=tuple(sorted(command.services)),
        author=command.author,
        forms=() if own else submission.digests,
        files=() if own else files,
        note="" if own else note,
    )
    opened = opened_steps(situation, CaseState(), begun, situation.now, submission.values)
    if not own:
        return Decision(events=(started, *opened), forms=submission.values)
    way = flow.ways_out(procedure, command.services, begun.marking, first.key)[0]
    fired = flow.fire(procedure, command.services, begun.marking, first.key, way)
    done = _done(first, 1, 0, by, way, note, submission, files, ())
    visits = CaseState(visits={first.key: 1}, services=command.services, marking=begun.marking)
    after = following(situation, visits, first, way, fired, submission.values, note, ())
    return Decision(events=(started, *opened, done, *after), forms=submission.values)


# --- taking a turn ----------------------------------------------------------------------------------


def _complete(situation: Situation, command: CompleteStep) -> Decision:
    procedure, state = situation.procedure, situation.state
    step, opened = open_step(situation, command)
    role = check_turn(situation, step, opened, command.turn)
    note, files = note_of(command.note), files_of(command.files)
    by = by_of(situation.actor, role)
    if not closes(step, opened, command.turn):
        entry = EntryMade(
            step=step.key,
            visit=opened.visit,
            turn=command.turn,
            by=by,
            note=note,
            files=files,
        )
        return Decision(events=(entry,), forms={})
    way = chosen_way(situation, step, command.outcome)
    if way.note is NoteRule.REQUIRED and not note:
        raise Refused(
            Why.INVALID,
            "Tuliskan alasannya agar pemohon dan rekan kerja memahami keputusan ini.",
            errors={"note": "Alasan wajib diisi untuk keputusan ini."},
        )
    answers = dict(state.marking.answers) | dict(way.answers)
    consent = way.kind is OutcomeKind.FORWARD
    submission = accept_forms(
        procedure,
        step.fills,
        command.forms,
        services=state.services,
        answers=answers,
        before=situation.forms,
        flagged=opened.flagged,
        complete=consent,
    )
    errors = dict(submission.errors)
    if consent:
        errors |= claiming.not_taken(situation, submission.values, state.services)
    if consent and step.key not in state.marking.mending:  # what was handed in stays handed in
        errors |= missing_files(step.attachments, files, state.services, answers)
    flagged = _flagged(situation, way, command.flagged)
    refuse_errors(errors)
    fired = flow.fire(procedure, state.services, state.marking, step.key, way)
    done = _done(step, opened.visit, command.turn, by, way, note, submission, files, flagged)
    values = {**situation.forms, **submission.values}
    claims = claiming.claims(situation, step, way)
    after = following(situation, state, step, way, fired, values, note, flagged)
    events = claiming.settled(state, (done, *claims, *after))
    return Decision(events=tuple(events), forms=submission.values)


def _flagged(situation: Situation, way: Outcome, flagged: tuple[str, ...]) -> tuple[str, ...]:
    """The fields that open again with a return: those named, and those that hang on them. Only known
    fields count."""
    if way.kind is not OutcomeKind.RETURN:
        return ()
    forms = situation.procedure.forms
    for name in flagged:
        key, _, field = name.partition(".")
        if key not in forms or forms[key].field(field) is None:
            raise Refused(
                Why.INVALID,
                "Isian %(name)s tidak dikenal pada formulir permohonan ini.",
                errors={"flagged": "Isian yang ditandai tidak dikenal."},
                name=name,
            )
    opened = dict.fromkeys(flagged)
    for form in forms.values():
        for one in form.fields:  # a field stands after the one that it hangs on
            if one.show_if is not None and f"{form.key}.{one.show_if[0]}" in opened:
                opened[f"{form.key}.{one.key}"] = None
    return tuple(opened)


# --- withdrawing, measuring anew --------------------------------------------------------------------


def _withdraw(situation: Situation, command: WithdrawCase) -> Decision:
    _check_withdrawal(situation)
    reason = note_of(command.reason)
    if not reason:
        raise Refused(
            Why.INVALID,
            "Tuliskan alasan penarikan.",
            errors={"reason": "Alasan penarikan wajib diisi."},
        )
    state = situation.state
    cancelled = (
        StepCancelled(step=key, visit=one.visit) for key, one in sorted(state.steps.items())
    )
    ended = CaseEnded(
        end=End.WITHDRAWN,
        step="",
        reason=reason,
        told=told(situation.procedure, End.WITHDRAWN),
    )
    by = by_of(situation.actor, situation.procedure.applicant_role)
    events: tuple[Event, ...] = (CaseWithdrawn(by=by, reason=reason), *cancelled, ended)
    return Decision(events=tuple(claiming.settled(state, events)), forms={})


def _check_withdrawal(situation: Situation) -> None:
    procedure, state = situation.procedure, situation.state
    refuse_ended(state)
    if procedure.applicant_role not in situation.actor.roles:
        raise Refused(Why.FORBIDDEN, "Hanya pemohon yang dapat menarik permohonannya.")
    check_sides(situation, applicant=True)
    allowed = procedure.withdrawal
    passed = () if allowed is None else tuple(one for one in allowed.until if one in state.done)
    if allowed is None or passed:
        raise Refused(
            Why.NOT_YET,
            "Permohonan ini tidak dapat ditarik lagi pada tahap ini; hubungi dinas untuk penarikan.",
        )


def _recompute(situation: Situation, command: RecomputeDue) -> Decision:
    """Needs no role: nobody decides anything. What comes out as it was is not worth an event."""
    events: list[DueChanged] = []
    for key, opened in sorted(situation.state.steps.items()):
        step = situation.procedure.steps[key]
        due_at, due_why = due_of(situation, step, opened.not_before or opened.opened_at)
        if (due_at, due_why) == (opened.due_at, opened.due_why):
            continue
        events.append(
            DueChanged(
                step=key,
                visit=opened.visit,
                due_at=due_at,
                due_why=due_why,
                reason=command.reason,
            )
        )
    return Decision(events=tuple(events), forms={})


def _done(
    step: Step,
    visit: int,
    turn: int,
    by: By,
    way: Outcome,
    note: str,
    submission: Submission,
    files: tuple[File, ...],
    flagged: tuple[str, ...],
) -> StepDone:
    return StepDone(
        step=step.key,
        visit=visit,
        turn=turn,
        by=by,
        outcome=way.key,
        label=way.label,
        kind=way.kind,
        answers=way.answers,
        counted=way.at_most is not None,
        note=note,
        forms=submission.digests,
        files=files,
        flagged=flagged,
        copied=step.copies,
    )
