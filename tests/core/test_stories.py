"""Stories: played to their end, or failing with a sentence that its author understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kolokasi.core.commands import Command, CompleteStep, StartCase
from kolokasi.core.events import Event
from kolokasi.core.forms import clean
from kolokasi.core.procedure import (
    Attachment,
    Condition,
    End,
    Field,
    FieldType,
    Form,
    Mode,
    NoteRule,
    OutcomeKind,
    Procedure,
    Register,
    Withdrawal,
)
from kolokasi.core.stories.examples import example, example_form
from kolokasi.core.stories.player import StoryFailed, StoryPlayer
from kolokasi.core.stories.run import StoryResult, coverage, run
from kolokasi.core.stories.stage import PureStage
from kolokasi.core.story import Act, Expectation, Story
from kolokasi.core.worktime.calendar import WeekHours, WorkCalendar
from kolokasi.core.worktime.duration import parse_duration
from kolokasi.sources.library import Library
from nets import APPLICANT, OFFICER, net, with_step, with_way

DAY = ((time(7, 30), time(12)), (time(13), time(16)))
CALENDAR = WorkCalendar(
    timezone=ZoneInfo("Asia/Jakarta"), week=WeekHours(days=(*(DAY,) * 5, (), ()))
)


def act(by: str, step: str = "", outcome: str = "", **more: Any) -> Act:
    return Act(**({"by": by, "step": step, "outcome": outcome, "fields": {}, "line": 7} | more))


def story(*acts: Act, services: tuple[str, ...] = (), **then: Any) -> Story:
    return Story(
        title="Permohonan Puskesmas Melati",
        services=services,
        acts=acts,
        then=Expectation(**then),
        line=3,
    )


def played(procedure: Procedure, *acts: Act, **then: Any) -> StoryResult:
    (result,) = run(procedure, [story(*acts, **then)], CALENDAR)
    return result


def failure(procedure: Procedure, *acts: Act, **then: Any) -> str:
    return played(procedure, *acts, **then).failure


PLAIN = net("1 > 2", "2 > ya: granted | tidak: refused")
FIRST = act(OFFICER, "1")


# --- the shipped stories ----------------------------------------------------------------------------


@lru_cache(maxsize=1)
def library() -> Library:
    return Library.load(Path(__file__).parents[2] / "procedures")


@pytest.mark.parametrize("key", sorted(library().procedures()))
def test_every_shipped_procedure_has_a_true_story_for_each_way_out(key: str) -> None:
    procedure = library().in_force(key)
    results = run(procedure, library().stories[key].stories, CALENDAR)
    assert [one.failure for one in results if not one.passed] == []
    assert [one.message for one in coverage(procedure, results)] == []
    assert any(one.story.then.end is End.WITHDRAWN for one in results)


# --- playing ----------------------------------------------------------------------------------------


def test_a_story_that_comes_true_says_which_ways_it_took() -> None:
    result = played(
        PLAIN, FIRST, act(OFFICER, "2", "ya"), end=End.GRANTED, steps=("1", "2"), told=(APPLICANT,)
    )
    assert (result.passed, result.failure) == (True, "")
    assert result.taken == {("1", "selesai"), ("2", "ya")}


def test_row_one_of_the_applicant_comes_with_the_request() -> None:
    form = Form(key="f", title="F", fields=(Field(key="nama", label="Nama", required=True),))
    own = with_step(
        PLAIN,
        "1",
        performers=(APPLICANT,),
        fills=("f",),
        attachments=(Attachment(document="surat", label="Surat", required=True),),
    )
    own = replace(own, forms={"f": form})
    assert played(own, act(OFFICER, "2", "ya"), steps=("1", "2"), end=End.GRANTED).passed


def test_relay_all_and_any_are_taken_turn_by_turn() -> None:
    staff = {**PLAIN.roles, "kasi": replace(PLAIN.roles[OFFICER], key="kasi", label="Kasi")}
    sheet = replace(PLAIN, roles=staff)
    relay = with_step(sheet, "1", mode=Mode.RELAY, performers=(OFFICER, "kasi", OFFICER))
    acts = (FIRST, act("kasi", "1"), FIRST, act(OFFICER, "2", "ya"))
    assert played(relay, *acts, steps=("1", "2")).passed
    assert failure(relay, act("kasi", "1")) == (
        "Tindakan 1 (Kasi, kegiatan 1) tidak diterima: Giliran sebelumnya belum selesai."
    )
    together = with_step(sheet, "2", mode=Mode.ALL, performers=("kasi", OFFICER), decider=OFFICER)
    assert played(
        together, FIRST, act("kasi", "2"), act(OFFICER, "2", "ya"), end=End.GRANTED
    ).passed
    early = failure(together, FIRST, act("kasi", "2", "ya"))
    assert "Tindakan 2 (Kasi, kegiatan 2): “ya” belum dapat dipilih" in early
    either = with_step(sheet, "2", mode=Mode.ANY, performers=("kasi", OFFICER))
    assert played(either, FIRST, act("kasi", "2", "tidak", note="Penuh."), end=End.REFUSED).passed


def test_the_clock_runs_on_to_a_step_that_opens_only_later() -> None:
    weekly = net("1 > lagi: 1 | cukup: granted")
    weekly = with_way(weekly, "1", "lagi", after=parse_duration("1 minggu"))
    stage = PureStage(weekly, CALENDAR)
    again = act(OFFICER, "1", "lagi")
    StoryPlayer(weekly, story(again, again, act(OFFICER, "1", "cukup")), stage).play()
    assert stage.state().ended is End.GRANTED
    assert stage.now.isoformat()[:10] == "2026-01-19"


def test_a_return_needs_no_form_and_the_given_fields_win() -> None:
    number = Field(key="jumlah", label="Jumlah", type=FieldType.INTEGER, required=True)
    form = Form(key="f", title="F", fields=(number,))
    sheet = replace(net("1 > 2", "2 > ok: granted | back: 1"), forms={"f": form})
    sheet = with_way(with_step(sheet, "2", fills=("f",)), "2", "back", kind=OutcomeKind.RETURN)
    register = Register(name="Daftar", columns=(("jumlah", "f.jumlah"), ("lain", "g.x")))
    sheet = replace(sheet, register=register)
    stage = PureStage(sheet, CALENDAR)
    given = act(OFFICER, "2", "ok", fields={"f.jumlah": "42"})
    told = story(FIRST, act(OFFICER, "2", "back"), FIRST, given, register=True, end=End.GRANTED)
    StoryPlayer(sheet, told, stage).play()
    assert stage.register_row() == {"jumlah": 42}
    wrong = act(OFFICER, "2", "back", fields={"f.jumlah": "banyak"})
    assert "(Jumlah: tulis bilangan bulat" in failure(sheet, FIRST, wrong)


def test_the_applicant_withdraws_with_a_reason() -> None:
    free = replace(PLAIN, withdrawal=Withdrawal(until=("2",)))
    gone = act(APPLICANT, withdraw="Anggaran dialihkan.")
    assert played(free, FIRST, gone, end=End.WITHDRAWN, steps=("1",), told=(APPLICANT,)).passed
    assert failure(PLAIN, gone).startswith(
        "Tindakan 1 (OPD, menarik permohonan) tidak diterima: Permohonan ini tidak dapat ditarik"
    )


# --- failing ----------------------------------------------------------------------------------------


def test_an_act_on_a_step_that_is_not_open_says_what_is() -> None:
    result = played(PLAIN, act(OFFICER, "2", "ya"))
    assert result.failure == (
        "Tindakan 1 (Petugas, kegiatan 2): kegiatan ini tidak terbuka; yang terbuka kegiatan 1."
    )
    assert result.line == 7
    after = failure(PLAIN, FIRST, act(OFFICER, "2", "ya"), act(OFFICER, "2", "ya"))
    assert after.endswith("kegiatan ini tidak terbuka; permohonan sudah berakhir (granted).")
    assert "kegiatan “99”): kegiatan ini" in failure(PLAIN, act(OFFICER, "99"))


def test_an_act_by_somebody_else_says_whose_turn_it_is() -> None:
    assert failure(PLAIN, act(APPLICANT, "1")) == (
        "Tindakan 1 (OPD, kegiatan 1): giliran kegiatan ini ada pada Petugas."
    )
    assert failure(PLAIN, act("camat", "1")) == (
        "Tindakan 1 (camat, kegiatan 1): peran ini tidak ada pada SOP."
    )


def test_a_decision_that_is_not_offered_or_not_said_names_those_that_are() -> None:
    said = failure(PLAIN, FIRST, act(OFFICER, "2", "mungkin"))
    assert said.startswith("Tindakan 2 (Petugas, kegiatan 2, keputusan “mungkin”) tidak diterima: ")
    assert said.endswith("Keputusan yang ditawarkan: ya dan tidak.")
    assert "Keputusan yang ditawarkan: ya dan tidak." in failure(PLAIN, FIRST, act(OFFICER, "2"))
    strict = with_way(PLAIN, "2", "tidak", note=NoteRule.REQUIRED)
    assert "Alasan wajib diisi" in failure(strict, FIRST, act(OFFICER, "2", "tidak"))


def test_a_request_that_is_not_taken_is_no_act() -> None:
    odd = [replace(story(), services=("tidak-ada",))]
    (result,) = run(PLAIN, odd, CALENDAR)
    assert result.failure.startswith("Permohonan (OPD, mengajukan permohonan) tidak diterima: ")
    assert result.line == 3


@pytest.mark.parametrize(
    ("then", "sentence"),
    [
        ({"end": End.REFUSED}, "Diharapkan berakhir “refused”, kenyataannya “granted”."),
        ({"steps": ("1",)}, "Diharapkan kegiatan 1; yang dikerjakan 1 → 2."),
        ({"open": ("2",)}, "Diharapkan masih terbuka: 2; kenyataannya tidak ada."),
        ({"told": (OFFICER,)}, "Diharapkan Petugas diberi tahu; kenyataannya opd."),
        ({"answers": {"ada": "ya"}}, "Diharapkan jawaban ada “ya”; kenyataannya tidak ada."),
        ({"register": True}, "Diharapkan tercatat dalam daftar; kenyataannya tidak tercatat."),
    ],
)  # fmt: skip
def test_an_expectation_that_is_not_met_is_named(then: dict[str, Any], sentence: str) -> None:
    result = played(PLAIN, FIRST, act(OFFICER, "2", "ya"), **then)
    assert (result.failure, result.line) == (sentence, 3)


def test_a_story_may_stop_half_way() -> None:
    assert played(PLAIN, FIRST, open=("2",), steps=("1",), told=()).passed
    still = failure(PLAIN, FIRST, end=End.GRANTED)
    assert still == "Diharapkan berakhir “granted”, kenyataannya belum berakhir; masih terbuka 2."
    assert failure(PLAIN, steps=("1",)) == "Diharapkan kegiatan 1; yang dikerjakan (tidak ada)."


def test_who_was_told_is_read_from_rows_ways_and_copies() -> None:
    sheet = with_step(PLAIN, "1", copies=(OFFICER,))
    assert played(sheet, FIRST, told=(OFFICER,)).passed
    assert played(with_step(PLAIN, "1", informs=(APPLICANT,)), FIRST, told=(APPLICANT,)).passed
    by_way = with_way(PLAIN, "1", "selesai", informs=(APPLICANT,))
    assert played(by_way, FIRST, told=(APPLICANT,)).passed
    assert not played(PLAIN, FIRST, told=(APPLICANT,)).passed


def test_answers_and_the_register_may_be_expected_not_to_be() -> None:
    answered = with_way(PLAIN, "2", "ya", answers=(("ada", "ya"),))
    yes = act(OFFICER, "2", "ya")
    assert played(answered, FIRST, yes, answers={"ada": "ya"}, register=False).passed
    wrong = failure(answered, FIRST, yes, answers={"ada": "tidak"})
    assert wrong == "Diharapkan jawaban ada “tidak”; kenyataannya “ya”."
    form = Form(key="f", title="F", fields=(Field(key="nama", label="Nama", required=True),))
    listed = replace(
        with_step(PLAIN, "2", fills=("f",)),
        forms={"f": form},
        register=Register(name="Daftar", columns=(("nama", "f.nama"),)),
    )
    assert played(listed, FIRST, yes, register=True).passed
    assert failure(listed, FIRST, yes, register=False) == (
        "Diharapkan tidak tercatat dalam daftar; kenyataannya tercatat."
    )


# --- coverage ---------------------------------------------------------------------------------------


def test_a_way_out_that_no_true_story_takes_is_named() -> None:
    good = played(PLAIN, FIRST, act(OFFICER, "2", "ya"), end=End.GRANTED)
    (one,) = coverage(PLAIN, [good])
    assert (one.step, one.field, one.is_error) == ("2", "outcomes.tidak", False)
    assert one.message == "Belum ada cerita yang mengambil keputusan “Tidak” pada kegiatan 2."
    false = played(PLAIN, FIRST, act(OFFICER, "2", "tidak"), end=End.GRANTED)
    assert len(coverage(PLAIN, [good, false])) == 1
    true = played(PLAIN, FIRST, act(OFFICER, "2", "tidak"), end=End.REFUSED)
    assert coverage(PLAIN, [good, true]) == ()


# --- another stage ----------------------------------------------------------------------------------


class Recorder(PureStage):
    """A stage of one's own: what the player asks for, in order."""

    def __init__(self, procedure: Procedure) -> None:
        super().__init__(procedure, CALENDAR)
        self.asked: list[tuple[str, str]] = []

    def perform(self, command: Command, role: str) -> None:
        self.asked.append((role, type(command).__name__))
        super().perform(command, role)

    def events(self) -> Sequence[Event]:
        return tuple(super().events())


