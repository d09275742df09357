"""Words that would be code elsewhere stay words here, wherever a person can leave them.

A page that shows them must be built of the very same elements and attributes as the page that shows
harmless words in their place; and no page may run or style anything that does not come from our files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone

from kolokasi.accounts.models import Agency, Person
from kolokasi.cases.models import Case, CaseFile, Draft
from kolokasi.cases.tracking import code_of
from kolokasi.cases.worker import work_off
from kolokasi.drawing.progress import Progress, StepProgress, StepState
from kolokasi.drawing.sheet import draw_sheet
from kolokasi.inventory.models import RegisterEntry
from page import Visitor
from stage import Stage
from walking import SLUG, applicant, begin, letter, officer, person, step_path, submit, take

pytestmark = pytest.mark.django_db

PAYLOADS = (
    "<script>alert(1)</script>", "<ScRiPt src=//x.example></sCrIpT>", "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "<img/src='x'/onerror='alert`1`'>", "<svg onload=alert(1)>",
    "<svg><script href=data:,alert(1) />", "<svg><animate onbegin=alert(1) attributeName=x>",
    "<body onload=alert(1)>", "<iframe src=javascript:alert(1)>", "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>", "<embed src=data:text/html,x>", "<link rel=stylesheet href=//x>",
    "<meta http-equiv=refresh content='0;url=//x'>", "<base href=//x.example/>", "<form action=//x><button>a",
    "<input autofocus onfocus=alert(1)>", "<textarea></textarea><script>alert(1)</script>", "</textarea><b>x",
    "</title><script>alert(1)</script>", "</style><script>alert(1)</script>", "<style>*{display:none}</style>",
    "<details open ontoggle=alert(1)>", "<marquee onstart=alert(1)>", "<video><source onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>", "<a href=//x.example>klik</a>", "<math><mi xlink:href='javascript:x'>",
    "\" onmouseover=alert(1) x=\"", "' onmouseover=alert(1) x='", "` onmouseover=alert(1) x=`", "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>", "\" autofocus onfocus=alert(1) \"", "javascript:alert(1)", "data:text/html,<script>x</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;", "&#x3C;script&#x3E;", "\\u003cscript\\u003e", "%3Cscript%3E",
    "<!--<script>-->alert(1)", "<![CDATA[<script>alert(1)</script>]]>", "]]><script>alert(1)</script>", "<?xml version='1.0'?><x/>",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;", "&y;&amp;&nbsp;", "<\u200bscript>", "＜script＞alert(1)＜/script＞",
    "<scr\u0000ipt>".replace("\u0000", ""), "<x hx-get=/tugas/ hx-trigger=load>", "<div hx-on:click=alert(1)>", "<b data-hx-get=//x hx-vals='js:{a:1}'>",
    "{{ 7*7 }}{% include '/etc/passwd' %}", "${alert(1)}", "#{7*7}<%= 7*7 %>", "%(who)s%(step)s", "constructor.constructor('alert(1)')()",
    "<template><script>alert(1)</script></template>", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "\u202e<gpj.exe>\u202c",
    "<foreignObject><body onload=alert(1)></foreignObject>", "<use href='data:image/svg+xml,x#x'>",
)  # fmt: skip
ALL = "\n".join(PAYLOADS)
HARMLESS = "Kata biasa"


class Skeleton(HTMLParser):
    """What a page is built of, without its words: elements, and the attributes that they carry."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, ...]] = []
        self.links: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _value in attrs} - {"class"}  # a long word may be set wider
        self.parts.append((tag, *sorted(names)))
        for name, value in attrs:
            if name in ("href", "src", "action", "formaction", "xlink:href") and value:
                self.links.add(value)

    handle_startendtag = handle_starttag


@pytest.fixture
def stage(karanganyar: Stage) -> Stage:
    return karanganyar


def pages_of(stage: Stage, case: Case) -> dict[str, Callable[[], str]]:
    """Every page on which somebody's words about this case stand."""
    people = {
        "pemohon": applicant(stage),
        "petugas": officer(stage, "administrator"),
        "siapa pun": Visitor(),
    }
    for one in people.values():
        one.quoting = True
    wati, damar, public = people.values()

    def tracked() -> str:
        cache.clear()  # the counter of tries
        form = public.get("/lacak/").form_with("code")
        return public.post(
            "/lacak/", form | {"number": case.number, "code": code_of(case.number)}
        ).html

    return {
        "the case, for who asked": lambda: wati.get(f"/permohonan/{case.number}/").html,
        "the case, for the office": lambda: damar.get(f"/permohonan/{case.number}/").html,
        "the decision": lambda: damar.get(step_path(case, "2")).html,
        "the inbox": lambda: damar.get("/tugas/").html,
        "the list": lambda: damar.get("/permohonan/").html,
        "the register": lambda: damar.get("/daftar-server/").html,
        "the mails": lambda: damar.get("/surel/").html,
        "withdrawing": lambda: wati.get(f"/permohonan/{case.number}/penarikan/").html,
        "a case followed by its code": tracked,
    }


