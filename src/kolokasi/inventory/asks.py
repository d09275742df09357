"""What a request asks, as plain data for a row, and back."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from kolokasi.core.capacity.ask import Ask, DeviceAsked, HostingAsked
from kolokasi.core.capacity.resources import Resource


def to_plain(ask: Ask) -> dict[str, Any]:
    found = asdict(ask)
    found["devices"] = [dict(one) for one in found["devices"]]
    found["resources"] = sorted(str(one) for one in ask.resources)
    return found


def from_plain(values: dict[str, Any]) -> Ask:
    """Columns that a newer version added to the core take their defaults."""
    known = {one.name for one in fields(Ask)}
    given: dict[str, Any] = {name: value for name, value in values.items() if name in known}
    given["devices"] = tuple(DeviceAsked(**one) for one in given.get("devices", ()))
    if given.get("hosting") is not None:
        given["hosting"] = HostingAsked(**given["hosting"])
    if "resources" in given:
        given["resources"] = frozenset(Resource(one) for one in given["resources"])
    return Ask(**given)
