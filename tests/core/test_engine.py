"""The rules of running, one story each: Ani asks for the agency, Budi and Cici serve, Dewi decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kolokasi.core import case_state
from kolokasi.core.commands import File, RecomputeDue
from kolokasi.core.engine import decide, may_withdraw
from kolokasi.core.entry import MAX_NOTE
from kolokasi.core.events import (
    CaseEnded,
    CaseStarted,
    DueChanged,
    EntryMade,
    JoinCleared,
    JoinReached,
    StepCancelled,
    StepDone,
    StepOpened,
)
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
    Role,
    StepKind,
    Withdrawal,
)
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.worktime.duration import parse_duration
from nets import APPLICANT, OFFICER, net, with_step, with_way
from pure_case import MONDAY, SCAN, PureCase

FORM = Form(
    key="permohonan",
    title="Permohonan",
    fields=(
        Field(key="nama", label="Nama", required=True),
        Field(
            key="masa",
            label="Masa",
            type=FieldType.CHOICE,
            choices=(("a", "Tetap"), ("b", "Sementara")),
        ),
        Field(
            key="sampai", label="Sampai", type=FieldType.DATE, required=True, show_if=("masa", "b")
        ),
        Field(key="alasan", label="Alasan", show_if=("sampai", "2026-12-31")),
    ),
)
LETTER = Attachment(document="surat", label="Surat permohonan", required=True)
FILE = File(document="surat", name="surat.pdf", sha256=SCAN)
ROLES = {
    APPLICANT: Role(key=APPLICANT, label="OPD", applicant=True),
    OFFICER: Role(key=OFFICER, label="Petugas"),
    "budi": Role(key="budi", label="Administrator"),
    "cici": Role(key="cici", label="Pengawas"),
    "dewi": Role(key="dewi", label="Kepala Bidang"),
}


def sop(*rows: str, **changes: Any) -> Procedure:
    """A small SOP with the roles above and one form."""
    return net(*rows, **{"roles": ROLES, "forms": {"permohonan": FORM}} | changes)


def begun(procedure: Procedure, **changes: Any) -> PureCase:
    case = PureCase(procedure=procedure)
    case.begin(**changes)
    return case


def refused(case: PureCase, *args: Any, **changes: Any) -> Refused:
    """The refusal of a turn; the case stays as it was."""
    before, length = case.state, len(case.log)
    with pytest.raises(Refused) as found:
        case.take(*args, **changes)
    assert (case.state, len(case.log)) == (before, length)
    assert "%(" not in str(found.value)
    return found.value


# --- handing in -------------------------------------------------------------------------------------


def own_row_one(**changes: Any) -> Procedure:
    made = sop("1 > 2", "2 > terima: granted | kembali: 1")
    made = with_way(made, "2", "kembali", kind=OutcomeKind.RETURN, note=NoteRule.REQUIRED)
    return with_step(
        made, "1",
        performers=(APPLICANT,), fills=("permohonan",), attachments=(LETTER,), **changes,
    )  # fmt: skip


def test_handing_in_is_row_one_where_row_one_is_the_applicants() -> None:
    case = begun(own_row_one())
    assert case.kinds() == ["CaseStarted", "StepOpened", "StepDone", "StepOpened"]
    done = case.events[2]
    assert isinstance(done, StepDone)
    assert [one.form for one in done.forms] == ["permohonan"]
    assert done.files == (FILE,)
    assert case.state.steps.keys() == {"2"}


def test_elsewhere_the_request_comes_first_and_row_one_waits_for_its_officer() -> None:
    procedure = sop("1 > granted", request_fills=("permohonan",), request_attachments=(LETTER,))
    case = begun(procedure, note="Mohon segera.")
    started = case.events[0]
    assert isinstance(started, CaseStarted)
    assert [one.form for one in started.forms] == ["permohonan"]
    assert (started.files, started.note) == ((FILE,), "Mohon segera.")
    assert case.kinds() == ["CaseStarted", "StepOpened"]


def test_only_the_agencys_people_hand_in() -> None:
    case = PureCase(procedure=own_row_one())
    with pytest.raises(Refused, match="OPD pemohon") as found:
        case.begin(case.person("budi"))
    assert found.value.why is Why.FORBIDDEN


@pytest.mark.parametrize("services", [frozenset(), frozenset({"tak-ada"})])
def test_a_request_names_a_service_of_this_sop(services: frozenset[str]) -> None:
    case = PureCase(procedure=own_row_one())
    with pytest.raises(Refused, match="layanan") as found:
        case.begin(services=services)
    assert "services" in found.value.errors


def test_a_request_lacks_nothing_and_all_faults_are_told_at_once() -> None:
    case = PureCase(procedure=own_row_one())
    with pytest.raises(Refused) as found:
        case.begin(subject="  ", forms={}, files=())
    assert found.value.errors.keys() == {"subject", "permohonan.nama", "file.surat"}


@pytest.mark.parametrize(
    ("subject", "kept"),
    [
        ("  Aplikasi\n baru ", "Aplikasi baru"),
        ("Layanan 🏥 سجلات", "Layanan 🏥 سجلات"),
        ("Emoji baru \U0001fae8", "Emoji baru \U0001fae8"),
    ],
)
def test_a_subject_is_one_line_of_any_script(subject: str, kept: str) -> None:
    case = begun(own_row_one(), subject=subject)
    started = case.events[0]
    assert isinstance(started, CaseStarted)
    assert " ".join(started.subject.split()) == kept


@pytest.mark.parametrize("subject", ["a\x00b", "a\ud800b", "a\x85b\x07", "x" * 301])
def test_a_subject_that_cannot_be_kept_is_refused(subject: str) -> None:
    case = PureCase(procedure=own_row_one())
    with pytest.raises(Refused) as found:
        case.begin(subject=subject)
    assert found.value.errors.keys() == {"subject"}


def test_handing_in_takes_the_way_that_this_service_has() -> None:
    procedure = with_step(
        sop("1 > a: 2 | b: 3", "2 > granted", "3 > granted", services={"x": "X", "y": "Y"}),
        "1", performers=(APPLICANT,),
    )  # fmt: skip
    procedure = with_way(procedure, "1", "a", condition=Condition(services=frozenset({"x"})))
    assert begun(procedure, services=frozenset({"x"})).state.steps.keys() == {"2"}
    only_y = begun(procedure, services=frozenset({"y"}))
    assert only_y.state.steps.keys() == {"3"}


def test_row_one_that_does_not_apply_is_passed_over() -> None:
    procedure = with_step(
        sop("1 > 2", "2 > granted", services={"x": "X", "y": "Y"}), "1",
        performers=(APPLICANT,), fills=("permohonan",),
        condition=Condition(services=frozenset({"x"})),
    )  # fmt: skip
    case = PureCase(procedure=procedure, services=frozenset({"y"}))
    case.begin()
    assert case.kinds() == ["CaseStarted", "StepSkipped", "StepOpened"]


@pytest.mark.parametrize("mode", [Mode.RELAY, Mode.ALL, Mode.ANY])
def test_row_one_of_several_is_taken_turn_by_turn_after_the_request(mode: Mode) -> None:
    procedure = with_step(sop("1 > granted"), "1", performers=(APPLICANT, "budi"), mode=mode)
    case = begun(procedure)
    assert case.kinds() == ["CaseStarted", "StepOpened"]
    case.take(APPLICANT, "1")
    if mode is not Mode.ANY:
        assert not case.state.ended
        case.take("budi", "1")
    assert case.state.ended is End.GRANTED


# --- taking a turn ----------------------------------------------------------------------------------


def test_an_unknown_step_is_not_found() -> None:
    case = begun(own_row_one())
    with pytest.raises(Refused) as found:
        case.do(2, replace(case.turn(OFFICER, "2"), step="99"))
    assert found.value.why is Why.NOT_FOUND


def test_a_step_that_a_colleague_did_is_taken() -> None:
    case = begun(sop("1 > 2", "2 > granted"))
    old = case.turn(OFFICER, "1")
    case.take(OFFICER, "1")
    with pytest.raises(Refused, match="sudah dikerjakan") as found:
        case.do(2, old)
    assert found.value.why is Why.TAKEN


def test_an_old_visit_is_taken_even_when_the_step_is_open_again() -> None:
    case = begun(own_row_one())
    case.take(OFFICER, "2", "kembali")
    case.take(APPLICANT, "1")
    assert case.state.visits["2"] == 2
    assert refused(case, OFFICER, "2", "terima", visit=1).why is Why.TAKEN


def test_a_turn_that_the_step_does_not_have() -> None:
    case = begun(sop("1 > granted"))
    assert refused(case, OFFICER, "1", turn=1).why is Why.NOT_FOUND
    assert refused(case, OFFICER, "1", turn=-1).why is Why.NOT_FOUND


def test_a_turn_belongs_to_its_role() -> None:
    case = begun(sop("1 > granted"))
    with pytest.raises(Refused, match="meja Petugas") as found:
        case.do(case.person("budi"), case.turn(OFFICER, "1"))
    assert found.value.why is Why.FORBIDDEN


def test_after_the_end_nothing_happens_any_more() -> None:
    case = begun(sop("1 > granted"))
    again = case.turn(OFFICER, "1")
    case.take(OFFICER, "1")
    with pytest.raises(Refused) as found:
        case.do(2, again)
    assert found.value.why is Why.ENDED
    assert case.offers(2) == ()
    assert not may_withdraw(case.situation(1))


def test_a_way_out_must_be_one_of_those_offered() -> None:
    case = begun(sop("1 > terus: 2 | tolak: refused", "2 > granted"))
    assert refused(case, OFFICER, "1", "").errors.keys() == {"outcome"}
    wrong = refused(case, OFFICER, "1", "apa-saja")
    assert (wrong.why, str(wrong)) == (Why.INVALID, "Pilih salah satu keputusan: Terus, Tolak.")


def test_an_only_way_need_not_be_named() -> None:
    case = begun(sop("1 > granted"))
    case.take(OFFICER, "1", "")
    assert case.state.ended is End.GRANTED


def test_a_bounded_way_is_no_longer_offered_when_it_is_used_up() -> None:
    procedure = with_way(own_row_one(), "2", "kembali", at_most=1)
    case = begun(procedure)
    case.take(OFFICER, "2", "kembali")
    case.take(APPLICANT, "1")
    assert refused(case, OFFICER, "2", "kembali").why is Why.INVALID
    case.take(OFFICER, "2")  # one way is left, and needs no name


def test_a_way_for_after_a_return_is_there_only_then() -> None:
    procedure = with_step(sop("1 > 2", "2 > 3", "3 > terima: granted | kembali: 2"), "2")
    procedure = with_way(procedure, "3", "kembali", kind=OutcomeKind.RETURN)
    ways = procedure.steps["2"].outcomes
    ready = replace(ways[0], key="sudah", only_after_return=True)
    procedure = with_step(procedure, "2", outcomes=(*ways, ready))
    case = begun(procedure)
    case.take(OFFICER, "1")
    assert refused(case, OFFICER, "2", "sudah").why is Why.INVALID
    case.take(OFFICER, "2")
    case.take(OFFICER, "3", "kembali")
    case.take(OFFICER, "2", "sudah")
    assert case.state.steps.keys() == {"3"}


def test_a_reason_is_wanted_where_the_sop_says_so() -> None:
    case = begun(own_row_one())
    assert refused(case, OFFICER, "2", "kembali", note=" \r\n ").errors.keys() == {"note"}
    case.take(OFFICER, "2", "kembali", note="Surat\r\nbelum bertanggal.")
    done = case.events[-2]
    assert isinstance(done, StepDone)
    assert done.note == "Surat\nbelum bertanggal."


@pytest.mark.parametrize("note", ["x" * (MAX_NOTE + 1), "a\x00b", "a\ud83d"])
def test_a_note_that_cannot_be_kept_is_refused(note: str) -> None:
    case = begun(sop("1 > granted"))
    assert refused(case, OFFICER, "1", note=note).errors.keys() == {"note"}


def test_answers_are_carried_and_the_newest_counts() -> None:
    procedure = sop("1 > ya: 2 | tidak: 2", "2 > ulang: 1 | sudah: 3", "3 > granted")
    for key in ("ya", "tidak"):
        procedure = with_way(procedure, "1", key, answers=(("muat", key),))
    case = begun(procedure)
    case.take(OFFICER, "1", "ya")
    case.take(OFFICER, "2", "ulang")
    case.take(OFFICER, "1", "tidak")
    assert dict(case.state.marking.answers) == {"muat": "tidak"}


# --- several hands ----------------------------------------------------------------------------------


def several(mode: Mode, **changes: Any) -> PureCase:
    procedure = with_step(
        sop("1 > terus: 2 | tolak: refused", "2 > granted"),
        "1", performers=("budi", "cici", "dewi"), mode=mode, **changes,
    )  # fmt: skip
    return begun(procedure)


def test_a_relay_goes_from_hand_to_hand_and_the_last_decides() -> None:
    case = several(Mode.RELAY)
    assert refused(case, "cici", "1").why is Why.NOT_YET
    case.take("budi", "1", "tolak")  # an entry: whatever way was sent, it is not his to choose
    assert refused(case, "budi", "1", turn=0).why is Why.TAKEN
    case.take("cici", "1")
    assert isinstance(case.events[-1], EntryMade)
    case.take("dewi", "1", "terus")
    assert case.state.steps.keys() == {"2"}


def test_all_enter_in_any_order_and_the_last_one_closes() -> None:
    case = several(Mode.ALL)
    case.take("dewi", "1")
    case.take("budi", "1")
    assert [type(one) for one in case.events[-2:]] == [EntryMade, EntryMade]
    case.take("cici", "1", "tolak")
    assert case.state.ended is End.REFUSED


def test_the_decider_waits_for_the_others() -> None:
    case = several(Mode.ALL, decider="dewi")
    assert refused(case, "dewi", "1", "terus").why is Why.NOT_YET
    case.take("budi", "1")
    assert refused(case, "dewi", "1", "terus").why is Why.NOT_YET
    case.take("cici", "1")
    case.take("dewi", "1", "terus")
    assert case.state.steps.keys() == {"2"}


def test_any_is_for_whoever_comes_first() -> None:
    case = several(Mode.ANY)
    late = case.turn("dewi", "1", "terus")
    case.take("cici", "1", "terus")
    with pytest.raises(Refused) as found:
        case.do(case.person("dewi"), late)
    assert found.value.why is Why.TAKEN


def test_offers_show_ways_only_to_whom_the_word_is() -> None:
    case = several(Mode.RELAY)
    [offer] = case.offers(case.person("budi"))
    assert (offer.turn, offer.role, offer.ways) == (0, "budi", ())
    assert case.offers(case.person("dewi")) == ()
    case.take("budi", "1")
    case.take("cici", "1")
    [offer] = case.offers(case.person("dewi"))
    assert [way.key for way in offer.ways] == ["terus", "tolak"]


# --- two sides --------------------------------------------------------------------------------------


def both_sides() -> PureCase:
    """Eka belongs to the agency and sits at the officer's desk."""
    return PureCase(
        procedure=own_row_one(), people={1: (APPLICANT,), 2: (OFFICER,), 3: (APPLICANT, OFFICER)}
    )


