"""Before the letter: anybody may ask whether there is room, and reads no rack's name."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from kolokasi.inventory.models import PowerNode, Rack
from machine_room import MachineRoom
from page import Page, Visitor
from stage import Stage

pytestmark = pytest.mark.django_db
PATH = "/dinas/karanganyar/prakira/?sop=penempatan-server"
SERVER = {
    "jenis": "server", "perangkat.jumlah": "1", "perangkat.tinggi": "2", "perangkat.kedalaman": "700",
    "perangkat.berat": "25", "perangkat.daya": "500", "perangkat.psu": "2", "perangkat.port": "2",
    "perangkat.bentuk": "rak", "perangkat.model": "", "bandwidth": "10", "ip": "1", "vcpu": "",
    "ram": "", "disk": "", "do": "prakira",
}  # fmt: skip


@pytest.fixture
def room(karanganyar: Stage) -> MachineRoom:
    cache.clear()
    return MachineRoom(karanganyar.agency, timezone.now())


def asked(**changes: str) -> Page:
    given = SERVER | {name.replace("__", "."): value for name, value in changes.items()}
    return Visitor().post(PATH, given)


def test_yes_where_it_fits(room: MachineRoom) -> None:
    text = asked().text
    assert "Menurut keadaan hari ini, kapasitasnya tersedia." in text


def test_probably_where_somebody_waits(room: MachineRoom) -> None:
    room.let_wait(1, "KRA-2026-0001")
    text = asked().text
    assert "Mungkin" in text
    assert "1 permohonan lain menunggu lebih dahulu." in text
    assert "KRA-2026-0001" not in text


def test_no_with_what_is_short_and_what_would_fit(room: MachineRoom) -> None:
    text = asked(bandwidth="900").text
    assert "bandwidth kurang 250 Mbps" in text
    assert "Yang masih muat hari ini: bandwidth 650 Mbps" in text
    for name in (
        *Rack.objects.values_list("name", flat=True),
        *PowerNode.objects.values_list("name", flat=True),
    ):
        assert f" {name} " not in text, name


def test_not_certain_where_something_is_not_said(room: MachineRoom) -> None:
    page = asked(perangkat__daya="")
    assert "Belum dapat dipastikan" in page.text
    assert "daya" in page.text


def test_a_known_model_fills_in_what_was_left_empty(room: MachineRoom) -> None:
    empty = dict.fromkeys(("tinggi", "kedalaman", "berat", "daya", "psu"), "")
    given = {f"perangkat__{name}": value for name, value in empty.items()}
    page = asked(**given, perangkat__model="Dell PowerEdge R240")
    assert "kapasitasnya tersedia" in page.text


def test_hosting(room: MachineRoom) -> None:
    hosting = {"jenis": "hosting", "vcpu": "4", "ram": "8", "disk": "100"}
    assert "kapasitasnya tersedia" in asked(**hosting).text
    assert "kurang" in asked(**(hosting | {"ram": "4000"})).text


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("perangkat.tinggi", "0"), ("perangkat.tinggi", "-2"), ("perangkat.tinggi", "1e9"),
        ("perangkat.jumlah", "500"), ("bandwidth", "999999999999"), ("perangkat.daya", "banyak"),
        ("jenis", "kapal"),
    ],
)  # fmt: skip
def test_absurd_numbers_are_refused_at_their_field(
    room: MachineRoom, field: str, typed: str
) -> None:
    page = Visitor().post(PATH, SERVER | {field: typed}, status=422)
    marked = [one for one in page.fields if one.get("aria-invalid") == "true"]
    assert [one["name"] for one in marked] == [field]


def test_it_is_there_only_for_an_office_with_a_data_centre(karanganyar: Stage) -> None:
    karanganyar.version("penempatan-server")
    sop = "/dinas/karanganyar/sop/penempatan-server/"
    assert PATH not in Visitor().get(sop).links
    assert Visitor().client.get(PATH).status_code == 404
    MachineRoom(karanganyar.agency, timezone.now())
    assert PATH in Visitor().get(sop).links
    assert Visitor().client.get(reverse("beforehand", args=["tidak-ada"])).status_code == 404


def test_tries_are_counted(room: MachineRoom) -> None:
    client = Visitor().client
    answers = [client.post(PATH, SERVER).status_code for _ in range(21)]
    assert answers[:20] == [200] * 20
    assert answers[20] == 429
