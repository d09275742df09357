"""What people type: what becomes of it, and what they are told when it cannot be kept."""

from __future__ import annotations

from typing import Any

import pytest

from kolokasi.core.forms import (
    MAX_ROWS,
    SECRET_HANDED_OVER,
    clean,
    clean_line,
    differences,
    prefill,
    present,
    present_plain,
)
from kolokasi.core.procedure import Condition, Field, FieldType, Form


def form(*fields: Field) -> Form:
    return Form(key="f", title="Formulir", fields=fields)


def one(kind: FieldType, **more: Any) -> Field:
    return Field(key="isi", label="Isi", type=kind, **more)


def cleaned(field: Field, typed: object, **more: Any) -> tuple[object, str]:
    """The value of one field, and the sentence about it."""
    given: dict[str, Any] = {"services": frozenset({"x"}), "answers": {}} | more
    values, errors = clean(form(field), {field.key: typed}, **given)
    return values.get(field.key), " ".join(errors.values())


RACK = one(
    FieldType.TABLE,
    columns=(
        Field(key="nama", label="Nama", required=True),
        Field(key="ram", label="RAM", type=FieldType.INTEGER, unit="GB", minimum=1, maximum=64),
        Field(key="hanya", label="Hanya Y", condition=Condition(services=frozenset({"y"}))),
    ),
)
CHOICE = one(FieldType.CHOICE, choices=(("a", "Tetap"), ("b", "Sementara")))


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (one(FieldType.TEXT), "  Dinas\r\nKesehatan\t ", "Dinas Kesehatan"),
        (one(FieldType.TEXT), "Cafe\u0301", "Café"),
        (one(FieldType.TEXT), "🏥 سجلات \u202eطب\u202c \U0001fae8", "🏥 سجلات \u202eطب\u202c \U0001fae8"),
        (one(FieldType.TEXT), None, None),
        (one(FieldType.TEXT), "   ", None),
        (one(FieldType.TEXT), 42, "42"),
        (one(FieldType.LONG_TEXT), "baris 1\r\nbaris 2\rbaris 3", "baris 1\nbaris 2\nbaris 3"),
        (one(FieldType.INTEGER), "42", 42),
        (one(FieldType.INTEGER), "-7", -7),
        (one(FieldType.INTEGER), "1.500", 1500),
        (one(FieldType.INTEGER, minimum=0), "0", 0),
        (one(FieldType.DECIMAL), "2,5", "2.5"),
        (one(FieldType.DECIMAL), "2.5", "2.5"),
        (one(FieldType.DECIMAL), "0.125", "0.125"),
        (one(FieldType.DECIMAL), "1.500,25", "1500.25"),
        (one(FieldType.DECIMAL), "1e3", "1000"),
        (CHOICE, "b", "b"),
        (one(FieldType.DATE), "17-08-2026", "2026-08-17"),
        (one(FieldType.DATE), "7/8/2026", "2026-08-07"),
        (one(FieldType.DATE), "2026-08-17", "2026-08-17"),
        (one(FieldType.BOOLEAN), "ya", True),
        (one(FieldType.BOOLEAN), "on", True),
        (one(FieldType.BOOLEAN), True, True),
        (one(FieldType.BOOLEAN), "tidak", False),
        (one(FieldType.BOOLEAN), "", False),
        (one(FieldType.EMAIL), "nama@contoh.go.id", "nama@contoh.go.id"),
        (one(FieldType.PHONE), "+62 812-5550-0101", "+62 812-5550-0101"),
        (one(FieldType.NIP), "19800101 200501 1 001", "198001012005011001"),
        (one(FieldType.DOMAIN), "Data.Contoh.GO.ID.", "data.contoh.go.id"),
        (one(FieldType.IP), "10.1.2.3", "10.1.2.3"),
        (one(FieldType.IP), "2001:DB8::0:1", "2001:db8::1"),
        (one(FieldType.SECRET), "RahasiaSekali", None),
        (one(FieldType.SECRET), "ya", SECRET_HANDED_OVER),
        (one(FieldType.SECRET), SECRET_HANDED_OVER, SECRET_HANDED_OVER),
        (RACK, [{"nama": "web", "ram": "16"}], [{"nama": "web", "ram": 16}]),
        (RACK, [{"nama": "web"}, {"nama": " "}, "bukan baris"], [{"nama": "web"}]),
        (RACK, [{"nama": "web", "hanya": "x"}], [{"nama": "web"}]),
        (RACK, [], None),
        (RACK, "bukan tabel", None),
    ],
)  # fmt: skip
def test_what_is_right_is_kept_in_one_spelling(field: Field, typed: object, kept: object) -> None:
    assert cleaned(field, typed) == (kept, "")


