"""The check is wired into every office's SOP, each with the resources that its own sheet names."""

from __future__ import annotations

import pytest

from data_centre import DataCentre
from kolokasi.cases.models import CapacitySnapshot, Case, Event, Task
from kolokasi.cases.verify import verify_case
from kolokasi.core.capacity.asking import named_resources
from kolokasi.core.capacity.snapshot import verdict_of
from kolokasi.core.capacity.verdict import Answer
from kolokasi.core.procedure import OutcomeKind
from kolokasi.inventory.models import Booking
from stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.both]
ALL = ["tempat", "listrik", "ups", "genset", "bandwidth", "ip", "port", "kabel", "server"]

OFFICES = [
    (
        "karanganyar",
        "penempatan-server",
        "3",
        ["server", "listrik", "ups", "genset", "bandwidth", "tempat"],
    ),
    ("inhil", "co-location", "3", ["server", "listrik", "ups", "genset", "bandwidth", "tempat"]),
    ("kudus", "penempatan-server", "3", []),  # it checks, and does not say what
    ("jateng", "serah-terima-colocation", "3", ["listrik", "bandwidth", "tempat"]),
    ("temanggung", "penitipan-server", "5", ["tempat", "listrik", "ip", "bandwidth", "kabel"]),
]


@pytest.mark.parametrize(
    ("office", "slug", "check", "named"), OFFICES, ids=[one[0] for one in OFFICES]
)
def test_a_request_is_checked_reserved_and_placed(
    office: str, slug: str, check: str, named: list[str]
) -> None:
    stage = Stage(office)
    centre = DataCentre(racks=1, office=stage.office, agency=stage.agency)
    procedure = stage.procedure(slug)
    assert procedure.steps[check].check == "capacity"
    assert named_resources(procedure) == frozenset(named)
    empty = centre.occupancy()
    case = stage.request(slug)
    walk(stage, case)
    case.refresh_from_db()
    assert case.end == "granted"
    first = CapacitySnapshot.objects.filter(case=case).order_by("seq")[0]
    verdict = verdict_of(first.facts)
    assert (first.step, verdict.answer) == (check, Answer.YES)
    assert verdict.places
    asked = {str(line.resource) for line in verdict.lines}
    assert asked >= set(named) - {"server"}, "a server to be placed asks nothing of a cluster"
    kinds = Event.objects.filter(case=case, kind__startswith="Capacity").order_by("seq")
    assert [one.kind for one in kinds if one.kind != "CapacityChecked"] == [
        "CapacityHeld",
        "CapacityPlaced",
    ]
    assert Booking.objects.get(case_id=case.pk).state == Booking.State.PLACED
    assert centre.occupancy() != empty
    assert list(verify_case(case)) == []


def walk(stage: Stage, case: Case) -> None:
    """Everybody takes his turn, who decides last, and always the first way on, to the end."""
    steps = stage.procedure(case.version.key.partition("/")[2]).steps
    for _ in range(60):
        open_now = Task.objects.filter(case=case, closed_at__isnull=True).order_by(
            "opened_at", "id"
        )
        task = min(open_now, key=lambda one: steps[one.step].decider == one.role, default=None)
        if task is None:
            return
        ways = [one.key for one in steps[task.step].outcomes if one.kind is OutcomeKind.FORWARD]
        stage.take(case, task.role, task.step, ways[0])
    raise AssertionError("it never ends")
