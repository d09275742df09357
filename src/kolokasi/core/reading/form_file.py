"""Forms of a procedure file: typed fields, choices, tables, conditions, what is filled in beforehand."""

from __future__ import annotations

from collections.abc import Mapping

from kolokasi.core.capacity.resources import Resource
from kolokasi.core.procedure import Field, FieldType, Form
from kolokasi.core.reading.block import Block
from kolokasi.core.reading.located import Scalar, Sequence
from kolokasi.core.reading.names import Names, condition

# What is known about the applicant's agency and the person who fills the form in.
PREFILLS = (
    "agency.name", "agency.address", "person.name", "person.nip", "person.phone", "person.email",
    "capacity.summary",
    *(f"capacity.{one}{more}" for one in Resource for more in ("", ".why")),
)  # fmt: skip

_NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL)


def read_forms(block: Block, names: Names) -> Mapping[str, Form]:
    forms: dict[str, Form] = {}
    for key, inner in block.named("forms", "form", short="title"):
        title = inner.text("title", required="judul formulir")
        inner.require("fields", "isian formulir")
        forms[key] = Form(key=key, title=title, fields=_fields(inner, "fields", names, table=False))
    return forms


def _fields(block: Block, key: str, names: Names, *, table: bool) -> tuple[Field, ...]:
    fields: dict[str, Field] = {}
    for name, inner in block.named(key, "column" if table else "field", short="label"):
        fields[name] = _field(name, inner, names, fields, table=table)
    return tuple(fields.values())


def _field(
    key: str, block: Block, names: Names, before: Mapping[str, Field], *, table: bool
) -> Field:
    kind = block.choice("type", FieldType, FieldType.TEXT)
    if table and kind is FieldType.TABLE:
        block.error("type", "tabel", "Kolom tabel tidak dapat berisi tabel lagi.")
        kind = FieldType.TEXT
    minimum, maximum = _bounds(block, kind)
    return Field(
        key=key,
        label=block.text("label", required="nama isian di layar"),
        type=kind,
        required=block.flag("required"),
        help=block.text("help"),
        unit=block.text("unit"),
        choices=_choices(block, kind),
        minimum=minimum,
        maximum=maximum,
        columns=() if table else _columns(block, kind, names),
        prefill=_prefill(block, names),
        show_if=_show_if(block, before),
        condition=condition(block, names),
        restricted=block.flag("restricted"),
    )


def _bounds(block: Block, kind: FieldType) -> tuple[int | None, int | None]:
    minimum, maximum = block.integer("min"), block.integer("max")
    if kind not in _NUMBERS and (minimum is not None or maximum is not None):
        key = "min" if minimum is not None else "max"
        block.error(key, "batas", "Batas min dan max hanya untuk jenis bilangan dan desimal.")
        return None, None
    if minimum is not None and maximum is not None and minimum > maximum:
        block.error("max", "batas", f"Batas max ({maximum}) lebih kecil daripada min ({minimum}).")
    return minimum, maximum


def _choices(block: Block, kind: FieldType) -> tuple[tuple[str, str], ...]:
    """``{value: label}``, or a list of texts that are value and label in one."""
    if kind is not FieldType.CHOICE:
        if "choices" in block:
            block.error(
                "choices", "pilihan-isian", "Pilihan hanya untuk isian dengan type: pilihan."
            )
        return ()
    block.require("choices", "pilihan yang dapat diambil")
    if isinstance(block.get("choices"), Sequence | Scalar):
        return tuple((text, text) for text in dict.fromkeys(block.texts("choices")))
    return tuple((key.text, label.text.strip()) for key, label in block.text_pairs("choices"))


def _columns(block: Block, kind: FieldType, names: Names) -> tuple[Field, ...]:
    if kind is not FieldType.TABLE:
        if "columns" in block:
            block.error("columns", "tabel", "Kolom hanya untuk isian dengan type: tabel.")
        return ()
    block.require("columns", "kolom tabel")
    return _fields(block, "columns", names, table=True)


def _prefill(block: Block, names: Names) -> str:
    if block.get("prefill") is None:
        return ""
    return block.ref("prefill", (*PREFILLS, *names.field_paths()), "asal isian")


def _show_if(block: Block, before: Mapping[str, Field]) -> tuple[str, str] | None:
    """Shown only while another field, standing before it in the same form, has this value."""
    pairs = block.text_pairs("show_if")
    if not pairs:
        return None
    if len(pairs) > 1:
        block.error("show_if", "show-if", "show_if hanya dapat melihat satu isian lain.")
    name, value = pairs[0]
    wanted = value.text.strip()
    other = before.get(name.text)
    if other is None:
        block.error(
            "show_if",
            "show-if",
            f"show_if menunjuk “{name.text}”, yang tidak ada di atas isian ini dalam formulir yang "
            "sama.",
            at=name,
        )
        return None
    match other.type:
        case FieldType.CHOICE:
            known = tuple(one for one, _ in other.choices)
        case FieldType.BOOLEAN:
            known = ("ya", "tidak")
        case _:
            return name.text, wanted
    if not block.knows(f"show_if.{name.text}", wanted, known, "pilihan", at=value):
        return None
    return name.text, wanted
