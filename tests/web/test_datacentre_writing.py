"""The admin records a data centre through its pages, and reads refusals at their fields."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from kolokasi.accounts.models import Person
from kolokasi.inventory.models import (
    AddressPool,
    Cable,
    Cluster,
    Device,
    LedgerEntry,
    PortBank,
    PowerNode,
    Rack,
    RackFeed,
    Site,
    Uplink,
)
from kolokasi.inventory.policy import policy_of
from machine_room import MachineRoom, admin_of
from page import Page, Visitor
from stage import Stage

pytestmark = pytest.mark.django_db
KEY = "karanganyar"


@pytest.fixture
def room(karanganyar: Stage) -> MachineRoom:
    return MachineRoom(karanganyar.agency, timezone.now())


def sent(visitor: Visitor, path: str, do: str, *, status: int = 200, **values: object) -> Page:
    """Fill in the form that ``do`` names, and send it."""
    page = visitor.get(path)
    number = next(
        one["form"] for one in page.fields if one.get("name") == "do" and one["value"] == do
    )
    given: dict[str, list[str]] = {}
    for one in page.fields:
        if one["form"] == number and one.get("name") and one["tag"] != "button":
            if one.get("type") == "checkbox" and "checked" not in one:
                continue
            given.setdefault(one["name"], []).append(one["value"])
    assert values.keys() <= {one.get("name") for one in page.fields if one["form"] == number}
    return visitor.post(path, given | values, status=status)


def test_a_data_centre_is_recorded_from_nothing(karanganyar: Stage) -> None:
    ani = Visitor(admin_of(karanganyar.office))
    sent(ani, reverse("dc_places", args=[KEY]), "site", name="Gedung B")
    site = Site.objects.get(name="Gedung B")
    sent(ani, reverse("dc_site", args=[KEY, site.pk]), "room", name="Lantai 1")
    room = site.rooms.get()
    path = reverse("dc_room", args=[KEY, room.pk])
    sent(ani, path, "rack", name="B1", height_u="42", depth_mm="900", max_kg="800")
    rack = Rack.objects.get(name="B1")
    power = reverse("dc_power", args=[KEY])
    sent(ani, power, "node", name="PLN", kind="mains", rating_w="30000")
    mains = PowerNode.objects.get(name="PLN")
    sent(ani, power, "node", name="PDU B1-A", kind="pdu", parent=str(mains.pk), rating_w="3600")
    pdu = PowerNode.objects.get(name="PDU B1-A")
    sent(ani, reverse("dc_rack", args=[KEY, rack.pk]), "feed", node=str(pdu.pk), side="A")
    assert RackFeed.objects.filter(rack=rack, node=pdu, side="A").exists()
    network = reverse("dc_network", args=[KEY])
    sent(ani, network, "uplink", name="Jalur utama", mbps="500")
    assert Uplink.objects.get().meter.limit == 350
    sent(ani, network, "pool", cidr="198.51.100.0/28")
    assert AddressPool.objects.get().meter.rating == 14
    clusters = reverse("dc_clusters", args=[KEY])
    sent(ani, clusters, "cluster", name="K1", cores="32", ram_gb="256", disk_gb="2000")
    assert Cluster.objects.get().vcpu.limit == 128
    place = reverse("dc_place", args=[KEY, rack.pk])
    page = sent(
        ani, place, "place", name="Server lama", unit="5", height_u="2", label_watts="500",
        supplies="1", weight_kg="20",
    )  # fmt: skip
    assert "Server lama" in page.text
    assert Device.objects.get().watts == 350
    assert "B1" in ani.get(reverse("dc_office", args=[KEY])).text or Device.objects.count() == 1


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(room: MachineRoom) -> None:
    ani = Visitor(room.admin)
    rack = reverse("dc_rack", args=[KEY, room.racks[0].pk])
    page = sent(ani, rack, "change", status=422, height_u="8")
    assert "masih terisi di atasnya oleh Server absensi" in page.text
    field = next(one for one in page.fields if one.get("id") == "f-height_u-change")
    assert field["value"] == "8"
    assert field["aria-invalid"] == "true"
    assert "#f-height_u-change" in page.links
    for typed, said in (
        ("-3", "Tinggi rak"),
        ("9999", "harus antara 1 dan 60"),
        ("empat", "bilangan bulat"),
        ("", "Tinggi rak"),
    ):
        assert said in sent(ani, rack, "change", status=422, height_u=typed).text
    assert Rack.objects.get(pk=room.racks[0].pk).height_u == 42


def test_a_loop_in_the_power_tree_is_refused(room: MachineRoom) -> None:
    below = PowerNode.objects.get(name="PDU A1-A")
    path = reverse("dc_node", args=[KEY, room.ups_a.pk])
    page = sent(Visitor(room.admin), path, "change", status=422, parent=str(below.pk))
    assert "tidak boleh berputar" in page.text


def test_a_feed_in_use_stays(room: MachineRoom) -> None:
    feed = RackFeed.objects.get(rack=room.racks[0], side="A")
    path = reverse("dc_rack", args=[KEY, room.racks[0].pk])
    page = sent(Visitor(room.admin), path, "unfeed", status=422, row=str(feed.pk))
    assert "masih dipakai" in page.text
    assert RackFeed.objects.filter(pk=feed.pk).exists()


def test_a_device_is_moved_corrected_and_released(room: MachineRoom) -> None:
    ani = Visitor(room.admin)
    path = reverse("dc_device", args=[KEY, room.device.pk])
    assert "Tulis alasannya." in sent(ani, path, "move", status=422, unit="30").text
    sent(ani, path, "move", rack=str(room.racks[1].pk), unit="30", why="Rak A1 dikosongkan.")
    room.device.refresh_from_db()
    assert (room.device.rack_id, room.device.unit) == (room.racks[1].pk, 30)
    page = sent(ani, path, "correct", watts="420", why="Diukur pada PDU.")
    assert "Dikoreksi: daya terukur" in page.text
    sent(ani, path, "release", why="Diambil pemiliknya.")
    room.device.refresh_from_db()
    assert room.device.removed_at is not None
    kinds = LedgerEntry.objects.filter(booking=room.device.booking_id).order_by("pk")
    assert [one.kind for one in kinds] == ["placed", "moved", "corrected", "released"]
    assert "tidak lagi berdiri di sini" in ani.get(path).text


def test_ports_and_cables(room: MachineRoom) -> None:
    ani = Visitor(room.admin)
    path = reverse("dc_ports", args=[KEY, room.switches.pk])
    sent(ani, path, "bank", name="SW-2", ports="8")
    bank = PortBank.objects.get(name="SW-2")
    page = sent(ani, path, "cable", status=422, a="SW-2/9", b="PP-1/12")
    assert "“SW-2/9” tidak ditemukan" in page.text
    page = sent(ani, path, "cable", a="SW-2/8", b="PP-1/12", kind="Cat 6")
    assert Cable.objects.count() == 1
    page = sent(ani, path, f"bank-{bank.pk}", status=422, ports="4")
    assert "Port 8 masih berkabel." in page.text
    sent(ani, path, "unwire", row=str(Cable.objects.get().pk))
    assert not Cable.objects.exists()


def test_the_policy_shows_what_a_change_does_before_it_is_saved(room: MachineRoom) -> None:
    ani = Visitor(room.admin)
    path = reverse("dc_policy", args=[KEY])
    page = sent(ani, path, "policy", link_stop="4")
    assert policy_of(room.office.pk).link_stop == 4
    values = page.form_with("link_stop") | {"link_stop": "60", "preview": "1"}
    page = ani.post(path, values)
    assert "Belum disimpan." in page.text
    assert policy_of(room.office.pk).link_stop == 4
    assert next(one for one in page.fields if one.get("name") == "link_stop")["value"] == "60"
    page = sent(ani, path, "policy", status=422, ups_warn="90", ups_stop="80")
    assert "Peringatan harus datang sebelum batasnya" in page.text


def test_an_officer_without_the_role_changes_nothing(karanganyar: Stage, room: MachineRoom) -> None:
    officer = Visitor(
        Person.objects.get(pk=karanganyar.officer("penempatan-server", "personil").id)
    )
    path = reverse("dc_site", args=[KEY, room.site.pk])
    assert not any(one.get("name") == "do" for one in officer.get(path).fields)
    answer = officer.client.post(path, {"do": "room", "name": "Ruang gelap", "kunci": "a" * 32})
    assert answer.status_code in (403, 422)
    assert not room.site.rooms.filter(name="Ruang gelap").exists()
