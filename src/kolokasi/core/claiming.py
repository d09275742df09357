"""What an act does to the data centre: checked, reserved, queued, placed, released. The engine's own rules.

A reservation is decided with the step that grants it and becomes true in the same transaction. Where an
office keeps no data centre in Kolokasi there is nothing to compute: its officers answer by hand, as before.

- *Not known* never counts as available. Who is entitled may let a request through all the same, in an act
  of his own with its reason; the database still refuses what is physically not there.
- A reservation lasts some working days (the office's policy), is warned of before, and lapses.
- At a refusal or a withdrawal it is released, at the handover (or a granted end) it becomes a placement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from kolokasi.core.capacity.asking import DEVICES, ask_of
from kolokasi.core.capacity.need import breaches
from kolokasi.core.capacity.shortage import shortage
from kolokasi.core.capacity.snapshot import ask_digest, digest_of, facts_of
from kolokasi.core.capacity.verdict import Answer, Place, Verdict
from kolokasi.core.capacity.wording import rack_named, units_label
from kolokasi.core.case_state import HELD, CaseState, Claim
from kolokasi.core.commands import (
    Command,
    CompleteStep,
    FormValues,
    LapseCapacity,
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
from kolokasi.core.situation import CapacityCheck, Situation
from kolokasi.core.turns import check_sides, refuse_ended
from kolokasi.core.worktime.duration import Duration, Unit

CHECK = "capacity"
_TAKING = (CapacityAct.HOLD, CapacityAct.PLACE)


def wants_check(procedure: Procedure, command: Command | None) -> bool:
    """Whether deciding on this needs a fresh verdict."""
    match command:
        case CompleteStep():
            step = procedure.steps.get(command.step)
            return step is not None and (
                looks(step) or any(_places(procedure, one) for one in step.outcomes)
            )
        case OfferCapacity() | LapseCapacity():  # who lapses while waiting joins anew, with its ask
            return True
        case _:
            return False


def looks(step: Step) -> bool:
    """Whether capacity is looked at on this step: it is the sheet's check, or a way out takes of it."""
    return step.check == CHECK or any(way.capacity is not None for way in step.outcomes)


def wants_policy(procedure: Procedure, fills: Iterable[str]) -> bool:
    """Whether filling in these forms may ask something of the data centre."""
    paths = (
        (path for _, some in procedure.capacity.asks for path in some) if procedure.capacity else ()
    )
    return not {path.partition(".")[0] for path in paths}.isdisjoint(fills)


def not_taken(
    situation: Situation, forms: Mapping[str, FormValues], services: Collection[str]
) -> dict[str, str]:
    """What of these forms the office's data centre does not take at all (towers, too deep), by field."""
    procedure, policy = situation.procedure, situation.policy
    ask = ask_of(procedure, forms, services)
    if ask is None or policy is None or procedure.capacity is None:
        return {}
    reasons = [f"{ask.devices[place].name}: {why}" for place, why in breaches(ask, policy).items()]
    paths = dict(procedure.capacity.asks).get(DEVICES, ())
    field = next((one for one in paths if one.partition(".")[0] in forms), "")
    return {field: " ".join(reasons)} if reasons else {}


def claims(situation: Situation, step: Step, way: Outcome) -> Iterator[Event]:
    """What this way out does to the data centre. Raises Refused where it does not fit."""
    state, check = situation.state, situation.check
    act = CapacityAct.PLACE if _places(situation.procedure, way) else way.capacity
    if act in _TAKING and state.capacity in HELD and covered(situation):
        if act is CapacityAct.PLACE:
            yield CapacityPlaced()
        return
    if check is None or (step.check != CHECK and act is None) or state.capacity is Claim.PLACED:
        return
    yield _checked(state, step.key, check.verdict)
    if act in _TAKING:
        held = _held(situation, check)
        if state.capacity in HELD:
            yield CapacityReleased(why="dipesan ulang")
        yield held
    if act is CapacityAct.PLACE:
        yield CapacityPlaced()
    if act is CapacityAct.WAIT:
        if state.capacity in HELD:  # nobody waits and keeps room from others at once
            yield CapacityReleased(why="kembali ke daftar tunggu")
        yield CapacityQueued(short=shortage(check.verdict))


