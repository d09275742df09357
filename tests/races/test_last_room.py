"""Two decisions take the last room of a rack at the same moment: one gets it, the other waits in the queue."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import transaction

from crowd import Crowd, split
from data_centre import DataCentre
from kolokasi.cases.models import Case
from kolokasi.cases.verify import verify_case
from kolokasi.core.refusal import Refused, Why
from kolokasi.inventory import waiting
from kolokasi.inventory.models import Booking
from room_seekers import SLUG, asking, server, with_a_waiting_list

pytestmark = pytest.mark.usefixtures("committed")
ROUNDS = 10


def test_of_two_that_want_the_last_two_units_one_waits() -> None:
    stage = with_a_waiting_list()
    with transaction.atomic():
        centre = DataCentre(racks=1, height_u=3, office=stage.office, agency=stage.agency)
    personil = stage.officer(SLUG, "personil")
    empty = centre.occupancy()
    with Crowd(2) as crowd:
        for _ in range(ROUNDS):
            pair = [asking(stage, server(name)) for name in ("satu", "dua")]
            turns = [stage.turn(case, "personil", "3", "tersedia") for case in pair]
            won, lost = split(
                crowd.at_once(
                    *[
                        partial(stage.do, personil, turn, case=case.pk)
                        for turn, case in zip(turns, pair, strict=True)
                    ]
                )
            )
            [winner] = won
            [refused] = lost
            assert isinstance(refused, Refused)
            assert refused.why is Why.NO_ROOM, "in words, and not as a lock error"
            loser = next(case for case in pair if case.pk != winner.case)
            stage.take(loser, "personil", "3", "tunda")
            assert waiting.rank_of(loser.pk) == 1
            assert Booking.objects.filter(ended_at__isnull=True).count() == 1
            for case in pair:
                assert whole(case)
                stage.withdraw(case)
            assert centre.occupancy() == empty
            assert waiting.queue(stage.office.pk) == []


def whole(case: Case) -> bool:
    return list(verify_case(Case.objects.get(pk=case.pk))) == []