def plant(stage: Stage, case: Case, words: str) -> None:
    """These words in every row that a page about this case shows."""
    line = " ".join(words.split())
    Case.objects.filter(pk=case.pk).update(subject=line[:300])
    Agency.objects.filter(pk=stage.agency.pk).update(name=line[:200])
    CaseFile.objects.filter(case=case).update(name=line[:300])
    Person.objects.filter(pk__in=(stage.applicant().id, stage.officer(SLUG, "administrator").id)).update(name=line[:200])  # fmt: skip
    RegisterEntry.objects.update(name=line[:200], columns=[[line, words], ["nama", words]])


def test_words_that_look_like_code_change_no_page(stage: Stage, subtests: pytest.Subtests) -> None:
    case = submit(stage)
    done(stage)
    pages = pages_of(stage, case)
    plant(stage, case, HARMLESS)
    built = {name: Skeleton(show()).parts for name, show in pages.items()}
    for payload in PAYLOADS:
        plant(stage, case, payload)
        with subtests.test(payload=payload):
            for name, show in pages.items():
                html = show()
                found = Skeleton(html)
                assert found.parts == built[name], name
                assert all(safe(link) for link in found.links), name


def safe(link: str) -> bool:
    """Our own addresses, and nothing that a browser would run."""
    return link.startswith(("/", "#", "?")) and not link.startswith("//")


def done(stage: Stage) -> None:
    """A register row to plant words in."""
    case = submit(stage)
    RegisterEntry.objects.create(
        office=stage.office, agency=stage.agency, case_id=case.pk, case_number=case.number,
        register="Daftar", name="x", services=[], columns=[], entered_at=timezone.now(),
    )  # fmt: skip


