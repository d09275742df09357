"""Where things stand: site (pusat data), room (ruang), rack (rak)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kolokasi.accounts.models import Office
from kolokasi.inventory.models.bounds import DEPTH_MM, UNITS, between
from kolokasi.inventory.models.meters import Meter


class Site(models.Model):
    """A data centre. Its row is what deciders lock, one after the other."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="sites", db_index=False)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("office", "name"), name="site_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="site_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    site = models.ForeignKey(Site, models.PROTECT, related_name="rooms", db_index=False)
    name = models.CharField(max_length=120)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("site", "name"), name="room_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="room_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class Rack(models.Model):
    """A cabinet. Units are counted from 1 at the bottom; ``depth_mm`` is usable depth, None not known.

    ``free_units`` and ``longest_run`` say how many units nothing holds on either face, and how long their
    longest run is: kept by whoever takes or frees a unit (``inventory.shelves``), so that a search among
    ten thousand racks needs no look at their units. ``is_open``: takes devices of new requests.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="racks", db_index=False)
    room = models.ForeignKey(Room, models.PROTECT, related_name="racks", db_index=False)
    name = models.CharField(max_length=60)
    row = models.CharField(max_length=20, blank=True)  # as the room's plan calls it
    height_u = models.PositiveSmallIntegerField()
    depth_mm = models.PositiveSmallIntegerField(null=True, blank=True)
    units = models.OneToOneField(Meter, models.PROTECT, related_name="units_of")
    weight = models.OneToOneField(Meter, models.PROTECT, related_name="weight_of")
    switches = models.ForeignKey(
        "PortGroup", models.PROTECT, null=True, blank=True, related_name="switches_of"
    )
    panels = models.ForeignKey(
        "PortGroup", models.PROTECT, null=True, blank=True, related_name="panels_of"
    )
    free_units = models.PositiveSmallIntegerField()
    longest_run = models.PositiveSmallIntegerField()
    is_open = models.BooleanField(default=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (
            # The best fit among the open racks of an office, without a sort.
            models.Index(
                fields=("office", "longest_run", "free_units", "name"),
                condition=Q(is_open=True),
                name="racks_by_fit",
            ),
            models.Index(fields=("office", "name"), name="racks_of_office"),
        )
        constraints = (
            models.UniqueConstraint(fields=("room", "name"), name="rack_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="rack_has_a_name"),
            between("rack_height_sane", "height_u", 1, UNITS),
            between("rack_depth_sane", "depth_mm", 100, DEPTH_MM),
            models.CheckConstraint(
                condition=Q(longest_run__lte=F("free_units"), free_units__lte=F("height_u")),
                name="rack_free_within_height",
            ),
        )

    def __str__(self) -> str:
        return self.name
