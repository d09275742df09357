"""The capacity ledger (*buku kapasitas*): what was reserved, placed, moved and given back, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kolokasi.accounts.models import Office
from kolokasi.inventory.models.bookings import Booking


class LedgerEntry(models.Model):
    """One thing that happened to a booking. Triggers in the database refuse UPDATE and DELETE.

    Without a person the installation itself did it. Read in order, the facts of all entries give the
    occupancy (``inventory.ledger.replay``).
    """

    class Kind(models.TextChoices):
        RESERVED = "reserved", "dipesan"
        PLACED = "placed", "ditempatkan"
        MOVED = "moved", "dipindahkan"
        WARNED = "warned", "diperingatkan"
        LAPSED = "lapsed", "gugur"
        RELEASED = "released", "dilepas"
        OVERRIDDEN = "overridden", "dikecualikan"
        OFFERED = "offered", "ditawarkan"
        CORRECTED = "corrected", "dikoreksi"

    office = models.ForeignKey(Office, models.PROTECT, related_name="ledger", db_index=False)
    booking = models.ForeignKey(
        Booking, models.PROTECT, null=True, blank=True, related_name="entries"
    )
    case_id = models.BigIntegerField(null=True, blank=True)
    case_number = models.CharField(max_length=32, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    why = models.TextField(blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=("office", "-id"), name="ledger_of_office"),
            models.Index(fields=("case_id",), name="ledger_of_case"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=(
                        "reserved",
                        "placed",
                        "moved",
                        "warned",
                        "lapsed",
                        "released",
                        "overridden",
                        "offered",
                        "corrected",
                    )
                ),
                name="ledger_kind_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.case_number}"