def test_everything_typed_at_once_through_the_forms_themselves(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it in every note, field, name and reason, by the way that people take."""
    monkeypatch.setattr(Visitor, "quoting", True)
    built = {name: show() for name, show in walked(stage, HARMLESS)}
    hostile = {name: show() for name, show in walked(stage, ALL)}
    for name, html in hostile.items():
        # long names take more lines of the sheet: other numbers of the same elements
        assert set(Skeleton(html).parts) <= set(Skeleton(built[name]).parts), name
        assert all(safe(link) for link in Skeleton(html).links), name
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in hostile["the case, for who asked"]


def walked(stage: Stage, words: str) -> Iterator[tuple[str, Callable[[], str]]]:
    lines = words.splitlines()
    long, short = "<br>".join(lines)[:4_900], lines[0][:250]
    officers = [stage.officer(SLUG, role).id for role in ("administrator", "pengawas", "personil")]
    Person.objects.filter(pk__in=[*officers, stage.applicant().id]).update(
        name=" ".join(lines)[:200]
    )
    wati = applicant(stage)
    wati.quoting = True
    draft = begin(stage, wati)
    sent = letter(stage, wati, draft)
    for name, value in sent.items():
        if isinstance(value, str) and value.startswith("Contoh "):
            sent[name] = short
        elif isinstance(value, str) and value.startswith("Uraian "):
            sent[name] = long
    sent["file.surat_permohonan"].name = short.replace("/", "") + ".pdf"
    wati.post(draft, sent | {"subject": short, "note": long, "services": ["penempatan", "hosting"]})
    case = Case.objects.latest("id")
    for role in ("administrator", "pengawas", "personil"):
        take(stage, case, role, "2", note=long)
    take(stage, case, "personil", "3", "tersedia", note=long)
    pages = pages_of(stage, case)
    yield from (pages | {"the decision": lambda: wati.get(step_path(case, "4")).html}).items()


def test_a_refused_form_shows_them_as_words_too(stage: Stage) -> None:
    wati = applicant(stage)
    wati.quoting = True
    draft = begin(stage, wati)
    shown = {}
    for words in (HARMLESS, ALL):
        line = " ".join(words.split())
        wrong = {
            "subject": line,
            "note": words,
            "permohonan.surel": line,
            "permohonan.nama_layanan": line,
        }
        page = wati.post(draft, letter(stage, wati, draft) | wrong | {"services": ["<script>"]}, status=422)  # fmt: skip
        shown[words] = page
        assert page.inline == []
        assert all(safe(link) for link in Skeleton(page.html).links)
    assert "<script>alert" not in shown[ALL].html
    assert {tag for tag, *_ in Skeleton(shown[ALL].html).parts} <= {tag for tag, *_ in Skeleton(shown[HARMLESS].html).parts} | {"p", "li", "ul"}  # fmt: skip


@pytest.mark.parametrize(
    "where", ["cari", "status", "sebelum", "sesudah", "nomor", "lihat", "next"]
)
def test_nothing_in_an_address_becomes_code(stage: Stage, where: str) -> None:
    damar, public = officer(stage, "administrator"), Visitor()
    damar.quoting = public.quoting = True
    for payload in PAYLOADS:
        for visitor, path in (
            (damar, "/permohonan/"), (damar, "/daftar-server/"), (damar, "/tugas/"), (public, "/lacak/"),
            (public, "/"), (public, "/masuk/"),
        ):  # fmt: skip
            answer = visitor.client.get(path, {where: payload})
            assert answer.status_code == 200
            found = Skeleton(answer.content.decode())
            assert not [
                part for part in found.parts if any(one.startswith("on") for one in part[1:])
            ]
            assert not [
                part for part in found.parts if part[0] in ("iframe", "object", "embed", "base")
            ]
            assert all(safe(link) for link in found.links)
            assert answer.content.decode().count("<script") == 2, "htmx and our own"


def test_no_page_allows_what_does_not_come_from_our_files(stage: Stage) -> None:
    case = submit(stage)
    damar = officer(stage, "administrator")
    paths = [
        "/",
        "/lacak/",
        "/masuk/",
        "/tugas/",
        "/permohonan/",
        f"/permohonan/{case.number}/",
        "/tiada/",
    ]
    for path in [*paths, step_path(case, "2"), "/daftar-server/", "/surel/", f"/dinas/karanganyar/sop/{SLUG}/"]:  # fmt: skip
        answer = damar.client.get(path)
        policy = answer.headers["Content-Security-Policy"]
        for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):  # fmt: skip
            assert part in policy, path
        assert not {"unsafe", "*", "http:", "https:", "blob:"} & set(
            policy.replace("-", " ").split()
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_mails_are_plain_text_with_one_line_subjects(stage: Stage) -> None:
    case = submit(stage)
    take_back = f"/permohonan/{case.number}/penarikan/"
    wati = applicant(stage)
    wati.quoting = True
    wati.send(take_back, has="reason", reason="Alasan\r\nBcc: x@jahat.example\n" + ALL[:4_000])
    Case.objects.filter(pk=case.pk).update(subject="Perihal\r\nBcc: x@jahat.example <script>")
    Agency.objects.filter(pk=stage.agency.pk).update(name="<b>Dinas</b>\r\nX-Jahat: ya")
    with override_settings(DEFAULT_FROM_EMAIL="Kolokasi <kolokasi@contoh.example>"):
        work_off(timezone.now())
    assert mail.outbox
    for letter_ in mail.outbox:
        message = letter_.message()
        assert message.get_content_type() == "text/plain"
        assert not message.is_multipart()
        assert message["Bcc"] is None
        assert message["X-Jahat"] is None
        assert "\n" not in str(message["Subject"])
    ended = next(one for one in mail.outbox if "ditarik" in one.subject)
    assert "<script>alert(1)</script>" in ended.body, "the words as they were written"
    assert "&lt;" not in ended.body.partition("&lt;script")[0]


# --- the sheet -------------------------------------------------------------------------------------------
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {"svg", "title", "desc", "g", "rect", "path", "text", "tspan", "line", "polygon", "polyline", "circle", "ellipse", "defs", "marker", "a", "use", "clipPath"}  # fmt: skip


def test_a_sheet_with_hostile_words_is_a_drawing_and_nothing_else(stage: Stage) -> None:
    procedure = stage.procedure(SLUG)
    now = timezone.localtime()
    for payload in (*PAYLOADS, ALL):
        steps = {
            key: replace(step, text=payload, note=payload, time_text=payload)
            for key, step in procedure.steps.items()
        }
        roles = {key: replace(role, label=payload) for key, role in procedure.roles.items()}
        documents = {key: replace(one, title=payload) for key, one in procedure.documents.items()}
        hostile = replace(procedure, title=payload, steps=steps, roles=roles, documents=documents)
        told = Progress(
            steps={
                key: StepProgress(
                    state=StepState.DONE, visits=2, who=payload, started=now, finished=now, due=now,
                    minutes_used=5, minutes_norm=3, late=True,
                )
                for key in procedure.steps
            },
            taken=frozenset(),
            ended=None,
        )  # fmt: skip
        for drawn in (draw_sheet(hostile), draw_sheet(hostile, told)):
            root = ElementTree.fromstring(str(drawn))
            for one in root.iter():
                assert one.tag.removeprefix(SVG) in DRAWN, (payload, one.tag)
                for name, value in one.attrib.items():
                    assert not name.lower().startswith("on"), payload
                    assert name != "style", payload
                    assert "javascript:" not in value.lower() or "href" not in name, payload
            assert not [part for part in Skeleton(str(drawn)).parts if part[0] in ("script", "img", "iframe")]  # fmt: skip


def test_a_draft_of_nothing_but_payloads_is_kept_as_it_is(stage: Stage) -> None:
    wati = applicant(stage)
    wati.quoting = True
    draft = begin(stage, wati)
    form = wati.get(draft).form_with("subject")
    page = wati.post(draft, form | {"note": ALL, "do": "save"})
    assert page.form_with("subject")["note"] == [ALL]
    assert Draft.objects.get().note == ALL
    assert person(stage.applicant()).is_active
