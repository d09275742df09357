"""Whose turn it is, and which ways out a turn has: asked by the engine when somebody acts, and by pages.

A step is taken turn by turn: *relay* one after the other, *all* in any order with the decider last,
*any* by whoever is first. A turn belongs to the role that the sheet names.
"""

from __future__ import annotations

from collections.abc import Iterator

from kolokasi.core import flow
from kolokasi.core.case_state import CaseState, OpenStep
from kolokasi.core.commands import CompleteStep
from kolokasi.core.procedure import Mode, Outcome, Step
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.situation import Offer, Situation
from kolokasi.core.worktime.wording import waktu


def available(situation: Situation) -> tuple[Offer, ...]:
    """The turns that the actor may take now, in the order of the sheet."""
    return tuple(_offers(situation))


def open_step(situation: Situation, command: CompleteStep) -> tuple[Step, OpenStep]:
    step = situation.procedure.steps.get(command.step)
    if step is None:
        raise Refused(Why.NOT_FOUND, "Kegiatan ini tidak ada pada SOP permohonan ini.")
    refuse_ended(situation.state)
    opened = situation.state.steps.get(command.step)
    if opened is None or opened.visit != command.visit or command.turn in opened.entered:
        raise Refused(
            Why.TAKEN, "Kegiatan %(step)s sudah dikerjakan rekan Anda.", step=_name_of(step)
        )
    return step, opened


def check_turn(situation: Situation, step: Step, opened: OpenStep, turn: int) -> str:
    """The role of this turn, if this actor may take it now."""
    if not 0 <= turn < len(opened.turns):
        raise Refused(Why.NOT_FOUND, "Giliran ini tidak ada pada kegiatan ini.")
    role = opened.turns[turn]
    procedure, actor = situation.procedure, situation.actor
    if role not in actor.roles:
        raise Refused(
            Why.FORBIDDEN,
            "Kegiatan ini ada di meja %(role)s; jabatan Anda saat ini tidak memegang peran itu.",
            role=procedure.roles[role].label,
        )
    check_sides(situation, applicant=procedure.roles[role].applicant)
    if opened.not_before is not None and situation.now < opened.not_before:
        raise Refused(
            Why.NOT_YET,
            "Kegiatan ini baru dibuka pada %(at)s.",
            at=waktu(opened.not_before.astimezone(situation.now.tzinfo)),
        )
    if step.mode is Mode.RELAY and turn != len(opened.entered):
        raise Refused(Why.NOT_YET, "Giliran sebelumnya belum selesai.")
    waits_for_others = len(opened.entered) < len(opened.turns) - 1
    if step.mode is Mode.ALL and role == step.decider and waits_for_others:
        raise Refused(
            Why.NOT_YET,
            "Anda yang memutuskan kegiatan ini; tunggu catatan dari pelaksana lain lebih dahulu.",
        )
    return role


def check_sides(situation: Situation, *, applicant: bool) -> None:
    state, person = situation.state, situation.actor.person
    if not applicant and person in state.applicants:
        raise Refused(
            Why.OWN_REQUEST,
            "Anda yang mengajukan permohonan ini, maka langkah dinas harus dikerjakan orang lain.",
        )
    if applicant and person in state.officers:
        raise Refused(
            Why.OWN_REQUEST,
            "Anda sudah bertindak untuk dinas pada permohonan ini, maka tidak dapat mewakili pemohon.",
        )


def closes(step: Step, opened: OpenStep, turn: int) -> bool:
    """Whether this turn is the last one, and so takes a way out."""
    match step.mode:
        case Mode.ONE | Mode.ANY:
            return True
        case Mode.RELAY:
            return turn == len(opened.turns) - 1
        case Mode.ALL:
            return len(opened.entered) == len(opened.turns) - 1


def chosen_way(situation: Situation, step: Step, key: str) -> Outcome:
    state = situation.state
    ways = flow.ways_out(situation.procedure, state.services, state.marking, step.key)
    if not key and len(ways) == 1:
        return ways[0]
    chosen = next((way for way in ways if way.key == key), None)
    if chosen is None:
        labels = ", ".join(way.label for way in ways)
        raise Refused(
            Why.INVALID,
            "Pilih salah satu keputusan: %(labels)s.",
            errors={"outcome": "Keputusan ini tidak tersedia pada kegiatan ini."},
            labels=labels,
        )
    return chosen


def refuse_ended(state: CaseState) -> None:
    if state.ended is not None:
        raise Refused(
            Why.ENDED, "Permohonan ini sudah berakhir; tidak ada lagi yang dapat dikerjakan."
        )


def _offers(situation: Situation) -> Iterator[Offer]:
    state = situation.state
    for key, step in situation.procedure.steps.items():
        opened = state.steps.get(key)
        if opened is None or state.ended:
            continue
        for turn, _ in enumerate(opened.turns):
            if turn in opened.entered:
                continue
            try:
                role = check_turn(situation, step, opened, turn)
            except Refused:
                continue
            ways = (
                flow.ways_out(situation.procedure, state.services, state.marking, key)
                if closes(step, opened, turn)
                else ()
            )
            yield Offer(
                step=step,
                visit=opened.visit,
                turn=turn,
                role=role,
                ways=ways,
                flagged=opened.flagged,
            )


def _name_of(step: Step) -> str:
    return step.number or step.text.split("\n")[0]
