"""One cell: what it says as a value, or what is wrong with it and how to mend it; and a value as it is written.

A text that a spreadsheet program would take for a formula gets an apostrophe in front when it is written, and
loses it when it is read: whatever a name begins with, it comes back as it went out.
"""

from __future__ import annotations

import re
from datetime import date

from kolokasi.inventory.exchange.columns import UNITS, Column, Kind, Value, plain, tidy
from kolokasi.inventory.exchange.opening import Cell

_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*([^\W\d_][\w/]*|%)?")
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_TRUE, _FALSE = (
    {"ya", "y", "yes", "true", "benar", "1"},
    {"tidak", "t", "no", "false", "salah", "0"},
)
_NOTHING = {"", "-", "–", "—"}


class CellFault(Exception):
    """What is wrong with a cell, as a sentence."""


def read(column: Column, cell: Cell) -> Value:
    """Raises CellFault. An empty cell is what the column says of it."""
    if isinstance(cell, dict) and "f" in cell:
        raise CellFault("Sel ini berisi rumus. Salin, lalu tempel sebagai nilai.")
    if isinstance(cell, dict) and "e" in cell:
        raise CellFault(f"Sel ini berisi galat {cell['e']}. Tulis nilainya.")
    if cell is None or (isinstance(cell, str) and not tidy(cell)):
        return column.blank
    if column.kind is not Kind.TEXT and isinstance(cell, str) and tidy(cell) in _NOTHING:
        return column.blank
    match column.kind:
        case Kind.NUMBER:
            return _number(column, cell)
        case Kind.DATE:
            return _date(cell)
        case Kind.YES_NO:
            return _yes_no(cell)
        case Kind.CHOICE:
            return _choice(column, cell)
        case Kind.LIST:
            pieces = [tidy(one) for one in re.split(r"[;\n]", _text(cell))]
            return list(dict.fromkeys(one for one in pieces if one))
        case _:
            return _short(column, _text(cell))


def written(column: Column, value: Value) -> str | int:
    """As the export writes it: a number as a number, everything else as text that is no formula."""
    match column.kind:
        case _ if value is None:
            return ""
        case Kind.NUMBER if isinstance(value, int):
            return value
        case Kind.YES_NO:
            return "ya" if value else "tidak"
        case Kind.CHOICE:
            return column.choices.get(str(value), str(value))
        case Kind.LIST if isinstance(value, list):
            return harmless("; ".join(value))
        case _:
            return harmless(tidy(str(value)))


