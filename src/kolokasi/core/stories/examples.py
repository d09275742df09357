"""Something right to type into every field that must be filled: for stories, rehearsals and demonstrations."""

from __future__ import annotations

from collections.abc import Mapping

from kolokasi.core.procedure import Field, FieldType, Form

_BY_TYPE = {
    FieldType.LONG_TEXT: "Uraian contoh untuk isian ini.",
    FieldType.DATE: "2026-08-17",
    FieldType.BOOLEAN: "ya",
    FieldType.SECRET: "ya",
    FieldType.EMAIL: "narahubung@contoh.go.id",
    FieldType.PHONE: "0812 5550 0101",
    FieldType.NIP: "198001012005011001",
    FieldType.DOMAIN: "layanan.contoh.go.id",
    FieldType.IP: "10.20.30.40",
}


def example_form(form: Form, given: Mapping[str, object] | None = None) -> dict[str, object]:
    """The required fields of a form with examples, and over them what was given."""
    filled = {field.key: example(field) for field in form.fields if field.required}
    return filled | dict(given or {})


def example(field: Field) -> object:
    match field.type:
        case FieldType.INTEGER | FieldType.DECIMAL:
            return str(_number(field))
        case FieldType.CHOICE:
            return next((key for key, _ in field.choices), "")
        case FieldType.TABLE:
            wanted = [column for column in field.columns if column.required]
            return [{one.key: example(one) for one in wanted or field.columns[:1]}]
        case FieldType.TEXT:
            return f"Contoh {field.label.lower()}"[:80]
        case _:
            return _BY_TYPE[field.type]


def _number(field: Field) -> int:
    """One, or the bound nearest to it."""
    low = field.minimum if field.minimum is not None else 1
    high = field.maximum if field.maximum is not None else max(low, 1)
    return min(max(1, low), high)
