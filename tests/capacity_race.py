"""Two who decide at the same moment about the last of something."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from data_centre import DataCentre, server
from kolokasi.cases.gate import write_turn
from kolokasi.core.capacity.ask import Ask
from kolokasi.core.capacity.judging import judge
from kolokasi.core.capacity.shortage import shortage
from kolokasi.core.capacity.verdict import Answer, Verdict
from kolokasi.core.refusal import Refused, Why
from kolokasi.inventory import booking, stock, waiting
from kolokasi.inventory.models import Booking, Meter, TakenAddress, TakenUnit

LAST = {
    "units": Ask(devices=(server(watts=0, ports=0),), bandwidth_mbps=0),
    "watts": Ask(devices=(server(height_u=1, ports=0),), bandwidth_mbps=0),
    "address": Ask(bandwidth_mbps=0, addresses=1),
    "megabits": Ask(bandwidth_mbps=10),
}
_LEFT = {"units": 2, "watts": 350, "address": 1, "megabits": 10}


def narrow(centre: DataCentre, last: str) -> int:
    """Fill the meter in question so that there is room for one of the two; its key."""
    meter = {
        "units": centre.racks[0].units_id, "watts": centre.ups_a.meter_id,
        "address": centre.pool.meter_id, "megabits": centre.uplink.meter_id,
    }[last]  # fmt: skip
    row = Meter.objects.get(pk=meter)
    assert row.limit is not None
    Meter.objects.filter(pk=meter).update(used=row.limit - _LEFT[last])
    return meter


class Racer:
    """One request: read, judge, reserve in one transaction, as a decision does; else join the waiting list.

    Who races for watts goes to a rack of his own, so that nothing else is short.
    """

    def __init__(self, centre: DataCentre, last: str, *, case: int) -> None:
        self.centre, self.ask, self.case = centre, LAST[last], case
        racks = centre.racks if last == "watts" else centre.racks[:1]
        self.prefer = racks[case % len(racks)].pk

    def decide(self) -> Booking | str:
        """The booking, or the words in which it was refused."""
        with write_turn(), transaction.atomic():
            verdict = self.read()
            try:
                if verdict.answer is not Answer.YES:
                    raise Refused(Why.NO_ROOM, shortage(verdict))
                return self.hold(verdict)
            except Refused as refused:
                waiting.join(
                    office=self.centre.office.pk, case_id=self.case,
                    case_number=f"CTH-{self.case}", ask=self.ask, now=self.centre.now,
                )  # fmt: skip
                return str(refused)

    def decide_on(self, verdict: Verdict) -> Booking:
        """Reserve what was read long ago."""
        with write_turn(), transaction.atomic():
            return self.hold(verdict)

    def read(self, *, lock: bool = True) -> Verdict:
        office = self.centre.office.pk
        there = stock.read(office, self.ask, now=self.centre.now, lock=lock, prefer=self.prefer)
        return judge(self.ask, there, prefer=self.prefer)

    def hold(self, verdict: Verdict) -> Booking:
        later = self.centre.now + timedelta(days=10)
        return booking.hold(
            office=self.centre.office.pk, verdict=verdict, ask=self.ask,
            title=f"Permohonan {self.case}", now=self.centre.now, warn_at=later,
            expires_at=later, case_id=self.case, case_number=f"CTH-{self.case}",
        )  # fmt: skip


def oversold() -> list[object]:
    """What has two holders, or is filled past its end."""
    return [*past_the_end(), *twice_held()]


def past_the_end() -> list[object]:
    rows = Meter.objects.exclude(limit=None)
    return [one.name for one in rows if one.used + one.held > (one.limit or 0)]


def twice_held() -> list[object]:
    units = TakenUnit.objects.filter(free_at=None).values_list("rack", "unit", "face")
    addresses = TakenAddress.objects.filter(free_at=None).values_list("address", flat=True)
    held: list[object] = [*units, *addresses]
    return [one for one in set(held) if held.count(one) > 1]
