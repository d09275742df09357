"""A plan becomes the data centre: through the writers and nowhere past them, all of it or nothing.

The caller holds the transaction. The first row that is refused ends everything: ``NotApplied`` names it, and
the transaction takes back what came before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from kolokasi.accounts.office_acts import Administration
from kolokasi.core.refusal import Refused
from kolokasi.inventory import hosting, moving, network, places, power
from kolokasi.inventory.exchange.columns import Cells
from kolokasi.inventory.exchange.identity import Identity, key
from kolokasi.inventory.exchange.planning import Do, Plan, Step
from kolokasi.inventory.exchange.reading import Finding
from kolokasi.inventory.exchange.sheets import BY_KEY
from kolokasi.inventory.exchange.standing import Standing
from kolokasi.inventory.models import Cable, Device, Port, PortGroup
from kolokasi.inventory.standing import DeviceFacts, place_existing


class NotApplied(Exception):
    """A row that the writers refuse. Nothing of the import stands."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.sentence)
        self.finding = finding


def apply(
    act: Administration,
    plan: Plan,
    standing: Standing,
    *,
    agencies: Mapping[str, int],
    label_percent: int,
) -> None:
    """Do what the plan says. ``agencies`` by name, folded. Raises NotApplied."""
    work = _Work(
        act=_Quiet(office=act.office, by=act.by, now=act.now), agencies=agencies,
        label_percent=label_percent, groups=dict(standing.groups),
        rows={sheet: {name: one.row for name, one in things.items()}
              for sheet, things in standing.things.items()},
    )  # fmt: skip
    steps: dict[str, list[Step]] = {sheet: [] for sheet in BY_KEY}
    for step in plan.steps:
        if step.do in (Do.ADD, Do.CHANGE):
            steps[step.row.sheet].append(step)
    shrinking = [one for one in steps["racks"] if _shrinks(one, standing)]
    steps["racks"] = [one for one in steps["racks"] if one not in shrinking]
    steps["power"] = _from_the_top(steps["power"])
    for sheet in ("sites", "rooms"):
        work.do(steps[sheet])
    for sheet in ("switches", "panels"):
        work.make_groups(sheet, steps[sheet])
    for sheet in ("racks", "switches", "panels", "power"):
        work.do(steps[sheet])
    work.back_up(steps["power"])
    for sheet in ("rack_feeds", "uplinks", "pools", "cables", "clusters"):
        work.do(steps[sheet])
    work.move([one for one in steps["devices"] if one.do is Do.CHANGE])
    work.do(steps["devices"])
    work.do(shrinking)


class _Quiet(Administration):
    """The same person and moment. The import leaves one sentence in the trail, and its rows as the record."""

    def note(self, sentence: str) -> None:
        pass


