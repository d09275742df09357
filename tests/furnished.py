"""The data centre of Diskominfo Kota Contoh, small and whole: something of everything that there is."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kolokasi.accounts.models import Agency, Office, Person
from kolokasi.accounts.office_acts import Administration
from kolokasi.inventory import hosting, network, places, power
from kolokasi.inventory.models import Port
from kolokasi.inventory.standing import DeviceFacts, place_existing

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday 08.00 WIB
RACK = places.RackFacts


def office(key: str = "kota-contoh") -> Administration:
    """An office without anything, and its admin at work."""
    made = Office.objects.create(key=key, code=key[-3:].upper(), name="Diskominfo Kota Contoh")
    Agency.objects.create(office=made, key="dinkes", name="Dinas Kesehatan")
    person = Person.objects.create(username=f"admin.{key}", name="Ratna Admin")
    return Administration(office=made, by=person, now=NOW)


def furnished(key: str = "kota-contoh") -> Administration:
    """The same with two racks, power on two sides, a switch, a panel, a cable, a block, a line, a cluster and
    three devices."""
    act = office(key)
    site = places.add_site(act, name="Balai Kota", address="Jalan Merdeka 1")
    room = places.add_room(act, site, name="Ruang Server")
    lan = network.add_group(act, site, kind="switch", name="LAN A")
    wall = network.add_group(act, site, kind="panel", name="Panel A")
    racks = [
        places.add_rack(act, room, RACK(name=name, height_u=42, depth_mm=900, max_kg=800, row="1",
                                        switches=lan, panels=wall, note="dekat pintu"))
        for name in ("A1", "A2")
    ]  # fmt: skip
    switch = network.add_bank(
        act,
        lan,
        network.BankFacts(
            name="sw-1", ports=24, rack=racks[0], model="Sakelar 24", speed_mbps=1000
        ),
    )
    panel = network.add_bank(act, wall, network.BankFacts(name="pp-1", ports=24))
    ends = [Port.objects.get(bank=one, number=24) for one in (switch, panel)]
    network.add_cable(act, *ends, label="K-1", kind="Cat 6")
    network.add_pool(act, cidr="203.0.113.0/28", name="Publik", site=site)
    network.add_uplink(
        act, site,
        network.UplinkFacts(name="Serat 1", mbps=1000, provider="Penyedia Contoh",
                            contract_ends_on=date(2027, 6, 30)),
    )  # fmt: skip
    hosting.add_cluster(
        act,
        site,
        hosting.ClusterFacts(name="VM 1", cores=64, ram_gb=512, disk_gb=20_000, hosts=3, spare=1),
    )
    _power(act, site, racks)
    web = DeviceFacts(name="srv-web", height_u=2, model="Server 2U", serial="SN-01", depth_mm=700,
                      weight_kg=25, label_watts=750, supplies=2, ports=2)  # fmt: skip
    at = {"now": NOW, "label_percent": 70, "person": act.by.pk if act.by else None}
    agency = Agency.objects.get(office=act.office, key="dinkes").pk
    place_existing(racks[0], web, unit=10, agency=agency, addresses=["203.0.113.2"], **at)  # type: ignore[arg-type]
    for unit in (20, 21):  # two of one name: only their codes tell them apart
        small = DeviceFacts(name="srv-kembar", height_u=1, face="front", watts=120, supplies=1)
        place_existing(racks[0], small, unit=unit, **at)  # type: ignore[arg-type]
    return act


def _power(act: Administration, site, racks) -> None:  # type: ignore[no-untyped-def]
    def node(kind: str, name: str, parent=None, watts: int | None = None, **more):  # type: ignore[no-untyped-def]
        facts = power.NodeFacts(kind=kind, name=name, parent=parent, rating_w=watts, **more)
        return power.add_node(act, site, facts)

    mains = node("mains", "PLN", watts=50_000)
    genset = node("genset", "Genset 1", watts=40_000, tested_on=date(2026, 11, 2))
    panel = node("panel", "Panel utama", mains, 33_000)
    ups = node(
        "ups",
        "UPS 1",
        panel,
        20_000,
        modules=4,
        spare=1,
        runtime_min=15,
        battery_on=date(2024, 3, 1),
    )
    for side, parent in (("A", ups), ("B", panel)):
        pdu = node("pdu", f"PDU A1-{side}", parent, 7_360)
        power.feed_rack(act, racks[0], pdu, side=side)
    power.back_up(act, panel, [genset])
