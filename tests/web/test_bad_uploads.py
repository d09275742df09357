"""Files that cannot be taken: a sentence for each, and nothing of what was typed or uploaded is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kolokasi.cases.models import Case, CaseFile, Draft
from kolokasi.letters.files import path_of
from kolokasi.web.limits import MAX_REQUEST
from lying_files import LIES
from page import Page, Visitor
from papers import pdf, picture
from stage import Stage
from walking import applicant, begin, letter, officer, step_path, submit, turn, upload

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PLACE, OTHER = "file.surat_permohonan", "file.lampiran"
SUBJECT = "Server e-Puskesmas yang panjang ceritanya"


@pytest.fixture
def wati(karanganyar: Stage) -> Visitor:
    return applicant(karanganyar)


@pytest.fixture
def draft(karanganyar: Stage, wati: Visitor) -> str:
    return begin(karanganyar, wati)


@pytest.fixture
def values(karanganyar: Stage, wati: Visitor, draft: str) -> dict[str, Any]:
    return letter(karanganyar, wati, draft) | {"subject": SUBJECT, "note": "Mohon dibantu 🙏"}


def still_there(page: Page, sent: dict[str, Any], subject: str = SUBJECT) -> None:
    """Everything that was typed stands in the form again."""
    shown = page.form_with("subject")
    assert shown["subject"] == [subject]
    assert shown["note"] == [sent["note"]]
    for name, value in sent.items():
        if name in shown and isinstance(value, str) and name not in ("subject", "note"):
            assert shown[name] == [value], name


def kept(page: Page, place: str) -> list[str]:
    return page.form_with("subject").get(f"{place}.kept", [])


def test_a_lying_file_is_refused_where_it_was_put_and_all_else_survives(
    wati: Visitor, draft: str, values: dict[str, Any], subtests: pytest.Subtests
) -> None:
    """One draft after the other refusal; in the end the good letter goes with it and it is sent."""
    for lie, (name, content, word) in LIES.items():
        with subtests.test(lie=lie):
            sent = values | {
                PLACE: [upload(name, content), upload("baik.pdf")],
                OTHER: upload("foto.png", picture("PNG")),
            }
            page = wati.post(draft, sent, status=422)
            assert word in page.text
            assert name in page.text
            assert 'aria-invalid="true"' in page.html
            still_there(page, values)
            assert len(kept(page, PLACE)) == 1, "the good one beside it"
            assert len(kept(page, OTHER)) == 1, "the good one elsewhere"
    again = page.form_with("subject") | {"do": "send"}
    wati.post(draft, again)
    case = Case.objects.latest("id")
    assert sorted(CaseFile.objects.filter(case=case).values_list("name", flat=True)) == ["baik.pdf", "foto.png"]  # fmt: skip


def test_sixty_megabytes_are_refused_and_nothing_is_lost(
    wati: Visitor, draft: str, values: dict[str, Any]
) -> None:
    huge = upload("pindaian.pdf", b"%PDF-1.7\n" + b"\0" * (60 * 1024 * 1024))
    page = wati.post(draft, values | {PLACE: huge}, status=422)
    assert "“pindaian.pdf” lebih besar dari 20 MB" in page.text
    still_there(page, values)
    sent = page.form_with("subject") | {PLACE: upload(), "do": "send"}
    wati.post(draft, sent)
    assert Case.objects.latest("id").subject == SUBJECT


def test_a_request_beyond_all_bounds_is_refused_before_it_is_read(
    wati: Visitor, draft: str
) -> None:
    answer = wati.client.generic("POST", draft, b"", CONTENT_LENGTH=str(MAX_REQUEST + 1))
    assert answer.status_code == 413
    page = Page(answer.content.decode())
    assert page.faults() == []
    assert "20 MB" in page.text


def test_too_many_fields_or_too_long_a_text_get_an_indonesian_page(
    wati: Visitor, draft: str, values: dict[str, Any]
) -> None:
    plain = {name: value for name, value in values.items() if not name.startswith("file.")}
    for flood in ({f"x{n}": "1" for n in range(4_001)}, {"note": "a" * (5 * 1024 * 1024 + 1)}):
        answer = wati.client.post(draft, plain | flood)
        assert answer.status_code == 400
        page = Page(answer.content.decode())
        assert page.faults() == []
        assert "tidak terbaca" in page.text
        assert "Belum ada yang tercatat" in page.text
    assert Draft.objects.get().subject == ""


@pytest.mark.parametrize(
    "charset",
    ["utf-7", "utf-16", "hex", "rot13", "unicode_escape", "tidak-ada", "idna", "undefined"],
)
def test_a_form_in_a_strange_encoding_is_no_accident(
    wati: Visitor, draft: str, charset: str
) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="subject"\r\n\r\n\\ud800 \xff+AGE-\r\n--x--\r\n'
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    answer = wati.client.generic("POST", draft, body, content_type=kind)
    assert answer.status_code in (302, 400, 422)
    assert wati.client.get(draft).status_code == 200


@pytest.mark.parametrize("body", [b"", b"--x", b"--x\r\n\r\n", b"\xff" * 100, b"--x\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--"])  # fmt: skip
def test_a_broken_body_is_no_accident(wati: Visitor, draft: str, body: bytes) -> None:
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data", "application/json", "x"):
        answer = wati.client.generic("POST", draft, body, content_type=kind)
        assert answer.status_code in (302, 400, 422), kind


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/surat.pdf", "surat.pdf"),
        ("..\\..\\surat.exe.pdf", "surat.exe.pdf"),
        ("surat\x00.exe", "surat.pdf"),
        ("fdp.\u202eexe.tarus", "fdp.pdf"),
        ("خطاب رسمي.pdf", "خطاب رسمي.pdf"),
        ("🏥 surat.pdf", "🏥 surat.pdf"),
        ('<img src=x onerror="alert(1)">.pdf', '<img src=x onerror="alert(1)">.pdf'),
        ("A" * 5_000 + ".pdf", "A" * 120 + ".pdf"),
        ('x"; filename="y.exe.pdf', "y.exe.pdf"),
        ("surat;.pdf", "surat;.pdf"),
        ("con.pdf", "con.pdf"),
        (".pdf", "berkas.pdf"),
    ],
)  # fmt: skip
def test_whatever_it_is_called_it_is_kept_shown_and_saved_under_a_safe_name(
    karanganyar: Stage, wati: Visitor, draft: str, values: dict[str, Any], name: str, shown: str
) -> None:
    wati.post(draft, values | {PLACE: upload(name, pdf(name[:50]))})
    case = Case.objects.latest("id")
    file = CaseFile.objects.get(case=case)
    assert file.name.startswith(shown.removesuffix(".pdf")[:100])
    assert file.name.endswith(".pdf")
    assert "/" not in file.name
    page = officer(karanganyar, "administrator").get(f"/permohonan/{case.number}/")
    assert file.name in page.text
    assert "<img src=x" not in page.html
    answer = wati.client.get(f"/permohonan/{case.number}/berkas/{file.pk}/")
    assert b"".join(answer.streaming_content) == path_of(file.sha256).read_bytes()
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "\n" not in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")


def test_a_file_that_must_be_there_is_named_and_what_was_typed_stays(
    wati: Visitor, draft: str, values: dict[str, Any]
) -> None:
    without = {name: value for name, value in values.items() if name != PLACE}
    page = wati.post(draft, without, status=422)
    assert "Surat permohonan yang sudah ditandatangani" in page.text
    assert "wajib dilampirkan" in page.text
    still_there(page, values)


def test_the_eleventh_file_is_refused_and_ten_stay(
    wati: Visitor, draft: str, values: dict[str, Any]
) -> None:
    eleven = [upload(f"{n}.pdf", pdf(str(n))) for n in range(11)]
    page = wati.post(draft, values | {PLACE: eleven}, status=422)
    assert "Paling banyak 10 berkas" in page.text
    assert len(kept(page, PLACE)) == 10


def test_a_forged_slip_is_no_file(wati: Visitor, draft: str, values: dict[str, Any]) -> None:
    without = {name: value for name, value in values.items() if name != PLACE}
    for slip in ("", "x", "a:b:c", "W10:1abc:xyz", "\x00", "." * 10_000):
        page = wati.post(draft, without | {f"{PLACE}.kept": slip}, status=422)
        assert kept(page, PLACE) == []


def test_the_same_on_the_page_of_a_step(karanganyar: Stage, subtests: pytest.Subtests) -> None:
    """Step 3 takes a report: what the officer wrote survives the file that he picked by mistake."""
    from walking import take

    case = submit(karanganyar)
    for role in ("administrator", "pengawas", "personil"):
        take(karanganyar, case, role, "2")
    citra = officer(karanganyar, "personil")
    sent = turn(karanganyar, case, citra, "3", "tersedia", note="UPS cukup, rak B kosong.")
    for lie in ("a program", "a script on opening", "nothing", "a PNG bomb"):
        name, content, word = LIES[lie]
        with subtests.test(lie=lie):
            page = citra.post(
                step_path(case, "3"), sent | {OTHER: upload(name, content)}, status=422
            )
            assert word in page.text
            shown = page.form_with("note")
            assert shown["note"] == ["UPS cukup, rak B kosong."]
            for field, value in sent.items():
                if field.startswith("laporan_kapasitas.") and field in shown:
                    assert shown[field] == [value], field
    citra.post(step_path(case, "3"), page.form_with("note") | {"outcome": "tersedia"})
    case.refresh_from_db()
    assert "4" in case.state["steps"]


@pytest.fixture(autouse=True)
def _no_leftovers(karanganyar: Stage, settings: Any) -> Iterator[None]:
    """Whatever was refused left no half-written file behind."""
    yield
    assert not list(settings.MEDIA_ROOT.glob("baru-*"))
