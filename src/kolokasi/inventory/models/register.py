"""The register (*daftar server dan hosting aplikasi*): custody, whoever owns the device.

Born from a granted case and never typed again. The case is named by number and id: this room lies
below the cases and does not import them.
"""

from __future__ import annotations

from django.db import models

from kolokasi.accounts.models import Agency, Office


class RegisterEntry(models.Model):
    office = models.ForeignKey(Office, models.PROTECT, related_name="register")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="register")
    case_id = models.BigIntegerField(unique=True)
    case_number = models.CharField(max_length=32)
    register = models.CharField(max_length=200)
    name = models.CharField(max_length=300)
    services = models.JSONField(default=list)
    columns = models.JSONField(default=list)  # [[label key, value], …] in the SOP's order
    entered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("office", "-id"), name="register_of_office"),)

    def __str__(self) -> str:
        return f"{self.case_number} {self.name}"
