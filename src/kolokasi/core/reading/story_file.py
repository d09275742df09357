"""``<slug>.stories.yaml`` → stories, held against the procedure that they are about."""

from __future__ import annotations

from collections.abc import Mapping

from kolokasi.core.finding import Finding, Findings
from kolokasi.core.procedure import Procedure
from kolokasi.core.reading.block import Block
from kolokasi.core.reading.located import Located, text_of
from kolokasi.core.reading.located import Mapping as Group
from kolokasi.core.reading.outcome_file import read_end
from kolokasi.core.story import Act, Expectation, Story, StoryFile


def read_stories(
    tree: Located, *, file: str, procedure: Procedure | None = None
) -> tuple[StoryFile | None, tuple[Finding, ...]]:
    """The stories, or None and at least one error. Names are checked where the procedure is given."""
    findings = Findings(file)
    stories = None
    if isinstance(tree, Group):
        stories = _file(Block(tree, "stories", findings), procedure)
    else:
        findings.error(
            "jenis-isian",
            "Berkas cerita harus berisi “procedure: …” dan “stories: …”.",
            line=tree.line,
        )
    return (None if findings.any_error else stories), findings.in_order()


def _file(block: Block, procedure: Procedure | None) -> StoryFile:
    key = block.text("procedure", required="<dinas>/<nama>")
    if procedure is not None and key and key != procedure.key:
        block.error(
            "procedure", "kunci-sop", f"Cerita ini tentang “{key}”, bukan “{procedure.key}”."
        )
    block.require("stories", "cerita")
    titles: set[str] = set()
    stories: list[Story] = []
    for one in block.blocks("stories", "story"):
        title = one.text("story", required="judul cerita")
        if title in titles:
            one.error("story", "kunci-ganda", f"Cerita “{title}” tertulis dua kali.")
        titles.add(title)
        stories.append(
            Story(
                title=title,
                services=_services(one, procedure),
                acts=tuple(_act(act, procedure) for act in one.blocks("acts", "act")),
                then=_then(one, procedure),
                line=one.line,
            )
        )
    return StoryFile(procedure=key, stories=tuple(stories))


def _services(block: Block, procedure: Procedure | None) -> tuple[str, ...]:
    if procedure is None:
        return block.texts("services")
    if "services" in block:
        return block.refs("services", procedure.services, "layanan")
    if len(procedure.services) > 1:
        block.error("services", "wajib-ada", "“services” (layanan yang diminta) belum ditulis.")
    return tuple(procedure.services)[:1]


def _act(block: Block, procedure: Procedure | None) -> Act:
    block.step = text_of(block.get("step"))
    withdraw = block.text("withdraw")
    step, outcome = block.text("step"), block.text("outcome")
    if bool(step) == bool(withdraw):
        block.error(
            "step", "wajib-ada", "Tulis salah satu: “step” (kegiatan) atau “withdraw” (alasan)."
        )
    by = block.text("by", required="peran yang bertindak")
    if procedure is not None:
        if by:
            block.knows("by", by, procedure.roles, "peran")
        _check_way(block, step, outcome, procedure)
    return Act(
        by=by,
        step=step,
        outcome=outcome,
        note=block.text("note"),
        fields=_fields(block, procedure),
        withdraw=withdraw,
        line=block.line,
    )


def _check_way(block: Block, step: str, outcome: str, procedure: Procedure) -> None:
    if not step or not block.knows("step", step, procedure.steps, "kegiatan"):
        return
    if outcome:
        known = [way.key for way in procedure.steps[step].outcomes]
        block.knows("outcome", outcome, known, "hasil")


def _fields(block: Block, procedure: Procedure | None) -> Mapping[str, str]:
    found: dict[str, str] = {}
    known = [
        f"{form.key}.{field.key}"
        for form in (procedure.forms.values() if procedure else ())
        for field in form.fields
    ]
    for name, value in block.text_pairs("fields"):
        if procedure is None or block.knows("fields", name.text, known, "isian", at=name):
            found[name.text] = value.text.strip()
    return found


def _then(block: Block, procedure: Procedure | None) -> Expectation:
    if not block.require("then", "yang harus benar sesudahnya"):
        return Expectation()
    one = block.block("then", "then")
    if one is None:
        return Expectation()
    return Expectation(
        end=read_end(one, "end"),
        steps=_list(one, "steps", procedure.steps if procedure else None, "kegiatan"),
        told=_list(one, "told", procedure.roles if procedure else None, "peran"),
        answers=(
            {name.text: value.text.strip() for name, value in one.text_pairs("answers")}
            if one.get("answers") is not None
            else None
        ),
        open=_list(one, "open", procedure.steps if procedure else None, "kegiatan"),
        register=one.flag("register") if "register" in one else None,
    )


def _list(
    block: Block, key: str, known: Mapping[str, object] | None, noun: str
) -> tuple[str, ...] | None:
    if block.get(key) is None:
        return None
    words = [(item.text.strip(), item) for item in block.leaves(key)]
    return tuple(
        word
        for word, item in words
        if known is None or block.knows(key, word, known, noun, at=item)
    )
