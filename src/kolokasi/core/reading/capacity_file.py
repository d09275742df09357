"""``capacity:`` of a procedure file: which fields say what a request asks for, and who may override the check."""

from __future__ import annotations

from collections.abc import Mapping

from kolokasi.core.capacity.asking import DEVICES, QUANTITIES
from kolokasi.core.procedure import Capacity, FieldType, Form
from kolokasi.core.reading.block import Block
from kolokasi.core.reading.names import Names


def read_capacity(block: Block, names: Names, forms: Mapping[str, Form]) -> Capacity | None:
    one = block.block("capacity", "capacity")
    if one is None:
        return None
    one.require("asks", "isian yang menyebut apa yang diminta")
    asks = one.block("asks", "asks")
    found: list[tuple[str, tuple[str, ...]]] = []
    for quantity in QUANTITIES if asks is not None else ():
        paths = asks.refs(quantity, names.field_paths(), "isian") if asks is not None else ()
        if paths and asks is not None:
            for path in paths:
                _check_type(asks, quantity, path, forms)
            found.append((quantity, paths))
    return Capacity(
        asks=tuple(found),
        overrides=one.refs("overrides", names.roles, "peran"),
        assumption=one.text("assumption"),
    )


def _check_type(block: Block, quantity: str, path: str, forms: Mapping[str, Form]) -> None:
    form, _, key = path.partition(".")
    field = forms[form].field(key) if form in forms else None
    wanted = FieldType.TABLE if quantity == DEVICES else FieldType.INTEGER
    if field is not None and field.type is not wanted:
        block.error(
            quantity,
            "isian-kapasitas",
            f"Isian “{path}” harus berjenis {wanted.value} agar dapat dihitung; sekarang {field.type.value}.",
        )
