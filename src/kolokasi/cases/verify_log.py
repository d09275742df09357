"""A case's log as ``kolokasi verify`` reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kolokasi.core.events import Event

Said = tuple[int, str]  # the place in the log, and what is wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """An event with its place, its moment and whose act it was."""

    seq: int
    at: datetime
    person: int | None
    event: Event
