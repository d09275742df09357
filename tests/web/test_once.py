"""One act, however often and from however many tabs it is sent: same page, same key, one effect."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from crowd import Crowd, split
from kolokasi.cases import transact as writing
from kolokasi.cases.acts import new_key
from kolokasi.cases.models import Act, Case, CaseFile, Draft, Effect, Event, Task
from kolokasi.cases.worker import work_off
from page import Page
from stage import Stage
from walking import (
    SLUG,
    all_led_to,
    applicant,
    begin,
    letter,
    officer,
    person,
    sending,
    step_path,
    submit,
    turn,
)

pytestmark = pytest.mark.both
TIMES = 5


@pytest.fixture
def stage(committed: None, settings: Any, tmp_path: Path) -> Stage:
    settings.MEDIA_ROOT = tmp_path
    return Stage("karanganyar")


def test_a_request_sent_five_times_at_once_is_one_request(stage: Stage) -> None:
    wati = applicant(stage)
    draft = begin(stage, wati)
    values = letter(stage, wati, draft)
    with Crowd(TIMES) as crowd:
        answers, broken = split(crowd.at_once(*[sending(wati, draft, values)] * TIMES))
    assert broken == []
    case = Case.objects.get()
    all_led_to(f"/permohonan/{case.number}/", answers)
    assert not Draft.objects.exists()
    assert Act.objects.count() == 1
    assert CaseFile.objects.filter(case=case).count() == 1
    assert Event.objects.filter(case=case, kind="CaseStarted").count() == 1


def test_one_draft_in_five_tabs_makes_one_request(stage: Stage) -> None:
    """Each tab has a key of its own: it is the draft that can be handed in only once."""
    wati = applicant(stage)
    draft = begin(stage, wati)
    tabs = [letter(stage, wati, draft) for _ in range(TIMES)]
    assert len({one["kunci"][0] for one in tabs}) == TIMES
    with Crowd(TIMES) as crowd:
        answers, broken = split(crowd.at_once(*[sending(wati, draft, one) for one in tabs]))
    assert broken == []
    assert Case.objects.count() == 1
    assert min(one.status_code for one in answers) == 302
    assert {one.status_code for one in answers} <= {302, 404, 409}
    for one in answers:
        if one.status_code == 409:
            assert "sudah dikirim" in Page(one.content.decode()).text


@pytest.mark.control
def test_without_using_up_the_draft_each_tab_would_make_its_own(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing.drafts, "use_up", lambda draft: True)
    wati = applicant(stage)
    draft = begin(stage, wati)
    for tab in [letter(stage, wati, draft) for _ in range(2)]:
        wati.client.post(draft, tab)
    assert Case.objects.count() == 2


def test_a_step_taken_five_times_at_once_is_taken_once(stage: Stage) -> None:
    case = submit(stage)
    damar = officer(stage, "administrator")
    values = turn(stage, case, damar, "2")
    with Crowd(TIMES) as crowd:
        acts = [sending(damar, step_path(case, "2"), values)] * TIMES
        answers, broken = split(crowd.at_once(*acts))
    assert broken == []
    all_led_to("/tugas/", answers)
    assert Event.objects.filter(case=case, kind="EntryMade").count() == 1
    assert Act.objects.count() == 2, "one for the request, one for the step"
    assert Task.objects.filter(case=case, step="2").count() == 2, "his turn, and the next one"


def test_a_withdrawal_sent_five_times_at_once_ends_the_case_once(stage: Stage) -> None:
    case = submit(stage)
    wati = applicant(stage)
    path = f"/permohonan/{case.number}/penarikan/"
    values = wati.get(path).form_with("reason") | {"reason": "Pindah ke pusat data lain."}
    with Crowd(TIMES) as crowd:
        answers, broken = split(crowd.at_once(*[sending(wati, path, values)] * TIMES))
    assert broken == []
    all_led_to(f"/permohonan/{case.number}/", answers)
    assert Event.objects.filter(case=case, kind="CaseWithdrawn").count() == 1
    told = Effect.objects.filter(case=case, facts__about="berakhir")
    assert told.count() == len({one.recipient for one in told}), "one mail for each address"


def test_two_clicks_on_begin_are_one_draft(stage: Stage) -> None:
    wati = applicant(stage)
    sop = f"/dinas/karanganyar/sop/{SLUG}/"
    values = wati.get(sop).form_with("services")
    with Crowd(TIMES) as crowd:
        acts = [sending(wati, sop + "permohonan/", values)] * TIMES
        answers, broken = split(crowd.at_once(*acts))
    assert broken == []
    assert len({one.url for one in answers}) == 1
    assert Draft.objects.count() == 1


def test_the_back_button_after_sending_leads_to_what_was_sent(stage: Stage) -> None:
    wati = applicant(stage)
    draft = begin(stage, wati)
    values = letter(stage, wati, draft)
    wati.post(draft, values)
    case = Case.objects.get()
    page = wati.post(draft, {name: one for name, one in values.items() if "file." not in name})
    assert case.number in page.text
    assert "sudah dikirim" in page.text
    assert Case.objects.count() == 1


def test_the_same_key_for_something_else_is_refused_and_changes_nothing(stage: Stage) -> None:
    case = submit(stage)
    damar = officer(stage, "administrator")
    values = turn(stage, case, damar, "2")
    damar.post(step_path(case, "2"), values)
    page = damar.post(step_path(case, "2"), values | {"note": "Lain sama sekali."}, status=409)
    assert "isi lain" in page.text
    assert not Event.objects.filter(case=case, facts__contains="Lain sama sekali").exists()


def test_a_key_is_its_owners_alone(stage: Stage) -> None:
    """Who learns a colleague's key can neither act under it nor ask what came of it."""
    case = submit(stage)
    damar, other = officer(stage, "administrator"), officer(stage, "pengawas")
    values = turn(stage, case, damar, "2")
    damar.post(step_path(case, "2"), values)
    stolen = turn(stage, case, other, "2", kunci=values["kunci"])
    other.post(step_path(case, "2"), stolen, status=409)
    assert case.number not in other.get(f"/tindakan/{values['kunci'][0]}/").text
    assert case.number in damar.get(f"/tindakan/{values['kunci'][0]}/").text