def test_the_same_story_can_be_played_on_another_stage() -> None:
    stage = Recorder(PLAIN)
    StoryPlayer(PLAIN, story(FIRST, act(OFFICER, "2", "ya"), end=End.GRANTED), stage).play()
    assert stage.asked == [
        (APPLICANT, StartCase.__name__),
        (OFFICER, CompleteStep.__name__),
        (OFFICER, CompleteStep.__name__),
    ]
    with pytest.raises(StoryFailed) as failed:
        StoryPlayer(PLAIN, story(act(OFFICER, "2")), Recorder(PLAIN)).play()
    assert (failed.value.act, failed.value.line) == (1, 7)


# --- examples ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(FieldType))
def test_an_example_of_every_type_is_accepted(kind: FieldType) -> None:
    column = Field(key="ram", label="RAM", type=FieldType.INTEGER, minimum=4)
    field = Field(
        key="x", label="Contoh", type=kind, required=True,
        choices=(("a", "A"), ("b", "B")), columns=(column, replace(column, key="cpu", required=True)),
        minimum=2, maximum=9,
    )  # fmt: skip
    form = Form(key="f", title="F", fields=(field, Field(key="y", label="Boleh kosong")))
    filled = example_form(form)
    assert set(filled) == {"x"}
    values, errors = clean(form, filled, services=frozenset(), answers={})
    assert errors == {}
    assert values.get("x") not in (None, "")


def test_numbers_stay_within_their_bounds() -> None:
    number = Field(key="n", label="N", type=FieldType.INTEGER)
    assert example(number) == "1"
    assert example(replace(number, minimum=5)) == "5"
    assert example(replace(number, maximum=0)) == "0"
    assert example(replace(number, minimum=-5, maximum=-2)) == "-2"
    assert example(Field(key="t", label="T", type=FieldType.TABLE, columns=(number,))) == [
        {"n": "1"}
    ]


def test_every_required_field_of_every_shipped_form_has_an_accepted_example() -> None:
    for procedure in library().procedures().values():
        services = frozenset(procedure.services)
        for form in procedure.forms.values():
            _, errors = clean(form, example_form(form), services=services, answers={})
            assert errors == {}, (procedure.key, form.key)


def test_a_service_of_ones_own_may_be_left_out_of_a_story() -> None:
    only = Condition(services=frozenset({"layanan"}))
    assert played(with_step(PLAIN, "1", condition=only), FIRST, open=("2",)).passed
