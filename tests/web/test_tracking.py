"""Following a case by its number and its secret code: who has both sees where it is, and nobody learns more."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kolokasi.cases.models import Case, Effect, Event
from kolokasi.cases.tracking import code_of
from kolokasi.cases.worker import work_off
from kolokasi.web import limits
from page import Page, Visitor
from stage import Stage
from walking import SLUG, applicant, officer, submit, take

pytestmark = [pytest.mark.django_db, pytest.mark.both]
WRONG = "0000-0000-0000-0000"


@pytest.fixture
def case(karanganyar: Stage) -> Case:
    return submit(karanganyar)


@pytest.fixture(autouse=True)
def _one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the counters stands still: no test falls on the edge of two windows."""

    class Still:
        @staticmethod
        def now() -> datetime:
            return datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    monkeypatch.setattr(limits, "timezone", Still)


def ask(number: str, code: str, *, status: int = 200, **extra: Any) -> Page:
    visitor = Visitor()
    form = visitor.get("/lacak/").form_with("code") | {"number": number, "code": code}
    answer = visitor.client.post("/lacak/", form, **extra)
    assert answer.status_code == status
    page = Page(answer.content.decode())
    assert page.faults() == []
    return page


def test_number_and_code_show_where_it_is_and_nothing_else(karanganyar: Stage, case: Case) -> None:
    take(karanganyar, case, "administrator", "2", note="Catatan antarrekan.")
    page = ask(case.number, code_of(case.number))
    assert case.subject in page.text
    assert "Memverifikasi dan mendisposisikan" in page.text
    names = [karanganyar.officer(SLUG, "administrator").name, karanganyar.applicant().name]
    for hidden in (*names, "Catatan antarrekan.", "surat.pdf", "Contoh ", code_of(case.number)):
        assert hidden not in page.text
    assert not [link for link in page.links if "/permohonan/" in link or "/berkas/" in link]


def test_wrong_and_absent_are_the_same_answer(karanganyar: Stage, case: Case) -> None:
    other = submit(karanganyar)
    pairs = {
        "right number, wrong code": (case.number, WRONG),
        "right number, another case's code": (case.number, code_of(other.number)),
        "wrong number, right code": (other.number, code_of(case.number)),
        "no such number": ("KRA-2026-9999", WRONG),
        "no such number, its own code": ("KRA-2026-9999", code_of("KRA-2026-9999")),
        "no such office": ("XYZ-2026-0001", WRONG),
        "nonsense": ("'; DROP TABLE", "<script>"),
        "nothing": ("", ""),
        "a NUL": ("KRA\x00", "\x00"),
        "far too long": ("9" * 5_000, "A" * 5_000),
    }
    said = {}
    for name, (number, code) in pairs.items():
        page = ask(number, code)
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page.html)
        said[name] = re.sub(r'(<input id="(?:number|code)"[^>]*) value="[^"]*"', r"\1", text)
        assert "Nomor dan kode ini tidak cocok" in page.text, name
        typed = {one: page.form_with("code")[one][0] for one in ("number", "code")}
        assert typed["number"] == number[:40], "what was typed stays"
        assert typed["code"] == code[:60]
    assert len(set(said.values())) == 1


def test_a_wrong_pair_costs_the_same_questions_whether_the_case_is_there_or_not(case: Case) -> None:
    """Time tells nothing: no case is looked for before the code is right."""
    asked = []
    for number in (case.number, "KRA-2026-9999"):
        visitor = Visitor()
        form = visitor.get("/lacak/").form_with("code") | {"number": number, "code": WRONG}
        with CaptureQueriesContext(
            connection,
        ) as found:
            visitor.client.post("/lacak/", form)
        asked.append([re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in found])
        assert not [sql for sql in asked[-1] if "cases_case" in sql]
    assert len(asked[0]) == len(asked[1])


def test_guessing_is_stopped_and_others_go_on(case: Case) -> None:
    for _ in range(20):
        ask(case.number, WRONG, REMOTE_ADDR="203.0.113.9")
    for extra in ({}, {"HTTP_X_FORWARDED_FOR": "198.51.100.1"}, {"HTTP_X_REAL_IP": "198.51.100.2"}):
        page = ask(
            case.number, code_of(case.number), status=429, REMOTE_ADDR="203.0.113.9", **extra
        )
        assert "Terlalu banyak percobaan" in page.text
        assert case.subject not in page.text
    assert case.subject in ask(case.number, code_of(case.number), REMOTE_ADDR="203.0.113.10").text


