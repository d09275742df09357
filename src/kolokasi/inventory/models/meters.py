"""What is counted: units, kilograms, watts, megabits, addresses, ports, memory. And how it went, day by day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kolokasi.accounts.models import Office
from kolokasi.core.capacity.resources import Resource
from kolokasi.inventory.models.bounds import AMOUNT, between


class Meter(models.Model):
    """Something that is counted. ``rating`` is its physical end, ``limit`` where the office's policy stops,
    ``warn`` from where it is called tight; None is *not known*.

    ``used`` is placed and ``held`` reserved: the sums of the lines of placed and of held bookings.
    ``unknown`` counts devices on it whose need nobody knows: while there are any, what is left is not known.
    The database refuses that more is used and held than there is, whoever asks and however fast.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="meters")
    resource = models.CharField(max_length=10, choices=[(str(one), one.label) for one in Resource])
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=12)
    rating = models.BigIntegerField(null=True, blank=True)
    limit = models.BigIntegerField(null=True, blank=True)
    warn = models.BigIntegerField(null=True, blank=True)
    used = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    unknown = models.IntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=("office", "resource"), name="meters_of_office"),)
        constraints = (
            models.CheckConstraint(condition=Q(used__gte=0), name="meter_used_not_negative"),
            models.CheckConstraint(condition=Q(held__gte=0), name="meter_held_not_negative"),
            models.CheckConstraint(condition=Q(unknown__gte=0), name="meter_unknown_not_negative"),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=F("used") + F("held")),
                name="meter_never_oversold",
            ),
            models.CheckConstraint(
                condition=Q(limit__isnull=True) | Q(limit__gte=0, limit__lte=F("rating")),
                name="meter_limit_within_rating",
            ),
            # A limit without a rating would be a number from nowhere.
            models.CheckConstraint(
                condition=Q(rating__isnull=False) | Q(limit__isnull=True, warn__isnull=True),
                name="meter_limit_needs_rating",
            ),
            between("meter_rating_sane", "rating", 0, AMOUNT),
            between("meter_used_sane", "used", 0, AMOUNT),
            between("meter_held_sane", "held", 0, AMOUNT),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def left(self) -> int | None:
        """What may still be promised, or None where that is not known."""
        if self.limit is None or self.unknown:
            return None
        return self.limit - self.used - self.held


class UsageSample(models.Model):
    """How full a meter was at the end of a day."""

    meter = models.ForeignKey(Meter, models.PROTECT, related_name="samples", db_index=False)
    day = models.DateField()
    used = models.BigIntegerField()
    held = models.BigIntegerField()
    limit = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("meter", "day"), name="one_sample_a_day"),
            models.CheckConstraint(
                condition=Q(used__gte=0, held__gte=0), name="sample_not_negative"
            ),
        )
