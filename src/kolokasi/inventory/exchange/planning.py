"""What a file would do: each of its rows adds, changes or leaves something as it is; or is at fault.

Rows are compared with what stands, and looked at together with it: as the data centre would be afterwards.
What is not in the file stays as it is; an import takes nothing away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kolokasi.inventory.exchange import rules
from kolokasi.inventory.exchange.cells import unlikely, written
from kolokasi.inventory.exchange.columns import Cells, Column, Kind, Sheet, Value, tidy
from kolokasi.inventory.exchange.identity import Identity, identity_of, key, network
from kolokasi.inventory.exchange.reading import Finding, Read, Row
from kolokasi.inventory.exchange.sheets import BY_KEY, SHEETS
from kolokasi.inventory.exchange.standing import Standing


class Do(StrEnum):
    ADD = "tambah"
    CHANGE = "ubah"
    SAME = "tetap"
    FAULT = "keliru"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row and what is done about it. ``cells`` are all that will be said of the thing afterwards."""

    row: Row
    identity: Identity
    do: Do
    cells: Cells
    changes: tuple[Change, ...] = ()


@dataclass(slots=True)
class Plan:
    steps: list[Step] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def faults(self) -> list[Finding]:
        return [one for one in self.findings if not one.remark]

    def count(self, do: Do) -> int:
        return sum(1 for one in self.steps if one.do is do)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What else an import is looked at with. ``agencies``: names and keys, folded → the name."""

    standing: Standing
    agencies: Mapping[str, str]
    label_percent: int


def plan(read: Read, around: Surroundings) -> Plan:
    made = Plan(findings=list(read.findings))
    seen: dict[tuple[str, Identity], Row] = {}
    homonyms = _homonyms(around.standing)
    faulty: set[int] = {id(row) for row in read.rows if not row.sound}
    for row in read.rows:
        identity, wrong = _identity(row, around.standing, homonyms)
        if not wrong and (first := seen.setdefault((row.sheet, identity), row)) is not row:
            wrong = f"Hal yang sama sudah disebut pada {first.place} baris {first.number}. Sisakan satu."
        if wrong:
            faulty.add(id(row))
            made.findings.append(_finding(row, _naming(row), wrong))
            seen.setdefault((row.sheet, identity), row)
            continue
        step, wrongs = _compared(row, identity, around)
        made.steps.append(step)
        for column, sentence in wrongs:
            faulty.add(id(row))
            made.findings.append(_finding(row, column, sentence))
    _look_together(made, faulty, around)
    made.steps = [
        one if id(one.row) not in faulty else _at_fault(one) for one in made.steps
    ]  # fmt: skip
    made.findings.sort(key=_place_in_file(read))
    return made


def _identity(
    row: Row, standing: Standing, homonyms: Mapping[Identity, list[Identity]]
) -> tuple[Identity, str]:
    """What the row is about, and what is wrong with how it says so."""
    identity = identity_of(row.sheet, row.cells)
    if row.sheet != "devices":
        return identity, ""
    if row.cells.get("code"):
        if identity in standing.things["devices"]:
            return identity, ""
        return identity, (
            f"Kode {row.cells['code']} tidak ada di sini. Kosongkan kodenya bila perangkat ini baru."
        )
    there = homonyms.get(identity, [])
    if len(there) > 1:
        return identity, (
            f"Ada {len(there)} perangkat bernama “{row.cells.get('name')}” di lokasi ini. Isi kolom Kode "
            "dari hasil ekspor."
        )
    return (there[0] if there else identity), ""


def _homonyms(standing: Standing) -> dict[Identity, list[Identity]]:
    """Devices by site and name, for rows without a code."""
    found: dict[Identity, list[Identity]] = defaultdict(list)
    for identity, one in standing.things["devices"].items():
        found[key(one.cells["site"], one.cells["name"])].append(identity)
    return found


def _naming(row: Row) -> Column | None:
    columns = BY_KEY[row.sheet].columns
    return next((one for one in reversed(columns) if one.names), None)


def _compared(
    row: Row, identity: Identity, around: Surroundings
) -> tuple[Step, list[tuple[Column, str]]]:
    """The row beside what stands, if anything does."""
    sheet = BY_KEY[row.sheet]
    there = around.standing.things[row.sheet].get(identity)
    given = _given(row, there is not None, around)
    if there is None:
        before: Cells = {}
        cells = sheet.blank() | given
        changed = [one for one in sheet.columns if one.key in given]
        wrongs = [(one, "Sel ini wajib diisi.") for one in _missing(sheet, row, cells)]
    else:
        before = there.cells
        cells = before | given
        changed = [
            one
            for one in sheet.columns
            if one.key in given and not _same(one, before.get(one.key), given[one.key])
        ]
        wrongs = [(one, _unchangeable(one, before)) for one in changed if _is_once(sheet, one)]
    if row.sheet == "devices" and "feeds" not in given and _moves(changed):
        cells["feeds"] = []  # it leaves its plugs behind; new ones as usual there
    told = ((one, unlikely(one, given[one.key])) for one in changed)
    wrongs += [(one, sentence) for one, sentence in told if sentence]
    if there is None:
        return Step(row=row, identity=identity, do=Do.ADD, cells=cells), wrongs
    changes = tuple(
        Change(
            column=one.heading, before=_shown(one, before.get(one.key)),
            after=_shown(one, given[one.key]),
        )
        for one in changed
    )  # fmt: skip
    do = Do.CHANGE if changes else Do.SAME
    return Step(row=row, identity=identity, do=do, cells=cells, changes=changes), wrongs


# A device of another height, or with other ports, is another device (``inventory.moving``).
_ONCE = {("devices", "height_u"), ("devices", "ports")}
# Columns that say another thing's name: its letters' case says nothing.
_REFERS = {
    *("site", "room", "rack", "parent", "switches", "panels", "group", "agency"),
    *("feeds", "gensets", "addresses"),
}


def _given(row: Row, is_there: bool, around: Surroundings) -> Cells:
    """What the row says, without what names it, and without what an empty cell leaves open."""
    sheet = BY_KEY[row.sheet]
    given = {
        one.key: row.cells[one.key]
        for one in sheet.columns
        if one.key in row.cells and not (is_there and one.names and row.sheet != "devices")
    }
    if row.sheet == "pools" and "cidr" in given:
        given["cidr"] = network(str(given["cidr"]))
    if row.sheet != "devices":
        return given
    given.pop("code", None)
    agency = str(given.get("agency", ""))
    given["agency"] = around.agencies.get(agency.casefold(), agency)
    for name in ("feeds", "addresses", "agency"):
        if is_there and not given.get(name):
            given.pop(name, None)
    label = given.get("label_watts")
    if given.get("watts") is None and isinstance(label, int):
        given["watts"] = -(-label * around.label_percent // 100)
    return given


def _missing(sheet: Sheet, row: Row, cells: Cells) -> list[Column]:
    """What a new row must say and does not. Of a row that is not sound it was said already."""
    return [
        one
        for one in sheet.columns
        if row.sound and one.required and cells.get(one.key) in (None, "", [])
    ]


def _is_once(sheet: Sheet, column: Column) -> bool:
    return column.fixed or (sheet.key, column.key) in _ONCE


def _unchangeable(column: Column, before: Cells) -> str:
    recorded = _shown(column, before.get(column.key))
    return f"{column.title} tidak dapat diubah lewat impor; yang tercatat: {recorded}."


def _moves(changed: list[Column]) -> bool:
    return any(one.key in ("site", "room", "rack") for one in changed)


def _same(column: Column, before: Value, after: Value) -> bool:
    if column.kind is Kind.LIST:
        old = before if isinstance(before, list) else []
        new = after if isinstance(after, list) else []
        return {one.casefold() for one in old} == {one.casefold() for one in new}
    if column.kind is Kind.TEXT:
        old_text, new_text = tidy(str(before or "")), tidy(str(after or ""))
        if column.key in _REFERS:
            return old_text.casefold() == new_text.casefold()
        return old_text == new_text
    return before == after


def _shown(column: Column, value: Value) -> str:
    text = str(written(column, value))
    return text or "–"


def _look_together(made: Plan, faulty: set[int], around: Surroundings) -> None:
    """Every row that changes something, in the data centre as it would be afterwards."""
    after: dict[str, dict[Identity, Cells]] = {
        sheet.key: {name: one.cells for name, one in around.standing.things[sheet.key].items()}
        for sheet in SHEETS
    }
    steps: dict[tuple[str, Identity], Step] = {}
    for step in made.steps:
        after[step.row.sheet][step.identity] = step.cells
        steps[step.row.sheet, step.identity] = step
    whole = rules.Whole(
        after=after, groups=frozenset(around.standing.groups), agencies=frozenset(around.agencies),
        rows={name: (one.row.place, one.row.number) for name, one in steps.items()},
    )  # fmt: skip
    for step in made.steps:
        if step.do is Do.SAME or id(step.row) in faulty:
            continue
        wrongs = list(rules.wrongs(step.row.sheet, step.identity, step.cells, whole))
        for name, sentence in wrongs:
            made.findings.append(_finding(step.row, BY_KEY[step.row.sheet].column(name), sentence))
        if wrongs:
            faulty.add(id(step.row))


def _at_fault(step: Step) -> Step:
    return Step(row=step.row, identity=step.identity, do=Do.FAULT, cells=step.cells)


def _finding(row: Row, column: Column | None, sentence: str) -> Finding:
    return Finding(
        place=row.place, row=row.number, column=column.heading if column else "", sentence=sentence
    )


def _place_in_file(read: Read):  # type: ignore[no-untyped-def]
    """Faults before remarks, then as the file has them."""
    places = list(dict.fromkeys([*(one.place for one in read.rows), *_places(read)]))
    order = {place: number for number, place in enumerate(places)}
    return lambda one: (one.remark, order.get(one.place, len(order)), one.row)


def _places(read: Read) -> Iterator[str]:
    return (one.place for one in read.findings)
