"""Offices (dinas) that serve, agencies (OPD) that ask, and who belongs to which."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from kolokasi.accounts.models.periods import Dated


def check_timezone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Zona waktu “%(name)s” tidak dikenal."), params={"name": name})


def usual_hours() -> dict[str, Any]:
    """37 h 30 min a week (Perpres 21/2023 art. 4); the clock time of the breaks is the office's to set."""
    day = [["07.30", "12.00"], ["13.00", "16.00"]]
    friday = [["07.30", "11.30"], ["13.00", "16.30"]]
    return {"week": {"senin": day, "selasa": day, "rabu": day, "kamis": day, "jumat": friday}}


class Office(models.Model):
    """One provider of data-centre services. Offices of one installation never see each other's cases."""

    key = models.SlugField(_("kunci"), max_length=40, unique=True)
    code = models.CharField(_("kode nomor permohonan"), max_length=8, unique=True)
    name = models.CharField(_("nama"), max_length=200)
    government = models.CharField(_("pemerintah"), max_length=200, blank=True)
    letterhead = models.JSONField(_("kop surat"), default=list, blank=True)
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    phone = models.CharField(_("telepon"), max_length=40, blank=True)
    email = models.EmailField(_("surel"), blank=True)
    website = models.CharField(_("situs web"), max_length=200, blank=True)
    timezone = models.CharField(
        _("zona waktu"), max_length=40, default="Asia/Jakarta", validators=[check_timezone]
    )
    hours = models.JSONField(_("jam kerja"), default=usual_hours)
    options = models.JSONField(_("pilihan yang dinyalakan"), default=list, blank=True)
    # Goes up with every change of hours or days off: readers' caches and due dates hang on it.
    calendar_version = models.PositiveIntegerField(_("versi kalender"), default=1)
    # Why open due dates must be measured anew with that calendar; empty once they are.
    dues_owed = models.TextField(_("tenggat yang harus dihitung ulang"), blank=True, default="")
    is_active = models.BooleanField(_("aktif"), default=True)

    class Meta:
        verbose_name = _("dinas")
        verbose_name_plural = _("dinas")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """An agency (OPD) that may ask an office for services."""

    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="agencies", verbose_name=_("dinas")
    )
    key = models.SlugField(_("kunci"), max_length=60)
    name = models.CharField(_("nama"), max_length=200)
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    email = models.EmailField(_("surel"), blank=True)
    phone = models.CharField(_("telepon"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("OPD")
        verbose_name_plural = _("OPD")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["office", "key"], name="agency_key_once_per_office"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(Dated):
    """A person may ask in the name of an agency, from when to when."""

    class Role(models.TextChoices):
        APPLICANT = "applicant", _("pemohon")
        HEAD = "head", _("kepala OPD")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("orang"),
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("OPD")
    )
    role = models.CharField(_("peran"), max_length=12, choices=Role.choices, default=Role.APPLICANT)

    class Meta(Dated.Meta):
        verbose_name = _("keanggotaan OPD")
        verbose_name_plural = _("keanggotaan OPD")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "agency", "role", "starts_on"],
                condition=models.Q(cancelled_at__isnull=True),
                name="membership_once_per_start",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["applicant", "head"]), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.agency} ({self.get_role_display()})"


class OfficeRole(Dated):
    """What a person may do for a whole office besides working at desks: administer, audit, head."""

    class Role(models.TextChoices):
        ADMIN = "admin", _("admin dinas")
        AUDITOR = "auditor", _("pemeriksa")
        HEAD = "head", _("pimpinan")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="office_roles",
        verbose_name=_("orang"),
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="office_roles", verbose_name=_("dinas")
    )
    role = models.CharField(_("peran"), max_length=12, choices=Role.choices)

    class Meta(Dated.Meta):
        verbose_name = _("peran dinas")
        verbose_name_plural = _("peran dinas")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "office", "role", "starts_on"],
                condition=models.Q(cancelled_at__isnull=True),
                name="office_role_once_per_start",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["admin", "auditor", "head"]),
                name="office_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.get_role_display()} {self.office}"
