"""Clusters for hosting: vCPU, memory and storage that virtual servers share."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kolokasi.accounts.models import Office
from kolokasi.inventory.models.bounds import between
from kolokasi.inventory.models.meters import Meter
from kolokasi.inventory.models.places import Site


class Cluster(models.Model):
    """``hosts`` share cores and memory evenly; ``spare`` of them must be able to fail."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="clusters")
    site = models.ForeignKey(Site, models.PROTECT, related_name="clusters", db_index=False)
    name = models.CharField(max_length=120)
    cores = models.PositiveIntegerField()  # physical, of all hosts
    hosts = models.PositiveSmallIntegerField(default=1)
    spare = models.PositiveSmallIntegerField(default=0)
    vcpu = models.OneToOneField(Meter, models.PROTECT, related_name="vcpu_of")
    ram = models.OneToOneField(Meter, models.PROTECT, related_name="ram_of")
    disk = models.OneToOneField(Meter, models.PROTECT, related_name="disk_of")
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("site", "name"), name="cluster_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="cluster_has_a_name"),
            between("cluster_cores_sane", "cores", 1, 100_000),
            models.CheckConstraint(
                condition=Q(hosts__lte=1000, hosts__gt=F("spare")),
                name="cluster_spare_below_hosts",
            ),
        )

    def __str__(self) -> str:
        return self.name
