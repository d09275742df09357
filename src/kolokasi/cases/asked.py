"""One act as somebody asked for it: what the one write path takes."""

from __future__ import annotations

from dataclasses import dataclass

from kolokasi.cases.gather import Who
from kolokasi.core.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One act as it was asked for. ``case`` for a running one, ``version`` for a new request, which uses up
    the ``draft`` that it was written in."""

    key: str
    who: Who
    command: Command
    case: int = 0
    version: int = 0
    draft: int = 0