def test_nobody_acts_for_the_office_on_his_own_request() -> None:
    case = both_sides()
    case.begin(3)
    with pytest.raises(Refused, match="harus dikerjakan orang lain") as found:
        case.do(3, case.turn(OFFICER, "2", "terima"))
    assert found.value.why is Why.OWN_REQUEST
    assert case.offers(3) == ()


def test_nobody_asks_where_he_has_acted_for_the_office() -> None:
    case = both_sides()
    case.procedure = replace(case.procedure, withdrawal=Withdrawal())
    case.begin(1)
    case.do(3, case.turn(OFFICER, "2", "kembali"))
    with pytest.raises(Refused, match="tidak dapat mewakili pemohon"):
        case.do(3, case.turn(APPLICANT, "1"))
    assert not may_withdraw(case.situation(3))
    assert may_withdraw(case.situation(1))


def test_an_entry_counts_as_acting_too() -> None:
    procedure = with_step(
        sop("1 > 2", "2 > granted"), "1", performers=("budi", "cici"), mode=Mode.RELAY
    )
    procedure = with_step(procedure, "2", performers=(APPLICANT,))
    case = PureCase(
        procedure=procedure, people={1: (APPLICANT,), 2: (APPLICANT, "budi"), 3: ("cici",)}
    )
    case.begin(1)
    case.do(2, case.turn("budi", "1"))
    case.do(3, case.turn("cici", "1"))
    with pytest.raises(Refused) as found:
        case.do(2, case.turn(APPLICANT, "2"))
    assert found.value.why is Why.OWN_REQUEST


