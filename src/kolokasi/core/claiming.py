"""What an act does to the data centre: checked, reserved, queued, placed, released. The engine's own rules.

A reservation is decided with the step that grants it and becomes true in the same transaction. Where an
office keeps no data centre in Kolokasi there is nothing to compute: its officers answer by hand, as before.

- *Not known* never counts as available. Who is entitled may let a request through all the same, in an act
  of his own with its reason; the database still refuses what is physically not there.
- A reservation lasts some working days (the office's policy), is warned of before, and lapses.
- At a refusal or a withdrawal it is released, at the handover (or a granted end) it becomes a placement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kolokasi.core.capacity.policy import Policy
from kolokasi.core.capacity.snapshot import digest_of, facts_of
from kolokasi.core.capacity.verdict import Answer, Place, Verdict
from kolokasi.core.case_state import HELD, CaseState, Claim
from kolokasi.core.commands import (
    Command,
    CompleteStep,
    OfferCapacity,
    OverrideCapacity,
    WarnCapacity,
)
from kolokasi.core.entry import by_of, note_of
from kolokasi.core.events import (
    CapacityChecked,
    CapacityHeld,
    CapacityLapsed,
    CapacityOverridden,
    CapacityPlaced,
    CapacityQueued,
    CapacityReleased,
    CapacityWarned,
    CaseEnded,
    Event,
)
from kolokasi.core.procedure import CapacityAct, End, Outcome, Procedure, Step
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.situation import Situation
from kolokasi.core.turns import check_sides, refuse_ended
from kolokasi.core.worktime.duration import Duration, Unit

CHECK = "capacity"


def wants_check(procedure: Procedure, command: Command | None) -> bool:
    """Whether deciding on this needs a fresh verdict. ``None`` is a page that shows what may be done."""
    match command:
        case CompleteStep():
            step = procedure.steps.get(command.step)
            return step is not None and looks(step)
        case OfferCapacity():
            return True
        case None:
            return procedure.capacity is not None
        case _:
            return False


def looks(step: Step) -> bool:
    """Whether capacity is looked at on this step: it is the sheet's check, or a way out takes of it."""
    return step.check == CHECK or any(way.capacity is not None for way in step.outcomes)


def claims(situation: Situation, step: Step, way: Outcome) -> Iterator[Event]:
    """What this way out does to the data centre. Raises Refused where it does not fit."""
    state, check = situation.state, situation.check
    if way.capacity is CapacityAct.PLACE and state.capacity in HELD:
        yield CapacityPlaced()
        return
    if check is None:
        if way.capacity is CapacityAct.WAIT:
            yield CapacityQueued(short="")
        return
    if step.check != CHECK and way.capacity is None:
        return
    verdict = check.verdict
    yield _checked(state, step.key, verdict)
    match way.capacity:
        case CapacityAct.HOLD:
            if state.capacity in HELD:
                yield CapacityReleased(why="dipesan ulang")
            yield _held(situation, verdict, check.policy)
        case CapacityAct.PLACE if state.capacity is not Claim.PLACED:
            yield _held(situation, verdict, check.policy)
            yield CapacityPlaced()
        case CapacityAct.WAIT:
            yield CapacityQueued(short=short_of(verdict))
        case _:
            pass


def offered(situation: Situation) -> Iterator[Event]:
    """Reserve for a request that waits, now that it fits; nothing where it does not."""
    check = situation.check
    if situation.state.capacity is not Claim.WAITING or check is None:
        return
    if check.verdict.answer is Answer.YES:
        yield _checked(situation.state, "", check.verdict)
        yield _held(situation, check.verdict, check.policy, offered=True)


def warned(situation: Situation, command: WarnCapacity) -> Iterator[Event]:
    if situation.state.capacity is Claim.HELD:
        yield CapacityWarned(lapses_at=command.lapses_at)


def lapsed(situation: Situation) -> Iterator[Event]:
    """What was held is free again. Who still stands at the wait goes to the end of the waiting list."""
    if situation.state.capacity not in HELD:
        return
    yield CapacityLapsed()
    ways = (way for step in situation.procedure.steps.values() for way in step.outcomes)
    queues = {key for way in ways if way.capacity is CapacityAct.WAIT for key in way.next}
    if queues & set(situation.state.steps):
        yield CapacityQueued(short="")


