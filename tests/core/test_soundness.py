"""Soundness: each property has a net that breaks it and a control that keeps it; then random nets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kolokasi.core.procedure import Condition, OutcomeKind, Procedure, StepKind
from kolokasi.core.proof import unsoundness as fault
from kolokasi.core.proof.soundness import findings, prove
from kolokasi.core.proof.state_graph import choices, explore
from nets import net, with_step, with_way

ONLY_PLACEMENT = Condition(services=frozenset({"penempatan"}))
BOTH = {"penempatan": "Penempatan server", "hosting": "Hosting aplikasi"}


def codes(procedure: Procedure) -> set[str]:
    return {one.code for one in prove(procedure).faults}


def the(procedure: Procedure, code: str) -> fault.Unsoundness:
    found = [one for one in prove(procedure).faults if one.code == code]
    assert len(found) == 1, [one.sentence for one in prove(procedure).faults]
    return found[0]


@pytest.mark.parametrize(
    "sound",
    [
        net("1 > granted"),
        net("1 > 2", "2 > 3 | refused", "3 > granted"),
        net("1 > 2", "2 > ok: 3 | back: 1", "3 > granted"),
        net("1 > 2 & 3", "2 > 4", "3 > 4", "4 < 2 3 > granted"),
        net("1 > 2 & 3", "2 > 5", "3 > 4", "4 > 5", "5 < 2 4 > again: 1 | granted"),
    ],
    ids=["one", "decision", "loop", "parallel", "parallel loop"],
)
def test_sound_nets_are_proved_sound(sound: Procedure) -> None:
    proof = prove(sound)
    assert proof.sound, [one.sentence for one in proof.faults]
    assert proof.graphs[0].whole


# --- option to complete -----------------------------------------------------------------------------


def test_a_step_without_a_way_out_is_a_dead_end_and_the_way_to_it_is_told() -> None:
    broken = net("1 > 2", "2 > tersedia: granted | penuh: 3", "3 >")
    found = the(broken, fault.DEADLOCK)
    assert found.step == "3"
    assert found.way == (("1", "selesai"), ("2", "penuh"))
    assert "kegiatan 3 terbuka, tetapi tidak punya jalan keluar" in found.sentence
    assert "Jalannya: 1 → 2 (Penuh)." in found.sentence


def test_a_way_out_that_leads_nowhere_loses_the_case() -> None:
    broken = net("1 > 2", "2 > granted | hilang:")
    broken = with_way(broken, "2", "hilang", next=())
    found = the(broken, fault.LOST)
    assert (found.step, found.way[-1]) == ("2", ("2", "hilang"))
    assert "tidak ada kegiatan lain dan proses tidak berakhir" in found.sentence


def test_a_join_of_two_branches_of_one_decision_waits_for_ever() -> None:
    broken = net("1 > ya: 2 | tidak: 3", "2 > 4", "3 > 4", "4 < 2 3 > granted")
    assert codes(broken) == {fault.JOIN_WAITS, fault.DEAD_STEP}
    found = the(broken, fault.JOIN_WAITS)
    assert found.step == "4"
    assert "Kegiatan 4 menunggu kegiatan 3 yang tidak akan pernah sampai ke sana" in found.sentence
    dead = the(broken, fault.DEAD_STEP)
    assert "menunggu 2 dan 3, dan semuanya tidak pernah sampai bersama-sama" in dead.sentence


def test_a_bounded_return_with_no_other_way_ends_in_a_dead_end() -> None:
    loop = net("1 > 2", "2 > ok: 3 | back: 1", "3 > granted")
    bounded = with_way(loop, "2", "back", at_most=2)
    assert prove(bounded).sound
    only_back = with_way(
        net("1 > 2", "2 > back: 1 | ok: 3", "3 > granted"), "2", "ok", only_after_return=True
    )
    broken = with_way(only_back, "2", "back", at_most=2)
    found = the(broken, fault.DEADLOCK)
    assert "keputusan “Back” sudah habis dipakai" in found.sentence
    assert found.way.count(("2", "back")) == 2


def test_going_round_without_an_end_is_found_though_it_is_no_dead_end() -> None:
    broken = net("1 > ya: granted | tidak: 2", "2 > 3", "3 > 2")
    assert codes(broken) == {fault.LIVELOCK}
    found = the(broken, fault.LIVELOCK)
    assert found.step == "2"
    assert found.way == (("1", "tidak"),)
    assert codes(net("1 > ya: granted | tidak: 2", "2 > 3", "3 > 2 | granted")) == set()


# --- proper completion, safety ----------------------------------------------------------------------


def test_ending_while_another_step_is_open_is_improper() -> None:
    broken = net("1 > 2 & 3", "2 > granted", "3 > 4", "4 > granted")
    found = prove(broken).faults[0]
    assert found.code == fault.IMPROPER
    assert found.sentence == (
        "Proses berakhir di kegiatan 2 padahal kegiatan 3 masih terbuka. Jalannya: 1 → 2."
    )
    mended = with_way(broken, "2", "selesai", cancels=("*",))
    mended = with_way(mended, "4", "selesai", cancels=("*",))
    assert prove(mended).sound


def test_what_a_way_out_cancels_is_not_blamed_for_being_open() -> None:
    broken = net("1 > 2 & 3 & 4", "2 > granted", "3 > granted", "4 > granted")
    broken = with_way(broken, "2", "selesai", cancels=("3",))
    assert "padahal kegiatan 4 masih terbuka" in prove(broken).faults[0].sentence


def test_an_end_behind_a_step_that_is_passed_over_is_improper_too() -> None:
    broken = net("1 > 2 & 3", "2 > granted", "3 > granted")
    broken = with_step(broken, "3", condition=Condition(answers=(("ada", "ya"),)))
    (found,) = [one for one in prove(broken).faults if one.code == fault.IMPROPER]
    assert found.sentence == ("Proses berakhir padahal kegiatan 2 masih terbuka. Jalannya: 1.")


def test_opening_a_step_twice_is_unsafe() -> None:
    broken = net("1 > 2 & 3", "2 > 3", "3 > granted")
    found = [one for one in prove(broken).faults if one.code == fault.UNSAFE]
    assert [one.step for one in found] == ["3"]
    assert "Kegiatan 3 dibuka lagi selagi masih terbuka" in found[0].sentence
    assert prove(net("1 > 2 & 4", "2 > 3", "4 > 3", "3 < 2 4 > granted")).sound


# --- nothing dead -----------------------------------------------------------------------------------


def test_a_step_to_which_no_arrow_leads_is_dead() -> None:
    found = the(net("1 > 3", "2 > 3", "3 > granted"), fault.DEAD_STEP)
    assert found.sentence == "Kegiatan 2 tidak pernah terbuka: tidak ada panah yang menuju ke sana."


def test_a_step_behind_a_dead_step_is_dead_too() -> None:
    proof = prove(net("1 > granted", "2 > 3", "3 > granted"))
    assert [one.step for one in proof.faults] == ["2", "3"]
    assert "jalan dari kegiatan 2 tidak pernah sampai" in proof.faults[1].sentence


def test_a_way_out_whose_condition_never_holds_is_dead() -> None:
    ways = net("1 > 2", "2 > ya: granted | tidak: refused")
    never = with_way(ways, "2", "tidak", condition=Condition(answers=(("tersedia", "tidak"),)))
    found = the(never, fault.DEAD_WAY)
    assert "Keputusan “Tidak” pada kegiatan 2 tidak pernah dapat dipilih" in found.sentence
    answered = with_way(never, "1", "selesai", answers=(("tersedia", "tidak"),))
    assert prove(answered).sound


def test_what_only_a_switched_off_suggestion_reaches_is_absent_not_dead() -> None:
    sheet = net("1 > granted | usul: 2", "2 > granted")
    suggested = with_way(sheet, "1", "usul", suggested=True, assumption="usulan kami")
    off, on = prove(suggested), prove(suggested, options={"jaring:1.usul"})
    assert off.sound
    assert on.sound
    assert list(off.procedure.steps) == ["1"]
    assert list(on.procedure.steps) == ["1", "2"]
    assert the(replace_steps(suggested, net("3 > granted")), fault.DEAD_STEP).step == "3"


def test_what_only_the_answer_of_a_suggestion_opens_is_absent_too() -> None:
    sheet = net("1 > 2 | usul: 2", "2 > 3", "3 > granted")
    sheet = with_way(sheet, "1", "usul", suggested=True, answers=(("cara", "baru"),))
    asked = Condition(answers=(("cara", "baru"),))
    assert prove(with_step(sheet, "2", condition=asked)).sound
    assert not prove(with_step(sheet, "2", condition=Condition(answers=(("x", "y"),)))).sound


def test_a_suggestion_that_would_break_the_procedure_is_found_when_it_is_switched_on() -> None:
    sheet = with_way(net("1 > granted | usul: 2", "2 >"), "1", "usul", suggested=True)
    assert prove(sheet).sound
    assert prove(sheet, options={"jaring:1.usul"}).has(fault.DEADLOCK)


def replace_steps(procedure: Procedure, more: Procedure) -> Procedure:
    return replace(procedure, steps={**procedure.steps, **more.steps})


# --- services, waits, skipping ----------------------------------------------------------------------


def test_a_fault_for_one_service_alone_is_found_and_names_it() -> None:
    sheet = net("1 > 2", "2 > 3", "3 > bawa: granted", services=BOTH)
    broken = with_way(sheet, "3", "bawa", condition=ONLY_PLACEMENT)
    found = the(broken, fault.DEADLOCK)
    assert found.services == {"hosting"}
    assert "tidak satu pun keputusannya dapat dipilih (layanan Hosting aplikasi)" in found.sentence


def test_a_fault_for_every_service_names_none() -> None:
    sheet = with_step(net("1 > 2", "2 > 3", "3 >", services=BOTH), "2", condition=ONLY_PLACEMENT)
    assert the(sheet, fault.DEADLOCK).sentence == (
        "Jalan buntu: kegiatan 3 terbuka, tetapi tidak punya jalan keluar. Jalannya: 1."
    )


def test_a_step_that_applies_to_one_service_is_passed_over_for_the_other() -> None:
    sheet = with_step(
        net("1 > 2", "2 > 3", "3 > granted", services=BOTH), "2", condition=ONLY_PLACEMENT
    )
    assert prove(sheet).sound
    assert set(choices(sheet)) == {frozenset({"penempatan"}), frozenset({"hosting"})}
    hosting = explore(sheet, frozenset({"hosting"}))
    assert not any("2" in state.open for state in hosting.states())


def test_ten_services_that_nothing_tells_apart_are_explored_once() -> None:
    many = {f"layanan{n}": f"Layanan {n}" for n in range(10)}
    assert len(choices(net("1 > granted", services=many))) == 1
    split = with_step(
        net("1 > 2", "2 > granted", services=many),
        "2",
        condition=Condition(services=frozenset({"layanan3", "layanan4"})),
    )
    assert sorted(map(len, choices(split))) == [1, 1]


def test_steps_passed_over_in_a_circle_are_found_even_at_the_start() -> None:
    never = Condition(answers=(("ada", "ya"),))
    circle = net("1 > 2", "2 > 1")
    for key in circle.steps:
        circle = with_step(circle, key, condition=never)
    assert codes(circle) == {fault.SKIP_LOOP}
    assert prove(circle).faults[0].way == ()
    later = net("0 > 1", "1 > 2", "2 > 1")
    for key in ("1", "2"):
        later = with_step(later, key, condition=never)
    assert the(later, fault.SKIP_LOOP).way == (("0", "selesai"),)


def test_a_step_passed_over_without_a_way_on_is_found() -> None:
    sheet = with_step(net("1 > 2", "2 >"), "2", condition=Condition(answers=(("ada", "ya"),)))
    assert fault.SKIP_DEAD in codes(sheet)


def test_a_wait_is_left_like_any_other_step() -> None:
    sheet = with_step(net("1 > t", "t > 2", "2 > granted"), "t", kind=StepKind.WAIT, number="")
    assert prove(sheet).sound
    stuck = with_step(net("1 > t", "t >"), "t", kind=StepKind.WAIT, number="", text="server datang")
    assert "kegiatan “server datang” terbuka" in the(stuck, fault.DEADLOCK).sentence


def test_after_a_return_a_way_out_may_open_that_was_closed_before() -> None:
    sheet = net("1 > lanjut: 2 | mundur: refused", "2 > back: 1 | granted")
    sheet = with_way(sheet, "2", "back", kind=OutcomeKind.RETURN)
    sheet = with_way(sheet, "1", "mundur", only_after_return=True)
    assert prove(sheet).sound
    assert the(with_way(sheet, "2", "back", kind=OutcomeKind.FORWARD), fault.DEAD_WAY).step == "1"


# --- the limit --------------------------------------------------------------------------------------


def test_too_many_states_are_refused_with_a_sentence_not_guessed() -> None:
    branches = [str(n) for n in range(2, 10)]
    wide = net(
        f"1 > {' & '.join(branches)}",
        *(f"{n} > 10" for n in branches),
        f"10 < {' '.join(branches)} > granted",
    )
    assert prove(wide).sound
    cut = prove(wide, limit=50)
    assert [one.code for one in cut.faults] == [fault.TOO_LARGE]
    assert "lebih dari 50 keadaan" in cut.faults[0].sentence
    assert not cut.graphs[0].whole


def test_more_kinds_of_requests_than_can_be_looked_at_are_refused_too() -> None:
    many = {f"l{n}": f"Layanan {n}" for n in range(9)}
    rows = [f"{n} > {n + 1}" for n in range(9)]
    sheet = net(*rows, "9 > granted", services=many)
    for n in range(9):
        sheet = with_step(sheet, str(n), condition=Condition(services=frozenset({f"l{n}"})))
    found = the(sheet, fault.TOO_LARGE)
    assert "terlalu banyak cara yang berbeda" in found.sentence
    fewer = {key: many[key] for key in list(many)[:4]}
    assert prove(replace(sheet, services=fewer)).sound is False  # the rows of the others are dead
    assert len(choices(replace(sheet, services=fewer))) == 15


def test_a_dead_end_met_before_the_limit_is_still_told() -> None:
    branches = [str(n) for n in range(2, 10)]
    wide = net(
        f"1 > buntu: 11 | {' & '.join(branches)}",
        *(f"{n} > 10" for n in branches),
        f"10 < {' '.join(branches)} > granted",
        "11 >",
    )
    assert {one.code for one in prove(wide, limit=50).faults} == {fault.DEADLOCK, fault.TOO_LARGE}


# --- as findings ------------------------------------------------------------------------------------


def test_a_finding_is_an_error_at_the_line_of_its_step() -> None:
    broken = net("1 > 2 & 3", "2 > granted", "3 > granted")
    broken = with_step(broken, "2", line=42)
    first = next(findings(prove(broken)))
    assert (first.is_error, first.line, first.step) == (True, 42, "2")
    assert (first.code, first.field) == (fault.IMPROPER, "outcomes.selesai")
    dead = next(findings(prove(net("1 > granted", "2 > granted"))))
    assert "Karena itu" not in dead.message
    assert (dead.step, dead.field) == ("2", "")


def test_what_is_dead_because_of_a_dead_step_is_named_with_it() -> None:
    broken = net("1 > granted", "2 > 3", "3 > 4", "4 > granted", "5 > 6", "6 > 5")
    assert [(one.step, one.message.partition(". ")[2]) for one in findings(prove(broken))] == [
        ("2", "Karena itu kegiatan 3 dan 4 juga tidak."),
        ("5", "Karena itu kegiatan 6 juga tidak."),
    ]
