"""The data centre's pages: read by whoever works for the office, absent for everybody else."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from kolokasi.accounts.models import OfficeRole, Person
from machine_room import MachineRoom, every_page
from page import Visitor
from stage import Stage

pytestmark = pytest.mark.django_db
SLUG = "penempatan-server"


@pytest.fixture
def room(karanganyar: Stage) -> MachineRoom:
    found = MachineRoom(karanganyar.agency, timezone.now())
    found.an_old_one()
    found.let_wait(1, "KRA-2026-0001")
    return found


def officer(stage: Stage) -> Visitor:
    return Visitor(Person.objects.get(pk=stage.officer(SLUG, "personil").id))


@pytest.mark.parametrize("language", ["id", "en"])
def test_officers_and_the_admin_read_every_page(
    karanganyar: Stage, room: MachineRoom, language: str
) -> None:
    for visitor in (officer(karanganyar), Visitor(room.admin)):
        visitor.client.cookies["bahasa"] = language
        for path in every_page(room):
            visitor.get(path)


def test_strangers_do_not_find_it(karanganyar: Stage, room: MachineRoom) -> None:
    Stage("kudus")
    strangers = {
        "applicant": karanganyar.applicant().id,
        "admin of another office": OfficeRole.objects.get(
            office__key="kudus", role="admin"
        ).person_id,
    }
    for who, person in strangers.items():
        visitor = Visitor(Person.objects.get(pk=person))
        for path in every_page(room):
            for method in ("get", "post"):
                answer = getattr(visitor.client, method)(path)
                assert answer.status_code in (404, 405), (who, method, path)
                assert method == "post" or answer.status_code == 404, (who, path)
        assert "/pusat-data/" not in visitor.get("/permohonan/").links or who != "applicant"
    assert Visitor().client.get("/pusat-data/").url.startswith("/masuk/")


def test_rows_of_another_office_are_not_reached_through_ones_own(
    karanganyar: Stage, room: MachineRoom
) -> None:
    Stage("kudus")
    visitor = Visitor(OfficeRole.objects.get(office__key="kudus", role="admin").person)
    for path in every_page(room):
        own = path.replace("/karanganyar/", "/kudus/")
        if any(part.isdigit() for part in own.split("/")):
            assert visitor.client.get(own).status_code == 404, own


def test_an_office_without_a_data_centre_is_told_how_to_begin(karanganyar: Stage) -> None:
    path = reverse("dc_office", args=["karanganyar"])
    text = officer(karanganyar).get(path).text
    assert "tiga langkah" in text
    assert "Admin dinas Anda yang mencatatnya." in text
    admin = OfficeRole.objects.get(office=karanganyar.office, role="admin").person
    assert reverse("dc_places", args=["karanganyar"]) in Visitor(admin).get(path).links
