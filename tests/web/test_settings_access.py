"""The settings of an office are there for its admins of today, and for nobody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from kolokasi.accounts.models import (
    Agency,
    Desk,
    Office,
    OfficeRole,
    Person,
    Position,
)
from kolokasi.cases.models import ProcedureVersion
from page import Visitor
from stage import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    Stage("kudus")
    return Stage("karanganyar")


def admin(office: str) -> Person:
    return OfficeRole.objects.get(office__key=office, role="admin").person


def every_page(office: Office) -> list[str]:
    version = ProcedureVersion.objects.filter(office=office).latest("id")
    slug = version.key.partition("/")[2]
    position = Position.objects.filter(office=office).earliest("id")
    agency = Agency.objects.filter(office=office).earliest("id")
    desk = Desk.objects.filter(office=office).earliest("id")
    own = admin(office.key)
    return [
        reverse("settings_office", args=[office.key]),
        reverse("settings_trail", args=[office.key]),
        reverse("settings_positions", args=[office.key]),
        reverse("settings_position", args=[office.key, position.key]),
        reverse("settings_people", args=[office.key]),
        reverse("settings_new_person", args=[office.key]),
        reverse("settings_person", args=[office.key, own.username]),
        reverse("settings_agencies", args=[office.key]),
        reverse("settings_agency", args=[office.key, agency.key]),
        reverse("settings_desks", args=[office.key]),
        reverse("settings_desk", args=[office.key, desk.pk]),
        reverse("settings_sops", args=[office.key]),
        reverse("settings_upload", args=[office.key]),
        reverse("settings_sop", args=[office.key, slug, version.version]),
        reverse("settings_text", args=[office.key, slug, version.version]),
        reverse("settings_calendar", args=[office.key]),
    ]


def test_its_admin_reads_every_page(stage: Stage) -> None:
    visitor = Visitor(admin("karanganyar"))
    for path in every_page(stage.office):
        if not path.endswith("/naskah/"):
            visitor.get(path)
    assert visitor.get("/pengaturan/").text.count("Ringkasan")
    assert visitor.path == "/pengaturan/karanganyar/"


def test_every_page_speaks_english_too(stage: Stage) -> None:
    visitor = Visitor(admin("karanganyar"))
    visitor.client.cookies["bahasa"] = "en"
    for path in every_page(stage.office):
        if not path.endswith("/naskah/"):
            visitor.get(path)


def test_to_everybody_else_it_is_not_there(stage: Stage) -> None:
    others = {
        "officer": stage.officer("penempatan-server", "personil").id,
        "applicant": stage.applicant().id,
        "auditor": OfficeRole.objects.get(office=stage.office, role="auditor").person_id,
        "admin of another office": admin("kudus").pk,
    }
    for who, person in others.items():
        visitor = Visitor(Person.objects.get(pk=person))
        for path in every_page(stage.office):
            for method in ("get", "post"):
                answer = getattr(visitor.client, method)(path)
                assert answer.status_code == 404, (who, method, path)
    assert Visitor(admin("kudus")).client.get("/pengaturan/tidak-ada/").status_code == 404


def test_a_stranger_is_asked_to_sign_in(stage: Stage) -> None:
    for path in (*every_page(stage.office), "/pengaturan/"):
        answer = Visitor().client.get(path)
        assert answer.status_code == 302
        assert answer.url.startswith("/masuk/")


def test_only_admins_have_the_link(stage: Stage) -> None:
    assert "/pengaturan/" in Visitor(admin("karanganyar")).get("/tugas/").links
    officer = Person.objects.get(pk=stage.officer("penempatan-server", "personil").id)
    assert "/pengaturan/" not in Visitor(officer).get("/tugas/").links
    assert Visitor(officer).client.get("/pengaturan/").status_code == 404


def test_whoever_is_admin_no_more_has_lost_it_at_the_next_click(stage: Stage) -> None:
    person = admin("karanganyar")
    visitor = Visitor(person)
    path = reverse("settings_agencies", args=["karanganyar"])
    visitor.get(path)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    OfficeRole.objects.filter(person=person).update(ends_on=yesterday)
    assert visitor.client.post(path, {"name": "Dinas Baru"}).status_code == 404
    assert not Agency.objects.filter(name="Dinas Baru").exists()


def test_rows_of_another_office_are_not_reached_through_ones_own(stage: Stage) -> None:
    visitor = Visitor(admin("karanganyar"))
    kudus = Office.objects.get(key="kudus")
    for path in every_page(kudus):
        own = path.replace("/pengaturan/kudus/", "/pengaturan/karanganyar/")
        if own.endswith(("/jabatan/", "/orang/", "/opd/", "/meja/", "/sop/", "/kalender/")):
            continue
        if own.endswith(("-baru/", "/jejak/", "karanganyar/")) or "/sop/penempatan" in own:
            continue  # pages that every office has
        if Position.objects.filter(office=stage.office, key=own.split("/")[-2]).exists():
            continue
        if Agency.objects.filter(office=stage.office, key=own.split("/")[-2]).exists():
            continue
        assert visitor.client.get(own).status_code == 404, own