# --- forms and files --------------------------------------------------------------------------------


def test_consent_needs_every_form_and_file() -> None:
    procedure = with_step(sop("1 > granted"), "1", fills=("permohonan",), attachments=(LETTER,))
    case = begun(procedure)
    wrong = refused(case, OFFICER, "1", forms={}, files=())
    assert wrong.errors.keys() == {"permohonan.nama", "file.surat"}


def test_a_refusal_needs_neither_but_what_was_typed_must_be_right() -> None:
    procedure = with_step(
        sop("1 > terus: granted | tolak: refused"),
        "1", fills=("permohonan",), attachments=(LETTER,),
    )  # fmt: skip
    case = begun(procedure)
    wrong = refused(case, OFFICER, "1", "tolak", forms={"permohonan": {"masa": "c"}}, files=())
    assert wrong.errors.keys() == {"permohonan.masa"}
    case.take(OFFICER, "1", "tolak", forms={}, files=())
    done = case.events[-2]
    assert isinstance(done, StepDone)
    assert done.forms == ()


def test_a_file_is_wanted_only_where_its_condition_holds() -> None:
    optional = replace(LETTER, document="denah", required=False)
    for_x = replace(LETTER, condition=Condition(services=frozenset({"x"})))
    procedure = with_step(
        sop("1 > granted", services={"x": "X", "y": "Y"}), "1", attachments=(for_x, optional)
    )
    case = PureCase(procedure=procedure, services=frozenset({"y"}))
    case.begin()
    case.take(OFFICER, "1", files=())
    assert case.state.ended


