"""What a click costs in queries: the same with three cases and with three hundred, after a short history
and a long one. A page that asks once for each row would be seen here, long before anybody waits for it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kolokasi.accounts.models import Person
from kolokasi.cases.models import Case, Event
from kolokasi.cases.queries import inbox, inbox_count, list_cases, sight_of
from kolokasi.web.case_history import TIMELINE
from stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SLUG = "penempatan-server"

# At most so many. A page may become dearer only by changing this line, and its reader asks why.
STEP = (
    9  # case, mandates; events, task closed, task opened, case, key; the test's own savepoint twice
)
# SOP and office, membership, data centre; number counted on and read, case, events, addresses, tasks, mails,
# forms, files, case, key; the test's own savepoint twice, and what it looks up itself: five.
REQUEST = 21
INBOX, CASES, DECIDE = 9, 11, 16
CASE = 19  # the last for its timeline: how long each turn took, against the norm


@pytest.fixture
def karanganyar() -> Stage:
    stage = Stage("karanganyar")
    for _ in range(3):
        stage.request(SLUG)
    return stage


def counted(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def page(stage: Stage, role: str, path: str) -> Callable[[], object]:
    who = stage.applicant() if role == "opd" else stage.officer(SLUG, role)
    client = Client()
    client.force_login(Person.objects.get(pk=who.id))

    def ask() -> None:
        answer = client.get(path)
        assert answer.status_code == 200
        answer.content  # noqa: B018 - lazy parts ask now

    ask()  # whatever is read once for all is read here
    return ask


def many(stage: Stage) -> None:
    for _ in range(297):
        stage.request(SLUG)


def lengthen(stage: Stage, case: Case) -> None:
    """Bring it to step 8 and send it back from there, again and again, until its timeline is full."""
    for role, step, outcome in (
        ("administrator", "2", ""), ("pengawas", "2", ""), ("personil", "2", ""),
        ("personil", "3", "tersedia"), ("opd", "4", ""), ("administrator", "5", ""),
        ("pengawas", "6", ""),
    ):  # fmt: skip
        stage.take(case, role, step, outcome)
    while Event.objects.filter(case=case).exclude(kind="StepOpened").count() <= TIMELINE:
        stage.take(case, "opd", "7")
        stage.take(case, "personil", "8", "tidak_sesuai")
    stage.take(case, "opd", "7")


def test_pages_ask_as_often_with_three_hundred_cases_as_with_three(karanganyar: Stage) -> None:
    number = Case.objects.order_by("pk")[0].number
    pages = {
        name: page(karanganyar, role, path)
        for name, role, path in (
            ("inbox", "administrator", "/tugas/"),
            ("inbox of an applicant", "opd", "/tugas/"),
            ("cases", "administrator", "/permohonan/"),
            ("cases of an applicant", "opd", "/permohonan/"),
            ("case", "administrator", f"/permohonan/{number}/"),
            ("case of an applicant", "opd", f"/permohonan/{number}/"),
            ("decide", "administrator", f"/permohonan/{number}/kegiatan/2/"),
        )
    }
    few = {name: counted(ask) for name, ask in pages.items()}
    many(karanganyar)
    assert {name: counted(ask) for name, ask in pages.items()} == few
    limits = {"inbox": INBOX, "cases": CASES, "case": CASE, "decide": DECIDE}
    dear = {name: n for name, n in few.items() if n > limits[name.partition(" ")[0]]}
    assert not dear


def test_questions_of_an_inbox_are_one_query_each(karanganyar: Stage) -> None:
    sight = sight_of(karanganyar.officer(SLUG, "administrator").id, karanganyar.now.date())
    many(karanganyar)
    assert counted(lambda: inbox(sight)) == 2  # which, in order; and their rows
    assert counted(lambda: inbox_count(sight)) == 1
    assert counted(lambda: list_cases(sight)) == 1
    assert inbox_count(sight) == 100, "it stops counting"
    assert len(inbox(sight)) == 50


def test_a_long_history_costs_no_more_queries(karanganyar: Stage) -> None:
    short, long = Case.objects.order_by("pk")[:2]
    lengthen(karanganyar, long)

    def counts(case: Case) -> dict[str, int]:
        return {
            role: counted(page(karanganyar, role, f"/permohonan/{case.number}/"))
            for role in ("administrator", "opd")
        }

    assert counts(long) == counts(short)
    assert max(counts(long).values()) <= CASE


def test_a_long_timeline_shows_its_newest_and_on_demand_all(karanganyar: Stage) -> None:
    case = Case.objects.order_by("pk")[0]
    lengthen(karanganyar, case)
    client = Client()
    client.force_login(Person.objects.get(pk=karanganyar.applicant().id))
    newest = client.get(f"/permohonan/{case.number}/").content.decode()
    everything = client.get(f"/permohonan/{case.number}/?riwayat=semua").content.decode()
    assert newest.count('class="what"') == TIMELINE < everything.count('class="what"')
    assert "Lihat seluruh riwayat" in newest
    assert "Lihat seluruh riwayat" not in everything
    assert "Permohonan diajukan oleh" not in newest
    assert "Permohonan diajukan oleh" in everything


def test_a_request_costs_as_many_queries_however_many_there_are(karanganyar: Stage) -> None:
    few = counted(lambda: karanganyar.request(SLUG))
    assert few <= REQUEST
    many(karanganyar)
    assert counted(lambda: karanganyar.request(SLUG)) == few


def test_a_step_costs_nine_queries_however_many_cases_and_however_long(karanganyar: Stage) -> None:
    first, other, long = Case.objects.order_by("pk")[:3]

    def hand_on(case: Case) -> int:
        who = karanganyar.officer(SLUG, "administrator")
        command = karanganyar.turn(case, "administrator", "2")
        return counted(lambda: karanganyar.do(who, command, case=case.pk))

    def send_back(case: Case) -> int:
        who = karanganyar.officer(SLUG, "personil")
        command = karanganyar.turn(case, "personil", "8", "tidak_sesuai", forms={})
        return counted(lambda: karanganyar.do(who, command, case=case.pk))

    assert hand_on(first) == STEP
    many(karanganyar)
    assert hand_on(other) == STEP
    lengthen(karanganyar, long)
    once = send_back(long)
    karanganyar.take(long, "opd", "7")
    assert send_back(long) == once
