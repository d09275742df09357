"""English as the second language: every sentence of the screens has its English, and screens show it.

What stays Indonesian on an English screen is data: the SOP's own text, names, what people wrote, the
checker's findings on an SOP, and an office's trail.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import polib
import pytest
from django.utils import translation

from kolokasi.accounts.models import (
    Agency,
    Holiday,
    Membership,
    Office,
    OfficeAct,
    OfficeRole,
    Person,
    Position,
)
from kolokasi.cases.models import Case, Event, FormRevision
from kolokasi.core import events
from kolokasi.core.office import Office as OfficeFile
from kolokasi.core.procedure import Procedure
from kolokasi.core.refusal import Refused, Why
from kolokasi.sources.library import Library
from kolokasi.web import acting, sentences
from kolokasi.web.case_history import one_line
from kolokasi.web.due_reasons import due_reason
from kolokasi.web.sentences import said
from kolokasi.web.templatetags.kolokasi import lama
from page import Page, Visitor
from stage import PROCEDURES, Stage

SOURCE = Path(sentences.__file__).resolve().parents[1]
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
SLUG = "penempatan-server"
PLACE = re.compile(r"%\(\w+\)[sd]|%%|</?\w+>")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


# --- the catalogue ----------------------------------------------------------------------------------


def test_no_sentence_is_without_its_english(catalogue):
    assert [one.msgid for one in catalogue if not one.translated()] == []
    assert [one.msgid for one in catalogue if one.fuzzy] == []


def test_english_has_the_same_places_as_indonesian(catalogue):
    wrong = [
        one.msgid
        for one in catalogue
        for english in translations(one)
        if sorted(PLACE.findall(english)) != sorted(PLACE.findall(one.msgid))
    ]
    assert wrong == []


@pytest.mark.slow
def test_the_catalogue_knows_every_sentence_of_templates_and_pages(catalogue, tmp_path):
    """``make messages`` was run after the last new sentence."""
    copy = tmp_path / "kolokasi"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "static"))
    (copy / "locale" / "en" / "LC_MESSAGES" / "django.po").unlink()
    program = (
        "import sys; from django.conf import settings; settings.configure("
        "USE_I18N=True, LOCALE_PATHS=['locale'], STATIC_ROOT=None, MEDIA_ROOT=None); import django;"
        "django.setup(); from django.core.management import call_command as call;"
        "call('makemessages', locale=['en'], verbosity=0)"
    )
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run([sys.executable, "-c", program], cwd=copy, env=environment, check=True)
    found = polib.pofile(str(copy / "locale" / "en" / "LC_MESSAGES" / "django.po"))
    assert {one.msgid for one in found} - {one.msgid for one in catalogue} == set()


# --- what the rooms below the pages say -------------------------------------------------------------

SAYING = (
    *(f"core/{one}.py" for one in ("engine", "turns", "submission", "forms")),
    "cases", "accounts", "letters", "inventory", "web",
)  # fmt: skip
# Told to the operator at a terminal, kept in the trail, or about an SOP's text: never translated.
ELSEWHERE = {
    *("cases/demo.py", "cases/calendar_rows.py"),
    *("cases/verify.py", "cases/verify_capacity.py", "cases/verify_rows.py"),
    *("web/sentences.py", "web/due_reasons.py"),
}
TRAIL = {  # composed first, then kept in the trail by ``note``
    "… … … (…) dicabut dari kalender dinas.",
    "Sudah dicocokkan dengan …: ….",
}
NOT_SAID = {
    *("note", "gettext", "_", "gettext_lazy", "gettext_noop", "ngettext", "ValueError", "measure"),
    *("count_up", "info", "warning", "error", "exception", "RecomputeDue", "CommitInDoubt"),
}


def shape(text: str) -> str:
    return re.sub(r"%\(\w+\)[sd]|\x00", "…", text)


def literal(node: ast.expr) -> str:
    """The text of a string, with NUL where an f-string has a value."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(one.value) if isinstance(one, ast.Constant) else "\x00" for one in node.values
        )
    return ""


