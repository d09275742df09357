"""Karanganyar from an OPD's letter to granted, page by page, everybody signing in as himself."""

from __future__ import annotations

import pytest

from kolokasi.cases.models import Task
from page import Visitor
from stage import Stage
from walking import SLUG, applicant, submit, take

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def stage(karanganyar: Stage) -> Stage:
    return karanganyar


def test_from_letter_to_granted(stage: Stage) -> None:
    case = submit(stage)
    for role, step, outcome in (
        ("administrator", "2", ""),
        ("pengawas", "2", ""),
        ("personil", "2", ""),
        ("personil", "3", "tersedia"),
        ("opd", "4", ""),
        ("administrator", "5", ""),
        ("pengawas", "6", ""),
        ("opd", "7", ""),
        ("personil", "8", ""),
        ("personil", "9", ""),
    ):
        ways = stage.procedure(SLUG).steps[step].outcomes
        take(stage, case, role, step, outcome or (ways[0].key if len(ways) > 1 else ""))
    case.refresh_from_db()
    assert case.end == "granted"
    page = applicant(stage).get(f"/permohonan/{case.number}/")
    assert "Disetujui" in page.text
    register = applicant(stage).get("/daftar-server/")
    assert "e-Puskesmas 🏥" in register.text
    assert not Task.objects.filter(case=case, closed_at=None).exists()


def test_a_stranger_sees_nothing(stage: Stage) -> None:
    case = submit(stage)
    other = stage.office.agencies.exclude(pk=stage.agency.pk).get()
    stranger = applicant(stage, other)
    stranger.get(f"/permohonan/{case.number}/", status=404)
    stranger.get(f"/permohonan/{case.number}/kegiatan/2/", status=404)
    assert case.number not in stranger.get("/permohonan/").html


def test_public_pages_are_for_everybody(stage: Stage) -> None:
    visitor = Visitor()
    for path in (
        "/",
        "/dinas/karanganyar/",
        f"/dinas/karanganyar/sop/{SLUG}/",
        "/lacak/",
        "/masuk/",
    ):
        visitor.get(path)
    visitor.get("/dinas/tidak-ada/", status=404)
