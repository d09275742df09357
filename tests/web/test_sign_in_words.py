"""Signing in and passwords: the sentences of the libraries speak like ours, formally and to "Anda"."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext

from page import Page, Visitor
from stage import Stage
from walking import person

pytestmark = pytest.mark.django_db
FOREIGN = re.compile(r"\banda\b|e-mail|silahkan", re.IGNORECASE)


def spoken(page: Page) -> list[str]:
    """What a page says to its reader that does not sound like us."""
    return [one.strip() for one in page.texts if set(FOREIGN.findall(one)) - {"Anda"}]


def test_a_wrong_password_is_told_in_our_words() -> None:
    page = Visitor().send("/masuk/", has="login", login="tidak.ada", password="salah")
    assert "Nama pengguna atau kata sandi yang Anda masukkan tidak benar." in page.text
    assert spoken(page) == []


def test_changing_a_password_is_asked_in_our_words(karanganyar: Stage) -> None:
    sari = Visitor(person(karanganyar.applicant()))
    assert spoken(sari.get("/masuk/sandi/ganti/")) == []
    wrong = {"oldpassword": "bukan", "password1": "12345678", "password2": "87654321"}
    page = sari.send("/masuk/sandi/ganti/", has="oldpassword", **wrong)
    assert "Kata sandi saat ini" in page.text
    assert "Ketik kata sandi Anda saat ini." in page.text
    assert spoken(page) == []


def test_a_forgotten_password_is_asked_in_our_words() -> None:
    page = Visitor().send("/masuk/sandi/lupa/", has="email", email="bukan alamat")
    assert "Tulis alamat surel yang lengkap" in page.text
    assert spoken(page) == []


@pytest.mark.control
def test_without_our_catalogue_the_libraries_speak_otherwise() -> None:
    class Said:
        texts = ("Sandi anda tidak bisa sepenuhnya numerik.", "Kata sandi Anda terlalu pendek.")

    assert spoken(Said()) == [Said.texts[0]]  # type: ignore[arg-type]
    with translation.override("id"):
        assert gettext("Your password can’t be entirely numeric.").startswith("Kata sandi Anda")