def said_in(source: str) -> set[str]:
    """Sentences in a module that somebody may come to read: strings that end like one."""
    tree = ast.parse(source)
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out.add(id(node.value))  # docstrings
        if isinstance(node, ast.JoinedStr):
            left_out |= {id(one) for one in ast.walk(node) if one is not node}
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            if name in NOT_SAID:
                inside = [*node.args, *(one.value for one in node.keywords)]
                left_out |= {id(one) for part in inside for one in ast.walk(part)}
    found = {
        literal(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in left_out
    }
    return {one for one in found if re.search(r"\w \S.*[.?]$", one, re.DOTALL)}


def modules() -> Iterator[Path]:
    for one in SAYING:
        path = SOURCE / one
        yield from [path] if path.suffix else sorted(path.rglob("*.py"))


def test_every_sentence_of_the_rooms_below_is_listed_for_translation(catalogue):
    known = {shape(one.msgid) for one in catalogue}
    # A fault of a field follows its label, of a file its name.
    known |= {one.partition(": ")[2] for one in known if one.startswith("…: ")}
    known |= {one.removeprefix("“…” ") for one in known}
    missing = {
        f"{path.relative_to(SOURCE)}: {one!r}"
        for path in modules()
        if str(path.relative_to(SOURCE)) not in ELSEWHERE and "migrations" not in path.parts
        for one in said_in(path.read_text())
        if shape(one.replace("%s", "\x00")) not in known | TRAIL
        and not any(_fits(one, template) for template in sentences.TEMPLATES)
    }
    assert missing == set()


def _fits(text: str, template: str) -> bool:
    """A literal that fills a template's place with an example of its own (an address)."""
    return bool(re.fullmatch(sentences._regex(template), text.replace("\x00", "…")))


@pytest.mark.control
def test_a_sentence_that_nobody_listed_is_seen():
    assert said_in(
        'raise Refused(Why.INVALID, "Hal ini belum ada.", errors={"a": f"Bukan {b}."})'
    ) == {
        "Hal ini belum ada.",
        "Bukan \x00.",
    }
    assert said_in('"""Docs of a module."""\nact.note(f"Akun {x} dibuat.")') == set()


def test_every_event_has_its_english_line(catalogue):
    known = {one.msgid for one in catalogue}
    assert {one.sentence for one in events.KINDS.values()} <= known
    assert set(sentences.EVENTS) == {one.sentence for one in events.KINDS.values()}


@pytest.mark.parametrize(
    ("indonesian", "english"),
    [
        ("Tuliskan alasan penarikan.", "Say why the request is withdrawn."),
        (
            "Paling banyak 5000 karakter; sekarang 6000.",
            "At most 5000 characters; now 6000.",
        ),
        (
            "Kontak teknis: telepon: isian ini wajib diisi.",
            "Kontak teknis: telepon: this field must be filled in.",
        ),
        ("RAM: paling banyak 65536 GB", "RAM: at most 65536 GB"),
        (
            "Spesifikasi server: Baris 2, RAM: tulis bilangan bulat, misalnya 42.",
            "Spesifikasi server: Row 2, RAM: write a whole number, e.g. 42.",
        ),
        (
            "Sari sudah memangku jabatan ini 1 Mei 2026 s.d. 31 Agustus 2026; akhiri dahulu yang itu.",
            "Sari holds this position already, 1 May 2026 to 31 August 2026; end that first.",
        ),
        (
            "Catatan seorang warga, bukan dari Kolokasi.",
            "Catatan seorang warga, bukan dari Kolokasi.",
        ),
    ],
)
def test_a_finished_sentence_is_recognised_by_its_template(indonesian, english):
    with translation.override("en"):
        assert said(indonesian) == english
    with translation.override("id"):
        assert said(indonesian) == indonesian


def test_a_refusal_is_said_in_the_language_of_the_screen():
    refused = Refused(Why.TAKEN, "Kegiatan %(step)s sudah dikerjakan rekan Anda.", step="8")
    with translation.override("en"):
        assert acting.sentence_of(refused) == "Step 8 was done by a colleague."
    with translation.override("id"):
        assert acting.sentence_of(refused) == "Kegiatan 8 sudah dikerjakan rekan Anda."


@pytest.mark.parametrize(
    ("indonesian", "english"),
    [
        (
            "3 jam kerja dari Jumat 15.00 → Senin 09.00; Jumat tutup 16.30; Sabtu dan Minggu libur",
            (
                "3 working hours from Friday 15:00 → Monday 09:00; closing time Friday 16:30; "
                "Saturday and Sunday closed"
            ),
        ),
        (
            (
                "1 hari kerja dari Selasa 17 Maret 10.00 → Rabu 25 Maret 10.00; 20, 23, dan 24 Maret cuti "
                "bersama Idulfitri 1447 H; jam kerja Ramadan 1447 H (belum diverifikasi)"
            ),
            (
                "1 working day from Tuesday 17 March 10:00 → Wednesday 25 March 10:00; 20, 23 and 24 March "
                "joint leave: Idulfitri 1447 H; office hours: Ramadan 1447 H (not verified)"
            ),
        ),
        (
            (
                "2×24 jam dari Jumat 09.00 → Minggu 09.00; dihitung terus-menerus, termasuk malam dan hari "
                "libur"
            ),
            (
                "2×24 hours from Friday 09:00 → Sunday 09:00; counted without a break, nights and days off "
                "too"
            ),
        ),
        (
            "SOP tidak menyebut waktu baku untuk kegiatan ini.",
            "The SOP gives no standard time for this activity.",
        ),
    ],
)
def test_why_a_due_time_is_what_it_is(indonesian, english):
    with translation.override("en"):
        assert due_reason(indonesian) == english
    with translation.override("id"):
        assert due_reason(indonesian) == indonesian


def test_lengths_of_time_are_said_in_english():
    with translation.override("en"):
        assert [lama(one) for one in (45, 450, 1035)] == [
            "45 min", "1 working day", "2 working days 2 h 15 min",
        ]  # fmt: skip


# --- the screens ------------------------------------------------------------------------------------

# Words that no English sentence has and hardly an Indonesian one is without.
TELLTALE = re.compile(
    r"\b(yang|dan|atau|untuk|dengan|dari|pada|ini|itu|tidak|belum|sudah|akan|oleh|bila|ada|"
    r"permohonan|kegiatan|berkas|tugas|selesai|tanggal|waktu|orang|jabatan|dinas|nama|nomor|"
    r"surel|sandi|tenggat|hari|jam|menit|catatan|alasan|pemohon|layanan|berlaku|draf|kosong)\b",
    re.IGNORECASE,
)


def texts_of(value: object) -> Iterator[str]:
    """Every text in a tree of values."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for one in fields(value):
            yield from texts_of(getattr(value, one.name))
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts_of(one)
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from texts_of(one)


def plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def own_words() -> list[str]:
    """Everything on a screen that is somebody's text, not ours: not to be translated."""
    library = Library.load(PROCEDURES)
    found: list[str] = []
    for procedure in (file.procedure for file in library.files.values()):
        assert isinstance(procedure, Procedure)
        found += texts_of(procedure)
    for office in library.offices.values():
        assert isinstance(office, OfficeFile)
        found += texts_of(office)
    for model, name in ((Person, "name"), (Agency, "name"), (Position, "title"), (Office, "name")):
        found += model.objects.values_list(name, flat=True)
    found += Agency.objects.values_list("address", flat=True)
    found += OfficeAct.objects.values_list("sentence", flat=True)
    for name in ("name", "decree", "note"):
        found += Holiday.objects.values_list(name, flat=True)
    for values in FormRevision.objects.values_list("values", flat=True):
        found += texts_of(values)
    for facts in Event.objects.values_list("facts", flat=True):
        found += texts_of(json.loads(facts))
    shortened = [one_line(one, 90).removesuffix("…") for one in found]
    known = {plain(one) for one in (*found, *shortened) if len(one) > 3}
    return sorted(known, key=len, reverse=True)


@pytest.fixture
def data(karanganyar: Stage, case: Case) -> list[str]:
    return own_words()


def indonesian(page: Page, data: list[str]) -> set[str]:
    """Texts of a page that are Indonesian, after what is somebody's own is taken away."""
    found = set()
    for one in page.texts:
        left = plain(one).removesuffix("…").rstrip()
        if not TELLTALE.search(left) or any(left in own for own in data):
            continue
        for own in data:  # the longest first
            left = left.replace(own, " ")
        if TELLTALE.search(left):
            found.add(plain(one))
    return found


def english(person: Person | None) -> Visitor:
    visitor = Visitor(person)
    visitor.client.cookies["bahasa"] = "en"
    return visitor


@pytest.fixture
def case(karanganyar: Stage) -> Case:
    case = karanganyar.request(SLUG)
    for role in ("administrator", "pengawas", "personil"):
        karanganyar.take(case, role, "2")
    return case


@pytest.mark.django_db
def test_screens_in_english_show_no_indonesian_but_data(karanganyar, case, data):
    stage, number = karanganyar, case.number
    applicant = Membership.objects.filter(agency=stage.agency)[0].person
    officer = Person.objects.get(pk=stage.officer(SLUG, "personil").id)
    admin = OfficeRole.objects.get(role="admin").person
    position, agency = Position.objects.first(), stage.agency
    public = ("/", "/dinas/karanganyar/", f"/dinas/karanganyar/sop/{SLUG}/", "/lacak/", "/masuk/",
              "/masuk/sandi/lupa/")  # fmt: skip
    settings = "/pengaturan/karanganyar/"
    wanted = [
        (None, public),
        (applicant, ("/permohonan/", f"/permohonan/{number}/", f"/permohonan/{number}/penarikan/",
                     "/tugas/", "/daftar-server/", "/masuk/sandi/ganti/", "/kewajiban/")),
        (officer, ("/tugas/", f"/permohonan/{number}/", f"/permohonan/{number}/kegiatan/3/",
                   f"/permohonan/{number}/kegiatan/5/", "/surel/")),
        (admin, (settings, f"{settings}jejak/", f"{settings}jabatan/",
                 f"{settings}jabatan/{position.key}/", f"{settings}orang/", f"{settings}orang-baru/",
                 f"{settings}orang/{officer.username}/", f"{settings}opd/",
                 f"{settings}opd/{agency.key}/", f"{settings}meja/", f"{settings}sop/",
                 f"{settings}sop-baru/")),
    ]  # fmt: skip
    found = {}
    for person, paths in wanted:
        visitor = english(person)
        for path in paths:
            page = visitor.get(path, status=409 if path.endswith("kegiatan/5/") else 200)
            assert page.lang == "en"
            if left := indonesian(page, data):
                found[path] = left
    assert found == {}


@pytest.mark.django_db
def test_what_a_granted_request_leaves_is_shown_in_english_too(karanganyar, case):
    stage = karanganyar
    for role, step, outcome in (
        ("personil", "3", "tersedia"), ("opd", "4", ""), ("administrator", "5", ""),
        ("pengawas", "6", ""), ("opd", "7", ""), ("personil", "8", "terpasang"),
        ("personil", "9", ""),
    ):  # fmt: skip
        stage.take(case, role, step, outcome)
    applicant = Membership.objects.filter(agency=stage.agency)[0].person
    officer = Person.objects.get(pk=stage.officer(SLUG, "personil").id)
    found = {}
    for person, path in (
        (applicant, "/daftar-server/"), (applicant, f"/permohonan/{case.number}/"),
        (officer, f"/permohonan/{case.number}/"), (officer, "/kewajiban/"), (officer, "/surel/"),
    ):  # fmt: skip
        page = english(person).get(path)
        if left := indonesian(page, own_words()):
            found[path] = left
    assert found == {}
    assert "Person in charge" in english(applicant).get("/daftar-server/").text


@pytest.mark.django_db
def test_a_refused_form_says_in_english_what_is_wrong(karanganyar, case, data):
    officer = Person.objects.get(pk=karanganyar.officer(SLUG, "personil").id)
    visitor = english(officer)
    path = f"/permohonan/{case.number}/kegiatan/3/"
    page = visitor.send(path, has="laporan_kapasitas.server", status=422, outcome="penuh")
    assert "Give the reason, so that the applicant" in page.text
    assert "This decision needs a reason." in page.text
    page = visitor.send(path, has="laporan_kapasitas.server", status=422, outcome="tersedia")
    assert "Kesimpulan: this field must be filled in." in page.text
    assert indonesian(page, data) == set()


@pytest.mark.control
@pytest.mark.django_db
def test_indonesian_on_a_screen_is_seen(data):
    page = Visitor().get("/masuk/")
    assert indonesian(page, data)
