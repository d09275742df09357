"""What a page of the data centre costs in queries: the same with one rack's devices and with many."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kolokasi.accounts.office_acts import Administration
from kolokasi.inventory import network, places
from kolokasi.inventory.standing import DeviceFacts
from machine_room import MachineRoom, every_page
from stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MOST = 26  # of the dearest page, the dashboard, for its admin


def counted(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
        assert answer.status_code == 200
    return len(captured)


def more(room: MachineRoom) -> None:
    """Ten racks, twenty devices, ten lines and blocks, twenty who wait."""
    act = Administration(office=room.office, by=None, now=room.now)
    for number in range(10):
        facts = places.RackFacts(name=f"B{number}", height_u=42, depth_mm=900, max_kg=600)
        places.add_rack(act, room.room, facts)
        network.add_uplink(act, room.site, network.UplinkFacts(name=f"Jalur B{number}", mbps=100))
        network.add_pool(act, cidr=f"198.51.100.{number * 8}/29")
        network.add_bank(act, room.switches, network.BankFacts(name=f"SW-B{number}", ports=4))
        room.node("ups", f"UPS B{number}", rating_w=5_000)
    for number in range(10):
        facts_of = DeviceFacts(
            name=f"Server {number}", height_u=1, weight_kg=9, watts=90, supplies=2
        )
        room.stand(facts_of, unit=14 + number)
    for number in range(20):
        room.let_wait(100 + number, f"KRA-2026-{number:04}")


def test_no_page_asks_once_for_each_row(karanganyar: Stage) -> None:
    room = MachineRoom(karanganyar.agency, timezone.now())
    client = Client()
    client.force_login(room.admin)
    pages = list(every_page(room))
    pages.append(reverse("dc_rehearsal", args=[room.office.key]) + f"?padam={room.ups_a.pk}")
    for path in pages:
        counted(client, path)  # whatever is read once for all is read here
    before = {path: counted(client, path) for path in pages}
    more(room)
    after = {path: counted(client, path) for path in pages}
    dearer = {path: (before[path], after[path]) for path in pages if after[path] > before[path]}
    assert dearer == {}
    assert max(before.values()) <= MOST, before
