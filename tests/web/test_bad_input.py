"""Whatever is typed into whatever field: shown as text, or refused with the field named and nothing lost.

First the pages that every applicant sees, with every shipped SOP; then every form of every SOP through
the very reading and showing that all pages use.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import override_settings

from kolokasi.cases.models import Case, FormRevision
from kolokasi.core.forms import MAX_ROWS, clean
from kolokasi.core.procedure import Field, FieldType, Form, Procedure
from kolokasi.web.form_fields import Filling, read_forms, show_forms
from page import Page, Visitor
from stage import PROCEDURES, Stage
from walking import SLUG, applicant, begin, letter, officer, step_path, submit, typed

pytestmark = [pytest.mark.django_db, pytest.mark.both]

# Words that are words, whatever else they look like.
HARMLESS = (
    "🏥👩‍⚕️🇮🇩 emoji",
    "مستشفى المدينة ‏(RTL)‎ עברית",
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "{{ 7|add:7 }}{% load x %}{# x #}",
    "%(name)s %s %d %% {0} {x!r} ${7*7} #{7*7}",
    "'; DROP TABLE cases_case; -- \\' OR 1=1",
    "=cmd|' /C calc'!A0 +1 -1 @x",
    "a\u200b\u0300\u0301\u0302\u0303 \ufeffb ﷽",
)
# What no field takes.
HARMFUL = ("a\x00b", "a\x07b\x1b[31m", "x" * 10_001)
NONSENSE: dict[FieldType, tuple[str, ...]] = {
    FieldType.INTEGER: ("abc", "1,5", "1e9", "9" * 40, "1 000", "²", "0x10", "NaN", "-"),
    FieldType.DECIMAL: ("abc", "1e999", "9" * 400, "NaN", "Infinity", "1,2,3", "--1", "²"),
    FieldType.DATE: ("kemarin", "2026-02-30", "30-02-2026", "0001-01-01", "9999-12-31", "2026-13-01", "１"),
    FieldType.CHOICE: ("bukan-pilihan", "<b>", "__class__", "\u202e"),
    FieldType.EMAIL: ("tanpa-at", "a@b", "a@b\nBcc: c@d.example", "<a@b.example>", "a@b.example, c@d.example"),
    FieldType.PHONE: ("telepon saya", "1", "+" * 30, "0812<script>"),
    FieldType.NIP: ("123", "1" * 19, "١" * 18, "19800101200501100x"),
    FieldType.DOMAIN: ("http://x.example", "x", "-a.example", "a..b", "a b.example", "a" * 64 + ".example", "пример.рф", "*.contoh.example"),
    FieldType.IP: ("300.1.1.1", "10.0.0", "10.0.0.1/8", "::g", "0177.0.0.01", "１.1.1.1"),
}  # fmt: skip
TEXTS = (FieldType.TEXT, FieldType.LONG_TEXT)
TAKES_ANYTHING = (FieldType.BOOLEAN, FieldType.SECRET)

SOPS = sorted(
    f"{one.parent.name}/{one.stem}"
    for one in PROCEDURES.glob("*/*.yaml")
    if one.stem != "office" and not one.stem.endswith(".stories") and not one.parent.name.startswith("_")
)  # fmt: skip


@pytest.fixture(scope="module")
def offices(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Stage]]:
    folder = tmp_path_factory.mktemp("berkas")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), transaction.atomic():
        yield {key: Stage(key) for key in sorted({one.partition("/")[0] for one in SOPS})}
        transaction.set_rollback(True)


def stage_of(offices: dict[str, Stage], sop: str) -> tuple[Stage, str, Procedure]:
    office, _, slug = sop.partition("/")
    return offices[office], slug, offices[office].procedure(slug)


def asked(procedure: Procedure) -> tuple[str, ...]:
    first = procedure.steps[procedure.start]
    return first.fills if procedure.starts_with_applicant else procedure.request_fills


def spread(
    procedure: Procedure, fills: tuple[str, ...], words: tuple[str, ...], shown: dict[str, Any]
) -> dict[str, str]:
    """These words over the text fields that a page shows, a different one in each."""
    found: dict[str, str] = {}
    for _form, field, name in every_field(procedure, fills):
        if field.type in TEXTS and field.show_if is None and name in shown:
            found[name] = words[len(found) % len(words)]
    return found


def asker(stage: Stage, slug: str = SLUG) -> tuple[Visitor, str, dict[str, Any]]:
    """Somebody with a draft in which everything is right and the letter is kept: what he would send."""
    visitor = applicant(stage)
    visitor.quoting = True
    draft = begin(stage, visitor, slug)
    services = {"services": list(stage.procedure(slug).services)}
    visitor.post(draft, letter(stage, visitor, draft, slug) | services | {"do": "save"})
    return visitor, draft, visitor.get(draft).form_with("subject") | {"do": "send"}


def every_field(procedure: Procedure, fills: tuple[str, ...]) -> Iterator[tuple[Form, Field, str]]:
    """Each field of some forms by its name in HTML, a table's columns in its first row."""
    for key in fills:
        form = procedure.forms[key]
        for field in form.fields:
            if field.type is FieldType.TABLE:
                for column in field.columns:
                    yield form, column, f"{key}.{field.key}.0.{column.key}"
            else:
                yield form, field, f"{key}.{field.key}"


