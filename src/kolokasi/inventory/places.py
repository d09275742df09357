"""Sites, rooms and racks are added and changed. Nothing is deleted: a rack that is given up is closed."""

from __future__ import annotations

from dataclasses import dataclass

from kolokasi.accounts.office_acts import Administration
from kolokasi.core.capacity.resources import Resource
from kolokasi.inventory import limits
from kolokasi.inventory.fields import named, one_of_a_name, whole, wrong
from kolokasi.inventory.locks import lock_sites
from kolokasi.inventory.meters import new_meter, set_meter
from kolokasi.inventory.models import Device, PortGroup, Rack, Room, Site
from kolokasi.inventory.models.bounds import DEPTH_MM, KILOGRAMS, UNITS
from kolokasi.inventory.policy import policy_of
from kolokasi.inventory.shelves import sum_up


def add_site(act: Administration, *, name: str, address: str = "") -> Site:
    name = _site_name(act, name, None)
    site = Site.objects.create(office=act.office, name=name, address=" ".join(address.split()))
    act.note(f"Pusat data {name} ditambahkan.")
    return site


def change_site(act: Administration, site: Site, *, name: str, address: str = "") -> None:
    site.name, site.address = _site_name(act, name, site.pk), " ".join(address.split())
    site.save(update_fields=("name", "address"))
    act.note(f"Pusat data {site.name} diubah.")


def add_room(act: Administration, site: Site, *, name: str) -> Room:
    room = Room.objects.create(site=site, name=_room_name(site, name, None))
    act.note(f"Ruang {room.name} di {site.name} ditambahkan.")
    return room


def change_room(act: Administration, room: Room, *, name: str) -> None:
    room.name = _room_name(room.site, name, room.pk)
    room.save(update_fields=("name",))
    act.note(f"Ruang {room.name} di {room.site.name} diubah.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RackFacts:
    """What is said of a rack. ``depth_mm`` and ``max_kg`` may be None: not known, and then a request that
    needs to know gets no yes there."""

    name: str
    height_u: int | None
    depth_mm: int | None = None
    max_kg: int | None = None
    row: str = ""
    switches: PortGroup | None = None
    panels: PortGroup | None = None
    note: str = ""
    is_open: bool = True


def add_rack(act: Administration, room: Room, facts: RackFacts) -> Rack:
    name, height = _checked(facts, room, None)
    office = act.office.pk
    rack = Rack.objects.create(
        office=act.office, room=room, name=name, height_u=height,
        units=new_meter(
            office, Resource.SPACE, f"Rak {name}", "U", rating=height,
            limits=limits.of_units(height, policy_of(office)),
        ),
        weight=new_meter(
            office, Resource.SPACE, f"Rak {name}, beban", "kg", rating=facts.max_kg,
            limits=limits.of_weight(facts.max_kg),
        ),
        free_units=height, longest_run=height, **_plain(facts),
    )  # fmt: skip
    act.note(f"Rak {name} ({height}U) di {room.name} ditambahkan.")
    return rack


def change_rack(act: Administration, rack: Rack, facts: RackFacts) -> None:
    """Raises Refused where the rack would shrink under what stands in it, naming that; where it would carry
    less than it does; where its port groups change while ports are used."""
    lock_sites(act.office.pk)
    name, height = _checked(facts, rack.room, rack.pk)
    _keeps_its_devices(rack, facts, height)
    policy = policy_of(act.office.pk)
    set_meter(
        rack.units_id, name=f"Rak {name}", rating=height, limits=limits.of_units(height, policy),
        field="height_u", what="Tinggi rak",
    )  # fmt: skip
    set_meter(
        rack.weight_id, name=f"Rak {name}, beban", rating=facts.max_kg,
        limits=limits.of_weight(facts.max_kg), field="max_kg", what="Beban rak",
    )  # fmt: skip
    rack.name, rack.height_u = name, height
    rack.free_units = rack.longest_run = 0  # summed up below; a smaller rack may not say more
    for field, value in _plain(facts).items():
        setattr(rack, field, value)
    rack.save()
    sum_up([rack.pk])
    act.note(f"Rak {name} di {rack.room.name} diubah.")


def _site_name(act: Administration, name: str, besides: int | None) -> str:
    name = named(name, what="Nama pusat data")
    sites = Site.objects.filter(office=act.office)
    one_of_a_name(sites, name, besides=besides, what="Pusat data")
    return name


def _room_name(site: Site, name: str, besides: int | None) -> str:
    name = named(name, what="Nama ruang")
    one_of_a_name(Room.objects.filter(site=site), name, besides=besides, what="Ruang")
    return name


def _checked(facts: RackFacts, room: Room, besides: int | None) -> tuple[str, int]:
    name = named(facts.name, what="Nama rak", most=60)
    one_of_a_name(Rack.objects.filter(room=room), name, besides=besides, what="Rak")
    height = whole(
        facts.height_u, field="height_u", what="Tinggi rak", low=1, high=UNITS, unit="U",
        needed=True,
    )  # fmt: skip
    whole(
        facts.depth_mm, field="depth_mm", what="Kedalaman rak", low=100, high=DEPTH_MM,
        unit="mm", needed=False,
    )  # fmt: skip
    whole(
        facts.max_kg, field="max_kg", what="Beban rak", low=1, high=KILOGRAMS, unit="kg",
        needed=False,
    )  # fmt: skip
    for field, group in (("switches", facts.switches), ("panels", facts.panels)):
        if group is not None and group.site_id != room.site_id:
            raise wrong(field, f"{group.name} berada di pusat data lain.")
    return name, height or 0


def _plain(facts: RackFacts) -> dict[str, object]:
    return {
        "depth_mm": facts.depth_mm, "row": facts.row.strip(), "switches": facts.switches,
        "panels": facts.panels, "note": facts.note.strip(), "is_open": facts.is_open,
    }  # fmt: skip


def _keeps_its_devices(rack: Rack, facts: RackFacts, height: int) -> None:
    there = Device.objects.filter(rack=rack, removed_at__isnull=True).order_by("-unit")
    devices = list(there.only("name", "unit", "height_u", "depth_mm", "ports"))
    above = [one for one in devices if one.unit + one.height_u - 1 > height]
    if above:
        told = ", ".join(f"{one.name} (U{one.unit})" for one in above)
        raise wrong(
            "height_u", f"Rak tidak dapat menjadi {height}U: masih terisi di atasnya oleh {told}."
        )
    if facts.depth_mm is not None:
        deep = [one for one in devices if (one.depth_mm or 0) > facts.depth_mm]
        if deep:
            told = ", ".join(f"{one.name} ({one.depth_mm} mm)" for one in deep)
            raise wrong(
                "depth_mm",
                f"Rak tidak dapat menjadi sedalam {facts.depth_mm} mm: lebih dalam dari itu {told}.",
            )
    wired = [one.name for one in devices if one.ports]
    for field, before, after in (
        ("switches", rack.switches_id, facts.switches), ("panels", rack.panels_id, facts.panels),
    ):  # fmt: skip
        if before is not None and before != (after.pk if after else None) and wired:
            raise wrong(field, f"Kelompok port rak ini masih dipakai oleh {', '.join(wired)}.")
