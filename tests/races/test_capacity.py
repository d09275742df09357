"""Two requests race for the last 2U, the last address, the last watt: one is reserved, the other may wait.

Nobody is told of a lock, nothing is sold twice, and what is left over is exactly nothing.
"""

from __future__ import annotations

from functools import partial

import pytest
from django.db import transaction

from capacity_race import LAST, Racer, narrow, oversold
from crowd import Crowd, split
from data_centre import DataCentre
from kolokasi.cases.gate import write_turn
from kolokasi.inventory import booking, waiting
from kolokasi.inventory.models import Booking, LedgerEntry, Meter

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.slow]
ROUNDS = {"units": 200, "watts": 200, "address": 200, "megabits": 40}


@pytest.mark.parametrize("last", sorted(LAST))
def test_one_of_two_gets_the_last(last: str) -> None:
    centre = DataCentre(racks=2 if last == "watts" else 1)
    meter = narrow(centre, last)
    before = Meter.objects.get(pk=meter).used
    with Crowd(2) as crowd:
        for number in range(1, 2 * ROUNDS[last], 2):
            racers = [Racer(centre, last, case=number + one) for one in range(2)]
            got, errors = split(crowd.at_once(*[one.decide for one in racers]))
            assert errors == [], "nobody sees a lock or a constraint"
            won = [one for one in got if isinstance(one, Booking)]
            refused = [one for one in got if isinstance(one, str)]
            assert (len(won), len(refused)) == (1, 1)
            assert refused[0]
            (case,) = {number, number + 1} - {won[0].case_id}
            assert waiting.rank_of(case) == 1
            assert oversold() == []
            row = Meter.objects.get(pk=meter)
            assert row.limit == row.used + row.held, "not one is left"
            waiting.leave(case, how="withdrawn", now=centre.now)
            give_back(won[0], centre)
    assert LedgerEntry.objects.filter(kind="reserved").count() == ROUNDS[last]
    assert set(centre.occupancy().values()) == {(0, 0, 0), (before, 0, 0)}


def test_many_at_once_share_what_there_is() -> None:
    """Eight requests of 2U, room for four: of 10U the policy gives nine."""
    centre = DataCentre(racks=1)
    with Crowd(8) as crowd:
        for number in range(0, 80, 8):
            racers = [Racer(centre, "units", case=number + one) for one in range(1, 9)]
            got, errors = split(crowd.at_once(*[one.decide for one in racers]))
            assert errors == []
            won = [one for one in got if isinstance(one, Booking)]
            assert len(won) == 4
            assert oversold() == []
            queue = waiting.queue(centre.office.pk)
            assert len(queue) == 4
            for one in queue:
                waiting.leave(one.case_id, how="withdrawn", now=centre.now)
            releases = [partial(give_back, one, centre) for one in won]
            assert split(crowd.at_once(*releases))[1] == []
    assert set(centre.occupancy().values()) == {(0, 0, 0)}


def give_back(one: Booking, centre: DataCentre) -> None:
    with write_turn(), transaction.atomic():
        booking.release(one, how="released", now=centre.now)