def test_all_shipped_sops_are_here() -> None:
    assert len(SOPS) >= 9


# --- the applicant's own page, with every SOP ---------------------------------------------------------
@pytest.mark.parametrize("sop", SOPS)
def test_words_of_every_kind_come_through_as_words(offices: dict[str, Stage], sop: str) -> None:
    stage, slug, procedure = stage_of(offices, sop)
    for turned in range(0, len(HARMLESS), 3):
        words = HARMLESS[turned:] + HARMLESS[:turned]
        visitor, draft, right = asker(stage, slug)
        given = spread(procedure, asked(procedure), words, right)
        sent = right | given | {"subject": words[0], "note": words[1]}
        visitor.post(draft, sent | {"do": "save"})
        form = visitor.get(draft).form_with("subject")
        for name, value in given.items():
            assert form[name] == [value], name
        visitor.post(draft, form | {"do": "send"})
        case = Case.objects.latest("id")
        assert case.subject == " ".join(words[0].split())
        kept = dict(FormRevision.objects.filter(case=case).values_list("form", "values"))
        page = visitor.get(f"/permohonan/{case.number}/")
        for name, value in given.items():
            key, _, field = name.partition(".")
            if "." not in field:
                assert kept[key][field] == value, name
            assert " ".join(value.split()) in page.text, name
        assert "<script>alert(1)" not in page.html
        assert "<img src=x" not in page.html
        assert not page.inline


@pytest.mark.parametrize("sop", SOPS)
def test_what_no_field_takes_is_refused_by_name_and_stays(
    offices: dict[str, Stage], sop: str
) -> None:
    stage, slug, procedure = stage_of(offices, sop)
    visitor, draft, right = asker(stage, slug)
    cases = Case.objects.count()
    for harm in HARMFUL:
        wrong = {
            name: harm
            for _form, field, name in every_field(procedure, asked(procedure))
            if field.type not in TAKES_ANYTHING and field.show_if is None and name in right
        }
        if len(harm) <= 10_000:
            wrong["subject"] = harm
        page = visitor.post(draft, right | wrong, status=422)
        pointed = {link for link in page.links if link.startswith("#f-")}
        form = page.form_with("subject")
        for name, value in wrong.items():
            assert "#f-" + name.replace(".", "-") in pointed, name
            if form.get(name, [""]) != [""]:  # a choice shows only its choices
                [again] = form[name]
                assert again.replace("\x00", "\ufffd") == value.replace("\x00", "\ufffd"), name
        page = visitor.post(draft, right | {"note": harm}, status=422)
        assert "#f-note" in page.links
    assert Case.objects.count() == cases


def test_a_subject_of_ten_thousand_characters_is_not_cut_in_silence(
    offices: dict[str, Stage],
) -> None:
    visitor, draft, right = asker(offices["karanganyar"])
    sent = right | {"subject": "Perihal " + "panjang " * 1_250}
    for do in ("save", "send"):
        page = visitor.post(draft, sent | {"do": do}, status=422)
        assert "Perihal: paling banyak 300 karakter" in page.text
        assert page.form_with("subject")["subject"] == [" ".join(sent["subject"].split())]
    visitor.post(draft, sent | {"subject": "   "}, status=422)


def test_fifty_one_rows_are_one_too_many_and_all_are_shown_again(offices: dict[str, Stage]) -> None:
    _stage, _slug, procedure = stage_of(offices, "karanganyar/penempatan-server")
    form, table = next(
        (form, field)
        for form in procedure.forms.values()
        for field in form.fields
        if field.type is FieldType.TABLE
    )
    column = table.columns[0]
    rows = {f"{form.key}.{table.key}.{n}.{column.key}": f"Server {n}" for n in range(MAX_ROWS + 10)}
    read = read_forms(posted(rows), procedure, (form.key,))
    _values, errors = clean(
        form, read[form.key], services=frozenset(procedure.services), answers={}
    )
    assert errors[f"{form.key}.{table.key}"] == f"{table.label}: paling banyak {MAX_ROWS} baris."
    html = shown_again(procedure, form, read, errors)
    assert all(f'value="Server {n}"' in html for n in range(MAX_ROWS + 10))