def harmless(text: str) -> str:
    """A text that no spreadsheet program runs (OWASP: CSV injection)."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def _text(cell: Cell) -> str:
    """What was typed. A number in a column of texts is its digits."""
    match cell:
        case bool():
            return "ya" if cell else "tidak"
        case str():
            return cell[1:] if cell.startswith("'") and _DANGEROUS.match(cell) else cell
        case float() if abs(cell) >= 2**53:
            raise CellFault(
                "Angka sepanjang ini sudah dibulatkan oleh program lembar kerja. Jadikan selnya teks, "
                "lalu ketik lagi."
            )
        case {"d": day}:
            return str(day)
        case _:
            return str(cell)


def _short(column: Column, text: str) -> str:
    found = tidy(text)
    if len(found) > column.most:
        raise CellFault(f"Teks terlalu panjang; paling banyak {column.most} huruf.")
    return found


def _number(column: Column, cell: Cell) -> int:
    example = column.likely[0] if column.likely else max(column.low, 1)
    if isinstance(cell, (bool, dict)):
        raise CellFault(f"Tulis bilangan bulat, misalnya {example}.")
    if isinstance(cell, str):
        return _typed(column, tidy(_text(cell)), example)
    if isinstance(cell, float):
        raise CellFault(f"Tulis bilangan bulat; tertulis {_shown(cell)}.")
    return _within(column, cell)


def _typed(column: Column, text: str, example: int) -> int:
    """A number that came as text, perhaps with its unit: ours is accepted, another is told in ours."""
    found = _NUMBER.fullmatch(text)
    if not found:
        raise CellFault(f"“{text[:40]}” bukan bilangan. Tulis angka saja, misalnya {example}.")
    amount, unit = float(found[1].replace(",", ".")), (found[2] or "").casefold()
    factors = UNITS.get(column.unit, {})
    if unit and unit not in factors:
        raise CellFault(
            f"Satuan “{found[2]}” tidak dikenal di sini. Kolom ini dalam {column.unit or 'bilangan'}; "
            f"tulis angka saja, misalnya {example}."
        )
    if unit and unit != column.unit.casefold():
        raise CellFault(
            f"Tertulis {text[:40]}, sedangkan kolom ini dalam {column.unit}. Tulis "
            f"{_shown(amount * factors[unit])}."
        )
    if re.fullmatch(r"[+-]?\d{1,3}([.,]\d{3})+", found[1]):  # 1.200: a thousand, or one and a fifth
        raise CellFault(
            f"“{found[1]}” dapat dibaca dengan dua cara. Tulis tanpa tanda titik atau koma."
        )
    if not amount.is_integer():
        raise CellFault(f"Tulis bilangan bulat; tertulis {_shown(amount)}.")
    return _within(column, int(amount))


def _within(column: Column, number: int) -> int:
    unit = f" {column.unit}" if column.unit else ""
    if number < 0:
        raise CellFault(f"Bilangan ini tidak boleh kurang dari nol; tertulis {number}{unit}.")
    if not column.low <= number <= column.high:
        raise CellFault(
            f"Tertulis {number}{unit}; yang masuk akal antara {column.low} dan {column.high}{unit}. "
            f"{_meant(column, number)}".rstrip()
        )
    return number


def unlikely(column: Column, value: Value) -> str:
    """Why a number looks like one in another unit; empty where it does not."""
    if column.likely is None or not isinstance(value, int) or isinstance(value, bool):
        return ""
    low, high = column.likely
    if low <= value <= high or (value == 0 and column.low == 0):
        return ""
    size = "kecil" if value < low else "besar"
    wrong = f"Tertulis {value} {column.unit}: terlalu {size} untuk kolom ini."
    return f"{wrong} {_meant(column, value)}".rstrip()


def _meant(column: Column, number: int) -> str:
    """``Bila yang dimaksud 60 cm, tulis 600.`` where one other unit makes sense of the number."""
    low, high = column.likely or (column.low, column.high)
    for unit in _OFTEN.get(column.unit, ()):
        other = number * UNITS[column.unit][unit.casefold()]
        if low <= other <= high:
            return f"Bila yang dimaksud {number} {unit}, tulis {_shown(other)}."
    return ""


# Units that are typed by mistake, the likeliest first.
_OFTEN = {
    "mm": ("cm", "m", "inci"), "W": ("kW", "MW"), "kg": ("ton", "gram"), "Mbps": ("Gbps", "kbps"),
    "GB": ("TB", "MB"), "menit": ("jam", "detik"),
}  # fmt: skip


def _shown(number: float) -> str:
    """As an Indonesian writes it: ``4,5``."""
    return f"{number:.10g}".replace(".", ",")


def _date(cell: Cell) -> str:
    try:
        match cell:
            case {"d": str(day)}:
                return date.fromisoformat(day[:10]).isoformat()
            case str():
                found = _DAY.fullmatch(tidy(cell))
                if found:
                    return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
                return date.fromisoformat(tidy(cell)).isoformat()
    except ValueError:
        pass
    shown = str(cell.get("d") if isinstance(cell, dict) else cell)[:40]
    raise CellFault(f"“{shown}” bukan tanggal. Tulis misalnya 2026-11-20.")


def _yes_no(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    word = plain(_text(cell))
    if word in _TRUE | _FALSE:
        return word in _TRUE
    raise CellFault(f"Tulis ya atau tidak; tertulis “{_text(cell)[:40]}”.")


def _choice(column: Column, cell: Cell) -> str:
    word = plain(_text(cell))
    for value, label in column.choices.items():
        if word in (plain(label), plain(value)):
            return value
    raise CellFault(
        f"“{_text(cell)[:40]}” tidak dikenal. Pilih salah satu: {', '.join(column.choices.values())}."
    )
