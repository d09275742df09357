"""What is wrong with a file, said so that its author finds the place and knows what to write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "galat"  # cannot run
    WARNING = "peringatan"  # will hurt


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault. ``step`` is the number of the kegiatan, ``field`` the way to the key (``outcomes.penuh.next``)."""

    severity: Severity
    code: str
    message: str
    file: str = ""
    line: int = 0
    step: str = ""
    field: str = ""

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (
                self.step and f"kegiatan {self.step}",
                self.field and f"bidang {self.field}",
            )
            if part
        )
        said = f"{place}: {self.message}" if place else self.message
        return f"{self.file}:{self.line}: {self.severity} [{self.code}] {said}"


class Findings:
    """The findings of one file while it is being read; a reader notes and goes on."""

    MOST = 300  # nobody mends more at one sitting; a file with more is no SOP

    def __init__(self, file: str) -> None:
        self.file = file
        self.any_error = False
        self._found: list[Finding] = []

    def error(self, code: str, message: str, *, line: int, step: str = "", field: str = "") -> None:
        self._note(Severity.ERROR, code, message, line, step, field)

    def warn(self, code: str, message: str, *, line: int, step: str = "", field: str = "") -> None:
        self._note(Severity.WARNING, code, message, line, step, field)

    @property
    def full(self) -> bool:
        return len(self._found) >= self.MOST

    def in_order(self) -> tuple[Finding, ...]:
        """In the order of the file's lines; what was said twice is said once."""
        return tuple(sorted(dict.fromkeys(self._found), key=lambda one: one.line))

    def _note(
        self, severity: Severity, code: str, message: str, line: int, step: str, field: str
    ) -> None:
        self.any_error = self.any_error or severity is Severity.ERROR
        if self.full:
            return
        self._found.append(
            Finding(
                severity=severity,
                code=code,
                message=message,
                file=self.file,
                line=line,
                step=step,
                field=field,
            )
        )


# What an author who thinks in Indonesian writes first.
_TRANSLATED = {
    "nomor": "no", "kunci": "key", "jenis": "kind", "teks": "text", "kegiatan": "text",
    "uraian": "text", "pelaksana": "performer", "berantai": "relay", "bersama": "all",
    "semua": "all", "salah_satu": "any", "tembusan": "copy", "penentu": "decider",
    "kelengkapan": "needs", "persyaratan": "needs", "waktu": "time", "waktu_baku": "time",
    "keluaran": "output", "keterangan": "note", "catatan": "note", "isi": "fills",
    "lampiran": "attach", "berikutnya": "next", "lanjut": "next", "selesai": "end",
    "akhir": "end", "hasil": "outcomes", "keputusan": "outcomes", "asumsi": "assumptions",
    "judul": "title", "ringkasan": "summary", "sumber": "source", "peran": "roles",
    "dokumen": "documents", "formulir": "forms", "langkah": "steps", "layanan": "services",
    "identitas": "identity", "nama": "name", "kolom": "columns", "pilihan": "choices",
    "wajib": "required", "bantuan": "help", "satuan": "unit", "pemohon": "applicant",
    "dasar_hukum": "legal_basis", "peringatan": "warnings", "peralatan": "equipment",
    "keterkaitan": "related", "pencatatan": "records", "kualifikasi": "qualifications",
    "unit_kerja": "unit", "disahkan_oleh": "approved_by", "kewajiban": "duties",
    "alasan": "reason", "tentang": "about", "alamat": "address", "telepon": "phone",
    "surel": "email", "jabatan": "positions", "atasan": "under", "zona_waktu": "timezone",
    "kop": "letterhead", "cerita": "story", "oleh": "by",
}  # fmt: skip


def suggestion(word: str, known: Iterable[str]) -> str:
    """`` Maksud Anda “performer”?`` with a blank before it, or "" where nothing is near."""
    choices = tuple(known)
    if len(word) < 3:  # “2b” is as near to “2” as to “3b”
        return ""
    if len(word) > 60 or len(choices) > 200:  # comparing takes time, and nothing would be near
        return ""
    translated = _TRANSLATED.get(word.lower().replace("-", "_").replace(" ", "_"), "")
    near = [translated] if translated in choices else get_close_matches(word, choices, 1, 0.6)
    return f" Maksud Anda “{near[0]}”?" if near else ""


def listed(words: Iterable[str], *, at_most: int = 12) -> str:
    """The words with commas between them, cut where nobody would read on."""
    every = tuple(words)
    more = f", … ({len(every)} semuanya)" if len(every) > at_most else ""
    return ", ".join(every[:at_most]) + more
