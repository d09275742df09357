"""Forms of SOPs on a page: from a definition to what a template shows, from a POST to what was typed.

A field's name in HTML is its path (``pengajuan.nama_unit``, ``pengajuan.server.0.ram``), the same path
under which the engine reports errors, so that an error always finds its field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from kolokasi.core.forms import MAX_ROWS, present
from kolokasi.core.procedure import Condition, Field, FieldType, Form, Procedure

_INPUT_TYPES = {
    FieldType.DATE: "date",
    FieldType.EMAIL: "email",
    FieldType.PHONE: "tel",
    FieldType.INTEGER: "text",
    FieldType.DECIMAL: "text",
}
_INPUT_MODES = {
    FieldType.INTEGER: "numeric",
    FieldType.DECIMAL: "decimal",
    FieldType.NIP: "numeric",
}


# A table that has these columns is filled in from a known model of server (``core.capacity.asking``).
MODEL, MODEL_FIELDS = "merk_tipe", ("tinggi", "daya")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownField:
    """One field as the template needs it. ``locked`` fields show their value and cannot be changed."""

    name: str
    id: str
    field: Field
    value: object
    error: str = ""
    locked: bool = False
    before: str = ""  # the value before a return, where it was flagged
    rows: tuple[tuple[ShownField, ...], ...] = ()
    blank_row: tuple[ShownField, ...] = ()
    remark: ShownField | None = None  # the words that may be added to a choice, folded below it

    library: bool = False  # offers known models of servers, which fill in the fields beside it

    @property
    def segmented(self) -> bool:
        """Whether its few short choices stand side by side, all in sight, instead of in a list."""
        labels = [label for _, label in self.field.choices]
        few = 2 <= len(labels) <= 3 and sum(map(len, labels)) <= 45
        return few and self.field.required and self.name.count(".") == 1

    @property
    def kind(self) -> str:
        return str(self.field.type)

    @property
    def input_type(self) -> str:
        return _INPUT_TYPES.get(self.field.type, "text")

    @property
    def input_mode(self) -> str:
        return _INPUT_MODES.get(self.field.type, "")

    @property
    def text(self) -> str:
        text = "" if self.value is None else str(self.value)
        if self.field.type is FieldType.DECIMAL and not self.error and "," not in text:
            return text.replace(".", ",")  # as it is read here; what was refused stays as typed
        return text

    @property
    def checked(self) -> bool:
        return bool(self.value) and self.value not in ("tidak", "false")

    @property
    def shown(self) -> str:
        return present(self.field, self.value)

    @property
    def show_if_name(self) -> str:
        return (
            self.name.rpartition(".")[0] + "." + self.field.show_if[0] if self.field.show_if else ""
        )

    @property
    def show_if_value(self) -> str:
        return self.field.show_if[1] if self.field.show_if else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownForm:
    form: Form
    fields: tuple[ShownField, ...]

    @property
    def has_open_field(self) -> bool:
        return any(not one.locked for one in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What a form is shown with. ``flagged`` (with ``before``) opens only these paths."""

    services: frozenset[str]
    answers: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    before: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    flagged: frozenset[str] = frozenset()


def show_forms(procedure: Procedure, keys: Iterable[str], filling: Filling) -> list[ShownForm]:
    return [_show_form(procedure.forms[key], filling) for key in keys]


def read_forms(
    posted: QueryDict, procedure: Procedure, keys: Iterable[str]
) -> dict[str, dict[str, object]]:
    """What was typed, form by form, still as text. Fields that the form does not have are ignored."""
    return {
        key: {
            one.key: _read(posted, f"{key}.{one.key}", one) for one in procedure.forms[key].fields
        }
        for key in keys
    }


def _show_form(form: Form, filling: Filling) -> ShownForm:
    shown = tuple(
        _show(form.key, one, filling) for one in form.fields if _may_apply(one.condition, filling)
    )
    return ShownForm(form=form, fields=tuple(_with_remarks(shown)))


def _with_remarks(shown: tuple[ShownField, ...]) -> Iterator[ShownField]:
    """An optional text ``x_ket`` right after the choice ``x`` belongs to it, and is shown with it."""
    left = list(shown)
    while left:
        one = left.pop(0)
        after = left[0] if left else None
        if (
            after is not None
            and one.segmented
            and not (one.locked or after.locked)
            and after.field.key == f"{one.field.key}_ket"
            and not after.field.required
        ):
            one = replace(one, remark=left.pop(0))
        yield one


def _may_apply(condition: Condition, filling: Filling) -> bool:
    """Fields that hang on an answer still to be given are shown; only settled ones are left out."""
    open_answers = {name: value for name, value in condition.answers if name not in filling.answers}
    return condition.holds(services=filling.services, answers={**filling.answers, **open_answers})


def _show(form: str, one: Field, filling: Filling) -> ShownField:
    name = f"{form}.{one.key}"
    value = filling.values.get(form, {}).get(one.key)
    locked = bool(filling.flagged) and name not in filling.flagged
    rows: tuple[tuple[ShownField, ...], ...] = ()
    blank: tuple[ShownField, ...] = ()
    if one.type is FieldType.TABLE:
        given = value if isinstance(value, list) else []
        rows = tuple(
            _row(name, index, one, row, filling) for index, row in enumerate(given or [{}])
        )
        blank = _row(name, "__baris__", one, {}, filling)
    return ShownField(
        name=name,
        id="f-" + name.replace(".", "-"),
        field=one,
        value=value,
        error=filling.errors.get(name, ""),
        locked=locked,
        before=present(one, filling.before.get(form, {}).get(one.key)) if not locked else "",
        rows=rows,
        blank_row=blank,
    )


def _row(
    name: str, index: int | str, table: Field, row: Mapping[str, object], filling: Filling
) -> tuple[ShownField, ...]:
    return tuple(
        ShownField(
            name=f"{name}.{index}.{column.key}",
            id=f"f-{name.replace('.', '-')}-{index}-{column.key}",
            field=column,
            value=row.get(column.key),
            error=filling.errors.get(f"{name}.{index}.{column.key}", ""),
            library=column.key == MODEL and any(one.key in MODEL_FIELDS for one in table.columns),
        )
        for column in table.columns
        if _may_apply(column.condition, filling)
    )


def _read(posted: QueryDict, name: str, one: Field) -> object:
    if one.type is not FieldType.TABLE:
        return posted.get(name, "")
    pattern = re.compile(re.escape(name) + r"\.(\d{1,4})\.")
    indices = sorted({int(found[1]) for key in posted if (found := pattern.match(key))})
    return [
        {column.key: posted.get(f"{name}.{index}.{column.key}", "") for column in one.columns}
        for index in indices[: 4 * MAX_ROWS]  # too many are refused, and shown again
    ]
