"""Invented data centres for a first look: one for each office of the demo. Nothing is reserved in them.

Sizes are those of small government server rooms; names, owners and addresses (RFC 5737, RFC 3849) are invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle

from kolokasi.accounts.models import Agency
from kolokasi.accounts.office_acts import Administration
from kolokasi.inventory.hosting import ClusterFacts, add_cluster
from kolokasi.inventory.models import Cluster, PortGroup, PowerNode, Rack, Site, Uplink
from kolokasi.inventory.network import (
    BankFacts,
    UplinkFacts,
    add_bank,
    add_group,
    add_pool,
    add_uplink,
)
from kolokasi.inventory.places import RackFacts, add_rack, add_room, add_site
from kolokasi.inventory.policy import policy_of
from kolokasi.inventory.power import NodeFacts, add_node, back_up, feed_rack
from kolokasi.inventory.standing import DeviceFacts, place_existing, place_service


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One office's data centre. ``ups`` are UPS as (modules, spare, watts of all): two of them feed A and B
    apart, a single one feeds both."""

    site: str
    rooms: Mapping[str, int]  # name → racks
    mains_w: int
    genset_w: int
    ups: Sequence[tuple[int, int, int]]
    links: Sequence[tuple[str, int]]
    pool: str
    pool6: str
    devices: int
    cluster: ClusterFacts
    depth_mm: int = 1000


PLANS = {
    "karanganyar": Plan(
        site="Pusat Data Intanpari", rooms={"Ruang Server": 4}, mains_w=33_000, genset_w=30_000,
        ups=((3, 1, 18_000),), links=(("Lintas Lawu 500", 500), ("Cadangan Radio 200", 200)),
        pool="203.0.113.0/27", pool6="2001:db8:331::/64", devices=25,
        cluster=ClusterFacts(
            name="Klaster Anthurium", cores=96, ram_gb=768, disk_gb=24_000, hosts=3, spare=1
        ),
    ),
    "inhil": Plan(
        site="Pusat Data Tembilahan", rooms={"Ruang Server": 3}, mains_w=23_000, genset_w=20_000,
        ups=((1, 0, 10_000),), links=(("Serat Indragiri 300", 300),),
        pool="198.51.100.0/28", pool6="2001:db8:140::/64", devices=14,
        cluster=ClusterFacts(
            name="Klaster Kelapa", cores=32, ram_gb=256, disk_gb=8_000, hosts=2, spare=1
        ),
    ),
    "jateng": Plan(
        site="Pusat Data Provinsi", rooms={"Ruang Timur": 6, "Ruang Barat": 6}, mains_w=197_000,
        genset_w=160_000, ups=((4, 1, 80_000), (4, 1, 80_000)),
        links=(("Tulang Punggung 1", 2_000), ("Tulang Punggung 2", 2_000)),
        pool="192.0.2.0/25", pool6="2001:db8:3300::/64", devices=70,
        cluster=ClusterFacts(
            name="Klaster Merapi", cores=512, ram_gb=6_144, disk_gb=200_000, hosts=8, spare=1
        ),
    ),
    "kudus": Plan(
        site="Pusat Data Menara", rooms={"Ruang Server": 5}, mains_w=41_500, genset_w=35_000,
        ups=((2, 1, 30_000), (1, 0, 16_000)), links=(("Serat Muria 1.000", 1_000),),
        pool="198.51.100.128/27", pool6="2001:db8:319::/64", devices=28,
        cluster=ClusterFacts(
            name="Klaster Colo", cores=128, ram_gb=1_024, disk_gb=40_000, hosts=4, spare=1
        ),
    ),
    "temanggung": Plan(
        site="Pusat Data Sindoro", rooms={"Ruang Server": 3}, mains_w=23_000, genset_w=18_000,
        ups=((2, 1, 16_000),), links=(("Serat Sumbing 400", 400),),
        pool="203.0.113.64/28", pool6="2001:db8:323::/64", devices=16, depth_mm=900,
        cluster=ClusterFacts(
            name="Klaster Tembakau", cores=48, ram_gb=384, disk_gb=12_000, hosts=2, spare=1
        ),
    ),
}  # fmt: skip

