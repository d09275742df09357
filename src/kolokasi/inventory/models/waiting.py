"""The waiting list (*daftar tunggu*) of an office."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kolokasi.accounts.models import Agency, Office


class Waiting(models.Model):
    """A request that does not fit yet. Its rank is its place among those of the office that still wait,
    by ``since``, then ``id``. ``ask`` is what it asks, as ``core.capacity.ask`` (``inventory.asks``)."""

    class Left(models.TextChoices):
        OFFERED = "offered", "mendapat tempat"
        WITHDRAWN = "withdrawn", "ditarik"

    office = models.ForeignKey(Office, models.PROTECT, related_name="waiting", db_index=False)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="waiting"
    )
    case_id = models.BigIntegerField()
    case_number = models.CharField(max_length=32)
    title = models.CharField(max_length=300, blank=True)
    ask = models.JSONField()
    since = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    left_how = models.CharField(max_length=9, choices=Left.choices, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("office", "since", "id"),
                condition=Q(left_at__isnull=True),
                name="waiting_in_order",
            ),
            models.Index(fields=("case_id",), name="waiting_of_case"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("case_id",), condition=Q(left_at__isnull=True), name="waits_once"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, left_how="")
                | Q(
                    left_at__isnull=False,
                    left_at__gte=F("since"),
                    left_how__in=("offered", "withdrawn"),
                ),
                name="left_in_some_way",
            ),
        )

    def __str__(self) -> str:
        return self.case_number
