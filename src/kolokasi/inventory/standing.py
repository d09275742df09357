"""What stands in the room already, without a request: it takes its place like everything else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address

from kolokasi.core.refusal import Refused, Why
from kolokasi.inventory import counting, ledger, taking
from kolokasi.inventory.booking import note, sharing, stand
from kolokasi.inventory.counting import Bound
from kolokasi.inventory.fields import named, whole, wrong
from kolokasi.inventory.locks import lock_sites
from kolokasi.inventory.models import AddressPool, Booking, Device, LedgerEntry, Rack, TakenAddress
from kolokasi.inventory.models.bounds import AMOUNT, DEPTH_MM, KILOGRAMS, PORTS, UNITS
from kolokasi.inventory.spots import check_spot, feeds_for


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFacts:
    """What is said of a device. ``watts`` were measured; where they were not, the policy's part of
    ``label_watts`` counts. Neither, or no weight, is *not known*, and makes what is left not known."""

    name: str
    height_u: int | None
    face: str = "both"
    model: str = ""
    serial: str = ""
    depth_mm: int | None = None
    weight_kg: int | None = None
    label_watts: int | None = None
    watts: int | None = None
    supplies: int | None = None
    ports: int = 0


def place_existing(
    rack: Rack,
    facts: DeviceFacts,
    *,
    unit: int,
    now: datetime,
    label_percent: int,
    person: int | None = None,
    agency: int | None = None,
    title: str = "",
    feeds: Collection[int] | None = None,
    addresses: Collection[str] = (),
) -> Booking:
    """Record a device that stands in ``rack`` from ``unit`` on. ``feeds`` are power nodes (None: as usual for
    so many supplies); ``addresses`` are those that it owns.

    The office's limits do not stop what is there; the ratings do. Raises Refused with the field at fault.
    """
    facts = checked(facts)
    office = rack.office_id
    lock_sites(office)
    check_spot(
        rack, unit=unit, height_u=facts.height_u or 0, face=facts.face, depth_mm=facts.depth_mm,
        besides=None,
    )  # fmt: skip
    plugged = feeds_for(rack, facts.supplies, feeds)
    with taking.refusing():
        booking = Booking.objects.create(
            office_id=office, agency_id=agency, title=title or facts.name,
            state=Booking.State.PLACED, booked_at=now, placed_at=now,
        )  # fmt: skip
        device = Device.objects.create(
            office_id=office, booking=booking, rack=rack, unit=unit, **plain(facts, label_percent)
        )
        told = stand(booking, [device], feeds=[plugged], at=now)
        told["addresses_taken"] = _own(booking, addresses, now)
        bookings = {booking.pk, *sharing(told["units_taken"])}
        told["meters"] = ledger.plain(counting.recount(bookings, bound=Bound.RATING))
        note(LedgerEntry.Kind.PLACED, booking, at=now, person=person, facts=told)
    return booking


def place_service(
    *,
    office: int,
    title: str,
    takes: Mapping[int, int],
    now: datetime,
    agency: int | None = None,
    person: int | None = None,
) -> Booking:
    """Record what runs here already without a device of its own: megabits of a line, a cluster's vCPU, memory
    and storage, by their meters. The ratings stop it, the office's limits do not."""
    lock_sites(office)
    for amount in takes.values():
        whole(amount, field="takes", what="Jumlah yang terpakai", low=0, high=AMOUNT, needed=True)
    with taking.refusing():
        booking = Booking.objects.create(
            office_id=office, agency_id=agency, title=named(title, field="title", what="Nama layanan", most=300),
            state=Booking.State.PLACED, booked_at=now, placed_at=now,
        )  # fmt: skip
        deltas = counting.recount([booking.pk], bound=Bound.RATING, counted=takes)
        told = {"meters": ledger.plain(deltas)}
        note(LedgerEntry.Kind.PLACED, booking, at=now, person=person, facts=told)
    return booking


def checked(facts: DeviceFacts) -> DeviceFacts:
    """The same facts; raises Refused for numbers that no device has."""
    named(facts.name, what="Nama perangkat", most=200)
    for field, what, low, high, unit, needed in (
        ("height_u", "Tinggi perangkat", 1, UNITS, "U", True),
        ("depth_mm", "Kedalaman perangkat", 1, DEPTH_MM, "mm", False),
        ("weight_kg", "Berat perangkat", 0, KILOGRAMS, "kg", False),
        ("label_watts", "Daya pada label", 0, 1_000_000, "W", False),
        ("watts", "Daya terukur", 0, 1_000_000, "W", False),
        ("supplies", "Jumlah catu daya", 0, 16, "", False),
        ("ports", "Jumlah port", 0, PORTS, "", True),
    ):
        value = getattr(facts, field)
        whole(value, field=field, what=what, low=low, high=high, unit=unit, needed=needed)
    return facts


def plain(facts: DeviceFacts, label_percent: int) -> dict[str, object]:
    """The columns of a device. Watts of a label are rounded up."""
    watts = facts.watts
    if watts is None and facts.label_watts is not None:
        watts = -(-facts.label_watts * label_percent // 100)
    return {
        "name": " ".join(facts.name.split()), "height_u": facts.height_u, "face": facts.face,
        "model": facts.model.strip(), "serial": facts.serial.strip(), "depth_mm": facts.depth_mm,
        "weight_kg": facts.weight_kg, "label_watts": facts.label_watts, "watts": watts,
        "supplies": facts.supplies, "ports": facts.ports,
    }  # fmt: skip


def _own(booking: Booking, addresses: Collection[str], at: datetime) -> list[list[int]]:
    told: list[list[int]] = []
    for text in addresses:
        try:
            number = int(ip_address(text.strip()))
        except ValueError:
            raise wrong("addresses", f"“{text}” bukan alamat IP.") from None
        version = ip_address(text.strip()).version
        digits = f"{number:032x}"
        pool = AddressPool.objects.filter(
            office=booking.office_id, version=version, first__lte=digits, last__gte=digits
        ).first()
        if pool is None:
            raise wrong("addresses", f"Alamat {text} tidak ada dalam blok IP dinas ini.")
        held = TakenAddress.objects.filter(pool=pool, address=text, free_at__isnull=True)
        owner = held.values_list("booking__title", flat=True).first()
        if owner is not None:
            raise Refused(
                Why.TAKEN, "Alamat %(address)s sudah dimiliki %(owner)s.", address=text, owner=owner
            )
        told += taking.own_addresses(booking, pool, [number - int(pool.first, 16)], at)
    return told
