"""Case numbers and tracking codes, as printed and as people type them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolokasi.core.numbering import (
    CaseNumber,
    case_number,
    case_year,
    parse_case_number,
    parse_tracking_code,
    same_code,
    tracking_code,
)

KEY = b"kunci rahasia sebuah instalasi"


def test_a_number_as_printed() -> None:
    assert case_number("KRA", 2026, 1) == "KRA-2026-0001"
    assert case_number("INHIL", 2026, 12_345) == "INHIL-2026-12345"
    assert str(CaseNumber("D2", 2027, 9_999)) == "D2-2027-9999"


@pytest.mark.parametrize(
    "typed",
    ["KRA-2026-0001", "kra-2026-1", " Kra 2026 01 ", "KRA/2026/0001", "kra.2026.1", "KRA2026-1",
     "kra20260001", "KRA–2026—0001", "ＫＲＡ-２０２６-１", "KRA - 2026 - 0001", "KRA_2026_0000001"],
)  # fmt: skip
def test_a_number_as_people_type_it(typed: str) -> None:
    assert parse_case_number(typed) == CaseNumber("KRA", 2026, 1)


@pytest.mark.parametrize(
    "typed",
    ["", "KRA", "2026-0001", "KRA-26-0001", "KRA-2026", "KRA-2026-", "KRA-2026-0000", "KRA-2026-0001x",
     "K-2026-1", "TERLALUPANJANG-2026-1", "KRA-2026-1234567890", "KRA-٢٠٢٦-١", "KRA-0026-1"],
)  # fmt: skip
def test_what_is_no_number(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_case_number(typed)


def test_the_refusal_shows_how() -> None:
    with pytest.raises(ValueError, match="“KRA” tidak terbaca; tulis misalnya KRA-2026-0001"):
        parse_case_number(" KRA ")


codes = st.from_regex(r"[A-Z][A-Z0-9]{1,7}", fullmatch=True)


@given(codes, st.integers(1000, 9999), st.integers(1, 999_999_999))
def test_every_printed_number_is_read_again(code: str, year: int, number: int) -> None:
    printed = case_number(code, year, number)
    assert parse_case_number(printed) == CaseNumber(code, year, number)
    assert parse_case_number(printed.lower().replace("-", " ")) == CaseNumber(code, year, number)


@given(st.text(max_size=40))
def test_no_text_breaks_the_readers(typed: str) -> None:
    for read in (parse_case_number, parse_tracking_code):
        with suppress(ValueError):
            assert read(typed)


@pytest.mark.parametrize(("code", "year", "number"), [("kra", 2026, 1), ("K", 2026, 1), ("KRA", 26, 1), ("KRA", 2026, 0)])  # fmt: skip
def test_impossible_numbers_are_refused(code: str, year: int, number: int) -> None:
    with pytest.raises(ValueError, match=r"huruf besar|dimulai dari 1"):
        case_number(code, year, number)


def test_the_year_is_that_of_the_office() -> None:
    """At 16.30 UTC on 31 December it is still 2026 in Karanganyar, and 2027 in Jayapura."""
    moment = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
    assert case_year(moment, ZoneInfo("Asia/Jakarta")) == 2026
    assert case_year(moment, ZoneInfo("Asia/Jayapura")) == 2027
    with pytest.raises(ValueError, match="zona waktu"):
        case_year(datetime(2026, 12, 31), ZoneInfo("Asia/Jakarta"))  # noqa: DTZ001


# --- tracking codes ---------------------------------------------------------------------------------


def test_a_code_is_eighty_bits_of_an_hmac() -> None:
    code = tracking_code(KEY, "KRA-2026-0001")
    digest = hmac.new(KEY, b"kolokasi/tracking/1\x00KRA-2026-0001", hashlib.sha256).digest()[:10]
    usual = base64.b32encode(digest).decode()
    crockford = usual.translate(
        str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    )
    assert code.replace("-", "") == crockford
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]


def test_codes_differ_by_case_and_by_installation() -> None:
    codes = {tracking_code(KEY, f"KRA-2026-{n:04d}") for n in range(1, 1001)}
    assert len(codes) == 1000
    assert tracking_code(b"kunci instalasi yang lain", "KRA-2026-0001") not in codes


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="16 byte"):
        tracking_code(b"pendek", "KRA-2026-0001")


@given(st.integers(1, 9999))
def test_a_code_read_aloud_still_arrives(number: int) -> None:
    code = tracking_code(KEY, case_number("KRA", 2026, number))
    heard = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert same_code(heard, code)
    assert same_code(code.replace("1", "I").replace("-", ""), code)
    assert parse_tracking_code(f" {heard}. ") == code


def test_other_codes_are_refused() -> None:
    code = tracking_code(KEY, "KRA-2026-0001")
    for typed in (
        "",
        code[:-1],
        f"{code}0",
        "U" * 16,
        tracking_code(KEY, "KRA-2026-0002"),
        "kode-saya",
    ):
        assert not same_code(typed, code)
    with pytest.raises(ValueError, match="16 huruf dan angka"):
        parse_tracking_code("kode-saya")
