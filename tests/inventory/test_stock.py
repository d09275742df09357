"""What a verdict is told of the data centre, and at what price."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from data_centre import DataCentre, ask_for, server
from kolokasi.core.capacity.verdict import Answer
from kolokasi.inventory import stock
from kolokasi.inventory.models import Meter, PowerNode, Rack
from kolokasi.inventory.places import RackFacts, add_rack

pytestmark = pytest.mark.django_db
QUERIES = 10


def read(centre: DataCentre, **more: Any) -> Any:
    return stock.read(centre.office.pk, more.pop("ask", ask_for()), now=centre.now, **more)


def test_a_rack_is_brought_with_everything_on_its_ways(centre: DataCentre) -> None:
    found = read(centre)
    rack = found.racks[0]
    assert (rack.name, rack.room, rack.height_u, len(rack.free)) == ("A1", "Ruang Server", 10, 10)
    assert [(one.side, one.name) for one in rack.feeds] == [("A", "PDU A1-A"), ("B", "PDU A1-B")]
    way = [found.power[key].name for key in rack.feeds[0].path]
    assert way == ["PDU A1-A", "UPS A", "Panel utama", "Genset", "PLN"]
    assert found.power[centre.ups_a.meter_id].limit == 3200  # 80 % of one module of two
    assert found.power[centre.ups_a.meter_id].warn == 2800
    assert [one.limit for one in found.links] == [700]
    assert [one.limit for one in found.pools] == [12]  # 14, of which a tenth is kept
    assert (rack.ports.limit, rack.panel.limit) == (12, 12)
    cluster = found.clusters[0]
    assert (cluster.vcpu.limit, cluster.ram.limit, cluster.disk.limit) == (64, 128, 800)


def test_what_is_unknown_passes_the_filters_and_never_becomes_a_yes(centre: DataCentre) -> None:
    Rack.objects.update(depth_mm=None)
    assert len(read(centre).racks) == 2
    assert centre.ask().answer is Answer.UNKNOWN
    Rack.objects.update(depth_mm=900)
    Meter.objects.filter(weight_of__isnull=False).update(rating=None, limit=None)
    assert len(read(centre).racks) == 2
    assert centre.ask().answer is Answer.UNKNOWN


def test_the_others_are_counted_by_their_first_reason(centre: DataCentre) -> None:
    a1, _ = centre.racks
    for name, change in (
        ("B1", {"is_open": False}), ("B2", {"longest_run": 1}), ("B3", {"depth_mm": 300}),
    ):  # fmt: skip
        rack = add_rack(
            centre.act, centre.room, RackFacts(name=name, height_u=42, depth_mm=900, max_kg=100)
        )
        Rack.objects.filter(pk=rack.pk).update(**change)
    Meter.objects.filter(pk=a1.weight_id).update(used=590)
    full = PowerNode.objects.filter(name__startswith="PDU A2").values("meter")
    Meter.objects.filter(pk__in=full).update(used=2800)
    found = read(centre)
    nearest = [one.name for one in found.racks]
    assert nearest == ["B3", "A1", "A2"], "none passes; a refusal is measured at these"
    assert found.left_out == {
        "ditutup bagi perangkat baru": 1,
        "tidak punya 2 U kosong berurutan": 1,
        "lebih dangkal dari 700 mm": 1,
        "sisa bebannya kurang dari 25 kg": 1,
        "sisa dayanya kurang dari 350 W": 1,
    }
    assert centre.ask().answer is Answer.NO


def test_a_way_that_is_full_above_keeps_the_rack_out(centre: DataCentre) -> None:
    Meter.objects.filter(pk=centre.main_panel.meter_id).update(used=20_000)
    assert read(centre).left_out == {"sisa dayanya kurang dari 350 W": 2}


def test_a_rack_that_takes_everything_comes_before_better_fits_for_a_part(db: None) -> None:
    centre = DataCentre(racks=3)
    for rack, free in zip(centre.racks, (2, 3, 10), strict=True):
        Rack.objects.filter(pk=rack.pk).update(free_units=free, longest_run=free)
    wanted = ask_for(server("Satu"), server("Dua"))
    assert [one.name for one in read(centre, ask=wanted).racks] == ["A3", "A1", "A2"]
    assert [one.name for one in read(centre, ask=ask_for()).racks] == ["A1", "A2", "A3"]
    preferred = read(centre, ask=ask_for(), prefer=centre.racks[1].pk)
    assert preferred.racks[0].name == "A2"


def test_a_line_without_contract_is_none(centre: DataCentre) -> None:
    centre.uplink.contract_ends_on = date(2026, 11, 22)
    centre.uplink.save()
    assert read(centre).links == ()
    centre.uplink.contract_ends_on = date(2026, 11, 23)
    centre.uplink.save()
    assert len(read(centre).links) == 1


def test_the_number_of_queries_does_not_grow(centre: DataCentre) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(centre, lock=True)
        return len(captured)

    few = counted()
    for number in range(10, 60):
        centre.racks.append(centre._rack(number, 42))
    assert counted() == few <= QUERIES
    assert len(read(centre).racks) == stock.BEST
