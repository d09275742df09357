"""Settings, duties, mails: one form, however often it is sent, has one effect and one answer."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from crowd import Crowd, split
from kolokasi import web
from kolokasi.accounts.models import (
    Agency,
    Desk,
    Holding,
    Holiday,
    OfficeAct,
    OfficeRole,
    Person,
    Position,
)
from kolokasi.cases import acts
from kolokasi.cases.acts import new_key
from kolokasi.cases.models import Act, Duty, Effect, Event, ProcedureVersion
from page import Page, Visitor
from stage import PROCEDURES, Stage
from walking import SLUG, all_led_to, officer, sending

pytestmark = pytest.mark.both
TIMES = 5
SETTINGS = "/pengaturan/karanganyar/"


@pytest.fixture
def stage(committed: None, settings: Any, tmp_path: Path) -> Stage:
    settings.MEDIA_ROOT = tmp_path
    return Stage("karanganyar")


@pytest.fixture
def admin(stage: Stage) -> Visitor:
    return Visitor(OfficeRole.objects.get(office=stage.office, role="admin").person)


def today() -> str:
    return str(timezone.localdate(timezone=dt.timezone(dt.timedelta(hours=7))))


def at_once(visitor: Visitor, path: str, form: dict[str, Any]) -> list[HttpResponse]:
    with Crowd(TIMES) as crowd:
        answers, broken = split(crowd.at_once(*[sending(visitor, path, form)] * TIMES))
    assert broken == []
    return answers


def filled(visitor: Visitor, path: str, has: str, **typed: str) -> dict[str, Any]:
    return visitor.get(path).form_with(has) | typed


def test_an_agency_is_added_once(stage: Stage, admin: Visitor) -> None:
    path = SETTINGS + "opd/"
    answers = at_once(admin, path, filled(admin, path, "name", name="Dinas Perikanan"))
    all_led_to(path + "dinas-perikanan/", answers)
    assert Agency.objects.filter(name="Dinas Perikanan").count() == 1
    assert Act.objects.count() == OfficeAct.objects.count() == 1


def test_somebody_is_appointed_once_and_everybody_is_warned(stage: Stage, admin: Visitor) -> None:
    position = Position.objects.filter(office=stage.office, holdings__isnull=False).earliest("id")
    Person.objects.create_user("bima.reka", "bima@contoh.example", "x", name="Bima Reka")
    path = f"{SETTINGS}jabatan/{position.key}/"
    form = filled(admin, path, "decree", person="bima.reka", kind="definitif", starts_on=today())
    all_led_to(path, at_once(admin, path, form))
    assert Holding.objects.filter(person__username="bima.reka").count() == 1
    assert "keduanya dapat bertindak" in admin.post(path, form).text, "also the one who sends late"


def test_a_day_is_declared_once_and_taken_back_once(stage: Stage, admin: Visitor) -> None:
    case = stage.request(SLUG)
    path = SETTINGS + "kalender/"
    day = {
        "do": "add",
        "kind": "daerah",
        "date": "2026-11-23",
        "name": "Hari Jadi",
        "decree": "SK 4",
    }
    answers = at_once(admin, path, day | {"kunci": new_key()})
    all_led_to(path + "?tahun=2026", answers)
    row = Holiday.objects.get(office=stage.office)
    assert Event.objects.filter(case=case, kind="DueChanged").count() == 1
    form = {"do": "remove", "row": str(row.pk), "kunci": new_key()}
    all_led_to(path + "?tahun=2026", at_once(admin, path, form))
    assert not Holiday.objects.filter(office=stage.office).exists()
    assert OfficeAct.objects.count() == 2
    assert Event.objects.filter(case=case, kind="DueChanged").count() == 2


def test_an_account_is_made_once_with_one_password(stage: Stage, admin: Visitor) -> None:
    path = SETTINGS + "orang-baru/"
    form = filled(admin, path, "username", username="sekar", name="Sekar Rekaan")
    answers = at_once(admin, path, form)
    assert {one.status_code for one in answers} == {200}
    assert len({Page(one.content.decode()).text for one in answers}) == 1
    assert Person.objects.filter(username="sekar").count() == 1


def test_a_text_becomes_one_draft_and_is_put_in_force_once(stage: Stage, admin: Visitor) -> None:
    text = (PROCEDURES / "karanganyar" / f"{SLUG}.yaml").read_text()
    path, page = SETTINGS + "sop-baru/", f"{SETTINGS}sop/{SLUG}/2/"
    form = {"text": text.replace("time: 1 jam", "time: 2 jam", 1), "kunci": new_key()}
    all_led_to(page, at_once(admin, path, form))
    assert ProcedureVersion.objects.filter(office=stage.office).count() == 2
    form = filled(admin, page, "number", number="555/9", effective_from=today())
    all_led_to(page, at_once(admin, page, form))
    assert OfficeAct.objects.filter(sentence__contains="diberlakukan").count() == 1


def granted_duty(stage: Stage) -> Duty:
    case = stage.request(SLUG)
    return Duty.objects.create(
        case=case,
        key="tinjauan-tahunan",
        text="Tinjauan tahunan.",
        desk=Desk.objects.get(office=stage.office, role="personil"),
        due_at=stage.now,
    )


def test_a_duty_is_done_once(stage: Stage) -> None:
    duty = granted_duty(stage)
    citra = officer(stage, "personil")
    form = filled(citra, "/kewajiban/", "duty", note="Semua sesuai.")
    all_led_to("/kewajiban/", at_once(citra, "/kewajiban/", form))
    assert Duty.objects.filter(case=duty.case).count() == 2, "this round and the next"
    assert "putaran berikutnya" in citra.post("/kewajiban/", form).text


def test_a_mail_is_sent_again_once(stage: Stage) -> None:
    effect = given_up(stage)
    damar = officer(stage, "administrator")
    form = filled(damar, "/surel/", "effect")
    all_led_to("/surel/", at_once(damar, "/surel/", form))
    effect.refresh_from_db()
    assert effect.given_up_at is None
    assert Act.objects.filter(case=None).count() == 1


def given_up(stage: Stage) -> Effect:
    effect = Effect.objects.filter(case=stage.request(SLUG)).earliest("id")
    Effect.objects.exclude(pk=effect.pk).update(done_at=stage.now)
    Effect.objects.filter(pk=effect.pk).update(given_up_at=stage.now, last_error="550")
    return effect


def sent_late(stage: Stage) -> bool:
    """A form comes once more, long after: the mail was tried again and given up again meanwhile. Returns
    whether that moved it."""
    effect = given_up(stage)
    damar = officer(stage, "administrator")
    form = filled(damar, "/surel/", "effect")
    for _ in range(2):
        Effect.objects.filter(pk=effect.pk).update(given_up_at=stage.now)
        assert "akan dikirim lagi" in damar.post("/surel/", form).text
    effect.refresh_from_db()
    return effect.given_up_at is None


def test_a_form_that_comes_once_more_long_after_changes_nothing(stage: Stage) -> None:
    assert not sent_late(stage)


@pytest.mark.control
def test_without_the_key_it_does_it_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "remember", lambda *_, **__: None)
    assert sent_late(stage)


@pytest.mark.control
def test_without_the_key_the_others_are_told_that_it_is_there_already(
    stage: Stage, admin: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "remember", lambda *_, **__: None)
    path = SETTINGS + "opd/"
    answers = at_once(admin, path, filled(admin, path, "name", name="Dinas Perikanan"))
    assert sorted(one.status_code for one in answers) == [302, 422, 422, 422, 422]


def test_an_older_form_does_not_undo_what_a_colleague_did_since(
    stage: Stage, admin: Visitor
) -> None:
    agency = Agency.objects.filter(office=stage.office).earliest("id")
    path = f"{SETTINGS}opd/{agency.key}/"
    form = admin.get(path).form_with("phone") | {"phone": "0271-1"}
    admin.post(path, form)
    admin.post(path, form | {"phone": "0271-2", "kunci": new_key()})
    assert "Data OPD tersimpan" in admin.post(path, form).text
    agency.refresh_from_db()
    assert agency.phone == "0271-2"


def test_one_key_for_something_else_is_refused(stage: Stage, admin: Visitor) -> None:
    path = SETTINGS + "opd/"
    form = filled(admin, path, "name", name="Dinas Perikanan")
    admin.post(path, form)
    page = admin.post(path, form | {"name": "Dinas Perkebunan"}, status=409)
    assert "isi lain" in page.text
    assert not Agency.objects.filter(name="Dinas Perkebunan").exists()


@pytest.mark.parametrize("key", ["", "pendek"])
def test_without_a_proper_key_nothing_is_done_and_what_was_typed_stays(
    stage: Stage, admin: Visitor, key: str
) -> None:
    path = SETTINGS + "opd/"
    page = admin.post(path, {"name": "Dinas Perikanan", "kunci": key}, status=422)
    assert "kirim sekali lagi" in page.text
    admin.post(path, page.form_with("name"))
    assert Agency.objects.filter(name="Dinas Perikanan").count() == 1


def test_every_form_brings_its_key_along() -> None:
    """Visitors of these tests bring one of their own where a page forgot it; browsers do not."""
    pages = Path(web.__file__).parent / "templates"
    found = [*pages.glob("administration/*.html"), pages / "duties.html", pages / "effects.html"]
    forms = [
        (page.name, form)
        for page in found
        for form in re.findall(r'<form method="post".*?</form>', page.read_text(), re.DOTALL)
    ]
    assert len(forms) > 15
    assert [one for one in forms if not re.search(r'form_key|name="kunci"', one[1])] == []
