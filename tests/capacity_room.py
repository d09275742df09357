"""The server room of an invented office, small enough to be computed by hand: one rack that two devices just fit.

The office keeps the house's policy: racks to 90 %, breakers, UPS and genset to 80 %, links to 70 %, a tenth of
the public addresses kept, 70 % of the watts that a label says.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kolokasi.core.capacity.ask import Ask, DeviceAsked
from kolokasi.core.capacity.policy import Policy
from kolokasi.core.capacity.resources import Resource
from kolokasi.core.capacity.stock import Feed, Meter, Rack, Stock

UNITS, WEIGHT, PDU_A, PDU_B, PANEL, UPS, GENSET, LINK, POOL, PORTS, CABLES = range(1, 12)

_METERS = {
    # 90 % of 42 U are 37,8: 37 U
    UNITS: (Resource.SPACE, "U rak A2", "U", 42, 37, 30, 2),
    WEIGHT: (Resource.SPACE, "beban rak A2", "kg", 1000, 1000, 600, 50),
    # 32 A × 230 V = 7.360 W; 80 % are 5.888 W
    PDU_A: (Resource.POWER, "PDU A2-A", "W", 7360, 5888, 4000, 500),
    PDU_B: (Resource.POWER, "PDU A2-B", "W", 7360, 5888, 3900, 500),
    PANEL: (Resource.POWER, "Panel utama", "W", 33000, 26400, 18000, 2500),
    UPS: (Resource.UPS, "UPS 1", "W", 20000, 16000, 11000, 2000),
    GENSET: (Resource.GENSET, "Genset", "W", 40000, 32000, 25000, 3000),
    LINK: (Resource.BANDWIDTH, "Tautan 1 Gbps", "Mbps", 1000, 700, 540, 60),
    # a /28 has 14 addresses for hosts; a tenth kept leaves 12
    POOL: (Resource.ADDRESS, "203.0.113.16/28", "alamat", 14, 12, 8, 1),
    PORTS: (Resource.PORT, "Switch A2", "port", 48, 48, 40, 4),
    CABLES: (Resource.CABLE, "Panel A2", "port", 24, 24, 15, 4),
}
# 10 of 42 U are free: one run of four, three of two
FREE = frozenset({20, 21, 22, 23, 30, 31, 33, 34, 40, 41})

WEB = DeviceAsked(
    name="Server web", height_u=2, depth_mm=700, weight_kg=25, watts=700, supplies=2, ports=2
)
STORE = DeviceAsked(
    name="Penyimpanan", height_u=2, depth_mm=650, weight_kg=35, watts=400, supplies=2, ports=1
)
ASK = Ask(devices=(WEB, STORE), bandwidth_mbps=50, addresses=2)


def meter(key: int, /, **changed: Any) -> Meter:
    resource, name, unit, rating, limit, used, held = _METERS[key]
    one = Meter(
        key=key, resource=resource, name=name, unit=unit, rating=rating, limit=limit, used=used,
        held=held, warn={UPS: 14000, UNITS: 38}.get(key),
    )  # fmt: skip
    return replace(one, **changed)


def room(changed: dict[int, dict[str, Any]] | None = None, /, **rack: Any) -> Stock:
    """The room, with other numbers for some meters and other facts of its rack, if wanted."""
    meters = {key: meter(key, **(changed or {}).get(key, {})) for key in _METERS}
    up = (PANEL, UPS, GENSET)
    facts: dict[str, Any] = {
        "key": 100,
        "name": "A2",
        "room": "Ruang server",
        "height_u": 42,
        "depth_mm": 900,
        "units": meters[UNITS],
        "weight": meters[WEIGHT],
        "free": FREE,
        "feeds": (
            Feed(key=201, side="A", name="PDU A2-A", path=(PDU_A, *up)),
            Feed(key=202, side="B", name="PDU A2-B", path=(PDU_B, *up)),
        ),
        "ports": meters[PORTS],
        "panel": meters[CABLES],
    }
    return Stock(
        policy=Policy(),
        racks=(Rack(**(facts | rack)),),
        power={key: meters[key] for key in (PDU_A, PDU_B, *up)},
        links=(meters[LINK],),
        pools=(meters[POOL],),
    )
