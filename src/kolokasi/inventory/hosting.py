"""Clusters for hosting are added and changed."""

from __future__ import annotations

from dataclasses import dataclass

from kolokasi.accounts.office_acts import Administration
from kolokasi.core.capacity.resources import Resource
from kolokasi.inventory import limits
from kolokasi.inventory.fields import named, one_of_a_name, whole, wrong
from kolokasi.inventory.locks import lock_sites
from kolokasi.inventory.meters import new_meter, set_meter
from kolokasi.inventory.models import Cluster, Site
from kolokasi.inventory.policy import policy_of

_MOST_GB = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterFacts:
    """``cores``, ``ram_gb`` and ``disk_gb`` are of all hosts together; ``spare`` hosts must be able to fail."""

    name: str
    cores: int | None
    ram_gb: int | None
    disk_gb: int | None
    hosts: int = 1
    spare: int = 0
    is_open: bool = True


def add_cluster(act: Administration, site: Site, facts: ClusterFacts) -> Cluster:
    name = _checked(facts, site, None)
    office = act.office.pk
    cpu, ram, disk = (
        new_meter(office, Resource.SERVER, label, unit, rating=rating, limits=found)
        for label, unit, rating, found in _meters(facts, name, office)
    )
    cluster = Cluster.objects.create(
        office=act.office, site=site, name=name, cores=facts.cores or 0, hosts=facts.hosts,
        spare=facts.spare, vcpu=cpu, ram=ram, disk=disk, is_open=facts.is_open,
    )  # fmt: skip
    act.note(f"Klaster {name} di {site.name} ditambahkan.")
    return cluster


def change_cluster(act: Administration, cluster: Cluster, facts: ClusterFacts) -> None:
    lock_sites(act.office.pk)
    name = _checked(facts, cluster.site, cluster.pk)
    keys = (
        (cluster.vcpu_id, "cores", "Jumlah inti"),
        (cluster.ram_id, "ram_gb", "Memori"),
        (cluster.disk_id, "disk_gb", "Penyimpanan"),
    )
    for (meter, field, what), (label, _, rating, found) in zip(
        keys, _meters(facts, name, act.office.pk), strict=True
    ):
        set_meter(meter, name=label, rating=rating, limits=found, field=field, what=what)
    cluster.name, cluster.cores, cluster.hosts = name, facts.cores or 0, facts.hosts
    cluster.spare, cluster.is_open = facts.spare, facts.is_open
    cluster.save()
    act.note(f"Klaster {name} di {cluster.site.name} diubah.")


def _meters(
    facts: ClusterFacts, name: str, office: int
) -> list[tuple[str, str, int, limits.Limits]]:
    cores, ram, disk = facts.cores or 0, facts.ram_gb or 0, facts.disk_gb or 0
    found = limits.of_cluster(
        cores=cores, ram=ram, disk=disk, hosts=facts.hosts, spare=facts.spare,
        policy=policy_of(office),
    )  # fmt: skip
    return [
        (f"{name}, vCPU", "vCPU", cores * limits.VCPU_MOST, found[0]),
        (f"{name}, memori", "GB", ram, found[1]),
        (f"{name}, penyimpanan", "GB", disk, found[2]),
    ]


def _checked(facts: ClusterFacts, site: Site, besides: int | None) -> str:
    name = named(facts.name, what="Nama klaster")
    one_of_a_name(Cluster.objects.filter(site=site), name, besides=besides, what="Klaster")
    for field, what, high, unit in (
        ("cores", "Jumlah inti", 100_000, ""),
        ("ram_gb", "Memori", _MOST_GB, "GB"),
        ("disk_gb", "Penyimpanan", _MOST_GB, "GB"),
        ("hosts", "Jumlah host", 1000, ""),
    ):
        value = getattr(facts, field)
        whole(value, field=field, what=what, low=1, high=high, unit=unit, needed=True)
    whole(facts.spare, field="spare", what="Host cadangan", low=0, high=999, needed=True)
    if facts.spare >= facts.hosts:
        raise wrong("spare", "Host cadangan harus lebih sedikit daripada semua host.")
    return name
