"""An SOP's own tests are read as data and held against the SOP."""

from __future__ import annotations

import pytest

from kolokasi.core.finding import Finding
from kolokasi.core.procedure import End, Procedure
from kolokasi.core.reading.procedure_file import read_procedure
from kolokasi.core.reading.story_file import read_stories
from kolokasi.core.story import StoryFile
from kolokasi.sources.yaml_tree import read_tree
from sop_texts import RICH, SMALL, STORIES, changed


def sop(text: str) -> Procedure:
    tree, _ = read_tree(text, "")
    assert tree is not None
    procedure, findings = read_procedure(tree, file="")
    assert procedure is not None, findings
    return procedure


def read(text: str, procedure: Procedure | None) -> tuple[StoryFile | None, tuple[Finding, ...]]:
    tree, findings = read_tree(text, "a.stories.yaml")
    assert tree is not None, findings
    return read_stories(tree, file="a.stories.yaml", procedure=procedure)


def test_stories_are_read() -> None:
    stories, findings = read(STORIES, sop(SMALL))
    assert findings == ()
    assert stories is not None
    lent, withdrawn = stories.stories
    assert lent.services == ("pinjam-proyektor",)
    assert [(act.by, act.step, act.outcome) for act in lent.acts] == [
        ("kasi", "2", "ada"),
        ("staf", "3", ""),
    ]
    assert (lent.then.end, lent.then.steps, lent.then.told) == (
        End.GRANTED,
        ("1", "2", "3"),
        ("opd",),
    )
    assert (lent.then.register, lent.then.answers, lent.then.open) == (False, None, None)
    assert withdrawn.acts[0].withdraw == "Acara dibatalkan."
    assert (withdrawn.then.open, withdrawn.then.register) == ((), None)
    assert lent.acts[0].line == 5


def test_a_story_may_name_the_values_that_it_turns_on() -> None:
    text = changed(
        STORIES, "outcome: ada}", "outcome: ada, note: Baik, fields: {pinjam.kota: Kota}}"
    )
    text = changed(text, "told: [opd]", "answers: {layak: ya}")
    stories, _ = read(text, sop(SMALL))
    assert stories is not None
    story = stories.stories[0]
    assert (story.acts[0].note, story.acts[0].fields) == ("Baik", {"pinjam.kota": "Kota"})
    assert story.then.answers == {"layak": "ya"}


def test_without_the_sop_the_names_are_taken_on_trust() -> None:
    text = changed(STORIES, "{by: staf, step: 3}", "{by: siapa, step: 99, fields: {a.b: c}}")
    stories, findings = read(changed(text, "    acts:", "    services: [x]\n    acts:"), None)
    assert findings == ()
    assert stories is not None
    assert stories.stories[0].services == ("x",)


@pytest.mark.parametrize(
    ("old", "new", "step", "field", "code"),
    [
        ("by: staf, step: 3", "by: stap, step: 3", "3", "acts.by", "peran-tak-dikenal"),
        ("by: staf, step: 3", "by: staf, step: 9", "9", "acts.step", "kegiatan-tak-dikenal"),
        ("outcome: ada", "outcome: adda", "2", "acts.outcome", "hasil-tak-dikenal"),
        ("by: staf, step: 3", "by: staf", "", "acts.step", "wajib-ada"),
        ("by: staf, step: 3", "step: 3", "3", "acts.by", "wajib-ada"),
        ("end: granted", "end: selesai", "", "then.end", "akhir-tak-dikenal"),
        ("steps: [1, 2, 3]", "steps: [1, 2, 4]", "", "then.steps", "kegiatan-tak-dikenal"),
        ("told: [opd]", "told: [opt]", "", "then.told", "peran-tak-dikenal"),
        ("register: tidak", "register: entah", "", "then.register", "ya-tidak"),
        ("    then: {end: withdrawn, open: []}\n", "", "", "then", "wajib-ada"),
        ("then: {end: withdrawn, open: []}", "then: ditarik", "", "then", "jenis-isian"),
        ("story: Dibatalkan pemohon", "story: Proyektor tersedia", "", "story", "kunci-ganda"),
        ("pinjam-proyektor", "pinjam-tenda", "", "procedure", "kunci-sop"),
        ("outcome: ada}", "outcome: ada, fields: {pinjam.x: 1}}", "2", "acts.fields", "isian-tak-dikenal"),
        ("    acts:", "    services: [x]\n    acts:", "", "services", "layanan-tak-dikenal"),
    ],
)  # fmt: skip
def test_a_slip_in_a_story_is_told(old: str, new: str, step: str, field: str, code: str) -> None:
    stories, findings = read(changed(STORIES, old, new), sop(SMALL))
    assert stories is None
    found = {(one.step, one.field.removeprefix("stories."), one.code) for one in findings}
    assert (step, field, code) in found, "\n".join(map(str, findings))


def test_where_an_sop_has_several_services_a_story_says_which() -> None:
    text = changed(STORIES, "contoh/pinjam-proyektor", "contoh/akses-vpn")
    _, findings = read(text, sop(RICH))
    assert ("stories.services", "wajib-ada") in {(one.field, one.code) for one in findings}


def test_a_list_is_no_story_file() -> None:
    assert read("- a\n", None)[0] is None
