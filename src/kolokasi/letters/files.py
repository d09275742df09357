"""Taking in a file: what it claims to be does not matter, what it opens as does.

A file is written beside its place, hashed, checked by really opening it, synced, noted in its row, and
only then named by its content. Bytes are never changed: a signed letter stays signed. What is left behind
(by a crash, without a name; by a form that was given up, named by nobody) ``sweep`` removes after a day.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.db import transaction

from kolokasi.core.refusal import Refused, Why
from kolokasi.letters.models import StoredFile
from kolokasi.letters.opening import Fault, open_apart

log = structlog.get_logger(__name__)

MAX_BYTES = 20 * 1024 * 1024
_MAX_PAGES = 500
_BATCH = 500
EXTENSIONS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
_FAULTS = {
    Fault.FOREIGN: "bukan PDF, JPG, atau PNG, apa pun nama berkasnya. Terima kasih, tetapi yang dapat "
    "diterima hanya PDF, JPG, atau PNG.",
    Fault.LOCKED: "terkunci kata sandi. Simpan ulang tanpa kata sandi.",
    Fault.ACTIVE: "memuat skrip, perintah, atau berkas sisipan (%s). Cetak ke PDF baru, lalu unggah "
    "lagi.",
    Fault.BROKEN_PDF: "rusak atau bukan PDF yang utuh. Simpan ulang sebagai PDF.",
    Fault.BROKEN_PICTURE: "adalah gambar yang rusak atau tidak utuh. Foto atau pindai ulang.",
    Fault.BIG: "adalah gambar yang terlalu besar untuk dibuka. Kecilkan dahulu.",
    Fault.HEAVY: "terlalu berat untuk dibuka dengan aman. Pindai atau cetak ke berkas baru yang lebih "
    "sederhana, lalu unggah lagi.",
}


def store(chunks: Iterable[bytes], *, name: str, person: int, at: datetime) -> StoredFile:
    """Keep a file. Raises Refused with a sentence if it is too big, or not what it must be."""
    shown = name if len(name) <= 80 else f"{name[:79]}…"
    folder = _folder()
    handle, temporary = tempfile.mkstemp(prefix="baru-", dir=folder)
    path = Path(temporary)
    try:
        with os.fdopen(handle, "wb") as target:
            sha256, size = _copy(chunks, target, shown)
            target.flush()
            os.fsync(target.fileno())
        media_type, pages = _opened_as(path, shown)
        touch(
            sha256, at
        )  # the row first: from here on no sweep takes away what gets its name below
        stored, _ = StoredFile.objects.get_or_create(
            sha256=sha256,
            defaults={
                "size": size,
                "media_type": media_type,
                "pages": pages,
                "stored_by_id": person,
                "stored_at": at,
            },
        )
        final = path_of(sha256)
        final.parent.mkdir(parents=True, exist_ok=True)
        path.replace(final)
        _sync_folder(final.parent)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return stored


def touch(sha256: str, at: datetime) -> bool:
    """Somebody handed this content in, now: it is nobody's leftover for a day. False if it is not here."""
    return bool(StoredFile.objects.filter(pk=sha256).update(stored_at=at))


def path_of(sha256: str) -> Path:
    return _folder() / sha256[:2] / sha256


def damage_of(sha256: str) -> str:
    """What is wrong with a file that was kept, in words that follow its name; "" if it is as it came."""
    try:
        with path_of(sha256).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return "tidak ada atau tidak terbaca di penyimpanan"
    if found != sha256:
        return "berubah sejak disimpan"
    if not StoredFile.objects.filter(pk=sha256).exists():
        return "tidak tercatat di penyimpanan"
    return ""


def sweep(now: datetime, *, named: Callable[[Sequence[str]], Collection[str]]) -> int:
    """Remove what nobody has named for more than a day. Returns how many files.

    ``named`` says which of these contents somebody names. Whoever hands one of them in meanwhile is safe:
    the row is taken only while its day is over, and its bytes while the row is held.
    """
    limit = now - timedelta(days=1)
    left = [one for one in _folder().glob("baru-*") if one.stat().st_mtime < limit.timestamp()]
    for one in left:
        one.unlink(missing_ok=True)
    gone, last = len(left), ""
    old = StoredFile.objects.filter(stored_at__lt=limit).order_by("sha256")
    while batch := list(old.filter(sha256__gt=last).values_list("pk", flat=True)[:_BATCH]):
        wanted = named(batch)
        gone += sum(_remove(sha256, limit) for sha256 in batch if sha256 not in wanted)
        last = batch[-1]
    return gone


def _remove(sha256: str, limit: datetime) -> bool:
    with transaction.atomic():
        gone, _ = StoredFile.objects.filter(pk=sha256, stored_at__lt=limit).delete()
        if gone:
            path_of(sha256).unlink(missing_ok=True)
    return bool(gone)


def clean_name(name: str, media_type: str) -> str:
    """A file name that is safe to show and to save: no path, no control marks, the true extension."""
    plain = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(one for one in plain if one.isprintable() and ord(one) not in _DIRECTIONS)
    stem = plain.rsplit(".", 1)[0].strip(" .")[:120] or "berkas"
    return f"{stem}.{EXTENSIONS[media_type]}"


# Marks that turn the reading direction: "gpj.exe" can be made to look like "exe.jpg".
_DIRECTIONS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}


def _copy(chunks: Iterable[bytes], target: object, name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > MAX_BYTES:
            raise _refused(
                f"“{name}” lebih besar dari {MAX_BYTES // 1024 // 1024} MB. "
                "Pindai ulang dengan mutu lebih rendah, lalu unggah lagi."
            )
        digest.update(chunk)
        target.write(chunk)  # type: ignore[attr-defined]
    if not size:
        raise _refused(f"“{name}” kosong. Pilih berkas lain.")
    return digest.hexdigest(), size


def _opened_as(path: Path, name: str) -> tuple[str, int]:
    """The type that the file really opens as, and its pages."""
    opened = open_apart(path)
    if opened.fault is Fault.HEAVY:
        log.warning("file_not_opened", why=opened.detail)
    if opened.fault is not None:
        raise _refused(f"“{name}” {_FAULTS[opened.fault].replace('%s', opened.detail)}")
    if not 1 <= opened.pages <= _MAX_PAGES:
        raise _refused(f"“{name}” berisi {opened.pages} halaman; paling banyak {_MAX_PAGES}.")
    return opened.media_type, opened.pages


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refused(sentence: str) -> Refused:
    return Refused(Why.INVALID, sentence, errors={"file": sentence})
