"""Files as they came: never changed, found by content, so that a signed letter stays a signed letter."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=60)
    pages = models.PositiveIntegerField(default=1)
    warnings = models.JSONField(default=list)
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.media_type}"
