"""Mail to an applicant: words from data, and one message however often it is tried.

The Message-ID is made from what the mail is about, so that a mail sent twice after a crash (sent, but
not yet marked as sent) is one message to the receiving side.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is told: ``about`` names the template under ``notices/``; ``identity`` is unique for ever."""

    about: str
    identity: str
    recipient: str
    subject: str
    at: datetime
    facts: dict[str, object] = field(default_factory=dict)


def send(notice: Notice) -> None:
    """Send it now over SMTP. Raises the mail library's errors; the caller decides about trying again."""
    body = render_to_string(f"notices/{notice.about}.txt", notice.facts)
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >")
    EmailMessage(
        subject=" ".join(notice.subject.split()),  # a header is one line, whatever was typed
        body=body.strip() + "\n",
        to=[notice.recipient],
        headers={
            "Message-ID": f"<{notice.identity}@{host}>",
            "Date": format_datetime(notice.at),
            "Auto-Submitted": "auto-generated",
        },
    ).send()
