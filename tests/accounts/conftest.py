"""A small invented office: Diskominfo Kota Contoh, with one SOP, its posts, and people in them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from kolokasi.accounts.models import (
    Agency,
    Desk,
    DeskPosition,
    Holding,
    Membership,
    Office,
    Person,
    Position,
)

START = dt.date(2026, 1, 5)
SOP = "contoh/penempatan"


@dataclass(frozen=True)
class City:
    """The office and what hangs on it. Bu Ratna heads the division; Pak Yoga is of the technical staff."""

    office: Office
    agency: Agency
    head: Position
    staff: Position
    approve: Desk
    install: Desk
    ratna: Person
    yoga: Person
    dewi: Person  # of the agency that asks


@pytest.fixture
def city(db: None) -> City:
    office = Office.objects.create(key="contoh", code="CTH", name="Diskominfo Kota Contoh")
    agency = Agency.objects.create(office=office, key="dinkes", name="Dinas Kesehatan")
    head = Position.objects.create(office=office, key="kabid", title="Kepala Bidang TIK")
    staff = Position.objects.create(office=office, key="staf", title="Staf Pusat Data", parent=head)
    approve = Desk.objects.create(office=office, procedure=SOP, role="kabid", label="Kepala Bidang")
    install = Desk.objects.create(office=office, procedure=SOP, role="teknisi", label="Teknisi")
    DeskPosition.objects.create(desk=approve, position=head, starts_on=START)
    DeskPosition.objects.create(desk=install, position=staff, starts_on=START)
    people = {
        key: Person.objects.create_user(key, f"{key}@contoh.example", "rahasia-sekali-9", name=name)
        for key, name in (("ratna", "Ratna Invensi"), ("yoga", "Yoga Reka"), ("dewi", "Dewi Andai"))
    }
    Holding.objects.create(person=people["ratna"], position=head, starts_on=START)
    Holding.objects.create(person=people["yoga"], position=staff, starts_on=START)
    Membership.objects.create(person=people["dewi"], agency=agency, starts_on=START)
    return City(office, agency, head, staff, approve, install, **people)
