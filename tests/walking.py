"""A case walked page by page: what the people of a stage type, send and open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from examples import example
from kolokasi.accounts.models import Agency, Person
from kolokasi.cases.gather import Who
from kolokasi.cases.models import Case
from kolokasi.core.procedure import FieldType, Procedure
from page import Page, Visitor
from papers import pdf
from stage import Stage

SLUG = "penempatan-server"


def person(who: Who) -> Person:
    return Person.objects.get(pk=who.id)


def applicant(stage: Stage, agency: Agency | None = None) -> Visitor:
    return Visitor(person(stage.applicant(agency)))


def officer(stage: Stage, role: str, slug: str = SLUG) -> Visitor:
    return Visitor(person(stage.officer(slug, role)))


def upload(name: str = "surat.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf("Surat") if content is None else content)


def typed(procedure: Procedure, fills: tuple[str, ...]) -> dict[str, Any]:
    """Something right in every field of these forms, as a browser sends it."""
    values: dict[str, Any] = {}
    for key in fills:
        for one in procedure.forms[key].fields:
            value = example(one)
            if one.type is FieldType.TABLE:
                for column, cell in value[0].items():  # type: ignore[index]
                    values[f"{key}.{one.key}.0.{column}"] = cell
            else:
                values[f"{key}.{one.key}"] = value
    return values


def begin(stage: Stage, visitor: Visitor, slug: str = SLUG) -> str:
    """Open the SOP, begin a request; the address of its draft."""
    stage.version(slug)
    sop = f"/dinas/{stage.office.key}/sop/{slug}/"
    visitor.post(sop + "permohonan/", visitor.get(sop).form_with("services"))
    return visitor.path


def letter(stage: Stage, visitor: Visitor, draft: str, slug: str = SLUG) -> dict[str, Any]:
    """What the applicant sends from a draft: every field right, every file there."""
    procedure = stage.procedure(slug)
    first = procedure.steps[procedure.start]
    own = procedure.starts_with_applicant
    values = visitor.get(draft).form_with("subject")
    values |= typed(procedure, first.fills if own else procedure.request_fills)
    values |= {"subject": "e-Puskesmas 🏥", "do": "send"}
    for one in first.attachments if own else procedure.request_attachments:
        values[f"file.{one.document}"] = upload()
    return values


def submit(stage: Stage, slug: str = SLUG) -> Case:
    visitor = applicant(stage)
    draft = begin(stage, visitor, slug)
    visitor.post(draft, letter(stage, visitor, draft, slug))
    return Case.objects.latest("id")


def step_path(case: Case, step: str) -> str:
    return f"/permohonan/{case.number}/kegiatan/{step}/"


def turn(
    stage: Stage, case: Case, visitor: Visitor, step: str, outcome: str = "", **more: Any
) -> dict[str, Any]:
    """What somebody sends from the page of a step: every open field right, every file there."""
    procedure = stage.procedure(case.version.key.partition("/")[2])
    shape = procedure.steps[step]
    values = visitor.get(step_path(case, step)).form_with("kunci")
    values |= typed(procedure, shape.fills)
    for one in shape.attachments:
        values[f"file.{one.document}"] = upload("berkas.pdf")
    ways = [way.key for way in shape.outcomes]
    return values | {"outcome": outcome or ways[0], "note": "Catatan."} | more


def take(stage: Stage, case: Case, role: str, step: str, outcome: str = "", **more: Any) -> Visitor:
    slug = case.version.key.partition("/")[2]
    visitor = Visitor(person(stage.by(slug, role)))
    visitor.post(step_path(case, step), turn(stage, case, visitor, step, outcome, **more))
    return visitor


def sending(visitor: Visitor, path: str, values: dict[str, Any]) -> Callable[[], HttpResponse]:
    """The same person at the same form, once more: a browser tab of its own, files of its own."""

    def send() -> HttpResponse:
        twin = Visitor()
        twin.client.cookies = visitor.client.cookies.copy()
        fresh = {
            name: upload(value.name) if hasattr(value, "chunks") else value
            for name, value in values.items()
        }
        return twin.client.post(path, fresh)

    return send


def all_led_to(path: str, answers: list[HttpResponse]) -> None:
    said = [Page(one.content.decode()).text for one in answers if one.status_code != 302]
    assert said == []
    assert {one.url for one in answers} == {path}
