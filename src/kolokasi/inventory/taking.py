"""Taking and giving back what is one of a kind: units, addresses, ports. The database refuses a second holder."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from kolokasi.core.refusal import Refused, Why
from kolokasi.inventory.models import (
    AddressPool,
    Booking,
    Device,
    Port,
    TakenAddress,
    TakenPort,
    TakenUnit,
)
from kolokasi.inventory.shelves import FACES

_TAKEN = (
    (
        ("takenunit", "unit_taken", "U di luar"),
        "U yang dipilih baru saja dipakai permohonan lain. Muat ulang halaman, lalu periksa lagi.",
    ),
    (
        ("takenaddress", "address_"),
        "Alamat IP yang dipilih baru saja dipakai permohonan lain. Muat ulang halaman, lalu periksa lagi.",
    ),
    (
        ("takenport", "port_taken"),
        "Port yang dipilih baru saja dipakai permohonan lain. Muat ulang halaman, lalu periksa lagi.",
    ),
    (
        ("booking", "one_booking"),
        "Kapasitas untuk permohonan ini sudah dipesan. Muat ulang halaman, lalu periksa lagi.",
    ),
)
_ELSE = "Kapasitas baru saja dipakai permohonan lain. Muat ulang halaman, lalu periksa lagi."


@contextmanager
def refusing() -> Iterator[None]:
    """A savepoint. What the database refuses within it becomes a sentence, and everything in it is undone."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        told = str(clash)
        found = (words for signs, words in _TAKEN if any(one in told for one in signs))
        raise Refused(Why.TAKEN, next(found, _ELSE)) from clash


def take_units(devices: Collection[Device], at: datetime) -> list[list[object]]:
    """Every unit of these devices, on their faces; as the ledger tells it."""
    rows = [
        TakenUnit(
            rack_id=one.rack_id, unit=unit, face=face, booking_id=one.booking_id, device=one,
            taken_at=at,
        )
        for one in devices
        for unit in range(one.unit, one.unit + one.height_u)
        for face in FACES[one.face]
    ]  # fmt: skip
    TakenUnit.objects.bulk_create(rows)
    return [[one.rack_id, one.unit, one.face, one.device_id] for one in rows]


def free_units(devices: Collection[Device], at: datetime) -> list[list[object]]:
    rows = TakenUnit.objects.filter(device__in=devices, free_at__isnull=True)
    told = [list(one) for one in rows.order_by("pk").values_list("rack", "unit", "face")]
    rows.update(free_at=at)
    return told


def take_addresses(booking: Booking, meter: int, count: int, at: datetime) -> list[list[int]]:
    """The ``count`` lowest free addresses of the pool that this meter counts."""
    row = AddressPool.objects.get(meter=meter)
    here = TakenAddress.objects.filter(pool=row, free_at__isnull=True)
    taken = set(here.values_list("place", flat=True))
    size = int(row.last, 16) - int(row.first, 16) + 1
    places: list[int] = []
    place = 0
    while len(places) < count:
        if place >= size:
            raise Refused(Why.TAKEN, "Blok %(pool)s tidak lagi punya alamat kosong.", pool=str(row))
        if place not in taken:
            places.append(place)
        place += 1
    return own_addresses(booking, row, places, at)


def own_addresses(
    booking: Booking, pool: AddressPool, places: Collection[int], at: datetime
) -> list[list[int]]:
    """These very addresses of a pool, by their distance from its first."""
    first, kind = int(pool.first, 16), IPv4Address if pool.version == 4 else IPv6Address
    TakenAddress.objects.bulk_create(
        TakenAddress(
            office_id=pool.office_id, pool=pool, booking=booking, place=place, taken_at=at,
            address=str(kind(first + place)),
        )
        for place in places
    )  # fmt: skip
    return [[pool.pk, place] for place in places]


def free_addresses(booking: Booking, at: datetime) -> list[list[int]]:
    rows = TakenAddress.objects.filter(booking=booking, free_at__isnull=True)
    told = [list(one) for one in rows.order_by("pk").values_list("pool", "place")]
    rows.update(free_at=at)
    return told


def take_ports(device: Device, group: int | None, at: datetime) -> list[int]:
    """As many ports of a group as the device needs, lowest first. Without a group there is nothing to take."""
    if group is None or not device.ports:
        return []
    held = TakenPort.objects.filter(port=OuterRef("pk"), free_at__isnull=True)
    free = Port.objects.filter(~Exists(held), bank__group=group).order_by("bank", "number")
    ports = list(free.values_list("pk", flat=True)[: device.ports])
    if len(ports) < device.ports:
        raise Refused(
            Why.TAKEN,
            "%(name)s tidak lagi cukup: diperlukan %(more)s, tersisa %(left)s.",
            name="Port",
            more=device.ports,
            left=len(ports),
        )
    TakenPort.objects.bulk_create(
        TakenPort(port_id=one, booking_id=device.booking_id, device=device, taken_at=at)
        for one in ports
    )
    return ports


def free_ports(devices: Collection[Device], at: datetime, *, group: int = 0) -> list[int]:
    """All ports of these devices, or those of one group."""
    rows = TakenPort.objects.filter(device__in=devices, free_at__isnull=True)
    if group:
        rows = rows.filter(port__bank__group=group)
    told = list(rows.order_by("pk").values_list("port", flat=True))
    TakenPort.objects.filter(port__in=told, free_at__isnull=True).update(free_at=at)
    return told
