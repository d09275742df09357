"""The timeline names an activity briefly, with what came of it, by whom as what, and how long it took."""

from __future__ import annotations

import pytest

from kolokasi.accounts.calendars import calendar_of
from kolokasi.web import case_history
from kolokasi.web.case_history import activity
from stage import Stage

SLUG = "penempatan-server"


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Menginformasikan pengguna bahwa permintaan telah disetujui", "Menginformasikan pengguna"),
        ("Membawa perangkat server dengan OS, perangkat lunak, dan aplikasi", "Membawa perangkat server"),
        ("a. verifikasi kesesuaian spesifikasi server,\nb. proses lain, dan\nc. berita acara",
         "Verifikasi kesesuaian spesifikasi server"),
        ("melengkapi permohonan", "Melengkapi permohonan"),
        ("Apakah kapasitas masih tersedia ?\na. Ya, lanjut\nb. Tidak", "Apakah kapasitas masih tersedia ?"),
        ("Mengagendakan dan mengarsipkan berita acara serta menutup catatan pada daftar",
         "Mengagendakan dan mengarsipkan berita acara serta menutup catatan…"),
    ],
)  # fmt: skip
def test_an_activity_is_called_by_its_first_clause(text: str, called: str) -> None:
    assert activity(text) == called


@pytest.mark.django_db
def test_each_line_says_what_came_of_it_by_whom_and_how_long(karanganyar: Stage) -> None:
    case = karanganyar.request(SLUG)
    for role in ("administrator", "pengawas", "personil"):
        karanganyar.take(case, role, "2")
    karanganyar.take(case, "personil", "3", "penuh", note="Rak penuh.")
    office = karanganyar.office
    lines, older = case_history.timeline(
        case,
        karanganyar.procedure(SLUG),
        calendar=calendar_of(office.pk, office.calendar_version),
    )
    assert not older
    ended, decided, disposed, passed, *_ = lines
    assert (ended.activity, ended.tone) == ("", "negative")
    assert (decided.number, decided.detail) == ("3", "Kapasitas tidak tersedia")
    assert decided.activity == "Mengecek ketersediaan kapasitas infrastruktur"
    assert decided.who == karanganyar.officer(SLUG, "personil").name
    assert decided.title.endswith("Pusat Data"), "a person acts as a position"
    assert (decided.minutes, decided.norm) == (5, 60)
    assert (disposed.became, disposed.minutes, disposed.norm) == ("Selesai", 15, 15), "of all three"
    assert (passed.became, passed.minutes) == ("Diteruskan", None), "a part has no norm of its own"
