"""A verdict over a very large data centre: how long, how many queries, and how it grows with the racks that pass
the first filters; and the picture of a full rack."""

from __future__ import annotations

import logging
from statistics import median
from time import perf_counter
from typing import Any

import django

django.setup()
logging.disable(logging.INFO)

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.bench_office import MORNING  # noqa: E402
from benchmarks.conversation import answer  # noqa: E402
from kolokasi.accounts.models import Office  # noqa: E402
from kolokasi.core.capacity.ask import Ask, DeviceAsked  # noqa: E402
from kolokasi.core.capacity.judging import judge  # noqa: E402
from kolokasi.core.capacity.resources import Resource  # noqa: E402
from kolokasi.core.capacity.verdict import Answer  # noqa: E402
from kolokasi.drawing.rack import Elevation, Face, Mounted, draw_rack  # noqa: E402
from kolokasi.inventory import stock  # noqa: E402
from kolokasi.inventory.filling import fill  # noqa: E402
from kolokasi.inventory.filters import NOT_AMONG_BEST  # noqa: E402
from kolokasi.inventory.models import Rack  # noqa: E402

_CHECKED = frozenset({Resource.SPACE, Resource.POWER, Resource.UPS})


class Room:
    def __init__(self) -> None:
        call_command("migrate", verbosity=0)
        self.office = Office.objects.create(key="ukur", code="UKR", name="Dinas Ukur")

    def fill(self, racks: int, devices: int, feeds: int) -> float:
        start = perf_counter()
        fill(self.office, racks=racks, devices=devices, feeds=feeds, now=MORNING)
        return perf_counter() - start

    def verdict(self, height: int, rounds: int) -> dict[str, Any]:
        """Seconds, queries, and how many racks passed, for a device of so many U."""
        device = DeviceAsked(
            name="Server", height_u=height, depth_mm=750, weight_kg=25, watts=500, supplies=2,
            ports=0,
        )  # fmt: skip
        ask = Ask(devices=(device,), bandwidth_mbps=0, resources=_CHECKED)

        def once() -> tuple[float, int]:
            start = perf_counter()
            there = stock.read(self.office.pk, ask, now=MORNING)
            found = judge(ask, there)
            took = perf_counter() - start
            assert found.answer is Answer.YES, found
            return took, len(there.racks) + there.left_out.get(NOT_AMONG_BEST, 0)

        passed = once()[1]
        with CaptureQueriesContext(connection) as captured:
            once()
        took = [once()[0] for _ in range(rounds)]
        return {"seconds": median(took), "queries": len(captured), "passed": passed}

    def elevation(self, rounds: int) -> float:
        """Seconds for the picture of a 48U rack with a device in every unit, front and rear."""
        rack = Elevation(
            name="Rak A1", height_u=48,
            mounted=tuple(
                Mounted(name=f"Server {unit}", owner="Dinas Kesehatan", unit=unit, height_u=1, face=face)
                for unit in range(1, 49)
                for face in (Face.FRONT, Face.REAR)
            ),
        )  # fmt: skip
        took = []
        for _ in range(rounds):
            start = perf_counter()
            draw_rack(rack)
            took.append(perf_counter() - start)
        return median(took)

    def count(self) -> int:
        return Rack.objects.count()


if __name__ == "__main__":
    room = Room()
    answer(fill=room.fill, verdict=room.verdict, elevation=room.elevation, count=room.count)