_KINDS = (
    ("Server 1U, 2 catu daya", 1, 720, 17, 500, 2),
    ("Server 2U, 2 catu daya", 2, 750, 27, 750, 2),
    ("Server 2U, 1 catu daya", 2, 700, 22, 550, 1),
    ("Penyimpanan NAS 2U", 2, 560, 24, 500, 2),
    ("Server 1U, 1 catu daya", 1, 600, 13, 350, 1),
    ("Server 4U, 2 catu daya", 4, 760, 42, 1_100, 2),
)  # model, U, mm, kg, watts of the label, supplies
_USES = (
    "SIMPEG", "e-Puskesmas", "Pajak Daerah", "SIPD cadangan", "e-Office", "Portal Berita",
    "Satu Data", "Absensi", "JDIH", "CCTV Kota", "SIMRS rujukan", "e-Retribusi", "PPID",
    "Peta Tata Ruang", "Perpustakaan Digital", "Arsip Digital", "Lapor Warga", "Surel Dinas",
)  # fmt: skip


def furnish(act: Administration, key: str) -> bool:
    """Build the plan of this office, with what stands there. False if it has a data centre already, or none
    is planned."""
    plan = PLANS.get(key)
    if plan is None or Site.objects.filter(office=act.office).exists():
        return False
    site = add_site(act, name=plan.site, address="Jalan Contoh Nomor 1")
    links = _network(act, site, plan)
    cluster = add_cluster(act, site, plan.cluster)
    sides = _power(act, site, plan)
    racks = []
    for letter, (name, count) in zip("ABCD", plan.rooms.items(), strict=False):
        room = add_room(act, site, name=name)
        switches, panels = _ports(act, site, letter)
        for number in range(1, count + 1):
            facts = RackFacts(
                name=f"{letter}{number}", height_u=42, depth_mm=plan.depth_mm, max_kg=800,
                row=letter, switches=switches, panels=panels,
            )  # fmt: skip
            rack = add_rack(act, room, facts)
            _feed(act, site, rack, sides)
            racks.append(rack)
    _stand(act, racks, plan)
    _run(act, links, cluster)
    return True


def _network(act: Administration, site: Site, plan: Plan) -> list[Uplink]:
    ends = date(act.now.year + 1, 6, 30)
    links = []
    for name, mbps in plan.links:
        facts = UplinkFacts(name=name, mbps=mbps, provider="Penyedia Contoh", contract_ends_on=ends)
        links.append(add_uplink(act, site, facts))
    add_pool(act, cidr=plan.pool, name="IPv4 publik", site=site)
    add_pool(act, cidr=plan.pool6, name="IPv6 publik", site=site)
    add_pool(act, cidr="10.20.0.0/22", name="IPv4 dalam", site=site, public=False)
    return links


def _power(act: Administration, site: Site, plan: Plan) -> dict[str, PowerNode]:
    """PLN and genset over the main panel, UPS below it, a panel for each side. The panels by side."""
    year = act.now.year
    mains = add_node(act, site, NodeFacts(kind="mains", name="PLN", rating_w=plan.mains_w))
    genset = NodeFacts(
        kind="genset", name="Genset", rating_w=plan.genset_w, runtime_min=600,
        tested_on=date(year, 1, 15),
    )  # fmt: skip
    main = NodeFacts(kind="panel", name="Panel utama", parent=mains, rating_w=plan.mains_w)
    top = add_node(act, site, main)
    back_up(act, top, [add_node(act, site, genset)])
    units = []
    for letter, (modules, spare, watts) in zip("AB", plan.ups, strict=False):
        facts = NodeFacts(
            kind="ups", name=f"UPS {letter}" if len(plan.ups) > 1 else "UPS", parent=top,
            rating_w=watts, modules=modules, spare=spare, runtime_min=15,
            battery_on=date(year - 2, 3, 1),
        )  # fmt: skip
        units.append(add_node(act, site, facts))
    return {
        side: add_node(
            act, site,
            NodeFacts(kind="panel", name=f"Panel {side}", parent=ups, rating_w=ups.meter.rating),
        )
        for side, ups in zip("AB", cycle(units), strict=False)
    }  # fmt: skip


