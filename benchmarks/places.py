"""Databases for one run, on a real disk and durable as in production; everything is gone afterwards."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.conversation import ROOT

sys.path.insert(0, str(ROOT / "tests"))
import cluster

# Debian's defaults but for memory; autovacuum would come at its own time, into some round.
DISK = "/var/tmp"  # /tmp may be memory
POSTGRESQL = (
    "-c listen_addresses= -c fsync=on -c synchronous_commit=on -c full_page_writes=on "
    "-c shared_buffers=1GB -c max_wal_size=2GB -c checkpoint_timeout=30min -c autovacuum=off "
    "-c log_min_messages=fatal"
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where one contestant keeps its rows, told as the product is told: by its settings."""

    folder: Path
    database: str
    procedures: Path

    @property
    def settings(self) -> dict[str, str]:
        self.folder.mkdir(exist_ok=True)
        return {
            "KOLOKASI_DATABASE": self.database,
            "KOLOKASI_DATA": str(self.folder),
            "KOLOKASI_PROCEDURES": str(self.procedures),
            "DJANGO_SETTINGS_MODULE": "kolokasi.config.settings",
        }


class Places:
    """Databases by name, of one kind."""

    def __init__(self, folder: Path, server: cluster.Cluster | None) -> None:
        self._folder, self._server = folder, server
        self.procedures = folder / "procedures"
        shutil.copytree(ROOT / "procedures", self.procedures)
        shutil.copytree(ROOT / "benchmarks" / "sops" / "bangku", self.procedures / "bangku")

    def place(self, name: str) -> Place:
        if self._server is None:
            database = f"sqlite:///{self._folder / name}.sqlite3"
        else:
            database = self._server.url(name)
            with psycopg.connect(self._server.url(), autocommit=True) as server:
                server.execute(f"CREATE DATABASE {name}")
        return Place(folder=self._folder / name, database=database, procedures=self.procedures)


@contextmanager
def places(kind: str) -> Iterator[Places]:
    """``sqlite`` or ``postgresql``."""
    folder = Path(tempfile.mkdtemp(prefix="kolokasi-bench-", dir=DISK))
    server = None
    try:
        server = cluster.start(POSTGRESQL, under=DISK) if kind == "postgresql" else None
        yield Places(folder, server)
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
