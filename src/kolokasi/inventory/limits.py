"""Where the office's policy stops, from a rating: one place for every resource. Pure arithmetic, rounded down."""

from __future__ import annotations

from kolokasi.core.capacity.policy import Policy
from kolokasi.core.capacity.resources import Resource

# More virtual processors for one core than this no hypervisor runs (vSphere's configuration maximum).
VCPU_MOST = 32

Limits = tuple[int | None, int | None]  # limit, warn


def _part(rating: int | None, percent: int) -> int | None:
    return None if rating is None else rating * percent // 100


def of_units(height: int, policy: Policy) -> Limits:
    return _part(height, policy.units_stop), _part(height, policy.units_warn)


def of_power(kind: str, rating: int | None, *, modules: int, spare: int, policy: Policy) -> Limits:
    """Of a node of the power tree. The policy's share is taken of what is left when ``spare`` modules have
    failed, so that the others are not loaded further than it allows."""
    left = None if rating is None else rating * (modules - spare) // modules
    match kind:
        case "ups":
            return _part(left, policy.ups_stop), _part(left, policy.ups_warn)
        case "genset":
            return _part(left, policy.genset_stop), None
        case _:
            return _part(left, policy.breaker_stop), None


def of_link(mbps: int | None, policy: Policy) -> Limits:
    return _part(mbps, policy.link_stop), None


def of_addresses(count: int, policy: Policy) -> Limits:
    return _part(count, 100 - policy.addresses_spare), None


def of_ports(count: int) -> Limits:
    return count, None


def of_weight(kilograms: int | None) -> Limits:
    return kilograms, None


def of_cluster(
    *, cores: int, ram: int, disk: int, hosts: int, spare: int, policy: Policy
) -> tuple[Limits, Limits, Limits]:
    """vCPU, memory, storage. Cores and memory are those of the hosts that are left when ``spare`` failed;
    memory is never promised twice."""
    left = hosts - spare
    return (
        (cores * left // hosts * policy.vcpu_for_core, None),
        (ram * left // hosts, None),
        (_part(disk, policy.storage_stop), None),
    )


def power_resource(kind: str) -> Resource:
    """Which resource of an SOP's check a node of the power tree is."""
    return {"ups": Resource.UPS, "genset": Resource.GENSET}.get(kind, Resource.POWER)
