"""Does an activity begin with a verb, as the SOP guideline asks (*active verb without subject*)?

Indonesian shows it in the word: ``me-`` and its forms, ``ber-``, ``di-``. Nouns that happen to begin
so are listed; the list is short because activities draw on few words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum


class Opening(StrEnum):
    VERB = "kata kerja"
    SUBJECT = "subjek"
    OTHER = "bukan kata kerja"
    QUESTION = "pertanyaan"


_MARKER = re.compile(r"^\s*(?:[-•*–—]|\(?(?:\d{1,2}|[a-z])[.)])\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PREFIXED = re.compile(r"(?:me(?:nge|ng|ny|mper|m|n)?|ber|di|ter)(?:[a-z]{3,}(?:-[a-z]+)*|-[a-z]+)")
# Commands (“Serahkan berkas”), but not what has been made into a noun (“kebijakan”, “perbaikan”).
_COMMAND = re.compile(r"(?!pe|ke|tindakan|masukan|gerakan|bahkan|sedangkan|cetakan)[a-z]{3,}kan")
_NOT_VERBS = {
    "media", "medan", "medis", "mei", "mekanisme", "memo", "memori", "menara", "menit", "mental",
    "menteri", "menu", "merek", "merk", "mesin", "meter", "metode", "metadata", "menurut",
    "melalui", "mengenai", "meskipun", "berdasarkan", "berita", "berkas", "berikut", "berbagai",
    "bersama", "beserta", "berat", "bersih", "berapa", "berhubung", "dinas", "diagram", "digital",
    "diklat", "dinding", "dirjen", "direktorat", "direktur", "disk", "diskominfo", "dispensasi",
    "disposisi", "distribusi", "divisi", "disiplin", "terhadap", "terkait", "tertulis",
    "terminal", "termin", "tersebut", "terutama",
}  # fmt: skip
# Verbs without prefix that sheets use in the imperative.
_BARE = {
    "kirim", "terima", "isi", "buat", "periksa", "cek", "catat", "simpan", "cetak", "buka", "tutup", "susun",
}  # fmt: skip
_TERMINATORS = {"mulai", "selesai", "start", "finish", "end"}
_BETTER = {
    "verifikasi": "Memverifikasi", "persetujuan": "Menyetujui", "surat": "Mengirim surat",
    "pembahasan": "Membahas", "pengecekan": "Mengecek", "pemeriksaan": "Memeriksa",
    "pelaksanaan": "Melaksanakan", "pemasangan": "Memasang", "proses": "Memproses",
    "penyerahan": "Menyerahkan", "disposisi": "Mendisposisi", "penerimaan": "Menerima",
    "pengajuan": "Mengajukan", "pelaporan": "Melaporkan", "laporan": "Melaporkan",
    "konfirmasi": "Mengonfirmasi", "pemberitahuan": "Memberi tahu", "pencatatan": "Mencatat",
    "pembuatan": "Membuat", "penandatanganan": "Menandatangani", "pengarsipan": "Mengarsipkan",
    "instalasi": "Memasang", "evaluasi": "Mengevaluasi", "koordinasi": "Berkoordinasi",
}  # fmt: skip


def is_verb(word: str) -> bool:
    plain = word.lower()
    if plain in _NOT_VERBS:
        return False
    shaped = _PREFIXED.fullmatch(plain) or _COMMAND.fullmatch(plain)
    return plain in _BARE or shaped is not None


def opening_of(text: str, roles: Iterable[Iterable[str]]) -> tuple[Opening, str]:
    """How an activity opens, and with what: its first word, or the subject that stands before the verb.

    ``roles`` are the words of each role's name, in small letters.
    """
    line = _MARKER.sub("", text.strip().split("\n")[0])
    words = _WORD.findall(line)
    if not words or words[0].lower() in _TERMINATORS:
        return Opening.VERB, ""
    if words[0].lower() == "apakah" or line.rstrip().endswith("?"):
        return Opening.QUESTION, words[0]
    if is_verb(words[0]):
        return Opening.VERB, words[0]
    names = [set(one) for one in roles]
    for place, word in enumerate(words[1:8], start=1):
        if is_verb(word):
            subject = words[:place]
            spoken = {one.lower() for one in subject}
            if any(spoken <= name for name in names):
                return Opening.SUBJECT, " ".join(subject)
            break
    return Opening.OTHER, words[0]


def better(word: str) -> str:
    """A verb for a noun that often opens an activity; "" where none is sure."""
    return _BETTER.get(word.lower(), "")
