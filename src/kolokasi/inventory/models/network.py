"""The way out and the wires: uplinks, address pools, switch ports, patch panels, cables."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kolokasi.accounts.models import Office
from kolokasi.inventory.models.bounds import PORTS, between
from kolokasi.inventory.models.meters import Meter
from kolokasi.inventory.models.places import Rack, Site


class Uplink(models.Model):
    """A line to the internet. Its rate in Mbps is its meter's rating."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="uplinks")
    site = models.ForeignKey(Site, models.PROTECT, related_name="uplinks", db_index=False)
    name = models.CharField(max_length=120)
    provider = models.CharField(max_length=120, blank=True)
    meter = models.OneToOneField(Meter, models.PROTECT, related_name="uplink")
    contract_ends_on = models.DateField(null=True, blank=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("site", "name"), name="uplink_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="uplink_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class AddressPool(models.Model):
    """A block of addresses. ``first`` and ``last`` are those that may be given out, as 32 hexadecimal digits,
    so that both databases compare them alike; pools of an office never overlap (its writer sees to it)."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="pools", db_index=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="pools", null=True, blank=True)
    name = models.CharField(max_length=120, blank=True)
    cidr = models.CharField(max_length=43)
    version = models.PositiveSmallIntegerField()
    public = models.BooleanField(default=True)
    first = models.CharField(max_length=32)
    last = models.CharField(max_length=32)
    meter = models.OneToOneField(Meter, models.PROTECT, related_name="pool")
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("office", "cidr"), name="pool_once"),
            models.CheckConstraint(condition=Q(version__in=(4, 6)), name="pool_version_known"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="pool_not_backwards"),
        )

    def __str__(self) -> str:
        return self.name or self.cidr


class PortGroup(models.Model):
    """The ports that the same racks can reach, counted by one meter: of switches, or of patch panels."""

    class Kind(models.TextChoices):
        SWITCH = "switch", "switch"
        PANEL = "panel", "patch panel"

    office = models.ForeignKey(Office, models.PROTECT, related_name="port_groups")
    site = models.ForeignKey(Site, models.PROTECT, related_name="port_groups", db_index=False)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    name = models.CharField(max_length=120)
    meter = models.OneToOneField(Meter, models.PROTECT, related_name="port_group")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("site", "kind", "name"), name="port_group_once"),
            models.CheckConstraint(
                condition=Q(kind__in=("switch", "panel")), name="port_group_kind_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="port_group_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class PortBank(models.Model):
    """One switch or one patch panel of a group."""

    group = models.ForeignKey(PortGroup, models.PROTECT, related_name="banks", db_index=False)
    name = models.CharField(max_length=120)
    rack = models.ForeignKey(Rack, models.PROTECT, null=True, blank=True, related_name="banks")
    model = models.CharField(max_length=120, blank=True)
    ports = models.PositiveSmallIntegerField()
    speed_mbps = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "name"), name="port_bank_once"),
            models.CheckConstraint(condition=~Q(name=""), name="port_bank_has_a_name"),
            between("port_bank_ports_sane", "ports", 1, PORTS),
            between("port_bank_speed_sane", "speed_mbps", 1, 1_000_000),
        )

    def __str__(self) -> str:
        return self.name


class Port(models.Model):
    bank = models.ForeignKey(PortBank, models.CASCADE, related_name="port_rows", db_index=False)
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("bank", "number"), name="port_once"),
            between("port_number_sane", "number", 1, PORTS),
        )

    def __str__(self) -> str:
        return f"{self.bank}/{self.number}"


class Cable(models.Model):
    """A wire between two ports. The end with the smaller id is ``a``; a port holds one cable at a time."""

    a = models.OneToOneField(Port, models.PROTECT, related_name="cable_a")
    b = models.OneToOneField(Port, models.PROTECT, related_name="cable_b")
    label = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=30, blank=True)  # Cat 6, OM4, OS2

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="cable_has_two_ends"),
        )

    def __str__(self) -> str:
        return self.label
