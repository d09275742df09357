"""What people type into a form becomes typed values, or a sentence for each field that is wrong.

Cleaned values are plain data (text, whole numbers, booleans, lists of rows), so that they can be kept,
hashed and compared. Hidden fields (other service, ``show_if``) carry no value. After a return only the
flagged fields are open: what was not flagged keeps its value whatever is sent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from ipaddress import ip_address

from kolokasi.core.procedure import Field, FieldType, Form

Values = dict[str, object]
SECRET_HANDED_OVER = "diserahkan langsung"
MAX_ROWS = 50
_MAX_TEXT, _MAX_LONG = 300, 10_000
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_EMAIL = re.compile(r"[^@\s<>\"']+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{4,24}")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # Unicode's Cc and Cs
_TRUE = {"ya", "on", "true", "1", "y"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field before and after mending, as a person reads it."""

    field: Field
    before: str
    after: str


def clean(
    form: Form,
    submitted: Mapping[str, object],
    *,
    services: frozenset[str],
    answers: Mapping[str, str],
    before: Mapping[str, object] | None = None,
    flagged: frozenset[str] = frozenset(),
    complete: bool = True,
) -> tuple[Values, dict[str, str]]:
    """Typed values and errors (``form.field`` → sentence).

    ``complete=False`` forgives missing required fields (a draft, or a way out that is no consent).
    ``flagged`` with ``before``: only these fields are read from ``submitted``.
    """
    values: Values = {}
    errors: dict[str, str] = {}
    for field in form.fields:
        if not is_open(field, values, services=services, answers=answers):
            continue
        if flagged and before is not None and field.key not in flagged:
            if field.key in before:
                values[field.key] = before[field.key]
            continue
        try:
            value = _value(field, submitted.get(field.key), complete, services)
        except _Wrong as wrong:
            for path, sentence in wrong.errors.items():
                errors[f"{form.key}.{field.key}{path}"] = sentence
            continue
        if value is not None:
            values[field.key] = value
        elif field.required and complete:
            errors[f"{form.key}.{field.key}"] = f"{field.label}: isian ini wajib diisi."
    return values, errors


def clean_line(label: str, typed: str) -> tuple[str, str]:
    """One line that must be there, and what is wrong with it: what stands on a case outside its forms."""
    field = Field(key="_", label=label, required=True)
    values, errors = clean(
        Form(key="", title="", fields=(field,)), {"_": typed}, services=frozenset(), answers={}
    )
    return str(values.get("_", "")), next(iter(errors.values()), "")


def unprintable(text: str) -> bool:
    """Whether a text holds what no database keeps and nobody sees: control marks, broken characters.

    Unassigned characters are welcome: this Python may be older than the phone's newest emoji.
    """
    return _UNPRINTABLE.search(text) is not None


def is_open(
    field: Field,
    values: Mapping[str, object],
    *,
    services: frozenset[str],
    answers: Mapping[str, str],
) -> bool:
    """Whether the field is asked for at all, given the values before it in the form."""
    if not field.condition.holds(services=services, answers=answers):
        return False
    if field.show_if is None:
        return True
    other, wanted = field.show_if
    found = values.get(other)
    return present_plain(found) == wanted


def prefill(form: Form, source: Mapping[str, object]) -> Values:
    """What is known already, so that nobody types it twice. Keys as in ``Field.prefill``."""
    return {
        field.key: source[field.prefill]
        for field in form.fields
        if field.prefill and source.get(field.prefill) not in (None, "", [])
    }


def differences(
    form: Form, before: Mapping[str, object], after: Mapping[str, object]
) -> list[Change]:
    return [
        Change(
            field=field,
            before=present(field, before.get(field.key)),
            after=present(field, after.get(field.key)),
        )
        for field in form.fields
        if before.get(field.key) != after.get(field.key)
    ]


def present(field: Field, value: object) -> str:
    """The value as a person reads it (dates stay ISO here; the screens word them)."""
    if value is None:
        return ""
    match field.type:
        case FieldType.BOOLEAN:
            return "Ya" if value else "Tidak"
        case FieldType.CHOICE:
            return dict(field.choices).get(str(value), str(value))
        case FieldType.DECIMAL:
            return f"{str(value).replace('.', ',')} {field.unit}".strip()
        case FieldType.TABLE if isinstance(value, list):
            return "\n".join(_present_row(field, row) for row in value)
        case _:
            return f"{value} {field.unit}".strip()


def present_plain(value: object) -> str:
    """The value as ``show_if`` compares it."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return "" if value is None else str(value)


def _present_row(field: Field, row: Mapping[str, object]) -> str:
    cells = (
        f"{column.label}: {present(column, row[column.key])}"
        for column in field.columns
        if row.get(column.key) not in (None, "")
    )
    return "; ".join(cells)


class _Wrong(Exception):
    """What is wrong with one field: path within it ("" for itself) → sentence."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__()
        self.errors = errors


def _wrong(field: Field, sentence: str) -> _Wrong:
    return _Wrong({"": f"{field.label}: {sentence}"})


