"""What a request asks of a data centre. ``None`` is *not known*, and never counts as nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceAsked:
    """One device to be placed. ``watts`` is what its supplies are labelled with; ``supplies`` how many it has."""

    name: str
    height_u: int | None
    depth_mm: int | None = None
    weight_kg: int | None = None
    watts: int | None = None
    supplies: int | None = None
    ports: int | None = None
    tower: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HostingAsked:
    vcpu: int | None
    ram_gb: int | None
    disk_gb: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Everything that one request asks for. ``addresses`` are public IPv4, ``addresses6`` public IPv6."""

    devices: tuple[DeviceAsked, ...] = ()
    hosting: HostingAsked | None = None
    bandwidth_mbps: int | None = None
    addresses: int | None = 0
    addresses6: int | None = 0
