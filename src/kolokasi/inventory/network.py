"""Uplinks, address blocks, switches, patch panels and cables are added and changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from ipaddress import IPv4Network, IPv6Network, ip_network

from kolokasi.accounts.office_acts import Administration
from kolokasi.core.capacity.resources import Resource
from kolokasi.inventory import limits
from kolokasi.inventory.fields import named, one_of_a_name, whole, wrong
from kolokasi.inventory.locks import lock_sites
from kolokasi.inventory.meters import new_meter, set_meter
from kolokasi.inventory.models import (
    AddressPool,
    Cable,
    Port,
    PortBank,
    PortGroup,
    Rack,
    Site,
    TakenPort,
    Uplink,
)
from kolokasi.inventory.models.bounds import AMOUNT, MBPS, PORTS
from kolokasi.inventory.policy import policy_of


@dataclass(frozen=True, slots=True, kw_only=True)
class UplinkFacts:
    name: str
    mbps: int | None
    provider: str = ""
    contract_ends_on: date | None = None
    is_open: bool = True


def add_uplink(act: Administration, site: Site, facts: UplinkFacts) -> Uplink:
    name = _uplink_name(facts, site, None)
    meter = new_meter(
        act.office.pk, Resource.BANDWIDTH, name, "Mbps", rating=facts.mbps,
        limits=limits.of_link(facts.mbps, policy_of(act.office.pk)),
    )  # fmt: skip
    uplink = Uplink.objects.create(
        office=act.office, site=site, name=name, provider=facts.provider.strip(), meter=meter,
        contract_ends_on=facts.contract_ends_on, is_open=facts.is_open,
    )  # fmt: skip
    act.note(f"Sambungan internet {name} di {site.name} ditambahkan.")
    return uplink


def change_uplink(act: Administration, uplink: Uplink, facts: UplinkFacts) -> None:
    lock_sites(act.office.pk)
    name = _uplink_name(facts, uplink.site, uplink.pk)
    set_meter(
        uplink.meter_id, name=name, rating=facts.mbps,
        limits=limits.of_link(facts.mbps, policy_of(act.office.pk)), field="mbps",
        what="Kapasitas sambungan",
    )  # fmt: skip
    uplink.name, uplink.provider = name, facts.provider.strip()
    uplink.contract_ends_on, uplink.is_open = facts.contract_ends_on, facts.is_open
    uplink.save()
    act.note(f"Sambungan internet {name} di {uplink.site.name} diubah.")


def add_pool(
    act: Administration,
    *,
    cidr: str,
    name: str = "",
    site: Site | None = None,
    public: bool = True,
    is_open: bool = True,
) -> AddressPool:
    """Raises Refused where the block is none, or overlaps another one of the office, naming that."""
    net = _network(cidr)
    first, last = _usable(net)
    low, high = f"{first:032x}", f"{last:032x}"
    pools = AddressPool.objects.filter(office=act.office, version=net.version)
    for one in pools:
        if net.overlaps(ip_network(one.cidr)):  # type: ignore[arg-type]
            raise wrong("cidr", f"{net} bertumpang tindih dengan blok {one.cidr} yang sudah ada.")
    count = min(last - first + 1, AMOUNT)
    label = " ".join(name.split())
    meter = new_meter(
        act.office.pk, Resource.ADDRESS, label or str(net), "alamat", rating=count,
        limits=limits.of_addresses(count, policy_of(act.office.pk)),
    )  # fmt: skip
    pool = AddressPool.objects.create(
        office=act.office, site=site, name=label, cidr=str(net), version=net.version,
        public=public, first=low, last=high, meter=meter, is_open=is_open,
    )  # fmt: skip
    act.note(f"Blok IP {net} ditambahkan.")
    return pool


def change_pool(
    act: Administration, pool: AddressPool, *, name: str, public: bool, is_open: bool
) -> None:
    """The block itself stays: another block is another pool."""
    pool.name, pool.public, pool.is_open = " ".join(name.split()), public, is_open
    pool.save(update_fields=("name", "public", "is_open"))
    type(pool.meter).objects.filter(pk=pool.meter_id).update(name=pool.name or pool.cidr)
    act.note(f"Blok IP {pool.cidr} diubah.")


def add_group(act: Administration, site: Site, *, kind: str, name: str) -> PortGroup:
    """Ports that the same racks can reach: ``kind`` is switch or panel."""
    if kind not in PortGroup.Kind.values:
        raise wrong("kind", "Kelompok port berisi switch atau patch panel.")
    name = named(name, what="Nama kelompok port")
    one_of_a_name(
        PortGroup.objects.filter(site=site, kind=kind), name, besides=None, what="Kelompok port"
    )
    resource = Resource.PORT if kind == PortGroup.Kind.SWITCH else Resource.CABLE
    meter = new_meter(act.office.pk, resource, name, "port", rating=0, limits=limits.of_ports(0))
    group = PortGroup.objects.create(
        office=act.office, site=site, kind=kind, name=name, meter=meter
    )
    act.note(f"Kelompok port {name} di {site.name} ditambahkan.")
    return group


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFacts:
    """One switch or one patch panel."""

    name: str
    ports: int | None
    rack: Rack | None = None
    model: str = ""
    speed_mbps: int | None = None


def add_bank(act: Administration, group: PortGroup, facts: BankFacts) -> PortBank:
    name, ports = _bank_checked(facts, group, None)
    lock_sites(act.office.pk)
    bank = PortBank.objects.create(
        group=group, name=name, ports=ports, rack=facts.rack, model=facts.model.strip(),
        speed_mbps=facts.speed_mbps,
    )  # fmt: skip
    Port.objects.bulk_create(Port(bank=bank, number=one) for one in range(1, ports + 1))
    _count_ports(group)
    act.note(f"{name} ({ports} port) ditambahkan pada {group.name}.")
    return bank


def change_bank(act: Administration, bank: PortBank, facts: BankFacts) -> None:
    """Raises Refused where ports would go that are used or wired, naming the first."""
    lock_sites(act.office.pk)
    name, ports = _bank_checked(facts, bank.group, bank.pk)
    gone = Port.objects.filter(bank=bank, number__gt=ports)
    taken = TakenPort.objects.filter(port__in=gone, free_at__isnull=True)
    holder = taken.order_by("port__number").values_list("port__number", "booking__title").first()
    if holder is not None:
        raise wrong("ports", f"Port {holder[0]} masih dipakai oleh {holder[1]}.")
    past = TakenPort.objects.filter(port__in=gone).order_by("-port__number")
    ever = past.values_list("port__number", flat=True).first()
    if ever is not None:
        raise wrong(
            "ports",
            f"Port {ever} pernah dipakai dan tercatat pada buku kapasitas; paling sedikit {ever} port.",
        )
    cabled = gone.exclude(cable_a=None, cable_b=None).values_list("number", flat=True).first()
    if cabled is not None:
        raise wrong("ports", f"Port {cabled} masih berkabel.")
    gone.delete()
    there = Port.objects.filter(bank=bank).count()
    Port.objects.bulk_create(Port(bank=bank, number=one) for one in range(there + 1, ports + 1))
    bank.name, bank.ports, bank.rack = name, ports, facts.rack
    bank.model, bank.speed_mbps = facts.model.strip(), facts.speed_mbps
    bank.save()
    _count_ports(bank.group)
    act.note(f"{name} pada {bank.group.name} diubah.")


def add_cable(
    act: Administration, one: Port, other: Port, *, label: str = "", kind: str = ""
) -> Cable:
    """Wire two ports. Raises Refused where one of them is wired already."""
    if one.pk == other.pk:
        raise wrong("b", "Kabel menghubungkan dua port yang berbeda.")
    for field, port in (("a", one), ("b", other)):
        if Cable.objects.filter(a=port).exists() or Cable.objects.filter(b=port).exists():
            raise wrong(field, f"Port {port} sudah berkabel.")
    a, b = sorted((one, other), key=lambda port: port.pk)
    cable = Cable.objects.create(a=a, b=b, label=label.strip(), kind=kind.strip())
    act.note(f"Kabel {a} – {b} ditambahkan.")
    return cable


def remove_cable(act: Administration, cable: Cable) -> None:
    a, b = cable.a, cable.b
    cable.delete()
    act.note(f"Kabel {a} – {b} dilepas.")


def _uplink_name(facts: UplinkFacts, site: Site, besides: int | None) -> str:
    name = named(facts.name, what="Nama sambungan")
    one_of_a_name(
        Uplink.objects.filter(site=site), name, besides=besides, what="Sambungan internet"
    )
    whole(
        facts.mbps, field="mbps", what="Kapasitas sambungan", low=1, high=MBPS, unit="Mbps",
        needed=False,
    )  # fmt: skip
    return name


def _network(cidr: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(cidr.strip())
    except ValueError:
        raise wrong(
            "cidr", f"“{cidr}” bukan blok IP. Tulis alamat jaringannya, misalnya 203.0.113.0/24."
        ) from None


def _usable(net: IPv4Network | IPv6Network) -> tuple[int, int]:
    """First and last address that may be given out: without the network's own and the broadcast's (IPv4),
    without the routers' anycast address (IPv6, RFC 4291 2.6.1). Of /31 and /127 both (RFC 3021, RFC 6164)."""
    first, last = int(net.network_address), int(net.broadcast_address)
    if net.max_prefixlen - net.prefixlen < 2:
        return first, last
    return first + 1, last - 1 if net.version == 4 else last


def _bank_checked(facts: BankFacts, group: PortGroup, besides: int | None) -> tuple[str, int]:
    name = named(facts.name, what="Nama perangkat")
    one_of_a_name(PortBank.objects.filter(group=group), name, besides=besides, what="Perangkat")
    ports = whole(facts.ports, field="ports", what="Jumlah port", low=1, high=PORTS, needed=True)
    whole(
        facts.speed_mbps, field="speed_mbps", what="Kecepatan port", low=1, high=1_000_000,
        unit="Mbps", needed=False,
    )  # fmt: skip
    if facts.rack is not None and facts.rack.room.site_id != group.site_id:
        raise wrong("rack", f"Rak {facts.rack.name} berada di pusat data lain.")
    return name, ports or 0


def _count_ports(group: PortGroup) -> None:
    count = Port.objects.filter(bank__group=group).count()
    set_meter(
        group.meter_id, name=group.name, rating=count, limits=limits.of_ports(count),
        field="ports", what="Jumlah port",
    )  # fmt: skip