@pytest.mark.parametrize(
    "key", ["", "pendek", "x" * 65, "a" * 31 + "/", "a" * 31 + "\x00", "٣" * 32]
)
def test_without_a_proper_key_nothing_is_done_and_what_was_typed_stays(
    stage: Stage, key: str
) -> None:
    case = submit(stage)
    damar = officer(stage, "administrator")
    values = turn(stage, case, damar, "2", kunci=key, note="Sudah saya periksa semuanya.")
    page = damar.post(step_path(case, "2"), values, status=422)
    assert "kirim sekali lagi" in page.text
    again = page.form_with("kunci")
    assert again["note"] == ["Sudah saya periksa semuanya."]
    damar.post(step_path(case, "2"), again | {"outcome": ""})
    assert Task.objects.filter(case=case, step="2", closed_at__isnull=False).count() == 1


def test_keeping_a_draft_while_it_is_sent_does_not_bring_it_back(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page keeps itself every few seconds; one such keeping may be under way when it is sent."""
    wati = applicant(stage)
    draft = begin(stage, wati)
    values = letter(stage, wati, draft)
    late = Draft.objects.get()
    wati.post(draft, values)
    from kolokasi.cases import drafts

    there = drafts.save(
        late, subject="x", services=[], values={}, files=(), note="", now=timezone.now()
    )
    assert not there
    assert not Draft.objects.exists()
    wati.post(draft + "simpan/", values | {"kunci": new_key()}, status=404)


def test_mails_go_out_once_however_often_the_form_was_sent(stage: Stage) -> None:
    wati = applicant(stage)
    draft = begin(stage, wati)
    values = letter(stage, wati, draft)
    for _ in range(3):
        sending(wati, draft, values)()
    work_off(timezone.now())
    work_off(timezone.now())
    received = [one for one in mail.outbox if one.to == [person(stage.applicant()).email]]
    assert len(received) == 1
