"""Agencies that want their servers in Karanganyar's data centre, as far as the capacity check."""

from __future__ import annotations

from dataclasses import replace

from kolokasi.cases import procedures
from kolokasi.cases.models import Case, ProcedureVersion
from stage import Stage

SLUG = "penempatan-server"


def with_a_waiting_list() -> Stage:
    """The office has switched on the way out that its sheet does not have."""
    stage = Stage("karanganyar")
    version = stage.version(SLUG)
    ProcedureVersion.objects.filter(pk=version.pk).update(options=[f"{SLUG}:3.tunda"])
    procedures.running.cache_clear()
    return stage


def server(name: str = "srv-data", **more: object) -> dict[str, object]:
    return {
        "nama": name, "merk_tipe": "Contoh R450", "sn": "SN-1", "prosesor": "8 inti", "ram": 64,
        "storage": "2 × 960 GB", "tinggi": 2, "kedalaman": 700, "berat": 20, "daya": 500, "psu": 2,
        "port": 2, "bentuk": "rak",
    } | more  # fmt: skip


def asking(stage: Stage, *servers: dict[str, object]) -> Case:
    """A request for these servers that has come as far as the check."""
    letter = stage.letter(SLUG, ("penempatan",))
    form = {**letter.forms["permohonan"], "server": list(servers or (server(),)), "bandwidth": 10}
    done = stage.do(
        stage.applicant(),
        replace(letter, forms={"permohonan": form}),
        version=stage.version(SLUG).pk,
    )
    case = Case.objects.get(pk=done.case)
    for role in ("administrator", "pengawas", "personil"):
        stage.take(case, role, "2")
    return case
