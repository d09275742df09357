"""An office as ``office.yaml`` describes it: name and letterhead, calendar, positions, who fills which role.

People are not in it: who holds a position is decided in the running product, with dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kolokasi.core.reading.located import Located


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficePosition:
    """A *jabatan*. ``under`` is the key of the one above, "" at the top."""

    key: str
    title: str
    under: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """``hours`` is a key of ``_data/hours.yaml``, or "" with ``own_hours`` written out in the file."""

    key: str
    code: str
    name: str
    government: str = ""
    letterhead: tuple[str, ...] = ()
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    timezone: str = "Asia/Jakarta"
    hours: str = ""
    own_hours: Located | None = None
    positions: Mapping[str, OfficePosition]  # those above before those below
    roles: Mapping[str, Mapping[str, tuple[str, ...]]]  # SOP slug → role → positions
    options: tuple[str, ...] = ()  # suggested ways out switched on: "restore:6.ulang"

    def desks(self, slug: str, role: str) -> tuple[str, ...]:
        """The positions that fill a role of an SOP here."""
        return self.roles.get(slug, {}).get(role, ())
