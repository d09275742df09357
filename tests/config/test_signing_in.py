"""Signing in: by name or e-mail, limited, without registration, and steered by nobody's Host header."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse

from kolokasi.accounts.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.both]

PASSWORD = "pagi-hari-di-Kudus-7"
LOGIN = "/masuk/"


@pytest.fixture
def budi(db: None) -> Person:
    return Person.objects.create_user("budi", "budi@contoh.example", PASSWORD, name="Budi Contoh")


@pytest.fixture(autouse=True)
def counters(db: None) -> None:
    """Every test begins with untouched counters (they lie in the database, and so in a transaction)."""
    from django.core.cache import cache

    cache.clear()


def sign_in(client: Client, login: str, password: str = PASSWORD, **extra):
    return client.post(LOGIN, {"login": login, "password": password}, **extra)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["budi", "BUDI", "budi@contoh.example", "Budi@Contoh.example"])
def test_budi_signs_in_by_name_or_by_mail_however_he_capitalises(client, budi, login):
    response = sign_in(client, login)
    assert response.status_code == 302
    assert signed_in(client)


@pytest.mark.parametrize(
    ("login", "password"), [("budi", "salah"), ("tiada", PASSWORD), ("tiada@contoh.example", "x")]
)
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(client, budi, login, password):
    response = sign_in(client, login, password)
    assert response.status_code == 200
    assert not signed_in(client)
    errors = response.context["form"].non_field_errors()
    other = sign_in(Client(), "budi", "juga salah").context["form"].non_field_errors()
    kinds = ({len(errors), len(other)}, response.status_code)
    assert kinds == ({1}, 200)


def test_who_left_the_office_cannot_sign_in_and_is_out_at_the_next_click(client, budi):
    sign_in(client, "budi")
    Person.objects.filter(pk=budi.pk).update(is_active=False)
    assert not client.get(LOGIN).wsgi_request.user.is_authenticated
    assert not signed_in_after(Client(), "budi")


def signed_in_after(client: Client, login: str) -> bool:
    sign_in(client, login)
    return signed_in(client)


def test_the_session_gets_a_new_name_when_somebody_signs_in(client, budi):
    client.get(LOGIN)
    session = client.session
    session["dibawa"] = "ke mari"
    session.save()
    before = session.session_key
    client.cookies["kolokasi_sesi"] = before
    sign_in(client, "budi")
    assert client.session.session_key != before


def test_guessing_ends_after_five_tries_and_does_not_lock_the_owner_out(client, budi):
    for _ in range(5):
        sign_in(client, "budi", "salah", REMOTE_ADDR="203.0.113.9")
    response = sign_in(client, "budi", REMOTE_ADDR="203.0.113.9")  # now even with the right one
    assert not signed_in(client)
    assert "banyak" in str(response.context["form"].errors)
    owner = Client()
    sign_in(owner, "budi", REMOTE_ADDR="198.51.100.7")
    assert signed_in(owner)


def test_the_counters_lie_in_the_database_that_all_servers_share(client, budi):
    from django.db import connection

    sign_in(client, "budi", "salah")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shared_counters")
        assert cursor.fetchone()[0] > 0


def test_nobody_registers_himself(client, db):
    response = client.get("/masuk/daftar/")
    assert response.status_code == 302
    assert response.url == LOGIN
    client.post("/masuk/daftar/", {"username": "tamu", "password1": PASSWORD})
    assert not Person.objects.exists()
    with pytest.raises(NoReverseMatch):
        reverse("socialaccount_signup")


@pytest.mark.parametrize(
    "target",
    [
        "https://jahat.example/",
        "//jahat.example/",
        "\\\\jahat.example",
        "http:jahat.example",
        "javascript:alert(1)",
        "http://testserver/tugas/",
        "/\\jahat.example",
        "https:///jahat.example",
    ],
)
def test_next_leads_nowhere_but_here(client, budi, target):
    response = client.post(LOGIN, {"login": "budi", "password": PASSWORD, "next": target})
    assert response.status_code == 302
    assert response.url == "/"


def test_next_leads_to_our_own_pages(client, budi):
    response = client.post(LOGIN, {"login": "budi", "password": PASSWORD, "next": "/tugas/"})
    assert response.url == "/tugas/"


def test_a_forgotten_password_is_set_anew_by_mail_once_from_the_configured_address(
    client, budi, settings
):
    settings.ALLOWED_HOSTS = ["*"]  # the worst an operator could write
    client.post(
        "/masuk/sandi/lupa/",
        {"email": "budi@contoh.example"},
        HTTP_HOST="jahat.example",
        HTTP_X_FORWARDED_HOST="jahat.example",
    )
    [letter] = mail.outbox
    assert letter.to == ["budi@contoh.example"]
    assert "jahat.example" not in letter.body
    [path] = re.findall(
        re.escape(settings.BASE_URL) + r"(/masuk/sandi/atur-ulang/\S+)", letter.body
    )
    page = client.get(path, follow=True)
    form = page.redirect_chain[-1][0]
    new = "malam-di-Karanganyar-8"
    client.post(form, {"password1": new, "password2": new})
    assert signed_in_after_with(Client(), "budi", new)
    again = Client().get(path, follow=True)  # the link is used up
    assert again.context.get("token_fail")


def signed_in_after_with(client: Client, login: str, password: str) -> bool:
    sign_in(client, login, password)
    return signed_in(client)


def test_asking_for_a_reset_shows_nobody_whether_the_address_is_known(client, budi):
    known = client.post("/masuk/sandi/lupa/", {"email": "budi@contoh.example"})
    unknown = client.post("/masuk/sandi/lupa/", {"email": "tiada@contoh.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_a_mail_server_that_is_down_breaks_no_page(client, budi, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    response = client.post("/masuk/sandi/lupa/", {"email": "budi@contoh.example"})
    assert response.status_code == 302


def test_every_session_ends_when_the_password_changes(budi):
    phone, desk = Client(), Client()
    sign_in(phone, "budi")
    sign_in(desk, "budi")
    new = "sore-di-Temanggung-9"
    desk.post("/masuk/sandi/ganti/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    budi.refresh_from_db()
    assert budi.check_password(new)
    for client in (phone, desk):
        assert not client.get(LOGIN).wsgi_request.user.is_authenticated


def test_a_password_that_everybody_knows_is_refused_in_words(client, budi):
    sign_in(client, "budi")
    response = client.post(
        "/masuk/sandi/ganti/",
        {"oldpassword": PASSWORD, "password1": "password12", "password2": "password12"},
    )
    assert "lazim" in str(response.context["form"].errors)


def test_a_second_factor_is_asked_once_it_is_set_and_its_seed_lies_sealed(client, budi):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP

    seed = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(budi, seed)
    stored = Authenticator.objects.get(user=budi).data["secret"]
    assert seed not in stored
    response = sign_in(client, "budi")
    assert response.url.startswith("/masuk/kode/")
    assert not client.get(LOGIN).wsgi_request.user.is_authenticated


def test_what_the_browser_is_told(client, db):
    headers = client.get(LOGIN).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Content-Language"] == "id"


def test_a_form_without_its_token_is_refused(budi):
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, "budi").status_code == 403


def test_english_is_kept_in_a_cookie(client, db):
    client.cookies["bahasa"] = "en"
    assert client.get(LOGIN).headers["Content-Language"] == "en"


@pytest.mark.parametrize("name", ["account_login", "account_logout", "account_change_password"])
def test_the_addresses_speak_indonesian(name):
    path = reverse(name)
    assert path.startswith("/masuk/")
    assert resolve(path).url_name == name
