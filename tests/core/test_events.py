"""Events as they are kept: every kind goes to facts and comes back the same; a strange kind is told."""

from __future__ import annotations

import json

import pytest

from kolokasi.core import case_state, chain
from kolokasi.core.commands import File
from kolokasi.core.events import (
    KINDS,
    By,
    CapacityChecked,
    CapacityHeld,
    CapacityLapsed,
    CapacityOverridden,
    CapacityPlaced,
    CapacityQueued,
    CapacityReleased,
    CapacityWarned,
    CaseEnded,
    CaseStarted,
    CaseWithdrawn,
    DueChanged,
    EntryMade,
    Event,
    FormDigest,
    JoinCleared,
    JoinReached,
    StepCancelled,
    StepDone,
    StepOpened,
    StepSkipped,
    from_facts,
    to_facts,
)
from kolokasi.core.procedure import End
from pure_case import MONDAY

BY = By(person=1, name="Ani 🙂", role="opd", title="OPD")
FORMS = (FormDigest(form="permohonan", sha256="b" * 64),)
FILES = (File(document="surat", name="surat \u202efdp.pdf", sha256="a" * 64),)

EXAMPLES: tuple[Event, ...] = (
    CaseStarted(
        by=BY, agency=7, subject="Aplikasi", procedure="contoh/a", version=2, services=("x", "y"),
        forms=FORMS, files=FILES, note="Mohon segera.",
    ),
    StepOpened(
        step="1", visit=1, turns=("budi", "cici"), mode="berantai", wait=False, not_before=MONDAY,
        due_at=MONDAY, due_why="15 menit", flagged=("permohonan.nama",), mending=True,
    ),
    StepOpened(
        step="2", visit=1, turns=("budi",), mode="satu", wait=True, not_before=None, due_at=None,
        due_why="",
    ),
    EntryMade(step="1", visit=1, turn=0, by=BY, note="Teruskan.", files=FILES),
    StepDone(
        step="1", visit=1, turn=1, by=BY, outcome="ya", label="Ya", kind="lanjut",
        answers=(("muat", "ya"),), counted=True, note="", forms=FORMS, files=FILES, flagged=("a.b",),
    ),
    StepSkipped(step="3"),
    StepCancelled(step="2", visit=1),
    JoinReached(step="4", source="2"),
    JoinCleared(step="4"),
    DueChanged(step="1", visit=1, due_at=None, due_why="", reason="Libur"),
    CaseWithdrawn(by=BY, reason="Tidak jadi."),
    CapacityChecked(step="3", answer="tidak", sha256="c" * 64, overridden=True),
    CapacityOverridden(by=BY, reason="Rak baru datang lusa."),
    CapacityHeld(
        places=("srv-1: Rak A1 U10–U11",), asked="d" * 64, warn_at=MONDAY, lapses_at=MONDAY, overridden=True,
    ),
    CapacityQueued(short="Kurang 2 U."),
    CapacityWarned(lapses_at=MONDAY),
    CapacityLapsed(),
    CapacityPlaced(),
    CapacityReleased(why="refused"),
    CaseEnded(end=End.WITHDRAWN, step="", reason="Tidak jadi.", told="Ditarik."),
)  # fmt: skip


def test_every_kind_has_an_example() -> None:
    assert {type(one) for one in EXAMPLES} == set(KINDS.values())


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda one: type(one).__name__)
def test_an_event_comes_back_as_it_was(event: Event) -> None:
    text = chain.canonical(to_facts(event))
    again = from_facts(type(event).__name__, json.loads(text))
    assert again == event
    assert chain.canonical(to_facts(again)) == text


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_every_event_has_its_sentence(kind: type[Event]) -> None:
    facts = {"who": "Ani", "step": "1", "end": "disetujui"}
    assert kind.sentence % facts


def test_a_kind_of_a_later_version_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        from_facts("CaseTeleported", {})


def test_a_bounded_way_is_counted_and_other_ways_are_not() -> None:
    state = case_state.CaseState()
    done = EXAMPLES[4]
    assert isinstance(done, StepDone)
    for _ in range(2):
        state = case_state.apply(state, done, MONDAY, "opd")
    assert (state.marking.count("1", "ya"), state.taken) == (2, {"1.ya": 2})
    assert state.applicants == {1}


def test_a_state_without_anything_survives_being_kept() -> None:
    assert case_state.load(case_state.dump(case_state.CaseState())) == case_state.CaseState()
