"""Which resource is short, by how much: a sentence for a refusal, without the names of racks."""

from __future__ import annotations

from kolokasi.core.capacity.resources import Resource
from kolokasi.core.capacity.verdict import Answer, Line, Verdict
from kolokasi.core.capacity.wording import amount


def shortage(verdict: Verdict) -> str:
    """``Kapasitas belum mencukupi: tempat kurang 1 U; UPS kurang 200 W.`` Empty for a YES."""
    sentences: list[str] = []
    for answer, start in (
        (Answer.NO, "Kapasitas belum mencukupi"),
        (Answer.UNKNOWN, "Belum dapat dipastikan"),
    ):
        lines = [line for line in verdict.lines if line.answer is answer]
        if lines:
            sentences.append(f"{start}: {'; '.join(_parts(lines))}.")
    return " ".join(sentences)


def _parts(lines: list[Line]) -> list[str]:
    """One part for each resource (for each unit of a cluster), with the largest shortage of it."""
    most: dict[tuple[Resource, str], int] = {}
    for line in lines:
        key = (line.resource, line.unit if line.resource is Resource.SERVER else "")
        most[key] = max(most.get(key, 0), line.short)
    units = {(line.resource, line.short): line.unit for line in lines}
    parts: list[str] = []
    for (resource, kind), short in most.items():
        name = resource.label if resource in _PROPER else resource.label.lower()
        unit = kind or units.get((resource, short), "")
        parts.append(f"{name} kurang {amount(short, unit)}" if short else name)
    return parts


_PROPER = (Resource.UPS, Resource.ADDRESS)
