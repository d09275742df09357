"""Kolokasi refuses to start where an answered act could be lost. Each refusal beside its control."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.utils import ConnectionHandler

from kolokasi.config import guard
from kolokasi.config.databases import SQLITE_PRAGMAS, database_settings
from kolokasi.config.installation import Misconfigured

Open = Callable[..., object]


@pytest.fixture
def open_sqlite(tmp_path: Path, django_db_blocker) -> Iterator[Open]:
    """A database file of its own, with the product's options or weaker ones."""
    opened = []

    def open_(**options: str):
        entry = database_settings(f"sqlite:///{tmp_path}/kolokasi.sqlite3")
        entry["OPTIONS"] |= options
        database = ConnectionHandler({"default": entry})["default"]
        opened.append(database)
        return database

    with django_db_blocker.unblock():
        yield open_
        for database in opened:
            database.close()


def test_the_products_own_options_pass(open_sqlite):
    guard.check_sqlite(open_sqlite())


def test_an_ordinary_journal_is_refused(open_sqlite):
    weaker = SQLITE_PRAGMAS.replace("journal_mode=WAL", "journal_mode=DELETE")
    with pytest.raises(Misconfigured, match="journal_mode WAL"):
        guard.check_sqlite(open_sqlite(init_command=weaker))


@pytest.mark.parametrize("level", ["NORMAL", "OFF"])
def test_a_synchronous_that_loses_commits_at_power_loss_is_refused(open_sqlite, level):
    weaker = SQLITE_PRAGMAS.replace("synchronous=FULL", f"synchronous={level}")
    with pytest.raises(Misconfigured, match="synchronous FULL"):
        guard.check_sqlite(open_sqlite(init_command=weaker))


def test_a_stronger_synchronous_passes(open_sqlite):
    stronger = SQLITE_PRAGMAS.replace("synchronous=FULL", "synchronous=EXTRA")
    guard.check_sqlite(open_sqlite(init_command=stronger))


@pytest.mark.parametrize("mode", ["DEFERRED", "EXCLUSIVE", None])
def test_transactions_that_fail_half_way_are_refused(open_sqlite, mode):
    with pytest.raises(Misconfigured, match="IMMEDIATE"):
        guard.check_sqlite(open_sqlite(transaction_mode=mode))


def test_unlinked_rows_are_refused(open_sqlite):
    weaker = SQLITE_PRAGMAS.replace("foreign_keys=ON", "foreign_keys=OFF")
    with pytest.raises(Misconfigured, match="foreign_keys"):
        guard.check_sqlite(open_sqlite(init_command=weaker))


MOUNTS = """\
/dev/vda1 / ext4 rw,relatime 0 0
server:/ekspor /srv/data nfs4 rw 0 0
//nas/berkas /mnt/dua\\040kata cifs rw 0 0
dev@host:/ /mnt/jauh fuse.sshfs rw 0 0
/dev/vdb1 /srv/data/setempat xfs rw 0 0
"""


@pytest.mark.parametrize(
    "path", ["/srv/data/k.sqlite3", "/mnt/dua kata/var/k.sqlite3", "/mnt/jauh/k.sqlite3"]
)
def test_a_network_file_system_under_sqlite_is_refused(path):
    with pytest.raises(Misconfigured, match="sistem berkas jaringan"):
        guard.check_file_system(Path(path), MOUNTS)


@pytest.mark.parametrize(
    "path", ["/srv/kolokasi/k.sqlite3", "/srv/data/setempat/k.sqlite3", "/srv/database/k.sqlite3"]
)
def test_a_local_file_system_passes_also_one_mounted_below_a_network_one(path):
    guard.check_file_system(Path(path), MOUNTS)


def test_a_second_server_on_the_same_file_is_refused_and_may_start_when_the_first_has_gone(
    open_sqlite, tmp_path
):
    """The first server is another process: a lock must not depend on who asks."""
    lock = tmp_path / "kolokasi.server-lock"
    hold = """if True:
        import fcntl, sys
        file = open(sys.argv[1], "a+")
        fcntl.flock(file, fcntl.LOCK_EX)
        print("4711", file=file, flush=True)
        print("held", flush=True)
        sys.stdin.read()
    """
    first = subprocess.Popen(
        [sys.executable, "-c", hold, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert first.stdin
    assert first.stdout
    assert first.stdout.readline() == b"held\n"
    second = open_sqlite()
    with pytest.raises(Misconfigured, match="proses 4711"):
        guard.become_the_only_server(second)
    first.kill()
    first.wait()
    first.stdin.close()
    first.stdout.close()
    guard.become_the_only_server(second)
    guard.become_the_only_server(second)  # the same process may ask again
    guard.step_down(second)


def test_a_database_that_was_never_prepared_is_refused(open_sqlite):
    with pytest.raises(Misconfigured, match="kolokasi migrate"):
        guard.check_schema(open_sqlite())


@pytest.mark.django_db
@pytest.mark.both
def test_a_prepared_database_passes_every_check():
    guard.check(connection)


@pytest.mark.django_db
@pytest.mark.both
def test_a_database_of_a_newer_kolokasi_is_refused():
    from django.db.migrations.recorder import MigrationRecorder

    recorder = MigrationRecorder(connection)
    recorder.record_applied("accounts", "9999_from_the_future")
    with pytest.raises(Misconfigured, match="lebih baru"):
        guard.check_schema(connection)
    recorder.record_unapplied("accounts", "9999_from_the_future")
    guard.check_schema(connection)


@pytest.mark.django_db
@pytest.mark.both
def test_the_models_and_the_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.only_postgresql
@pytest.mark.django_db
@pytest.mark.parametrize("level", ["on", "local", "remote_apply"])
def test_postgresql_that_waits_for_its_disk_passes(level):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL synchronous_commit = {level}")
    guard.check_postgresql(connection)


@pytest.mark.only_postgresql
@pytest.mark.django_db
def test_postgresql_that_does_not_wait_for_its_disk_is_refused():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    with pytest.raises(Misconfigured, match="synchronous_commit"):
        guard.check_postgresql(connection)


@pytest.mark.only_sqlite
def test_tests_run_on_a_file_with_the_production_options():
    """Else no race would be a race."""
    entry = settings.DATABASES["default"]
    assert entry["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert not connection.is_in_memory_db()
