"""The identity sheet of a procedure file: kept to the letter, dates read as far as they go."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from kolokasi.core.procedure import Identity, LegalBasis, PartialDate
from kolokasi.core.reading.block import Block
from kolokasi.core.reading.located import Scalar

# Finds the identity sheet of another procedure by its key; None where there is no such file.
IdentityLookup = Callable[[str], Identity | None]

PROCEDURE_KEY = re.compile(r"[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*")

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_WRITTEN = re.compile(r"(?:(\d{1,2})\s+)?([a-z]+)\s+(\d{4})", re.ASCII)
_MONTHS = (
    "januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september",
    "oktober", "november", "desember",
)  # fmt: skip
_LISTS = ("qualifications", "equipment", "warnings", "records")


def read_identity(block: Block | None, *, own: str, identity_of: IdentityLookup | None) -> Identity:
    """The sheet, with what is missing taken from ``same_as``. Without a lookup that stays open."""
    if block is None:
        return Identity()
    base = _shared(block, own, identity_of)
    written: dict[str, object] = {}
    for key in ("number", "approved_by", "title", "unit"):
        if block.get(key) is not None:
            written[key] = block.text(key)
    for key in ("made", "revised", "effective"):
        if block.get(key) is not None:
            written[key] = read_date(block, key)
    for key in _LISTS:
        if block.get(key) is not None:
            written[key] = block.texts(key)
    if block.get("legal_basis") is not None:
        written["legal_basis"] = tuple(_legal_basis(block))
    if block.get("related") is not None:
        written["related"] = tuple(text for text, _ in _related(block))
    return replace(base, **written)  # type: ignore[arg-type]


def read_related(block: Block | None) -> Mapping[str, str]:
    """Related SOPs that are procedures here: literal text → procedure key."""
    if block is None:
        return {}
    return {text: key for text, key in _related(block) if key}


def read_date(block: Block, key: str) -> PartialDate:
    """A date as text, as ``2020``, ``2020-04`` or ``2020-04-17``, or as ``{text:, date:}``."""
    value = block.get(key)
    if isinstance(value, Scalar):
        text = block.text(key)
        if _ISO.fullmatch(text):
            _check_date(block, key, text, text)
            return PartialDate(text="", iso=text)
        return PartialDate(text=text, iso=_iso_of(block, key, text))
    inner = block.block(key, "date")
    if inner is None:
        return PartialDate()
    text, iso = inner.text("text"), inner.text("date")
    if not iso:
        return PartialDate(text=text, iso=_iso_of(inner, "text", text))
    if not _ISO.fullmatch(iso):
        inner.error(
            "date",
            "tanggal",
            f"Tanggal “{iso}” tidak terbaca; tulis 2023-05-03, 2023-05, atau 2023, sejauh yang "
            "tercetak.",
        )
        return PartialDate(text=text)
    return PartialDate(text=text, iso=iso if _check_date(inner, "date", iso, iso) else "")


def _shared(block: Block, own: str, identity_of: IdentityLookup | None) -> Identity:
    other = block.text("same_as")
    if not other:
        return Identity()
    if other == own:
        block.error("same_as", "same-as", "SOP ini menunjuk dirinya sendiri.")
        return Identity()
    if not PROCEDURE_KEY.fullmatch(other):
        block.error(
            "same_as",
            "same-as",
            f"“{other}” harus berbentuk <dinas>/<nama>, misalnya jateng/backup.",
        )
        return Identity()
    if identity_of is None:
        return Identity(shared_with=other)
    found = identity_of(other)
    if found is None:
        block.error(
            "same_as", "same-as", f"Berkas SOP “{other}” tidak ditemukan di sebelah berkas ini."
        )
        return Identity(shared_with=other)
    if found.shared_with:
        block.error(
            "same_as",
            "same-as",
            f"“{other}” sendiri menunjuk “{found.shared_with}”; tunjuk langsung yang terakhir.",
        )
    return replace(found, shared_with=other)


def _legal_basis(block: Block) -> list[LegalBasis]:
    return [
        LegalBasis(text=one.text("text", required="bunyi dasar hukum"), ref=one.text("ref"))
        for one in block.blocks("legal_basis", "legal_basis", short="text")
    ]


def _related(block: Block) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for one in block.blocks("related", "related", short="text"):
        key = one.text("procedure")
        if key and not PROCEDURE_KEY.fullmatch(key):
            one.error(
                "procedure",
                "kunci-sop",
                f"“{key}” harus berbentuk <dinas>/<nama>, misalnya jateng/backup.",
            )
            key = ""
        found.append((one.text("text", required="nama SOP terkait"), key))
    return found


def _iso_of(block: Block, key: str, text: str) -> str:
    """What a written date says, where it says one (``3 Mei 2023``, ``April 2020``)."""
    match = _WRITTEN.fullmatch(" ".join(text.lower().split()))
    if match is None or match[2] not in _MONTHS:
        return ""
    iso = f"{match[3]}-{_MONTHS.index(match[2]) + 1:02}"
    if match[1]:
        iso += f"-{int(match[1]):02}"
    return iso if _check_date(block, key, iso, text) else ""


def _check_date(block: Block, key: str, iso: str, text: str) -> bool:
    year, month, day = ((*iso.split("-"), "1", "1"))[:3]
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        block.error(key, "tanggal", f"Tanggal “{text}” tidak ada dalam kalender.")
        return False
    return True
