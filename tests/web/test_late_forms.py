"""Forms that come too late: the session is over, a colleague was faster, the role is gone, the page is old.

Each gets a clear answer, changes nothing, and gives back what was typed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from kolokasi.accounts.models import Holding, Membership, Person
from kolokasi.cases import demo, procedures
from kolokasi.cases.models import Case, Draft, Effect, Event, RefusedAct
from kolokasi.cases.worker import work_off
from page import Page, Visitor
from stage import Stage
from walking import SLUG, applicant, begin, letter, officer, person, step_path, submit, take, turn

pytestmark = [pytest.mark.django_db, pytest.mark.both]
WORDS = "Sudah saya periksa dengan teliti, selama satu jam.\nBaris kedua."
HERE = "http://testserver"


class Strict(Visitor):
    """A browser as it is: it holds tokens, and says where a form comes from."""

    def __init__(self, who: Person) -> None:
        self.client = Client(enforce_csrf_checks=True, headers={"origin": HERE})
        self.who = who

    def sign_in(self) -> Strict:
        form = self.get("/masuk/").form_with("login")
        self.post("/masuk/", form | {"login": self.who.username, "password": demo.PASSWORD})
        return self


@pytest.fixture
def case(karanganyar: Stage) -> Case:
    return submit(karanganyar)


@pytest.fixture
def damar(karanganyar: Stage, case: Case) -> Strict:
    """The administrator, whose turn it is on step 2."""
    return Strict(person(karanganyar.officer(SLUG, "administrator"))).sign_in()


def written(damar: Visitor, case: Case) -> dict[str, Any]:
    return damar.get(step_path(case, "2")).form_with("kunci") | {"note": WORDS, "outcome": ""}


def entries(case: Case) -> int:
    return Event.objects.filter(case=case, kind="EntryMade").count()


# --- the session is over ------------------------------------------------------------------------------
def test_who_writes_longer_than_his_session_signs_in_beside_and_sends_it_again(
    damar: Strict, case: Case
) -> None:
    sent = written(damar, case)
    Session.objects.all().delete()
    page = damar.post(step_path(case, "2"), sent, status=403)
    assert "Sesi Anda berakhir" in page.text
    assert "Baris kedua." in page.text
    assert entries(case) == 0
    again = page.form_with("kunci")
    assert again["note"] == [WORDS]
    damar.sign_in()  # in another tab; his token is a new one now
    page = damar.post(step_path(case, "2"), again, status=403)
    assert "kirim ulang" in page.text.lower()
    damar.post(step_path(case, "2"), page.form_with("kunci"))
    assert entries(case) == 1
    event = Event.objects.get(case=case, kind="EntryMade")
    assert "Baris kedua." in event.facts


def test_signing_out_and_in_again_elsewhere_makes_the_open_form_old_not_lost(
    damar: Strict, case: Case
) -> None:
    sent = written(damar, case)
    damar.post("/masuk/keluar/", damar.get("/masuk/keluar/").form_with("csrfmiddlewaretoken"))
    damar.sign_in()
    page = damar.post(step_path(case, "2"), sent, status=403)
    assert "Formulir kedaluwarsa" in page.text
    damar.post(step_path(case, "2"), page.form_with("kunci"))
    assert entries(case) == 1


@pytest.mark.parametrize("origin", ["https://jahat.example", "null", "http://testserver.jahat.example", ""])  # fmt: skip
def test_a_form_from_a_strangers_page_gets_nothing_to_send_again(
    damar: Strict, case: Case, origin: str
) -> None:
    """Otherwise our own page would carry his words, with a good token, one click from being sent."""
    forged = {"kunci": "a" * 32, "visit": "1", "turn": "0", "note": "Disetujui saja"}
    damar.client.defaults.pop("HTTP_ORIGIN")
    headers = {"origin": origin} if origin else {}
    answer = damar.client.post(step_path(case, "2"), forged, headers=headers)
    assert answer.status_code == 403
    page = Page(answer.content.decode())
    assert not [one for one in page.fields if one.get("name") == "note"]
    assert entries(case) == 0


def test_an_old_sign_in_page_gives_no_password_back(damar: Strict) -> None:
    damar.client.logout()
    stale = {
        "csrfmiddlewaretoken": "x" * 64,
        "login": "kra.kabid-tki",
        "password": "rahasia-sekali",
    }
    answer = damar.client.post("/masuk/", stale)
    assert answer.status_code == 403
    assert "rahasia-sekali" not in answer.content.decode()
    assert "Muat ulang" in answer.content.decode()


def test_a_page_that_keeps_itself_says_so_when_it_no_longer_can(karanganyar: Stage) -> None:
    wati = Strict(person(karanganyar.applicant())).sign_in()
    draft = begin(karanganyar, wati)
    sent = wati.get(draft).form_with("subject") | {"subject": "Setengah jadi"}
    ours = {"HX-Request": "true"}
    kept = wati.client.post(draft + "simpan/", sent, headers=ours)
    assert "Tersimpan otomatis" in kept.content.decode()
    Session.objects.all().delete()
    lost = wati.client.post(draft + "simpan/", sent | {"subject": "Lebih jadi"}, headers=ours)
    assert lost.status_code == 200, "htmx shows nothing else"
    assert "Belum tersimpan" in lost.content.decode()
    assert "Masuk di tab baru" in lost.content.decode()
    wati.sign_in()
    lost = wati.client.post(draft + "simpan/", sent | {"subject": "Lebih jadi"}, headers=ours)
    assert "Belum tersimpan" in lost.content.decode()
    assert Draft.objects.get().subject == "Setengah jadi"


def test_an_inbox_that_refreshes_itself_goes_to_the_door_as_a_whole(damar: Strict) -> None:
    Session.objects.all().delete()
    answer = damar.client.get("/tugas/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"
    assert damar.client.get("/tugas/").url == "/masuk/?next=/tugas/"


def test_signing_in_leads_back_to_the_page(damar: Strict, case: Case) -> None:
    damar.client.logout()
    path = step_path(case, "2")
    form = damar.get(path).form_with("login")
    assert form["next"] == [path]
    page = damar.post("/masuk/", form | {"login": damar.who.username, "password": demo.PASSWORD})
    assert damar.path == path
    assert page.form_with("kunci")


# --- somebody was faster ------------------------------------------------------------------------------
def test_a_step_that_a_colleague_took_names_him_and_gives_back_the_words(
    karanganyar: Stage, damar: Strict, case: Case
) -> None:
    sent = written(damar, case)
    [other] = karanganyar.seat(SLUG, "administrator", 1)
    colleague = Visitor(person(other))
    colleague.post(step_path(case, "2"), written(colleague, case) | {"note": "Saya dahulu."})
    page = damar.post(step_path(case, "2"), sent, status=409)
    assert "Rekan Anda lebih dahulu" in page.text
    assert other.name in page.text
    assert "selama satu jam." in page.text
    assert f"/permohonan/{case.number}/" in page.links
    assert entries(case) == 1


def test_the_back_button_shows_that_it_is_done(karanganyar: Stage, case: Case) -> None:
    """An old page of a step: who did it, and that nothing is left to do."""
    for role in ("administrator", "pengawas", "personil"):
        take(karanganyar, case, role, "2")
    old = officer(karanganyar, "administrator")
    page = old.get(step_path(case, "2"), status=409)
    assert "sudah dikerjakan" in page.text
    assert karanganyar.officer(SLUG, "personil").name in page.text
    page = old.post(
        step_path(case, "2"), {"kunci": "k" * 32, "visit": "1", "turn": "0"}, status=409
    )
    assert "Tidak ada yang perlu Anda ulangi" in page.text


def test_a_case_that_was_withdrawn_meanwhile_has_ended(
    karanganyar: Stage, damar: Strict, case: Case
) -> None:
    sent = written(damar, case)
    wati = applicant(karanganyar)
    wati.send(f"/permohonan/{case.number}/penarikan/", has="reason", reason="Tidak jadi.")
    page = damar.post(step_path(case, "2"), sent, status=409)
    assert "Sudah berakhir" in page.text
    assert "selama satu jam." in page.text
    again = wati.client.get(f"/permohonan/{case.number}/penarikan/", follow=True)
    assert "Ditarik" in Page(again.content.decode()).text


def test_an_sop_that_was_replaced_while_the_request_was_written(karanganyar: Stage) -> None:
    wati = applicant(karanganyar)
    draft = begin(karanganyar, wati)
    sent = letter(karanganyar, wati, draft)
    procedures.revoke(karanganyar.version(SLUG), until=timezone.localdate())
    page = wati.post(draft, sent, status=409)
    assert "SOP ini tidak sedang berlaku" in page.text
    assert Draft.objects.get().subject == sent["subject"], "the draft is still there"
    assert not Case.objects.exists()


def test_a_draft_that_a_colleague_sent_meanwhile(karanganyar: Stage) -> None:
    wati = applicant(karanganyar)
    draft = begin(karanganyar, wati)
    mine = letter(karanganyar, wati, draft)
    wati.post(draft, letter(karanganyar, wati, draft))
    wati.post(draft, mine, status=404)
    wati.get(draft, status=404)
    assert Case.objects.count() == 1


# --- the role is gone -----------------------------------------------------------------------------------
def end(rows: Any) -> None:
    assert rows.update(ends_on=timezone.localdate() - timedelta(days=1))


def test_who_lost_this_role_but_still_works_here_is_told_so(
    karanganyar: Stage, damar: Strict, case: Case
) -> None:
    sent = written(damar, case)
    position = Holding.objects.get(person=damar.who).position
    other = Holding.objects.exclude(position=position).filter(position__office=karanganyar.office)[
        0
    ]
    Holding.objects.create(
        person=damar.who, position=other.position, kind="plt", decree="SK 1",
        starts_on=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip
    end(Holding.objects.filter(person=damar.who, position=position))
    page = damar.post(step_path(case, "2"), sent, status=403)
    assert "jabatan Anda saat ini tidak memegang peran itu" in page.text
    assert "selama satu jam." in page.text
    assert entries(case) == 0
    assert RefusedAct.objects.get(case=case).person == damar.who, "kept for the auditor"
    assert "ada di meja lain" in damar.get(step_path(case, "2")).text


def test_who_left_the_office_finds_nothing_any_more(damar: Strict, case: Case) -> None:
    sent = written(damar, case)
    end(Holding.objects.filter(person=damar.who))
    damar.post(step_path(case, "2"), sent, status=404)
    damar.get(step_path(case, "2"), status=404)
    damar.get(f"/permohonan/{case.number}/", status=404)
    assert case.number not in damar.get("/tugas/").text + damar.get("/permohonan/").text
    assert entries(case) == 0


def test_who_left_the_agency_finds_neither_case_nor_draft(karanganyar: Stage, case: Case) -> None:
    wati = applicant(karanganyar)
    draft = begin(karanganyar, wati)
    sent = letter(karanganyar, wati, draft)
    end(Membership.objects.filter(agency=karanganyar.agency))
    cases = Case.objects.count()
    wati.get(f"/permohonan/{case.number}/", status=404)
    for path in (draft, f"/permohonan/{case.number}/penarikan/"):
        wati.get(path, status=404)
        wati.post(path, sent | {"reason": "x"}, status=404)
    page = wati.post(f"/dinas/karanganyar/sop/{SLUG}/permohonan/", {"agency": karanganyar.agency.pk}, status=403)  # fmt: skip
    assert "orang dari OPD" in page.text
    assert Case.objects.count() == cases


def test_an_account_that_was_closed_is_out_at_the_next_click(damar: Strict, case: Case) -> None:
    sent = written(damar, case)
    Person.objects.filter(pk=damar.who.pk).update(is_active=False)
    page = damar.post(step_path(case, "2"), sent, status=403)
    assert "Sesi Anda berakhir" in page.text
    assert damar.client.get(step_path(case, "2")).url.startswith("/masuk/")
    assert entries(case) == 0


# --- what a page never sends --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"visit": "-1"}, 409), ({"visit": "0"}, 409), ({"visit": "2"}, 409), ({"visit": "x"}, 409),
        ({"visit": "9" * 40}, 409), ({"visit": "١"}, 409), ({"visit": ""}, 409), ({"visit": "1.0"}, 409),
        ({"turn": "-1"}, 404), ({"turn": "99"}, 404), ({"turn": "9" * 40}, 404), ({"turn": "\x00"}, 404),
        ({"turn": "1"}, 403), ({"turn": "2"}, 403),
    ],
)  # fmt: skip
def test_a_visit_or_turn_that_is_not_the_open_one(
    damar: Strict, case: Case, changed: dict[str, str], status: int
) -> None:
    damar.post(step_path(case, "2"), written(damar, case) | changed, status=status)
    assert entries(case) == 0


@pytest.mark.parametrize("step", ["0", "99", "1", "3", "9", "-1", "2 ", "2'--", "%3Cscript%3E", "a" * 900, "%F0%9F%8F%A5"])  # fmt: skip
def test_a_step_that_is_not_open_or_not_there(damar: Strict, case: Case, step: str) -> None:
    status = {"1": 409, "3": 409, "9": 409}.get(step, 404)
    damar.get(step_path(case, step), status=status)
    damar.post(step_path(case, step), written(damar, case), status=status)
    assert entries(case) == 0


@pytest.mark.parametrize("outcome", ["", "setuju", "penuh;tersedia", "\x00", "9" * 5_000, "<b>"])
def test_a_decision_that_is_none_is_refused_with_those_that_are(
    karanganyar: Stage, case: Case, outcome: str
) -> None:
    for role in ("administrator", "pengawas", "personil"):
        take(karanganyar, case, role, "2")
    citra = officer(karanganyar, "personil")
    sent = turn(karanganyar, case, citra, "3") | {"outcome": outcome, "note": WORDS}
    page = citra.post(step_path(case, "3"), sent, status=422)
    assert "Pilih salah satu keputusan" in page.text
    assert page.form_with("note")["note"] == [WORDS]
    case.refresh_from_db()
    assert "3" in case.state["steps"]


@pytest.mark.parametrize(
    "flagged", [["x"], ["permohonan.tidak_ada"], ["__class__"], ["permohonan."], ["."], ["\x00"], ["a.b"] * 2_000]
)  # fmt: skip
def test_flagging_a_field_that_is_not_there_is_refused(
    case: Case, flagged: list[str], kudus_at_the_decision: tuple[Visitor, str, dict[str, Any]]
) -> None:
    head, path, sent = kudus_at_the_decision
    page = head.post(path, sent | {"flagged": flagged}, status=422)
    assert "tidak dikenal" in page.text
    assert page.form_with("note")["note"] == [WORDS]


@pytest.fixture
def kudus_at_the_decision(karanganyar: Stage) -> tuple[Visitor, str, dict[str, Any]]:
    """Kudus, where step 4 can send a request back."""
    kudus = Stage("kudus")
    case = submit(kudus, "penempatan-server")
    for task in ("2", "3", "3", "3"):
        case.refresh_from_db()
        role = case.tasks.filter(step=task, closed_at=None).earliest("turn").role
        take(kudus, case, role, task)
    role = case.tasks.get(step="4", closed_at=None).role
    head = Visitor(person(kudus.officer("penempatan-server", role)))
    step = kudus.procedure("penempatan-server").steps["4"]
    back = next(way.key for way in step.outcomes if way.kind == "kembali")
    sent = turn(kudus, case, head, "4", back) | {"note": WORDS}
    return head, step_path(case, "4"), sent


# --- the mail server is down -----------------------------------------------------------------------------
def test_no_mail_server_delays_mails_and_nothing_else(karanganyar: Stage, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    case = submit(karanganyar)
    owed = Effect.objects.filter(case=case)
    assert owed.exists()
    now = timezone.now() + timedelta(seconds=1)
    work_off(now)
    for one in owed:
        assert one.done_at is None
        assert one.given_up_at is None
        assert one.due_at > now, "tried again later"
    assert "percobaan ke-1" in officer(karanganyar, "administrator").get("/surel/").text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    work_off(now + timedelta(minutes=2))
    assert not owed.filter(done_at=None).exists()
