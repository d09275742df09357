"""The invented data centres can be believed: everything fits, and there is room for what the SOPs ask."""

from __future__ import annotations

import pytest
from django.db import transaction

from data_centre import NOON, ask_for
from kolokasi.accounts.models import Agency, Office, OfficeAct
from kolokasi.accounts.office_acts import Administration
from kolokasi.core.capacity.judging import judge
from kolokasi.core.capacity.verdict import Answer
from kolokasi.inventory import ledger, stock
from kolokasi.inventory.demo import PLANS, furnish
from kolokasi.inventory.models import Booking, Device, Meter, PowerNode

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", sorted(PLANS))
def test_each_office_has_a_data_centre_with_room_left(key: str) -> None:
    office = Office.objects.create(key=key, code=key[:4].upper(), name=f"Dinas {key}")
    for name in ("dinkes", "bapenda"):
        Agency.objects.create(office=office, key=name, name=name)
    act = Administration(office=office, by=None, now=NOON)
    with transaction.atomic():
        assert furnish(act, key)
        assert not furnish(act, key), "once is enough"
    plan = PLANS[key]
    gear = 2 * sum(plan.rooms.values())
    assert Device.objects.count() == plan.devices + gear
    assert not Booking.objects.filter(state="held").exists(), "nothing is reserved"
    for one in Meter.objects.all():
        assert not one.unknown
        assert one.held == 0
        assert one.limit is not None
        assert one.used <= one.limit, one.name
    ups = PowerNode.objects.filter(kind="ups").order_by("pk")[0]
    assert 0.1 < ups.meter.used / (ups.meter.limit or 1) < 0.9
    wanted = ask_for()
    assert judge(wanted, stock.read(office.pk, wanted, now=NOON)).answer is Answer.YES
    assert ledger.replay(office.pk).units
    assert OfficeAct.objects.filter(office=office).exists()


def test_an_office_without_a_plan_gets_nothing() -> None:
    office = Office.objects.create(key="lain", code="LAI", name="Dinas lain")
    assert not furnish(Administration(office=office, by=None, now=NOON), "lain")
