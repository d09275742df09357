"""``docs/procedure-format.md`` teaches the format as it is: its examples load, its tables name every key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from kolokasi.core.capacity.asking import QUANTITIES
from kolokasi.core.capacity.resources import Resource
from kolokasi.core.finding import Finding
from kolokasi.core.lint import check as lint
from kolokasi.core.procedure import (
    End,
    FieldType,
    Identity,
    NoteRule,
    OutcomeKind,
    Procedure,
    Standing,
    StepKind,
)
from kolokasi.core.proof.soundness import prove
from kolokasi.core.reading.file_keys import KEYS
from kolokasi.core.reading.form_file import PREFILLS
from kolokasi.core.reading.located import Located
from kolokasi.core.reading.office_file import ZONES, check_office, read_office
from kolokasi.core.reading.procedure_file import read_procedure
from kolokasi.core.reading.step_file import CHECKS
from kolokasi.core.reading.story_file import read_stories
from kolokasi.core.regulation import RegulationStatus
from kolokasi.sources.yaml_tree import read_tree

PAGE = Path(__file__).parents[2] / "docs" / "procedure-format.md"
TEXT = PAGE.read_text(encoding="utf-8")
# Any sheet will do: what is tested is that the page's example is understood.
SHEET = Identity(number="067/ /12/2024")


def blocks(kind: str) -> list[tuple[int, str]]:
    """The fenced blocks of one kind, with the line on which each begins."""
    fence = re.compile(r"^```yaml ?([\w-]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return [
        (TEXT.count("\n", 0, match.start()) + 2, match[2])
        for match in fence.finditer(TEXT)
        if match[1] == kind
    ]


def tree_of(text: str) -> Located:
    tree, findings = read_tree(text, PAGE.name)
    assert tree is not None, told(findings)
    return tree


def procedure_of(text: str) -> Procedure:
    procedure, findings = read_procedure(
        tree_of(text), file=PAGE.name, identity_of=lambda _key: SHEET
    )
    assert procedure is not None, told(findings)
    assert findings == (), told(findings)
    return procedure


def told(findings: tuple[Finding, ...]) -> str:
    return "\n".join(map(str, findings))


def whole_files() -> Iterator[tuple[int, str]]:
    yield from blocks("complete")
    yield from blocks("recipe-alone")
    ((_, preamble),) = blocks("preamble")
    for line, recipe in blocks("recipe"):
        yield line, preamble + recipe


@pytest.mark.parametrize(
    "text", [pytest.param(text, id=f"line-{line}") for line, text in whole_files()]
)
def test_every_example_can_be_read_and_is_sound(text: str) -> None:
    proof = prove(procedure_of(text))
    assert proof.sound, [one.sentence for one in proof.faults]


def test_the_page_has_examples_of_every_sort() -> None:
    assert len(list(whole_files())) >= 20
    assert len(blocks("excerpt")) >= 11


def test_the_page_tells_what_the_checker_says_about_its_example() -> None:
    ((_, whole),) = blocks("complete")
    found = lint.check(procedure_of(whole))
    assert not [str(one) for one in found if one.is_error]
    remarks = TEXT.partition("<!-- remarks -->\n")[2].split("\n\n", 1)[0]
    assert set(re.findall(r"^- `([\w-]+)`", remarks, re.MULTILINE)) == {one.code for one in found}


def test_the_excerpts_of_the_walk_through_are_cut_from_the_whole_file() -> None:
    ((_, whole),) = blocks("complete")
    lines = [line for line in whole.split("\n") if line]
    for at, excerpt in blocks("excerpt"):
        wanted = [line for line in excerpt.split("\n") if line]
        found = any(lines[n : n + len(wanted)] == wanted for n in range(len(lines)))
        assert found, f"line {at}: not in the whole file"


def test_the_stories_and_the_office_fit_the_example() -> None:
    ((_, whole),) = blocks("complete")
    procedure = procedure_of(whole)
    ((_, stories),) = blocks("stories")
    read, findings = read_stories(tree_of(stories), file=PAGE.name, procedure=procedure)
    assert read is not None, told(findings)
    ((_, text),) = blocks("office")
    office, findings = read_office(tree_of(text), file=PAGE.name)
    assert office is not None, told(findings)
    assert check_office(office, tree_of(text), {"akses-vpn": procedure}, file=PAGE.name) == ()


def test_every_plain_example_is_well_formed() -> None:
    for _, text in blocks(""):
        tree_of(text)


@pytest.mark.parametrize("block", list(KEYS))
def test_the_reference_names_every_key_and_no_other(block: str) -> None:
    _, found, rest = TEXT.partition(f"<!-- keys: {block} -->\n")
    assert found, f"no table for {block}"
    table = rest.split("\n\n", 1)[0].split("\n")
    named = [match[1] for line in table if (match := re.match(r"\| `([^`]+)` \|", line))]
    assert sorted(named) == sorted(KEYS[block])


@pytest.mark.parametrize(
    "kind", [Standing, StepKind, OutcomeKind, NoteRule, End, FieldType, RegulationStatus]
)
def test_the_reference_names_every_value_that_may_be_chosen(kind: type[StrEnum]) -> None:
    missing = [one.value for one in kind if f"`{one.value}`" not in TEXT]
    assert missing == []


def test_the_reference_names_what_is_known_beforehand() -> None:
    plain = [
        one for one in PREFILLS if not one.startswith("capacity.") or one == "capacity.summary"
    ]
    shapes = ("capacity.<resource>", "capacity.<resource>.why")
    named = (*plain, *shapes, *Resource, *QUANTITIES, *CHECKS, *ZONES)
    assert [one for one in named if f"`{one}`" not in TEXT] == []


def test_the_codes_that_the_page_explains_exist() -> None:
    explained = TEXT.partition("## When the checker complains")[2]
    source = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("core", "sources")
        for path in (PAGE.parents[1] / "src/kolokasi" / folder).rglob("*.py")
    )
    codes = [
        code
        for row in re.findall(r"^\| (`.*?) \|", explained, re.MULTILINE)
        for code in re.findall(r"`([\w-]+)`", row)
    ]
    assert len(codes) > 10
    for code in codes:
        noun = code.removesuffix("-tak-dikenal")
        assert f'"{code}"' in source or f'"{noun}"' in source, code