def _value(field: Field, raw: object, complete: bool, services: frozenset[str]) -> object:
    if field.type is FieldType.TABLE:
        return _table(field, raw, complete, services)
    if field.type is FieldType.BOOLEAN:
        return _truth(raw)
    if field.type is FieldType.SECRET:  # whatever was typed is dropped on purpose
        return SECRET_HANDED_OVER if _truth(raw) or raw == SECRET_HANDED_OVER else None
    text = _text(field, raw)
    if not text:
        return None
    match field.type:
        case FieldType.INTEGER:
            return _integer(field, text)
        case FieldType.DECIMAL:
            return _decimal(field, text)
        case FieldType.CHOICE:
            if text not in dict(field.choices):
                raise _wrong(field, "pilih salah satu dari pilihan yang ada.")
        case FieldType.DATE:
            return _date(field, text)
        case FieldType.EMAIL:
            if not _EMAIL.fullmatch(text):
                raise _wrong(field, "tulis alamat surel lengkap, misalnya nama@contoh.go.id.")
        case FieldType.PHONE:
            if not _PHONE.fullmatch(text):
                raise _wrong(field, "tulis nomor telepon dengan angka, misalnya 0812 3456 7890.")
        case FieldType.NIP:
            digits = re.sub(r"[ .]", "", text)
            if not (digits.isdecimal() and digits.isascii() and len(digits) == 18):
                raise _wrong(field, "NIP terdiri atas 18 angka.")
            return digits
        case FieldType.DOMAIN:
            return _domain(field, text)
        case FieldType.IP:
            return _ip(field, text)
        case _:
            pass
    return text


def _text(field: Field, raw: object) -> str:
    text = unicodedata.normalize("NFC", "" if raw is None else str(raw))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()
    long = field.type is FieldType.LONG_TEXT
    if not long:
        text = " ".join(text.split("\n"))
    if unprintable(text):
        raise _wrong(field, "memuat karakter yang tidak dapat dicetak; ketik ulang isian ini.")
    limit = _MAX_LONG if long else _MAX_TEXT
    if len(text) > limit:
        raise _wrong(field, f"paling banyak {limit} karakter; sekarang {len(text)}.")
    return text


def _truth(raw: object) -> bool:
    return raw is True or str(raw or "").strip().lower() in _TRUE


def _integer(field: Field, text: str) -> int:
    plain = text.replace(".", "") if re.fullmatch(r"-?\d{1,3}(\.\d{3})+", text) else text
    if not re.fullmatch(r"-?[0-9]{1,15}", plain):
        raise _wrong(field, "tulis bilangan bulat, misalnya 42.")
    number = int(plain)
    _within(field, number)
    return number


def _decimal(field: Field, text: str) -> str:
    if "," in text:  # then a point parts the thousands: 1.500,5
        text = text.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?[1-9]\d{0,2}(\.\d{3})+", text):
        plain = text.replace(".", "")
        raise _wrong(field, f"“{text}” dapat dibaca dengan dua cara; tulis {plain} atau {text},0.")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise _wrong(field, "tulis angka, misalnya 2,5.") from None
    if not number.is_finite() or abs(number.adjusted()) > 15:
        raise _wrong(field, "angka ini di luar jangkauan.")
    _within(field, number)
    return format(number, "f")


def _within(field: Field, number: int | Decimal) -> None:
    if field.minimum is not None and number < field.minimum:
        raise _wrong(field, f"paling sedikit {field.minimum} {field.unit}".strip() + ".")
    if field.maximum is not None and number > field.maximum:
        raise _wrong(field, f"paling banyak {field.maximum} {field.unit}".strip() + ".")


def _date(field: Field, text: str) -> str:
    local = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", text)
    iso = f"{local[3]}-{int(local[2]):02}-{int(local[1]):02}" if local else text
    try:
        found = date.fromisoformat(iso)
    except ValueError:
        raise _wrong(field, "tulis tanggal yang ada, misalnya 17-08-2026.") from None
    if not 1945 <= found.year <= 2200:
        raise _wrong(field, "tahunnya tidak masuk akal; periksa lagi.")
    return found.isoformat()


def _domain(field: Field, text: str) -> str:
    name = text.lower().removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or len(labels) < 2 or not all(_LABEL.fullmatch(one) for one in labels):
        raise _wrong(
            field,
            "tulis nama domain tanpa http:// dan tanpa garis miring, misalnya data.contoh.go.id; "
            "hanya huruf kecil, angka, dan tanda hubung.",
        )
    return name


def _ip(field: Field, text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        raise _wrong(field, "tulis alamat IP, misalnya 10.1.2.3.") from None


def _table(field: Field, raw: object, complete: bool, services: frozenset[str]) -> object:
    rows = [row for row in raw if isinstance(row, Mapping)] if isinstance(raw, list | tuple) else []
    if len(rows) > MAX_ROWS:
        raise _wrong(field, f"paling banyak {MAX_ROWS} baris.")
    cleaned: list[Values] = []
    errors: dict[str, str] = {}
    for index, row in enumerate(rows):
        if not any(str(row.get(column.key) or "").strip() for column in field.columns):
            continue
        inner = Form(key="", title="", fields=field.columns)
        values, wrong = clean(inner, row, services=services, answers={}, complete=complete)
        cleaned.append(values)
        errors |= {
            f".{index}{path}": f"Baris {index + 1}, {sentence}" for path, sentence in wrong.items()
        }
    if errors:
        raise _Wrong(errors)
    return cleaned or None
