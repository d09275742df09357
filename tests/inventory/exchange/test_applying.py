"""Whole or not at all, once, and through the writers: on both databases."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from furnished import furnished, office
from kolokasi.accounts.models import OfficeAct, OfficeRole
from kolokasi.cases.administration import administering
from kolokasi.core.refusal import Refused, Why
from kolokasi.inventory import ledger, places
from kolokasi.inventory.exchange import applying, staging
from kolokasi.inventory.fields import wrong
from kolokasi.inventory.models import Device, LedgerEntry, Rack, Room, Site
from spreadsheets import brought, exported, of, told

pytestmark = pytest.mark.django_db
MANY = 520


def many_racks() -> bytes:
    return of(
        "racks",
        *(
            {"site": "Balai Kota", "room": "Ruang Server", "name": f"R{n}", "height_u": 42}
            for n in range(MANY)
        ),
    )


@contextmanager
def as_admin(act: Any):  # type: ignore[no-untyped-def]
    with administering(act.office.pk, by=act.by, now=act.now) as doing:
        yield doing


def appoint(act: Any) -> None:
    OfficeRole.objects.create(
        office=act.office, person=act.by, role=OfficeRole.Role.ADMIN, starts_on=act.today
    )


def refuse_the_500th(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = places.add_rack

    def add_rack(act: Any, room: Room, facts: places.RackFacts) -> Rack:
        if facts.name == "R500":
            raise wrong("name", "Rak “R500” sudah ada; beri nama yang membedakannya.")
        return honest(act, room, facts)

    monkeypatch.setattr(places, "add_rack", add_rack)


def test_nothing_stands_when_the_500th_row_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    act = furnished()
    appoint(act)
    batch = brought(act, many_racks())
    before = Rack.objects.count()
    refuse_the_500th(monkeypatch)
    with pytest.raises(applying.NotApplied) as refused, as_admin(act) as doing:
        staging.confirm(doing, batch.pk)
    assert (refused.value.finding.row, refused.value.finding.column) == (502, "Nama")
    assert Rack.objects.count() == before
    batch.refresh_from_db()
    assert batch.state == "staged"
    with as_admin(act) as doing:
        staging.note_refusal(doing, batch.pk, refused.value.finding)
    batch.refresh_from_db()
    assert [row for _, row, *_ in told(batch)] == [502]


@pytest.mark.control
def test_without_the_transaction_half_an_import_would_stand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    act = furnished()
    batch = brought(act, many_racks())
    before = Rack.objects.count()
    refuse_the_500th(monkeypatch)
    with pytest.raises(applying.NotApplied):
        staging.confirm(
            act, batch.pk
        )  # the caller's transaction goes on, as if nothing had happened
    assert Rack.objects.count() == before + 500


def test_many_racks_stand_and_the_trail_says_it_in_one_sentence() -> None:
    act = furnished()
    appoint(act)
    batch = brought(act, many_racks())
    trail = OfficeAct.objects.count()
    with as_admin(act) as doing:
        assert staging.confirm(doing, batch.pk).state == "applied"
    assert Rack.objects.filter(name__startswith="R").count() == MANY
    assert OfficeAct.objects.count() == trail + 1
    assert OfficeAct.objects.latest("pk").sentence == (
        f"Impor impor.xlsx diterapkan: {MANY} ditambahkan, 0 diubah."
    )


def test_the_book_tells_what_an_import_placed() -> None:
    """Devices come in through the same door as everything: the ledger alone gives the occupancy."""
    act = furnished()
    one = {
        "site": "Balai Kota", "room": "Ruang Server", "rack": "A1", "unit": 30, "height_u": 2,
        "name": "srv-baru", "face": "both", "label_watts": 500, "supplies": 2, "agency": "dinkes",
        "addresses": ["203.0.113.9"], "ports": 1,
    }  # fmt: skip
    batch = brought(act, of("devices", one))
    staging.confirm(act, batch.pk)
    made = Device.objects.get(name="srv-baru")
    assert (made.watts, made.booking.agency.name) == (350, "Dinas Kesehatan")  # type: ignore[union-attr]
    found = ledger.replay(act.office.pk)
    assert {(made.rack_id, unit, face) for unit in (30, 31) for face in ("front", "rear")} <= set(
        found.units
    )
    assert LedgerEntry.objects.filter(booking=made.booking, kind="placed").count() == 1


def test_the_same_upload_twice_is_one_batch_and_another_file_under_its_key_is_refused() -> None:
    act = furnished()
    data = exported(act)
    assert brought(act, data).pk == brought(act, data).pk
    with pytest.raises(Refused) as refused:
        brought(act, of("rooms", {"site": "Balai Kota", "name": "X"}))
    assert refused.value.why is Why.KEY_REUSED


def test_a_data_centre_that_changed_meanwhile_is_looked_at_again() -> None:
    act = furnished()
    batch = brought(act, of("rooms", {"site": "Balai Kota", "name": "Ruang Arsip"}))
    first = Site.objects.get()
    places.change_site(act, first, name="Balai Kota Lama")
    done = staging.confirm(act, batch.pk)
    assert done.state == "staged"
    assert [why for *_, why in told(done)] == [
        "Lokasi “Balai Kota” tidak ada, di sini ataupun dalam berkas ini."
    ]
    places.change_site(act, first, name="Balai Kota")
    assert staging.confirm(act, batch.pk).state == "applied"


def test_a_batch_laid_aside_stays_so_and_strangers_have_none() -> None:
    act, stranger = furnished(), office("kota-tetangga")
    batch = brought(act, of("rooms", {"site": "Balai Kota", "name": "Ruang Arsip"}))
    with pytest.raises(Refused) as unknown:
        staging.confirm(stranger, batch.pk)
    assert unknown.value.why is Why.NOT_FOUND
    staging.drop(act, batch.pk)
    assert staging.drop(act, batch.pk).state == "dropped"
    with pytest.raises(Refused) as ended:
        staging.confirm(act, batch.pk)
    assert ended.value.why is Why.ENDED
    assert not Room.objects.filter(name="Ruang Arsip").exists()


def test_a_rehearsal_leaves_nothing_behind() -> None:
    act = furnished()
    with transaction.atomic():
        brought(act, of("rooms", {"site": "Balai Kota", "name": "Ruang Arsip"}))
    assert not Room.objects.filter(name="Ruang Arsip").exists()
    assert LedgerEntry.objects.filter(office=act.office).count() == 3


def test_changes_of_every_kind_are_applied() -> None:
    act = furnished()
    batch = brought(
        act,
        exported(
            act,
            sites={"Balai Kota": {"address": "Jalan Baru 2"}},
            racks={"A1": {"height_u": 45, "is_open": False}, "A2": {"height_u": 20}},
            power={
                "PDU A1-B": {"parent": "UPS 1"}, "UPS 1": {"rating_w": 24_000, "gensets": ["Genset 1"]},
                "PLN 2": {"site": "Balai Kota", "kind": "mains"},
            },
            uplinks={"Serat 1": {"mbps": 2000}},
            pools={"Publik": {"is_open": False}},
            switches={"sw-1": {"ports": 48}},
            clusters={"VM 1": {"hosts": 4}},
            devices={"srv-web": {"rack": "A2", "unit": 1, "weight_kg": 30, "feeds": []}},
        ),
    )  # fmt: skip
    assert told(batch) == []
    assert staging.confirm(act, batch.pk).state == "applied"
    again = brought(act, exported(act), key="kunci-dua")
    assert {one["do"] for one in again.steps} == {"tetap"}
    web = Device.objects.select_related("rack").get(name="srv-web")
    assert (web.rack.name, web.unit, web.weight_kg) == ("A2", 1, 30)
    ledger.replay(act.office.pk)
