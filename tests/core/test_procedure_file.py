"""Bu Ratri writes her office's SOP down. Each slip is told with file, line, step, field and a sentence."""

from __future__ import annotations

import pytest

from author_slips import SLIPS
from kolokasi.core.finding import Finding, Findings, Severity
from kolokasi.core.procedure import (
    End,
    FieldType,
    Mode,
    NoteRule,
    OutcomeKind,
    PartialDate,
    Procedure,
    Standing,
    StepKind,
)
from kolokasi.core.reading.closing_file import DEFAULT_ENDS
from kolokasi.core.reading.located import Sequence
from kolokasi.core.reading.procedure_file import read_file, read_procedure
from kolokasi.core.worktime.duration import Basis, Unit
from kolokasi.sources.yaml_tree import read_tree
from sop_texts import RICH, SMALL, changed

FILE = "contoh/pinjam-proyektor.yaml"


def read(text: str) -> tuple[Procedure | None, tuple[Finding, ...]]:
    tree, findings = read_tree(text, FILE)
    assert tree is not None, findings
    return read_procedure(tree, file=FILE)


def procedure_of(text: str) -> Procedure:
    procedure, findings = read(text)
    assert procedure is not None, "\n".join(map(str, findings))
    return procedure


def line_of(text: str, words: str) -> int:
    """The line on which these words stand, counted as an editor counts."""
    return next(n for n, line in enumerate(text.split("\n"), start=1) if words in line)


# --- a right file is read whole ----------------------------------------------------------------------


def test_a_small_file_is_read_without_a_word() -> None:
    procedure, findings = read(SMALL)
    assert findings == ()
    assert procedure is not None
    assert (procedure.key, procedure.start) == ("contoh/pinjam-proyektor", "1")
    assert procedure.standing is Standing.SOURCE
    assert procedure.services == {"pinjam-proyektor": "Peminjaman Proyektor"}
    assert [step.line for step in procedure.steps.values()] == [
        line_of(SMALL, f"- no: {no}") for no in (1, 2, 3)
    ]


def test_a_step_with_one_way_out_needs_no_outcomes() -> None:
    procedure = procedure_of(SMALL)
    (on,) = procedure.steps["1"].outcomes
    assert (on.key, on.label, on.next, on.end) == ("selesai", "Selesai", ("2",), None)
    (out,) = procedure.steps["3"].outcomes
    assert (out.key, out.kind, out.end) == ("selesai", OutcomeKind.FORWARD, End.GRANTED)


def test_an_outcome_that_ends_refused_is_a_refusal_by_itself() -> None:
    refused = procedure_of(SMALL).steps["2"].outcome("tidak")
    assert refused is not None
    assert (refused.kind, refused.note) == (OutcomeKind.REFUSE, NoteRule.REQUIRED)


def test_everything_that_the_format_knows_is_read() -> None:
    procedure = procedure_of(RICH)
    review, hand_over, account = (procedure.steps[key] for key in ("2", "4", "3a"))
    assert procedure.standing is Standing.PROPOSAL
    assert (review.kind, review.mode, review.decider) == (StepKind.DECISION, Mode.ALL, "kabid")
    assert review.time is not None
    assert (review.time.amount, review.time.unit, review.time.basis) == (48, Unit.HOUR, Basis.CLOCK)
    assert review.time.approximate
    assert review.requires[0].text == "Surat, “asli”"
    assert review.requires[0].condition.services == {"baru"}
    assert review.requires[0].condition.answers == (("layak", "ya"),)
    assert (account.mode, account.performers) == (Mode.RELAY, ("kasi", "noc", "kasi"))
    assert (account.time_text, account.time) == ("-", None)
    assert hand_over.joins == ("3a", "3b")
    again, enough = procedure.steps["5"].outcomes
    assert again.after is not None
    assert (again.after.unit, again.after_field) == (Unit.WEEK, "telaah.irama")
    assert enough.cancels == ("*",)
    fields = {field.key: field for field in procedure.forms["permohonan"].fields}
    assert fields["sistem"].choices == (("Linux", "Linux"), ("Windows", "Windows"))
    assert fields["sampai"].show_if == ("tetap", "tidak")
    assert [column.type for column in fields["perangkat"].columns] == [
        FieldType.TEXT,
        FieldType.INTEGER,
    ]
    assert procedure.steps["antre"].number == ""
    assert procedure.request_fills == ("permohonan",)
    assert procedure.withdrawal is not None
    assert procedure.withdrawal.until == ("4",)
    assert [duty.key for duty in procedure.duties] == ["tinjau", "lapor"]
    assert procedure.related == {"SOP Pinjam Proyektor": "contoh/pinjam-proyektor"}


