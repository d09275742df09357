"""Sending a request back: the fields to flag belong to that decision, and only what was asked is among them."""

from __future__ import annotations

from typing import Any

import pytest

from kolokasi.cases.models import Case
from page import Visitor
from stage import Stage
from walking import person, step_path, submit, take, turn

pytestmark = pytest.mark.django_db
SLUG = "penempatan-server"


@pytest.fixture
def kudus(settings: Any, tmp_path: Any) -> Stage:
    settings.MEDIA_ROOT = tmp_path
    return Stage("kudus")


@pytest.fixture
def case(kudus: Stage) -> Case:
    """Kudus before its decision; asked for is placing a server, not hosting."""
    case = submit(kudus, SLUG)
    assert case.services == ["penempatan"]
    for step in ("2", "3", "3", "3"):
        case.refresh_from_db()
        take(kudus, case, case.tasks.filter(step=step, closed_at=None).earliest("turn").role, step)
    return case


@pytest.fixture
def head(kudus: Stage, case: Case) -> Visitor:
    role = case.tasks.get(step="4", closed_at=None).role
    return Visitor(person(kudus.officer(SLUG, role)))


def test_the_list_lies_inside_the_decision_to_send_back(case: Case, head: Visitor) -> None:
    html = head.get(step_path(case, "4")).html
    inside = html.partition('<details class="outcome returning"')[2].partition("</details>")[0]
    assert 'name="flagged"' in inside
    assert html.count('name="flagged"') == inside.count('name="flagged"')
    assert 'name="outcome" value="tidak_setuju"' in inside
    assert 'value="setuju"' not in inside
    assert not html.partition('<details class="outcome returning"')[2].startswith(" open")


def test_fields_of_a_service_that_was_not_asked_for_are_not_offered(
    kudus: Stage, case: Case, head: Visitor
) -> None:
    page = head.get(step_path(case, "4"))
    offered = {one["value"] for one in page.fields if one.get("name") == "flagged"}
    fields = {
        f"{form.key}.{one.key}": one
        for form in kudus.procedure(SLUG).forms.values()
        for one in form.fields
    }
    assert offered
    assert not [one for one in offered if fields[one].condition.services == {"hosting"}]
    assert [one for one in offered if fields[one].condition.services == {"penempatan"}]


def test_a_refused_return_stays_open_with_what_was_flagged(
    kudus: Stage, case: Case, head: Visitor
) -> None:
    flag = next(
        one["value"]
        for one in head.get(step_path(case, "4")).fields
        if one.get("name") == "flagged"
    )
    sent = turn(kudus, case, head, "4", "tidak_setuju") | {"flagged": [flag], "note": ""}
    page = head.post(step_path(case, "4"), sent, status=422)
    assert '<details class="outcome returning" open>' in page.html
    assert page.form_with("flagged")["flagged"] == [flag]
    assert 'href="#f-note"' in page.html


def test_a_return_to_a_colleague_flags_nothing(settings: Any, tmp_path: Any) -> None:
    """Temanggung's draft letter goes back from desk to desk; the applicant's form stays as it is."""
    settings.MEDIA_ROOT = tmp_path
    temanggung = Stage("temanggung")
    slug = "penitipan-server"
    case = temanggung.request(slug)
    procedure = temanggung.procedure(slug)
    for step in ("1", "2", "3", "4", "5", "6", "7"):
        shape = procedure.steps[step]
        temanggung.take(case, shape.performers[0], step, shape.outcomes[0].key)
    role = procedure.steps["8"].performers[0]
    page = Visitor(person(temanggung.officer(slug, role))).get(step_path(case, "8"))
    assert "tidak_sesuai" in page.html
    assert 'name="flagged"' not in page.html
