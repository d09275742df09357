"""An office's policy: read as the core knows it, changed with every limit that hangs on it."""

from __future__ import annotations

from dataclasses import fields

from kolokasi.accounts.office_acts import Administration
from kolokasi.core.capacity.policy import Policy
from kolokasi.inventory import limits
from kolokasi.inventory.fields import whole, wrong
from kolokasi.inventory.limits import Limits
from kolokasi.inventory.locks import lock_sites
from kolokasi.inventory.models import (
    AddressPool,
    CapacityPolicy,
    Cluster,
    Meter,
    PowerNode,
    Rack,
    Uplink,
)
from kolokasi.inventory.models.bounds import DEPTH_MM

_NAMES = tuple(one.name for one in fields(Policy))
_PERCENT = (
    ("units_stop", "Batas isi rak"),
    ("units_warn", "Peringatan isi rak"),
    ("breaker_stop", "Batas beban pemutus arus"),
    ("ups_stop", "Batas beban UPS"),
    ("ups_warn", "Peringatan beban UPS"),
    ("genset_stop", "Batas beban genset"),
    ("link_stop", "Batas isi sambungan internet"),
    ("storage_stop", "Batas isi penyimpanan"),
    ("label_watts", "Bagian label daya yang dihitung"),
)


def policy_of(office: int) -> Policy:
    """The office's own policy, or the usual one."""
    row = CapacityPolicy.objects.filter(pk=office).values(*_NAMES).first()
    return Policy(**row) if row else Policy()


def change_policy(act: Administration, policy: Policy) -> None:
    """Put another policy in force and recompute every limit. What is already past a new limit stays where it
    is; nothing more is promised there. Raises Refused for numbers that make no sense."""
    _check(policy)
    lock_sites(act.office.pk)
    before = policy_of(act.office.pk)
    if before == policy:
        return
    values = {name: getattr(policy, name) for name in _NAMES}
    CapacityPolicy.objects.update_or_create(office=act.office, defaults=values)
    recompute(act.office.pk, policy)
    changed = "; ".join(
        f"{name} {getattr(before, name)} menjadi {values[name]}"
        for name in _NAMES
        if getattr(before, name) != values[name]
    )
    act.note(f"Batas aman kapasitas diubah: {changed}.")


def recompute(office: int, policy: Policy) -> None:
    """Derive the limit and the warning of every meter of the office anew."""
    changed = []
    for meter, found in limits_under(office, policy):
        if (meter.limit, meter.warn) != found:
            meter.limit, meter.warn = found
            changed.append(meter)
    Meter.objects.bulk_update(changed, ("limit", "warn"), batch_size=500)


def limits_under(office: int, policy: Policy) -> list[tuple[Meter, Limits]]:
    """The limit and the warning of each meter whose limit comes from the policy, were this one in force."""
    found = [
        (one.units, limits.of_units(one.height_u, policy))
        for one in Rack.objects.filter(office=office).select_related("units")
    ]
    found += [
        (one.meter, power_limits(one, one.meter.rating, policy))
        for one in PowerNode.objects.filter(office=office).select_related("meter")
    ]
    found += [
        (one.meter, limits.of_link(one.meter.rating, policy))
        for one in Uplink.objects.filter(office=office).select_related("meter")
    ]
    found += [
        (one.meter, limits.of_addresses(one.meter.rating or 0, policy))
        for one in AddressPool.objects.filter(office=office).select_related("meter")
    ]
    for one in Cluster.objects.filter(office=office).select_related("vcpu", "ram", "disk"):
        vcpu, ram, disk = limits.of_cluster(
            cores=one.cores, ram=one.ram.rating or 0, disk=one.disk.rating or 0,
            hosts=one.hosts, spare=one.spare, policy=policy,
        )  # fmt: skip
        found += [(one.vcpu, vcpu), (one.ram, ram), (one.disk, disk)]
    return found


def power_limits(node: PowerNode, rating: int | None, policy: Policy) -> Limits:
    return limits.of_power(node.kind, rating, modules=node.modules, spare=node.spare, policy=policy)


def _check(policy: Policy) -> None:
    for name, what in _PERCENT:
        value = getattr(policy, name)
        whole(value, field=name, what=what, low=1, high=100, unit="persen", needed=True)
    whole(
        policy.addresses_spare, field="addresses_spare", what="Cadangan alamat", low=0, high=99,
        unit="persen", needed=True,
    )  # fmt: skip
    whole(
        policy.vcpu_for_core, field="vcpu_for_core", what="vCPU per inti", low=1,
        high=limits.VCPU_MOST, needed=True,
    )  # fmt: skip
    whole(
        policy.hold_days, field="hold_days", what="Masa pemesanan", low=1, high=250,
        unit="hari kerja", needed=True,
    )  # fmt: skip
    whole(
        policy.warn_days, field="warn_days", what="Peringatan sebelum gugur", low=0, high=250,
        unit="hari kerja", needed=True,
    )  # fmt: skip
    whole(
        policy.max_depth_mm, field="max_depth_mm", what="Kedalaman perangkat paling besar",
        low=100, high=DEPTH_MM, unit="mm", needed=False,
    )  # fmt: skip
    for warn, stop in (("units_warn", "units_stop"), ("ups_warn", "ups_stop")):
        if getattr(policy, warn) > getattr(policy, stop):
            raise wrong(warn, "Peringatan harus datang sebelum batasnya, bukan sesudahnya.")
    if policy.warn_days > policy.hold_days:
        raise wrong("warn_days", "Peringatan tidak dapat datang sebelum pemesanan dibuat.")
