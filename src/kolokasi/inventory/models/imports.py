"""A spreadsheet on its way in: what was read, what it would do, and whether it was done."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from kolokasi.accounts.models import Office


class ImportBatch(models.Model):
    """One upload. Staged until somebody confirms it or lays it aside; applied once, and kept as a record.

    ``rows`` are what was read, ``unread`` what could not be (``exchange.reading``); ``steps`` and
    ``findings`` are what the last look beside the data centre said (``exchange.planning``). ``key`` is the idempotency key of the upload,
    ``digest`` the SHA-256 of its files.
    """

    class State(models.TextChoices):
        STAGED = "staged", "menunggu keputusan"
        APPLIED = "applied", "diterapkan"
        DROPPED = "dropped", "dibatalkan"

    class Source(models.TextChoices):
        KOLOKASI = "kolokasi", "templat Kolokasi"
        NETBOX = "netbox", "ekspor NetBox"

    office = models.ForeignKey(Office, models.PROTECT, related_name="imports", db_index=False)
    key = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)
    source = models.CharField(max_length=8, choices=Source.choices)
    files = models.JSONField(default=list)  # names as they came
    rows = models.JSONField(default=list)
    unread = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    state = models.CharField(max_length=7, choices=State.choices, default=State.STAGED)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = (models.Index(fields=("office", "-id"), name="imports_of_office"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="staged", ended_at__isnull=True, ended_by__isnull=True)
                | Q(
                    state__in=("applied", "dropped"),
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                ),
                name="import_state_fits",
            ),
            models.CheckConstraint(
                condition=Q(source__in=("kolokasi", "netbox")), name="import_source_known"
            ),
        )

    def __str__(self) -> str:
        return ", ".join(self.files)