def test_the_same_file_under_two_names_is_one_file() -> None:
    case = begun(sop("1 > granted"))
    copy = replace(FILE, name="surat (1).pdf")
    other = replace(FILE, document="denah")
    case.take(OFFICER, "1", files=(FILE, copy, other, FILE))
    done = case.events[-2]
    assert isinstance(done, StepDone)
    assert done.files == (FILE, other)


def test_a_return_opens_the_flagged_fields_and_nothing_else() -> None:
    case = begun(own_row_one(), forms={"permohonan": {"nama": "Lama", "masa": "a"}})
    case.take(OFFICER, "2", "kembali", flagged=("permohonan.nama", "permohonan.nama"))
    opened = case.state.steps["1"]
    assert opened.flagged == ("permohonan.nama",)
    assert "1" in case.state.marking.mending
    case.take(APPLICANT, "1", forms={"permohonan": {"nama": "Baru", "masa": "b"}}, files=())
    assert case.forms["permohonan"] == {"nama": "Baru", "masa": "a"}


def test_what_hangs_on_a_flagged_field_opens_with_it() -> None:
    case = begun(own_row_one(), forms={"permohonan": {"nama": "Lama", "masa": "a"}})
    case.take(OFFICER, "2", "kembali", flagged=("permohonan.masa",))
    assert case.state.steps["1"].flagged == (
        "permohonan.masa", "permohonan.sampai", "permohonan.alasan",
    )  # fmt: skip
    sent = {"permohonan": {"masa": "b"}}
    assert refused(case, APPLICANT, "1", forms=sent).errors.keys() == {"permohonan.sampai"}
    sent["permohonan"] |= {"sampai": "31-12-2026", "nama": "Lain"}
    case.take(APPLICANT, "1", forms=sent)
    assert case.forms["permohonan"] == {"nama": "Lama", "masa": "b", "sampai": "2026-12-31"}