def _ports(act: Administration, site: Site, letter: str) -> tuple[PortGroup, PortGroup]:
    switches = add_group(act, site, kind="switch", name=f"Switch akses baris {letter}")
    panels = add_group(act, site, kind="panel", name=f"Panel tembaga baris {letter}")
    for number in (1, 2):
        name = f"{letter}-{number}"
        switch = BankFacts(name=f"SW-{name}", ports=48, speed_mbps=10_000)
        add_bank(act, switches, switch)
        add_bank(act, panels, BankFacts(name=f"PP-{name}", ports=48))
    return switches, panels


def _feed(act: Administration, site: Site, rack: Rack, sides: Mapping[str, PowerNode]) -> None:
    for side, panel in sides.items():
        name = f"PDU {rack.name}-{side}"
        pdu = NodeFacts(kind="pdu", name=name, parent=panel, rating_w=7_200)
        feed_rack(act, rack, add_node(act, site, pdu), side=side)


def _stand(act: Administration, racks: Sequence[Rack], plan: Plan) -> None:
    """A switch and a patch panel on top of each rack, then the agencies' devices from the bottom up, with a
    unit of air after every third."""
    percent = policy_of(act.office.pk).label_watts
    for rack in racks:
        for unit, facts in _own_gear():
            place_existing(rack, facts, unit=unit, now=act.now, label_percent=percent)
    owners = list(Agency.objects.filter(office=act.office).order_by("pk"))
    heights = [_KINDS[number % len(_KINDS)][1] for number in range(plan.devices)]
    for number, (rack, unit) in enumerate(_places(racks, heights)):
        facts = _device(number, act.office.pk)
        place_existing(
            rack, facts, unit=unit, now=act.now, label_percent=percent,
            agency=owners[number % len(owners)].pk if owners else None, title=facts.name,
        )  # fmt: skip


def _run(act: Administration, links: Sequence[Uplink], cluster: Cluster) -> None:
    """What runs there already: a share of each line, and a few virtual servers."""
    owners = list(Agency.objects.filter(office=act.office).order_by("pk"))
    for link in links:
        place_service(
            office=act.office.pk, title=f"Lalu lintas layanan di {link.name}", now=act.now,
            takes={link.meter_id: (link.meter.rating or 0) * 2 // 5},
        )  # fmt: skip
    sizes = ((4, 8, 100), (8, 32, 500), (2, 4, 60), (8, 16, 250), (4, 16, 200))
    for number, (use, (vcpu, ram, disk)) in enumerate(zip(reversed(_USES), sizes, strict=False)):
        place_service(
            office=act.office.pk, title=f"Server virtual {use}", now=act.now,
            agency=owners[number % len(owners)].pk if owners else None,
            takes={cluster.vcpu_id: vcpu, cluster.ram_id: ram, cluster.disk_id: disk},
        )  # fmt: skip


def _own_gear() -> Iterator[tuple[int, DeviceFacts]]:
    """What the office itself has on top of a rack."""
    yield (
        42,
        DeviceFacts(
            name="Switch akses", model="Switch 48 port", height_u=1, depth_mm=400, weight_kg=6,
            label_watts=250, watts=110, supplies=2,
        ),
    )  # fmt: skip
    yield 41, DeviceFacts(name="Patch panel", height_u=1, face="front", weight_kg=2, watts=0)


def _device(number: int, office: int) -> DeviceFacts:
    model, height, depth, weight, watts, supplies = _KINDS[number % len(_KINDS)]
    use, turn = _USES[number % len(_USES)], number // len(_USES)
    return DeviceFacts(
        name=f"Server {use} {turn + 1}" if turn else f"Server {use}", model=model,
        height_u=height, depth_mm=depth, weight_kg=weight, label_watts=watts,
        watts=watts * 42 // 100,  # measured
        supplies=supplies, ports=2, serial=f"CTH{office:02d}{number + 1:04d}",
    )  # fmt: skip


def _places(racks: Sequence[Rack], heights: Sequence[int]) -> Iterator[tuple[Rack, int]]:
    """Rack after rack in turn, each filled from the bottom."""
    next_unit = dict.fromkeys((rack.pk for rack in racks), 1)
    stood = dict.fromkeys(next_unit, 0)
    for rack, height in zip(cycle(racks), heights, strict=False):
        unit = next_unit[rack.pk]
        yield rack, unit
        stood[rack.pk] += 1
        next_unit[rack.pk] = unit + height + (stood[rack.pk] % 3 == 0)
