"""Who finds which page: every address of the project, asked by everybody, in every method.

A page has its readers. To all others it is not there: the very same answer as for one that never was.
A new address without readers named here fails the first test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpResponse
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from data_centre import DataCentre
from kolokasi.accounts.models import Agency, Desk, OfficeRole, Person, Position
from kolokasi.cases.acts import new_key
from kolokasi.cases.models import Case, CaseFile, Draft, Duty, Effect, ProcedureVersion
from kolokasi.inventory.models import (
    AddressPool,
    Device,
    ImportBatch,
    PortGroup,
    PowerNode,
    Rack,
    Room,
    Site,
    Uplink,
)
from page import Page, Visitor
from stage import MORNING, Stage
from walking import SLUG, applicant, begin, letter, take, upload

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MARK = "Zirkonium-Kuarsa-7731"  # stands in everything that belongs to the owner's agency alone
SECRET_IP = "10.20.30.40"

# --- who is asking ---------------------------------------------------------------------------------
NOBODY = "nobody"
OWNER = "an applicant of the agency that asked"
NEIGHBOUR = "an applicant of another agency of this office"
OFFICER = "an officer of this office"
AUDITOR = "the auditor of this office"
ADMIN = "the admin of this office"
FAR_APPLICANT = "an applicant of another office"
FAR_OFFICER = "an officer of another office"
FAR_ADMIN = "the admin of another office"
EVERYBODY = (NOBODY, OWNER, NEIGHBOUR, OFFICER, AUDITOR, ADMIN, FAR_APPLICANT, FAR_OFFICER, FAR_ADMIN)  # fmt: skip
SIGNED_IN = EVERYBODY[1:]
OUTSIDERS = (NEIGHBOUR, FAR_APPLICANT, FAR_OFFICER, FAR_ADMIN)
READERS = (OWNER, OFFICER, AUDITOR, ADMIN)
INSIDE = (OFFICER, AUDITOR, ADMIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Karanganyar with a case, a draft and a register row of one agency; and Kudus beside it."""

    people: dict[str, Person]
    case: Case  # under way
    done: Case  # granted, with a register row, duties and mails
    draft: Draft
    file: CaseFile
    stage: Stage

    def visitor(self, who: str) -> Visitor:
        return Visitor(self.people.get(who))


