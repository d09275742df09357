"""The large data centre that is measured in: its meters agree with what stands in it."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from data_centre import NOON, server
from kolokasi.accounts.models import Office
from kolokasi.core.capacity.ask import Ask
from kolokasi.core.capacity.judging import judge
from kolokasi.core.capacity.resources import Resource
from kolokasi.core.capacity.verdict import Answer
from kolokasi.inventory import stock
from kolokasi.inventory.counting import Bound, recount
from kolokasi.inventory.filling import fill
from kolokasi.inventory.filters import NOT_AMONG_BEST
from kolokasi.inventory.models import Booking, BookingLine, Device, Meter, Rack, RackFeed

pytestmark = pytest.mark.django_db


def test_a_filled_data_centre_is_whole() -> None:
    office = Office.objects.create(key="ukur", code="UKR", name="Dinas Ukur")
    fill(office, racks=60, devices=600, feeds=12, now=NOON)
    assert (Rack.objects.count(), Device.objects.count(), RackFeed.objects.count()) == (
        60,
        600,
        120,
    )
    sums = dict(BookingLine.objects.values_list("meter").annotate(Sum("amount")))
    assert sums == dict(Meter.objects.filter(used__gt=0).values_list("pk", "used"))
    everything = list(Booking.objects.values_list("pk", flat=True))
    assert recount(everything, bound=Bound.LIMIT) == {}, "counted again it is the same"
    passing = []
    for height in (1, 7, 12, 30):
        wanted = Ask(
            devices=(server(height_u=height, ports=0),), bandwidth_mbps=0,
            resources=frozenset({Resource.SPACE, Resource.POWER, Resource.UPS}),
        )  # fmt: skip
        there = stock.read(office.pk, wanted, now=NOON)
        passing.append(len(there.racks) + there.left_out.get(NOT_AMONG_BEST, 0))
        assert judge(wanted, there).answer is Answer.YES
    assert passing == [60, 15, 8, 1]
