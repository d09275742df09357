"""The capacity check against what the SOP asks: what is looked at must have been asked for."""

from __future__ import annotations

from collections.abc import Iterator

from kolokasi.core.capacity.asking import DEVICES, HOSTING
from kolokasi.core.capacity.resources import Resource, resource_of
from kolokasi.core.claiming import CHECK
from kolokasi.core.finding import Finding
from kolokasi.core.lint.remark import warn
from kolokasi.core.procedure import Procedure, Step

# Which quantities say how much of a resource is asked: one of them is enough.
_TOLD_BY = {
    Resource.BANDWIDTH: ("bandwidth",),
    Resource.ADDRESS: ("ip", "ip6"),
    Resource.SERVER: (*HOSTING, DEVICES),
}


def check_capacity(procedure: Procedure) -> Iterator[Finding]:
    asked = {quantity for quantity, _ in procedure.capacity.asks} if procedure.capacity else None
    for step in procedure.steps.values():
        if step.check == CHECK and asked is None:
            yield warn(
                "kapasitas-tanpa-isian",
                "Kapasitas diperiksa di sini, tetapi SOP ini tidak menyebut isian mana yang memuat apa yang "
                "diminta (capacity: asks); pemeriksaannya tidak dapat dihitung.",
                step=step,
                field="check",
            )
        yield from _words(step, asked or set())
        if procedure.capacity is None and any(way.capacity for way in step.outcomes):
            yield warn(
                "kapasitas-tanpa-isian",
                "Hasil kegiatan ini memesan atau memakai kapasitas, tetapi SOP ini tidak menyebut apa yang "
                "diminta (capacity: asks).",
                step=step,
                field="outcomes",
            )


def _words(step: Step, asked: set[str]) -> Iterator[Finding]:
    for word in step.resources:
        resource = resource_of(word)
        if resource is None:
            yield warn(
                "sumber-daya-asing",
                f"“{word}” bukan sumber daya yang dapat dihitung; yang dikenal: tempat, listrik, UPS, genset, "
                "bandwidth, IP publik, port, kabel, server.",
                step=step,
                field="resources",
            )
        elif asked and not asked & set(_TOLD_BY.get(resource, (DEVICES,))):
            yield warn(
                "kapasitas-tak-ditanyakan",
                f"{resource.label} diperiksa di sini, tetapi tidak ada isian yang menanyakan berapa yang diminta.",
                step=step,
                field="resources",
            )