# --- every form of every SOP ---------------------------------------------------------------------------------
@pytest.mark.parametrize("sop", SOPS)
def test_every_typed_field_of_every_form_names_what_is_wrong_with_it(
    offices: dict[str, Stage], sop: str
) -> None:
    _stage, _slug, procedure = stage_of(offices, sop)
    for form in procedure.forms.values():
        for field, name in fields_of(form):
            wrong = (*NONSENSE.get(field.type, ()), *HARMFUL)
            if field.type in TAKES_ANYTHING:
                continue
            for text in wrong:
                _values, errors, html = through(procedure, form, {name: text})
                assert name in errors, (name, text)
                assert field.label in errors[name]
                if field.type is not FieldType.CHOICE:
                    assert Page(html).form_with(name)[name] == [text.replace("\r\n", "\n")], name


@pytest.mark.parametrize("sop", SOPS)
def test_every_text_field_of_every_form_takes_words_of_every_kind(
    offices: dict[str, Stage], sop: str
) -> None:
    _stage, _slug, procedure = stage_of(offices, sop)
    for form in procedure.forms.values():
        for field, name in fields_of(form):
            if field.type not in TEXTS:
                continue
            for text in HARMLESS:
                values, errors, html = through(procedure, form, {name: text})
                assert name not in errors, (name, text)
                assert text in str(values)[:100_000] or repr(text)[1:-1] in str(values), name
                page = Page(html)
                assert page.form_with(name)[name] == [text]
                assert not page.inline, "no script, no style, no on… attribute came of it"


def test_a_bound_of_a_number_is_said_with_its_unit(offices: dict[str, Stage]) -> None:
    _stage, _slug, procedure = stage_of(offices, "karanganyar/penempatan-server")
    for form in procedure.forms.values():
        for field, name in fields_of(form):
            if field.type is FieldType.INTEGER and field.maximum is not None:
                _values, errors, _html = through(procedure, form, {name: str(field.maximum + 1)})
                assert f"paling banyak {field.maximum}" in errors[name]
                assert field.unit in errors[name]


def fields_of(form: Form) -> Iterator[tuple[Field, str]]:
    """The fields that are always asked for (others hang on an answer that stands elsewhere)."""
    for field in form.fields:
        if field.show_if is not None or field.condition.answers:
            continue
        if field.type is FieldType.TABLE:
            for column in field.columns:
                if column.show_if is None and not column.condition.answers:
                    yield column, f"{form.key}.{field.key}.0.{column.key}"
        else:
            yield field, f"{form.key}.{field.key}"


def through(
    procedure: Procedure, form: Form, given: dict[str, str]
) -> tuple[dict[str, object], dict[str, str], str]:
    """As a page does it: read what was posted, clean it, and show it again."""
    read = read_forms(posted(typed(procedure, (form.key,)) | given), procedure, (form.key,))
    values, errors = clean(form, read[form.key], services=frozenset(procedure.services), answers={})
    return values, errors, shown_again(procedure, form, read, errors)


def shown_again(
    procedure: Procedure, form: Form, read: dict[str, dict[str, object]], errors: dict[str, str]
) -> str:
    filling = Filling(services=frozenset(procedure.services), values=read, errors=errors)
    [shown] = show_forms(procedure, (form.key,), filling)
    return f"<form>{render_to_string('partials/form.html', {'form': shown})}</form>"


def posted(values: dict[str, Any]) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, value in values.items():
        found[name] = value
    return found


# --- notes and reasons ------------------------------------------------------------------------------------------
def test_notes_and_reasons_take_words_and_refuse_the_rest(offices: dict[str, Stage]) -> None:
    stage = offices["karanganyar"]
    case = submit(stage)
    visitor, wati = officer(stage, "administrator"), applicant(stage)
    visitor.quoting = wati.quoting = True
    path = step_path(case, "2")
    for harm in HARMFUL:
        sent = visitor.get(path).form_with("kunci") | {"note": harm, "outcome": ""}
        page = visitor.post(path, sent, status=422)
        assert "#f-note" in page.links
        assert page.form_with("note")["note"] == [harm]
    words = "\n".join(HARMLESS)
    visitor.post(path, visitor.get(path).form_with("kunci") | {"note": words, "outcome": ""})
    shown = wati.get(f"/permohonan/{case.number}/")
    for one in HARMLESS:
        assert " ".join(one.split()) in shown.text
    assert not shown.inline
    withdrawal = f"/permohonan/{case.number}/penarikan/"
    for reason in ("", "   ", "a\x00b", "x" * 5_001):
        page = wati.post(withdrawal, wati.get(withdrawal).form_with("reason") | {"reason": reason}, status=422)  # fmt: skip
        assert page.form_with("reason")["reason"] == [reason]
    wati.send(withdrawal, has="reason", reason=words)
    case.refresh_from_db()
    assert case.reason == words.strip()


def test_english_screens_take_them_too(offices: dict[str, Stage]) -> None:
    """A sentence with a per cent sign in its facts must not trip the translation."""
    visitor, draft, right = asker(offices["karanganyar"])
    visitor.client.cookies["bahasa"] = "en"
    for word in (*HARMFUL, *HARMLESS):
        page = visitor.post(draft, right | {"subject": word, "services": ["%s"]}, status=422)
        assert page.lang == "en"
