"""How the pages word times, columns and mails."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from django.utils import translation

from kolokasi.web.templatetags import kolokasi as tags

WIB = timezone(timedelta(hours=7))
ZONE = "Asia/Jakarta"
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=WIB)  # a Monday


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tags.timezone, "now", lambda: NOW)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (datetime(2026, 11, 23, 15, 0, tzinfo=WIB), "hari ini pukul 15.00"),
        (datetime(2026, 11, 24, 9, 5, tzinfo=WIB), "besok pukul 09.05"),
        (datetime(2026, 11, 27, 14, 0, tzinfo=WIB), "Jumat, 27 November 2026 pukul 14.00 WIB"),
        (NOW - timedelta(seconds=20), "lewat 1 menit"),
        (NOW - timedelta(minutes=59), "lewat 59 menit"),
        (NOW - timedelta(hours=2, minutes=10), "lewat 2 jam"),
        (NOW - timedelta(days=3), "lewat 3 hari"),
    ],
)
def test_a_due_time_is_said_as_one_says_it_today(due: datetime, words: str) -> None:
    with translation.override("id"):
        assert tags.tenggat(due, ZONE) == words


def test_today_is_the_office_s_own_today() -> None:
    """23.30 in Jakarta is half past one of the next day in Jayapura."""
    late = datetime(2026, 11, 23, 23, 30, tzinfo=WIB)
    with translation.override("id"):
        assert tags.tenggat(late, ZONE) == "hari ini pukul 23.30"
        assert tags.tenggat(late, "Asia/Jayapura") == "besok pukul 01.30"


def test_no_due_time_says_nothing() -> None:
    assert tags.tenggat(None, ZONE) == ""


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("penanggung_jawab", "Penanggung jawab"),
        ("ip", "Alamat IP"),
        ("vcpu", "vCPU"),
        ("nama", "Nama"),
    ],
)
def test_a_register_s_column_has_a_heading(key: str, label: str) -> None:
    with translation.override("id"):
        assert tags.column_label(key) == label


def test_a_mail_says_what_it_was_about() -> None:
    with translation.override("id"):
        assert tags.mail_label("diterima") == "Tanda terima"
        assert tags.mail_label("lain") == "lain"


def test_an_unknown_icon_is_a_dot_and_a_known_one_is_silent() -> None:
    assert "•" in tags.icon("tidak-ada-ikon-ini")
    assert 'aria-hidden="true"' in tags.icon("check")
