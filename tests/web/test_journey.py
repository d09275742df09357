"""Karanganyar from an OPD's letter to granted, page by page, everybody signing in as himself."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from examples import example
from kolokasi.accounts.models import Person
from kolokasi.cases.models import Case, Task
from kolokasi.core.procedure import FieldType
from page import Visitor
from papers import pdf
from stage import Stage

pytestmark = pytest.mark.django_db
SLUG = "penempatan-server"


@pytest.fixture
def stage(settings: object, tmp_path: object) -> Stage:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return Stage("karanganyar")


def typed(stage: Stage, slug: str, fills: tuple[str, ...]) -> dict[str, object]:
    """Something right in every field of these forms, as a browser sends it."""
    values: dict[str, object] = {}
    for key in fills:
        for one in stage.procedure(slug).forms[key].fields:
            value = example(one)
            if one.type is FieldType.TABLE:
                for column, cell in value[0].items():  # type: ignore[index]
                    values[f"{key}.{one.key}.0.{column}"] = cell
            else:
                values[f"{key}.{one.key}"] = value
    return values


def person(who: object) -> Person:
    return Person.objects.get(pk=who.id)  # type: ignore[attr-defined]


def submit(stage: Stage, slug: str = SLUG) -> Case:
    applicant = Visitor(person(stage.applicant()))
    sop = f"/dinas/{stage.office.key}/sop/{slug}/"
    applicant.get(sop)
    applicant.post(sop + "permohonan/", applicant.get(sop).form_with("services"))
    draft = applicant.path
    procedure = stage.procedure(slug)
    first = procedure.steps[procedure.start]
    own = procedure.starts_with_applicant
    fills = first.fills if own else procedure.request_fills
    attachments = first.attachments if own else procedure.request_attachments
    values = applicant.get(draft).form_with("subject") | typed(stage, slug, fills)
    values |= {"subject": "e-Puskesmas 🏥", "do": "send"}
    for one in attachments:
        values[f"file.{one.document}"] = SimpleUploadedFile("surat.pdf", pdf("Permohonan"))
    applicant.post(draft, values)
    return Case.objects.latest("id")


def take(
    stage: Stage, case: Case, role: str, step: str, outcome: str = "", **more: object
) -> Visitor:
    slug = case.version.key.partition("/")[2]
    visitor = Visitor(person(stage.by(slug, role)))
    path = f"/permohonan/{case.number}/kegiatan/{step}/"
    values = visitor.get(path).form_with("kunci")
    if not any(name.endswith("flagged") for name in values):
        shape = stage.procedure(slug).steps[step]
        values |= typed(stage, slug, shape.fills)
        for one in shape.attachments:
            values[f"file.{one.document}"] = SimpleUploadedFile("berkas.pdf", pdf("Berkas"))
    values |= {"outcome": outcome, "note": "Catatan."} | more
    visitor.post(path, values)
    return visitor


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
    page = Visitor(person(stage.applicant())).get(f"/permohonan/{case.number}/")
    assert "Disetujui" in page.text
    register = Visitor(person(stage.applicant())).get("/daftar-server/")
    assert "e-Puskesmas 🏥" in register.text
    assert not Task.objects.filter(case=case, closed_at=None).exists()


def test_a_stranger_sees_nothing(stage: Stage) -> None:
    case = submit(stage)
    other = stage.office.agencies.exclude(pk=stage.agency.pk).get()
    stranger = Visitor(person(stage.applicant(other)))
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
