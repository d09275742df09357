"""What a person puts down with an act: his hand, his words, his files."""

from __future__ import annotations

from collections.abc import Mapping

from kolokasi.core.commands import Actor, File
from kolokasi.core.events import By
from kolokasi.core.forms import unprintable
from kolokasi.core.procedure import Attachment
from kolokasi.core.refusal import Refused, Why

MAX_NOTE = 5_000


def by_of(actor: Actor, role: str) -> By:
    return By(person=actor.person, name=actor.name, role=role, title=actor.roles[role])


def note_of(text: str) -> str:
    note = text.replace("\r\n", "\n").strip()
    if len(note) > MAX_NOTE:
        raise Refused(
            Why.INVALID,
            "Catatan terlalu panjang.",
            errors={"note": f"Paling banyak {MAX_NOTE} karakter; sekarang {len(note)}."},
        )
    if unprintable(note):
        raise Refused(
            Why.INVALID,
            "Catatan memuat karakter yang tidak dapat dicetak.",
            errors={"note": "Ketik ulang catatan ini; ada karakter yang tidak dapat dicetak."},
        )
    return note


def files_of(files: tuple[File, ...]) -> tuple[File, ...]:
    """Each file once for each document, however often and under whatever names it came."""
    found: dict[tuple[str, str], File] = {}
    for one in files:
        found.setdefault((one.document, one.sha256), one)
    return tuple(found.values())


def missing_files(
    wanted: tuple[Attachment, ...],
    files: tuple[File, ...],
    services: frozenset[str],
    answers: Mapping[str, str],
) -> dict[str, str]:
    there = {file.document for file in files}
    return {
        f"file.{one.document}": f"{one.label}: berkas ini wajib dilampirkan."
        for one in wanted
        if one.required
        and one.document not in there
        and one.condition.holds(services=services, answers=answers)
    }


def refuse_errors(errors: Mapping[str, str]) -> None:
    if errors:
        raise Refused(
            Why.INVALID,
            "Ada isian yang perlu diperbaiki. Periksa bagian yang ditandai.",
            errors=errors,
        )
