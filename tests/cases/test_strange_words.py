"""Whatever people type or send: kept to the letter where it can be kept, else refused with its field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from examples import filled
from kolokasi.cases.acts import new_key
from kolokasi.cases.asked import Asked
from kolokasi.cases.models import Case, CaseFile, Event, FormRevision
from kolokasi.cases.transact import transact
from kolokasi.cases.verify import verify_case
from kolokasi.core.commands import CompleteStep, File, StartCase, WithdrawCase
from kolokasi.core.procedure import FieldType
from kolokasi.core.refusal import Refused, Why
from stage import SCAN, Stage

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("words")]
SLUG = "penempatan-server"
WORDS = (
    "Layanan 🏥👩🏽‍⚕️ baru \U0001fae8",
    "سجلات المستشفى \u202eterbalik\u202c",
    "ꦥꦸꦱꦠ꧀ ꦢꦠ \u200b\u200d",
    "<script>alert(1)</script> & \"'{{ x }}{% y %}",
    "'; DROP TABLE cases_event; --",
    "\\x00 \\u0000 %s %(name)s {0}",
)
UNKEEPABLE = ("a\x00b", "a\ud83db", "\x1b[31m", "a\x85b")


@pytest.fixture
def stage(karanganyar: Stage, db: None) -> Iterator[Stage]:
    now = karanganyar.now
    yield karanganyar
    karanganyar.now = now


def letter_with(stage: Stage, word: str) -> StartCase:
    """A request with this word in every place that takes free text."""
    letter = stage.letter(SLUG, ("penempatan", "hosting"))
    procedure = stage.procedure(SLUG)
    free = (FieldType.TEXT, FieldType.LONG_TEXT)
    forms: dict[str, Any] = {}
    for key in letter.forms:
        forms[key] = filled(procedure.forms[key])
        for one in procedure.forms[key].fields:
            if one.type in free:
                forms[key][one.key] = word
            if one.type is FieldType.TABLE:
                cells = {cell.key: word for cell in one.columns if cell.type in free}
                forms[key][one.key] = [forms[key][one.key][0] | cells]
    return replace(letter, subject=word, forms=forms, note=word)


def ask(stage: Stage, command: StartCase) -> Case:
    done = transact(
        Asked(
            key=new_key(), who=stage.applicant(), command=command, version=stage.version(SLUG).pk
        ),
        now=stage.now,
    )
    return Case.objects.get(pk=done.case)


@pytest.mark.parametrize("word", WORDS)
def test_words_of_any_script_are_kept_to_the_letter(stage: Stage, word: str) -> None:
    case = ask(stage, letter_with(stage, word))
    assert case.subject == word
    [first] = FormRevision.objects.filter(case=case)
    kept = str(first.values)
    assert kept.count(repr(word)[1:-1]) >= 3
    stage.take(case, "administrator", "2", note=word)
    stage.withdraw(case, word)
    case.refresh_from_db()
    assert case.reason == word
    notes = [one.facts for one in Event.objects.filter(case=case)]
    assert len(notes) == case.seq
    assert list(verify_case(case)) == []


@pytest.mark.parametrize("word", UNKEEPABLE)
def test_what_no_database_keeps_is_refused_with_its_field(stage: Stage, word: str) -> None:
    whole = letter_with(stage, "Kata")
    marked = letter_with(stage, word)
    with pytest.raises(Refused) as found:
        ask(stage, replace(marked, note=""))
    assert found.value.why is Why.INVALID
    assert "subject" in found.value.errors
    assert any("." in name for name in found.value.errors)
    with pytest.raises(Refused) as found:
        ask(stage, replace(whole, note=word + "x"))
    assert found.value.errors.keys() == {"note"}
    case = ask(stage, whole)
    for command in (
        WithdrawCase(reason=word + "x"),
        replace(stage.turn(case, "administrator", "2"), note=word + "x"),
    ):
        who = stage.applicant() if isinstance(command, WithdrawCase) else stage.by(
            SLUG, "administrator"
        )  # fmt: skip
        with pytest.raises(Refused) as found:
            transact(Asked(key=new_key(), who=who, command=command, case=case.pk), now=stage.now)
        assert found.value.errors.keys() == {"note"}
    case.refresh_from_db()
    assert case.end == ""


@pytest.mark.parametrize("word", [*WORDS, *UNKEEPABLE])
def test_forged_fields_are_refused_like_wrong_ones(stage: Stage, word: str) -> None:
    """What no page of ours sends: unknown steps, ways, turns, services, fields, cases."""
    case = ask(stage, letter_with(stage, "Kata"))
    administrator = stage.by(SLUG, "administrator")
    turn = stage.turn(case, "administrator", "2")
    for command in (
        replace(turn, step=word),
        replace(turn, visit=2**63),
        replace(turn, turn=-(2**40)),
        replace(turn, turn=2**70),
        CompleteStep(step="2", visit=0, turn=0, outcome=word, flagged=(word,)),
    ):
        with pytest.raises(Refused):
            transact(
                Asked(key=new_key(), who=administrator, command=command, case=case.pk),
                now=stage.now,
            )
    with pytest.raises(Refused):
        ask(stage, replace(stage.letter(SLUG), services=frozenset({word})))
    for number in (-1, 2**62):
        with pytest.raises(Refused) as found:
            transact(
                Asked(key=new_key(), who=administrator, command=turn, case=number),
                now=stage.now,
            )
        assert found.value.why is Why.NOT_FOUND


def test_one_scan_under_two_names_is_one_paper(stage: Stage) -> None:
    letter = stage.letter(SLUG)
    twice = (*letter.files, *(replace(one, name="surat (1).pdf") for one in letter.files))
    case = ask(stage, replace(letter, files=twice))
    assert CaseFile.objects.filter(case=case).count() == len(letter.files)


def test_a_name_of_a_file_may_be_any_script(stage: Stage) -> None:
    document = stage.letter(SLUG).files[0].document
    case = ask(
        stage,
        replace(
            stage.letter(SLUG), files=(File(document=document, name="سجل 🏥.pdf", sha256=SCAN),)
        ),
    )
    assert CaseFile.objects.get(case=case).name == "سجل 🏥.pdf"
