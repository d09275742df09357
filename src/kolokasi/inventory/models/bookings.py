"""Who takes what: a booking with its devices, and how much of which meter it takes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kolokasi.accounts.models import Agency, Office
from kolokasi.inventory.models.bounds import AMOUNT, DEPTH_MM, KILOGRAMS, PORTS, UNITS, between
from kolokasi.inventory.models.meters import Meter
from kolokasi.inventory.models.places import Rack
from kolokasi.inventory.models.power import PowerNode

_WATTS = 1_000_000  # of one device


class Booking(models.Model):
    """What a request (or something that already stands there, without a case) takes of the data centre.

    Held blocks others until ``expires_at``; placed is there to stay; ended keeps its rows as history and
    counts nowhere. A case has at most one that has not ended.
    """

    class State(models.TextChoices):
        HELD = "held", "dipesan"
        PLACED = "placed", "ditempatkan"
        ENDED = "ended", "selesai"

    class End(models.TextChoices):
        RELEASED = "released", "dilepas"
        LAPSED = "lapsed", "gugur"
        WITHDRAWN = "withdrawn", "ditarik"

    office = models.ForeignKey(Office, models.PROTECT, related_name="bookings", db_index=False)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    case_id = models.BigIntegerField(null=True, blank=True)
    case_number = models.CharField(max_length=32, blank=True)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=6, choices=State.choices)
    end = models.CharField(max_length=9, choices=End.choices, blank=True)
    booked_at = models.DateTimeField()
    placed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    warn_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("office", "-id"), name="bookings_of_office"),
            models.Index(fields=("case_id",), name="bookings_of_case"),
            models.Index(
                fields=("expires_at",), condition=Q(state="held"), name="bookings_that_lapse"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("case_id",),
                condition=Q(ended_at__isnull=True, case_id__isnull=False),
                name="one_booking_of_a_case",
            ),
            models.CheckConstraint(
                condition=Q(state="held", end="", ended_at__isnull=True, placed_at__isnull=True)
                | Q(state="placed", end="", ended_at__isnull=True, placed_at__isnull=False)
                | Q(
                    state="ended",
                    end__in=("released", "lapsed", "withdrawn"),
                    ended_at__isnull=False,
                ),
                name="booking_state_fits",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_number} {self.title}".strip()


class BookingLine(models.Model):
    """How much of a meter a booking takes. ``unknown`` devices of it take an amount that nobody knows."""

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="lines", db_index=False)
    meter = models.ForeignKey(Meter, models.PROTECT, related_name="lines")
    amount = models.BigIntegerField()
    unknown = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("booking", "meter"), name="one_line_a_meter"),
            between("booking_line_amount_sane", "amount", 0, AMOUNT),
        )


class Device(models.Model):
    """A device in a rack. ``unit`` is its lowest; ``watts`` is what is counted of what its supplies' labels
    say (``label_watts``), or what was measured. None is *not known*. ``removed_at``: it stands there no more.
    """

    class Face(models.TextChoices):
        FRONT = "front", "depan"
        REAR = "rear", "belakang"
        BOTH = "both", "depan dan belakang"

    office = models.ForeignKey(Office, models.PROTECT, related_name="devices", db_index=False)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="devices")
    name = models.CharField(max_length=200)
    rack = models.ForeignKey(Rack, models.PROTECT, related_name="devices", db_index=False)
    unit = models.PositiveSmallIntegerField()
    height_u = models.PositiveSmallIntegerField()
    face = models.CharField(max_length=5, choices=Face.choices, default=Face.BOTH)
    model = models.CharField(max_length=200, blank=True)
    serial = models.CharField(max_length=100, blank=True)
    depth_mm = models.PositiveSmallIntegerField(null=True, blank=True)
    weight_kg = models.PositiveSmallIntegerField(null=True, blank=True)
    label_watts = models.PositiveIntegerField(null=True, blank=True)
    watts = models.PositiveIntegerField(null=True, blank=True)
    supplies = models.PositiveSmallIntegerField(null=True, blank=True)
    ports = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("rack", "unit"),
                condition=Q(removed_at__isnull=True),
                name="devices_of_rack",
            ),
            models.Index(fields=("office", "-id"), name="devices_of_office"),
        )
        constraints = (
            between("device_unit_sane", "unit", 1, UNITS),
            between("device_height_sane", "height_u", 1, UNITS),
            between("device_depth_sane", "depth_mm", 1, DEPTH_MM),
            between("device_weight_sane", "weight_kg", 0, KILOGRAMS),
            between("device_label_sane", "label_watts", 0, _WATTS),
            between("device_watts_sane", "watts", 0, _WATTS),
            between("device_supplies_sane", "supplies", 0, 16),
            between("device_ports_sane", "ports", 0, PORTS),
            models.CheckConstraint(
                condition=Q(face__in=("front", "rear", "both")), name="device_face_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="device_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class DeviceFeed(models.Model):
    """A node that a supply of a device is plugged into."""

    device = models.ForeignKey(Device, models.CASCADE, related_name="feeds", db_index=False)
    node = models.ForeignKey(PowerNode, models.PROTECT, related_name="device_feeds")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("device", "node"), name="device_feed_once"),)
