"""Whatever an author does to a file: reading answers with a procedure, or says what is wrong. Never a crash."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from kolokasi.core.procedure import Procedure
from kolokasi.core.reading.located import Located, Mapping, Scalar, Sequence
from kolokasi.core.reading.procedure_file import Reading, read_file
from kolokasi.sources.yaml_tree import read_as_far_as_possible, read_tree
from sop_texts import RICH, SMALL

_SCRAPS = (
    "", " ", "\t", "-", ":", ": ", "- ", "[", "]", "{", "}", '"', "'", "#", "&a ", "*a", "!b ", "|", ">",
    "? ", "%", "@", "---\n", "...", "ya", "99", "opd", "next: 1", "surat", "[]", "{}", "null", "~", "\u00a0",
    "\u200f", "👩🏽‍💻", "שלום", "\u0000", "\ud800", "\u2028", "\ufeff", "1e999", "9" * 400, "x" * 300, "٣ jam",
)  # fmt: skip
_TEXTS = st.sampled_from((SMALL, RICH))


def _mutate(text: str, seed: int) -> str:
    """A slip of the pen, or of the editor."""
    chance = random.Random(seed)
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    match chance.randrange(8):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[at])
        case 2:
            lines[at] = chance.choice(("  ", " ", "\t", "")) + lines[at].lstrip()
        case 3:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        case 4:
            place = chance.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:place] + chance.choice(_SCRAPS) + lines[at][place:]
        case 5:
            place = chance.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:place] + lines[at][place + 1 :]
        case 6:
            lines[at] = lines[at].partition(":")[0] + ": " + chance.choice(_SCRAPS)
        case _:
            words = text.replace(",", " ").split()
            lines[at] = lines[at].partition(":")[0] + ": " + chance.choice(words)
    return "\n".join(lines)


def _read(text: str) -> Reading | None:
    tree, findings = read_as_far_as_possible(text, "berkas.yaml")
    assert tree is not None or any(one.is_error for one in findings)
    assert all(one.line >= 1 and one.message for one in findings)
    return None if tree is None else read_file(tree, file="berkas.yaml")


def _check(reading: Reading | None) -> None:
    if reading is None:
        return
    errors = [one for one in reading.findings if one.is_error]
    assert (reading.procedure is None) == bool(errors)
    assert all(one.line >= 1 and one.message and str(one) for one in reading.findings)
    if reading.sketch is not None:
        _assert_whole(reading.sketch)


def _assert_whole(procedure: Procedure) -> None:
    """Whatever is referred to is there, also in what could only be read in part."""
    steps, roles = procedure.steps, procedure.roles
    assert procedure.start in steps
    assert procedure.applicant_role in roles
    for step in steps.values():
        used = (*step.performers, *step.copies, *step.informs)
        assert set(used) <= set(roles)
        assert set(step.joins) <= set(steps)
        assert set(step.fills) <= set(procedure.forms)
        for one in (*step.requires, *step.outputs, *step.attachments):
            assert one.document in procedure.documents
            assert one.condition.services <= set(procedure.services)
        for way in step.outcomes:
            assert set(way.next) <= set(steps)
            assert way.end is None or way.end in procedure.ends
    for document in procedure.documents.values():
        assert not document.form or document.form in procedure.forms


@settings(max_examples=400, deadline=None)
@given(text=_TEXTS, seeds=st.lists(st.integers(0, 2**32), min_size=1, max_size=4))
def test_an_author_who_slips_gets_a_procedure_or_an_error(text: str, seeds: list[int]) -> None:
    for seed in seeds:
        text = _mutate(text, seed)
    _check(_read(text))


@settings(max_examples=200, deadline=None)
@given(text=_TEXTS, seed=st.integers(0, 2**32), amount=st.integers(1, 3))
def test_parts_put_in_wrong_places_never_crash_the_reader(
    text: str, seed: int, amount: int
) -> None:
    tree, _ = read_tree(text, "berkas.yaml")
    assert tree is not None
    chance = random.Random(seed)
    for _ in range(amount):
        parts = list(_parts(tree))
        tree = _replaced(tree, chance.choice(parts), chance.choice(parts))
    _check(read_file(tree, file="berkas.yaml"))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    _check(_read(text))


def _parts(tree: Located) -> list[Located]:
    found = [tree]
    match tree:
        case Sequence():
            for item in tree.items:
                found += _parts(item)
        case Mapping():
            for entry in tree.entries:
                found += _parts(entry.value)
    return found


def _replaced(tree: Located, old: Located, new: Located) -> Located:
    if tree is old:
        return new
    match tree:
        case Sequence():
            items = tuple(_replaced(one, old, new) for one in tree.items)
            return Sequence(items=items, line=tree.line, column=tree.column)
        case Mapping():
            entries = tuple(
                type(one)(key=one.key, value=_replaced(one.value, old, new)) for one in tree.entries
            )
            return Mapping(entries=entries, line=tree.line, column=tree.column)
        case Scalar():
            return tree