@dataclass(slots=True, kw_only=True)
class _Work:
    act: Administration
    agencies: Mapping[str, int]
    label_percent: int
    groups: dict[tuple[str, str, str], PortGroup]
    rows: dict[str, dict[Identity, Any]]
    moved: set[Identity] = field(default_factory=set)

    def do(self, steps: list[Step]) -> None:
        for step in steps:
            with _named(step):
                there = self.rows[step.row.sheet].get(step.identity)
                made = _WRITE[step.row.sheet](self, step, there)
                if made is not None:
                    self.rows[step.row.sheet][step.identity] = made

    def find(self, sheet: str, *names: object) -> Any:
        return self.rows[sheet][key(*names)]

    def site(self, cells: Cells, column: str = "site") -> Any:
        return self.find("sites", cells[column])

    def rack(self, cells: Cells) -> Any:
        if not cells.get("rack"):
            return None
        found = self.find("racks", cells["site"], cells["room"], cells["rack"])
        found.refresh_from_db()
        return found

    def group(self, cells: Cells, column: str, kind: str) -> Any:
        if not cells.get(column):
            return None
        site, name = key(cells["site"], cells[column])
        return self.groups[site, kind, name]

    def make_groups(self, sheet: str, steps: list[Step]) -> None:
        """Groups come before the racks that can reach them, and before their own switches."""
        kind = _KIND[sheet]
        for step in steps:
            site, name = key(step.cells["site"], step.cells["group"])
            if (site, kind, name) not in self.groups:
                with _named(step):
                    self.groups[site, kind, name] = network.add_group(
                        self.act, self.site(step.cells), kind=kind, name=str(step.cells["group"])
                    )

    def back_up(self, steps: list[Step]) -> None:
        """Gensets, when all of them are there."""
        for step in steps:
            if step.do is Do.CHANGE or step.cells.get("gensets"):
                with _named(step):
                    site = step.cells["site"]
                    gensets = [
                        self.find("power", site, one) for one in _texts(step.cells, "gensets")
                    ]
                    node = self.rows["power"][step.identity]
                    node.refresh_from_db()
                    power.back_up(self.act, node, gensets)

    def move(self, steps: list[Step]) -> None:
        """Devices that change places: those first whose new place is free, until none is left."""
        waiting = [one for one in steps if {change.column for change in one.changes} & _PLACE]
        while waiting:
            stuck: list[tuple[Step, NotApplied]] = []
            for step in waiting:
                try:
                    with _named(step), transaction.atomic():
                        self._move(step)
                except NotApplied as wrong:
                    stuck.append((step, wrong))
            if len(stuck) == len(waiting):
                raise stuck[0][1]
            waiting = [step for step, _ in stuck]

    def _move(self, step: Step) -> None:
        cells = step.cells
        feeds = self.feeds(cells) if _heading("feeds") in _changed(step) else None
        moving.move(
            self.rows["devices"][step.identity], rack=self.rack(cells), unit=_int(cells, "unit"),
            now=self.act.now, face=str(cells["face"]), feeds=feeds, person=self.person,
            why="Impor lembar kerja.",
        )  # fmt: skip

    def feeds(self, cells: Cells) -> list[int] | None:
        names = _texts(cells, "feeds")
        return [self.find("power", cells["site"], one).pk for one in names] if names else None

    @property
    def person(self) -> int | None:
        return self.act.by.pk if self.act.by else None


@contextmanager
def _named(step: Step):  # type: ignore[no-untyped-def]
    """What is refused within is this row's fault."""
    try:
        yield
    except (Refused, IntegrityError) as wrong:
        sentence, column = "Basis data menolak baris ini. Periksa isinya.", ""
        if isinstance(wrong, Refused):
            sentence = "; ".join(wrong.errors.values()) or str(wrong)
            keys = {one.key: one.heading for one in BY_KEY[step.row.sheet].columns}
            column = keys.get(next(iter(wrong.errors), ""), "")
        raise NotApplied(
            Finding(place=step.row.place, row=step.row.number, column=column, sentence=sentence)
        ) from wrong


def _shrinks(step: Step, standing: Standing) -> bool:
    """Whether a rack becomes smaller: then what leaves it has to leave first."""
    there = standing.things["racks"].get(step.identity)
    return there is not None and any(
        isinstance(old := there.cells[name], int) and isinstance(new := step.cells[name], int) and new < old
        for name in ("height_u", "depth_mm", "max_kg")
    )  # fmt: skip


def _from_the_top(steps: list[Step]) -> list[Step]:
    """Parents before what hangs on them, as the tree will be: so no node ever comes under itself."""
    left = {one.identity: one for one in steps}
    ordered: list[Step] = []
    while left:
        free = [
            name
            for name, one in left.items()
            if key(one.cells["site"], one.cells.get("parent")) not in left
        ]
        # A ring never comes here: the plan names it. If one did, the writer refuses it.
        ordered += [left.pop(name) for name in free or list(left)]
    return ordered


# --- one function for each sheet: the row that was made, or None where one was changed ------------