def test_only_fields_of_this_sop_can_be_flagged_and_only_with_a_return() -> None:
    case = begun(own_row_one())
    for name in ("permohonan.apa", "lain.nama", "permohonan", ""):
        wrong = refused(case, OFFICER, "2", "kembali", flagged=(name,))
        assert wrong.errors.keys() == {"flagged"}
    case.take(OFFICER, "2", "terima", flagged=("lain.apa",))
    assert case.state.ended is End.GRANTED


# --- what opens, when and why -----------------------------------------------------------------------


def opened(case: PureCase, step: str) -> StepOpened:
    return next(
        one for one in reversed(case.events) if isinstance(one, StepOpened) and one.step == step
    )


def test_the_clock_starts_when_the_step_opens() -> None:
    case = begun(sop("1 > granted"))
    event = opened(case, "1")
    assert event.due_at == MONDAY + timedelta(minutes=15)
    assert event.due_why
    assert event.not_before is None


def test_a_wait_and_a_step_without_norm_have_no_clock() -> None:
    procedure = with_step(sop("1 > 2", "2 > granted"), "1", kind=StepKind.WAIT)
    procedure = with_step(procedure, "2", time=None)
    case = begun(procedure)
    assert (opened(case, "1").due_at, opened(case, "1").wait) == (None, True)
    assert "dari luar" in opened(case, "1").due_why
    case.take(OFFICER, "1")
    assert (opened(case, "2").due_at, opened(case, "2").wait) == (None, False)
    assert "tidak menyebut" in opened(case, "2").due_why


