"""A mail with the link on which somebody sets his own password. Sent at once: the admin waits for it."""

from __future__ import annotations

import smtplib
from uuid import uuid4

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from kolokasi.accounts.models import Office, Person
from kolokasi.notices.mail import Notice, send


def send_password_mail(request: HttpRequest, office: Office, person: Person) -> bool:
    """Returns False where the mail server did not take it."""
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    url = get_adapter(request).get_reset_password_from_key_url(
        f"{user_pk_to_url_str(person)}-{token}"
    )
    notice = Notice(
        about="kata_sandi",
        identity=f"sandi.{person.pk}.{uuid4().hex}",
        recipient=person.email,
        subject="Buat kata sandi Kolokasi Anda",
        at=timezone.now(),
        facts={
            "person": person,
            "office": office,
            "url": url,
            "minutes": settings.PASSWORD_RESET_TIMEOUT // 60,
            "again": f"{settings.BASE_URL}{reverse('account_reset_password')}",
        },
    )
    try:
        send(notice)
    except (OSError, smtplib.SMTPException):
        return False
    return True