def test_a_date_says_as_much_as_the_paper() -> None:
    identity = procedure_of(RICH).identity
    assert identity.number == "067/ /18.01/2020"
    assert identity.made == PartialDate(text="", iso="2020")
    assert identity.revised == PartialDate(text="-", iso="")
    assert identity.effective == PartialDate(text="April 2020", iso="2020-04")
    assert procedure_of(SMALL).identity.made == PartialDate(text="3 Mei 2023", iso="2023-05-03")
    text = changed(SMALL, ", date: 2023-05-03", "")
    assert procedure_of(text).identity.made == PartialDate(text="3 Mei 2023", iso="2023-05-03")


def test_words_that_yaml_would_turn_into_something_else_stay_words() -> None:
    text = changed(SMALL, "title: Peminjaman Proyektor", "title: 007")
    text = changed(text, "Proyektor dapat diambil.", "no")
    procedure = procedure_of(text)
    assert procedure.title == "007"
    assert procedure.ends[End.GRANTED].text == "no"


@pytest.mark.parametrize(
    "words",
    ["Pinjam 👩🏽‍💻🖥️", "\u200fהשאלת מקרן\u200f", "مكتب ٣", "Ø ̈ combining e\u0301", "ꦥꦸꦠꦿ"],
)
def test_emoji_and_right_to_left_text_stay_to_the_letter(words: str) -> None:
    procedure = procedure_of(changed(SMALL, "Memeriksa jadwal proyektor", words))
    assert procedure.steps["2"].text == words


def test_an_end_without_words_gets_plain_ones_and_says_that_the_sop_has_none() -> None:
    procedure = procedure_of(SMALL.partition("ends:")[0])
    assert procedure.ends[End.REFUSED].text == DEFAULT_ENDS[End.REFUSED]
    assert not procedure.ends[End.REFUSED].written
    assert set(procedure.ends) == {End.GRANTED, End.REFUSED}


def test_a_number_printed_twice_is_told_apart_by_a_key() -> None:
    text = changed(SMALL, "  - no: 3\n", "  - no: 2\n    key: serah\n")
    text = changed(text, "next: 3}", "next: serah}")
    step = procedure_of(text).steps["serah"]
    assert (step.key, step.number) == ("serah", "2")


def test_a_dead_end_is_left_for_the_lint_which_knows_the_whole() -> None:
    procedure = procedure_of(changed(SMALL, "    time: 1 jam\n    end: granted\n", ""))
    assert procedure.steps["3"].outcomes == ()


# --- slips -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slip", "line", "step", "field", "code", "said"),
    [pytest.param(slip, *rest, id=title) for title, slip, *rest in SLIPS],
)
def test_a_slip_is_told_with_its_place(
    slip: tuple[str, str], line: str, step: str, field: str, code: str, said: str
) -> None:
    text = changed(SMALL, *slip)
    procedure, findings = read(text)
    assert procedure is None
    place = text.index(line)
    expected = (text.count("\n", 0, place) + 1, step, field, code)
    found = {(one.line, one.step, one.field, one.code): one for one in findings}
    assert expected in found, "\n".join(map(str, findings))
    one = found[expected]
    assert one.severity is Severity.ERROR
    assert one.file == FILE
    assert said in one.message
    assert one.message.endswith((".", "?"))


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("when: {layak: ya}\n    time", "when: {layak: yaa}\n    time", "nilai-jawaban-tak-dikenal",
         "Maksud Anda “ya”?"),
        ("    time: \"-\"\n    output: [akun]\n    next: 4",
         "    outcomes: {a: {label: A, next: 4}, b: {label: B, next: 4}}", "lewat-bercabang",
         "tepat satu hasil “lanjut”"),
        ("layak: {label: Layak, ", "layak: {suggested: ya, label: Layak, ", "", ""),
        ("      terus: {label: Teruskan, next: 2}\n      tutup: {",
         "      tutup: {suggested: ya, ", "semua-usulan", "harus ada satu yang berlaku"),
        ("show_if: {tetap: tidak}", "show_if: {tetap: bukan}", "pilihan-tak-dikenal", "ya, tidak"),
        ("show_if: {tetap: tidak}", "show_if: {alasan: ok}", "", ""),
        ("nama: Nama", "nama: {label: Nama, prefill: person.name}", "kunci-tak-dikenal", "“prefill”"),
        ("attach: [{doc: surat,", "attach: [{doc: surta,", "dokumen-tak-dikenal", "“surat”"),
        ("cancels: \"*\"", "cancels: [5, 6]", "kegiatan-tak-dikenal", "“6”"),
        ("duties:\n", "duties: []\nx_duties:\n", "kunci-tak-dikenal", "“duties”"),
        ("only_for: baru", "only_for: {baru: ya}", "jenis-isian", "harus daftar"),
        ("copy: [noc]", "copy: [[noc]]", "jenis-isian", "harus teks, bukan daftar"),
        ("services:\n", "services:\n  layanan kedua: Layanan\n", "nama-kunci", "tanpa spasi"),
        ("  granted: {text: Akses terbuka., written: ya}", "  berhasil: Akses terbuka.",
         "akhir-tak-dikenal", "“berhasil”"),
        ("forms:\n", "forms:\n  kosong: Formulir kosong\n", "wajib-ada", "isian formulir"),
        ("made: \"2020\"", "made: [2020]", "jenis-isian", "kelompok isian"),
        ("made: \"2020\"", "made: 2020-13", "tanggal", "2020-13"),
    ],
)  # fmt: skip
def test_slips_in_a_file_that_uses_everything(old: str, new: str, code: str, said: str) -> None:
    procedure, findings = read(changed(RICH, old, new))
    if not code:
        assert procedure is not None
        assert findings == ()
        return
    assert procedure is None
    assert any(one.code == code and said in one.message for one in findings), findings


