"""The start-up check: Kolokasi refuses to start where an answered act could be lost.

Measured reasons: SQLite with ``synchronous=NORMAL`` lost acknowledged commits at power loss; deferred
transactions failed 97 of 100 contended writes; the fair gate around writes lives in one process, so
SQLite may have one server only; locks on network file systems cannot be trusted.
"""

from __future__ import annotations

import fcntl
import os
import re
from pathlib import Path
from typing import IO

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from kolokasi.config.installation import Misconfigured

NETWORK_FILE_SYSTEMS = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "gpfs",
    "beegfs", "ocfs2", "gfs2", "davfs", "fuse", "virtiofs", "vboxsf",
}  # fmt: skip

_held: dict[Path, IO[str]] = {}


def check(database: BaseDatabaseWrapper = connection) -> None:
    """Raise Misconfigured, with a sentence that says what to change, unless acts are safe here."""
    match database.vendor:
        case "sqlite":
            check_sqlite(database)
        case "postgresql":
            check_postgresql(database)
        case other:
            raise Misconfigured(f"Basis data {other} tidak didukung; pakai SQLite atau PostgreSQL.")
    check_schema(database)


def check_sqlite(database: BaseDatabaseWrapper) -> None:
    path = Path(str(database.settings_dict["NAME"])).resolve()
    check_file_system(path)
    with database.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
        foreign_keys = cursor.execute("PRAGMA foreign_keys").fetchone()[0]
    if getattr(database, "transaction_mode", None) != "IMMEDIATE":
        raise Misconfigured(
            "SQLite harus memakai transaction_mode IMMEDIATE; dengan mode lain dua orang yang "
            "bekerja bersamaan saling menggagalkan."
        )
    if journal != "wal":
        raise Misconfigured(
            f"SQLite harus memakai journal_mode WAL (sekarang {journal}); tanpa itu pembaca dan "
            "penulis saling menghalangi."
        )
    if synchronous < 2:
        raise Misconfigured(
            "SQLite harus memakai synchronous FULL; dengan setelan yang lebih lemah, pekerjaan yang "
            "sudah dijawab dapat hilang saat listrik padam."
        )
    if not foreign_keys:
        raise Misconfigured("SQLite harus memakai foreign_keys ON agar data tetap bertaut.")


def check_postgresql(database: BaseDatabaseWrapper) -> None:
    with database.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        if cursor.fetchone()[0] == "off":
            raise Misconfigured(
                "PostgreSQL harus memakai synchronous_commit on; dengan off, pekerjaan yang sudah "
                "dijawab dapat hilang saat listrik padam."
            )


def check_schema(database: BaseDatabaseWrapper) -> None:
    """Refuse a database that was not brought up to date, or was by a newer Kolokasi."""
    executor = MigrationExecutor(database)
    ours = {key for key in executor.loader.disk_migrations if _is_ours(key[0], executor)}
    applied = {key for key in executor.loader.applied_migrations if _is_ours(key[0], executor)}
    if applied - ours:
        raise Misconfigured(
            "Basis data ini dibuat oleh Kolokasi yang lebih baru; perbarui programnya lebih dulu."
        )
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Misconfigured("Basis data belum diperbarui; jalankan: kolokasi migrate")


def _is_ours(app: str, executor: MigrationExecutor) -> bool:
    return app in executor.loader.migrated_apps


def check_file_system(path: Path, mounts: str | None = None) -> None:
    """Refuse a network file system under the SQLite file: its locks do not hold."""
    kind = file_system_of(path, Path("/proc/mounts").read_text() if mounts is None else mounts)
    if kind.partition(".")[0] in NETWORK_FILE_SYSTEMS:
        raise Misconfigured(
            f"Berkas SQLite {path} berada pada sistem berkas jaringan ({kind}), yang kuncinya tidak "
            "dapat dipercaya. Pindahkan ke cakram setempat, atau pakai PostgreSQL."
        )


def file_system_of(path: Path, mounts: str) -> str:
    """The type of the file system that holds ``path``, by the longest mount point above it."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        _, point, this, *_ = line.split(" ")
        # /proc/mounts writes a space as \040
        point = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), point)
        inside = path == Path(point) or Path(point) in path.parents
        if inside and len(point) >= best:  # later mounts lie over earlier ones
            best, kind = len(point), this
    return kind


def become_the_only_server(database: BaseDatabaseWrapper = connection) -> None:
    """With SQLite: hold a lock beside the file as long as this process lives, or raise Misconfigured."""
    if database.vendor != "sqlite":
        return
    path = Path(str(database.settings_dict["NAME"])).resolve().with_suffix(".server-lock")
    if path in _held:
        return
    file = path.open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.seek(0)
        other = file.read().strip() or "?"
        file.close()
        raise Misconfigured(
            f"Peladen lain (proses {other}) sudah memakai basis data SQLite ini. Hentikan dulu, atau "
            "pakai PostgreSQL untuk beberapa proses."
        ) from error
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    _held[path] = file


def step_down(database: BaseDatabaseWrapper = connection) -> None:
    """Give the server's lock back. The end of the process does the same."""
    path = Path(str(database.settings_dict["NAME"])).resolve().with_suffix(".server-lock")
    if file := _held.pop(path, None):
        file.close()
