"""Mails that are owed: sent once over real SMTP, tried again with patience, given up where all can see it."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from kolokasi.accounts.models import OfficeRole, Person
from kolokasi.cases import worker
from kolokasi.cases.models import Case, Effect
from kolokasi.cases.queries import effects_seen, sight_of
from kolokasi.cases.worker import LEASE, WAITS, release_leases, retry, work_off
from kolokasi.notices.mail import Notice, send
from post_office import PostOffice
from stage import Stage

pytestmark = pytest.mark.xdist_group("worker")  # they share one office
SLUG = "penempatan-server"


@pytest.fixture
def stage(karanganyar: Stage, db: None) -> Iterator[Stage]:
    now = karanganyar.now
    yield karanganyar
    karanganyar.now = now


@pytest.fixture
def case(stage: Stage) -> Case:
    return stage.request(SLUG, subject="Aplikasi 🏥 سجلات \u202eterbalik\u202c")


@pytest.fixture
def one(stage: Stage, case: Case) -> Effect:
    """A single mail that is owed."""
    kept = Effect.objects.filter(case=case).order_by("pk")[0]
    Effect.objects.exclude(pk=kept.pk).delete()
    return kept


def now_of(effect: Effect) -> Effect:
    effect.refresh_from_db()
    return effect


# --- when all is well -------------------------------------------------------------------------------


def test_an_act_owes_its_mails_and_the_worker_pays_once(
    stage: Stage, case: Case, post: PostOffice
) -> None:
    assert post.mails == []
    owed = Effect.objects.filter(case=case)
    assert {one.recipient for one in owed} == {case.requester.email, case.agency.email}
    assert work_off(stage.now) == 2
    assert sorted(one.to for one in post.mails) == sorted(one.recipient for one in owed)
    assert len(set(post.identities)) == 2
    assert not owed.filter(done_at__isnull=True).exists()
    assert work_off(stage.now + timedelta(days=30)) == 0


def test_a_mail_says_what_it_is_about_in_any_script(
    stage: Stage, case: Case, post: PostOffice
) -> None:
    work_off(stage.now)
    mail = post.mails[0]
    assert mail.message["Subject"] == f"Permohonan {case.number} kami terima"
    assert case.subject in mail.text
    assert case.number in mail.text
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert mail.identity.endswith("@karanganyar.contoh.go.id>")


def test_the_end_is_told_with_its_reason(stage: Stage, case: Case, post: PostOffice) -> None:
    for role in ("administrator", "pengawas", "personil"):
        stage.take(case, role, "2")
    stage.take(case, "personil", "3", "penuh", note="Rak penuh sampai Januari 🙁")
    work_off(stage.now)
    told = [one for one in post.mails if "ditolak" in str(one.message["Subject"])]
    assert {one.to for one in told} == {case.requester.email, case.agency.email}
    assert "Rak penuh sampai Januari 🙁" in told[0].text


def test_an_effect_waits_for_its_time(stage: Stage, one: Effect, post: PostOffice) -> None:
    Effect.objects.update(due_at=stage.now + timedelta(hours=1))
    assert work_off(stage.now) == 0
    assert work_off(stage.now + timedelta(hours=1)) == 1


# --- when the mail server is not --------------------------------------------------------------------


def test_without_a_mail_server_it_is_tried_with_patience_and_given_up_for_all_to_see(
    stage: Stage, one: Effect, post: PostOffice
) -> None:
    post.close()
    at = stage.now
    for tries, wait in enumerate(WAITS, start=1):
        assert work_off(at) == 1
        assert (now_of(one).tries, one.due_at, one.given_up_at) == (tries, at + wait, None)
        assert "ConnectionRefusedError" in one.last_error
        assert work_off(at + wait - timedelta(seconds=1)) == 0
        at += wait
    assert work_off(at) == 1
    assert (now_of(one).given_up_at, one.done_at) == (at, None)
    assert work_off(at + timedelta(days=365)) == 0
    auditor = Person.objects.get(username="kra.inspektorat")
    assert OfficeRole.objects.filter(person=auditor).exists()
    seen = effects_seen(sight_of(auditor.pk, at.date()))
    assert [(row.pk, row.given_up_at) for row in seen] == [(one.pk, at)]


def test_what_was_given_up_is_revived_by_hand_and_sent_once(
    stage: Stage, one: Effect, post: PostOffice
) -> None:
    post.trouble.append("550")
    work_off(stage.now)
    assert now_of(one).given_up_at is not None
    later = stage.now + timedelta(days=3)
    assert retry(one.pk, later)
    assert not retry(one.pk, later), "nothing is given up any more"
    assert work_off(later) == 1
    assert now_of(one).done_at is not None
    assert (one.given_up_at, one.last_error) == (None, "")
    assert len(post.mails) == 1
    assert not retry(one.pk, later), "what is done is done"
    assert work_off(later) == 0


def test_a_passing_refusal_is_tried_again(stage: Stage, one: Effect, post: PostOffice) -> None:
    post.trouble.append("451")
    work_off(stage.now)
    assert now_of(one).given_up_at is None
    assert "451" in one.last_error
    assert work_off(stage.now + WAITS[0]) == 1
    assert now_of(one).done_at is not None
    assert len(post.mails) == 1


def test_an_address_that_does_not_exist_is_given_up_at_once(
    stage: Stage, one: Effect, post: PostOffice
) -> None:
    post.trouble.append("550")
    work_off(stage.now)
    assert (now_of(one).given_up_at, one.tries) == (stage.now, 1)
    assert "550" in one.last_error


@pytest.mark.parametrize("trouble", ["554", "drop"])
def test_other_trouble_is_tried_again(
    stage: Stage, one: Effect, post: PostOffice, trouble: str
) -> None:
    post.trouble.append(trouble)
    work_off(stage.now)
    assert now_of(one).last_error
    assert one.given_up_at is None
    work_off(stage.now + WAITS[0])
    assert now_of(one).done_at is not None


def test_a_server_that_answers_too_late_may_have_it_twice_under_one_identity(
    stage: Stage, one: Effect, post: PostOffice, settings: Any
) -> None:
    """We cannot know that it was delivered; the receiving side can know that it is the same."""
    settings.EMAIL_TIMEOUT = 0.3
    post.trouble.append("hang")
    work_off(stage.now)
    assert "timed out" in now_of(one).last_error
    settings.EMAIL_TIMEOUT = 20
    work_off(stage.now + WAITS[0])
    assert now_of(one).done_at is not None
    assert post.identities == [post.mails[0].identity] * 2


def test_one_bad_address_does_not_hold_up_the_others(
    stage: Stage, case: Case, post: PostOffice
) -> None:
    first = Effect.objects.order_by("due_at", "id")[0]
    Effect.objects.filter(pk=first.pk).update(recipient="a@b.id\nBcc: c@d.id")
    assert work_off(stage.now) == 2
    assert "Invalid address" in now_of(first).last_error
    [mail] = post.mails
    assert mail.to != "c@d.id"


# --- words from outside -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "subject",
    [
        "Permohonan\r\nBcc: semua@contoh.go.id\r\n\r\nisi palsu",
        "Permohonan 🏥 سجلات \u202eterbalik\u202c",
        "Permohonan \x85 \u2028 baris",
        "x" * 400,
    ],
)
def test_a_subject_is_one_header_whatever_was_typed(
    stage: Stage, case: Case, post: PostOffice, subject: str
) -> None:
    facts = {"case": case, "office": stage.office, "procedure": stage.procedure(SLUG), "code": "X"}
    send(
        Notice(
            about="diterima", identity="uji.1", recipient="ani@contoh.go.id", subject=subject,
            at=stage.now, facts=facts,
        )
    )  # fmt: skip
    [mail] = post.mails
    assert str(mail.message["Subject"]).split() == subject.split()
    assert mail.message["Bcc"] is None
    assert mail.to == "ani@contoh.go.id"
    assert "isi palsu" not in mail.text


# --- workers that die, and those that come too late --------------------------------------------------------


def test_a_worker_that_died_after_sending_leaves_a_lease_that_runs_out(
    stage: Stage, one: Effect, post: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    act = worker.ACTS["surel"]

    def send_and_die(effect: Effect) -> None:
        act(effect)
        raise Killed

    with monkeypatch.context() as dying:
        dying.setitem(worker.ACTS, "surel", send_and_die)
        with pytest.raises(Killed):
            work_off(stage.now)
    assert now_of(one).done_at is None
    assert work_off(stage.now + LEASE / 2) == 0, "another may still be at it"
    assert work_off(stage.now + LEASE * 1.1) == 1
    assert now_of(one).done_at is not None
    assert len(set(post.identities)) == 1, "twice sent, and one message to the receiving side"


def test_a_server_that_starts_anew_need_not_wait_for_its_own_lease(
    stage: Stage, one: Effect, post: PostOffice
) -> None:
    Effect.objects.update(leased_until=stage.now + LEASE)
    assert work_off(stage.now) == 0
    release_leases()
    assert work_off(stage.now) == 1


def test_a_lease_begins_when_its_turn_comes(
    stage: Stage, case: Case, post: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first of the batch took a minute: the second must not be up for grabs after half of one."""
    clock = iter((0.0, 0.0, 60.0))
    monkeypatch.setattr(worker, "monotonic", lambda: next(clock))
    leases: list[Any] = []
    act = worker.ACTS["surel"]

    def note(effect: Effect) -> None:
        leases.append(Effect.objects.get(pk=effect.pk).leased_until)
        act(effect)

    monkeypatch.setitem(worker.ACTS, "surel", note)
    work_off(stage.now)
    assert leases == [stage.now + LEASE, stage.now + LEASE + timedelta(minutes=1)]


