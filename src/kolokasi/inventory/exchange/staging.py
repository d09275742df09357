"""From uploaded files to a batch that waits for one decision, and from that to the data centre."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import structlog
from django.db import transaction

from kolokasi.accounts.models import Agency
from kolokasi.accounts.office_acts import Administration
from kolokasi.core.refusal import Refused, Why
from kolokasi.inventory.exchange import netbox
from kolokasi.inventory.exchange.applying import NotApplied, apply
from kolokasi.inventory.exchange.opening import MAX_BYTES, MAX_ROWS, Fault, Table, open_apart
from kolokasi.inventory.exchange.planning import Do, Plan, Step, Surroundings, plan
from kolokasi.inventory.exchange.reading import Finding, Read, Row, read_tables
from kolokasi.inventory.exchange.sheets import BY_KEY
from kolokasi.inventory.exchange.standing import standing
from kolokasi.inventory.locks import lock_sites
from kolokasi.inventory.models import ImportBatch
from kolokasi.inventory.policy import policy_of

log = structlog.get_logger(__name__)

MAX_FILES = 12
_REHEARSED = 200  # rows that change something: a few seconds; more are tried only when applied
_MB = MAX_BYTES // 1024 // 1024
_FAULTS = {
    Fault.FOREIGN: "bukan buku kerja XLSX atau CSV, apa pun nama berkasnya. Simpan ulang sebagai XLSX atau "
    "CSV, lalu unggah lagi.",
    Fault.OLD: "berbentuk XLS lama atau terkunci kata sandi. Simpan ulang sebagai XLSX tanpa kata sandi.",
    Fault.MACROS: "memuat makro atau berkas sisipan. Simpan ulang sebagai XLSX biasa, lalu unggah lagi.",
    Fault.BROKEN: "rusak atau tidak utuh. Buka dengan program lembar kerja, lalu simpan ulang.",
    Fault.ENTITIES: "memuat rujukan yang tidak dibuat oleh program lembar kerja mana pun. Salin isinya ke "
    "templat, lalu unggah templat itu.",
    Fault.BIG: f"terlalu besar: paling banyak {_MB} MB dan {MAX_ROWS} baris untuk sekali impor. Hapus baris "
    "kosong di bawah data, atau bagi menjadi beberapa berkas.",
    Fault.HEAVY: "terlalu berat untuk dibuka dengan aman. Salin isinya ke templat, lalu unggah templat itu.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Files that were opened and read; nothing is written yet."""

    source: str
    files: tuple[str, ...]
    digest: str
    read: Read


def take_in(uploads: Sequence[Upload], *, source: str) -> Taken:
    """Open every file apart and read it. Raises Refused with a sentence where one cannot be taken at all."""
    if not uploads:
        raise _refused("Pilih berkasnya dahulu.")
    if len(uploads) > MAX_FILES:
        raise _refused(f"Paling banyak {MAX_FILES} berkas sekaligus.")
    digest = hashlib.sha256(source.encode())
    tables: list[tuple[str, Table]] = []
    for upload in uploads:
        digest.update(hashlib.sha256(upload.data).digest())
        tables += [(upload.name, one) for one in _tables(upload)]
    if sum(len(one.rows) for _, one in tables) > MAX_ROWS:
        raise _refused(f"Semua berkas bersama paling banyak {MAX_ROWS} baris. Impor satu per satu.")
    read = netbox.read_tables(tables) if source == "netbox" else read_tables(tables)
    return Taken(
        source=source,
        files=tuple(one.name for one in uploads),
        digest=digest.hexdigest(),
        read=read,
    )


def stage(act: Administration, taken: Taken, *, key: str) -> ImportBatch:
    """Keep what was read, with what it would do. The same key with the same files is the same batch."""
    assert act.by is not None
    there = ImportBatch.objects.filter(key=key).first()
    if there is not None:
        if (there.digest, there.office_id, there.made_by_id) == (
            taken.digest, act.office.pk, act.by.pk,
        ):  # fmt: skip
            return there
        raise Refused(
            Why.KEY_REUSED,
            "Formulir ini sudah pernah dikirim dengan isi lain. Muat ulang halaman sebelum mengirim.",
        )
    batch = ImportBatch(
        office=act.office, key=key, digest=taken.digest, source=taken.source, files=list(taken.files),
        rows=[asdict(one) for one in taken.read.rows],
        unread=[asdict(one) for one in taken.read.findings], made_at=act.now, made_by=act.by,
    )  # fmt: skip
    made = _planned(act, taken.read)
    if not made.faults and made.count(Do.ADD) + made.count(Do.CHANGE) <= _REHEARSED:
        made.findings += _rehearsed(act, made)
    _remember(batch, made)
    batch.save()
    return batch


def confirm(act: Administration, batch: int) -> ImportBatch:
    """Apply a staged batch, whole. Applied already, it is the answer itself. Where the data centre changed
    since and a row no longer fits, the batch stays staged and says so. Raises NotApplied for a row that the
    writers refuse: the caller's transaction must then be given up.
    """
    row = _held(act, batch)
    if row.state == ImportBatch.State.APPLIED:
        return row
    _still_staged(row)
    lock_sites(act.office.pk)
    made = _planned(act, _read_again(row))
    _remember(row, made)
    if not made.faults:
        _apply(act, made)
        row.state, row.ended_at, row.ended_by = ImportBatch.State.APPLIED, act.now, act.by
        act.note(
            f"Impor {', '.join(row.files)[:200]} diterapkan: {made.count(Do.ADD)} ditambahkan, "
            f"{made.count(Do.CHANGE)} diubah."
        )
    row.save()
    return row


