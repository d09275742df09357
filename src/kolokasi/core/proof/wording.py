"""How findings name steps, ways and services, so that an official recognises his own sheet in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kolokasi.core.procedure import Procedure, Step
from kolokasi.core.proof.state_graph import Move

_LONG = 48


def name_of(step: Step) -> str:
    """The number as printed; a row without number is named by its words."""
    return step.number or f"“{shorten(step.text or step.key)}”"


def names_of(procedure: Procedure, keys: Iterable[str]) -> str:
    return listed([name_of(procedure.steps[key]) for key in keys])


def listed(names: Sequence[str]) -> str:
    """``a``, ``a dan b``, ``a, b, dan c`` (PUEBI/EYD)."""
    if len(names) < 2:
        return "".join(names)
    if len(names) == 2:
        return f"{names[0]} dan {names[1]}"
    return f"{', '.join(names[:-1])}, dan {names[-1]}"


def tell_way(way: Sequence[Move]) -> str:
    """A way through the sheet: ``1 → 2 → 3 (Kapasitas tidak tersedia)``."""
    return " → ".join(_tell_move(move) for move in way)


def tell_services(procedure: Procedure, services: frozenset[str]) -> str:
    names = [label for key, label in procedure.services.items() if key in services]
    return f"(layanan {listed(names)})" if names else ""


def shorten(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONG else plain[: _LONG - 1].rsplit(" ", 1)[0] + "…"


def _tell_move(move: Move) -> str:
    name = name_of(move.step)
    if len(move.step.outcomes) < 2:
        return name
    return f"{name} ({shorten(move.outcome.label or move.outcome.key)})"
