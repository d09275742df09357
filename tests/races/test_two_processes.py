"""Two processes, each with its own connection, race for the last 2U, watt and address: 200 rounds each."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction

from capacity_race import narrow, oversold
from data_centre import DataCentre
from kolokasi.cases.gate import write_turn
from kolokasi.inventory import booking, waiting
from kolokasi.inventory.models import Booking

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.slow]
ROUNDS = 200
SCRIPT = Path(__file__).parents[1] / "racing_process.py"


@pytest.mark.parametrize("last", ["units", "watts", "address"])
def test_one_of_two_processes_gets_the_last(last: str) -> None:
    with transaction.atomic():
        centre = DataCentre(racks=2 if last == "watts" else 1)
        narrow(centre, last)
    empty = centre.occupancy()
    with racer() as one, racer() as other:
        for case in range(1, 2 * ROUNDS, 2):
            for process, number in ((one, case), (other, case + 1)):
                say(process, f"{last} {number}")
            answers = [hear(one), hear(other)]
            won = [answer for answer in answers if answer.isdigit()]
            refused = [answer for answer in answers if answer.startswith("refused ")]
            assert (len(won), len(refused)) == (1, 1), answers
            booked = Booking.objects.get(pk=int(won[0]))
            (loser,) = {case, case + 1} - {booked.case_id}
            assert waiting.rank_of(loser) == 1
            assert oversold() == []
            with write_turn(), transaction.atomic():
                waiting.leave(loser, how="withdrawn", now=centre.now)
                booking.release(booked, how="released", now=centre.now)
            assert centre.occupancy() == empty


@contextmanager
def racer() -> Iterator[subprocess.Popen[str]]:
    name = str(connection.settings_dict["NAME"])
    with subprocess.Popen(
        [sys.executable, SCRIPT, name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=SCRIPT.parent,
    ) as process:
        assert hear(process) == "ready"
        yield process
        assert process.stdin is not None
        process.stdin.close()  # it ends with its input


def say(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()
