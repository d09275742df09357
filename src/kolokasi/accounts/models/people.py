"""People. One person, one account; accounts are made by the office, nobody registers himself."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Lower
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NIP = RegexValidator(r"^\d{18}$", _("NIP terdiri atas 18 angka."))
USERNAME = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]*$",
    _("Nama pengguna hanya boleh berisi huruf kecil, angka, titik, garis bawah, dan tanda hubung."),
)


class PersonManager(BaseUserManager["Person"]):
    def create_user(
        self, username: str, email: str = "", password: str | None = None, **fields: Any
    ) -> Person:
        """Make an account. Without a password it cannot be used until one is set by mail."""
        person = self.model(
            username=username.strip().lower(), email=email.strip().lower(), **fields
        )
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(
        self, username: str, email: str = "", password: str | None = None, **fields: Any
    ) -> Person:
        return self.create_user(username, email, password, is_staff=True, **fields)

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=(username or "").lower())


class Person(AbstractBaseUser):
    """Who signs in. What he may do follows from what he holds (``mandates``), never from flags here."""

    username = models.CharField(
        _("nama pengguna"), max_length=60, unique=True, validators=[USERNAME]
    )
    email = models.EmailField(_("surel"), blank=True)
    name = models.CharField(_("nama"), max_length=200)
    nip = models.CharField(
        "NIP", max_length=18, null=True, blank=True, unique=True, validators=[NIP]
    )
    phone = models.CharField(_("telepon"), max_length=40, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)
    is_staff = models.BooleanField(_("petugas TI instalasi ini"), default=False)
    date_joined = models.DateTimeField(_("dibuat"), default=timezone.now)
    made_by = models.ForeignKey(
        "accounts.Office",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dinas yang membuat akun ini"),
    )
    # Somebody else knows the password: it opens nothing but the page on which it is changed.
    password_is_initial = models.BooleanField(_("kata sandi awal"), default=False)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email", "name"]

    class Meta:
        verbose_name = _("orang")
        verbose_name_plural = _("orang")
        constraints = [
            # Signing in by e-mail needs one person per address, however it is capitalised.
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="person_email_once"
            ),
            models.CheckConstraint(
                condition=Exact(F("username"), Lower("username")), name="person_username_lower"
            ),
            models.CheckConstraint(condition=Exact(Length("nip"), 18), name="person_nip_length"),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.password_is_initial = False

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.partition(" ")[0] or self.username

    # Django's apps ask these; the installation's IT person may use them, rights over cases are not here.
    @property
    def is_superuser(self) -> bool:
        return self.is_staff

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff
