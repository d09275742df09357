"""An office's admin at work: an SOP is numbered, an official replaced, a holiday declared, a text mended."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from kolokasi.accounts.models import (
    Desk,
    DeskPosition,
    Holding,
    Holiday,
    Office,
    OfficeAct,
    OfficeRole,
    Person,
    Position,
)
from kolokasi.cases.models import Event, ProcedureVersion, Task
from kolokasi.cases.procedures import running
from page import Page, Visitor
from stage import PROCEDURES, Stage

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SLUG = "penempatan-server"


@pytest.fixture
def stage() -> Stage:
    return Stage("karanganyar")


def admin(stage: Stage) -> Visitor:
    return Visitor(OfficeRole.objects.get(office=stage.office, role="admin").person)


def at(name: str, stage: Stage, *args: object) -> str:
    return reverse(f"settings_{name}", args=[stage.office.key, *args])


def person(who: object) -> Person:
    return Person.objects.get(pk=who.id)  # type: ignore[attr-defined]


def today() -> dt.date:
    return timezone.localdate(timezone=dt.timezone(dt.timedelta(hours=7)))


def newcomer(username: str = "bima.reka", name: str = "Bima Reka") -> Person:
    return Person.objects.create_user(username, f"{username}@contoh.example", "x", name=name)


def version_page(stage: Stage, slug: str, number: int) -> str:
    return at("sop", stage, slug, number)


# --- an SOP is numbered -----------------------------------------------------------------------------


def test_inhil_is_numbered_in_the_pages_and_takes_its_first_request() -> None:
    stage = Stage("inhil")
    applicant = Visitor(person(stage.applicant()))
    sop = "/dinas/inhil/sop/co-location/"
    assert "masih draf" in applicant.get(sop).text
    applicant.post(sop + "permohonan/", {"services": "hosting"}, status=404)
    office = admin(stage)
    path = version_page(stage, "co-location", 1)
    assert "belum bernomor" in office.get(at("office", stage)).text
    page = office.post(
        path,
        {"do": "enforce", "number": "", "effective_from": today().isoformat()},
        status=422,
    )
    assert "Nomor SOP wajib diisi." in page.text
    page = office.post(
        path, {"do": "enforce", "number": "SOP/12/DKIPS/2026", "effective_from": str(today())}
    )
    assert "SOP ini berlaku." in page.text
    version = ProcedureVersion.objects.get(office=stage.office)
    assert (version.status, version.number) == ("berlaku", "SOP/12/DKIPS/2026")
    assert version.put_in_force_by is not None
    applicant.post(sop + "permohonan/", applicant.get(sop).form_with("services"))
    assert applicant.path.startswith("/draf/")
    case = stage.request("co-location", ("hosting",))
    assert case.version.number == "SOP/12/DKIPS/2026"
    assert "diberlakukan dengan nomor SOP/12/DKIPS/2026" in office.get(at("trail", stage)).text


def test_a_day_that_has_not_come_is_refused_and_what_was_typed_stays() -> None:
    stage = Stage("inhil")
    later = (today() + dt.timedelta(days=3)).isoformat()
    page = admin(stage).post(
        version_page(stage, "co-location", 1),
        {"do": "enforce", "number": "SOP/12", "effective_from": later},
        status=422,
    )
    assert "paling lambat hari ini" in page.text
    typed = page.form_with("effective_from")
    assert (typed["number"], typed["effective_from"]) == (["SOP/12"], [later])


def test_asked_twice_it_is_in_force_once() -> None:
    stage = Stage("inhil")
    office = admin(stage)
    asked = {"do": "enforce", "number": "SOP/12", "effective_from": str(today())}
    for _ in range(2):
        office.post(version_page(stage, "co-location", 1), asked)
    assert OfficeAct.objects.filter(sentence__contains="diberlakukan").count() == 1


def test_a_revoked_sop_takes_no_request_and_its_cases_end_on_it(stage: Stage) -> None:
    case = stage.request(SLUG)
    office = admin(stage)
    assert "1 permohonan berjalan tetap selesai" in office.get(version_page(stage, SLUG, 1)).text
    office.post(version_page(stage, SLUG, 1), {"do": "revoke"})
    applicant = Visitor(person(stage.applicant()))
    applicant.post(
        f"/dinas/karanganyar/sop/{SLUG}/permohonan/", {"services": "hosting"}, status=404
    )
    officer = Visitor(person(stage.officer(SLUG, "administrator")))
    path = f"/permohonan/{case.number}/kegiatan/2/"
    officer.post(path, officer.get(path).form_with("kunci") | {"note": "Teruskan."})
    assert Task.objects.filter(case=case, step="2").count() == 2
    assert "Meja" in office.get(at("desks", stage)).text


# --- texts ------------------------------------------------------------------------------------------


def text() -> str:
    return (PROCEDURES / "karanganyar" / f"{SLUG}.yaml").read_text()


def upload(visitor: Visitor, stage: Stage, content: str, *, status: int = 200) -> Page:
    file = SimpleUploadedFile("naskah-baru.yaml", content.encode())
    return visitor.post(at("upload", stage), {"file": file, "text": ""}, status=status)


def test_a_broken_text_is_shown_with_its_places_and_nothing_is_lost(stage: Stage) -> None:
    broken = text().replace("performer: personil\n    needs: [{doc: disposisi", "performer: personl\n    needs: [{doc: disposisi", 1)  # fmt: skip
    line = broken[: broken.index("personl")].count("\n") + 1
    page = upload(admin(stage), stage, broken, status=422)
    assert f"naskah-baru.yaml:{line}" in page.text
    assert "performer" in page.text
    assert "“personl”" in page.text
    assert page.form_with("text")["text"] == [broken.rstrip("\n") + "\n"]
    assert ProcedureVersion.objects.filter(office=stage.office).count() == 1


def test_a_text_that_is_no_yaml_says_on_which_line(stage: Stage) -> None:
    page = upload(admin(stage), stage, "format: 1\nprocedure: [\n", status=422)
    assert "naskah-baru.yaml:" in page.text
    assert "belum ada yang disimpan" in page.text


def test_bytes_that_are_no_text_leave_what_was_on_the_page(stage: Stage) -> None:
    page = admin(stage).post(
        at("upload", stage),
        {"file": SimpleUploadedFile("foto.yaml", b"\xff\xfe\x00"), "text": "format: 1"},
        status=422,
    )
    assert "UTF-8" in page.text
    assert page.form_with("text")["text"] == ["format: 1"]


def test_another_offices_text_is_refused_by_name(stage: Stage) -> None:
    other = (PROCEDURES / "kudus" / f"{SLUG}.yaml").read_text()
    page = upload(admin(stage), stage, other, status=422)
    assert "karanganyar/penempatan-server" in page.text


def test_a_mended_text_becomes_a_draft_and_running_cases_stay_where_they_began(
    stage: Stage,
) -> None:
    case = stage.request(SLUG)
    office = admin(stage)
    page = upload(office, stage, text().replace("time: 1 jam", "time: 2 jam", 1))
    assert office.path == version_page(stage, SLUG, 2)
    assert "Versi 1 akan diganti. 1 permohonan yang berjalan" in page.text
    draft = ProcedureVersion.objects.get(office=stage.office, version=2)
    office.post(
        office.path,
        {"do": "enforce", "number": "555/10/V TAHUN 2026", "effective_from": str(today())},
    )
    draft.refresh_from_db()
    old = ProcedureVersion.objects.get(office=stage.office, version=1)
    assert (draft.status, old.status) == ("berlaku", "diganti")
    case.refresh_from_db()
    assert case.version_id == old.pk
    assert running(case.version_id).procedure.steps["3"].time_text == "1 jam"
    assert (
        "1 permohonan masih berjalan menurut versi ini"
        in office.get(version_page(stage, SLUG, 1)).text
    )
    office.post(version_page(stage, SLUG, 1), {"do": "enforce", "number": "1", "effective_from": str(today())}, status=409)  # fmt: skip


def test_the_same_text_again_is_the_same_version(stage: Stage) -> None:
    office = admin(stage)
    for _ in range(2):
        upload(office, stage, text().replace("time: 1 jam", "time: 2 jam", 1))
    assert ProcedureVersion.objects.filter(office=stage.office).count() == 2
    upload(office, stage, text())
    assert office.path == version_page(stage, SLUG, 1)


def test_an_unsound_text_is_kept_as_a_draft_and_not_put_in_force(stage: Stage) -> None:
    unsound = text().replace("fills: [persetujuan]\n    next: 6", "fills: [persetujuan]\n    next: 7", 1)  # fmt: skip
    office = admin(stage)
    page = upload(office, stage, unsound)
    assert "Kegiatan 6 tidak pernah terbuka" in page.text
    page = office.post(
        version_page(stage, SLUG, 2),
        {"do": "enforce", "number": "1/2026", "effective_from": str(today())},
        status=422,
    )
    assert "SOP ini belum dapat diberlakukan: Kegiatan 6 tidak pernah terbuka" in page.text
    assert page.form_with("number")["number"] == ["1/2026"]
    assert ProcedureVersion.objects.get(office=stage.office, version=2).status == "draf"
    office.post(version_page(stage, SLUG, 2), {"do": "revoke"})
    assert ProcedureVersion.objects.get(office=stage.office, version=2).status == "dicabut"


def test_a_suggestion_is_switched_on_as_a_new_version(stage: Stage) -> None:
    office = admin(stage)
    option = f"{SLUG}:3.tunda"
    assert not office.get(version_page(stage, SLUG, 1)).form_with("options").get("options")
    office.post(version_page(stage, SLUG, 1), {"do": "options", "options": option})
    assert office.path == version_page(stage, SLUG, 2)
    made = ProcedureVersion.objects.get(office=stage.office, version=2)
    assert made.options == [option]
    assert running(made.pk).procedure.steps["3"].outcome("tunda") is not None
    old = ProcedureVersion.objects.get(office=stage.office, version=1)
    assert running(old.pk).procedure.steps["3"].outcome("tunda") is None
    upload(office, stage, text().replace("time: 1 jam", "time: 2 jam", 1))
    third = ProcedureVersion.objects.get(office=stage.office, version=3)
    assert third.options == []  # as in the version in force, not as in a draft
    assert office.client.get(at("text", stage, SLUG, 2)).content.decode() == made.text


# --- posts ------------------------------------------------------------------------------------------


def test_a_plt_takes_over_in_the_middle_and_the_old_one_is_refused_a_minute_later(
    stage: Stage,
) -> None:
    case = stage.request(SLUG)
    old = person(stage.officer(SLUG, "administrator"))
    page_open = Visitor(old)
    path = f"/permohonan/{case.number}/kegiatan/2/"
    form = page_open.get(path).form_with("kunci")
    holding = Holding.objects.get(person=old)
    office, bima = admin(stage), newcomer()
    post = at("position", stage, holding.position.key)

    page = office.post(
        post,
        {"person": "bima.reka", "kind": "plt", "decree": "", "starts_on": str(today())},
        status=422,
    )
    assert "surat perintah" in page.text
    assert page.form_with("person")["person"] == ["bima.reka"]
    page = office.post(
        post,
        {"person": "bima.reka", "kind": "plt", "decree": "SPT 821/7", "starts_on": str(today())},
    )
    assert f"{old.name} masih tercatat sebagai pejabat definitif" in page.text  # overlaps are said
    moved = Position.objects.create(office=stage.office, key="ahli", title="Staf Ahli")
    office.post(
        at("position", stage, moved.key),
        {"person": old.username, "kind": "definitif", "starts_on": str(today())},
    )
    office.post(post, {"do": "end", "row": holding.pk, "now": "1"})

    refusal = page_open.post(path, form | {"note": "Teruskan."}, status=403)
    assert "jabatan Anda saat ini tidak memegang peran itu" in refusal.text
    assert Task.objects.get(case=case, closed_at=None).turn == 0
    successor = Visitor(bima)
    successor.post(path, successor.get(path).form_with("kunci") | {"note": "Teruskan."})
    facts = json.loads(Event.objects.filter(case=case, kind="EntryMade").latest("seq").facts)
    assert facts["by"]["title"].startswith("Plt. ")
    assert Holding.objects.filter(position=holding.position).count() == 2  # history stays
    trail = office.get(at("trail", stage)).text
    assert "Bima Reka ditetapkan sebagai Plt." in trail
    assert "(SPT 821/7)" in trail


def test_an_appointment_made_by_mistake_today_ends_today(stage: Stage) -> None:
    office, bima = admin(stage), newcomer()
    position = Position.objects.filter(office=stage.office).earliest("id")
    path = at("position", stage, position.key)
    asked = {"person": bima.email, "kind": "definitif", "decree": "", "starts_on": str(today())}
    office.post(path, asked)
    office.post(path, asked)  # sent twice
    wrong = Holding.objects.get(person=bima)
    page = office.post(path, {"do": "end", "row": wrong.pk, "now": "1"})
    assert "dibatalkan" in page.text
    wrong.refresh_from_db()
    assert wrong.cancelled_at is not None
    assert not Holding.objects.in_force(today()).filter(person=bima).exists()
    office.post(path, asked)  # and right after all
    assert Holding.objects.in_force(today()).filter(person=bima).count() == 1


def test_an_end_needs_a_day_and_says_so_at_its_own_row(stage: Stage) -> None:
    holding = Holding.objects.filter(position__office=stage.office).earliest("id")
    page = admin(stage).post(
        at("position", stage, holding.position.key),
        {"do": "end", "row": holding.pk, "last_day": "31 Desember"},
        status=422,
    )
    assert "tidak terbaca" in page.text
    assert page.form_with("last_day")["last_day"] == ["31 Desember"]
    assert f"#f-last_day-{holding.pk}" in page.links


def test_a_vacant_post_and_an_empty_desk_are_loud(stage: Stage) -> None:
    office = admin(stage)
    assert "Setiap meja ada orangnya" in office.get(at("office", stage)).text
    desk = Desk.objects.get(office=stage.office, role="pengawas")
    seat = DeskPosition.objects.filter(desk=desk).earliest("id")
    Person.objects.filter(holdings__position=seat.position).update(is_active=False)
    page = office.get(at("office", stage))
    assert "jabatannya kosong, tidak ada orangnya" in page.text
    assert at("position", stage, seat.position.key) in page.links
    office.post(at("desk", stage, desk.pk), {"do": "end", "row": seat.pk, "now": "1"})
    page = office.get(at("office", stage))
    assert "belum dihubungkan dengan jabatan mana pun" in page.text
    head = Position.objects.get(office=stage.office, key="kadis")
    office.post(
        at("desk", stage, desk.pk), {"position": head.pk, "starts_on": str(today()), "ends_on": ""}
    )
    assert "belum dihubungkan" not in office.get(at("office", stage)).text
    assert stage.procedure(SLUG).roles["pengawas"].label in office.get(at("desks", stage)).text


def test_a_new_post_is_added_under_another_once(stage: Stage) -> None:
    office = admin(stage)
    head = Position.objects.get(office=stage.office, key="kadis")
    office.post(at("positions", stage), {"title": "Kepala  Seksi Persandian", "parent": head.pk})
    made = Position.objects.get(office=stage.office, key="kepala-seksi-persandian")
    assert (made.title, made.parent) == ("Kepala Seksi Persandian", head)
    page = office.post(at("positions", stage), {"title": made.title, "parent": ""}, status=422)
    assert "sudah ada" in page.text


# --- the calendar -----------------------------------------------------------------------------------


def test_a_regional_holiday_moves_a_due_time_and_the_log_says_why(stage: Stage) -> None:
    case = stage.request(SLUG)
    before = Task.objects.get(case=case, closed_at=None).due_at
    assert before is not None
    office = admin(stage)
    asked = {"do": "add", "kind": "daerah", "date": "2026-11-23", "name": "Hari Jadi Kabupaten", "decree": "", "hours": ""}  # fmt: skip
    page = office.post(at("calendar", stage), asked, status=422)
    assert page.form_with("name")["name"] == ["Hari Jadi Kabupaten"]
    page = office.post(at("calendar", stage), asked | {"decree": "SK Bupati 400/12/2026"})
    assert "1 tenggat pada 1 permohonan berjalan dihitung ulang" in page.text
    after = Task.objects.get(case=case, closed_at=None).due_at
    assert after is not None
    assert after.date() == before.date() + dt.timedelta(days=1)
    officer = Visitor(person(stage.officer(SLUG, "administrator")))
    page = officer.get(f"/permohonan/{case.number}/")
    assert "dihitung ulang" in page.text
    assert "Hari Jadi Kabupaten (SK Bupati 400/12/2026)" in page.text
    page = office.post(at("calendar", stage), asked | {"decree": "SK Bupati 400/12/2026"})
    assert "Tidak ada yang berubah" in page.text
    row = Holiday.objects.get(office=stage.office)
    office.post(at("calendar", stage), {"do": "remove", "row": row.pk})
    assert Task.objects.get(case=case, closed_at=None).due_at == before


def test_a_working_saturday_has_its_own_hours_or_those_of_a_usual_day(stage: Stage) -> None:
    office = admin(stage)
    asked = {"do": "add", "kind": "kerja", "date": "2026-11-28", "name": "Ganti hari", "decree": "SE 1"}  # fmt: skip
    page = office.post(at("calendar", stage), asked | {"hours": "7 sampai 12"}, status=422)
    assert "07.30-12.00" in page.text
    office.post(at("calendar", stage), asked | {"hours": "07.30-12.00"})
    row = Holiday.objects.get(office=stage.office)
    assert (row.kind, row.hours) == ("kerja", [["07.30", "12.00"]])


def test_a_national_day_is_confirmed_for_this_office_alone(stage: Stage) -> None:
    Stage("kudus")
    office = admin(stage)
    elsewhere = Office.objects.get(key="kudus").calendar_version
    row = Holiday.objects.filter(office=None, verified=False).latest("date")
    page = office.get(at("calendar", stage))
    assert row.name in page.text
    page = office.post(
        at("calendar", stage), {"do": "confirm", "rows": row.pk, "skb": ""}, status=422
    )
    assert "#f-skb" in page.links
    assert page.form_with("rows")["rows"] == [str(row.pk)]
    office.post(at("calendar", stage), {"do": "confirm", "rows": "", "skb": "SKB"}, status=422)
    office.post(at("calendar", stage), {"do": "confirm", "rows": row.pk, "skb": "SKB 12/2026"})
    own = Holiday.objects.get(office=stage.office)
    assert (own.date, own.kind, own.verified) == (row.date, row.kind, True)
    row.refresh_from_db()
    assert not row.verified
    assert Office.objects.get(key="kudus").calendar_version == elsewhere
    office.post(at("calendar", stage), {"do": "remove", "row": row.pk}, status=422)
    assert Holiday.objects.filter(pk=row.pk).exists()


# --- the trail --------------------------------------------------------------------------------------


def test_the_trail_cannot_be_changed(stage: Stage) -> None:
    admin(stage).post(at("agencies", stage), {"name": "Dinas Perikanan"})
    act = OfficeAct.objects.get()
    assert act.sentence == "OPD Dinas Perikanan ditambahkan."
    for change in (
        lambda: OfficeAct.objects.update(sentence="Tidak terjadi apa-apa."),
        lambda: OfficeAct.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_trail_speaks_indonesian_whatever_the_screen_speaks(stage: Stage) -> None:
    office, bima = admin(stage), newcomer()
    office.client.cookies["bahasa"] = "en"
    agency = stage.agency
    office.post(
        at("agency", stage, agency.key),
        {"person": bima.username, "role": "head", "starts_on": str(today())},
    )
    assert "menjadi kepala OPD" in OfficeAct.objects.get().sentence
