"""The ways out of a step: ``outcomes``, or the short ``next:`` or ``end:`` for a step with only one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kolokasi.core.procedure import (
    CapacityAct,
    End,
    FieldType,
    Form,
    NoteRule,
    Outcome,
    OutcomeKind,
)
from kolokasi.core.reading.block import Block
from kolokasi.core.reading.names import Names, condition
from kolokasi.core.worktime.duration import parse_duration

_ENDS = tuple(one.value for one in End)
_KIND_OF_END = {End.REFUSED: OutcomeKind.REFUSE, End.WITHDRAWN: OutcomeKind.WITHDRAW}


def read_outcomes(block: Block, names: Names, forms: Mapping[str, Form]) -> tuple[Outcome, ...]:
    """The ways out in the order written. None at all is a dead end, which is for the lint to say."""
    if "outcomes" in block:
        for key in ("next", "end"):
            if key in block:
                block.error(
                    key,
                    "jalan-ganda",
                    f"“{key}” ditulis di samping “outcomes”; pindahkan ke dalam salah satu hasilnya.",
                )
        outcomes = tuple(_outcomes(block, names, forms))
        if outcomes and all(one.suggested for one in outcomes):
            block.error(
                "outcomes",
                "semua-usulan",
                "Semua hasil hanya usulan; harus ada satu yang berlaku dari awal.",
            )
        return outcomes
    following, end = _where(block, names)
    if not following and end is None:
        return ()
    kind = _KIND_OF_END.get(end, OutcomeKind.FORWARD) if end else OutcomeKind.FORWARD
    return (Outcome(key="selesai", label="Selesai", kind=kind, next=following, end=end),)


def read_end(block: Block, key: str) -> End | None:
    word = block.ref(key, _ENDS, "akhir")
    return End(word) if word else None


def _outcomes(block: Block, names: Names, forms: Mapping[str, Form]) -> Iterator[Outcome]:
    for key, one in block.named("outcomes", "outcome", short="label"):
        following, end = _where(one, names)
        default = _KIND_OF_END.get(end, OutcomeKind.FORWARD) if end else OutcomeKind.FORWARD
        outcome = Outcome(
            key=key,
            label=one.text("label", required="tulisan pada tombol"),
            kind=one.choice("kind", OutcomeKind, default),
            next=following,
            end=end,
            note=one.choice("note", NoteRule, NoteRule.OPTIONAL),
            at_most=one.integer("at_most", least=1),
            answers=tuple(
                (name.text, value.text.strip()) for name, value in one.text_pairs("answer")
            ),
            condition=condition(one, names),
            only_after_return=one.flag("only_after_return"),
            cancels=_cancels(one, names),
            after=one.duration("after", positive=True),
            after_field=_after_field(one, names, forms),
            informs=one.refs("informs", names.roles, "peran"),
            capacity=one.choice("capacity", CapacityAct, CapacityAct.HOLD)
            if "capacity" in one
            else None,
            suggested=one.flag("suggested"),
            assumption=one.text("assumption"),
        )
        _check_kind(one, outcome)
        yield outcome


def _where(block: Block, names: Names) -> tuple[tuple[str, ...], End | None]:
    following, end = block.refs("next", names.steps, "kegiatan"), read_end(block, "end")
    if "next" in block and "end" in block:
        block.error(
            "end", "jalan-ganda", "Pilih salah satu: “next” (berlanjut) atau “end” (berakhir)."
        )
        return following, None
    return following, end


def _cancels(block: Block, names: Names) -> tuple[str, ...]:
    if block.get("cancels") is not None and [one.text for one in block.leaves("cancels")] == ["*"]:
        return ("*",)
    return block.refs("cancels", names.steps, "kegiatan")


def _after_field(block: Block, names: Names, forms: Mapping[str, Form]) -> str:
    """``<form>.<field>`` of a choice whose values are durations, so that its answer sets the rhythm."""
    path = block.ref("after_field", names.field_paths(), "isian")
    form, _, key = path.partition(".")
    field = forms[form].field(key) if form in forms else None
    if field is None:
        return ""
    if field.type is not FieldType.CHOICE:
        block.error(
            "after_field",
            "irama",
            f"Isian “{path}” harus berjenis pilihan, dengan nilai seperti “1 minggu”.",
        )
        return ""
    for value, _ in field.choices:
        try:
            readable = parse_duration(value) is not None
        except ValueError:
            readable = False
        if not readable:
            block.error(
                "after_field",
                "irama",
                f"Pilihan “{value}” pada isian “{path}” bukan lama waktu seperti “1 minggu”.",
            )
    return path


def _check_kind(block: Block, outcome: Outcome) -> None:
    if outcome.kind is OutcomeKind.RETURN and outcome.end is not None:
        block.error(
            "end", "kembali-berakhir", "Hasil “kembali” harus menuju kegiatan (next), bukan akhir."
        )
    if outcome.after is not None and not outcome.next:
        block.error("after", "irama", "“after” hanya berarti bersama “next”.")
