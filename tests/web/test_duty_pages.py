"""The list of what is owed after the end, and marking it done."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from kolokasi.accounts.models import Person
from kolokasi.cases.models import Case, Duty, Task
from kolokasi.core.procedure import OutcomeKind
from page import Visitor
from stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SLUG = "penempatan-server"


@pytest.fixture
def stage() -> Stage:
    stage = Stage("karanganyar")
    case = stage.request(SLUG)
    steps = stage.procedure(SLUG).steps
    while task := Task.objects.filter(case=case, closed_at__isnull=True).order_by("id").first():
        ways = [one for one in steps[task.step].outcomes if one.kind is OutcomeKind.FORWARD]
        stage.take(case, task.role, task.step, ways[0].key)
    return stage


def visitor(stage: Stage, role: str) -> Visitor:
    return Visitor(Person.objects.get(pk=stage.by(SLUG, role).id))


def test_a_review_is_marked_as_done_and_the_next_round_stands_there(stage: Stage) -> None:
    duty = Duty.objects.get()
    reviewer = visitor(stage, "personil")
    page = reviewer.get("/kewajiban/")
    assert duty.text in page.text
    assert Case.objects.get().number in page.text
    page = reviewer.post("/kewajiban/", {"duty": duty.pk, "note": " "}, status=422)
    assert f"#f-note-{duty.pk}" in page.links
    for _ in range(2):
        page = reviewer.post("/kewajiban/", {"duty": duty.pk, "note": "Semua sesuai."})
    assert "putaran berikutnya jatuh tempo" in page.text
    assert "Semua sesuai." in page.text
    assert Duty.objects.count() == 2


def test_what_is_late_is_said(stage: Stage) -> None:
    Duty.objects.update(due_at=timezone.now() - dt.timedelta(days=2))
    assert "lewat" in visitor(stage, "personil").get("/kewajiban/").text


def test_others_see_it_and_do_not_mark_it(stage: Stage) -> None:
    duty = Duty.objects.get()
    officer = visitor(stage, "pengawas")
    assert duty.text in officer.get("/kewajiban/").text
    officer.post("/kewajiban/", {"duty": duty.pk, "note": "Sesuai."}, status=403)
    officer.post("/kewajiban/", {"duty": 999_999, "note": "Sesuai."}, status=404)
    applicant = visitor(stage, "opd")
    assert duty.text not in applicant.get("/kewajiban/").text
    applicant.post("/kewajiban/", {"duty": duty.pk, "note": "Sesuai."}, status=403)
    assert Duty.objects.filter(done_at=None).count() == 1
