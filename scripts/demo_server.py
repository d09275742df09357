"""A running demo of its own: a folder that goes away, a free port, and a clock that the caller sets.

The clock makes pictures repeatable: the same request is handed in at the same minute of the same day.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

KOLOKASI = [sys.executable, "-c", "import sys; from kolokasi.cli import main; sys.exit(main())"]
# Python runs this at the start of every process that finds it; Kolokasi asks Django for the time.
_TOLD_CLOCK = """\
import datetime, pathlib
from django.utils import timezone
timezone.now = lambda: datetime.datetime.fromisoformat(pathlib.Path({path!r}).read_text())
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    url: str
    clock: Path

    def set_clock(self, moment: datetime) -> None:
        self.clock.write_text(moment.isoformat())


@contextmanager
def running_demo(start: datetime) -> Iterator[Demo]:
    """Prepare, serve, yield; then end what was started here, and nothing else."""
    with tempfile.TemporaryDirectory(prefix="kolokasi-demo-") as name:
        folder, port = Path(name), _free_port()
        demo = Demo(url=f"http://127.0.0.1:{port}", clock=folder / "clock")
        demo.set_clock(start)
        (folder / "sitecustomize.py").write_text(_TOLD_CLOCK.format(path=str(demo.clock)))
        rest = {name: text for name, text in os.environ.items() if not name.startswith("KOLOKASI_")}
        environment = {
            **rest,
            "PYTHONPATH": str(folder),
            "KOLOKASI_DATA": str(folder / "var"),
            "KOLOKASI_DATABASE": f"sqlite:///{folder}/demo.sqlite3",
            "KOLOKASI_BASE_URL": demo.url,
            "KOLOKASI_MAIL_FOLDER": str(folder / "mail"),
            "KOLOKASI_DEMO": "true",
        }
        for word in ("migrate", "demo"):
            subprocess.run(
                [*KOLOKASI, word], env=environment, check=True, stdout=subprocess.DEVNULL
            )
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [*KOLOKASI, "serve", "--port", str(port)], env=environment, stdout=log, stderr=log
            )
        try:
            _wait_for(demo.url, server, folder / "log")
            yield demo
        finally:
            server.terminate()
            server.wait(30)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    raise SystemExit(log.read_text()[-3000:])
