"""A device moves to another place, or turns out to be other than it was recorded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from kolokasi.core.refusal import Refused, Why
from kolokasi.inventory import counting, ledger, taking
from kolokasi.inventory.booking import note, sharing, stand
from kolokasi.inventory.counting import Bound
from kolokasi.inventory.locks import lock_sites
from kolokasi.inventory.models import Device, DeviceFeed, LedgerEntry, Rack
from kolokasi.inventory.shelves import sum_up
from kolokasi.inventory.spots import check_spot, feeds_for
from kolokasi.inventory.standing import DeviceFacts, checked, plain


def move(
    device: Device,
    *,
    rack: Rack,
    unit: int,
    now: datetime,
    face: str = "",
    feeds: Collection[int] | None = None,
    person: int | None = None,
    why: str = "",
) -> None:
    """Take a device to another place of the same office, held or placed alike. What it takes there must fit
    within the office's limits. Raises Refused, naming what stands in the way."""
    lock_sites(device.office_id)
    row = _there(device)
    before = {"rack": row.rack.name, "unit": row.unit, "face": row.face}
    face = face or row.face
    if rack.office_id != row.office_id:
        raise Refused(Why.NOT_FOUND, "Rak ini tidak ditemukan.")
    check_spot(
        rack, unit=unit, height_u=row.height_u, face=face, depth_mm=row.depth_mm, besides=row.pk
    )
    plugged = feeds_for(rack, row.supplies if row.watts else 0, feeds)
    if rack.pk == row.rack_id and feeds is None:
        plugged = list(DeviceFeed.objects.filter(device=row).values_list("node", flat=True))
    with taking.refusing():
        facts: dict[str, Any] = {
            "units_freed": taking.free_units([row], now),
            "ports_freed": taking.free_ports([row], now),
        }
        DeviceFeed.objects.filter(device=row).delete()
        left = row.rack_id
        row.rack, row.unit, row.face = rack, unit, face
        row.save(update_fields=("rack", "unit", "face"))
        facts |= stand(row.booking, [row], feeds=[plugged], at=now)
        sum_up({left, rack.pk})
        bookings = {row.booking_id, *sharing(facts["units_freed"] + facts["units_taken"])}
        told = {
            "meters": ledger.plain(counting.recount(bookings, bound=Bound.LIMIT)),
            "device": row.name,
            "from": before,
            "to": {"rack": rack.name, "unit": unit, "face": face},
        }
        note(
            LedgerEntry.Kind.MOVED, row.booking, at=now, person=person, why=why, facts=facts | told
        )


def correct(
    device: Device,
    facts: DeviceFacts,
    *,
    now: datetime,
    label_percent: int,
    person: int | None = None,
    why: str = "",
) -> None:
    """Record what a device really is: measured watts, its weight, its serial number. Height, face and ports
    stay; a device of another shape is another device. Up to the ratings, for it stands there already."""
    lock_sites(device.office_id)
    row = _there(device)
    facts = checked(facts)
    if (facts.height_u, facts.face, facts.ports) != (row.height_u, row.face, row.ports):
        raise Refused(
            Why.INVALID,
            "Tinggi, sisi, dan jumlah port perangkat yang sudah berdiri tidak dapat dikoreksi; lepaskan, "
            "lalu catat lagi.",
        )
    with taking.refusing():
        changed = {
            field: value
            for field, value in plain(facts, label_percent).items()
            if getattr(row, field) != value
        }
        for field, value in changed.items():
            setattr(row, field, value)
        row.save(update_fields=tuple(changed))
        deltas = counting.recount([row.booking_id], bound=Bound.RATING)
        note(
            LedgerEntry.Kind.CORRECTED, row.booking, at=now, person=person, why=why,
            facts={"meters": ledger.plain(deltas), "device": row.name, "changed": changed},
        )  # fmt: skip


def facts_of(device: Device) -> DeviceFacts:
    """A device as it is recorded, to be corrected in part."""
    names = asdict(DeviceFacts(name="", height_u=1))
    return DeviceFacts(**{name: getattr(device, name) for name in names})


def _there(device: Device) -> Device:
    row = (
        Device.objects.select_for_update(no_key=True, of=("self",))
        .select_related("rack", "booking")
        .get(pk=device.pk)
    )
    if row.removed_at is not None:
        raise Refused(Why.TAKEN, "%(name)s sudah tidak berdiri di pusat data ini.", name=row.name)
    return row
