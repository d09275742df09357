"""Things that are one of a kind, each held by one at a time: the database's own UNIQUE says so.

Nothing is deleted: what is given back gets ``free_at``, and may be taken again by a new row.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kolokasi.accounts.models import Office
from kolokasi.inventory.models.bookings import Booking, Device
from kolokasi.inventory.models.bounds import UNITS, between
from kolokasi.inventory.models.network import AddressPool, Port
from kolokasi.inventory.models.places import Rack

_NOW = Q(free_at__isnull=True)
_LATER = Q(free_at__isnull=True) | Q(free_at__gte=F("taken_at"))


class TakenUnit(models.Model):
    """One U of a rack on one face. A trigger refuses a unit above the rack's height."""

    rack = models.ForeignKey(Rack, models.PROTECT, related_name="taken", db_index=False)
    unit = models.PositiveSmallIntegerField()
    face = models.CharField(max_length=5)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="units", db_index=False)
    device = models.ForeignKey(Device, models.PROTECT, related_name="units")
    taken_at = models.DateTimeField()
    free_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("rack", "unit", "face"), condition=_NOW, name="unit_taken_once"
            ),
            models.CheckConstraint(
                condition=Q(face__in=("front", "rear")), name="taken_unit_face_known"
            ),
            between("taken_unit_sane", "unit", 1, UNITS),
            models.CheckConstraint(condition=_LATER, name="taken_unit_freed_later"),
        )


class TakenAddress(models.Model):
    """One address. ``place`` is how far it lies from the pool's first, to find the next free one."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    pool = models.ForeignKey(AddressPool, models.PROTECT, related_name="taken", db_index=False)
    address = models.CharField(max_length=39)
    place = models.BigIntegerField()
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="addresses")
    taken_at = models.DateTimeField()
    free_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("office", "address"), condition=_NOW, name="address_has_one_owner"
            ),
            models.UniqueConstraint(
                fields=("pool", "place"), condition=_NOW, name="address_place_once"
            ),
            models.CheckConstraint(condition=Q(place__gte=0), name="address_within_pool"),
            models.CheckConstraint(condition=_LATER, name="taken_address_freed_later"),
        )

    def __str__(self) -> str:
        return self.address


class TakenPort(models.Model):
    """One port of a switch or a patch panel."""

    port = models.ForeignKey(Port, models.PROTECT, related_name="taken", db_index=False)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="ports")
    device = models.ForeignKey(
        Device, models.PROTECT, null=True, blank=True, related_name="taken_ports"
    )
    taken_at = models.DateTimeField()
    free_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("port",), condition=_NOW, name="port_taken_once"),
            models.CheckConstraint(condition=_LATER, name="taken_port_freed_later"),
        )