@pytest.fixture(scope="module")
def made(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("berkas")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(made: World, db: None) -> World:
    cache.clear()
    return made


def build() -> World:
    kudus, stage = Stage("kudus"), Stage("karanganyar")
    kudus.version("penempatan-server")
    asker = applicant(stage)
    cases = []
    for _ in range(2):
        draft = begin(stage, asker)
        values = letter(stage, asker, draft) | {
            "subject": f"Server {MARK}",
            "note": f"Catatan {MARK}",
        }
        for name, value in values.items():
            if isinstance(value, str) and value.startswith("Contoh "):
                values[name] = f"{value} {MARK}"[:250]
        values["file.surat_permohonan"] = upload(f"Surat {MARK}.pdf")
        asker.post(draft, values)
        cases.append(Case.objects.latest("id"))
    done, running = cases
    for role, step, outcome in (
        ("administrator", "2", ""), ("pengawas", "2", ""), ("personil", "2", ""),
        ("personil", "3", "tersedia"), ("opd", "4", ""), ("administrator", "5", ""),
        ("pengawas", "6", ""), ("opd", "7", ""), ("personil", "8", ""), ("personil", "9", ""),
    ):  # fmt: skip
        take(stage, done, role, step, outcome, note=f"Catatan {MARK}.")
    done.refresh_from_db()
    assert done.end == "granted"
    path = begin(stage, asker)
    values = letter(stage, asker, path) | {"subject": f"Draf {MARK}", "do": "save"}
    asker.post(path, values)
    other = stage.office.agencies.exclude(pk=stage.agency.pk).get()

    def role(office: str, which: str) -> Person:
        return OfficeRole.objects.get(office__key=office, role=which).person

    def by(where: Stage, who: Any) -> Person:
        return Person.objects.get(pk=who.id)

    people = {
        OWNER: by(stage, stage.applicant()),
        NEIGHBOUR: by(stage, stage.applicant(other)),
        OFFICER: by(stage, stage.officer(SLUG, "administrator")),
        AUDITOR: role("karanganyar", "auditor"),
        ADMIN: role("karanganyar", "admin"),
        FAR_APPLICANT: by(kudus, kudus.applicant()),
        FAR_OFFICER: by(kudus, kudus.officer("penempatan-server", kudus_role(kudus))),
        FAR_ADMIN: role("kudus", "admin"),
    }
    DataCentre(racks=1, office=stage.office, agency=stage.agency).hold(case=10**6)
    ImportBatch.objects.create(
        office=stage.office,
        key="a" * 32,
        digest="b" * 64,
        source=ImportBatch.Source.KOLOKASI,
        made_at=MORNING,
        made_by=people[ADMIN],
    )
    return World(
        people=people,
        case=running,
        done=done,
        draft=Draft.objects.get(subject=f"Draf {MARK}"),
        file=CaseFile.objects.filter(case=running).earliest("id"),
        stage=stage,
    )


def kudus_role(kudus: Stage) -> str:
    roles = kudus.procedure("penempatan-server").roles
    return next(key for key, role in roles.items() if not role.applicant)


# --- which page has which readers -------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An address (``at``), one like it that is nowhere (``nowhere``), and who may see it."""

    readers: tuple[str, ...]
    at: tuple[Any, ...] = ()
    nowhere: tuple[Any, ...] = ()
    only_post: bool = False


def rules(world: World) -> dict[str, Rule]:
    office, number = "karanganyar", world.case.number
    absent = "KRA-2026-9999"
    version = ProcedureVersion.objects.filter(office__key=office).earliest("id")
    slug = version.key.partition("/")[2]
    position = Position.objects.filter(office__key=office).earliest("id")
    agency = Agency.objects.filter(office__key=office).earliest("id")
    desk = Desk.objects.filter(office__key=office).earliest("id")
    admin = world.people[ADMIN].username
    everybody = {
        "home": (), "track": (), "set_language": (), "office": (office,), "sop": (office, SLUG),
        "promised": (office, SLUG), "sop_sheet": (office, SLUG), "beforehand": (office,),
    }  # fmt: skip
    signed_in = {
        "tasks": (),
        "cases": (),
        "register": (),
        "register_csv": (),
        "duties": (),
        "settled": ("a" * 32,),
    }
    settings = {
        "settings_office": (office,), "settings_trail": (office,), "settings_positions": (office,),
        "settings_position": (office, position.key), "settings_people": (office,),
        "settings_new_person": (office,), "settings_person": (office, admin),
        "settings_agencies": (office,), "settings_agency": (office, agency.key),
        "settings_desks": (office,), "settings_desk": (office, desk.pk), "settings_sops": (office,),
        "settings_upload": (office,), "settings_sop": (office, slug, version.version),
        "settings_text": (office, slug, version.version), "settings_calendar": (office,),
    }  # fmt: skip
    return {
        **{name: Rule(readers=EVERYBODY, at=at) for name, at in everybody.items()},
        **{name: Rule(readers=SIGNED_IN, at=at) for name, at in signed_in.items()},
        "people": Rule(readers=()),
        "begin": Rule(readers=SIGNED_IN, at=(office, SLUG), only_post=True),
        "draft": Rule(readers=(OWNER,), at=(world.draft.pk,), nowhere=(10**9,)),
        "autosave": Rule(readers=(OWNER,), at=(world.draft.pk,), nowhere=(10**9,), only_post=True),
        "case": Rule(readers=READERS, at=(number,), nowhere=(absent,)),
        "case_sheet": Rule(readers=READERS, at=(number,), nowhere=(absent,)),
        "capacity": Rule(readers=INSIDE, at=(number,), nowhere=(absent,)),
        "step": Rule(readers=READERS, at=(number, "2"), nowhere=(absent, "2")),
        "withdraw": Rule(readers=READERS, at=(number,), nowhere=(absent,)),
        "file": Rule(readers=READERS, at=(number, world.file.pk), nowhere=(absent, world.file.pk)),
        "mails": Rule(readers=(OFFICER, AUDITOR, ADMIN, FAR_OFFICER, FAR_ADMIN)),
        "settings": Rule(readers=(ADMIN, FAR_ADMIN)),
        **data_centre(office),
        **{
            name: Rule(readers=(ADMIN,), at=at, nowhere=("tidak-ada", *at[1:]))
            for name, at in settings.items()
        },
    }


def data_centre(office: str) -> dict[str, Rule]:
    """Its pages are for the office's own people; what changes it, for its admin."""

    def one(model: type[Model], way: str = "office") -> int:
        found: int = model._default_manager.filter(**{f"{way}__key": office}).earliest("id").pk
        return found

    pages: dict[str, tuple[Any, ...]] = {
        "dc_office": (), "dc_places": (), "dc_power": (), "dc_network": (), "dc_clusters": (),
        "dc_policy": (), "dc_queue": (), "dc_ledger": (), "dc_rehearsal": (), "dc_exceptions": (),
        "dc_trends": (), "dc_exchange": (), "dc_workbook": (), "dc_template": (),
        "dc_table": ("racks",), "dc_site": (one(Site),), "dc_room": (one(Room, "site__office"),), "dc_rack": (one(Rack),),
        "dc_device": (one(Device),), "dc_node": (one(PowerNode),), "dc_uplink": (one(Uplink),),
        "dc_pool": (one(AddressPool),), "dc_ports": (one(PortGroup, "site__office"),),
    }  # fmt: skip
    changing: dict[str, tuple[Any, ...]] = {
        "dc_place": (one(Rack),), "dc_import": (one(ImportBatch),), "dc_import_faults": (one(ImportBatch),),
    }  # fmt: skip
    return {
        "dc": Rule(readers=(*INSIDE, FAR_OFFICER, FAR_ADMIN)),
        **{
            name: Rule(readers=readers, at=(office, *at), nowhere=("tidak-ada", *at))
            for readers, some in ((INSIDE, pages), ((ADMIN,), changing))
            for name, at in some.items()
        },
    }


# Signing in and out is allauth's; test_sessions.py and tests/config look at it.
DOOR = re.compile(r"account_|mfa_")


def named(patterns: list[Any] | None = None) -> Iterator[str]:
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from named(one.url_patterns)
        else:
            assert isinstance(one, URLPattern)
            assert one.name, f"an address without a name: {one.pattern}"
            yield one.name


def test_every_address_has_its_readers_named_here(world: World) -> None:
    ours = {name for name in named() if not DOOR.match(name)}
    assert ours == set(rules(world))


# --- the matrix ---------------------------------------------------------------------------------------
def test_a_page_opens_for_its_readers_and_is_not_there_for_others(
    world: World, subtests: pytest.Subtests
) -> None:
    table = rules(world)
    for who in EVERYBODY:
        visitor = world.visitor(who)
        for name, rule in table.items():
            with subtests.test(who=who, page=name):
                answer = got(visitor, reverse(name, args=rule.at))
                assert answer.status_code in expected(who, rule), said(answer)
                if answer.status_code == 302 and who == NOBODY and who not in rule.readers:
                    assert answer.url.startswith("/masuk/?next=")


def expected(who: str, rule: Rule) -> set[int]:
    if who in rule.readers:
        return {200, 302, 405} if rule.only_post else {200, 302, 409}
    if who == NOBODY and rule.readers:
        return {302}
    return {404, 405} if rule.only_post else {404}


def test_an_empty_form_from_who_may_not_see_the_page_changes_nothing(
    world: World, subtests: pytest.Subtests
) -> None:
    before = every_row()
    for who in EVERYBODY:
        for name, rule in rules(world).items():
            if who in rule.readers:
                continue
            visitor = world.visitor(who)
            with subtests.test(who=who, page=name):
                answer = visitor.client.post(reverse(name, args=rule.at), {"kunci": "a" * 32})
                assert answer.status_code in (
                    {302, 403, 405} if who == NOBODY and rule.readers else {404, 405}
                )
    assert every_row() == before


def test_a_reader_who_may_not_act_changes_nothing(world: World, subtests: pytest.Subtests) -> None:
    """The auditor reads everything; the office's admin decides no case; officers write no applicant's words."""
    number = world.case.number
    acts: list[tuple[str, str, dict[str, str]]] = [
        (f"/permohonan/{number}/kegiatan/2/", who, {"visit": "1", "turn": "0", "outcome": ""})
        for who in (OWNER, AUDITOR, ADMIN)
    ] + [
        (f"/permohonan/{number}/penarikan/", who, {"reason": "Bukan urusan saya."})
        for who in (OFFICER, AUDITOR, ADMIN)
    ]  # fmt: skip
    before = every_row(but=("cases_refusedact",))
    for path, who, values in acts:
        with subtests.test(who=who, path=path):
            visitor = world.visitor(who)
            page = visitor.post(path, values | {"kunci": "b" * 32}, status=403)
            assert "Tidak dapat dilakukan" in page.text
    assert every_row(but=("cases_refusedact",)) == before


def test_a_strange_page_answers_as_one_that_never_was(
    world: World, subtests: pytest.Subtests
) -> None:
    for name, rule in rules(world).items():
        if not rule.nowhere:
            continue
        for who in OUTSIDERS:
            for method in ("get", "post", "head"):
                with subtests.test(who=who, page=name, method=method):
                    asked = [reverse(name, args=at) for at in (rule.at, rule.nowhere)]
                    strange, nowhere = (
                        getattr(world.visitor(who).client, method)(path) for path in asked
                    )
                    assert strange.status_code == nowhere.status_code
                    assert plain(strange, asked[0]) == plain(nowhere, asked[1])
                    assert headers(strange) == headers(nowhere)


def got(visitor: Visitor, path: str, **more: Any) -> HttpResponse:
    """An answer read to its end, a file's too."""
    answer = visitor.client.get(path, **more)
    if answer.streaming:
        answer.whole = b"".join(answer.streaming_content)
    return answer


def plain(answer: HttpResponse, path: str) -> str:
    """What an answer says, without its own address and the tokens that change each time."""
    text = answer.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
    return text.replace(path, "…")


def headers(answer: HttpResponse) -> dict[str, str]:
    return {k: v for k, v in answer.headers.items() if k not in ("Content-Length", "Set-Cookie")}


def test_the_language_of_a_strange_page_is_no_hint(world: World) -> None:
    neighbour = world.visitor(NEIGHBOUR)
    neighbour.client.cookies["bahasa"] = "en"
    neighbour.get(f"/permohonan/{world.case.number}/", status=404)


# --- files --------------------------------------------------------------------------------------------
def test_a_file_is_fetched_through_its_own_case_only(world: World) -> None:
    other = CaseFile.objects.filter(case=world.done).earliest("id")
    officer_ = world.visitor(OFFICER)
    number = world.case.number
    assert got(officer_, f"/permohonan/{number}/berkas/{world.file.pk}/").status_code == 200
    officer_.get(f"/permohonan/{number}/berkas/{other.pk}/", status=404)
    officer_.get(f"/permohonan/{number}/berkas/0/", status=404)


def test_the_auditor_reads_the_papers_of_a_case_and_takes_its_files(world: World) -> None:
    """Whoever examines the office needs what was handed in; restricted papers stay with those at work."""
    auditor = world.visitor(AUDITOR)
    page = auditor.get(f"/permohonan/{world.case.number}/")
    assert world.stage.procedure(SLUG).forms["permohonan"].title in page.text
    assert MARK in page.text
    links = [one for one in page.links if "/berkas/" in one]
    assert f"/permohonan/{world.case.number}/berkas/{world.file.pk}/" in links
    for link in links:
        answer = auditor.client.get(link)
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[arg-type]


def test_a_link_to_a_file_is_nothing_without_the_session(world: World) -> None:
    path = f"/permohonan/{world.case.number}/berkas/{world.file.pk}/"
    assert Visitor().client.get(path).url == f"/masuk/?next={path}"


def test_a_file_is_only_ever_saved_never_shown_in_our_name(world: World) -> None:
    path = f"/permohonan/{world.case.number}/berkas/{world.file.pk}/"
    answer = got(world.visitor(OWNER), path)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy


def test_a_slip_is_worth_nothing_in_other_hands_or_another_place(world: World) -> None:
    """The proof that somebody handed in a file: his own, and for the place where he did."""
    owner, neighbour = world.visitor(OWNER), world.visitor(NEIGHBOUR)
    page = owner.get(f"/draf/{world.draft.pk}/")
    [slip] = page.form_with("subject")["file.surat_permohonan.kept"]
    draft = begin(world.stage, neighbour)
    fields = neighbour.get(draft).form_with("subject")
    for name in ("file.surat_permohonan.kept", "file.lampiran.kept"):
        neighbour.post(draft, fields | {name: slip, "do": "save"})
        assert Draft.objects.get(agency__key="bapenda").files == []
    own = owner.get(f"/draf/{world.draft.pk}/").form_with("subject")
    moved = {k: v for k, v in own.items() if not k.endswith(".kept")} | {"file.lampiran.kept": slip}
    owner.post(f"/draf/{world.draft.pk}/", moved | {"do": "save"})
    world.draft.refresh_from_db()
    assert world.draft.files == []


# --- nothing of the agency leaks anywhere ----------------------------------------------------------------
@pytest.mark.parametrize("who", [NOBODY, *OUTSIDERS])
def test_nothing_of_the_agency_appears_on_any_page_that_others_reach(
    world: World, who: str
) -> None:
    for path, text in walk(world.visitor(who)):
        assert MARK not in text, path
        assert world.case.number not in text, path
        assert world.done.number not in text, path


def test_the_walk_would_have_found_it(world: World) -> None:
    """The control: the same walk, by whom it is for, meets the words and the number."""
    found = [path for path, text in walk(world.visitor(OWNER)) if MARK in text]
    assert f"/permohonan/{world.case.number}/" in found
    assert "/daftar-server/" in found
    assert any(path.startswith("/draf/") for path in found)
    assert any(MARK in text for path, text in walk(world.visitor(OFFICER)))


def walk(visitor: Visitor, most: int = 120) -> Iterator[tuple[str, str]]:
    """Every page that can be reached by links, from every start that the project has."""
    left = [
        "/",
        "/?lihat=layanan",
        "/tugas/",
        "/permohonan/",
        "/daftar-server/",
        "/surel/",
        "/kewajiban/",
    ]
    left += [
        f"/permohonan/?status={one}" for one in ("open", "granted", "refused", "withdrawn", "done")
    ]
    left += [
        "/permohonan/?cari=Zirkonium",
        "/daftar-server/?cari=Zirkonium",
        "/permohonan/?sebelum=999999",
    ]
    left += ["/pengaturan/", "/lacak/", "/tugas/?sesudah=1999-01-01T00:00:00+00:00_1"]
    seen: set[str] = set()
    while left and len(seen) < most:
        path = left.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = got(visitor, path, follow=True)
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        text = re.sub(r'placeholder="[^"]*"', "", answer.content.decode())
        yield path, text
        left += [
            link.partition("#")[0]
            for link in Page(text).links
            if link.startswith("/") and not re.match(r"/(masuk|statis|dinas/\w+/sop)", link)
        ]  # fmt: skip


def test_searching_shows_no_count_and_no_row_of_others(world: World) -> None:
    for who in (NEIGHBOUR, FAR_OFFICER):
        visitor = world.visitor(who)
        for path in ("/permohonan/?cari=Zirkonium", f"/permohonan/?cari={world.case.number[4:]}"):
            assert "Tidak ada permohonan yang cocok" in visitor.get(path).text
        assert "Tidak ada yang cocok" in visitor.get("/daftar-server/?cari=Zirkonium").text


def test_mails_and_duties_of_others_are_not_listed_nor_sent_again(world: World) -> None:
    owed = Effect.objects.filter(case=world.done).earliest("id")
    Effect.objects.filter(pk=owed.pk).update(given_up_at=world.done.opened_at, last_error="550")
    far = world.visitor(FAR_OFFICER)
    assert owed.recipient not in far.get("/surel/").text
    far.post("/surel/", {"effect": str(owed.pk)}, status=404)
    owed.refresh_from_db()
    assert owed.given_up_at is not None
    for duty in Duty.objects.filter(case=world.done):
        for who in (NEIGHBOUR, FAR_OFFICER, AUDITOR):
            answer = world.visitor(who).client.post(
                "/kewajiban/", {"duty": str(duty.pk), "note": "x", "kunci": new_key()}
            )
            assert answer.status_code in (403, 404)
            duty.refresh_from_db()
            assert duty.done_at is None


def test_restricted_values_are_for_the_applicant_and_those_with_a_part(world: World) -> None:
    path = f"/permohonan/{world.done.number}/"
    assert SECRET_IP in world.visitor(OWNER).get(path).text
    assert SECRET_IP in world.visitor(OFFICER).get(path).text
    for who in (AUDITOR, ADMIN):
        text = world.visitor(who).get(path).text
        assert SECRET_IP not in text
        assert "•••" in text
    for who in READERS:
        assert SECRET_IP not in world.visitor(who).get("/daftar-server/").text


# --- asking in another's name ------------------------------------------------------------------------------
def test_nobody_asks_in_the_name_of_an_agency_that_is_not_his(world: World) -> None:
    sop = f"/dinas/karanganyar/sop/{SLUG}/permohonan/"
    own = Agency.objects.get(office__key="karanganyar", key="bapenda")
    far = Agency.objects.get(office__key="kudus", key="dinkes")
    drafts = Draft.objects.count()
    for who, agency in ((NEIGHBOUR, world.stage.agency), (OFFICER, own), (FAR_APPLICANT, own)):
        page = world.visitor(who).post(
            sop, {"agency": agency.pk, "services": "penempatan"}, status=403
        )
        assert "hanya dapat dibuat oleh orang dari OPD" in page.text
    # offices are kept apart: an agency of Kudus asks Kudus
    world.visitor(FAR_APPLICANT).post(sop, {"agency": far.pk, "services": "penempatan"}, status=403)
    for agency in ("", "0", "-1", "²", "9" * 30, "x", "\x00"):
        world.visitor(OWNER).post(sop, {"agency": agency, "services": "penempatan"}, status=403)
    assert Draft.objects.count() == drafts


def test_a_draft_that_came_to_lie_in_another_office_cannot_be_handed_in(world: World) -> None:
    """Even where a row says otherwise: the write path asks again."""
    far = Agency.objects.get(office__key="kudus", key="dinkes")
    visitor = world.visitor(FAR_APPLICANT)
    version = world.stage.version(SLUG)
    draft = Draft.objects.create(
        version=version, agency=far, person=world.people[FAR_APPLICANT],
        services=["penempatan"], updated_at=world.done.opened_at,
    )  # fmt: skip
    cases = Case.objects.count()
    visitor.post(
        f"/draf/{draft.pk}/", letter(world.stage, visitor, f"/draf/{draft.pk}/"), status=403
    )
    assert Case.objects.count() == cases


def test_more_fields_than_the_form_has_change_nothing(world: World) -> None:
    """Columns of the rows, sent along: ignored."""
    owner = world.visitor(OWNER)
    draft = begin(world.stage, owner)
    other = Agency.objects.get(office__key="karanganyar", key="bapenda")
    forged = {
        "agency": other.pk, "agency_id": other.pk, "office": 1, "person": world.people[NEIGHBOUR].pk,
        "requester_id": world.people[NEIGHBOUR].pk, "number": "KRA-2026-0777", "state": "{}",
        "end": "granted", "seq": 99, "version": 1, "version_id": 1, "id": 1, "pk": 1, "status": "granted",
        "opened_at": "2020-01-01", "permohonan.ip": "10.0.0.1", "permohonan.__class__": "x",
        "file.surat_disposisi": "x", "author": world.people[NEIGHBOUR].pk,
    }  # fmt: skip
    owner.post(draft, letter(world.stage, owner, draft) | forged)
    case = Case.objects.latest("id")
    assert (case.agency_id, case.requester_id) == (world.stage.agency.pk, world.people[OWNER].pk)
    assert (case.end, case.office_id) == ("", world.stage.office.pk)
    assert case.number != "KRA-2026-0777"
    assert case.opened_at.year > 2020


def every_row(but: tuple[str, ...] = ()) -> dict[str, int]:
    """How many rows every table has, and what stands in those that acts change."""
    aside = {"django_session", "shared_counters", *but}
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            if table not in aside:
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                counts[table] = cursor.fetchone()[0]
    state = Case.objects.order_by("id").values_list("id", "seq", "end")
    drafts = Draft.objects.order_by("id").values_list("id", "subject", "updated_at")
    return counts | {"state": hash(tuple(state)), "drafts": hash(tuple(drafts))}


def said(answer: HttpResponse) -> str:
    if "text/html" not in answer.headers.get("Content-Type", ""):
        return f"{answer.status_code} {answer.headers.get('Location', '')}"
    return f"{answer.status_code} {Page(answer.content.decode()).text[:300]}"
