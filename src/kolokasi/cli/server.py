"""Commands that need the database: preparing it, serving, working, verifying."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence

from kolokasi.config.installation import Installation, Misconfigured

_SETTINGS = "kolokasi.config.settings"


def serve(chosen: argparse.Namespace) -> int:
    """Check that acts are safe here, then serve until stopped."""
    django_ready()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from kolokasi.config import guard, orphans

    guard.check()
    guard.become_the_only_server()  # to say no here, in a sentence; the server process takes it itself
    guard.step_down()
    connection.close()
    _refuse_taken_address(chosen.host, chosen.port)
    call_command("collectstatic", interactive=False, verbosity=0)

    installation = settings.INSTALLATION
    embedded = connection.vendor == "sqlite"
    orphans.announce_parent()
    server = Granian(
        "kolokasi.config.wsgi:application",
        address=chosen.host,
        port=chosen.port,
        interface=Interfaces.WSGI,
        workers=1 if embedded else installation.workers,
        blocking_threads=installation.threads,
        backlog=1024,
        respawn_failed_workers=True,
        workers_kill_timeout=15,
        websockets=False,
        log_level=LogLevels.warning,
    )
    said = (chosen.host, chosen.port, *_first_look(installation))
    threading.Thread(target=_announce, args=said, daemon=True).start()
    server.serve()
    return 0


def worker(chosen: argparse.Namespace) -> int:
    """Do what is owed to the outside world until told to stop; the act at hand is finished first."""
    django_ready()
    from django.db import connection

    from kolokasi.cases import worker as working
    from kolokasi.config import guard

    guard.check()
    if connection.vendor == "sqlite":
        raise Misconfigured(
            "Dengan SQLite, pekerja hidup di dalam peladen (kolokasi serve); perintah ini hanya untuk "
            "PostgreSQL."
        )
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    print("Pekerja siap.", flush=True)
    working.run(stop)
    return 0


def migrate(chosen: argparse.Namespace) -> int:
    """Make or update the tables, the shared counters' too. Safe to repeat."""
    django_ready()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    print("Basis data siap.")
    return 0


def demo(chosen: argparse.Namespace) -> int:
    """The shipped offices with invented people, and who of them can sign in. Safe to repeat."""
    django_ready()
    from kolokasi.cases import demo as invented

    for line in invented.load() or ():
        print(line)
    return 0


def verify(chosen: argparse.Namespace) -> int:
    """Every broken place in the log of every case; exit code 1 if there is one."""
    django_ready()
    from kolokasi.cases.verify import verify as faults

    found = 0
    for fault in faults():
        found += 1
        print(fault)
    print("Rantai catatan utuh." if not found else f"{found} kerusakan ditemukan.")
    return 1 if found else 0


def manage(arguments: Sequence[str]) -> int:
    """Django's own commands, with our settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", _SETTINGS)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["kolokasi manage", *arguments])
    return 0


def _refuse_taken_address(host: str, port: int) -> None:
    """Try the address, so that a taken port is a sentence and not a stack trace of the server's."""
    try:
        kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(kind, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except (OSError, OverflowError) as error:
        raise Misconfigured(
            f"Alamat {host}:{port} tidak dapat dipakai ({error}); pilih yang lain dengan --host dan "
            "--port."
        ) from error


def _first_look(installation: Installation) -> list[str]:
    """What somebody who tries Kolokasi out needs to know besides the address."""
    said = []
    if installation.demo:
        from kolokasi.cases.demo import PASSWORD

        said.append(f"  Siapa yang dapat masuk: {installation.base_url}/contoh/")
        said.append(f"  Kata sandi mereka semua: {PASSWORD}")
    if installation.mail_folder:
        said.append(f"  Surel tidak dikirim, tetapi ditulis ke folder {installation.mail_folder}")
    return said


def _announce(host: str, port: int, *more: str) -> None:
    """Say that it is ready when it is: as soon as the server takes connections."""
    nearby = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - only compared
    for _ in range(600):
        with socket.socket(socket.AF_INET6 if ":" in nearby else socket.AF_INET) as knock:
            if knock.connect_ex((nearby, port)) == 0:
                ready = f"Kolokasi siap di http://{host}:{port}/ (berhenti: Ctrl-C)"
                print("\n".join([ready, *more]), flush=True)
                return
        time.sleep(0.1)


def django_ready() -> None:
    """Django with the installation's settings, for a command that needs the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", _SETTINGS)
    import django

    django.setup()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
