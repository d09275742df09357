"""What a request asks of a data centre. ``None`` is *not known*, and never counts as nothing."""

from __future__ import annotations

from dataclasses import dataclass

from kolokasi.core.capacity.resources import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceAsked:
    """One device to be placed. ``watts`` is what its supplies are labelled with; ``supplies`` how many it has.
    Raises ValueError for numbers that no device has."""

    name: str
    height_u: int | None
    depth_mm: int | None = None
    weight_kg: int | None = None
    watts: int | None = None
    supplies: int | None = None
    ports: int | None = None
    tower: bool = False

    def __post_init__(self) -> None:
        if self.height_u is not None and self.height_u < 1:
            raise ValueError(f"{self.name}: tinggi {self.height_u} U tidak ada.")
        _counts(self.depth_mm, self.weight_kg, self.watts, self.supplies, self.ports)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostingAsked:
    vcpu: int | None
    ram_gb: int | None
    disk_gb: int | None

    def __post_init__(self) -> None:
        _counts(self.vcpu, self.ram_gb, self.disk_gb)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Everything that one request asks for. ``addresses`` are public IPv4, ``addresses6`` public IPv6.

    ``resources`` are those that the SOP has checked. Of these, what is not known makes the verdict unknown.
    Of the others, what is not known is no obstacle, and what is known is held to its limits all the same.
    """

    devices: tuple[DeviceAsked, ...] = ()
    hosting: HostingAsked | None = None
    bandwidth_mbps: int | None = None
    addresses: int | None = 0
    addresses6: int | None = 0
    resources: frozenset[Resource] = frozenset(Resource)

    def __post_init__(self) -> None:
        _counts(self.bandwidth_mbps, self.addresses, self.addresses6)


def _counts(*numbers: int | None) -> None:
    if any(number is not None and number < 0 for number in numbers):
        raise ValueError("Jumlah yang diminta tidak boleh negatif.")
