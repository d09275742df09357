"""Room for a request, through the real write path: Karanganyar's data centre has one rack, and two agencies want it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from data_centre import DataCentre
from kolokasi.cases import claims, gather, rounds
from kolokasi.cases.acts import Done
from kolokasi.cases.asked import Asked
from kolokasi.cases.models import CapacitySnapshot, Case, Effect, Event, Task
from kolokasi.cases.verify import verify_case
from kolokasi.core.capacity.asking import ask_of
from kolokasi.core.capacity.policy import Policy
from kolokasi.core.capacity.snapshot import digest_of, verdict_of
from kolokasi.core.capacity.verdict import Answer
from kolokasi.core.commands import OverrideCapacity
from kolokasi.core.refusal import Refused, Why
from kolokasi.inventory import waiting
from kolokasi.inventory.models import Booking, Device, LedgerEntry, Meter, UsageSample
from kolokasi.inventory.policy import change_policy
from room_seekers import SLUG, asking, server, with_a_waiting_list
from stage import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return with_a_waiting_list()


@pytest.fixture
def centre(stage: Stage) -> DataCentre:
    return DataCentre(racks=1, height_u=5, office=stage.office, agency=stage.agency)


def whole(case: Case) -> bool:
    """Whether its log, replayed, gives its rows."""
    return list(verify_case(Case.objects.get(pk=case.pk))) == []


def test_a_decision_reserves_and_the_installation_places(stage: Stage, centre: DataCentre) -> None:
    before = centre.occupancy()
    case = asking(stage)
    stage.take(case, "personil", "3", "tersedia")
    held = Booking.objects.get(case_id=case.pk)
    assert held.state == Booking.State.HELD
    assert Device.objects.get(booking=held).name == "srv-data"
    assert centre.occupancy() != before
    form = {
        **stage.turn(case, "opd", "4").forms["pengajuan"],
        "server": [server()],
        "bandwidth": 10,
    }
    stage.take(case, "opd", "4", forms={"pengajuan": form})
    for role, step, outcome in (
        ("administrator", "5", ""),
        ("pengawas", "6", ""),
        ("opd", "7", ""),
        ("personil", "8", "terpasang"),
        ("personil", "9", ""),
    ):
        stage.take(case, role, step, outcome)
    held.refresh_from_db()
    assert held.state == Booking.State.PLACED
    kinds = list(
        LedgerEntry.objects.filter(case_id=case.pk).order_by("pk").values_list("kind", flat=True)
    )
    assert kinds == ["reserved", "placed"]
    assert whole(case)


def test_the_verdict_is_kept_as_of_the_decision(stage: Stage, centre: DataCentre) -> None:
    case = asking(stage)
    stage.take(case, "personil", "3", "tersedia")
    kept = CapacitySnapshot.objects.get(case=case)
    assert verdict_of(kept.facts).places
    assert kept.sha256 == digest_of(kept.facts)
    checked = Event.objects.get(case=case, kind="CapacityChecked")
    assert (kept.seq, kept.sha256 in checked.facts) == (checked.seq, True)


def test_what_does_not_fit_is_refused_in_words_and_leaves_nothing(
    stage: Stage, centre: DataCentre
) -> None:
    case = asking(stage, server("satu"), server("dua"), server("tiga"))
    before = centre.occupancy()
    with pytest.raises(Refused) as refused:
        stage.take(case, "personil", "3", "tersedia")
    assert refused.value.why is Why.NO_ROOM
    assert "tempat" in str(refused.value).lower()
    assert centre.occupancy() == before
    assert not CapacitySnapshot.objects.exists()
    assert Task.objects.get(case=case, step="3").closed_at is None


def test_a_withdrawal_and_a_refusal_give_everything_back(stage: Stage, centre: DataCentre) -> None:
    before = centre.occupancy()
    case = asking(stage)
    stage.take(case, "personil", "3", "tersedia")
    stage.withdraw(case)
    assert centre.occupancy() == before
    assert Booking.objects.get(case_id=case.pk).end == Booking.End.WITHDRAWN
    assert whole(case)


def test_who_waits_is_offered_what_is_freed(stage: Stage, centre: DataCentre) -> None:
    first = asking(stage, server("satu", tinggi=4))
    second = asking(stage, server("dua", tinggi=3))
    third = asking(stage, server("tiga", tinggi=3))
    stage.take(first, "personil", "3", "tersedia")
    for case in (second, third):
        stage.take(case, "personil", "3", "tunda")
    assert [waiting.rank_of(case.pk) for case in (second, third)] == [1, 2]
    rounds.look(stage.now)
    assert not Booking.objects.filter(case_id=second.pk).exists(), "still full"
    stage.withdraw(first)
    rounds.look(stage.now)
    assert Booking.objects.get(case_id=second.pk).state == Booking.State.HELD
    assert not Booking.objects.filter(case_id=third.pk).exists()
    assert [waiting.rank_of(case.pk) for case in (second, third)] == [0, 1]
    told = Effect.objects.filter(case=second, facts__about="tempat-tersedia")
    assert told.count() >= 2, "the applicant, and the desk where it lies"
    stage.take(second, "personil", "daftar-tunggu", "ada_kapasitas")
    stage.take(second, "personil", "3", "tersedia")
    assert Booking.objects.filter(case_id=second.pk, ended_at__isnull=True).count() == 1
    assert whole(second)


def offered_then_asked_again(stage: Stage) -> Case:
    """A request that waited, was offered what another one gave back, and stands at the check again."""
    first = asking(stage, server("satu", tinggi=4))
    case = asking(stage, server("dua", tinggi=3))
    stage.take(first, "personil", "3", "tersedia")
    stage.take(case, "personil", "3", "tunda")
    stage.withdraw(first)
    rounds.look(stage.now)
    return case


def test_who_goes_back_to_the_list_keeps_no_room(stage: Stage, centre: DataCentre) -> None:
    before = centre.occupancy()
    case = offered_then_asked_again(stage)
    stage.take(case, "personil", "daftar-tunggu", "ada_kapasitas")
    stage.take(case, "personil", "3", "tunda")
    assert centre.occupancy() == before
    assert waiting.rank_of(case.pk) == 1
    assert whole(case)
    stage.withdraw(case)
    assert not Booking.objects.filter(ended_at__isnull=True).exists()
    assert whole(case)


def test_who_lets_an_offer_lapse_waits_at_the_end_of_the_list(
    stage: Stage, centre: DataCentre
) -> None:
    case = offered_then_asked_again(stage)
    behind = asking(stage, server("tiga", tinggi=3))
    stage.take(behind, "personil", "3", "tunda")
    held = Booking.objects.get(case_id=case.pk)
    assert held.expires_at is not None
    rounds.look(held.expires_at)
    assert Booking.objects.get(case_id=behind.pk).state == Booking.State.HELD
    assert waiting.rank_of(case.pk) == 1
    assert whole(case)
    assert whole(behind)


def test_an_office_without_a_data_centre_has_no_list_to_wait_on(stage: Stage) -> None:
    case = asking(stage)
    stage.take(case, "personil", "3", "tunda")
    assert not waiting.rank_of(case.pk)
    assert whole(case)


def test_one_case_that_cannot_be_decided_holds_up_no_other(
    stage: Stage, centre: DataCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = asking(stage), asking(stage, server("dua"))
    for case in (first, second):
        stage.take(case, "personil", "3", "tersedia")
    real = rounds.transact

    def failing(asked: Asked, *, now: datetime) -> Done:
        if asked.case == first.pk:
            raise AssertionError("rows that nobody foresaw")
        return real(asked, now=now)

    monkeypatch.setattr(rounds, "transact", failing)
    rounds.look(stage.now + timedelta(days=60))
    assert Booking.objects.get(case_id=second.pk).end == Booking.End.LAPSED
    assert Booking.objects.get(case_id=first.pk).state == Booking.State.HELD


def test_a_page_counts_what_the_case_holds_itself_as_free_for_it(
    stage: Stage, centre: DataCentre
) -> None:
    case = asking(stage, server("penuh", tinggi=4))
    stage.take(case, "personil", "3", "tersedia")
    held = centre.occupancy()
    seen = gather.for_case(case.pk, stage.applicant(), None, stage.now, lock=False).situation
    check = gather.with_check(seen, office=case.office_id, case=case.pk).check
    assert check is not None
    assert check.verdict.answer is Answer.YES
    assert centre.occupancy() == held


def test_deciders_queue_although_they_look_past_their_own_reservation(
    stage: Stage, centre: DataCentre
) -> None:
    """PostgreSQL lets go of what was locked within a savepoint when that is rolled back."""
    case = asking(stage)
    stage.take(case, "personil", "3", "tersedia")
    seen = gather.for_case(case.pk, stage.applicant(), None, stage.now, lock=False).situation
    with CaptureQueriesContext(connection) as asked:
        gather.with_check(seen, office=case.office_id, case=case.pk, lock=True)
    said = [one["sql"] for one in asked]
    locks = [
        place for place, sql in enumerate(said) if sql.startswith('SELECT "inventory_site"."id"')
    ]
    assert locks[0] < next(place for place, sql in enumerate(said) if sql.startswith("SAVEPOINT"))


def test_room_that_went_after_the_check_is_said_where_it_was_typed(
    stage: Stage, centre: DataCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(**more: object) -> Booking:
        raise Refused(Why.TAKEN, "Kapasitas baru saja dipakai permohonan lain.")

    case = asking(stage)
    monkeypatch.setattr(claims.booking, "hold", gone)
    with pytest.raises(Refused) as refused:
        stage.take(case, "personil", "3", "tersedia")
    assert refused.value.why is Why.NO_ROOM


def test_a_reservation_is_warned_of_and_lapses(stage: Stage, centre: DataCentre) -> None:
    before = centre.occupancy()
    case = asking(stage)
    stage.take(case, "personil", "3", "tersedia")
    held = Booking.objects.get(case_id=case.pk)
    assert held.warn_at is not None
    assert held.expires_at is not None
    rounds.look(held.warn_at - timedelta(minutes=1))
    assert not Effect.objects.filter(facts__about="pesanan-hampir-gugur").exists()
    for _ in range(2):
        rounds.look(held.warn_at)
    assert Effect.objects.filter(facts__about="pesanan-hampir-gugur", case=case).count() >= 2
    assert Event.objects.filter(case=case, kind="CapacityWarned").count() == 1
    rounds.look(held.expires_at)
    assert centre.occupancy() == before
    held.refresh_from_db()
    assert held.end == Booking.End.LAPSED
    assert whole(case)


def test_an_override_takes_what_the_policy_keeps_but_never_what_is_not_there(
    stage: Stage, centre: DataCentre
) -> None:
    case = asking(stage, server("penuh", tinggi=5))  # 90 % of five units are four
    with pytest.raises(Refused):
        stage.take(case, "personil", "3", "tersedia")
    stage.do(
        stage.officer(SLUG, "administrator"),
        OverrideCapacity(reason="Rak kedua datang besok."),
        case=case.pk,
    )
    stage.take(case, "personil", "3", "tersedia")
    assert Booking.objects.get(case_id=case.pk).state == Booking.State.HELD
    another = asking(stage, server("lagi", tinggi=1))
    stage.do(
        stage.officer(SLUG, "administrator"),
        OverrideCapacity(reason="Sekali lagi."),
        case=another.pk,
    )
    with pytest.raises(Refused) as never:
        stage.take(another, "personil", "3", "tersedia")
    assert never.value.why is Why.NO_ROOM
    assert whole(case)


def test_what_the_office_does_not_take_stops_the_letter(stage: Stage, centre: DataCentre) -> None:
    change_policy(centre.act, Policy(max_depth_mm=600, towers=False))
    with pytest.raises(Refused) as refused:
        asking(stage, server("dalam", bentuk="tower"))
    assert refused.value.why is Why.INVALID
    [(field, sentence)] = refused.value.errors.items()
    assert field == "permohonan.server"
    assert "tower" in sentence
    assert not Case.objects.exists()


def test_the_book_of_a_case_is_held_against_the_rows(stage: Stage, centre: DataCentre) -> None:
    """A verdict that was changed, a booking or a place in the queue that is gone: each is found."""
    case = asking(stage)
    stage.take(case, "personil", "3", "tersedia")
    kept = CapacitySnapshot.objects.get(case=case)
    facts = {**kept.facts, "smaller": "apa saja"}
    CapacitySnapshot.objects.filter(pk=kept.pk).update(facts=facts)
    assert "lembar ketersediaan" in faults(case)
    CapacitySnapshot.objects.filter(pk=kept.pk).update(facts=kept.facts)
    assert whole(case)
    Booking.objects.filter(case_id=case.pk).update(case_id=None)
    assert "pemesanan kapasitas" in faults(case)


def test_how_full_it_is_is_noted_once_a_day(stage: Stage, centre: DataCentre) -> None:
    for _ in range(2):
        rounds.sample(stage.now)
    meters = Meter.objects.filter(office=stage.office).count()
    assert UsageSample.objects.count() == meters
    rounds.sample(stage.now + timedelta(days=1))
    assert UsageSample.objects.count() == 2 * meters


def faults(case: Case) -> str:
    return " ".join(one.sentence for one in verify_case(Case.objects.get(pk=case.pk)))


def test_a_refusal_says_by_how_much_it_is_short_and_what_would_fit(
    stage: Stage, centre: DataCentre
) -> None:
    stage.take(asking(stage, server("penghuni", tinggi=3)), "personil", "3", "tersedia")
    case = asking(stage, server("besar", tinggi=4))
    with pytest.raises(Refused) as refused:
        stage.take(case, "personil", "3", "tersedia")
    assert "tempat kurang" in str(refused.value)
    stage.take(case, "personil", "3", "penuh", note="Lihat lembar ketersediaan.")
    verdict = verdict_of(CapacitySnapshot.objects.get(case=case).facts)
    assert verdict.smaller, "what would fit today"
    assert [one.why for one in verdict.candidates]


def test_what_lapsed_is_no_ground_to_grant(stage: Stage, centre: DataCentre) -> None:
    """Karanganyar 9 grants; where the room is gone by then, it is looked for anew, or the end is refused."""
    case = asking(stage)
    stage.take(case, "personil", "3", "tersedia")
    stage.take(case, "opd", "4", forms={"pengajuan": form_like(stage, case)})
    for role, step in (("administrator", "5"), ("pengawas", "6"), ("opd", "7")):
        stage.take(case, role, step)
    held = Booking.objects.get(case_id=case.pk)
    assert held.expires_at is not None
    rounds.look(held.expires_at)
    stage.now = max(stage.now, held.expires_at)
    stage.take(asking(stage, server("lain", tinggi=4)), "personil", "3", "tersedia")
    with pytest.raises(Refused) as full:
        stage.take(case, "personil", "8", "terpasang")
    assert full.value.why is Why.NO_ROOM
    assert whole(case)


def test_an_override_is_for_one_reservation(stage: Stage, centre: DataCentre) -> None:
    case = asking(stage, server("penuh", tinggi=5))
    administrator = stage.officer(SLUG, "administrator")
    stage.do(administrator, OverrideCapacity(reason="Rak kedua datang besok."), case=case.pk)
    stage.take(case, "personil", "3", "tersedia")
    form = {**form_like(stage, case), "server": [server("lebih", tinggi=5, daya=600)]}
    stage.take(case, "opd", "4", forms={"pengajuan": form})
    for role, step in (("administrator", "5"), ("pengawas", "6"), ("opd", "7")):
        stage.take(case, role, step)
    with pytest.raises(Refused) as again:
        stage.take(case, "personil", "8", "terpasang")
    assert again.value.why is Why.NO_ROOM, (
        "what is asked by now is another thing than what was let through"
    )


def test_twins_keep_each_what_its_own_line_says(stage: Stage, centre: DataCentre) -> None:
    case = asking(
        stage,
        server("srv", tinggi=1, berat=20, daya=100),
        server("srv", tinggi=1, berat=300, daya=900),
    )
    stage.take(case, "personil", "3", "tersedia")
    rows = Device.objects.filter(booking__case_id=case.pk)
    assert {(one.weight_kg, one.label_watts, one.watts) for one in rows} == {
        (20, 100, 70),
        (300, 900, 630),
    }


@pytest.mark.parametrize(
    "nonsense",
    [{"tinggi": 0}, {"kedalaman": -5}, {"psu": 99}, {"daya": "9" * 5_000}, {"berat": "dua"}],
)
def test_numbers_that_cannot_be_meant_are_not_known(
    stage: Stage, nonsense: dict[str, object]
) -> None:
    procedure = stage.procedure(SLUG)
    forms = {"permohonan": {"server": [server(**nonsense)], "bandwidth": 10}}
    ask = ask_of(procedure, forms, ("penempatan",))
    assert ask is not None
    [device] = ask.devices
    asked = (
        device.height_u, device.depth_mm, device.supplies, device.watts, device.weight_kg,
    )  # fmt: skip
    assert asked.count(None) == 1


def form_like(stage: Stage, case: Case) -> dict[str, object]:
    """The form of step 4, which asks for what the letter asked for."""
    return {
        **stage.turn(case, "opd", "4").forms["pengajuan"],
        "server": [server()],
        "bandwidth": 10,
    }
