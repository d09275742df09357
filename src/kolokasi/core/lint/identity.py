"""The identity sheet: legal bases that no longer hold, and what is missing before an SOP is in force."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kolokasi.core.finding import Finding
from kolokasi.core.lint.remark import error, warn
from kolokasi.core.procedure import LegalBasis, Procedure, Standing
from kolokasi.core.proof.wording import shorten
from kolokasi.core.regulation import Regulation, RegulationStatus

REPEALED = "dasar-hukum-dicabut"
AMENDED = "dasar-hukum-diubah"
UNDATED = "dasar-hukum-tanpa-tahun"
NUMBER = "nomor-sop"
EFFECTIVE = "tanggal-efektif"
APPROVED = "pengesahan"

_HOLE = re.compile(r"/\s*/|/\s*…|/\s*\.\.+|^\s*/|/\s*$")


def check_identity(
    procedure: Procedure, regulations: Mapping[str, Regulation]
) -> Iterator[Finding]:
    for place, basis in enumerate(procedure.identity.legal_basis, start=1):
        regulation = _found(basis, regulations)
        if regulation is not None:
            yield from _standing(basis, place, regulation, regulations)
        if _is_undated(basis.text):
            yield warn(
                UNDATED,
                f"Dasar hukum “{shorten(basis.text)}” tidak menyebut tahunnya.",
                field=f"identity.legal_basis.{place}",
            )
    yield from _number(procedure)


def check_publishable(procedure: Procedure) -> Iterator[Finding]:
    """What a draft still lacks before it can be put in force. Errors all of them."""
    sheet = procedure.identity
    if procedure.standing is not Standing.DRAFT:
        return
    if not sheet.number.strip():
        yield error(
            NUMBER,
            "SOP ini masih draf: isi nomor SOP sebelum diberlakukan.",
            field="identity.number",
        )
    if not (sheet.effective.iso or sheet.effective.text.strip(" -–—")):
        yield error(
            EFFECTIVE,
            "SOP ini masih draf: isi tanggal efektif sebelum diberlakukan.",
            field="identity.effective",
        )
    if not sheet.approved_by.strip():
        yield error(
            APPROVED,
            "SOP ini masih draf: sebutkan jabatan yang mengesahkannya.",
            field="identity.approved_by",
        )


def _number(procedure: Procedure) -> Iterator[Finding]:
    """Missing or broken number and dates of a sheet that claims to be in force, or of a draft."""
    sheet = procedure.identity
    if procedure.standing is Standing.PROPOSAL:
        return
    if not sheet.number.strip():
        yield warn(NUMBER, "Nomor SOP belum diisi.", field="identity.number")
    elif _HOLE.search(sheet.number):
        yield warn(NUMBER, f"Nomor SOP “{sheet.number}” belum lengkap.", field="identity.number")
    if not (sheet.effective.iso or sheet.effective.text.strip(" -–—")):
        yield warn(EFFECTIVE, "Tanggal efektif belum diisi.", field="identity.effective")


# --- legal bases ------------------------------------------------------------------------------------


def _found(basis: LegalBasis, regulations: Mapping[str, Regulation]) -> Regulation | None:
    """By its key, or by the words in which sheets write it; the longest such words win."""
    if basis.ref:
        return regulations.get(basis.ref)
    said = _plain(basis.text)
    fitting = [
        (len(name), regulation.key)
        for regulation in regulations.values()
        for name in map(_plain, (regulation.title, *regulation.aliases))
        if name and re.search(rf"\b{re.escape(name)}\b", said)
    ]
    return regulations[max(fitting)[1]] if fitting else None


def _standing(
    basis: LegalBasis, place: int, regulation: Regulation, regulations: Mapping[str, Regulation]
) -> Iterator[Finding]:
    by = f" oleh {_short(_title_of(regulation.by, regulations))}" if regulation.by else ""
    unsure = "" if regulation.verified else " Periksa lagi; data ini belum diverifikasi."
    where = f"identity.legal_basis.{place}"
    name = _short(regulation.title or basis.text)
    if regulation.status is RegulationStatus.REPEALED:
        yield warn(REPEALED, f"Dasar hukum {name} sudah dicabut{by}.{unsure}", field=where)
    if regulation.status is RegulationStatus.AMENDED and not _names_change(basis, regulation):
        yield warn(AMENDED, f"Dasar hukum {name} sudah diubah{by}.{unsure}", field=where)


def _title_of(name: str, regulations: Mapping[str, Regulation]) -> str:
    return regulations[name].title if name in regulations else name


def _short(title: str) -> str:
    """``Peraturan Pemerintah Nomor 71 Tahun 2019``: what comes before *tentang* names it."""
    return re.split(r"\s+tentang\s+", title, maxsplit=1, flags=re.IGNORECASE)[0]


def _names_change(basis: LegalBasis, regulation: Regulation) -> bool:
    """Whether the sheet itself cites the change (“sebagaimana telah diubah dengan …”)."""
    cited = re.findall(r"\d+", regulation.by)
    return bool(cited) and set(cited) <= set(re.findall(r"\d+", basis.text))


def _is_undated(text: str) -> bool:
    cites = re.search(
        r"\b(?:undang|peraturan|keputusan|uu|pp|perpres|perda)\b", text, re.IGNORECASE
    )
    return cites is not None and re.search(r"\b(?:19|20)\d\d\b", text) is None


def _plain(text: str) -> str:
    """Letters and digits in small letters, with the words that sheets leave out or put in left out."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return " ".join(word for word in words if word not in ("nomor", "no", "tahun"))