def test_a_repeated_activity_opens_only_when_its_rhythm_says_so() -> None:
    procedure = with_way(
        sop("1 > lagi: 1 | sudah: granted"), "1", "lagi", after=parse_duration("1 minggu")
    )
    case = begun(procedure)
    case.take(OFFICER, "1", "lagi")
    event = opened(case, "1")
    assert event.not_before is not None
    assert event.not_before > case.now
    assert event.due_at is not None
    assert event.due_at > event.not_before
    early = refused(case, OFFICER, "1", "sudah")
    assert early.why is Why.NOT_YET
    assert case.offers(2) == ()
    case.now = event.not_before
    case.take(OFFICER, "1", "sudah")


@pytest.mark.parametrize(("chosen", "weeks"), [("2 minggu", 2), ("", 1)])
def test_the_rhythm_may_be_what_the_applicant_chose(chosen: str, weeks: int) -> None:
    plan = Form(
        key="rencana",
        title="Rencana",
        fields=(
            Field(
                key="jarak", label="Jarak", type=FieldType.CHOICE,
                choices=(("2 minggu", "Dua minggu"),),
            ),
        ),
    )  # fmt: skip
    procedure = with_way(
        sop("1 > lagi: 1 | sudah: granted", forms={"rencana": plan}), "1", "lagi",
        after=parse_duration("1 minggu"), after_field="rencana.jarak",
    )  # fmt: skip
    procedure = with_step(procedure, "1", fills=("rencana",))
    case = begun(procedure)
    case.take(OFFICER, "1", "lagi", forms={"rencana": {"jarak": chosen}})
    not_before = opened(case, "1").not_before
    assert not_before is not None
    assert (not_before - MONDAY).days == 7 * weeks


def test_a_rhythm_that_nobody_knows_means_at_once() -> None:
    procedure = with_way(
        sop("1 > lagi: 1 | sudah: granted"), "1", "lagi", after_field="rencana.jarak"
    )
    case = begun(procedure)
    case.take(OFFICER, "1", "lagi")
    assert opened(case, "1").not_before is None


def test_a_join_waits_for_all_and_spends_what_came() -> None:
    case = begun(sop("1 > 2 & 3", "2 > 4", "3 > 4", "4 < 2 3 > ulang: 1 | sudah: granted"))
    case.take(OFFICER, "1")
    case.take(OFFICER, "3")
    assert case.events[-1] == JoinReached(step="4", source="3")
    case.take(OFFICER, "2")
    assert JoinCleared(step="4") in case.events
    case.take(OFFICER, "4", "ulang")
    case.take(OFFICER, "1")
    case.take(OFFICER, "2")
    assert "4" not in case.state.steps, "the first round's arrivals must not count again"
    case.take(OFFICER, "3")
    case.take(OFFICER, "4", "sudah")


def test_arrivals_that_are_spent_at_once_are_not_kept() -> None:
    """Both branches do not apply, so the join opens in the same act; its next round starts from nothing."""
    procedure = sop(
        "1 > 2 & 3", "2 > 4", "3 > 4", "4 < 2 3 > ulang: 1 | sudah: granted",
        services={"x": "X", "y": "Y"},
    )  # fmt: skip
    for key in ("2", "3"):
        procedure = with_step(procedure, key, condition=Condition(services=frozenset({"x"})))
    case = PureCase(procedure=procedure, services=frozenset({"y"}))
    case.begin()
    case.take(OFFICER, "1")
    assert "JoinReached" not in case.kinds()
    assert not case.state.marking.arrived
    assert case.state.steps.keys() == {"4"}


