"""Positions (jabatan), who holds them, and which positions sit at which desk of which SOP."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kolokasi.accounts.models.offices import Office
from kolokasi.accounts.models.periods import Dated


class Position(models.Model):
    """A post in the office's tree. People come and go; SOPs and letters name the post."""

    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="positions", verbose_name=_("dinas")
    )
    key = models.SlugField(_("kunci"), max_length=60)
    title = models.CharField(_("nama jabatan"), max_length=200)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("atasan"),
    )

    class Meta:
        verbose_name = _("jabatan")
        verbose_name_plural = _("jabatan")
        constraints = [
            models.UniqueConstraint(fields=["office", "key"], name="position_key_once_per_office"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                name="position_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        above, seen = self.parent, {self.pk}
        while above is not None:
            if above.office_id != self.office_id:
                raise ValidationError({"parent": _("Atasan harus jabatan pada dinas yang sama.")})
            if above.pk in seen:
                raise ValidationError({"parent": _("Susunan jabatan tidak boleh berputar.")})
            seen.add(above.pk)
            above = above.parent


class Holding(Dated):
    """A person holds a position: definitively, or acting (Plt./Plh.) with the decree that says so."""

    class Kind(models.TextChoices):
        DEFINITIVE = "definitif", _("definitif")
        PLT = "plt", _("Plt. (pelaksana tugas)")
        PLH = "plh", _("Plh. (pelaksana harian)")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="holdings",
        verbose_name=_("orang"),
    )
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="holdings", verbose_name=_("jabatan")
    )
    kind = models.CharField(
        _("sifat"), max_length=10, choices=Kind.choices, default=Kind.DEFINITIVE
    )
    decree = models.TextField(_("surat keputusan/perintah"), blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("pemangku jabatan")
        verbose_name_plural = _("pemangku jabatan")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=["definitif", "plt", "plh"]), name="holding_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="definitif") | ~Q(decree=""),
                name="holding_acting_needs_decree",
                violation_error_message=_("Plt. dan Plh. memerlukan nomor surat perintahnya."),
            ),
            models.UniqueConstraint(
                fields=["person", "position", "starts_on"],
                condition=Q(cancelled_at__isnull=True),
                name="holding_once_per_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {titled(self.kind, self.position.title)}"


class Desk(models.Model):
    """One role of one SOP at one office (meja peran). Tasks lie on desks, not on people."""

    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="desks", verbose_name=_("dinas")
    )
    procedure = models.CharField(_("kunci SOP"), max_length=120)
    role = models.CharField(_("kunci peran"), max_length=60)
    label = models.CharField(_("sebutan pada SOP"), max_length=200)

    class Meta:
        verbose_name = _("meja peran")
        verbose_name_plural = _("meja peran")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "procedure", "role"], name="desk_once_per_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.procedure})"


class DeskPosition(Dated):
    """A position sits at a desk, from when to when."""

    desk = models.ForeignKey(
        Desk, on_delete=models.PROTECT, related_name="seats", verbose_name=_("meja peran")
    )
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="seats", verbose_name=_("jabatan")
    )

    class Meta(Dated.Meta):
        verbose_name = _("jabatan pada meja peran")
        verbose_name_plural = _("jabatan pada meja peran")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["desk", "position", "starts_on"],
                condition=Q(cancelled_at__isnull=True),
                name="seat_once_per_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} @ {self.desk}"

    def clean(self) -> None:
        if self.desk.office_id != self.position.office_id:
            raise ValidationError({"position": _("Jabatan dan meja harus pada dinas yang sama.")})


def titled(kind: str, title: str) -> str:
    """How a holder signs: ``Plt. Kepala Bidang …`` (naskah dinas: acting officers say so)."""
    match kind:
        case Holding.Kind.PLT:
            return f"Plt. {title}"
        case Holding.Kind.PLH:
            return f"Plh. {title}"
        case _:
            return title
