"""Who may act as what, on which day."""

from __future__ import annotations

import datetime as dt

import pytest

from kolokasi.accounts.mandates import (
    Mandate,
    agencies_of,
    belongings_of,
    desks_of,
    is_member,
    mandates_of,
    office_roles_of,
    offices_of,
)
from kolokasi.accounts.models import (
    Agency,
    Desk,
    DeskPosition,
    Holding,
    Membership,
    Office,
    OfficeRole,
)

TODAY = dt.date(2026, 6, 1)
YESTERDAY = TODAY - dt.timedelta(days=1)
TOMORROW = TODAY + dt.timedelta(days=1)
SOP = "contoh/penempatan"


def roles(person, city, on=TODAY):
    found = mandates_of(person, office_id=city.office.pk, procedure=SOP, on=on)
    return {one.role: one.title for one in found}


def test_the_head_of_the_division_acts_as_her_position(city):
    assert mandates_of(city.ratna, office_id=city.office.pk, procedure=SOP, on=TODAY) == [
        Mandate(
            role="kabid",
            desk_id=city.approve.pk,
            position_id=city.head.pk,
            position_title="Kepala Bidang TIK",
            kind="definitif",
            decree="",
        )
    ]


def test_one_query_tells_the_mandates_and_one_the_desks(city, django_assert_num_queries):
    with django_assert_num_queries(1):
        mandates_of(city.ratna.pk, office_id=city.office.pk, procedure=SOP, on=TODAY)
    with django_assert_num_queries(1):
        assert desks_of(city.yoga, on=TODAY) == [city.install.pk]
    with django_assert_num_queries(1):
        assert offices_of(city.yoga, TODAY) == [city.office.pk]
    with django_assert_num_queries(1):
        assert agencies_of(city.dewi, TODAY) == [city.agency.pk]


def test_yoga_acts_for_ratna_only_as_long_as_his_decree_says(city):
    Holding.objects.create(
        person=city.yoga,
        position=city.head,
        kind="plh",
        decree="800/17/2026",
        starts_on=TODAY,
        ends_on=TODAY,
    )
    assert "kabid" not in roles(city.yoga, city, YESTERDAY)
    assert roles(city.yoga, city) == {
        "kabid": "Plh. Kepala Bidang TIK",
        "teknisi": "Staf Pusat Data",
    }
    assert "kabid" not in roles(city.yoga, city, TOMORROW)


def test_who_left_the_post_yesterday_has_nothing_today(city):
    Holding.objects.filter(person=city.ratna).update(ends_on=YESTERDAY)
    assert roles(city.ratna, city, YESTERDAY) == {"kabid": "Kepala Bidang TIK"}
    assert roles(city.ratna, city) == {}
    assert desks_of(city.ratna, on=TODAY) == []
    assert offices_of(city.ratna, TODAY) == []


def test_a_position_taken_from_the_desk_takes_the_role_from_its_holder(city):
    DeskPosition.objects.filter(desk=city.approve).update(ends_on=YESTERDAY)
    assert roles(city.ratna, city) == {}
    assert offices_of(city.ratna, TODAY) == [city.office.pk]  # she still works there


def test_the_definitive_holding_is_named_before_an_acting_one(city):
    DeskPosition.objects.create(desk=city.approve, position=city.staff, starts_on=TODAY)
    Holding.objects.create(
        person=city.yoga, position=city.head, kind="plt", decree="800/1", starts_on=TODAY
    )
    found = mandates_of(city.yoga, office_id=city.office.pk, procedure=SOP, on=TODAY)
    assert [(one.role, one.kind) for one in found] == [
        ("kabid", "definitif"),
        ("kabid", "plt"),
        ("teknisi", "definitif"),
    ]


def test_a_post_in_one_office_gives_nothing_in_another(city):
    other = Office.objects.create(key="lain", code="LAI", name="Diskominfo Kabupaten Lain")
    Desk.objects.create(office=other, procedure=SOP, role="kabid", label="Kepala Bidang")
    assert mandates_of(city.ratna, office_id=other.pk, procedure=SOP, on=TODAY) == []
    assert (
        mandates_of(city.ratna, office_id=city.office.pk, procedure="contoh/lain", on=TODAY) == []
    )


def test_dewi_asks_for_her_agency_and_for_no_other(city):
    other = Agency.objects.create(office=city.office, key="dishub", name="Dinas Perhubungan")
    assert is_member(city.dewi, city.agency.pk, on=TODAY)
    assert not is_member(city.dewi, other.pk, on=TODAY)
    Membership.objects.filter(person=city.dewi).update(ends_on=YESTERDAY)
    assert not is_member(city.dewi, city.agency.pk, on=TODAY)
    assert agencies_of(city.dewi, TODAY) == []


def test_a_head_who_also_applies_belongs_once_as_head(city):
    Membership.objects.create(person=city.dewi, agency=city.agency, role="head", starts_on=TODAY)
    assert [(one.agency_name, one.role) for one in belongings_of(city.dewi, TODAY)] == [
        ("Dinas Kesehatan", "head")
    ]
    assert agencies_of(city.dewi, TODAY) == [city.agency.pk]


@pytest.mark.parametrize("role", ["admin", "auditor", "head"])
def test_office_roles_are_dated_too(city, role):
    OfficeRole.objects.create(
        person=city.dewi, office=city.office, role=role, starts_on=TODAY, ends_on=TODAY
    )
    assert office_roles_of(city.dewi, TODAY) == [(city.office.pk, role)]
    assert offices_of(city.dewi, TODAY) == [city.office.pk]
    assert office_roles_of(city.dewi, TOMORROW) == []
