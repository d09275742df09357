"""A data centre in plain Python: who has what where, and what every meter must then say. It knows no database.

Meters are named, not numbered: ``unit/A1``, ``berat/A1``, a power node's own name, ``switch``, ``panel``, ``ip``,
``mbps``, ``vcpu``, ``ram``, ``disk``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

FACES = {"front": ("front",), "rear": ("rear",), "both": ("front", "rear")}
WAYS = {
    side: (f"UPS {side}", "Panel utama", "Genset", "PLN") for side in ("A", "B")
}  # above the PDUs


@dataclass(kw_only=True)
class Stands:
    """A device somewhere. ``sides`` are those that it is plugged into; None is not known."""

    rack: str
    unit: int
    height: int
    face: str = "both"
    watts: int | None
    weight: int | None
    ports: int
    sides: tuple[str, ...]

    def faces(self) -> set[tuple[str, int, str]]:
        units = range(self.unit, self.unit + self.height)
        return {(self.rack, unit, face) for unit in units for face in FACES[self.face]}

    def carriers(self) -> set[str]:
        sides = self.sides or (("A", "B") if self.watts is None else ())
        return {f"PDU {self.rack}-{side}" for side in sides} | {
            node for side in sides for node in WAYS[side]
        }


@dataclass(kw_only=True)
class Has:
    """What one booking has. ``counted`` are megabits and a cluster's."""

    state: str
    devices: list[Stands] = field(default_factory=list)
    addresses: int = 0
    counted: Counter[str] = field(default_factory=Counter)


@dataclass(kw_only=True)
class PlainCentre:
    heights: dict[str, int]
    bookings: dict[int, Has] = field(default_factory=dict)

    def faces(self) -> dict[tuple[str, int, str], int]:
        """Who holds each unit's faces. Fails where two do."""
        found: dict[tuple[str, int, str], int] = {}
        for key, has in self.bookings.items():
            for device in has.devices:
                for one in device.faces():
                    assert one not in found, f"{one} diisi dua kali"
                    assert 1 <= one[1] <= self.heights[one[0]], f"{one} di luar rak"
                    found[one] = key
        return found

    def meters(self) -> tuple[Counter[str], Counter[str], Counter[str]]:
        """Used, held and unknown of every meter that has any."""
        sums = {"placed": Counter[str](), "held": Counter[str]()}
        unknown = Counter[str]()
        for (rack, _, _), key in self._owners().items():
            sums[self.bookings[key].state][f"unit/{rack}"] += 1
        for has in self.bookings.values():
            own = sums[has.state]
            own.update(has.counted)
            own["ip"] += has.addresses
            for device in has.devices:
                own["switch"] += device.ports
                own["panel"] += device.ports
                self._add(own, unknown, f"berat/{device.rack}", device.weight)
                for node in device.carriers():
                    self._add(own, unknown, node, device.watts)
        return +sums["placed"], +sums["held"], +unknown

    def free(self, rack: str) -> tuple[int, int]:
        """Units of a rack that nobody holds on either face, and the longest run of them."""
        taken = {unit for name, unit, _ in self.faces() if name == rack}
        runs = "".join(
            "-" if unit in taken else "x" for unit in range(1, self.heights[rack] + 1)
        ).split("-")
        return sum(map(len, runs)), max(map(len, runs))

    def _owners(self) -> dict[tuple[str, int, str], int]:
        """A unit counts once: for whoever has its front, else for whoever has its rear."""
        faces = self.faces()
        return {
            one: key
            for one, key in faces.items()
            if one[2] == "front" or (one[0], one[1], "front") not in faces
        }

    @staticmethod
    def _add(sums: Counter[str], unknown: Counter[str], meter: str, amount: int | None) -> None:
        if amount is None:
            unknown[meter] += 1
        else:
            sums[meter] += amount
