"""Where our signing in differs from allauth's: no registration, links never from a Host header."""

from __future__ import annotations

import smtplib
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from kolokasi.accounts.sealing import seal, unseal

log = structlog.get_logger(__name__)


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False  # the office makes accounts

    def is_safe_url(self, url: str) -> bool:
        """Only our own paths: no ``next=`` leads out of here, whatever hosts are configured."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """From the configured address, so that a forged Host header cannot steer the link."""
        # allauth's key is "<uid>-<token>"; its own route takes the two apart.
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.BASE_URL}{path}"

    def format_email_subject(self, subject: str) -> str:
        return f"[Kolokasi] {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A silent mail server is the operator's trouble, loud in the log, and shows nobody who exists."""
        try:
            super().send_mail(template_prefix, email, {**context, "current_site": _THIS_SITE})
        except (OSError, smtplib.SMTPException) as error:
            log.error("account_mail_failed", mail=template_prefix, reason=str(error))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failures by account *and* network: a stranger's guesses do not lock the owner out."""
        login = str(credentials.get("email") or credentials.get("username") or "").lower()
        return f"{login}|{get_ip(request)}"


# What mails name as the sender's site; allauth would take it from the Host header.
_THIS_SITE = SimpleNamespace(name="Kolokasi", domain=urlsplit(settings.BASE_URL).netloc)


class MfaAdapter(DefaultMFAAdapter):
    """Seeds of one-time codes lie sealed in the database."""

    def encrypt(self, text: str) -> str:
        return seal(text, place="mfa")

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, place="mfa")
