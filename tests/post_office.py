"""A real SMTP server on this machine, with faults on demand."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections import deque
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

logging.getLogger("mail.log").setLevel(logging.WARNING)  # it tells every line of every talk


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What arrived."""

    to: str
    message: EmailMessage

    @property
    def identity(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def text(self) -> str:
        return str(self.message.get_content())


class PostOffice:
    """``trouble`` is what becomes of the next deliveries, one word each; afterwards all is well.

    ``451`` and ``550``: the recipient is refused for now, or for ever. ``554``: the content is. ``drop``:
    the line is cut. ``hang``: it is delivered, but the answer never comes.
    """

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.trouble: deque[str] = deque()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._server: Controller | None = None

    def open(self) -> None:
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)
        self._server.start()

    def close(self) -> None:
        """Nobody listens any more at this port."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    @property
    def identities(self) -> list[str]:
        return [one.identity for one in self.mails]

    def __enter__(self) -> PostOffice:
        self.open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- what aiosmtpd asks --------------------------------------------------------------------

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        if self.trouble and self.trouble[0] in ("451", "550"):
            return f"{self.trouble.popleft()} tidak sekarang"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        trouble = self.trouble.popleft() if self.trouble else ""
        if trouble == "554":
            return "554 isi ditolak"
        if trouble == "drop":
            server.transport.close()
            return "421"
        content = envelope.content
        assert isinstance(content, bytes)
        for address in envelope.rcpt_tos:
            message = message_from_bytes(content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.mails.append(Mail(to=address, message=message))
        if trouble == "hang":
            await asyncio.Event().wait()  # until the client loses patience
        return "250 OK"
