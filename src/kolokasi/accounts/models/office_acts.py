"""What was changed in an office's own affairs, by whom: the trail that an inspector reads."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kolokasi.accounts.models.offices import Office


class OfficeAct(models.Model):
    """One administrative act, in a sentence. Triggers in the database refuse UPDATE and DELETE.

    Without a person it was done at the command line of the installation.
    """

    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="acts", verbose_name=_("dinas")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("oleh"),
    )
    at = models.DateTimeField(_("pada"))
    sentence = models.TextField(_("yang dilakukan"))

    class Meta:
        verbose_name = _("catatan tindakan")
        verbose_name_plural = _("catatan tindakan")
        ordering = ["-id"]
        indexes = [models.Index(fields=["office", "-id"], name="acts_of_office")]

    def __str__(self) -> str:
        return self.sentence
