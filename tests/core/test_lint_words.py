"""Words on the sheet: verbs, times, words from another SOP, secrets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kolokasi.core.finding import Finding
from kolokasi.core.lint import words as lint
from kolokasi.core.lint.verbs import Opening, opening_of
from kolokasi.core.procedure import (
    Field,
    FieldType,
    Form,
    Identity,
    Procedure,
    Requirement,
    StepKind,
)
from kolokasi.core.worktime.duration import Duration, Unit, parse_duration
from nets import APPLICANT, net, papers, with_step

ROLES = (("kepala", "dinas"), ("kepala", "bidang", "informatika"), ("pemohon",), ("opd", "skpd"))


def found(procedure: Procedure) -> list[Finding]:
    return list(lint.check_words(procedure))


def saying(text: str, **changes: object) -> Procedure:
    return with_step(net("1 > granted"), "1", text=text, **changes)


# --- verbs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("Memverifikasi dan mendisposisikan ke Pengawas", Opening.VERB),
        ("mengklarifikasi kebutuhan", Opening.VERB),
        ("menindak lanjuti surat", Opening.VERB),
        ("mengupdate aset register", Opening.VERB),
        ("Berkoordinasi dengan OPD", Opening.VERB),
        ("Diperiksa oleh petugas", Opening.VERB),
        ("a. memeriksa server\nb. mencatatnya", Opening.VERB),
        ("1) Menerima surat", Opening.VERB),
        ("- memberikan berita acara", Opening.VERB),
        ("Terima berkas", Opening.VERB),
        ("Men-scan surat", Opening.VERB),
        ("di-upload ke aplikasi", Opening.VERB),
        ("Serahkan berkas ke loket", Opening.VERB),
        ("Kebijakan dinas", Opening.OTHER),
        ("Tindakan perbaikan", Opening.OTHER),
        ("Rekan kerja", Opening.OTHER),
        ("Mulai", Opening.VERB),
        ("Selesai", Opening.VERB),
        ("", Opening.VERB),
        ("Persetujuan Administrator dengan mengisi form", Opening.OTHER),
        ("Surat pemberitahuan ke SKPD", Opening.OTHER),
        ("Pembahasan rincian", Opening.OTHER),
        ("a. verifikasi kesesuaian server,\nb. memasangnya", Opening.OTHER),
        ("Berita acara ditandatangani", Opening.OTHER),
        ("Berkas dikirim", Opening.OTHER),
        ("Disposisi ke bidang", Opening.OTHER),
        ("Sekolah menerima surat", Opening.OTHER),
        ("Menteri menetapkan", Opening.OTHER),
        ("Kepala Dinas mendisposisi permohonan", Opening.SUBJECT),
        ("Kepala Bidang memverifikasi", Opening.SUBJECT),
        ("Pemohon mengajukan surat", Opening.SUBJECT),
        ("OPD / SKPD membawa server", Opening.SUBJECT),
        ("Apakah kapasitas masih tersedia ?\na. Ya", Opening.QUESTION),
        ("Kapasitas tersedia?", Opening.QUESTION),
    ],
)  # fmt: skip
def test_how_an_activity_opens(text: str, opening: Opening) -> None:
    assert opening_of(text, ROLES)[0] is opening


def test_a_noun_at_the_head_is_found_with_the_verb_to_write() -> None:
    (one,) = found(saying("Persetujuan permohonan"))
    assert (one.code, one.step, one.field) == (lint.NO_VERB, "1", "text")
    assert "diawali “Persetujuan”" in one.message
    assert "misalnya “Menyetujui …”" in one.message
    assert "misalnya" not in found(saying("Kapasitas server"))[0].message


def test_a_subject_before_the_verb_is_another_fault() -> None:
    (one,) = found(saying("Petugas memeriksa berkas"))
    assert one.code == lint.SUBJECT
    assert "“Petugas”" in one.message


def test_a_wait_and_a_row_without_number_are_not_rows_of_the_sheet() -> None:
    assert found(saying("Server tiba", kind=StepKind.WAIT)) == []
    assert found(saying("Server tiba", number="")) == []


# --- times ------------------------------------------------------------------------------------------


def timed(text: str, **changes: object) -> Procedure:
    return saying("Memeriksa berkas", time_text=text, time=parse_duration(text), **changes)


@pytest.mark.parametrize("text", ["15 Ment", "30 Menti", "2 menti kerja"])
def test_a_misspelt_time_is_read_and_reported(text: str) -> None:
    (one,) = found(timed(text))
    assert (one.code, one.field) == (lint.SLIP, "time")
    assert f"“{text}” salah eja; dibaca sebagai " in one.message


@pytest.mark.parametrize(
    "text",
    ["15 menit", "1 Jam", "2×24 jam", "2 x 24 jam", "3 hari kalender", "± 1 hr", "kurang lebih 2 bln",
     "1 pekan", "5 mnt", "2 jam kerja."],
)  # fmt: skip
def test_a_time_that_is_spelt_as_people_spell_it_is_left_alone(text: str) -> None:
    assert found(timed(text)) == []


def test_a_missing_time_is_found() -> None:
    (one,) = found(timed("-"))
    assert (one.code, one.message) == (lint.NO_TIME, "Waktu baku belum diisi.")
    assert [each.code for each in found(timed(""))] == [lint.NO_TIME]


def test_before_the_request_is_in_nobodys_time_runs() -> None:
    sheet = with_step(net("1 > 2", "2 > granted"), "1", performers=(APPLICANT,))
    assert found(with_step(sheet, "1", time=None, time_text="")) == []
    assert found(with_step(sheet, "1", time=None, time_text="-")) == []
    later = with_step(sheet, "2", performers=(APPLICANT,), time=None)
    assert found(with_step(later, "2", time_text="-")) == []
    assert [one.step for one in found(with_step(later, "2", time_text=""))] == ["2"]


def test_a_time_that_cannot_be_read_is_an_error_with_a_guess() -> None:
    (one,) = found(saying("Memeriksa", time=None, time_text="15 minit"))
    assert (one.code, one.is_error) == (lint.TIME, True)
    assert "“15 minit” tidak terbaca" in one.message
    assert "Mungkin maksudnya “menit”." in one.message
    (odd,) = found(saying("Memeriksa", time=None, time_text="secepatnya"))
    assert "Mungkin" not in odd.message


def test_a_duration_built_by_hand_needs_no_text() -> None:
    made = Duration(amount=3, unit=Unit.HOUR)
    assert found(saying("Memeriksa", time=made, time_text="")) == []


# --- words of another SOP ---------------------------------------------------------------------------


def test_a_cell_that_speaks_of_a_related_sop_was_copied_from_there() -> None:
    related = Identity(related=("SOP Kebijakan dan Prosedur Bandwidth", "Bidang Hosting"))
    cell = (Requirement(document="data", text="Data pemakaian bandwidth"),)
    sheet = saying("Melaksanakan back up", outputs=cell)
    sheet = replace(sheet, documents=papers("data"), identity=related)
    (one,) = found(sheet)
    assert (one.code, one.step) == (lint.FOREIGN, "1")
    assert "menyebut “bandwidth”" in one.message
    assert found(with_step(sheet, "1", text="Mengecek bandwidth dan back up")) == []
    assert found(replace(sheet, title="Permintaan Bandwidth")) == []
    hosting = (Requirement(document="data", text="Data hosting"),)
    assert found(with_step(sheet, "1", outputs=hosting)) == []  # a division's name is no SOP


# --- secrets ----------------------------------------------------------------------------------------


def form_with(*fields: Field) -> Procedure:
    form = Form(key="f", title="Formulir Persetujuan", fields=fields)
    return replace(net("1 > granted"), forms={"f": form})


def test_a_place_for_a_password_on_a_form_is_found() -> None:
    secret = Field(key="p", label="Host Admin: Password", type=FieldType.SECRET)
    (one,) = found(form_with(secret))
    assert (one.code, one.field) == (lint.SECRET, "forms.f.fields.p")
    assert "hanya dicatat bahwa sudah diserahkan" in one.message
    (worse,) = found(form_with(Field(key="p", label="Kata sandi")))
    assert "tersimpan dan tercetak" in worse.message
    table = Field(
        key="t", label="Akun", type=FieldType.TABLE, columns=(Field(key="s", label="PIN"),)
    )
    assert [each.code for each in found(form_with(table))] == [lint.SECRET]


def test_a_form_that_records_a_handover_is_no_place_for_a_password() -> None:
    fine = Field(key="h", label="Hak akses server", type=FieldType.SECRET)
    assert found(form_with(fine, Field(key="s", label="Seksi Persandian"))) == []
