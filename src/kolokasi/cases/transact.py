"""The only way in which a case changes: gather, decide, record, in one transaction under one key.

Nothing outside the database happens here. The answer to a repeated key is the first answer. When the
database cannot say whether a commit happened, the key settles it; until then the person is told
"sedang dipastikan" and nothing is guessed.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.db import DatabaseError, IntegrityError, InterfaceError, connection, transaction
from django.db.backends.utils import CursorWrapper

from kolokasi.cases import acts, drafts, gather, numbers, refusals, rows
from kolokasi.cases.acts import Done
from kolokasi.cases.asked import Asked
from kolokasi.cases.commit import CommitInDoubt, certain_commit, line_was_lost
from kolokasi.cases.consequences import record
from kolokasi.cases.gate import write_turn
from kolokasi.cases.gather import SYSTEM, Gathered
from kolokasi.cases.recording import Act
from kolokasi.cases.rows import CaseRow
from kolokasi.core import case_state, chain
from kolokasi.core.commands import StartCase
from kolokasi.core.engine import decide
from kolokasi.core.events import Event, to_facts
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.situation import Decision

_TRIES = 3  # a twin with the same key, or a deadlock: look again, then give up aloud


def transact(asked: Asked, *, now: datetime) -> Done:
    """Do what was asked, once. Raises Refused with a sentence for the person who asked."""
    acts.check_key(asked.key)
    now = now.astimezone(UTC)
    body = acts.body_of(asked.command, asked.case or [asked.version])
    try:
        try:
            return _tried(asked, body, now)
        except Refused as refused:
            done = acts.earlier(asked.key, person=asked.who.id, body=body)
            if done is not None:  # refused because it is done: by this very act, sent before
                return done
            refusals.keep(refused, asked, now)
            raise refusals.named(refused, asked) from None
    except CommitInDoubt as doubt:
        return acts.settled(asked.key, person=asked.who.id, doubt=doubt)


def _tried(asked: Asked, body: str, now: datetime) -> Done:
    """Nearly every act is new, so its key is looked up only where something stands against it: a refusal,
    or the row that has the key already."""
    for attempt in range(1, _TRIES + 1):
        try:
            if attempt > 1:
                done = acts.earlier(asked.key, person=asked.who.id, body=body)
                if done is not None:
                    return done
            with write_turn(), certain_commit(), transaction.atomic():
                return _once(asked, body, now)
        except (DatabaseError, InterfaceError) as clash:
            if attempt == _TRIES or not _worth_another_try(clash):
                raise
    raise AssertionError("unreachable")


def _once(asked: Asked, body: str, now: datetime) -> Done:
    if isinstance(asked.command, StartCase):
        gathered = gather.for_request(asked.version, asked.command, asked.who, now)
        if asked.draft and not drafts.use_up(asked.draft):
            raise drafts.gone()
    else:
        gathered = gather.for_case(asked.case, asked.who, asked.command, now, lock=True)
    decision = decide(gathered.situation, asked.command)
    if gathered.case is not None and not decision.events:  # measured anew, and nothing moved
        return Done(case=gathered.case.pk, number=gathered.case.number, seq=gathered.case.seq)
    with connection.cursor() as cursor:
        done = _record(cursor, gathered, decision, asked, now)
        if asked.who != SYSTEM:  # nobody sends its acts twice, and twice would be once
            acts.remember(cursor, asked.key, person=asked.who.id, body=body, done=done, at=now)
    return done


def _record(
    cursor: CursorWrapper, gathered: Gathered, decision: Decision, asked: Asked, now: datetime
) -> Done:
    """Events, the state they make, and the rows they imply."""
    case = gathered.case or numbers.new_case(cursor, gathered, asked, now)
    state, written, placed = _written(case, gathered, decision, asked, now)
    rows.add_events(cursor, written)
    act = Act(
        cursor=cursor,
        case=case,
        running=gathered.running,
        before=gathered.situation.state,
        now=now,
        today=gathered.situation.now.date(),
        person=asked.who.id,
        calendar=gathered.situation.calendar,
        values=decision.forms,
        check=gathered.situation.check,
    )
    record(act, placed)
    seq = case.seq + len(placed)
    changes = {"seq": seq, "head": written[-1][-1] if written else case.head, "state": state}
    if act.ended is not None:
        changes |= {
            "ended_at": now,
            "end": str(act.ended.end),
            "reason": act.ended.reason,
            "told": act.ended.told,
        }
    if not rows.move_on(cursor, case.pk, before=case.seq, changes=changes):
        raise Refused(Why.TAKEN, "Permohonan ini baru saja diubah rekan Anda.")
    return Done(case=case.pk, number=case.number, seq=seq)


def _written(
    case: CaseRow, gathered: Gathered, decision: Decision, asked: Asked, now: datetime
) -> tuple[str, list[tuple[Any, ...]], list[tuple[int, Event]]]:
    """The state after the events, their rows (each linked to the one before), and their places."""
    state, role = gathered.situation.state, gathered.running.procedure.applicant_role
    head, person = case.head, asked.who.id or None
    written: list[tuple[Any, ...]] = []
    placed = list(enumerate(decision.events, start=case.seq + 1))
    for seq, event in placed:
        state = case_state.apply(state, event, now, role)
        kind, facts = type(event).__name__, chain.canonical(to_facts(event))
        head = chain.link(
            head, case=case.number, seq=seq, kind=kind, at=now, actor=str(person), data=facts
        )
        written.append((case.pk, seq, kind, now, person, facts, head))
    return json.dumps(case_state.dump(state)), written, placed


def _worth_another_try(clash: Exception) -> bool:
    """A broken constraint (a twin was faster), a deadlock, a serialization failure; or a connection
    that was lost before COMMIT, so that nothing was written and a fresh one may do."""
    state = getattr(clash.__cause__, "sqlstate", None)
    return isinstance(clash, IntegrityError) or state in {"40001", "40P01"} or line_was_lost(clash)
