"""Days off and days on by exception, each with the decree that says so."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kolokasi.accounts.models.offices import Office


class Holiday(models.Model):
    """A day that the weekly hours do not tell. Without an office it is national."""

    class Kind(models.TextChoices):
        NATIONAL = "libur", _("libur nasional")
        LEAVE = "cuti-bersama", _("cuti bersama")
        REGIONAL = "daerah", _("libur daerah")
        WORKING = "kerja", _("hari kerja pengganti")

    office = models.ForeignKey(
        Office,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="holidays",
        verbose_name=_("dinas"),
    )
    date = models.DateField(_("tanggal"))
    name = models.CharField(_("nama"), max_length=200)
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind.choices)
    hours = models.JSONField(_("jam kerja hari itu"), default=list, blank=True)  # of a working day
    decree = models.TextField(_("dasar"), blank=True)
    verified = models.BooleanField(_("terverifikasi"), default=False)
    source = models.TextField(_("sumber"), blank=True)
    note = models.TextField(_("catatan"), blank=True)

    class Meta:
        verbose_name = _("hari libur")
        verbose_name_plural = _("hari libur")
        ordering = ["date"]
        constraints = [
            # NULL is never equal to NULL, so national and local days need one rule each.
            models.UniqueConstraint(
                fields=["date", "kind"],
                condition=Q(office__isnull=True),
                name="national_holiday_once",
            ),
            models.UniqueConstraint(
                fields=["office", "date", "kind"],
                condition=Q(office__isnull=False),
                name="local_holiday_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["libur", "cuti-bersama", "daerah", "kerja"]),
                name="holiday_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d-%m-%Y} {self.name}"