def test_breaking_off_stops_the_work_beside_it() -> None:
    procedure = sop("1 > 2 & 3", "2 > lanjut: 4 | bahaya: refused", "3 > 4", "4 < 2 3 > granted")
    procedure = with_way(procedure, "2", "bahaya", cancels=("*",))
    case = begun(procedure)
    case.take(OFFICER, "1")
    case.take(OFFICER, "2", "bahaya")
    assert StepCancelled(step="3", visit=1) in case.events
    assert case.state.ended is End.REFUSED


def test_breaking_off_takes_back_what_had_come_to_a_join() -> None:
    procedure = sop("1 > 2 & 3", "2 > 4", "3 > lanjut: 4 | ulang: 1", "4 < 2 3 > granted")
    procedure = with_way(procedure, "3", "ulang", cancels=("2", "4"))
    case = begun(procedure)
    case.take(OFFICER, "1")
    case.take(OFFICER, "2")
    case.take(OFFICER, "3", "ulang")
    assert JoinCleared(step="4") in case.events
    case.take(OFFICER, "1")
    case.take(OFFICER, "3", "lanjut")
    assert case.state.steps.keys() == {"2"}


# --- ends, withdrawing, measuring anew --------------------------------------------------------------


def test_an_end_tells_the_reason_and_the_applicants_sentence() -> None:
    case = begun(sop("1 > setuju: granted | tolak: refused"))
    case.take(OFFICER, "1", "tolak", note="Rak penuh.")
    ended = case.events[-1]
    assert isinstance(ended, CaseEnded)
    assert (ended.end, ended.step, ended.reason, ended.told) == (
        End.REFUSED, "1", "Rak penuh.", "Selesai.",
    )  # fmt: skip


def test_an_end_without_a_sentence_is_still_an_end() -> None:
    case = begun(sop("1 > granted", ends={}))
    case.take(OFFICER, "1")
    ended = case.events[-1]
    assert isinstance(ended, CaseEnded)
    assert ended.told == ""


def test_the_applicant_withdraws_and_every_open_step_stops() -> None:
    case = begun(sop("1 > 2 & 3", "2 > 4", "3 > 4", "4 < 2 3 > granted", withdrawal=Withdrawal()))
    case.take(OFFICER, "1")
    case.take(OFFICER, "2")
    case.withdraw("Anggaran dipindahkan.")
    assert case.kinds()[-3:] == ["CaseWithdrawn", "StepCancelled", "CaseEnded"]
    assert case.state.ended is End.WITHDRAWN


def test_withdrawing_needs_a_reason_the_right_person_and_the_right_time() -> None:
    case = begun(sop("1 > 2", "2 > granted", withdrawal=Withdrawal(until=("1",))))
    with pytest.raises(Refused) as found:
        case.withdraw("  ")
    assert found.value.errors.keys() == {"reason"}
    assert not may_withdraw(case.situation(case.person(OFFICER)))
    case.take(OFFICER, "1")
    with pytest.raises(Refused, match="tahap ini") as late:
        case.withdraw()
    assert late.value.why is Why.NOT_YET


def test_where_the_sop_knows_no_withdrawal_there_is_none() -> None:
    assert not may_withdraw(begun(sop("1 > granted")).situation(1))


def test_a_new_calendar_measures_open_steps_from_when_they_opened() -> None:
    case = begun(sop("1 > 2 & 3", "2 > 4", "3 > 4", "4 < 2 3 > granted"))
    case.take(OFFICER, "1")
    since = case.state.steps["2"].opened_at
    case.now += timedelta(days=3)
    case.do(2, RecomputeDue(reason="Cuti bersama ditetapkan."))
    changed = [one for one in case.events if isinstance(one, DueChanged)]
    assert changed == [], "nothing moved, so nothing is noted"
    state = case.state
    case.state = replace(
        state,
        steps={key: replace(one, due_at=MONDAY, due_why="") for key, one in state.steps.items()},
    )
    before = dict(case.state.steps)
    decision = decide(case.situation(2), RecomputeDue(reason="Cuti bersama ditetapkan."))
    moved = [one for one in decision.events if isinstance(one, DueChanged)]
    assert [(one.step, one.visit, one.due_at, one.reason) for one in moved] == [
        (key, 1, since + timedelta(minutes=15), "Cuti bersama ditetapkan.") for key in ("2", "3")
    ]
    after = case_state.apply(case.state, moved[0], case.now, APPLICANT)
    assert (after.steps["2"].due_at, after.steps["3"]) == (moved[0].due_at, before["3"])
