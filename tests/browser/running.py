"""Kolokasi as an office runs it, for the browser: its own data, server (and worker), and mail box."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

KOLOKASI = [sys.executable, "-c", "import sys; from kolokasi.cli import main; sys.exit(main())"]


class Box(Message):
    """Keeps what arrives."""

    def __init__(self) -> None:
        super().__init__(EmailMessage)
        self.mails: list[Any] = []

    def handle_message(self, message: Any) -> None:
        self.mails.append(message)


@dataclass
class Running:
    url: str
    data: Path
    environment: dict[str, str]
    box: Box
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    read: int = 0

    def kolokasi(self, *words: str) -> str:
        done = subprocess.run(
            [*KOLOKASI, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        return done.stdout

    def faults(self) -> str:
        """What the server said of errors since it was last asked."""
        said = (self.data / "log").read_text()[self.read :]
        self.read += len(said)
        return said[said.index("Traceback") - 500 :] if "Traceback" in said else ""

    def mails_to(self, address: str, about: str, *, within: float = 20) -> list[Any]:
        """Mails to an address whose subject has these words; the worker gets a moment to send them."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            found = [
                one for one in self.box.mails if address in one["To"] and about in one["Subject"]
            ]
            if found:
                return found
            time.sleep(0.1)  # a worker in another process: there is nothing else to wait on
        return []


@contextmanager
def running(database: str) -> Iterator[Running]:
    """Start everything, yield, and end exactly what was started."""
    data = Path(tempfile.mkdtemp(prefix="kolokasi-browser-"))
    box = Box()
    mail = Controller(box, hostname="127.0.0.1", port=free_port())
    mail.start()
    port = free_port()
    rest = {name: value for name, value in os.environ.items() if not name.startswith("KOLOKASI_")}
    one = Running(
        url=f"http://127.0.0.1:{port}",
        data=data,
        box=box,
        environment={
            **rest,
            "DJANGO_SETTINGS_MODULE": "kolokasi.config.settings",
            "KOLOKASI_DATA": str(data),
            "KOLOKASI_DATABASE": database or f"sqlite:///{data}/k.sqlite3",
            "KOLOKASI_BASE_URL": f"http://127.0.0.1:{port}",
            "KOLOKASI_SMTP_PORT": str(mail.port),
            "KOLOKASI_DEMO": "true",
            "KOLOKASI_WORKERS": "1",
        },
    )
    try:
        one.kolokasi("migrate")
        one.kolokasi("demo")
        _start(one, "serve", "--port", str(port))
        if database:
            _start(one, "worker")
        _wait_for(one.url, one)
        yield one
    finally:
        for process in one.processes:
            process.terminate()
        for process in one.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(20)
        mail.stop()
        shutil.rmtree(data, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _start(one: Running, *words: str) -> None:
    with (one.data / "log").open("ab") as log:
        one.processes.append(
            subprocess.Popen([*KOLOKASI, *words], env=one.environment, stdout=log, stderr=log)
        )


def _wait_for(url: str, one: Running) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=5)
        except OSError:
            if one.processes[0].poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    raise RuntimeError((one.data / "log").read_text()[-3000:])
