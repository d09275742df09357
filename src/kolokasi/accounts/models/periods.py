"""Dated rows: valid from one day to another, both included, in the office's local date.

Nothing is deleted when a person leaves a post: the row gets its last day, so that it can still be
said years later who held what when a letter was signed. A row that was made by mistake is cancelled:
it stays, and was never valid.
"""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def in_force(on: dt.date, prefix: str = "") -> Q:
    """The condition that a dated row is valid on that day. ``prefix`` walks a relation: ``"holding__"``."""
    started = Q(**{f"{prefix}starts_on__lte": on})
    unended = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": on})
    return started & unended & Q(**{f"{prefix}cancelled_at__isnull": True})


class DatedQuerySet(models.QuerySet):
    def in_force(self, on: dt.date) -> Self:
        return self.filter(in_force(on))


class Dated(models.Model):
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai dengan"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("dibatalkan"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="%(class)s_ends_after_start",
                violation_error_message=_("Tanggal akhir tidak boleh mendahului tanggal mulai."),
            ),
        ]

    def is_valid(self, on: dt.date) -> bool:
        """The same as ``in_force``, of one row that was read."""
        begun = self.starts_on <= on and self.cancelled_at is None
        return begun and (self.ends_on is None or self.ends_on >= on)
