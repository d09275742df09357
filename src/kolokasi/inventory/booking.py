"""Reserving, placing, releasing: what a request takes of the data centre, in its caller's transaction.

Every act holds the office's sites first, so that deciders go one after the other; then it changes what is one
of a kind, then the meters, and leaves a line in the ledger. Whatever the lock would let through by mistake,
the constraints refuse; that becomes a ``Refused`` in words, and the savepoint is undone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from kolokasi.core.capacity.ask import Ask, DeviceAsked
from kolokasi.core.capacity.need import need_of
from kolokasi.core.capacity.verdict import Answer, Place, Verdict
from kolokasi.core.refusal import Refused, Why
from kolokasi.inventory import counting, ledger, taking
from kolokasi.inventory.counting import COUNTED, Bound
from kolokasi.inventory.locks import lock_racks, lock_sites
from kolokasi.inventory.models import (
    Booking,
    Device,
    DeviceFeed,
    LedgerEntry,
    Meter,
    TakenUnit,
)
from kolokasi.inventory.policy import policy_of
from kolokasi.inventory.shelves import sum_up

State, End, Kind = Booking.State, Booking.End, LedgerEntry.Kind


def hold(
    *,
    office: int,
    verdict: Verdict,
    ask: Ask,
    title: str,
    now: datetime,
    warn_at: datetime | None,
    expires_at: datetime | None,
    agency: int | None = None,
    case_id: int | None = None,
    case_number: str = "",
    person: int | None = None,
    override: str = "",
    offered: bool = False,
) -> Booking:
    """Reserve what a verdict found. ``override`` is the reason of somebody who is entitled to go past the
    policy; past a rating nobody goes.

    Raises Refused (TAKEN) where it no longer fits, ValueError for a verdict that says no without an override.
    """
    if verdict.answer is not Answer.YES and not override:
        raise ValueError("Only an override reserves against a verdict.")
    if verdict.answer is not Answer.YES and not (verdict.places or verdict.takes):
        raise Refused(
            Why.TAKEN,
            "Tidak ada yang dapat dipesan: permintaan ini melampaui kapasitas yang terpasang, atau isiannya "
            "belum lengkap.",
        )
    lock_sites(office)
    with taking.refusing():
        booking = Booking.objects.create(
            office_id=office, agency_id=agency, case_id=case_id, case_number=case_number,
            title=title, state=State.HELD, booked_at=now, warn_at=warn_at, expires_at=expires_at,
        )  # fmt: skip
        devices = _devices(booking, verdict, ask)
        facts = stand(booking, devices, feeds=[one.feeds for one in verdict.places], at=now)
        facts["addresses_taken"] = [
            told
            for one in verdict.addresses
            for told in taking.take_addresses(booking, one.meter, one.amount, now)
        ]
        bound = Bound.RATING if override else Bound.LIMIT
        facts["meters"] = ledger.plain(
            counting.recount([booking.pk], bound=bound, counted=_counted(verdict))
        )
        facts["places"] = [_told(one) for one in devices]
        note(Kind.RESERVED, booking, at=now, person=person, facts=facts)
        if offered:
            note(Kind.OFFERED, booking, at=now, person=person, facts={})
        if override:
            note(Kind.OVERRIDDEN, booking, at=now, person=person, why=override, facts={})
    return booking


def place(booking: Booking, *, now: datetime, person: int | None = None) -> None:
    """The reservation becomes a placement. Raises Refused (TAKEN) if it is held no more."""
    lock_sites(booking.office_id)
    row = locked(booking, State.HELD)
    with taking.refusing():
        row.state, row.placed_at = State.PLACED, now
        row.save(update_fields=("state", "placed_at"))
        deltas = counting.recount([row.pk], bound=Bound.RATING, was={row.pk: State.HELD})
        note(Kind.PLACED, row, at=now, person=person, facts={"meters": ledger.plain(deltas)})


def release(
    booking: Booking, *, how: str, now: datetime, person: int | None = None, why: str = ""
) -> None:
    """Give everything back: ``how`` is released, lapsed or withdrawn. Nothing is deleted."""
    lock_sites(booking.office_id)
    row = locked(booking, State.HELD, State.PLACED)
    with taking.refusing():
        before = row.state
        devices = list(Device.objects.filter(booking=row, removed_at__isnull=True))
        racks = {one.rack_id for one in devices}
        facts: dict[str, Any] = {
            "units_freed": taking.free_units(devices, now),
            "addresses_freed": taking.free_addresses(row, now),
            "ports_freed": taking.free_ports(devices, now),
        }
        Device.objects.filter(booking=row, removed_at__isnull=True).update(removed_at=now)
        row.state, row.end, row.ended_at = State.ENDED, how, now
        row.save(update_fields=("state", "end", "ended_at"))
        sum_up(racks)
        deltas = counting.recount(
            {row.pk, *sharing(facts["units_freed"])}, bound=Bound.RATING, was={row.pk: before}
        )
        kind = Kind.LAPSED if how == End.LAPSED else Kind.RELEASED
        facts |= {"meters": ledger.plain(deltas), "how": str(how)}
        note(kind, row, at=now, person=person, why=why, facts=facts)


def lapse(booking: Booking, *, now: datetime) -> None:
    """Release a reservation whose time is over. Raises Refused (NOT_YET) before that."""
    if booking.expires_at is None or now < booking.expires_at:
        raise Refused(Why.NOT_YET, "Masa pemesanan ini belum berakhir.")
    release(booking, how=End.LAPSED, now=now)


def warn(booking: Booking, *, now: datetime) -> None:
    """Remember that whoever holds it was warned. Once."""
    row = locked(booking, State.HELD)
    if row.warned_at is None:
        row.warned_at = now
        row.save(update_fields=("warned_at",))
        note(Kind.WARNED, row, at=now, person=None, facts={})


def booking_of(case: int) -> Booking | None:
    """What the case holds or has placed, if anything."""
    return Booking.objects.filter(case_id=case, ended_at__isnull=True).first()


def rack_of(booking: Booking) -> int:
    """The rack in which its first device stands, or is to stand; 0 where it has none."""
    found = booking.devices.filter(removed_at__isnull=True).order_by("pk").first()
    return found.rack_id if found else 0


def to_warn(now: datetime) -> list[Booking]:
    """Reservations whose holders should be warned now."""
    held = Booking.objects.filter(state=State.HELD, warn_at__lte=now, warned_at__isnull=True)
    return list(held.filter(expires_at__gt=now).order_by("expires_at", "pk"))


def to_lapse(now: datetime) -> list[Booking]:
    return list(
        Booking.objects.filter(state=State.HELD, expires_at__lte=now).order_by("expires_at", "pk")
    )


# --- for the other acts on bookings ---------------------------------------------------------------


def stand(
    booking: Booking,
    devices: Collection[Device],
    *,
    feeds: Collection[Collection[int]],
    at: datetime,
) -> dict[str, Any]:
    """Let devices that are saved stand in their racks: feeds, units, ports. What the ledger says of it."""
    lock_racks({one.rack_id for one in devices})
    DeviceFeed.objects.bulk_create(
        DeviceFeed(device=one, node_id=node)
        for one, nodes in zip(devices, feeds, strict=True)
        for node in nodes
    )
    ports: list[int] = []
    for one in devices:
        for group in (one.rack.switches_id, one.rack.panels_id):
            ports += taking.take_ports(one, group, at)
    units = taking.take_units(devices, at)
    sum_up({one.rack_id for one in devices})
    return {"units_taken": units, "ports_taken": ports}


def locked(booking: Booking, *states: str) -> Booking:
    """The booking's row, nobody else's until the end; refused if it is in no such state any more."""
    row = Booking.objects.select_for_update(no_key=True).get(pk=booking.pk)
    if row.state not in states:
        raise Refused(
            Why.TAKEN,
            "Pemesanan ini sudah berubah: sekarang %(state)s.",
            state=row.get_end_display() or row.get_state_display(),
        )
    return row


def sharing(units: Collection[Sequence[Any]]) -> set[int]:
    """Bookings that hold the other face of units that were just freed or taken: these may count for them now."""
    racks, numbers = {one[0] for one in units}, {one[1] for one in units}
    rows = TakenUnit.objects.filter(rack__in=racks, unit__in=numbers, free_at__isnull=True)
    return set(rows.values_list("booking", flat=True))


def note(
    kind: str,
    booking: Booking,
    *,
    at: datetime,
    person: int | None,
    facts: dict[str, Any],
    why: str = "",
) -> None:
    ledger.enter(
        office=booking.office_id, kind=kind, at=at, person=person, why=why, booking=booking,
        facts=facts,
    )  # fmt: skip


def _devices(booking: Booking, verdict: Verdict, ask: Ask) -> list[Device]:
    """The devices where the verdict has them, each with what its own line of the request says."""
    policy = policy_of(booking.office_id)
    left = [(need_of(one, ask.resources, policy), one) for one in ask.devices]
    made = []
    for place in verdict.places:
        alike = (place.device, place.height_u, place.weight_kg, place.watts, place.ports)
        found = next(
            (
                pair
                for pair in left
                if (pair[0].name, pair[0].height, pair[0].weight, pair[0].watts, pair[0].ports)
                == alike
            ),
            None,
        )
        if found is not None:
            left.remove(found)
        made.append(_device(booking, place, found[1] if found else None))
    Device.objects.bulk_create(made)
    return list(
        Device.objects.filter(pk__in=[one.pk for one in made]).select_related("rack").order_by("pk")
    )


def _device(booking: Booking, placed: Place, asked: DeviceAsked | None) -> Device:
    return Device(
        office_id=booking.office_id, booking=booking, name=placed.device[:200] or "Perangkat",
        rack_id=placed.rack, unit=placed.unit, height_u=placed.height_u, ports=placed.ports,
        depth_mm=asked.depth_mm if asked else None,
        weight_kg=asked.weight_kg if asked else placed.weight_kg,
        label_watts=asked.watts if asked else None,
        watts=None if asked is not None and asked.watts is None else placed.watts,
        supplies=asked.supplies if asked else None,
    )  # fmt: skip


def _counted(verdict: Verdict) -> dict[int, int]:
    """What is taken of links and clusters."""
    takes = {one.meter: one.amount for one in verdict.takes}
    found = Meter.objects.filter(pk__in=takes, resource__in=[str(one) for one in COUNTED])
    return {meter: takes[meter] for meter in found.values_list("pk", flat=True)}


def _told(device: Device) -> dict[str, object]:
    return {
        "device": device.name, "rack": device.rack.name, "unit": device.unit,
        "height_u": device.height_u,
    }  # fmt: skip
