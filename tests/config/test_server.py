"""The server as a process: started, refused, killed. Each with a data folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

pytestmark = pytest.mark.slow

KOLOKASI = [sys.executable, "-c", "import sys; from kolokasi.cli import main; sys.exit(main())"]
READY = "Kolokasi siap"


@pytest.fixture
def data() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir=os.environ["KOLOKASI_TEST_PLACE"]))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def settings(data: Path, **more: str) -> dict[str, str]:
    ours = {"KOLOKASI_DATA": str(data), "KOLOKASI_DATABASE": f"sqlite:///{data}/k.sqlite3", **more}
    rest = {name: value for name, value in os.environ.items() if not name.startswith("KOLOKASI_")}
    return {**rest, "DJANGO_SETTINGS_MODULE": "kolokasi.config.settings", **ours}


def run(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*KOLOKASI, *words],
        env=settings(data, **more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(data: Path, *words: str, ready: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """A command that runs on, from the moment it says that it is ready until it is told to stop."""
    with (data / "log").open("a") as log:
        process = subprocess.Popen(
            [*KOLOKASI, *words],
            env=settings(data, **more),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    assert process.stdout
    try:
        said = process.stdout.readline()
        assert ready in said, said + (data / "log").read_text()
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stdout.close()


def serving(data: Path, port: int, **more: str):
    return running(data, "serve", "--port", str(port), ready=READY, **more)


def page(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/masuk/", timeout=20) as reply:
        return int(reply.status)


def listener(data: Path) -> int:
    """The process that holds SQLite's lock, as it wrote itself into it."""
    return int((data / "k.server-lock").read_text())


@pytest.mark.only_sqlite
def test_a_killed_server_leaves_no_orphan_and_the_next_one_starts(data):
    assert run(data, "migrate").returncode == 0
    port = free_port()
    with serving(data, port) as first:
        assert page(port) == 200
        second = run(data, "serve", "--port", str(free_port()))
        assert second.returncode == 2
        assert f"Peladen lain (proses {listener(data)})" in second.stderr
        child = os.pidfd_open(listener(data))
        first.send_signal(signal.SIGKILL)
        first.wait()
        import select

        gone, _, _ = select.select(
            [child], [], [], 10
        )  # a pidfd is readable when its process ended
        os.close(child)
        assert gone, "the server process outlived the one that started it"
    with serving(data, port):
        assert page(port) == 200


@pytest.mark.only_sqlite
def test_what_cannot_start_says_why_in_one_sentence(data):
    unprepared = run(data, "serve", "--port", str(free_port()))
    assert (unprepared.returncode, unprepared.stderr) == (
        2,
        "kolokasi: Basis data belum diperbarui; jalankan: kolokasi migrate\n",
    )
    assert run(data, "migrate").returncode == 0
    assert run(data, "migrate").returncode == 0  # again, with nothing to do
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = run(data, "serve", "--port", str(taken.getsockname()[1]))
    assert refused.returncode == 2
    assert "pilih yang lain dengan --host dan --port" in refused.stderr
    assert "Traceback" not in refused.stderr
    alone = run(data, "worker")
    assert alone.returncode == 2
    assert "hidup di dalam peladen" in alone.stderr


@pytest.mark.only_sqlite
def test_a_misspelt_setting_stops_every_command(data):
    refused = run(data, "migrate", KOLOKASI_SMTP_HOTS="surel.example")
    assert refused.returncode == 2
    assert "Maksudnya “KOLOKASI_SMTP_HOST”?" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.only_sqlite
def test_commands_about_sops_load_no_django(data):
    program = (
        "import sys; from kolokasi.cli import main; main(['check']);"
        "sys.exit(any(name.partition('.')[0] == 'django' for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.only_sqlite
def test_djangos_own_commands_are_passed_through(data):
    assert "createsuperuser" in run(data, "manage", "help").stdout


@pytest.mark.only_postgresql
def test_on_postgresql_several_servers_and_workers_share_one_database(data, db):
    name, folder = connection.settings_dict["NAME"], connection.settings_dict["HOST"]
    shared = {"KOLOKASI_DATABASE": f"postgresql://kolokasi@/{name}?host={folder}"}
    first, second = free_port(), free_port()
    with (
        serving(data, first, **shared),
        serving(data, second, **shared),
        running(data, "worker", ready="Pekerja siap", **shared) as worker,
        running(data, "worker", ready="Pekerja siap", **shared),
    ):
        assert page(first) == page(second) == 200
        worker.terminate()
        assert worker.wait(timeout=30) == 0  # the act at hand is finished, then it goes


@pytest.mark.only_sqlite
def test_a_demo_says_where_its_people_are_and_writes_mail_into_a_folder(data):
    assert run(data, "migrate").returncode == 0
    mail = data / "mail"
    with serving(data, free_port(), KOLOKASI_DEMO="true", KOLOKASI_MAIL_FOLDER=str(mail)) as server:
        assert server.stdout
        said = [server.stdout.readline() for _ in range(3)]
    assert "/contoh/" in said[0]
    assert "kolokasi-contoh" in said[1]
    assert str(mail) in said[2]
    send = "from django.core.mail import send_mail as s; s('Perihal', 'Isi', None, ['a@b.example'])"
    sent = run(data, "manage", "shell", "-c", send, KOLOKASI_MAIL_FOLDER=str(mail))
    assert sent.returncode == 0, sent.stderr
    assert "Subject: Perihal" in next(mail.iterdir()).read_text()
