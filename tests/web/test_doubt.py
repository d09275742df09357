"""The connection broke just while it was saved, and the database cannot be asked: “sedang dipastikan”.

Whether it was saved or not, the page tells neither, asks the key when told to, and sending again is safe.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError

from kolokasi.accounts.models import Agency, OfficeRole
from kolokasi.cases import acts, once, transact
from kolokasi.cases.commit import CommitInDoubt
from kolokasi.cases.models import Act, Case, CaseFile, Draft, Event
from page import Visitor
from stage import Stage
from walking import applicant, begin, letter, officer, step_path, submit, take, turn, upload

pytestmark = [pytest.mark.django_db, pytest.mark.both]


class Weather:
    """A line that breaks at the next commit: after it, or before it was heard."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch

    def breaks(self, *, saved: bool) -> None:
        @contextmanager
        def breaking() -> Iterator[None]:
            yield
            if saved:
                raise CommitInDoubt

        def never() -> Any:
            raise CommitInDoubt

        def unknown(*_args: object, **_facts: object) -> None:
            raise DatabaseError("the connection is closed")

        self._patch.setattr(transact, "certain_commit", breaking)
        self._patch.setattr(once, "certain_commit", breaking)
        self._patch.setattr(acts, "settle", unknown)
        if not saved:
            self._patch.setattr(transact, "_record", lambda *args: never())
            self._patch.setattr(once, "_remember", lambda *args: never())
        self._patch.setattr(transact.connection, "close", lambda: None)  # the test's own stays

    def clears(self) -> None:
        self._patch.undo()


@pytest.fixture
def weather(monkeypatch: pytest.MonkeyPatch) -> Weather:
    return Weather(monkeypatch)


@pytest.fixture(params=[True, False], ids=["it was saved", "it was not saved"])
def saved(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_a_step_in_doubt_is_settled_by_asking(
    karanganyar: Stage, weather: Weather, saved: bool
) -> None:
    case = submit(karanganyar)
    damar = officer(karanganyar, "administrator")
    sent = turn(karanganyar, case, damar, "2", note="Tiga kalimat yang dipikirkan lama.")
    weather.breaks(saved=saved)
    page = damar.post(step_path(case, "2"), sent, status=503)
    weather.clears()
    assert "Sedang dipastikan" in page.text
    assert "tidak akan tercatat dua kali" in page.text
    [check] = [link for link in page.links if link.startswith("/tindakan/")]
    answer = damar.get(check)
    assert ("tindakan Anda tercatat" in answer.text) == saved
    assert ("Belum tercatat" in answer.text) == (not saved)
    assert damar.path == (f"/permohonan/{case.number}/" if saved else check)


def test_a_step_in_doubt_is_settled_by_sending_again(
    karanganyar: Stage, weather: Weather, saved: bool
) -> None:
    """With its file, which does not travel twice: the page holds its slip."""
    case = submit(karanganyar)
    for role in ("administrator", "pengawas", "personil"):
        take(karanganyar, case, role, "2")
    citra = officer(karanganyar, "personil")
    sent = turn(karanganyar, case, citra, "3", "tersedia") | {
        "file.lampiran": upload("foto-rak.pdf")
    }
    weather.breaks(saved=saved)
    page = citra.post(step_path(case, "3"), sent, status=503)
    weather.clears()
    for _ in range(2):
        after = citra.post(step_path(case, "3"), page.form_with("kunci"))
        assert f"{case.number}, kegiatan 3: tersimpan" in after.text
    assert (
        Event.objects.filter(case=case, kind="StepDone", facts__contains='"step":"3"').count() == 1
    )
    assert CaseFile.objects.filter(case=case, name="foto-rak.pdf").count() == 1


def test_a_request_in_doubt_is_one_request_in_the_end(
    karanganyar: Stage, weather: Weather, saved: bool
) -> None:
    wati = applicant(karanganyar)
    draft = begin(karanganyar, wati)
    sent = letter(karanganyar, wati, draft)
    weather.breaks(saved=saved)
    page = wati.post(draft, sent, status=503)
    weather.clears()
    assert Draft.objects.exists() != saved, "the draft went with the request, or with neither"
    for _ in range(2):
        wati.post(draft, page.form_with("kunci"))
    case = Case.objects.get()
    assert CaseFile.objects.filter(case=case).count() == 1
    assert Act.objects.count() == 1
    assert not Draft.objects.exists()


def test_a_withdrawal_in_doubt(karanganyar: Stage, weather: Weather, saved: bool) -> None:
    case = submit(karanganyar)
    wati = applicant(karanganyar)
    path = f"/permohonan/{case.number}/penarikan/"
    sent = wati.get(path).form_with("reason") | {"reason": "Pindah."}
    weather.breaks(saved=saved)
    page = wati.post(path, sent, status=503)
    weather.clears()
    wati.post(path, page.form_with("kunci"))
    case.refresh_from_db()
    assert case.end == "withdrawn"
    assert Event.objects.filter(case=case, kind="CaseWithdrawn").count() == 1


def test_a_setting_in_doubt_is_settled_by_asking_and_by_sending_again(
    karanganyar: Stage, weather: Weather, saved: bool
) -> None:
    role = OfficeRole.objects.get(office=karanganyar.office, role="admin")
    admin, path = Visitor(role.person), "/pengaturan/karanganyar/opd/"
    sent = admin.get(path).form_with("name") | {"name": "Dinas Perikanan"}
    weather.breaks(saved=saved)
    page = admin.post(path, sent, status=503)
    weather.clears()
    assert "Sedang dipastikan" in page.text
    assert Agency.objects.filter(name="Dinas Perikanan").exists() == saved
    [check] = [link for link in page.links if link.startswith("/tindakan/")]
    answer = admin.get(check)
    assert ("tindakan Anda tercatat" in answer.text) == saved
    assert admin.path == ("/pengaturan/karanganyar/opd/dinas-perikanan/" if saved else check)
    for _ in range(2):
        after = admin.post(path, page.form_with("kunci"))
        assert "OPD ditambahkan" in after.text
    assert Agency.objects.filter(name="Dinas Perikanan").count() == 1


def test_a_setting_whose_key_is_known_was_stored_and_nobody_is_troubled(
    karanganyar: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def breaking() -> Iterator[None]:
        yield
        raise CommitInDoubt

    monkeypatch.setattr(once, "certain_commit", breaking)
    monkeypatch.setattr(acts.connection, "close", lambda: None)  # the test's own stays
    role = OfficeRole.objects.get(office=karanganyar.office, role="admin")
    page = Visitor(role.person).send(
        "/pengaturan/karanganyar/opd/", has="name", name="Dinas Perikanan"
    )
    assert "OPD ditambahkan" in page.text


@pytest.mark.parametrize("key", ["a" * 32, "x", "-", "🏥", "a" * 5_000])
def test_asking_for_a_key_that_was_never_used(karanganyar: Stage, key: str) -> None:
    damar = officer(karanganyar, "administrator")
    assert "Belum tercatat" in damar.get(f"/tindakan/{key}/").text
    assert Visitor().client.get(f"/tindakan/{key}/").status_code == 302
