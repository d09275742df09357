"""The rows of a procedure file's activity sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kolokasi.core.procedure import (
    ALWAYS,
    Assumption,
    Attachment,
    Document,
    Form,
    Mode,
    OutcomeKind,
    Requirement,
    Step,
    StepKind,
)
from kolokasi.core.reading.block import Block
from kolokasi.core.reading.located import Mapping as Group
from kolokasi.core.reading.located import Sequence, items_of
from kolokasi.core.reading.names import STEP_KEY, Names, condition, step_key
from kolokasi.core.reading.outcome_file import read_outcomes

# Checks that exist in code; a file may name them, never define them.
CHECKS = ("capacity",)

_MODES = {"performer": Mode.ONE, "relay": Mode.RELAY, "all": Mode.ALL, "any": Mode.ANY}


def read_steps(
    block: Block, names: Names, documents: Mapping[str, Document], forms: Mapping[str, Form]
) -> Mapping[str, Step]:
    """The steps in the order of the sheet, each with its line."""
    steps: dict[str, Step] = {}
    for place, item in enumerate(items_of(block.get("steps")), start=1):
        if not isinstance(item, Group):
            block.error(
                "steps",
                "jenis-isian",
                f"Butir ke-{place} dari steps harus kelompok isian yang diawali “- no: …”.",
                at=item,
            )
            continue
        key = step_key(item)
        inner = Block(item, "step", block.findings, step=key or f"ke-{place}")
        if _check_key(inner, key, steps):
            steps[key] = _step(inner, key, names, documents, forms)
        else:  # read all the same, for its other findings
            _step(inner, key, names, documents, forms)
    return steps


def read_attachments(block: Block, names: Names) -> tuple[Attachment, ...]:
    found: list[Attachment] = []
    for one in block.blocks("attach", "attachment", short="doc"):
        document = one.ref("doc", names.documents, "dokumen", required="dokumen yang dilampirkan")
        label = one.text("label") or document
        required = one.flag("required")
        applies = condition(one, names)
        if document:
            found.append(
                Attachment(document=document, label=label, required=required, condition=applies)
            )
    return tuple(found)


def _check_key(block: Block, key: str, before: Mapping[str, Step]) -> bool:
    if not key:
        block.error(
            "no",
            "wajib-ada",
            "Tulis “no” (nomor yang tercetak), atau “key” bila barisnya tak bernomor.",
        )
        return False
    where = "key" if "key" in block else "no"
    if not STEP_KEY.fullmatch(key):
        block.error(
            where,
            "nama-kunci",
            f"“{key}” tidak dapat menjadi nomor kegiatan; pakai huruf, angka, titik, atau tanda "
            "hubung, misalnya 3 atau 3a.",
        )
        return False
    if key in before:
        block.error(
            where,
            "nomor-ganda",
            f"Nomor kegiatan “{key}” sudah dipakai pada baris {before[key].line}. Bila lembarnya "
            "memang mencetak nomor yang sama, beri salah satunya “key” tersendiri.",
        )
        return False
    return True


def _step(
    block: Block,
    key: str,
    names: Names,
    documents: Mapping[str, Document],
    forms: Mapping[str, Form],
) -> Step:
    kind = block.choice("kind", StepKind, StepKind.TASK)
    mode, performers = _performers(block, names)
    step = Step(
        key=key,
        number=block.text("no"),
        text=block.text("text", required="bunyi kegiatan"),
        kind=kind,
        mode=mode,
        performers=performers,
        copies=block.refs("copy", names.roles, "peran"),
        decider=block.ref("decider", names.roles, "peran"),
        requires=tuple(_requirements(block, "needs", names, documents)),
        outputs=tuple(_requirements(block, "output", names, documents)),
        time_text=block.text("time"),
        time=block.duration("time"),
        note=block.text("note"),
        outcomes=read_outcomes(block, names, forms),
        joins=block.refs("joins", names.steps, "kegiatan"),
        condition=condition(block, names),
        fills=block.refs("fills", names.forms, "formulir"),
        attachments=read_attachments(block, names),
        informs=block.refs("informs", names.roles, "peran"),
        check=block.ref("check", CHECKS, "pemeriksaan"),
        resources=block.texts("resources"),
        assumptions=tuple(_assumptions(block)),
        line=block.line,
    )
    _check_decider(block, step)
    _check_wait(block, step)
    _check_passing(block, step)
    return step


def _performers(block: Block, names: Names) -> tuple[Mode, tuple[str, ...]]:
    written = [key for key in _MODES if block.get(key) is not None]
    if not written:
        block.error(
            "performer",
            "wajib-ada",
            "Pelaksana belum ditulis; pakai performer (satu), relay (berantai), all (bersama), atau "
            "any (salah satu).",
        )
        return Mode.ONE, ()
    key = written[0]
    if len(written) > 1:
        block.error(
            written[1],
            "pelaksana-ganda",
            f"Pelaksana ditulis dua kali, sebagai “{key}” dan “{written[1]}”; pilih salah satu.",
        )
    if key != "performer":
        block.require(key, "daftar pelaksana")
        if key == "relay":  # one hand may come twice: down to the section and back
            heard = [one.text.strip() for one in block.leaves(key)]
            return Mode.RELAY, tuple(
                one for one in heard if block.knows(key, one, names.roles, "peran")
            )
        return _MODES[key], block.refs(key, names.roles, "peran")
    if isinstance(block.get(key), Sequence):
        block.error(
            key,
            "pelaksana-ganda",
            "performer hanya untuk satu peran. Untuk beberapa peran tulis relay (satu demi satu), "
            "all (bersama-sama), atau any (siapa yang lebih dahulu).",
        )
        return Mode.ONE, ()
    role = block.ref(key, names.roles, "peran", required="peran pelaksana")
    return Mode.ONE, (role,) if role else ()


def _requirements(
    block: Block, key: str, names: Names, documents: Mapping[str, Document]
) -> Iterator[Requirement]:
    for one in block.blocks(key, "requirement", short="doc"):
        document = one.ref("doc", names.documents, "dokumen", required="kunci dokumen")
        text = one.text("text")
        applies = condition(one, names)
        if document:
            title = documents[document].title if document in documents else document
            yield Requirement(document=document, text=text or title, condition=applies)


def _assumptions(block: Block) -> Iterator[Assumption]:
    for one in block.blocks("assumptions", "assumption"):
        about = one.text("about", required="tentang apa")
        yield Assumption(about=about, reason=one.text("reason", required="alasannya"))


def _check_decider(block: Block, step: Step) -> None:
    if step.mode is not Mode.ALL:
        if step.decider:
            block.error("decider", "penentu", "decider hanya berlaku bersama “all”.")
    elif step.decider and step.decider not in step.performers:
        block.error("decider", "penentu", f"“{step.decider}” bukan salah satu pelaksana di “all”.")
    elif not step.decider and len(step.outcomes) > 1 and "decider" not in block:
        block.error(
            "decider",
            "penentu",
            "Beberapa pelaksana bersama-sama dengan lebih dari satu hasil: tulis “decider”, peran "
            "yang keputusannya berlaku.",
        )


def _check_wait(block: Block, step: Step) -> None:
    if step.kind is StepKind.WAIT and step.time is not None:
        block.warn(
            "time",
            "tunggu-waktu",
            "Menunggu kejadian dari luar tidak memakai waktu baku; diabaikan.",
        )


def _check_passing(block: Block, step: Step) -> None:
    """A step that may be passed over needs one plain way on, and ``flow`` takes the first."""
    if step.condition == ALWAYS or not step.outcomes:
        return
    plain = [way for way in step.outcomes if way.kind is OutcomeKind.FORWARD and not way.suggested]
    if len(plain) != 1 or step.outcomes[0] != plain[0]:
        block.error(
            "outcomes" if "outcomes" in block else "next",
            "lewat-bercabang",
            "Kegiatan yang dapat dilewati (only_for, when) harus punya tepat satu hasil “lanjut”, "
            "ditulis paling atas; ke sanalah permohonan berjalan bila kegiatan ini dilewati.",
        )
