"""What a request asks for, read from its forms as the SOP file says (``capacity: {asks: …}``).

A quantity that the file does not name is nothing that this SOP asks; one that it names and whose field is
empty is *not known*. A service that was not applied for asks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from kolokasi.core.capacity.ask import Ask, DeviceAsked, HostingAsked
from kolokasi.core.capacity.resources import Resource, resource_of
from kolokasi.core.commands import FormValues
from kolokasi.core.procedure import Field, Procedure

DEVICES = "perangkat"  # a table with one line for each device
NUMBERS = ("bandwidth", "ip", "ip6", "vcpu", "ram", "disk")
QUANTITIES = (DEVICES, *NUMBERS)
HOSTING = ("vcpu", "ram", "disk")

# The columns of the table. The Jateng form keeps "psu" for words ("2 × 800 W") and counts beside it.
_SUPPLIES = ("jumlah_psu", "psu")
TOWER = ("bentuk", "tower")


def ask_of(
    procedure: Procedure, forms: Mapping[str, FormValues], services: Iterable[str]
) -> Ask | None:
    """What these forms ask for; None where the SOP checks no capacity. Of several forms that say it, the
    first that was filled in counts."""
    rule = procedure.capacity
    if rule is None:
        return None
    chosen = frozenset(services)
    told = {
        quantity: _value(forms, paths)
        for quantity, paths in rule.asks
        if _applies(procedure, paths, chosen)
    }
    hosting = None
    if any(name in told for name in HOSTING):
        hosting = HostingAsked(
            vcpu=_number(told, "vcpu"), ram_gb=_number(told, "ram"), disk_gb=_number(told, "disk")
        )
    return Ask(
        devices=tuple(_devices(told.get(DEVICES))),
        hosting=hosting,
        bandwidth_mbps=_number(told, "bandwidth"),
        addresses=_number(told, "ip"),
        addresses6=_number(told, "ip6"),
        resources=named_resources(procedure) or frozenset(Resource),
    )


def named_resources(procedure: Procedure) -> frozenset[Resource]:
    """What the sheet itself says is looked at; empty where it only says "check"."""
    words = (word for step in procedure.steps.values() if step.check for word in step.resources)
    return frozenset(found for word in words if (found := resource_of(word)) is not None)


def _devices(lines: object) -> Iterable[DeviceAsked]:
    for place, line in enumerate(lines if isinstance(lines, Sequence) else (), start=1):
        if not isinstance(line, Mapping):
            continue
        counted = (_whole(line.get(key), least=1, most=16) for key in _SUPPLIES)
        yield DeviceAsked(
            name=str(line.get("nama") or f"perangkat {place}"),
            height_u=_whole(line.get("tinggi"), least=1, most=100),
            depth_mm=_whole(line.get("kedalaman"), least=1, most=3_000),
            weight_kg=_whole(line.get("berat"), most=5_000),
            watts=_whole(line.get("daya"), most=1_000_000),
            supplies=next((number for number in counted if number is not None), None),
            ports=_whole(line.get("port"), most=1_000),
            tower=line.get(TOWER[0]) == TOWER[1],
        )


def _value(forms: Mapping[str, FormValues], paths: Iterable[str]) -> object:
    for path in paths:
        form, _, field = path.partition(".")
        value = forms.get(form, {}).get(field)
        if value not in (None, "", [], ()):
            return value
    return None


def _applies(procedure: Procedure, paths: Iterable[str], services: frozenset[str]) -> bool:
    return any(
        field is not None and (not field.condition.services or field.condition.services & services)
        for field in (field_at(procedure, path) for path in paths)
    )


def field_at(procedure: Procedure, path: str) -> Field | None:
    """The field that ``<form>.<field>`` names."""
    form, _, key = path.partition(".")
    return procedure.forms[form].field(key) if form in procedure.forms else None


def _number(told: Mapping[str, object], name: str) -> int | None:
    """Nought where this request cannot ask for it, None where it should have said and did not."""
    return _whole(told[name]) if name in told else 0


def _whole(value: object, *, least: int = 0, most: int = 10**9) -> int | None:
    """A number that can be meant; what lies beyond says no more than an empty field."""
    text = (
        str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    )
    if not re.fullmatch(r"[0-9]{1,10}", text):
        return None
    return int(text) if least <= int(text) <= most else None
