"""A new installation at the command line: offices taken in, the first admin, due times measured anew."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client

from kolokasi.accounts import days_off
from kolokasi.accounts.models import Office, OfficeAct, OfficeRole, Person, Position
from kolokasi.cases.administration import administering
from kolokasi.cases.models import Event, ProcedureVersion
from kolokasi.cli import main
from stage import MORNING, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django stands already; output stays with the test."""
    from kolokasi.cli import offices

    monkeypatch.setattr(offices, "django_ready", lambda: None)


def test_the_shipped_offices_come_in_without_people_and_with_drafts(capsys) -> None:
    assert main(["install"]) == 0
    said = capsys.readouterr().out
    assert "inhil/co-location versi 1: Draf" in said
    assert Office.objects.count() == 5
    assert Position.objects.filter(office__key="kudus").exists()
    assert not Person.objects.exists()
    assert set(ProcedureVersion.objects.values_list("status", flat=True)) == {"draf"}
    assert main(["install"]) == 0
    assert ProcedureVersion.objects.count() == said.count("versi 1")


def test_one_office_alone_and_an_unknown_one_by_name(capsys) -> None:
    assert main(["install", "kudus"]) == 0
    assert Office.objects.get().key == "kudus"
    assert main(["install", "kudsu"]) == 2
    assert "karanganyar, kudus" in capsys.readouterr().err


def test_the_first_admin_signs_in_with_a_password_that_is_printed_once(capsys) -> None:
    cache.clear()
    main(["install", "kudus"])
    assert main(["admin", "kudus", "rina"]) == 2
    assert "--name" in capsys.readouterr().err
    assert main(["admin", "kudus", "rina", "--name", "Rina Andai"]) == 0
    said = capsys.readouterr().out
    [password] = re.findall(r": ((?:[a-z0-9]{4}-){3}[a-z0-9]{4})", said)
    client = Client()
    client.post("/masuk/", {"login": "rina", "password": password})
    assert client.get("/pengaturan/kudus/").url == "/masuk/sandi/ganti/"
    own = "embun-pagi-di-Muria-3"
    client.post(
        "/masuk/sandi/ganti/", {"oldpassword": password, "password1": own, "password2": own}
    )
    client.post("/masuk/", {"login": "rina", "password": own})
    assert client.get("/pengaturan/kudus/").status_code == 200
    assert main(["admin", "kudus", "rina"]) == 0  # again is once
    assert OfficeRole.objects.count() == 1
    assert {act.person for act in OfficeAct.objects.all()} == {None}


def test_due_times_are_measured_anew_and_it_says_how_many(capsys) -> None:
    stage = Stage("karanganyar")
    case = stage.request("penempatan-server")
    with administering(stage.office.pk, by=None, now=stage.now) as act:
        days_off.add_day(act, MORNING.date(), kind="daerah", name="Hari Jadi", decree="SK 1")
    assert main(["recompute", "karanganyar"]) == 0
    assert "1 tenggat pada 1 permohonan" in capsys.readouterr().out
    assert "Hari Jadi" in Event.objects.get(case=case, kind="DueChanged").facts
    assert main(["recompute", "--reason", "Diperiksa lagi."]) == 0
    assert "0 tenggat" in capsys.readouterr().out
    assert main(["recompute", "tidak-ada"]) == 2


def test_the_commands_stand_in_the_help(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    said = capsys.readouterr().out
    assert all(f"    {name}" in said for name in ("install", "admin", "recompute"))