def _write_site(work: _Work, step: Step, there: Any) -> Any:
    address = str(step.cells["address"])
    if there is None:
        return places.add_site(work.act, name=str(step.cells["name"]), address=address)
    return places.change_site(work.act, there, name=there.name, address=address)


def _write_room(work: _Work, step: Step, there: Any) -> Any:
    if there is None:
        return places.add_room(work.act, work.site(step.cells), name=str(step.cells["name"]))
    return None


def _write_rack(work: _Work, step: Step, there: Any) -> Any:
    cells = step.cells
    facts = places.RackFacts(
        name=there.name if there else str(cells["name"]), height_u=_number(cells, "height_u"),
        depth_mm=_number(cells, "depth_mm"), max_kg=_number(cells, "max_kg"), row=str(cells["row"]),
        switches=work.group(cells, "switches", PortGroup.Kind.SWITCH),
        panels=work.group(cells, "panels", PortGroup.Kind.PANEL), note=str(cells["note"]),
        is_open=bool(cells["is_open"]),
    )  # fmt: skip
    if there is None:
        return places.add_rack(work.act, work.find("rooms", cells["site"], cells["room"]), facts)
    there.refresh_from_db()
    return places.change_rack(work.act, there, facts)


def _write_node(work: _Work, step: Step, there: Any) -> Any:
    cells = step.cells
    facts = power.NodeFacts(
        kind=str(cells["kind"]), name=there.name if there else str(cells["name"]),
        parent=work.find("power", cells["site"], cells["parent"]) if cells["parent"] else None,
        rating_w=_number(cells, "rating_w"), modules=_int(cells, "modules"), spare=_int(cells, "spare"),
        runtime_min=_number(cells, "runtime_min"), battery_on=_day(cells, "battery_on"),
        tested_on=_day(cells, "tested_on"),
    )  # fmt: skip
    if there is None:
        return power.add_node(work.act, work.site(cells), facts)
    return power.change_node(work.act, there, facts)


def _write_rack_feed(work: _Work, step: Step, there: Any) -> Any:
    cells = step.cells
    node = work.find("power", cells["site"], cells["node"])
    made = power.feed_rack(work.act, work.rack(cells), node, side=str(cells["side"]))
    return made if there is None else None


def _write_uplink(work: _Work, step: Step, there: Any) -> Any:
    cells = step.cells
    facts = network.UplinkFacts(
        name=there.name if there else str(cells["name"]), mbps=_number(cells, "mbps"),
        provider=str(cells["provider"]), contract_ends_on=_day(cells, "contract_ends_on"),
        is_open=bool(cells["is_open"]),
    )  # fmt: skip
    if there is None:
        return network.add_uplink(work.act, work.site(cells), facts)
    return network.change_uplink(work.act, there, facts)


def _write_pool(work: _Work, step: Step, there: Any) -> Any:
    cells = step.cells
    said = {
        "name": str(cells["name"]), "public": bool(cells["public"]), "is_open": bool(cells["is_open"]),
    }  # fmt: skip
    if there is None:
        site = work.site(cells) if cells["site"] else None
        return network.add_pool(work.act, cidr=str(cells["cidr"]), site=site, **said)  # type: ignore[arg-type]
    return network.change_pool(work.act, there, **said)  # type: ignore[arg-type]


def _write_bank(work: _Work, step: Step, there: Any) -> Any:
    cells = step.cells
    facts = network.BankFacts(
        name=there.name if there else str(cells["name"]), ports=_number(cells, "ports"),
        rack=work.rack(cells), model=str(cells["model"]), speed_mbps=_number(cells, "speed_mbps"),
    )  # fmt: skip
    if there is None:
        group = work.group(cells, "group", _KIND[step.row.sheet])
        return network.add_bank(work.act, group, facts)
    return network.change_bank(work.act, there, facts)