def test_the_count_begins_anew_after_a_while(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(21):
        last = Visitor().client.post("/lacak/", {"number": case.number, "code": WRONG})
    assert last.status_code == 429

    class Later:
        @staticmethod
        def now() -> datetime:
            return datetime(2026, 11, 23, 2, 20, tzinfo=UTC)

    monkeypatch.setattr(limits, "timezone", Later)
    assert case.subject in ask(case.number, code_of(case.number)).text


def test_the_code_stands_in_the_mail_and_before_the_applicant_and_nowhere_else(
    karanganyar: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    case = submit(karanganyar)
    work_off(timezone.now())
    take(karanganyar, case, "administrator", "2")
    code = code_of(case.number)
    spellings = (code, code.replace("-", ""), code.lower())
    page = applicant(karanganyar).get(f"/permohonan/{case.number}/")
    assert code in page.text
    assert not [link for link in page.links if any(one in link for one in spellings)]
    assert code not in officer(karanganyar, "pengawas").get(f"/permohonan/{case.number}/").html
    ask(case.number, code)
    ask(case.number.lower(), code.lower())
    receipt = next(one for one in mail.outbox if code in one.body)
    assert code not in receipt.subject + str(receipt.extra_headers)
    kept = [*Event.objects.values_list("facts", flat=True), *map(str, Effect.objects.values("facts", "last_error"))]  # fmt: skip
    for spelling in spellings:
        assert spelling not in caplog.text
        assert not [one for one in kept if spelling in one]
    assert "/lacak/" in caplog.text, "the request itself was logged"


@pytest.mark.parametrize(
    "sloppy",
    [
        str.lower,
        lambda text: text.replace("-", " "),
        lambda text: text.replace("-", ""),
        lambda text: f"  {text}\n",
        lambda text: text.replace("0", "O").replace("1", "l"),
        lambda text: text.replace("-", " – "),
        lambda text: "".join(chr(ord(one) + 0xFEE0) if one.isalnum() else one for one in text),
    ],
    ids=["lower case", "blanks", "run on", "with a line end", "O and l", "long dashes", "full width"],
)  # fmt: skip
def test_a_code_copied_by_hand_still_opens(case: Case, sloppy: Any) -> None:
    assert case.subject in ask(case.number, sloppy(code_of(case.number))).text


@pytest.mark.parametrize(
    "typed", ["kra-2026-{n}", "KRA/2026/{n}", "kra 2026 {n}", "KRA2026{n}", " KRA-2026-00{n} "]
)
def test_a_number_typed_otherwise_is_still_that_number(case: Case, typed: str) -> None:
    number = typed.format(n=int(case.number.rpartition("-")[2]))
    assert case.subject in ask(number, code_of(case.number)).text


def test_the_number_alone_in_an_address_shows_nothing(case: Case) -> None:
    page = Visitor().get(f"/lacak/?nomor={case.number}&code={code_of(case.number)}")
    assert case.subject not in page.text
    assert page.form_with("code")["number"] == [case.number]
    assert page.form_with("code")["code"] == [""]


def test_what_was_followed_is_kept_by_nobody(case: Case) -> None:
    visitor = Visitor()
    form = visitor.get("/lacak/").form_with("code")
    answer = visitor.client.post(
        "/lacak/", form | {"number": case.number, "code": code_of(case.number)}
    )
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_right_code_is_not_shown_again(case: Case) -> None:
    page = ask(case.number, code_of(case.number))
    assert page.form_with("code")["code"] == [""]


def test_who_follows_by_code_reads_how_it_ended_in_words_for_everybody(
    karanganyar: Stage, case: Case
) -> None:
    """The SOP's own sentence says "permohonan Anda" to the applicant, and to nobody else."""
    for role in ("administrator", "pengawas", "personil"):
        take(karanganyar, case, role, "2")
    take(karanganyar, case, "personil", "3", "penuh", note="Rak penuh sampai tahun depan.")
    path = f"/permohonan/{case.number}/"
    own = applicant(karanganyar).get(path).text
    assert "permohonan Anda belum dapat dipenuhi" in own
    assert "Rak penuh" in own
    for page in (
        ask(case.number, code_of(case.number)),
        officer(karanganyar, "pengawas").get(path),
    ):
        assert "Permohonan ini ditolak." in page.text
        assert "ermohonan Anda" not in page.text
        assert "Rak penuh sampai tahun depan." in page.text
