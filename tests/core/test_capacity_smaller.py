"""A refusal that helps: what is short, by how much, and what would fit today."""

from __future__ import annotations

from dataclasses import replace

import pytest

from capacity_room import ASK, FREE, GENSET, LINK, POOL, STORE, UPS, WEB, meter, room
from kolokasi.core.capacity.ask import Ask, HostingAsked
from kolokasi.core.capacity.judging import judge
from kolokasi.core.capacity.need import breaches
from kolokasi.core.capacity.policy import Policy
from kolokasi.core.capacity.resources import Resource
from kolokasi.core.capacity.shortage import shortage
from kolokasi.core.capacity.smaller import smaller
from kolokasi.core.capacity.stock import Cluster, Stock
from kolokasi.core.capacity.verdict import Answer

FOUR_HIGH = replace(ASK, devices=(replace(WEB, height_u=4),))


def _cluster() -> Stock:
    def part(key: int, unit: str, limit: int, used: int) -> object:
        return meter(UPS, key=key, resource=Resource.SERVER, name=unit, unit=unit, rating=limit,
                     limit=limit, used=used, held=0, warn=None)  # fmt: skip

    cluster = Cluster(key=9, name="Klaster 1", vcpu=part(91, "vCPU", 128, 100),
                      ram=part(92, "GB", 512, 400), disk=part(93, "GB", 8000, 7000))  # fmt: skip
    return replace(room(), clusters=(cluster,))


@pytest.mark.parametrize(
    ("ask", "stock", "short", "phrase"),
    [
        (
            FOUR_HIGH,
            room(free=FREE - {23} | {2}),
            "Kapasitas belum mencukupi: tempat kurang 1 U.",
            "perangkat dengan tinggi paling banyak 3 U",
        ),
        (  # 16.000 − 12.440 − 3.000 = 560 W left: 800 W on the label, 70 % of it
            replace(ASK, devices=(replace(WEB, watts=1000),)),
            room({UPS: {"used": 12440, "held": 3000}}),
            "Kapasitas belum mencukupi: UPS kurang 140 W.",
            "perangkat dengan daya label paling banyak 800 W",
        ),
        (  # 500 W left; asked 770 W
            ASK,
            room({GENSET: {"used": 28500}}),
            "Kapasitas belum mencukupi: genset kurang 270 W.",
            ("1 dari 2 perangkat (Penyimpanan) atau perangkat masing-masing dengan "
            "daya label paling banyak 357 W"),
        ),
        (
            ASK,
            room({LINK: {"used": 600}, POOL: {"used": 11}}),
            "Kapasitas belum mencukupi: bandwidth kurang 10 Mbps; IP publik kurang 2 alamat.",
            "bandwidth 40 Mbps, tanpa alamat IPv4 publik",
        ),
        (
            Ask(hosting=HostingAsked(vcpu=8, ram_gb=128, disk_gb=500), bandwidth_mbps=0),
            _cluster(),
            "Kapasitas belum mencukupi: server kurang 16 GB.",
            "8 vCPU, memori 112 GB, penyimpanan 500 GB",
        ),
        (ASK, room({LINK: {"used": 640}}), "Kapasitas belum mencukupi: bandwidth kurang 50 Mbps.", ""),
    ],
)  # fmt: skip
def test_what_is_short_and_what_would_fit(ask: Ask, stock: Stock, short: str, phrase: str) -> None:
    verdict = judge(ask, stock)
    assert verdict.answer is Answer.NO
    assert shortage(verdict) == short
    assert verdict.smaller == phrase
    for less in smaller(ask, stock).asks:
        assert judge(less, stock).answer is Answer.YES


def test_one_more_than_the_smaller_request_does_not_fit() -> None:
    """The phrase does not offer less than there is."""
    stock = room({UPS: {"used": 12440, "held": 3000}})
    more = replace(ASK, devices=(replace(WEB, watts=801),))
    assert judge(more, stock).answer is Answer.NO


def test_nothing_is_offered_that_nobody_can_be_sure_of() -> None:
    stock = room({UPS: {"used": 15000}, GENSET: {"limit": None}})
    assert judge(ASK, stock).smaller == ""
    said = shortage(judge(ASK, stock))
    assert said.startswith("Kapasitas belum mencukupi: UPS kurang 1.770 W.")
    assert said.endswith("Belum dapat dipastikan: genset.")


def test_a_yes_needs_no_sentence() -> None:
    assert shortage(judge(ASK, room())) == ""


def test_what_an_office_does_not_take_is_told_device_by_device() -> None:
    policy = Policy(towers=False, max_depth_mm=680)
    assert breaches(replace(ASK, devices=(STORE, WEB, replace(STORE, tower=True))), policy) == {
        1: "Kedalaman 700 mm melebihi batas 680 mm.",
        2: "Perangkat berbentuk tower tidak diterima; hanya perangkat untuk rak.",
    }
    assert breaches(ASK, Policy()) == {}
