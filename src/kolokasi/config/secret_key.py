"""The installation's secret key: a file that only the server may read, never a row of the database.

Whoever steals the database alone can forge no session and no reset link.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from kolokasi.config.installation import Misconfigured


def secret_key(data: Path) -> str:
    """Read the key, making it at the first start. Two first starts at once agree on one key."""
    path = data / "secret.key"
    data.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    return _read(path)


def _make(path: Path) -> None:
    """Write the whole key beside, then name it: nobody ever reads half a key, and the first one stays."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # mode 0600
    draft = Path(name)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):  # somebody else was first; his key is the key
        path.hardlink_to(draft)
    draft.unlink()


def _read(path: Path) -> str:
    if path.stat().st_mode & 0o077:
        raise Misconfigured(
            f"Berkas kunci {path} dapat dibaca pengguna lain; jalankan: chmod 600 {path}"
        )
    key = path.read_text().strip()
    if len(key) < 50:
        raise Misconfigured(
            f"Berkas kunci {path} kosong atau terpotong; hapus berkas itu untuk membuat kunci baru "
            "(semua orang perlu masuk kembali)."
        )
    return key
