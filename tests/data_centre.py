"""An invented data centre on the real database, built by the writers of the product.

Diskominfo Kota Contoh: one room, two racks of 10U, PLN and a genset over one panel, a UPS of two modules for
side A and one for side B, a PDU of each side at each rack, a line of 1 Gbps, a block of 14 addresses, a switch of
12 ports, a patch panel of 12, a small cluster.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction

from kolokasi.accounts.models import Agency, Office
from kolokasi.accounts.office_acts import Administration
from kolokasi.core.capacity.ask import Ask, DeviceAsked
from kolokasi.core.capacity.judging import judge
from kolokasi.core.capacity.verdict import Verdict
from kolokasi.inventory import booking, stock
from kolokasi.inventory.hosting import ClusterFacts, add_cluster
from kolokasi.inventory.models import Booking, Meter, PowerNode, Rack
from kolokasi.inventory.network import (
    BankFacts,
    UplinkFacts,
    add_bank,
    add_group,
    add_pool,
    add_uplink,
)
from kolokasi.inventory.places import RackFacts, add_rack, add_room, add_site
from kolokasi.inventory.power import NodeFacts, add_node, back_up, feed_rack

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def server(name: str = "Server", **more: object) -> DeviceAsked:
    given = {
        "height_u": 2, "depth_mm": 700, "weight_kg": 25, "watts": 500, "supplies": 2, "ports": 2,
    } | more  # fmt: skip
    return DeviceAsked(name=name, **given)  # type: ignore[arg-type]


def ask_for(*devices: DeviceAsked, mbps: int = 10, addresses: int = 1) -> Ask:
    return Ask(devices=devices or (server(),), bandwidth_mbps=mbps, addresses=addresses)


class DataCentre:
    """``act`` is an administration, as the pages open one. Time stands still unless a test moves ``now``."""

    @transaction.atomic()
    def __init__(
        self,
        racks: int = 2,
        *,
        height_u: int = 10,
        office: Office | None = None,
        agency: Agency | None = None,
        now: datetime = NOON,
    ) -> None:
        self.office = office or Office.objects.create(
            key="contoh", code="CTH", name="Diskominfo Kota Contoh"
        )
        self.agency = agency or Agency.objects.create(
            office=self.office, key="dinkes", name="Dinas Kesehatan Kota Contoh"
        )
        self.now = now
        act = self.act
        self.site = add_site(act, name="Pusat Data Kota")
        self.room = add_room(act, self.site, name="Ruang Server")
        self.uplink = add_uplink(act, self.site, UplinkFacts(name="Jalur 1", mbps=1000))
        self.pool = add_pool(act, cidr="203.0.113.0/28", site=self.site)
        self.switches = add_group(act, self.site, kind="switch", name="Switch akses")
        self.bank = add_bank(act, self.switches, BankFacts(name="SW-1", ports=12))
        self.panels = add_group(act, self.site, kind="panel", name="Panel tembaga")
        add_bank(act, self.panels, BankFacts(name="PP-1", ports=12))
        self.cluster = add_cluster(
            act, self.site,
            ClusterFacts(name="Klaster 1", cores=32, ram_gb=256, disk_gb=1000, hosts=2, spare=1),
        )  # fmt: skip
        self._power()
        self.racks = [self._rack(number, height_u) for number in range(1, racks + 1)]
        self._cases = 0

    @property
    def act(self) -> Administration:
        return Administration(office=self.office, by=None, now=self.now)

    def node(self, kind: str, name: str, parent: PowerNode | None = None, **more: int) -> PowerNode:
        facts = NodeFacts(kind=kind, name=name, parent=parent, **more)  # type: ignore[arg-type]
        return add_node(self.act, self.site, facts)

    def ask(self, ask: Ask | None = None, *, lock: bool = False) -> Verdict:
        wanted = ask or ask_for()
        return judge(wanted, stock.read(self.office.pk, wanted, now=self.now, lock=lock))

    def hold(self, ask: Ask | None = None, *, case: int = 0, override: str = "") -> Booking:
        """Read, judge and reserve in one go, as a decision does."""
        wanted = ask or ask_for()
        verdict = self.ask(wanted, lock=True)
        self._cases += 1
        number = case or self._cases
        return booking.hold(
            office=self.office.pk, verdict=verdict, ask=wanted, title=f"Permohonan {number}",
            now=self.now, warn_at=self.now + timedelta(days=7),
            expires_at=self.now + timedelta(days=10), agency=self.agency.pk, case_id=number,
            case_number=f"CTH-{number}", override=override,
        )  # fmt: skip

    def occupancy(self) -> dict[int, tuple[int, int, int]]:
        """Every meter: used, held, unknown."""
        rows = Meter.objects.filter(office=self.office)
        return {one.pk: (one.used, one.held, one.unknown) for one in rows}

    def _power(self) -> None:
        self.mains = self.node("mains", "PLN", rating_w=30_000)
        self.genset = self.node("genset", "Genset", rating_w=20_000)
        self.main_panel = self.node("panel", "Panel utama", self.mains, rating_w=25_000)
        back_up(self.act, self.main_panel, [self.genset])
        self.ups_a = self.node("ups", "UPS A", self.main_panel, rating_w=8_000, modules=2, spare=1)
        self.ups_b = self.node("ups", "UPS B", self.main_panel, rating_w=8_000)

    def _rack(self, number: int, height_u: int) -> Rack:
        facts = RackFacts(
            name=f"A{number}", height_u=height_u, depth_mm=900, max_kg=600,
            switches=self.switches, panels=self.panels,
        )  # fmt: skip
        rack = add_rack(self.act, self.room, facts)
        for side, ups in (("A", self.ups_a), ("B", self.ups_b)):
            pdu = self.node("pdu", f"PDU A{number}-{side}", ups, rating_w=3_600)
            feed_rack(self.act, rack, pdu, side=side)
        return rack