def test_all_slips_are_told_at_once_in_the_order_of_the_lines() -> None:
    text = changed(SMALL, "time: 15 menit", "time: sebentar")
    text = changed(text, "performer: staf", "performer: stap")
    text = changed(text, "end: granted", "next: 7")
    procedure, findings = read(text)
    assert procedure is None
    assert [(one.step, one.field) for one in findings] == [
        ("2", "time"),
        ("3", "performer"),
        ("3", "next"),
    ]
    assert [one.line for one in findings] == sorted(one.line for one in findings)


def test_a_finding_reads_as_a_line_that_an_editor_can_jump_to() -> None:
    _, (one,) = read(changed(SMALL, "performer: kasi", "performer: kassi"))
    line = line_of(SMALL, "performer: kasi")
    assert str(one) == (
        f"{FILE}:{line}: galat [peran-tak-dikenal] kegiatan 2, bidang performer: "
        "Peran “kassi” tidak dikenal. Maksud Anda “kasi”?"
    )


def test_a_clock_on_a_wait_is_a_warning_and_the_procedure_still_runs() -> None:
    text = changed(
        RICH,
        "    performer: kasi\n    next: 2",
        "    performer: kasi\n    time: 1 hari\n    next: 2",
    )
    procedure, (one,) = read(text)
    assert procedure is not None
    assert (one.severity, one.code, one.step) == (Severity.WARNING, "tunggu-waktu", "antre")


def test_the_lint_gets_a_sketch_of_a_file_with_slips_and_nobody_else_a_procedure() -> None:
    tree, _ = read_tree(changed(SMALL, "time: 15 menit", "time: sebentar"), FILE)
    assert tree is not None
    reading = read_file(tree, file=FILE)
    assert reading.procedure is None
    assert reading.sketch is not None
    assert (reading.sketch.steps["2"].time_text, reading.sketch.steps["2"].time) == (
        "sebentar",
        None,
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- satu\n- dua\n", "Berkas SOP harus berisi"),
        ("procedure: contoh/a\nstories: []\n", "cerita uji"),
        ("format: 1\noffice: contoh\n", "menerangkan dinas"),
    ],
)
def test_another_file_handed_in_is_named_for_what_it_is(text: str, said: str) -> None:
    procedure, (one,) = read(text)
    assert procedure is None
    assert said in one.message


def test_steps_may_be_missing_altogether() -> None:
    procedure, findings = read(SMALL.partition("steps:")[0])
    assert procedure is None
    assert ("steps", "wajib-ada") in {(one.field, one.code) for one in findings}


def test_a_file_that_is_no_sop_at_all_does_not_drown_its_reader_in_findings() -> None:
    steps = "".join(
        f"  - {{no: {n}, performer: opd, next: [{', '.join(f'{n}-{m}' for m in range(9))}]}}\n"
        for n in range(10, 110)
    )
    procedure, findings = read(SMALL.replace("ends:", f"{steps}ends:"))
    assert procedure is None
    assert len(findings) == Findings.MOST
    many = "".join(f"  - {{no: {n}, text: x, performer: opd, end: done}}\n" for n in range(10, 600))
    procedure, (finding,) = read(SMALL.replace("ends:", f"{many}ends:"))
    assert procedure is None
    assert (finding.code, finding.line) == ("terlalu-banyak", line_of(SMALL, "- no: 1"))


def test_the_tree_is_no_file_and_reading_needs_none() -> None:
    procedure, findings = read_procedure(Sequence(items=(), line=1, column=1), file="")
    assert procedure is None
    assert findings[0].is_error
