"""Symbols, loops and joins of a flow that runs."""

from __future__ import annotations

from kolokasi.core.finding import Finding
from kolokasi.core.lint import flow_shape as lint
from kolokasi.core.procedure import Condition, Procedure, StepKind
from kolokasi.core.proof.soundness import prove
from kolokasi.core.worktime.duration import parse_duration
from nets import net, with_step, with_way


def found(procedure: Procedure) -> list[Finding]:
    return list(lint.check_flow(prove(procedure)))


def codes(procedure: Procedure) -> list[tuple[str, str]]:
    return [(one.code, one.step) for one in found(procedure)]


def test_a_diamond_with_one_way_is_no_decision() -> None:
    bad = with_step(net("1 > 2", "2 > granted"), "2", kind=StepKind.DECISION)
    (one,) = found(bad)
    assert (one.code, one.step) == (lint.ONE_WAY, "2")
    assert "yang ada hanya 1" in one.message


def test_a_box_with_two_ways_that_somebody_chooses_between_is_a_decision() -> None:
    box = net("1 > 2", "2 > ya: granted | tidak: refused")
    (one,) = found(box)
    assert (one.code, one.field) == (lint.BOX, "kind")
    assert "2 jalan keluar: “Ya” dan “Tidak”" in one.message
    assert found(with_step(box, "2", kind=StepKind.DECISION)) == []
    assert found(with_way(box, "2", "tidak", assumption="tidak tertulis")) == []
    assert found(with_step(box, "2", number="")) == []


def test_an_answer_that_is_only_carried_is_no_choice() -> None:
    sheet = with_step(
        net("1 > a: 2 | b: 2", "2 > ya: granted | tidak: refused"), "1", kind=StepKind.DECISION
    )
    sheet = with_way(sheet, "1", "a", answers=(("ada", "ya"),))
    sheet = with_way(sheet, "1", "b", answers=(("ada", "tidak"),))
    assert codes(sheet) == [(lint.BOX, "2")]
    sheet = with_way(sheet, "2", "ya", condition=Condition(answers=(("ada", "ya"),)))
    sheet = with_way(sheet, "2", "tidak", condition=Condition(answers=(("ada", "tidak"),)))
    assert codes(sheet) == []


def test_arrows_must_be_told_apart() -> None:
    sheet = with_step(net("1 > ya: granted | tidak: refused"), "1", kind=StepKind.DECISION)
    assert codes(with_way(sheet, "1", "tidak", label=" YA ")) == [(lint.UNLABELLED, "1")]
    assert codes(with_way(sheet, "1", "tidak", label="")) == [(lint.UNLABELLED, "1")]
    assert codes(sheet) == []


def test_a_join_of_one_is_a_plain_arrow() -> None:
    assert codes(net("1 > 2", "2 < 1 > granted")) == [(lint.LONELY_JOIN, "2")]


def test_a_way_back_without_limit_is_named_with_where_it_leads() -> None:
    loop = with_step(
        net("1 > 2", "2 > ok: 3 | back: 1", "3 > granted"), "2", kind=StepKind.DECISION
    )
    (one,) = found(loop)
    assert (one.code, one.step, one.field) == (lint.ENDLESS, "2", "outcomes.back")
    assert "dapat kembali ke kegiatan 1 tanpa batas" in one.message
    assert found(with_way(loop, "2", "back", at_most=3)) == []
    assert found(with_way(loop, "2", "back", assumption="bacaan kami")) == []


def test_a_rhythm_or_a_wait_is_meant_to_go_on() -> None:
    runs = with_step(net("1 > lagi: 1 | cukup: granted"), "1", kind=StepKind.DECISION)
    assert codes(runs) == [(lint.ENDLESS, "1")]
    assert codes(with_way(runs, "1", "lagi", after=parse_duration("1 minggu"))) == []
    assert codes(with_way(runs, "1", "lagi", after_field="rencana.frekuensi")) == []
    assert codes(with_step(runs, "1", kind=StepKind.WAIT)) == []


def test_a_jump_upwards_that_cannot_be_repeated_is_no_loop() -> None:
    sheet = net("1 > 3", "2 > granted", "3 > 2")
    assert found(sheet) == []


def test_a_suggestion_that_would_break_the_procedure_is_told_beforehand() -> None:
    sheet = with_way(net("1 > granted | usul: 2", "2 >"), "1", "usul", suggested=True)
    (one,) = lint.check_options(sheet, limit=100)
    assert (one.code, one.step) == (lint.BROKEN_OPTION, "2")
    assert one.message.startswith("Bila usulan 1.usul dinyalakan: Jalan buntu")
    good = with_way(net("1 > granted | usul: 2", "2 > granted"), "1", "usul", suggested=True)
    assert list(lint.check_options(good, limit=100)) == []
