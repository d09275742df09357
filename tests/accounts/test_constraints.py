"""What the database itself must never hold. Rows are written past every form."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kolokasi.accounts.models import (
    Agency,
    Desk,
    DeskPosition,
    Holding,
    Holiday,
    Membership,
    Office,
    OfficeRole,
    Person,
    Position,
)

DAY = dt.date(2026, 3, 2)


def refused(model, **values):
    """The database says no; the control: the same row with one value mended goes in."""
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**values)


def test_nobody_acts_without_a_decree(city):
    post = {"person": city.yoga, "position": city.head, "starts_on": DAY}
    refused(Holding, **post, kind="plt")
    refused(Holding, **post, kind="plh", decree="")
    refused(Holding, **post, kind="sementara", decree="800/3")
    Holding.objects.create(**post, kind="plt", decree="800/3")


@pytest.mark.parametrize("model", [Holding, Membership, OfficeRole, DeskPosition])
def test_nothing_ends_before_it_began(city, model):
    values = {
        Holding: {"person": city.dewi, "position": city.head},
        Membership: {"person": city.yoga, "agency": city.agency},
        OfficeRole: {"person": city.yoga, "office": city.office, "role": "admin"},
        DeskPosition: {"desk": city.install, "position": city.head},
    }[model]
    refused(model, **values, starts_on=DAY, ends_on=DAY - dt.timedelta(days=1))
    model.objects.create(**values, starts_on=DAY, ends_on=DAY)
    refused(model, **values, starts_on=DAY)  # the same beginning twice


def test_one_desk_for_one_role_of_one_procedure(city):
    values = {"office": city.office, "procedure": "contoh/penempatan", "label": "Lagi"}
    refused(Desk, **values, role="kabid")
    Desk.objects.create(**values, role="pengawas")


def test_keys_are_unique_within_the_office(city):
    refused(Agency, office=city.office, key="dinkes", name="Dinas Kesehatan lagi")
    refused(Position, office=city.office, key="kabid", title="Kabid lagi")
    refused(Office, key="contoh", code="XYZ", name="Kunci sama")
    refused(Office, key="lain", code="CTH", name="Kode sama")
    other = Office.objects.create(key="lain", code="LAI", name="Kabupaten Lain")
    Agency.objects.create(office=other, key="dinkes", name="Dinas Kesehatan")
    Position.objects.create(office=other, key="kabid", title="Kepala Bidang")


def test_a_person_is_one_person(city):
    nip = "1" * 18
    Person.objects.create_user("sari", "sari@contoh.example", name="Sari Umpama", nip=nip)
    refused(Person, username="sari2", name="Sari", nip=nip)
    refused(Person, username="sari3", name="Sari", email="SARI@contoh.example")
    refused(Person, username="Sari", name="Sari")  # capitals never make a second account
    refused(Person, username="sari4", name="Sari", nip="123")
    Person.objects.create(username="tono", name="Tanpa NIP")
    Person.objects.create(username="tini", name="Tanpa NIP dan surel")


def test_a_day_off_stands_once_nationally_and_once_in_each_office(city):
    day = {"date": DAY, "kind": "libur", "name": "Hari Contoh"}
    Holiday.objects.create(**day)
    refused(Holiday, **day)
    Holiday.objects.create(**day, office=city.office)
    refused(Holiday, **day, office=city.office)
    refused(Holiday, date=DAY, kind="mogok", name="Bukan jenis hari libur")
    Holiday.objects.create(date=DAY, kind="kerja", name="Masuk pengganti", office=city.office)


def test_the_tree_of_positions_has_no_circle(city):
    city.head.parent = city.staff
    with pytest.raises(ValidationError, match="berputar"):
        city.head.full_clean()
    refused_self = Position.objects.filter(pk=city.head.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        refused_self.update(parent=city.head)


def test_positions_and_desks_of_two_offices_do_not_mix(city):
    other = Office.objects.create(key="lain", code="LAI", name="Kabupaten Lain")
    stranger = Position.objects.create(office=other, key="kabid", title="Kepala Bidang")
    with pytest.raises(ValidationError, match="dinas yang sama"):
        DeskPosition(desk=city.approve, position=stranger, starts_on=DAY).full_clean()
    with pytest.raises(ValidationError, match="dinas yang sama"):
        Position(office=city.office, key="x", title="X", parent=stranger).full_clean()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("nip", "12345", "18 angka"),
        ("nip", "19800101200501100A", "18 angka"),
        ("username", "Budi Contoh", "huruf kecil"),
    ],
)
def test_a_form_says_in_words_what_is_wrong_with_a_person(db, field, value, sentence):
    person = Person(**{"username": "budi", "name": "Budi Contoh", "email": "", field: value})
    person.set_unusable_password()
    with pytest.raises(ValidationError, match=sentence):
        person.full_clean()


def test_an_unknown_time_zone_is_refused(db):
    with pytest.raises(ValidationError, match="Mars/Olympus"):
        Office(key="m", code="M", name="Mars", timezone="Mars/Olympus").full_clean()


def test_names_are_kept_whatever_script_they_are_written_in(db):
    name = "Ni Luh 🌺 ‏سري‎"
    person = Person.objects.create_user("niluh", name=name)
    person.refresh_from_db()
    assert person.name == name
    assert not person.has_usable_password()
