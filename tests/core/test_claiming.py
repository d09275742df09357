"""Karanganyar's request and the room that it asks for: checked, reserved, queued, placed, given back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

from capacity_room import ASK, UPS, room
from kolokasi.core.capacity.judging import judge
from kolokasi.core.capacity.snapshot import digest_of, facts_of, verdict_of
from kolokasi.core.capacity.verdict import Answer, Verdict
from kolokasi.core.case_state import Claim
from kolokasi.core.commands import (
    Actor,
    LapseCapacity,
    OfferCapacity,
    OverrideCapacity,
    WarnCapacity,
)
from kolokasi.core.engine import decide
from kolokasi.core.events import (
    CapacityChecked,
    CapacityHeld,
    CapacityLapsed,
    CapacityOverridden,
    CapacityQueued,
    CapacityReleased,
    CapacityWarned,
    CaseEnded,
    Event,
)
from kolokasi.core.options import with_options
from kolokasi.core.procedure import Procedure
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.situation import CapacityCheck
from kolokasi.sources.library import Library
from pure_case import PureCase

PROCEDURES = Path(__file__).parents[2] / "procedures"
Kind = TypeVar("Kind")
SYSTEM = Actor(person=0, name="Kolokasi", roles={})


@cache
def karanganyar() -> Procedure:
    return with_options(
        Library.load(PROCEDURES).procedure("karanganyar/penempatan-server"),
        ("penempatan-server:3.tunda",),
    )


def found(answer: Answer) -> CapacityCheck:
    stock = {
        Answer.YES: room(),
        Answer.NO: room({UPS: {"used": 15_500}}),
        Answer.UNKNOWN: room({UPS: {"rating": None, "limit": None}}),
    }[answer]
    check = CapacityCheck(ask=ASK, verdict=judge(ASK, stock), policy=stock.policy)
    assert check.verdict.answer is answer
    return check


def before_the_check(answer: Answer | None) -> PureCase:
    case = PureCase(procedure=karanganyar(), services=frozenset({"penempatan"}))
    case.begin()
    for role in ("administrator", "pengawas", "personil"):
        case.take(role, "2")
    case.check = found(answer) if answer else None
    return case


def by_the_system(case: PureCase, command: object) -> tuple[Event, ...]:
    situation = replace(case.situation(case.person("personil")), actor=SYSTEM)
    return decide(situation, command).events  # type: ignore[arg-type]


def only(events: Iterable[Event], kind: type[Kind]) -> Kind:
    [one] = [event for event in events if isinstance(event, kind)]
    return one


def kinds(events: Iterable[Event]) -> list[str]:
    return [type(event).__name__ for event in events if type(event).__name__.startswith("Capacity")]


def test_what_fits_is_reserved_with_the_decision() -> None:
    case = before_the_check(Answer.YES)
    events = case.take("personil", "3", "tersedia").events
    assert kinds(events) == ["CapacityChecked", "CapacityHeld"]
    held = only(events, CapacityHeld)
    assert held.places
    assert all("Rak" in place for place in held.places)
    assert case.now < held.warn_at < held.lapses_at
    assert case.state.capacity is Claim.HELD


def test_the_log_is_bound_to_the_verdict_as_of_the_decision() -> None:
    case = before_the_check(Answer.YES)
    assert case.check is not None
    checked = only(case.take("personil", "3", "tersedia").events, CapacityChecked)
    facts = facts_of(case.check.verdict)
    assert checked.sha256 == digest_of(facts)
    assert verdict_of(facts) == case.check.verdict
    facts["lines"][0]["used"] += 1
    assert checked.sha256 != digest_of(facts)


@pytest.mark.parametrize("answer", [Answer.NO, Answer.UNKNOWN])
def test_what_does_not_fit_for_certain_is_not_reserved(answer: Answer) -> None:
    case = before_the_check(answer)
    with pytest.raises(Refused) as refused:
        case.take("personil", "3", "tersedia")
    assert refused.value.why is Why.NO_ROOM
    assert "UPS" in str(refused.value)
    assert "Administrator" in str(refused.value), "who may let it through"
    assert case.state.capacity is Claim.NONE


def test_a_refusal_keeps_what_was_found() -> None:
    case = before_the_check(Answer.NO)
    events = case.take("personil", "3", "penuh").events
    assert kinds(events) == ["CapacityChecked"]
    assert only(events, CapacityChecked).answer == "tidak"


def test_an_office_without_a_data_centre_here_answers_by_hand() -> None:
    case = before_the_check(None)
    assert kinds(case.take("personil", "3", "tersedia").events) == []


def test_who_is_entitled_lets_a_request_through_and_says_why() -> None:
    case = before_the_check(Answer.UNKNOWN)
    administrator = case.person("administrator")
    with pytest.raises(Refused) as unsaid:
        case.do(administrator, OverrideCapacity(reason=" "))
    assert unsaid.value.errors
    with pytest.raises(Refused) as another:
        case.do(case.person("personil"), OverrideCapacity(reason="Pasti cukup."))
    assert another.value.why is Why.FORBIDDEN
    events = case.do(administrator, OverrideCapacity(reason="UPS baru, belum tercatat.")).events
    assert only(events, CapacityOverridden).reason == "UPS baru, belum tercatat."
    with pytest.raises(Refused) as twice:
        case.do(administrator, OverrideCapacity(reason="Sekali lagi."))
    assert twice.value.why is Why.TAKEN
    events = case.take("personil", "3", "tersedia").events
    assert only(events, CapacityChecked).overridden
    assert only(events, CapacityHeld).overridden


def test_what_is_installed_is_placed() -> None:
    case = _until_installation(before_the_check(Answer.YES))
    assert kinds(case.take("personil", "8", "terpasang").events) == ["CapacityPlaced"]
    assert case.state.capacity is Claim.PLACED
    assert kinds(case.take("personil", "9").events) == [], "already placed when the case ends"


def test_what_lapsed_is_reserved_anew_at_the_installation_or_not_at_all() -> None:
    case = _until_installation(before_the_check(Answer.YES))
    for event in by_the_system(case, LapseCapacity()):
        assert isinstance(event, CapacityLapsed)
    case.state = replace(case.state, capacity=Claim.NONE)
    case.check = found(Answer.NO)
    with pytest.raises(Refused) as full:
        case.take("personil", "8", "terpasang")
    assert full.value.why is Why.NO_ROOM
    case.check = found(Answer.YES)
    events = case.take("personil", "8", "terpasang").events
    assert kinds(events) == ["CapacityChecked", "CapacityHeld", "CapacityPlaced"]


def test_a_withdrawal_gives_back_what_was_held() -> None:
    case = before_the_check(Answer.YES)
    case.take("personil", "3", "tersedia")
    events = case.withdraw().events
    assert kinds(events) == ["CapacityReleased"]
    assert [type(one) for one in events].index(CapacityReleased) < [
        type(one) for one in events
    ].index(CaseEnded)


def test_who_does_not_fit_waits_and_is_offered_what_is_freed() -> None:
    case = before_the_check(Answer.NO)
    events = case.take("personil", "3", "tunda").events
    assert "UPS" in only(events, CapacityQueued).short
    assert by_the_system(case, OfferCapacity()) == (), "still full"
    case.check = found(Answer.YES)
    offered = by_the_system(case, OfferCapacity())
    assert kinds(offered) == ["CapacityChecked", "CapacityHeld"]
    assert only(offered, CapacityHeld).offered
    assert case.take("personil", "daftar-tunggu", "ada_kapasitas")


def test_nothing_is_offered_to_a_case_that_has_gone_on() -> None:
    case = before_the_check(Answer.YES)
    waiting = replace(case.state, capacity=Claim.WAITING)
    case.take("personil", "3", "tersedia")
    gone_on = replace(case.state, capacity=Claim.WAITING)
    case.state = waiting
    assert kinds(by_the_system(case, OfferCapacity())), "at the check it is"
    case.state = gone_on
    assert by_the_system(case, OfferCapacity()) == ()


def test_who_let_an_offer_lapse_goes_to_the_end_of_the_list() -> None:
    case = before_the_check(Answer.NO)
    case.take("personil", "3", "tunda")
    case.state = replace(case.state, capacity=Claim.WARNED)
    assert kinds(by_the_system(case, LapseCapacity())) == ["CapacityLapsed", "CapacityQueued"]


def test_a_warning_comes_once_and_only_to_who_holds() -> None:
    case = before_the_check(Answer.YES)
    case.take("personil", "3", "tersedia")
    command = WarnCapacity(lapses_at=case.now)
    assert isinstance(by_the_system(case, command)[0], CapacityWarned)
    case.state = replace(case.state, capacity=Claim.WARNED)
    assert by_the_system(case, command) == ()
    case.state = replace(case.state, capacity=Claim.NONE)
    assert by_the_system(case, LapseCapacity()) == ()


def test_nobody_overrides_when_nothing_is_checked() -> None:
    case = PureCase(procedure=karanganyar(), services=frozenset({"penempatan"}))
    case.begin()
    with pytest.raises(Refused) as early:
        case.do(case.person("administrator"), OverrideCapacity(reason="Sekarang juga."))
    assert early.value.why is Why.NOT_YET


def _until_installation(case: PureCase) -> PureCase:
    case.take("personil", "3", "tersedia")
    case.take("opd", "4")
    case.take("administrator", "5")
    case.take("pengawas", "6")
    case.take("opd", "7")
    return case


def verdict_without_takes(verdict: Verdict) -> Verdict:
    return replace(verdict, takes=(), places=())


def test_not_even_an_override_reserves_what_is_not_there() -> None:
    case = before_the_check(Answer.NO)
    assert case.check is not None
    case.check = replace(case.check, verdict=verdict_without_takes(case.check.verdict))
    case.do(case.person("administrator"), OverrideCapacity(reason="Mendesak."))
    with pytest.raises(Refused) as never:
        case.take("personil", "3", "tersedia")
    assert "batas fisik" in str(never.value)
