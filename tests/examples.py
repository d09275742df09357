"""Something right for every field of a form."""

from __future__ import annotations

from kolokasi.core.procedure import Field, FieldType, Form


def filled(form: Form) -> dict[str, object]:
    """A form with something right in every field."""
    return {one.key: example(one) for one in form.fields}


def example(one: Field) -> object:
    match one.type:
        case FieldType.INTEGER | FieldType.DECIMAL:
            return str(one.minimum if one.minimum is not None else 2)
        case FieldType.CHOICE:
            return one.choices[0][0]
        case FieldType.DATE:
            return "2027-01-31"
        case FieldType.BOOLEAN | FieldType.SECRET:
            return "ya"
        case FieldType.EMAIL:
            return "narahubung@contoh.go.id"
        case FieldType.PHONE:
            return "0812 5550 0101"
        case FieldType.NIP:
            return "198001012005011001"
        case FieldType.DOMAIN:
            return "layanan.contoh.go.id"
        case FieldType.IP:
            return "10.20.30.40"
        case FieldType.TABLE:
            return [{column.key: example(column) for column in one.columns}]
        case _:
            return f"Isi {one.label}"[:60]
