"""Karanganyar's nine steps through the real write path, by the people whose hands they need."""

from __future__ import annotations

import pytest

from kolokasi.cases.models import Case, Duty, Effect, Event, Task
from kolokasi.cases.verify import verify_case
from kolokasi.core.refusal import Refused, Why
from kolokasi.inventory.models import RegisterEntry
from stage import Stage

pytestmark = pytest.mark.django_db
SLUG = "penempatan-server"


@pytest.fixture
def karanganyar() -> Stage:
    return Stage("karanganyar")


def walk_to_grant(stage: Stage) -> Case:
    case = stage.request(SLUG)
    for role, step, outcome in (
        ("administrator", "2", ""),
        ("pengawas", "2", ""),
        ("personil", "2", ""),
        ("personil", "3", "tersedia"),
        ("opd", "4", ""),
        ("administrator", "5", ""),
        ("pengawas", "6", ""),
        ("opd", "7", ""),
        ("personil", "8", ""),
        ("personil", "9", ""),
    ):
        offered = stage.procedure(SLUG).steps[step].outcomes
        stage.take(case, role, step, outcome or offered[0].key if len(offered) > 1 else outcome)
    case.refresh_from_db()
    return case


def test_a_request_is_granted_and_enters_the_register(karanganyar: Stage) -> None:
    case = walk_to_grant(karanganyar)
    assert case.end == "granted"
    assert case.number == "KRA-2026-0001"
    entry = RegisterEntry.objects.get(case_id=case.pk)
    assert entry.name == "Aplikasi e-Puskesmas"
    assert entry.columns
    assert not Task.objects.filter(case=case, closed_at__isnull=True).exists()
    assert Effect.objects.filter(case=case, facts__about="berakhir").count() == 2
    assert Duty.objects.filter(case=case).count() == 1
    assert list(verify_case(case)) == []


def test_no_capacity_is_a_refusal_with_its_reason(karanganyar: Stage) -> None:
    case = karanganyar.request(SLUG)
    for role in ("administrator", "pengawas", "personil"):
        karanganyar.take(case, role, "2")
    karanganyar.take(case, "personil", "3", "penuh", note="Rak penuh sampai Januari.")
    case.refresh_from_db()
    assert (case.end, case.reason) == ("refused", "Rak penuh sampai Januari.")
    assert not RegisterEntry.objects.exists()


def test_a_turn_belongs_to_its_role(karanganyar: Stage) -> None:
    case = karanganyar.request(SLUG)
    with pytest.raises(Refused) as refused:
        karanganyar.take(case, "pengawas", "2")
    assert refused.value.why is Why.TAKEN or refused.value.why is Why.FORBIDDEN


def test_events_are_few_and_in_order(karanganyar: Stage) -> None:
    case = walk_to_grant(karanganyar)
    rows = list(Event.objects.filter(case=case).order_by("seq").values_list("seq", "kind"))
    assert [seq for seq, _ in rows] == list(range(1, len(rows) + 1))


def test_a_copy_goes_to_who_is_only_informed(karanganyar: Stage) -> None:
    case = walk_to_grant(karanganyar)
    copies = Effect.objects.filter(case=case, facts__about="tembusan")
    assert [one.recipient for one in copies] == ["kra.kabid-tki@contoh.go.id"]
