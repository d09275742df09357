"""What is promised: the list of services, the SOP's page and the draft word one and the same time."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from kolokasi.accounts.calendars import calendar_of
from kolokasi.web.outlook import outlook, outlooks
from kolokasi.web.templatetags.kolokasi import lama, tanggal
from page import Visitor
from stage import Stage
from walking import SLUG, applicant, begin

pytestmark = pytest.mark.django_db


def test_services_that_take_differently_long_are_named_each(karanganyar: Stage) -> None:
    procedure = karanganyar.procedure(SLUG)
    calendar = calendar_of(karanganyar.office.pk, karanganyar.office.calendar_version)
    now = timezone.now().astimezone(calendar.timezone)
    each = outlooks(procedure, now, calendar)
    assert [one.labels for one in each] == [("Penempatan server",), ("Hosting aplikasi",)]
    assert each[0].minutes > each[1].minutes > 0
    listed = Visitor().get("/dinas/karanganyar/").text
    page = Visitor().get(f"/dinas/karanganyar/sop/{SLUG}/").text
    for one in each:
        assert f"{one.labels[0][:1].lower()}{one.labels[0][1:]} {lama(one.minutes)}" in listed
        assert one.labels[0] in page
        assert lama(one.minutes) in page


def test_ticking_a_service_words_its_own_promise(karanganyar: Stage) -> None:
    procedure = karanganyar.procedure(SLUG)
    calendar = calendar_of(karanganyar.office.pk, karanganyar.office.calendar_version)
    now = timezone.now().astimezone(calendar.timezone)
    for chosen in (("hosting",), ("penempatan",), ("penempatan", "hosting")):
        wanted = outlook(procedure, frozenset(chosen), now, calendar)
        asked = "&".join(f"services={one}" for one in chosen)
        answer = Visitor().client.get(f"/dinas/karanganyar/sop/{SLUG}/perkiraan/?{asked}")
        said = re.sub(r"<[^>]+>", " ", answer.content.decode())
        assert tanggal(wanted.promised, karanganyar.office.timezone) in said
        assert lama(wanted.minutes) in said


def test_nonsense_for_a_service_promises_what_nothing_chosen_does(karanganyar: Stage) -> None:
    path = f"/dinas/karanganyar/sop/{SLUG}/perkiraan/"
    client = Visitor().client
    assert client.get(f"{path}?services=x'--").content == client.get(path).content
    assert client.get("/dinas/karanganyar/sop/tidak-ada/perkiraan/").status_code == 404


def test_the_draft_promises_for_what_is_ticked_in_it(karanganyar: Stage) -> None:
    visitor = applicant(karanganyar)
    draft = begin(karanganyar, visitor)
    procedure = karanganyar.procedure(SLUG)
    calendar = calendar_of(karanganyar.office.pk, karanganyar.office.calendar_version)
    now = timezone.now().astimezone(calendar.timezone)
    for services in (["penempatan"], ["hosting"]):
        values = visitor.get(draft).form_with("subject") | {"services": services, "do": "save"}
        page = visitor.post(draft, values)
        wanted = outlook(procedure, frozenset(services), now, calendar)
        assert f"{lama(wanted.minutes)} waktu baku" in page.text
        assert f'hx-get="/dinas/karanganyar/sop/{SLUG}/perkiraan/"' in page.html
