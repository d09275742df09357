"""Whether a device may stand where somebody wants it: inside the rack, in nobody's way, not too deep."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kolokasi.inventory.fields import wrong
from kolokasi.inventory.models import Device, PowerNode, Rack, RackFeed, TakenUnit
from kolokasi.inventory.shelves import FACES


def check_spot(
    rack: Rack, *, unit: int, height_u: int, face: str, depth_mm: int | None, besides: int | None
) -> None:
    """Raises Refused, naming what stands in the way. ``besides`` is the device itself, where it moves."""
    if face not in FACES:
        raise wrong("face", "Sisi rak adalah depan, belakang, atau keduanya.")
    top = unit + height_u - 1
    if unit < 1 or top > rack.height_u:
        raise wrong(
            "unit",
            f"U{unit}–U{top} berada di luar rak {rack.name}, yang tingginya {rack.height_u}U.",
        )
    if depth_mm is not None and rack.depth_mm is not None and depth_mm > rack.depth_mm:
        raise wrong(
            "depth_mm",
            f"Perangkat sedalam {depth_mm} mm tidak muat di rak {rack.name}, yang dalamnya "
            f"{rack.depth_mm} mm.",
        )
    taken = TakenUnit.objects.filter(
        rack=rack, unit__gte=unit, unit__lte=top, face__in=FACES[face], free_at__isnull=True
    ).exclude(device=besides)
    there = taken.order_by("unit", "face").values_list("unit", "device__name").first()
    if there is not None:
        raise wrong("unit", f"U{there[0]} rak {rack.name} sudah terisi oleh {there[1]}.")


def feeds_for(rack: Rack, device_supplies: int | None, chosen: Collection[int] | None) -> list[int]:
    """The nodes that a device is plugged into: those that were chosen (they must feed this rack), else one of
    each side for two supplies or more, else the first."""
    there = list(
        RackFeed.objects.filter(rack=rack).order_by("side", "pk").values_list("side", "node")
    )
    nodes = [node for _, node in there]
    if chosen is not None:
        _check_chosen(rack, chosen, nodes)
        return sorted(set(chosen))
    if not device_supplies:
        return []
    sides: dict[str, int] = {}
    for side, node in there:
        sides.setdefault(side, node)
    return list(sides.values()) if device_supplies > 1 else nodes[:1]


def _check_chosen(rack: Rack, chosen: Iterable[int], nodes: Collection[int]) -> None:
    for node in chosen:
        if node not in nodes:
            name = PowerNode.objects.filter(pk=node).values_list("name", flat=True).first()
            raise wrong("feeds", f"{name or node} bukan jalur listrik rak {rack.name}.")


def standing_in(rack: Rack) -> list[Device]:
    """What stands in a rack today, from its top down."""
    there = Device.objects.filter(rack=rack, removed_at__isnull=True)
    return list(there.select_related("booking__agency").order_by("-unit", "face"))
