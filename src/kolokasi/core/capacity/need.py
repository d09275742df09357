"""What is asked, made ready for placing: nothing is None any more, and what was not said is remembered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kolokasi.core.capacity.ask import Ask, DeviceAsked
from kolokasi.core.capacity.policy import Policy
from kolokasi.core.capacity.resources import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One device in numbers. What its request leaves open counts nothing here and stands in ``open``,
    resource and what is missing, so that the verdict cannot become YES."""

    name: str
    height: int
    depth: int
    weight: int
    watts: int
    supplies: int
    ports: int
    open: tuple[tuple[Resource, str], ...] = ()
    refused: str = ""  # why the office does not take it at all

    @property
    def kind(self) -> tuple[int, ...]:
        """Equal for devices that are placed alike."""
        return (self.height, self.depth, self.weight, self.watts, self.supplies, self.ports)


def needs_of(ask: Ask, policy: Policy) -> tuple[Need, ...]:
    """The devices, tallest first: the order in which they are placed."""
    needs = (need_of(device, ask.resources, policy) for device in ask.devices)
    return tuple(
        sorted(
            needs, key=lambda one: (tuple(-n for n in one.kind), one.name, one.open, one.refused)
        )
    )


def watts_to_carry(label_watts: int, policy: Policy) -> int:
    """Watts that are set aside for a device whose supplies are labelled so: rounded up, never down."""
    return -(-label_watts * policy.label_watts // 100)


def breach(device: DeviceAsked, policy: Policy) -> str:
    """Why the office does not take this device, whatever room there is; empty where it does."""
    if device.tower and not policy.towers:
        return "Perangkat berbentuk tower tidak diterima; hanya perangkat untuk rak."
    deep, most = device.depth_mm, policy.max_depth_mm
    if deep is not None and most is not None and deep > most:
        return f"Kedalaman {deep} mm melebihi batas {most} mm."
    return ""


def breaches(ask: Ask, policy: Policy) -> dict[int, str]:
    """The devices of a request that the office does not take, by their place in the request, with the reason."""
    found = ((index, breach(device, policy)) for index, device in enumerate(ask.devices))
    return {index: reason for index, reason in found if reason}


def need_of(device: DeviceAsked, checked: Iterable[Resource], policy: Policy) -> Need:
    missing: list[tuple[Resource, str]] = []
    if device.height_u is None:
        missing.append((Resource.SPACE, "tinggi"))  # without it nothing can be placed, whoever asks
    if Resource.SPACE in checked:
        missing += [(Resource.SPACE, "kedalaman")] if device.depth_mm is None else []
        missing += [(Resource.SPACE, "berat")] if device.weight_kg is None else []
    powered = device.watts != 0
    for resource in (Resource.POWER, Resource.UPS, Resource.GENSET):
        if resource in checked and device.watts is None:
            missing.append((resource, "daya"))
    if Resource.POWER in checked and powered and device.supplies is None:
        missing.append((Resource.POWER, "jumlah catu daya"))
    for resource in (Resource.PORT, Resource.CABLE):
        if resource in checked and device.ports is None:
            missing.append((resource, "jumlah port"))
    return Need(
        name=device.name,
        height=device.height_u or 0,
        depth=device.depth_mm or 0,
        weight=device.weight_kg or 0,
        watts=watts_to_carry(device.watts or 0, policy),
        supplies=max(1, device.supplies or 1) if device.watts else 0,
        ports=device.ports or 0,
        open=tuple(missing),
        refused=breach(device, policy),
    )
