"""The invented data centre with something in it: what its pages show. See ``data_centre``."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from data_centre import DataCentre, server
from kolokasi.accounts.models import Agency, Office, OfficeRole, Person
from kolokasi.core.capacity.ask import Ask
from kolokasi.inventory import standing, waiting
from kolokasi.inventory.models import Booking, Device, UsageSample


def admin_of(office: Office) -> Person:
    return OfficeRole.objects.get(office=office, role="admin").person


class MachineRoom(DataCentre):
    """Two racks of 42U. In the first one a server of the agency (U10), an old one of which nothing is known
    (U20), and a reservation; the line filled by 2 Mbps a day for ninety days."""

    device: Device
    old: Device
    held: Booking

    def __init__(self, agency: Agency, now: dt.datetime) -> None:
        super().__init__(height_u=42, office=agency.office, agency=agency, now=now)
        self.held = self.hold(Ask(devices=(server("Server e-Puskesmas"),), bandwidth_mbps=50))
        Booking.objects.filter(pk=self.held.pk).update(case_id=None, case_number="")
        self.device = self.stand(
            standing.DeviceFacts(
                name="Server absensi", height_u=2, model="Rak 2U", weight_kg=28, depth_mm=750,
                label_watts=800, supplies=2, ports=2,
            ),
            unit=10, addresses=("203.0.113.5",),
        )  # fmt: skip
        self._fill_the_line()

    def an_old_one(self) -> None:
        """Something stands there of which nobody knows what it takes: then nothing more is promised beside it."""
        facts = standing.DeviceFacts(name="Server tua", height_u=4, supplies=1)
        self.old = self.stand(facts, unit=20)

    def stand(
        self, facts: standing.DeviceFacts, *, unit: int, addresses: tuple[str, ...] = ()
    ) -> Device:
        made = standing.place_existing(
            self.racks[0], facts, unit=unit, now=self.now, label_percent=70,
            agency=self.agency.pk, addresses=addresses,
        )  # fmt: skip
        return made.devices.get()

    def let_wait(self, case: int, number: str) -> None:
        waiting.join(
            office=self.office.pk, case_id=case, case_number=number,
            ask=Ask(devices=(server("Server arsip"), server("Penyimpanan arsip")), bandwidth_mbps=20),
            now=self.now, title="Server arsip", agency=self.agency.pk,
        )  # fmt: skip

    @property
    def admin(self) -> Person:
        return admin_of(self.office)

    def _fill_the_line(self) -> None:
        today = self.now.date()
        UsageSample.objects.bulk_create(
            UsageSample(
                meter_id=self.uplink.meter_id, day=today - dt.timedelta(days=90 - day),
                used=200 + 2 * day, held=0, limit=700,
            )
            for day in range(90)
        )  # fmt: skip


def every_page(room: MachineRoom) -> list[str]:
    """The address of every page of this data centre."""
    key = room.office.key
    return [
        reverse("dc_office", args=[key]),
        reverse("dc_places", args=[key]),
        reverse("dc_site", args=[key, room.site.pk]),
        reverse("dc_room", args=[key, room.room.pk]),
        reverse("dc_rack", args=[key, room.racks[0].pk]),
        reverse("dc_device", args=[key, room.device.pk]),
        reverse("dc_power", args=[key]),
        reverse("dc_node", args=[key, room.ups_a.pk]),
        reverse("dc_network", args=[key]),
        reverse("dc_uplink", args=[key, room.uplink.pk]),
        reverse("dc_pool", args=[key, room.pool.pk]),
        reverse("dc_ports", args=[key, room.switches.pk]),
        reverse("dc_clusters", args=[key]),
        reverse("dc_policy", args=[key]),
        reverse("dc_queue", args=[key]),
        reverse("dc_ledger", args=[key]),
        reverse("dc_rehearsal", args=[key]),
        reverse("dc_exceptions", args=[key]),
        reverse("dc_trends", args=[key]),
    ]