def settled(state: CaseState, events: Iterable[Event]) -> Iterator[Event]:
    """The same events; where the case ends, what it held is placed or released just before that."""
    has = state.capacity
    for event in events:
        match event:
            case CapacityHeld():
                has = Claim.HELD
            case CapacityPlaced():
                has = Claim.PLACED
            case CaseEnded() if has in HELD:
                granted = event.end in (End.GRANTED, End.DONE)
                yield CapacityPlaced() if granted else CapacityReleased(why=str(event.end))
        yield event


def may_override(situation: Situation) -> bool:
    """Whether this actor may let the request through against the check, as it stands now."""
    try:
        _check_override(situation)
    except Refused:
        return False
    return True


def overridden(situation: Situation, command: OverrideCapacity) -> Iterator[Event]:
    role = _check_override(situation)
    reason = note_of(command.reason)
    if not reason:
        raise Refused(
            Why.INVALID,
            "Tuliskan alasan pengecualian; alasan ini tercatat pada riwayat permohonan.",
            errors={"reason": "Alasan pengecualian wajib diisi."},
        )
    yield CapacityOverridden(by=by_of(situation.actor, role), reason=reason)


def _check_override(situation: Situation) -> str:
    procedure, state = situation.procedure, situation.state
    refuse_ended(state)
    allowed = procedure.capacity.overrides if procedure.capacity else ()
    role = next((one for one in allowed if one in situation.actor.roles), "")
    if not role:
        raise Refused(
            Why.FORBIDDEN,
            "Pengecualian atas hasil pemeriksaan kapasitas bukan wewenang jabatan Anda saat ini.",
        )
    check_sides(situation, applicant=False)
    if not any(looks(procedure.steps[key]) for key in state.steps):
        raise Refused(
            Why.NOT_YET, "Saat ini tidak ada pemeriksaan kapasitas yang menunggu keputusan."
        )
    if state.overridden:
        raise Refused(Why.TAKEN, "Pengecualian untuk permohonan ini sudah dicatat.")
    return role


def short_of(verdict: Verdict) -> str:
    """What is missing or not known, each with its reason."""
    return " ".join(line.why for line in verdict.lines if line.answer is not Answer.YES)


def _checked(state: CaseState, step: str, verdict: Verdict) -> CapacityChecked:
    return CapacityChecked(
        step=step,
        answer=str(verdict.answer),
        sha256=digest_of(facts_of(verdict)),
        overridden=state.overridden,
    )


def _held(
    situation: Situation, verdict: Verdict, policy: Policy, *, offered: bool = False
) -> CapacityHeld:
    overridden = verdict.answer is not Answer.YES
    if overridden and not situation.state.overridden:
        raise _no_room(situation, verdict)
    add, now = situation.calendar.add, situation.now
    return CapacityHeld(
        places=tuple(_worded(place) for place in verdict.places),
        warn_at=add(
            now, Duration(unit=Unit.DAY, amount=max(policy.hold_days - policy.warn_days, 1))
        ),
        lapses_at=add(now, Duration(unit=Unit.DAY, amount=policy.hold_days)),
        overridden=overridden,
        offered=offered,
    )


def _worded(place: Place) -> str:
    top = place.unit + place.height_u - 1
    units = f"U{place.unit}" if top == place.unit else f"U{place.unit}–U{top}"
    return f"{place.device}: {place.rack_name} {units}"


def _no_room(situation: Situation, verdict: Verdict) -> Refused:
    rule, roles = situation.procedure.capacity, situation.procedure.roles
    entitled = [roles[role].label for role in rule.overrides] if rule else []
    short = short_of(verdict)
    if not entitled:
        return Refused(
            Why.NO_ROOM,
            "Kapasitas tidak dapat dipesan. %(short)s Pilih keputusan yang lain.",
            short=short,
        )
    return Refused(
        Why.NO_ROOM,
        "Kapasitas tidak dapat dipesan. %(short)s Pilih keputusan yang lain, atau minta pengecualian "
        "kepada %(entitled)s.",
        short=short,
        entitled=", ".join(entitled),
    )
