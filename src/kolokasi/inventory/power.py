"""The power tree is built and changed, with the paths, limits and loads that hang on it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from kolokasi.accounts.office_acts import Administration
from kolokasi.inventory import counting, ledger, limits
from kolokasi.inventory.fields import named, one_of_a_name, whole, wrong
from kolokasi.inventory.locks import lock_sites
from kolokasi.inventory.meters import new_meter, set_meter
from kolokasi.inventory.models import (
    Booking,
    DeviceFeed,
    LedgerEntry,
    PowerBackup,
    PowerNode,
    Rack,
    RackFeed,
    Site,
)
from kolokasi.inventory.models.bounds import WATTS
from kolokasi.inventory.paths import tree_of, write_paths
from kolokasi.inventory.policy import policy_of

_TOPS = (PowerNode.Kind.MAINS, PowerNode.Kind.GENSET)


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeFacts:
    """What is said of a power node. ``rating_w`` is of all modules together; None is not known.
    ``spare`` modules must be able to fail: N+1 is one."""

    kind: str
    name: str
    parent: PowerNode | None = None
    rating_w: int | None = None
    modules: int = 1
    spare: int = 0
    runtime_min: int | None = None
    battery_on: date | None = None
    tested_on: date | None = None


def add_node(act: Administration, site: Site, facts: NodeFacts) -> PowerNode:
    name = _checked(facts, site, None)
    resource = limits.power_resource(facts.kind)
    found = _limits(act, facts)
    meter = new_meter(act.office.pk, resource, name, "W", rating=facts.rating_w, limits=found)
    node = PowerNode.objects.create(
        office=act.office, site=site, name=name, meter=meter, parent=facts.parent, **_plain(facts)
    )
    write_paths(tree_of(site.pk), [node.pk])
    act.note(f"Simpul listrik {name} ({node.get_kind_display()}) di {site.name} ditambahkan.")
    return node


def change_node(act: Administration, node: PowerNode, facts: NodeFacts) -> None:
    """Raises Refused for a loop, and for a rating below what is used and held. Where the node gets another
    parent, the load below it moves to the new way up, and must fit there."""
    lock_sites(act.office.pk)
    name = _checked(facts, node.site, node.pk)
    tree = tree_of(node.site_id)
    parent = facts.parent.pk if facts.parent else None
    if parent is not None and parent in tree.below(node.pk):
        assert facts.parent is not None
        raise wrong(
            "parent",
            f"{facts.parent.name} berada di bawah {node.name}; susunan listrik tidak boleh berputar.",
        )
    set_meter(
        node.meter_id, name=name, rating=facts.rating_w, limits=_limits(act, facts),
        field="rating_w", what="Daya terpasang",
    )  # fmt: skip
    if node.kind != facts.kind:
        resource = str(limits.power_resource(facts.kind))
        type(node.meter).objects.filter(pk=node.meter_id).update(resource=resource)
    moved = node.parent_id != parent
    node.name, node.parent = name, facts.parent
    for field, value in _plain(facts).items():
        setattr(node, field, value)
    node.save()
    if moved:
        _rewire(act, node, f"{name} dipindahkan pada susunan listrik")
    act.note(f"Simpul listrik {name} di {node.site.name} diubah.")


def back_up(act: Administration, node: PowerNode, gensets: Collection[PowerNode]) -> None:
    """These gensets, and no others, take over what is below the node when its supply fails."""
    lock_sites(act.office.pk)
    for genset in gensets:
        if genset.kind != PowerNode.Kind.GENSET or genset.site_id != node.site_id:
            raise wrong("gensets", f"{genset.name} bukan genset di pusat data ini.")
        if genset.pk == node.pk:
            raise wrong("gensets", "Genset tidak dapat mencadangi dirinya sendiri.")
    wanted = {one.pk for one in gensets}
    there = set(PowerBackup.objects.filter(node=node).values_list("genset", flat=True))
    if wanted == there:
        return
    PowerBackup.objects.filter(node=node, genset__in=there - wanted).delete()
    PowerBackup.objects.bulk_create(
        PowerBackup(genset_id=one, node=node) for one in sorted(wanted - there)
    )
    names = ", ".join(sorted(one.name for one in gensets)) or "tidak ada"
    _rewire(act, node, f"Genset yang mencadangi {node.name}: {names}")
    act.note(f"Genset yang mencadangi {node.name}: {names}.")


def feed_rack(act: Administration, rack: Rack, node: PowerNode, *, side: str) -> RackFeed:
    """Devices of this rack may be plugged into this node. The same again is the one that is there."""
    if side not in RackFeed.Side.values:
        raise wrong("side", "Sisi jalur listrik adalah A atau B.")
    if node.site_id != rack.room.site_id:
        raise wrong("node", f"{node.name} berada di pusat data lain.")
    there = RackFeed.objects.filter(rack=rack, node=node).first()
    if there is not None:
        if there.side != side:
            there.side = side
            there.save(update_fields=("side",))
        return there
    made = RackFeed.objects.create(rack=rack, node=node, side=side)
    act.note(f"Rak {rack.name} mendapat jalur listrik {side} dari {node.name}.")
    return made


def unfeed_rack(act: Administration, feed: RackFeed) -> None:
    """Raises Refused while devices of the rack are plugged in, naming them."""
    plugged = DeviceFeed.objects.filter(
        node=feed.node_id, device__rack=feed.rack_id, device__removed_at__isnull=True
    )
    names = list(plugged.order_by("device__unit").values_list("device__name", flat=True))
    if names:
        raise wrong("node", f"Jalur ini masih dipakai oleh {', '.join(names)}.")
    feed.delete()
    act.note(f"Rak {feed.rack.name} tidak lagi mendapat jalur listrik dari {feed.node.name}.")


def _checked(facts: NodeFacts, site: Site, besides: int | None) -> str:
    name = named(facts.name, what="Nama simpul listrik")
    nodes = PowerNode.objects.filter(site=site)
    one_of_a_name(nodes, name, besides=besides, what="Simpul listrik")
    if facts.kind not in PowerNode.Kind.values:
        raise wrong("kind", f"Jenis simpul listrik “{facts.kind}” tidak dikenal.")
    whole(
        facts.rating_w, field="rating_w", what="Daya terpasang", low=1, high=WATTS, unit="W",
        needed=False,
    )  # fmt: skip
    whole(facts.modules, field="modules", what="Jumlah modul", low=1, high=100, needed=True)
    whole(facts.spare, field="spare", what="Modul cadangan", low=0, high=99, needed=True)
    if facts.spare >= facts.modules:
        raise wrong("spare", "Modul cadangan harus lebih sedikit daripada semua modulnya.")
    whole(
        facts.runtime_min, field="runtime_min", what="Lama bertahan", low=0, high=100_000,
        unit="menit", needed=False,
    )  # fmt: skip
    if facts.parent is not None:
        if facts.kind in _TOPS:
            raise wrong("parent", "PLN dan genset berada paling atas; kosongkan induknya.")
        if facts.parent.site_id != site.pk:
            raise wrong("parent", f"{facts.parent.name} berada di pusat data lain.")
    return name


def _plain(facts: NodeFacts) -> dict[str, object]:
    names = ("kind", "modules", "spare", "runtime_min", "battery_on", "tested_on")
    return {name: getattr(facts, name) for name in names}


def _limits(act: Administration, facts: NodeFacts) -> limits.Limits:
    return limits.of_power(
        facts.kind, facts.rating_w, modules=facts.modules, spare=facts.spare,
        policy=policy_of(act.office.pk),
    )  # fmt: skip


def _rewire(act: Administration, node: PowerNode, why: str) -> None:
    """The ways up changed for this node and all below: their paths, and the loads that they carry."""
    tree = tree_of(node.site_id)
    below = tree.below(node.pk)
    write_paths(tree, below)
    loaded = Booking.objects.filter(ended_at__isnull=True, devices__feeds__node__in=below)
    bookings = set(loaded.values_list("pk", flat=True))
    deltas = counting.recount(bookings, bound=counting.Bound.RATING)
    if deltas:
        ledger.enter(
            office=act.office.pk, kind=LedgerEntry.Kind.CORRECTED, at=act.now,
            person=act.by.pk if act.by else None, why=why, facts={"meters": ledger.plain(deltas)},
        )  # fmt: skip
