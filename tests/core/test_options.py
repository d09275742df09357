"""Suggested ways out are off until the office switches them on."""

from __future__ import annotations

from kolokasi.core.options import suggested, with_options
from kolokasi.core.procedure import Procedure
from kolokasi.core.proof.soundness import prove
from kolokasi.core.reading.procedure_file import read_procedure
from kolokasi.sources.yaml_tree import read_tree
from sop_texts import RICH, SMALL


def sop(text: str) -> Procedure:
    tree, _ = read_tree(text, "")
    assert tree is not None
    procedure, findings = read_procedure(tree, file="")
    assert procedure is not None, findings
    return procedure


def test_a_procedure_names_what_it_suggests() -> None:
    assert suggested(sop(RICH)) == ("akses-vpn:2.tunda",)
    assert suggested(sop(SMALL)) == ()


def test_what_is_not_switched_on_is_gone_with_the_steps_behind_it() -> None:
    procedure = with_options(sop(RICH), [])
    assert procedure.steps["2"].outcome("tunda") is None
    assert "antre" not in procedure.steps


def test_what_is_switched_on_stays() -> None:
    procedure = with_options(sop(RICH), ["akses-vpn:2.tunda", "lain:1.x"])
    assert procedure.steps["2"].outcome("tunda") is not None
    assert "antre" in procedure.steps


def test_a_procedure_without_suggestions_is_left_as_it_is() -> None:
    procedure = sop(SMALL)
    assert with_options(procedure, ["pinjam-proyektor:2.x"]) is procedure


def test_nothing_points_at_a_step_that_is_gone() -> None:
    text = RICH.replace("withdrawal: {until: [4]", "withdrawal: {until: [4, antre]")
    text = text.replace('cancels: "*"', "cancels: [antre]")
    procedure = with_options(sop(text), [])
    assert procedure.withdrawal is not None
    assert procedure.withdrawal.until == ("4",)
    assert all(not way.cancels for step in procedure.steps.values() for way in step.outcomes)


def test_steps_that_no_arrow_reaches_anyway_are_left_for_the_lint() -> None:
    text = RICH.replace(
        "  - no: 5\n", "  - {no: 9, text: Terlupa, performer: noc, end: done}\n  - no: 5\n"
    )
    assert "9" in with_options(sop(text), []).steps


def test_the_examples_of_these_tests_are_sound_either_way() -> None:
    assert prove(sop(SMALL)).sound
    assert prove(sop(RICH)).sound
    assert prove(sop(RICH), options=["akses-vpn:2.tunda"]).sound
