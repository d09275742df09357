"""One address of the database becomes Django's settings for it, with what durability needs.

SQLite: WAL, ``synchronous=FULL`` (NORMAL loses acknowledged commits at power loss), and every
transaction IMMEDIATE, so that two writers wait for each other instead of failing half-way.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from kolokasi.config.installation import ROOT, Misconfigured

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
)


def database_settings(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for ``sqlite:///file`` or ``postgresql://…``; Misconfigured for others."""
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        return _sqlite(url)
    if scheme in ("postgresql", "postgres"):
        return _postgresql(url)
    raise Misconfigured(
        f"Alamat basis data “{url.split('@')[-1]}” tidak dikenal; tulis sqlite:///berkas "
        "atau postgresql://pengguna:sandi@peladen/nama."
    )


def _sqlite(url: str) -> dict[str, Any]:
    path = Path(unquote(url.removeprefix("sqlite:///").partition("?")[0]))
    if not path.name or ":memory:" in str(path):
        raise Misconfigured("SQLite memerlukan berkas: tulis sqlite:///var/kolokasi.sqlite3.")
    return {
        "ENGINE": "kolokasi.config.sqlite",
        "NAME": str(path if path.is_absolute() else ROOT / path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": SQLITE_PRAGMAS,
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    name = unquote(parts.path.lstrip("/"))
    # What is asked often is planned once for each connection: half of the time of a small statement.
    # 0 switches it off, for a pooler between that cannot carry prepared statements.
    prepare = str(options.pop("prepare_threshold", "5"))
    if not prepare.isdecimal():
        raise Misconfigured("prepare_threshold harus bilangan; 0 mematikannya.")
    if not name:
        raise Misconfigured("Alamat PostgreSQL belum menyebut nama basis datanya (…/nama).")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(options.pop("port", "") or parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,  # a connection that died with the primary is not handed to a person
        "OPTIONS": {
            **options,
            "server_side_binding": True,
            "prepare_threshold": int(prepare) or None,
        },
    }