def note_refusal(act: Administration, batch: int, finding: Finding) -> ImportBatch:
    """A row that was refused while the batch was applied, kept with it."""
    row = _held(act, batch)
    if row.state == ImportBatch.State.STAGED:
        row.findings = [asdict(finding), *row.findings]
        row.save(update_fields=("findings",))
    return row


def drop(act: Administration, batch: int) -> ImportBatch:
    """Lay a batch aside. Twice is once."""
    row = _held(act, batch)
    if row.state != ImportBatch.State.DROPPED:
        _still_staged(row)
        row.state, row.ended_at, row.ended_by = ImportBatch.State.DROPPED, act.now, act.by
        row.save()
    return row


def faults_of(batch: ImportBatch) -> list[dict[str, Any]]:
    return [one for one in batch.findings if not one["remark"]]


def _tables(upload: Upload) -> list[Table]:
    shown = upload.name if len(upload.name) <= 80 else f"{upload.name[:79]}…"
    if not upload.data.strip():
        raise _refused(f"“{shown}” kosong. Pilih berkas lain.")
    if len(upload.data) > MAX_BYTES:
        raise _refused(f"“{shown}” {_FAULTS[Fault.BIG]}")
    with tempfile.NamedTemporaryFile(prefix="kolokasi-impor-") as file:
        file.write(upload.data)
        file.flush()
        opened = open_apart(Path(file.name))
    if opened.fault is Fault.HEAVY:
        log.warning("import_not_opened", why=opened.detail)
    if opened.fault is not None:
        raise _refused(f"“{shown}” {_FAULTS[opened.fault]}")
    return opened.tables


def _planned(act: Administration, read: Read) -> Plan:
    names = Agency.objects.filter(office=act.office).values_list("key", "name")
    agencies = {word.casefold(): name for key, name in names for word in (key, name)}
    return plan(
        read,
        Surroundings(
            standing=standing(act.office.pk), agencies=agencies,
            label_percent=policy_of(act.office.pk).label_watts,
        ),
    )  # fmt: skip


def _apply(act: Administration, made: Plan) -> None:
    agencies = Agency.objects.filter(office=act.office).values_list("name", "pk")
    apply(
        act, made, standing(act.office.pk),
        agencies={name.casefold(): pk for name, pk in agencies},
        label_percent=policy_of(act.office.pk).label_watts,
    )  # fmt: skip


class _OnlyTried(Exception):
    """Takes a rehearsal back."""


def _rehearsed(act: Administration, made: Plan) -> list[Finding]:
    """Apply and take back: what only the writers know (a rating that is used up) is said before anybody
    confirms."""
    try:
        with transaction.atomic():
            _apply(act, made)
            raise _OnlyTried
    except _OnlyTried:
        return []
    except NotApplied as wrong:
        return [wrong.finding]


def _remember(batch: ImportBatch, made: Plan) -> None:
    batch.steps = [_told(one) for one in made.steps]
    batch.findings = [asdict(one) for one in made.findings]


def _told(step: Step) -> dict[str, Any]:
    sheet = BY_KEY[step.row.sheet]
    if sheet.key == "cables":
        ends = (f"{step.cells.get(f'{one}_bank')}/{step.cells.get(f'{one}_port')}" for one in "ab")
        names = [" – ".join(ends)]
    else:
        names = [str(step.cells.get(one.key) or "") for one in sheet.columns if one.names]
    return {
        "sheet": sheet.title, "place": step.row.place, "number": step.row.number, "do": str(step.do),
        "name": " · ".join(one for one in names if one),
        "changes": [[one.column, one.before, one.after] for one in step.changes],
    }  # fmt: skip


def _read_again(batch: ImportBatch) -> Read:
    return Read(
        rows=[Row(**one) for one in batch.rows], findings=[Finding(**one) for one in batch.unread]
    )


def _held(act: Administration, batch: int) -> ImportBatch:
    row = (
        ImportBatch.objects.select_for_update(no_key=True, of=("self",))
        .filter(office=act.office, pk=batch)
        .first()
    )
    if row is None:
        raise Refused(Why.NOT_FOUND, "Impor ini tidak ditemukan.")
    return row


def _still_staged(row: ImportBatch) -> None:
    if row.state == ImportBatch.State.DROPPED:
        raise Refused(
            Why.ENDED, "Impor ini sudah dibatalkan. Unggah berkasnya lagi bila diperlukan."
        )
    if row.state == ImportBatch.State.APPLIED:
        raise Refused(Why.ENDED, "Impor ini sudah diterapkan, maka tidak dapat dibatalkan.")


def _refused(sentence: str) -> Refused:
    return Refused(
        Why.INVALID,
        "Ada berkas yang tidak dapat diterima. Periksa bagian yang ditandai.",
        errors={"file": sentence},
    )