def _places(procedure: Procedure, way: Outcome) -> bool:
    """Whether what the request asks for stands there after this way out: the file says so, or the case is
    granted by an SOP that reserves. Without a reservation, because it lapsed, there must be room anew."""
    granted = way.end in (End.GRANTED, End.DONE)
    ways = (one for step in procedure.steps.values() for one in step.outcomes)
    return way.capacity is CapacityAct.PLACE or (
        granted and any(one.capacity is CapacityAct.HOLD for one in ways)
    )


def covered(situation: Situation) -> bool:
    """Whether what is held is still what is asked: then it stays, and nothing has to be looked at anew."""
    check = situation.check
    return check is None or ask_digest(check.ask) == situation.state.asked


def offered(situation: Situation) -> Iterator[Event]:
    """Reserve for a request that waits, now that it fits; nothing where it does not, or where the case has gone
    on without room: nobody is offered a place while his refusal is being written."""
    check, steps = situation.check, situation.procedure.steps
    if situation.state.capacity is not Claim.WAITING or check is None:
        return
    if not _stands_at_the_wait(situation) and not any(
        looks(steps[key]) for key in situation.state.steps
    ):
        return
    if check.verdict.answer is Answer.YES:
        yield _checked(situation.state, "", check.verdict)
        yield _held(situation, check, offered=True)


def warned(situation: Situation, command: WarnCapacity) -> Iterator[Event]:
    if situation.state.capacity is Claim.HELD:
        yield CapacityWarned(lapses_at=command.lapses_at)


def lapsed(situation: Situation) -> Iterator[Event]:
    """What was held is free again. Who still stands at the wait goes to the end of the waiting list."""
    if situation.state.capacity not in HELD:
        return
    yield CapacityLapsed()
    if situation.check is not None and _stands_at_the_wait(situation):
        yield CapacityQueued(short="")


def _stands_at_the_wait(situation: Situation) -> bool:
    ways = (way for step in situation.procedure.steps.values() for way in step.outcomes)
    queues = {key for way in ways if way.capacity is CapacityAct.WAIT for key in way.next}
    return not queues.isdisjoint(situation.state.steps)


def settled(state: CaseState, events: Iterable[Event]) -> Iterator[Event]:
    """The same events; where the case ends, what it held is placed or released just before that."""
    has = state.capacity
    for event in events:
        match event:
            case CapacityHeld():
                has = Claim.HELD
            case CapacityPlaced():
                has = Claim.PLACED
            case CapacityReleased() | CapacityQueued():
                has = Claim.NONE
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


def _checked(state: CaseState, step: str, verdict: Verdict) -> CapacityChecked:
    return CapacityChecked(
        step=step,
        answer=str(verdict.answer),
        sha256=digest_of(facts_of(verdict)),
        overridden=bool(state.overridden),
    )


def _held(situation: Situation, check: CapacityCheck, *, offered: bool = False) -> CapacityHeld:
    verdict, policy = check.verdict, check.policy
    overridden = verdict.answer is not Answer.YES
    if overridden and not situation.state.overridden:
        raise _no_room(situation, verdict)
    if overridden and not verdict.takes:
        raise Refused(
            Why.NO_ROOM,
            "Tidak ada yang dapat dipesan, juga dengan pengecualian. %(short)s Yang belum diketahui dilengkapi "
            "lebih dahulu, dan batas fisik tidak dapat dilampaui.",
            short=shortage(verdict),
        )
    add, now = situation.calendar.add, situation.now
    return CapacityHeld(
        asked=ask_digest(check.ask),
        places=tuple(_worded(place) for place in verdict.places),
        warn_at=add(
            now, Duration(unit=Unit.DAY, amount=max(policy.hold_days - policy.warn_days, 1))
        ),
        lapses_at=add(now, Duration(unit=Unit.DAY, amount=policy.hold_days)),
        overridden=overridden,
        offered=offered,
    )


def _worded(place: Place) -> str:
    return (
        f"{place.device}: {rack_named(place.rack_name)} {units_label(place.unit, place.height_u)}"
    )


def _no_room(situation: Situation, verdict: Verdict) -> Refused:
    rule, roles = situation.procedure.capacity, situation.procedure.roles
    entitled = [roles[role].label for role in rule.overrides] if rule else []
    short = shortage(verdict)
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