def test_a_worker_that_read_before_another_had_it_does_not_get_it(
    stage: Stage, one: Effect, post: PostOffice
) -> None:
    for trouble in ("451", "550"):
        stale = Effect.objects.get(pk=one.pk)
        post.trouble.append(trouble)
        work_off(stage.now)
        assert not worker._lease(stale, stage.now), f"it has failed since, with {trouble}"
        Effect.objects.update(due_at=stage.now)
    assert now_of(one).tries == 2


def test_a_late_failure_does_not_undo_what_another_has_done(
    stage: Stage, one: Effect, post: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lease ran out, another sent the mail, and only then its own attempt fails for good."""

    def overtaken(effect: Effect) -> None:
        Effect.objects.filter(pk=effect.pk).update(done_at=stage.now, leased_until=None)
        raise smtplib.SMTPRecipientsRefused({"a@b.id": (550, b"tidak ada")})

    monkeypatch.setitem(worker.ACTS, "surel", overtaken)
    work_off(stage.now)
    assert (now_of(one).done_at, one.given_up_at) == (stage.now, None)


def test_a_late_success_counts_though_another_gave_it_up(
    stage: Stage, one: Effect, post: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(effect: Effect) -> None:
        Effect.objects.filter(pk=effect.pk).update(given_up_at=stage.now, leased_until=None)

    monkeypatch.setitem(worker.ACTS, "surel", overtaken)
    work_off(stage.now)
    assert now_of(one).done_at is not None
    assert one.given_up_at is None
