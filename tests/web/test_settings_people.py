"""Accounts are made by the office: a password shown once, a mail, an agency's people, an account closed."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kolokasi.accounts.models import Agency, Holding, OfficeAct, OfficeRole, Person, Position
from page import Page, Visitor
from stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SLUG = "penempatan-server"
TYPED = {
    "name": "Sari Andaian",
    "username": "Sari.Andaian",
    "email": "sari@contoh.example",
    "nip": "198001012005011001",
    "phone": "0812 5550 0102",
    "password": "show",
}


@pytest.fixture(autouse=True)
def counters(db: None) -> None:
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def stage() -> Stage:
    return Stage("karanganyar")


def administrator(stage: Stage) -> Person:
    return OfficeRole.objects.get(office=stage.office, role="admin").person


def admin(stage: Stage) -> Visitor:
    return Visitor(administrator(stage))


def at(name: str, stage: Stage, *args: object) -> str:
    return reverse(f"settings_{name}", args=[stage.office.key, *args])


def today() -> dt.date:
    return timezone.localdate(timezone=dt.timezone(dt.timedelta(hours=7)))


def shown(page: Page) -> str:
    [password] = set(re.findall(r"\b(?:[a-z0-9]{4}-){3}[a-z0-9]{4}\b", page.text))
    return password


def create(visitor: Visitor, stage: Stage, *, status: int = 200, **changes: str) -> Page:
    form = visitor.get(at("new_person", stage)).form_with("username")
    return visitor.post(at("new_person", stage), form | TYPED | changes, status=status)


def sign_in(login: str, password: str) -> Client:
    client = Client()
    client.post("/masuk/", {"login": login, "password": password})
    return client


def test_a_first_password_is_shown_once_and_opens_only_the_page_that_changes_it(
    stage: Stage,
) -> None:
    page = create(admin(stage), stage)
    password = shown(page)
    sari = Person.objects.get(username="sari.andaian")
    assert (sari.name, sari.nip, sari.made_by) == (TYPED["name"], TYPED["nip"], stage.office)
    client = sign_in("sari.andaian", password)
    for path in ("/tugas/", "/permohonan/", "/daftar-server/", "/kewajiban/"):
        answer = client.get(path)
        assert (answer.status_code, answer.url) == (302, "/masuk/sandi/ganti/"), path
    own = "hujan-sore-di-Solo-4"
    client.post(
        "/masuk/sandi/ganti/", {"oldpassword": password, "password1": own, "password2": own}
    )
    assert sign_in("sari.andaian", own).get("/permohonan/").status_code == 200
    assert "_auth_user_id" not in sign_in("sari.andaian", password).session
    visitor = admin(stage)
    for path in (at("people", stage), at("person", stage, "sari.andaian"), at("trail", stage)):
        assert password not in visitor.get(path).html


def test_a_double_click_makes_one_account_and_shows_the_password_that_holds(stage: Stage) -> None:
    visitor = admin(stage)
    form = visitor.get(at("new_person", stage)).form_with("username") | TYPED
    first = shown(visitor.post(at("new_person", stage), form))
    second = shown(visitor.post(at("new_person", stage), form))
    assert first == second
    assert Person.objects.filter(username="sari.andaian").count() == 1
    assert OfficeAct.objects.filter(sentence__contains="dibuat").count() == 2  # account, password


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(stage: Stage) -> None:
    taken = administrator(stage)
    page = create(
        admin(stage),
        stage,
        status=422,
        username=taken.username,
        email=taken.email.upper(),
        nip="12",
        name="",
    )
    for said in (
        "sudah dipakai; pilih yang lain",
        "Surel ini sudah dipakai akun lain",
        "NIP terdiri atas 18 angka",
        "Nama wajib diisi",
    ):
        assert said in page.text
    assert page.form_with("username")["nip"] == ["12"]
    assert not Person.objects.filter(name=TYPED["name"]).exists()


def test_a_link_by_mail_lets_her_choose_her_own(stage: Stage, settings: object) -> None:
    create(admin(stage), stage, password="mail")
    [letter] = mail.outbox
    assert letter.to == ["sari@contoh.example"]
    assert "sari.andaian" in letter.body
    [path] = re.findall(r"http://[^/]+(/masuk/sandi/atur-ulang/\S+)", letter.body)
    client = Client()
    form = client.get(path, follow=True).redirect_chain[-1][0]
    own = "hujan-sore-di-Solo-4"
    client.post(form, {"password1": own, "password2": own})
    assert sign_in("sari.andaian", own).get("/permohonan/").status_code == 200


def test_a_mail_server_that_is_down_is_said_and_the_account_is_there(
    stage: Stage, settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    page = create(admin(stage), stage, password="mail")
    assert "tidak dapat dikirim" in page.text
    assert Person.objects.filter(username="sari.andaian").exists()


def test_an_account_by_mail_needs_an_address(stage: Stage) -> None:
    page = create(admin(stage), stage, status=422, password="mail", email="")
    assert "ke sanalah kata sandi dibuat" in page.text
    assert not Person.objects.filter(username="sari.andaian").exists()


def test_a_closed_account_is_out_at_its_next_request(stage: Stage) -> None:
    officer = Person.objects.get(pk=stage.officer(SLUG, "personil").id)
    at_work = Visitor(officer)
    at_work.get("/tugas/")
    office = admin(stage)
    path = at("person", stage, officer.username)
    office.post(path, {"do": "deactivate"})
    answer = at_work.client.get("/tugas/")
    assert answer.status_code == 302
    assert answer.url.startswith("/masuk/")
    assert Holding.objects.filter(person=officer, cancelled_at=None).exists()  # history stays
    office.post(path, {"do": "reactivate"})
    assert (
        "aktif kembali" in OfficeAct.objects.latest("id").sentence
        or Person.objects.get(pk=officer.pk).is_active
    )


def test_a_new_first_password_ends_every_session(stage: Stage) -> None:
    officer = Person.objects.get(pk=stage.officer(SLUG, "personil").id)
    at_work = Visitor(officer)
    at_work.get("/tugas/")
    path = at("person", stage, officer.username)
    visitor = admin(stage)
    shown(visitor.post(path, visitor.get(path).form_with("kunci") | {"do": "password"}))
    assert at_work.client.get("/tugas/").url.startswith("/masuk/?")


def test_nobody_closes_his_own_account_nor_leaves_the_office_without_admin(stage: Stage) -> None:
    own = administrator(stage)
    visitor = admin(stage)
    path = at("person", stage, own.username)
    page = visitor.post(path, {"do": "deactivate"}, status=422)
    assert "admin lain" in page.text
    row = OfficeRole.objects.get(person=own)
    page = visitor.post(path, {"do": "end", "row": row.pk, "now": "1"}, status=422)
    assert "tunjuk penggantinya dahulu" in page.text
    create(visitor, stage)
    other = at("person", stage, "sari.andaian")
    visitor.post(other, {"do": "grant", "role": "admin", "starts_on": str(today())})
    visitor.post(path, {"do": "end", "row": row.pk, "now": "1"})
    assert visitor.client.get(at("office", stage)).status_code == 404
    Person.objects.filter(username="sari.andaian").update(password_is_initial=False)
    Visitor(Person.objects.get(username="sari.andaian")).get(at("office", stage))


def test_who_works_for_another_office_too_is_not_taken_over(stage: Stage) -> None:
    kudus = Stage("kudus")
    chief = administrator(kudus)
    visitor = admin(stage)
    path = at("person", stage, chief.username)
    visitor.get(path, status=404)  # nobody of this office
    position = Position.objects.filter(office=stage.office).latest("id")
    visitor.post(
        at("position", stage, position.key),
        {"person": chief.username, "kind": "definitif", "starts_on": str(today())},
    )
    page = visitor.get(path)
    assert "bekerja untuk dinas lain" in page.text
    before = Person.objects.get(pk=chief.pk)
    key = "0123456789abcdef0123"
    for asked in (
        {"do": "password", "kunci": key},
        {"do": "mail"},
        {"do": "deactivate"},
        {"do": "change", "name": "X", "email": "x@contoh.example", "nip": "", "phone": ""},
    ):
        visitor.post(path, asked, status=403)
    after = Person.objects.get(pk=chief.pk)
    assert (after.password, after.email, after.name, after.is_active) == (
        before.password,
        before.email,
        before.name,
        True,
    )
    assert mail.outbox == []


def test_an_agency_asks_through_its_people_from_when_until_when(stage: Stage) -> None:
    office = admin(stage)
    office.post(at("agencies", stage), {"name": "Dinas Perikanan", "email": "salah", "address": "", "phone": ""}, status=422)  # fmt: skip
    office.post(at("agencies", stage), {"name": "Dinas Perikanan", "address": "Jalan Contoh 2"})
    agency = Agency.objects.get(office=stage.office, name="Dinas Perikanan")
    page = office.post(at("agencies", stage), {"name": "dinas perikanan"}, status=422)
    assert "sudah terdaftar" in page.text
    create(office, stage)
    sari = Person.objects.get(username="sari.andaian")
    Person.objects.filter(pk=sari.pk).update(password_is_initial=False)
    path = at("agency", stage, agency.key)
    page = office.post(path, {"person": "tidak.ada", "role": "applicant", "starts_on": str(today())}, status=422)  # fmt: skip
    assert "tidak ditemukan" in page.text
    applicant = Visitor(Person.objects.get(pk=sari.pk))
    sop = f"/dinas/karanganyar/sop/{SLUG}/"
    assert "bukan pemohon" in applicant.get(sop).text
    office.post(path, {"person": sari.email, "role": "applicant", "starts_on": str(today())})
    assert "Dinas Perikanan" in applicant.get(sop).text
    membership = sari.memberships.get()
    office.post(path, {"do": "end", "row": membership.pk, "now": "1"})
    assert "bukan pemohon" in applicant.get(sop).text
    facts = {"do": "change", "name": "Dinas Kelautan", "address": "", "email": "", "phone": ""}
    assert "Dinas Kelautan" in office.post(path, facts).text


def test_the_list_finds_people_by_name_and_shows_only_the_offices_own(stage: Stage) -> None:
    kudus = Stage("kudus")
    visitor = admin(stage)
    officer = Person.objects.get(pk=stage.officer(SLUG, "personil").id)
    page = visitor.get(at("people", stage) + f"?cari={officer.name.split()[0]}")
    assert officer.username in page.text
    assert administrator(kudus).username not in visitor.get(at("people", stage)).text
    assert "Tidak ada orang" in visitor.get(at("people", stage) + "?cari=zzz").text
