"""A PostgreSQL of the tests' own: made in a private folder, reached by its socket alone, gone at the end.

PostgreSQL refuses to run as root, so root starts it as another user. ``fsync`` is off: ordinary tests
ask for the same answers, not for surviving a power cut.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

_SERVER = (
    "-c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=200 "
    "-c shared_buffers=64MB -c max_wal_size=512MB -c autovacuum=off -c logging_collector=off "
    "-c log_min_messages=fatal -c deadlock_timeout=200ms"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A running cluster. ``url`` is a KOLOKASI_DATABASE of it."""

    folder: Path
    owner: int  # the process that started it, and alone may stop it

    def url(self, name: str = "postgres") -> str:
        return f"postgresql://kolokasi@/{name}?host={self.folder}"

    def stop(self) -> None:
        if os.getpid() != self.owner or not self.folder.exists():
            return
        # immediate: nothing in it is wanted any more
        _run(
            ["pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop"],
            check=False,
        )
        shutil.rmtree(self.folder, ignore_errors=True)


def start(server: str = _SERVER, *, under: str = "/tmp") -> Cluster:
    """Make and start one; about a second. Raises RuntimeError with what PostgreSQL said."""
    # A socket's path may have 107 characters at most, hence not under pytest's own long folders.
    folder = Path(tempfile.mkdtemp(prefix="kolokasi-pg-", dir=under))
    folder.chmod(0o755)
    if user := _user():
        os.chown(folder, user.pw_uid, user.pw_gid)
    data = str(folder / "data")
    cluster = Cluster(folder=folder, owner=os.getpid())
    try:
        _run(
            [
                "initdb",
                "-D",
                data,
                "-U",
                "kolokasi",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-N",
            ]
        )
        options = f"-c unix_socket_directories={folder} {server}"
        log = str(folder / "log")
        _run(["pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "-t", "60", "start"])
    except BaseException:
        cluster.stop()
        raise
    return cluster


def _run(command: list[str], *, check: bool = True) -> None:
    program = str(_programs() / command[0])
    as_user = ["runuser", "-u", user.pw_name, "--"] if (user := _user()) else []
    done = subprocess.run(
        [*as_user, program, *command[1:]],
        cwd="/",
        # pg_ctl's server inherits pipes and would hold them open for ever
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"},
        check=False,
    )
    if check and done.returncode:
        raise RuntimeError(f"PostgreSQL untuk pengujian gagal: {command[0]} ({done.returncode})")


def _user() -> pwd.struct_passwd | None:
    """Whom to run as, if we are root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _programs() -> Path:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    if versions:
        return versions[-1]
    found = shutil.which("initdb")
    if found is None:
        raise RuntimeError("PostgreSQL belum terpasang; jalankan scripts/ensure_test_tools.sh")
    return Path(found).parent
