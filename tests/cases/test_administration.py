"""The door to an office's own affairs: who may not is refused, what fails leaves nothing, two do not collide."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from kolokasi.accounts import agencies
from kolokasi.accounts.models import Agency, Office, OfficeAct, OfficeRole, Person
from kolokasi.cases import versions
from kolokasi.cases.administration import administering
from kolokasi.cases.models import ProcedureVersion
from kolokasi.core.refusal import Refused, Why
from stage import Stage

SLUG = "penempatan-server"
NOBODY = {"address": "", "email": "", "phone": ""}


def admin(stage: Stage) -> Person:
    return OfficeRole.objects.get(office=stage.office, role="admin").person


@pytest.fixture
def stage(db: None) -> Stage:
    return Stage("karanganyar")


def test_who_lost_the_role_a_minute_ago_changes_nothing(stage: Stage) -> None:
    person = admin(stage)
    yesterday = stage.now.date() - dt.timedelta(days=1)
    OfficeRole.objects.filter(person=person).update(ends_on=yesterday)
    with (
        pytest.raises(Refused) as refused,
        administering(stage.office.pk, by=person, now=stage.now) as act,
    ):
        agencies.add_agency(act, name="Dinas Perikanan", **NOBODY)
    assert refused.value.why is Why.FORBIDDEN
    assert not Agency.objects.filter(name="Dinas Perikanan").exists()


def test_another_offices_admin_is_nobody_here(stage: Stage) -> None:
    kudus = Stage("kudus")
    with (
        pytest.raises(Refused),
        administering(stage.office.pk, by=admin(kudus), now=stage.now),
    ):
        pytest.fail("ia masuk")


def test_what_fails_in_the_middle_leaves_neither_row_nor_trail(stage: Stage) -> None:
    def half() -> None:
        with administering(stage.office.pk, by=admin(stage), now=stage.now) as act:
            agencies.add_agency(act, name="Dinas Perikanan", **NOBODY)
            raise RuntimeError("listrik padam")

    with pytest.raises(RuntimeError, match="padam"):
        half()
    assert not Agency.objects.filter(name="Dinas Perikanan").exists()
    assert not OfficeAct.objects.exists()


def test_a_clash_with_somebody_faster_is_a_sentence(stage: Stage) -> None:
    with (
        pytest.raises(Refused) as refused,
        administering(stage.office.pk, by=admin(stage), now=stage.now),
    ):
        raise IntegrityError("accounts_person.username")
    assert refused.value.why is Why.TAKEN


def test_two_admins_put_two_drafts_in_force_and_one_of_them_runs(committed: None) -> None:
    """One after the other, whoever is first; both are recorded, and the last one runs."""
    stage = Stage("karanganyar")
    person = admin(stage)
    first = ProcedureVersion.objects.get(office=stage.office)
    drafts = []
    with administering(stage.office.pk, by=person, now=stage.now) as act:
        for hours in ("2 jam", "3 jam"):
            text = first.text.replace("time: 1 jam", f"time: {hours}", 1)
            drafts.append(versions.upload(act, text, file="naskah.yaml"))
    together = Barrier(2)

    def enforce(version: ProcedureVersion) -> None:
        together.wait()
        try:
            with administering(stage.office.pk, by=person, now=stage.now) as act:
                versions.enforce(
                    act, version, number=f"SOP/{version.version}", effective_from=act.today
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(enforce, drafts))
    rows = ProcedureVersion.objects.filter(office=stage.office).order_by("version")
    statuses = [one.status for one in rows]
    assert statuses[0] == "diganti"
    assert sorted(statuses[1:]) == ["berlaku", "diganti"]
    assert OfficeAct.objects.filter(sentence__contains="diberlakukan").count() == 2
    assert Office.objects.get(pk=stage.office.pk).is_active