def _write_cable(work: _Work, step: Step, there: Cable | None) -> Any:
    """A cable that is told anew is laid anew."""
    if there is not None:
        network.remove_cable(work.act, there)
    ends = [_port(work, step.cells, letter) for letter in "ab"]
    return network.add_cable(
        work.act, *ends, label=str(step.cells["label"]), kind=str(step.cells["kind"])
    )


def _port(work: _Work, cells: Cells, letter: str) -> Port:
    sheet = "switches" if cells[f"{letter}_kind"] == PortGroup.Kind.SWITCH else "panels"
    names = (cells[f"{letter}_{part}"] for part in ("site", "group", "bank"))
    return Port.objects.get(bank=work.find(sheet, *names), number=_int(cells, f"{letter}_port"))


def _write_cluster(work: _Work, step: Step, there: Any) -> Any:
    cells = step.cells
    facts = hosting.ClusterFacts(
        name=there.name if there else str(cells["name"]), cores=_number(cells, "cores"),
        ram_gb=_number(cells, "ram_gb"), disk_gb=_number(cells, "disk_gb"), hosts=_int(cells, "hosts"),
        spare=_int(cells, "spare"), is_open=bool(cells["is_open"]),
    )  # fmt: skip
    if there is None:
        return hosting.add_cluster(work.act, work.site(cells), facts)
    return hosting.change_cluster(work.act, there, facts)


def _write_device(work: _Work, step: Step, there: Device | None) -> Any:
    cells = step.cells
    facts = DeviceFacts(
        name=str(cells["name"]), height_u=_number(cells, "height_u"), face=str(cells["face"]),
        model=str(cells["model"]), serial=str(cells["serial"]), depth_mm=_number(cells, "depth_mm"),
        weight_kg=_number(cells, "weight_kg"), label_watts=_number(cells, "label_watts"),
        watts=_number(cells, "watts"), supplies=_number(cells, "supplies"), ports=_int(cells, "ports"),
    )  # fmt: skip
    if there is None:
        place_existing(
            work.rack(cells), facts, unit=_int(cells, "unit"), now=work.act.now,
            label_percent=work.label_percent, person=work.person,
            agency=work.agencies.get(str(cells["agency"]).casefold()), feeds=work.feeds(cells),
            addresses=_texts(cells, "addresses"),
        )  # fmt: skip
    elif _changed(step) - _PLACE:
        moving.correct(
            there, facts, now=work.act.now, label_percent=work.label_percent, person=work.person,
            why="Impor lembar kerja.",
        )  # fmt: skip


_WRITE: dict[str, Callable[[_Work, Step, Any], Any]] = {
    "sites": _write_site, "rooms": _write_room, "racks": _write_rack, "power": _write_node,
    "rack_feeds": _write_rack_feed, "uplinks": _write_uplink, "pools": _write_pool,
    "switches": _write_bank, "panels": _write_bank, "cables": _write_cable,
    "clusters": _write_cluster, "devices": _write_device,
}  # fmt: skip
_KIND = {"switches": PortGroup.Kind.SWITCH, "panels": PortGroup.Kind.PANEL}


def _heading(column: str) -> str:
    return BY_KEY["devices"].column(column).heading


# Where a device stands and what it is plugged into; the rest is what it is.
_PLACE = {_heading(one) for one in ("site", "room", "rack", "unit", "face", "feeds")}


def _changed(step: Step) -> set[str]:
    return {one.column for one in step.changes}


def _number(cells: Cells, name: str) -> int | None:
    value = cells.get(name)
    return value if isinstance(value, int) else None


def _int(cells: Cells, name: str) -> int:
    return _number(cells, name) or 0


def _day(cells: Cells, name: str) -> date | None:
    value = cells.get(name)
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def _texts(cells: Cells, name: str) -> list[str]:
    value = cells.get(name)
    return [str(one) for one in value] if isinstance(value, list) else []
