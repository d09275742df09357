"""The data centre is built and changed: what makes no sense is refused at its field, with the numbers and names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from data_centre import DataCentre, ask_for, server
from kolokasi.accounts.models import OfficeAct
from kolokasi.core.capacity.policy import Policy
from kolokasi.core.capacity.verdict import Answer
from kolokasi.core.refusal import Refused
from kolokasi.inventory import booking, samples
from kolokasi.inventory.hosting import ClusterFacts, change_cluster
from kolokasi.inventory.models import (
    Device,
    LedgerEntry,
    Meter,
    Port,
    PowerNode,
    PowerPath,
    RackFeed,
    UsageSample,
)
from kolokasi.inventory.network import (
    BankFacts,
    UplinkFacts,
    add_cable,
    add_pool,
    change_bank,
    change_uplink,
)
from kolokasi.inventory.places import RackFacts, add_rack, add_room, add_site, change_rack
from kolokasi.inventory.policy import change_policy, policy_of
from kolokasi.inventory.power import NodeFacts, back_up, change_node, feed_rack, unfeed_rack
from kolokasi.inventory.spots import standing_in

pytestmark = pytest.mark.django_db
RACK = RackFacts(name="A1", height_u=10, depth_mm=900, max_kg=600)


def refused(act: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(Refused) as found:
        act()
    assert found.value.errors
    return found.value.errors


def facts(node: PowerNode, **more: object) -> NodeFacts:
    node = PowerNode.objects.select_related("meter", "parent").get(pk=node.pk)
    given = {
        "kind": node.kind, "name": node.name, "parent": node.parent, "rating_w": node.meter.rating,
        "modules": node.modules, "spare": node.spare,
    } | more  # fmt: skip
    return NodeFacts(**given)  # type: ignore[arg-type]


def of_the_rack(centre: DataCentre, **more: object) -> RackFacts:
    return replace(RACK, switches=centre.switches, panels=centre.panels, **more)  # type: ignore[arg-type]


def way(node: PowerNode) -> list[str]:
    path = PowerPath.objects.filter(node=node).order_by("distance", "pk")
    return list(path.values_list("above__name", flat=True))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"height_u": -3}, {"height_u": "Tinggi rak tidak boleh kurang dari nol; tertulis -3 U."}),
        ({"height_u": 4200}, {"height_u": "Tinggi rak harus antara 1 dan 60 U; tertulis 4200 U."}),
        ({"height_u": None}, {"height_u": "Tinggi rak perlu diisi di sini."}),
        ({"depth_mm": 9}, {"depth_mm": "Kedalaman rak harus antara 100 dan 2000 mm; tertulis 9 mm."}),
        ({"max_kg": 90_000}, {"max_kg": "Beban rak harus antara 1 dan 5000 kg; tertulis 90000 kg."}),
        ({"name": "  "}, {"name": "Nama rak perlu diisi di sini."}),
        ({"name": " a2 "}, {"name": "Rak “a2” sudah ada; beri nama yang membedakannya."}),
        ({"name": "R" * 61}, {"name": "Nama rak terlalu panjang; paling banyak 60 huruf."}),
    ],
)  # fmt: skip
def test_a_rack_with_absurd_numbers_is_refused(
    centre: DataCentre, wrong: dict[str, object], told: dict[str, str]
) -> None:
    rack = replace(RACK, **{"name": "B1", **wrong})  # type: ignore[arg-type]
    assert refused(lambda: add_rack(centre.act, centre.room, rack)) == told


def test_a_rack_does_not_shrink_under_its_servers(centre: DataCentre) -> None:
    centre.hold(ask_for(server("Basis data", height_u=4)))
    rack = centre.racks[0]
    change_rack(centre.act, rack, of_the_rack(centre, height_u=4))
    rack.refresh_from_db()
    assert (rack.height_u, rack.free_units, rack.longest_run) == (4, 0, 0)
    assert refused(lambda: change_rack(centre.act, rack, of_the_rack(centre, height_u=3))) == {
        "height_u": "Rak tidak dapat menjadi 3U: masih terisi di atasnya oleh Basis data (U1)."
    }
    assert refused(lambda: change_rack(centre.act, rack, of_the_rack(centre, depth_mm=600))) == {
        "depth_mm": "Rak tidak dapat menjadi sedalam 600 mm: lebih dalam dari itu Basis data (700 mm)."
    }
    assert refused(lambda: change_rack(centre.act, rack, of_the_rack(centre, max_kg=20))) == {
        "max_kg": "Beban rak tidak boleh di bawah yang sudah terpakai dan dipesan: 25 kg (0 terpakai, 25 "
        "dipesan); tertulis 20 kg."
    }
    assert "Basis data" in refused(lambda: change_rack(centre.act, rack, RACK))["switches"]
    change_rack(centre.act, rack, of_the_rack(centre, height_u=42, is_open=False))
    rack.refresh_from_db()
    assert (rack.free_units, rack.longest_run) == (38, 38)
    assert [one.name for one in centre.ask().candidates] == ["A2"]


def test_names_are_told_apart(centre: DataCentre) -> None:
    assert refused(lambda: add_site(centre.act, name="pusat data  kota"))
    assert refused(lambda: add_room(centre.act, centre.site, name="RUANG SERVER"))
    assert refused(lambda: centre.node("pdu", "ups a"))
    other = add_site(centre.act, name="Pusat Data Cadangan")
    add_room(centre.act, other, name="Ruang Server")


def test_the_power_tree_does_not_loop(centre: DataCentre) -> None:
    below = PowerNode.objects.get(name="PDU A1-A")
    loop = facts(centre.main_panel, parent=below)
    assert refused(lambda: change_node(centre.act, centre.main_panel, loop)) == {
        "parent": "PDU A1-A berada di bawah Panel utama; susunan listrik tidak boleh berputar."
    }
    own = facts(centre.ups_a, parent=centre.ups_a)
    assert "berputar" in refused(lambda: change_node(centre.act, centre.ups_a, own))["parent"]
    under = facts(centre.genset, parent=centre.mains)
    assert refused(lambda: change_node(centre.act, centre.genset, under)) == {
        "parent": "PLN dan genset berada paling atas; kosongkan induknya."
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"rating_w": -1}, "rating_w"), ({"rating_w": 10**9}, "rating_w"), ({"rating_w": 0}, "rating_w"),
        ({"modules": 0}, "modules"), ({"modules": 2, "spare": 2}, "spare"), ({"spare": -1}, "spare"),
        ({"kind": "dinamo"}, "kind"), ({"runtime_min": -5}, "runtime_min"),
    ],
)  # fmt: skip
def test_a_power_node_with_absurd_numbers_is_refused(
    centre: DataCentre, wrong: dict[str, object], field: str
) -> None:
    changed = facts(centre.ups_b, **wrong)
    assert set(refused(lambda: change_node(centre.act, centre.ups_b, changed))) == {field}


def test_a_rating_does_not_fall_below_what_is_used_and_held(centre: DataCentre) -> None:
    booking.place(centre.hold(), now=centre.now)
    centre.hold()
    less = facts(centre.ups_b, rating_w=600)
    assert refused(lambda: change_node(centre.act, centre.ups_b, less)) == {
        "rating_w": "Daya terpasang tidak boleh di bawah yang sudah terpakai dan dipesan: 700 W (350 "
        "terpakai, 350 dipesan); tertulis 600 W."
    }
    change_node(centre.act, centre.ups_b, facts(centre.ups_b, rating_w=700))
    slower = UplinkFacts(name="Jalur 1", mbps=5)
    assert set(refused(lambda: change_uplink(centre.act, centre.uplink, slower))) == {"mbps"}


def test_a_load_moves_with_its_node_to_another_way_up(centre: DataCentre) -> None:
    held = centre.hold()
    pdu = PowerNode.objects.get(name="PDU A1-A")
    assert way(pdu) == ["PDU A1-A", "UPS A", "Panel utama", "Genset", "PLN"]
    change_node(centre.act, pdu, facts(pdu, parent=centre.ups_b))
    assert way(pdu) == ["PDU A1-A", "UPS B", "Panel utama", "Genset", "PLN"]
    loads = {one.name: one.meter.held for one in PowerNode.objects.select_related("meter")}
    assert (loads["UPS A"], loads["UPS B"], loads["PLN"]) == (0, 350, 350)
    back_up(centre.act, centre.main_panel, [])
    assert way(pdu) == ["PDU A1-A", "UPS B", "Panel utama", "PLN"]
    assert Meter.objects.get(pk=centre.genset.meter_id).held == 0
    assert LedgerEntry.objects.filter(kind="corrected").count() == 2
    booking.release(held, how="released", now=centre.now)
    assert set(centre.occupancy().values()) == {(0, 0, 0)}


def test_a_load_does_not_move_where_it_does_not_fit(centre: DataCentre) -> None:
    centre.hold()
    small = centre.node("ups", "UPS kecil", centre.mains, rating_w=300)
    pdu = PowerNode.objects.get(name="PDU A1-A")
    with pytest.raises(
        Refused, match="UPS kecil tidak lagi cukup: diperlukan 350 W, tersisa 300 W"
    ):
        change_node(centre.act, pdu, facts(pdu, parent=small))


def test_a_feed_in_use_stays(centre: DataCentre) -> None:
    centre.hold()
    feed = RackFeed.objects.get(node__name="PDU A1-A")
    assert refused(lambda: unfeed_rack(centre.act, feed)) == {
        "node": "Jalur ini masih dipakai oleh Server."
    }
    assert refused(lambda: feed_rack(centre.act, centre.racks[0], centre.ups_a, side="C"))
    unfeed_rack(centre.act, RackFeed.objects.get(node__name="PDU A2-A"))
    assert centre.ask(ask_for(server(height_u=9))).answer is Answer.NO  # no rack left with A and B


@pytest.mark.parametrize(
    ("cidr", "told"),
    [
        (
            "203.0.113.8/29",
            "203.0.113.8/29 bertumpang tindih dengan blok 203.0.113.0/28 yang sudah ada.",
        ),
        (
            "203.0.0.0/16",
            "203.0.0.0/16 bertumpang tindih dengan blok 203.0.113.0/28 yang sudah ada.",
        ),
        (
            "203.0.113.77/24",
            "“203.0.113.77/24” bukan blok IP. Tulis alamat jaringannya, misalnya 203.0.113.0/24.",
        ),
        (
            "tiga ratus",
            "“tiga ratus” bukan blok IP. Tulis alamat jaringannya, misalnya 203.0.113.0/24.",
        ),
    ],
)
def test_address_blocks_do_not_overlap(centre: DataCentre, cidr: str, told: str) -> None:
    assert refused(lambda: add_pool(centre.act, cidr=cidr)) == {"cidr": told}


def test_what_may_be_given_out_of_a_block(centre: DataCentre) -> None:
    def ends(cidr: str) -> tuple[int, int, int]:
        pool = add_pool(centre.act, cidr=cidr)
        return int(pool.first, 16) % 256, int(pool.last, 16) % 256, pool.meter.rating or 0

    assert ends("198.51.100.0/24") == (1, 254, 254)
    assert ends("192.0.2.2/31") == (2, 3, 2)
    assert ends("192.0.2.9/32") == (9, 9, 1)
    assert ends("2001:db8::/64") == (1, 255, 10**12)


def test_ports_in_use_stay(centre: DataCentre) -> None:
    held = centre.hold()
    fewer = BankFacts(name="SW-1", ports=1)
    assert refused(lambda: change_bank(centre.act, centre.bank, fewer)) == {
        "ports": "Port 2 masih dipakai oleh Permohonan 1."
    }
    change_bank(centre.act, centre.bank, BankFacts(name="SW-1", ports=24))
    assert Meter.objects.get(pk=centre.switches.meter_id).limit == 24
    booking.release(held, how="released", now=centre.now)
    assert "pernah dipakai" in refused(lambda: change_bank(centre.act, centre.bank, fewer))["ports"]
    change_bank(centre.act, centre.bank, BankFacts(name="SW-1", ports=2))
    assert Meter.objects.get(pk=centre.switches.meter_id).rating == 2


def test_a_port_has_one_cable(centre: DataCentre) -> None:
    one, two, three = Port.objects.order_by("pk")[:3]
    cable = add_cable(centre.act, two, one, label="K-1")
    assert (cable.a, cable.b) == (one, two)
    assert refused(lambda: add_cable(centre.act, two, three)) == {
        "a": "Port SW-1/2 sudah berkabel."
    }
    assert refused(lambda: add_cable(centre.act, three, three))


def test_a_policy_moves_every_limit(centre: DataCentre) -> None:
    def limit(meter: int) -> int | None:
        return Meter.objects.get(pk=meter).limit

    policy = replace(
        Policy(), units_stop=50, units_warn=40, ups_stop=75, breaker_stop=60, genset_stop=70,
        link_stop=10, addresses_spare=50, storage_stop=90, vcpu_for_core=2,
    )  # fmt: skip
    change_policy(centre.act, policy)
    assert policy_of(centre.office.pk) == policy
    assert limit(centre.racks[0].units_id) == 5
    assert limit(centre.ups_a.meter_id) == 3000
    assert limit(centre.mains.meter_id) == 18_000
    assert limit(centre.genset.meter_id) == 14_000
    assert limit(centre.uplink.meter_id) == 100
    assert limit(centre.pool.meter_id) == 7
    assert limit(centre.cluster.disk_id) == 900
    assert limit(centre.cluster.vcpu_id) == 32
    trail = OfficeAct.objects.order_by("-pk").values_list("sentence", flat=True)[0]
    assert "ups_stop 80 menjadi 75" in trail


def test_a_stricter_policy_leaves_what_is_there_and_promises_nothing_more(
    centre: DataCentre,
) -> None:
    centre.hold(ask_for(mbps=600))
    change_policy(centre.act, replace(Policy(), link_stop=50))
    line = next(one for one in centre.ask().lines if one.unit == "Mbps")
    assert (line.left, line.answer) == (-110, Answer.NO)
    held = booking.booking_of(1)
    assert held is not None
    booking.place(held, now=centre.now)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ups_stop": 101}, "ups_stop"), ({"link_stop": 0}, "link_stop"), ({"ups_warn": 90}, "ups_warn"),
        ({"warn_days": 11}, "warn_days"), ({"vcpu_for_core": 64}, "vcpu_for_core"),
        ({"max_depth_mm": 5}, "max_depth_mm"), ({"addresses_spare": -1}, "addresses_spare"),
    ],
)  # fmt: skip
def test_a_policy_that_makes_no_sense_is_refused(
    centre: DataCentre, wrong: dict[str, int], field: str
) -> None:
    policy = replace(Policy(), **wrong)  # type: ignore[arg-type]
    assert set(refused(lambda: change_policy(centre.act, policy))) == {field}


def test_a_cluster_does_not_shrink_below_its_promises(centre: DataCentre) -> None:
    Meter.objects.filter(pk=centre.cluster.ram_id).update(used=100)
    less = ClusterFacts(name="Klaster 1", cores=32, ram_gb=64, disk_gb=1000)
    assert set(refused(lambda: change_cluster(centre.act, centre.cluster, less))) == {"ram_gb"}
    spare = ClusterFacts(name="Klaster 1", cores=8, ram_gb=128, disk_gb=10, hosts=1, spare=1)
    assert set(refused(lambda: change_cluster(centre.act, centre.cluster, spare))) == {"spare"}


def test_a_day_is_sampled_once(centre: DataCentre) -> None:
    day = dt.date(2026, 11, 23)
    assert samples.is_due(centre.office.pk, day)
    samples.take(centre.office.pk, day)
    assert not samples.is_due(centre.office.pk, day)
    centre.hold(ask_for(mbps=100))
    samples.take(centre.office.pk, day)
    samples.take(centre.office.pk, day + dt.timedelta(days=1))
    rows = samples.samples_of(centre.uplink.meter_id, since=day)
    assert [(one.day, one.held, one.limit) for one in rows] == [
        (day, 100, 700), (day + dt.timedelta(days=1), 100, 700),
    ]  # fmt: skip
    assert UsageSample.objects.count() == 2 * Meter.objects.count()


def test_devices_of_a_rack_are_told_from_its_top(centre: DataCentre) -> None:
    centre.hold(ask_for(server("Satu"), server("Dua", height_u=1)))
    assert [one.name for one in standing_in(centre.racks[0])] == ["Dua", "Satu"]
    assert Device.objects.count() == 2
