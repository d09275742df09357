"""Anybody does anything in any order on random sound procedures: the rules hold after every act.

What is judged after every act stands in ``pure_case``: no step done twice, none lost, no open case
without an open step, ended ones stay ended, nobody on both sides, the log says it all.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget import examples
from kolokasi.core.commands import Command, CompleteStep, RecomputeDue, WithdrawCase
from kolokasi.core.engine import decide, may_withdraw
from kolokasi.core.procedure import OutcomeKind, Procedure
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.situation import Offer
from nets import net
from pure_case import PureCase
from random_acts import any_act, good_act
from random_sops import APPLICANT, OFFICERS, sound_procedures

PEOPLE = {
    1: (APPLICANT,),
    2: (APPLICANT,),
    3: ("ani",),
    4: ("budi", "cici"),
    5: ("cici",),
    6: ("ani", "budi", "cici"),
    7: (APPLICANT, "ani"),  # sits on both sides, and may act on one of them only
    8: (),
}


def some_case(draw: st.DrawFn, procedure: Procedure) -> PureCase:
    services = draw(st.sets(st.sampled_from(sorted(procedure.services)), min_size=1))
    case = PureCase(procedure=procedure, services=frozenset(services), people=PEOPLE)
    case.begin(draw(st.sampled_from((1, 2, 7))))
    return case


def offered(case: PureCase) -> list[tuple[int, Offer]]:
    return [(person, one) for person in PEOPLE for one in case.offers(person)]


@examples(100)
@given(data=st.data(), procedure=sound_procedures())
def test_a_random_office_never_breaks_the_rules(data: st.DataObject, procedure: Procedure) -> None:
    case = some_case(data.draw, procedure)
    for _ in range(data.draw(st.integers(1, 30))):
        case.now += timedelta(hours=data.draw(st.sampled_from((0, 0, 1, 30, 200))))
        good = None
        if data.draw(st.integers(0, 3)):
            good = good_act(data.draw, procedure, offered(case), case.filled)
        person, command = good or (
            data.draw(st.sampled_from(sorted(PEOPLE))),
            any_act(data.draw, procedure, case.state, case.filled),
        )
        ended = case.state.ended
        try:
            case.do(person, command)
        except Refused as refused:
            assert good is None, f"ditawarkan, lalu ditolak: {refused}"
            assert str(refused)
            if ended and not isinstance(command, RecomputeDue):
                assert refused.why in (Why.ENDED, Why.NOT_FOUND)
        else:
            assert not ended or isinstance(command, RecomputeDue), "yang berakhir bergerak lagi"


@examples(40)
@given(data=st.data(), procedure=sound_procedures())
def test_what_is_offered_is_exactly_what_is_accepted(
    data: st.DataObject, procedure: Procedure
) -> None:
    case = some_case(data.draw, procedure)
    for _ in range(data.draw(st.integers(0, 12))):
        case.now += timedelta(hours=data.draw(st.sampled_from((0, 0, 30, 200))))
        good = good_act(data.draw, procedure, offered(case), case.filled)
        if good is None:
            break
        case.do(*good)
    for person in PEOPLE:
        offers = {(one.step.key, one.visit, one.turn): one for one in case.offers(person)}
        for key, shape in procedure.steps.items():
            for visit in (case.state.visits.get(key, 0), case.state.visits.get(key, 0) + 1):
                for turn in range(-1, len(shape.performers) + 1):
                    offer = offers.get((key, visit, turn))
                    ways = {way.key for way in offer.ways} if offer else set()
                    for way in shape.outcomes:
                        command = CompleteStep(
                            step=key, visit=visit, turn=turn, outcome=way.key, note="Baik.",
                            forms=case.filled(shape.fills),
                        )  # fmt: skip
                        right = offer is not None and (not offer.ways or way.key in ways)
                        assert accepted(case, person, command) == right
        assert may_withdraw(case.situation(person)) == accepted(
            case, person, WithdrawCase(reason="Tidak jadi.")
        )


def accepted(case: PureCase, person: int, command: Command) -> bool:
    try:
        decide(case.situation(person), command)
    except Refused:
        return False
    return True


@examples(40)
@given(data=st.data(), procedure=sound_procedures())
def test_people_who_do_their_work_bring_every_case_to_an_end(
    data: st.DataObject, procedure: Procedure
) -> None:
    """Everybody keeps to one side and mending is bounded: no case is left without a turn to take."""
    case = some_case(data.draw, procedure)
    case.people = {1: (APPLICANT,), 2: (APPLICANT,), 7: (APPLICANT,), 3: OFFICERS}
    for _ in range(500):
        if case.state.ended:
            return
        case.now += timedelta(days=10)
        person, offer = next((person, one) for person in case.people for one in case.offers(person))
        way = next(
            (one.key for one in offer.ways if one.kind is not OutcomeKind.RETURN and not one.after),
            "",
        )
        case.do(
            person,
            CompleteStep(
                step=offer.step.key, visit=offer.visit, turn=offer.turn, outcome=way, note="Baik.",
                forms=case.filled(offer.step.fills),
            ),
        )  # fmt: skip
    raise AssertionError("lima ratus langkah, dan belum berakhir")


@pytest.mark.control
def test_the_judge_sees_a_step_that_is_lost_or_doubled() -> None:
    case = PureCase(procedure=net("1 > 2", "2 > granted"))
    case.begin()
    whole = case.log
    case.log = [one for one in whole if type(one[2]).__name__ != "StepOpened"]
    with pytest.raises(AssertionError):
        case._judge(case.state, decide(case.situation(2), case.turn("petugas", "1")))
    case.log = [*whole, whole[-1]]
    with pytest.raises(AssertionError):
        case._judge(case.state, decide(case.situation(2), case.turn("petugas", "1")))