@pytest.mark.parametrize(
    ("field", "typed", "word"),
    [
        (one(FieldType.TEXT), "a\x00b", "dicetak"),
        (one(FieldType.TEXT), "a\ud800b", "dicetak"),
        (one(FieldType.TEXT), "x" * 301, "paling banyak 300"),
        (one(FieldType.LONG_TEXT), "x" * 10_001, "paling banyak 10000"),
        (one(FieldType.INTEGER), "dua", "bilangan bulat"),
        (one(FieldType.INTEGER), "1.5", "bilangan bulat"),
        (one(FieldType.INTEGER), "١", "bilangan bulat"),
        (one(FieldType.INTEGER), "1" * 16, "bilangan bulat"),
        (one(FieldType.INTEGER, minimum=1, unit="U"), "0", "paling sedikit 1 U."),
        (one(FieldType.INTEGER, maximum=9), "10", "paling banyak 9."),
        (one(FieldType.DECIMAL), "dua", "tulis angka"),
        (one(FieldType.DECIMAL), "1.500", "dua cara; tulis 1500 atau 1.500,0"),
        (one(FieldType.DECIMAL), "NaN", "jangkauan"),
        (one(FieldType.DECIMAL), "1e400", "jangkauan"),
        (one(FieldType.DECIMAL, maximum=2), "2,5", "paling banyak 2."),
        (CHOICE, "c", "pilih salah satu"),
        (one(FieldType.DATE), "31-02-2026", "tanggal yang ada"),
        (one(FieldType.DATE), "besok", "tanggal yang ada"),
        (one(FieldType.DATE), "17-08-1845", "tahunnya"),
        (one(FieldType.EMAIL), "nama di contoh", "surel lengkap"),
        (one(FieldType.EMAIL), "a@b.id\nBcc: c@d.id", "surel lengkap"),
        (one(FieldType.PHONE), "telepon saja", "nomor telepon"),
        (one(FieldType.NIP), "1980", "18 angka"),
        (one(FieldType.NIP), "١" * 18, "18 angka"),
        (one(FieldType.DOMAIN), "http://contoh.go.id", "nama domain"),
        (one(FieldType.DOMAIN), "contoh", "nama domain"),
        (one(FieldType.DOMAIN), f"{'a' * 64}.id", "nama domain"),
        (one(FieldType.DOMAIN), ".".join(["a" * 50] * 5), "nama domain"),
        (one(FieldType.IP), "10.1.2", "alamat IP"),
        (RACK, [{"nama": "a"}] * (MAX_ROWS + 1), "baris"),
        (RACK, [{"nama": "a"}, {"ram": "100"}], "Baris 2, Nama: isian ini wajib diisi."),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(field: Field, typed: object, word: str) -> None:
    value, said = cleaned(field, typed)
    assert value is None
    assert said.startswith(("Isi: ", "Baris"))
    assert word in said


def test_a_fault_in_a_table_names_its_cell() -> None:
    _, errors = clean(
        form(RACK), {"isi": [{"nama": "a", "ram": "0"}, {}, {"ram": "x"}]},
        services=frozenset(), answers={},
    )  # fmt: skip
    assert errors.keys() == {"f.isi.0.ram", "f.isi.2.ram", "f.isi.2.nama"}


def test_a_draft_may_lack_what_is_required() -> None:
    field = one(FieldType.TEXT, required=True)
    assert cleaned(field, "")[1] == "Isi: isian ini wajib diisi."
    assert cleaned(field, "", complete=False) == (None, "")
    assert cleaned(RACK, [{"ram": "2"}], complete=False) == ([{"ram": 2}], "")


def test_a_box_left_open_is_an_answer_where_one_is_required() -> None:
    assert cleaned(one(FieldType.BOOLEAN, required=True), "") == (False, "")


def test_fields_that_do_not_apply_carry_nothing() -> None:
    hidden = one(FieldType.TEXT, required=True, condition=Condition(services=frozenset({"y"})))
    assert cleaned(hidden, "diketik") == (None, "")
    after = one(FieldType.TEXT, required=True, condition=Condition(answers=(("data", "ya"),)))
    assert cleaned(after, "diketik") == (None, "")
    assert cleaned(after, "diketik", answers={"data": "ya"}) == ("diketik", "")


@pytest.mark.parametrize(
    ("kind", "wanted", "typed"),
    [
        (FieldType.CHOICE, "b", "b"),
        (FieldType.BOOLEAN, "ya", "on"),
        (FieldType.BOOLEAN, "tidak", ""),
        (FieldType.INTEGER, "2", "2"),
    ],
)
def test_a_field_shows_when_another_says_so(kind: FieldType, wanted: str, typed: str) -> None:
    first = Field(key="a", label="A", type=kind, choices=CHOICE.choices)
    second = Field(key="b", label="B", required=True, show_if=("a", wanted))
    values, errors = clean(
        form(first, second), {"a": typed, "b": "isi"}, services=frozenset(), answers={}
    )
    assert (values.get("b"), errors) == ("isi", {})
    values, errors = clean(
        form(first, second), {"a": "a" if typed == "b" else "1", "b": "isi"},
        services=frozenset(), answers={},
    )  # fmt: skip
    if kind is not FieldType.BOOLEAN or wanted == "tidak":
        assert "b" not in values


def test_after_a_return_only_flagged_fields_are_read() -> None:
    shape = form(Field(key="a", label="A"), Field(key="b", label="B"), Field(key="c", label="C"))
    values, _ = clean(
        shape, {"a": "baru", "b": "baru", "c": "baru"}, services=frozenset(), answers={},
        before={"a": "lama", "b": "lama"}, flagged=frozenset({"a"}),
    )  # fmt: skip
    assert values == {"a": "baru", "b": "lama"}


def test_known_facts_are_filled_in_beforehand() -> None:
    shape = form(
        Field(key="unit", label="Unit", prefill="agency.name"),
        Field(key="alamat", label="Alamat", prefill="agency.address"),
        Field(key="lain", label="Lain"),
    )
    assert prefill(shape, {"agency.name": "Dinas Kesehatan", "agency.address": ""}) == {
        "unit": "Dinas Kesehatan"
    }


def test_what_was_mended_is_shown_before_and_after() -> None:
    shape = form(one(FieldType.INTEGER, unit="GB"), Field(key="lain", label="Lain"))
    [change] = differences(shape, {"isi": 8, "lain": "sama"}, {"isi": 16, "lain": "sama"})
    assert (change.field.key, change.before, change.after) == ("isi", "8 GB", "16 GB")


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        (one(FieldType.TEXT), None, ""),
        (one(FieldType.TEXT), "teks", "teks"),
        (one(FieldType.DECIMAL, unit="kW"), "2.5", "2,5 kW"),
        (one(FieldType.BOOLEAN), True, "Ya"),
        (one(FieldType.BOOLEAN), False, "Tidak"),
        (CHOICE, "a", "Tetap"),
        (CHOICE, "hilang", "hilang"),
        (
            RACK,
            [{"nama": "web", "ram": 16}, {"nama": "db"}],
            "Nama: web; RAM: 16 GB\nNama: db",
        ),
        (RACK, "bukan tabel", "bukan tabel"),
    ],
)
def test_values_as_a_person_reads_them(field: Field, value: object, shown: str) -> None:
    assert present(field, value) == shown


def test_values_as_show_if_compares_them() -> None:
    assert [present_plain(one) for one in (None, True, False, 3, "b")] == [
        "",
        "ya",
        "tidak",
        "3",
        "b",
    ]


def test_a_line_that_must_be_there() -> None:
    assert clean_line("Perihal", " Aplikasi\nbaru ") == ("Aplikasi baru", "")
    assert clean_line("Perihal", " ") == ("", "Perihal: isian ini wajib diisi.")
