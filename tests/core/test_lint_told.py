"""An end must tell the applicant, on every way to it, from the moment that it is certain."""

from __future__ import annotations

from dataclasses import replace

from kolokasi.core.finding import Finding
from kolokasi.core.lint.told import CODE, check_told
from kolokasi.core.procedure import Condition, End, EndText, Procedure, Standing
from kolokasi.core.proof.soundness import prove
from nets import APPLICANT, net, with_step, with_way

TELLING = (APPLICANT,)


def untold(procedure: Procedure) -> list[Finding]:
    return list(check_told(prove(procedure)))


def test_an_end_without_a_word_is_found_with_the_way_to_it() -> None:
    (found,) = untold(
        with_step(net("1 > 2", "2 > ya: 3 | tidak: refused", "3 > granted"), "3", informs=TELLING)
    )
    assert (found.code, found.step, found.field) == (CODE, "2", "outcomes.tidak")
    assert "berakhir (ditolak) di kegiatan 2" in found.message
    assert "Jalannya: 1 → 2 (Tidak)." in found.message
    assert not found.is_error


def test_the_row_or_the_way_out_that_decides_may_tell() -> None:
    sheet = net("1 > 2", "2 > ya: granted | tidak: refused")
    assert [one.field for one in untold(with_way(sheet, "2", "tidak", informs=TELLING))] == [
        "outcomes.ya"
    ]
    assert untold(with_step(sheet, "2", informs=TELLING)) == []


def test_a_word_before_the_decision_does_not_count() -> None:
    sheet = net("1 > 2", "2 > ya: granted | tidak: refused")
    assert len(untold(with_step(sheet, "1", informs=TELLING))) == 2


def test_a_word_after_the_decision_counts_though_it_is_not_the_last_row() -> None:
    sheet = net("1 > ya: 2 | tidak: 3", "2 > 4", "4 > granted", "3 > refused")
    told = with_step(with_step(sheet, "2", informs=TELLING), "3", informs=TELLING)
    assert untold(told) == []


def test_one_silent_way_among_told_ones_is_enough() -> None:
    sheet = net("1 > ya: 2 | tidak: 3", "2 > a: 4 | b: 5", "4 > 5", "5 > granted", "3 > refused")
    told = with_step(with_step(sheet, "4", informs=TELLING), "3", informs=TELLING)
    (found,) = untold(told)
    assert (found.step, found.field) == ("5", "outcomes.selesai")
    assert "1 (Ya) → 2 (B) → 5" in found.message


def test_an_answer_that_is_carried_decides_long_before_the_end() -> None:
    sheet = net("1 > ya: 2 | tidak: 2", "2 > 3", "3 > terima: granted | tolak: refused")
    for way, answer in (("ya", "ya"), ("tidak", "tidak")):
        sheet = with_way(sheet, "1", way, answers=(("ada", answer),))
    sheet = conditioned(sheet)
    assert len(untold(sheet)) == 2
    assert untold(with_step(sheet, "2", informs=TELLING)) == []


def conditioned(sheet: Procedure) -> Procedure:
    for way, answer in (("terima", "ya"), ("tolak", "tidak")):
        sheet = with_way(sheet, "3", way, condition=Condition(answers=(("ada", answer),)))
    return sheet


def test_who_takes_the_last_step_himself_knows() -> None:
    sheet = net("1 > 2", "2 > granted")
    assert len(untold(sheet)) == 1
    assert untold(with_step(sheet, "2", performers=(APPLICANT,))) == []


def test_an_end_marked_as_unwritten_is_said_once_though_some_row_seems_to_tell() -> None:
    sheet = with_step(net("1 > 2", "2 > granted"), "2", informs=TELLING)
    silent = {End.GRANTED: EndText(end=End.GRANTED, text="Selesai.", written=False)}
    (found,) = untold(replace(sheet, ends=silent))
    assert found.field == "ends.granted"
    assert untold(replace(sheet, ends=silent, standing=Standing.PROPOSAL)) == []
    assert len(untold(replace(with_step(sheet, "2", informs=()), ends=silent))) == 1
