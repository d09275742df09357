"""Kolokasi as processes that may be killed at any moment, and people who go on sending regardless."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

KOLOKASI = [sys.executable, "-c", "import sys; from kolokasi.cli import main; sys.exit(main())"]
_PATIENCE = 90  # seconds for a process to come up on a busy machine
_MOMENT = 0.05  # other processes tell nobody when they are ready; there is nothing else to wait on
Fields = Mapping[str, str]
Upload = tuple[str, bytes]  # name, content


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass(kw_only=True)
class Process:
    """One command that runs on, started again whenever it was killed."""

    words: Sequence[str]
    settings: Mapping[str, str]
    log: Path
    port: int = 0  # where it answers; 0: it does not
    running: subprocess.Popen[bytes] | None = None
    kills: int = 0

    def start(self) -> None:
        """Until it stays: just after a kill, port or lock may still be held by what is dying."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            with self.log.open("ab") as log:
                self.running = subprocess.Popen(
                    [*KOLOKASI, *self.words], env=dict(self.settings), stdout=log, stderr=log
                )
            while self.running.poll() is None:
                if not self.port or answers(self.port):
                    return
                time.sleep(_MOMENT)
        raise RuntimeError(self.log.read_text()[-3000:])

    def kill(self, *, child: bool = False) -> None:
        """SIGKILL, for the process that we started or for the one that it started itself."""
        assert self.running is not None
        self.kills += 1
        if child:
            pid = self.running.pid
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            for one in children:
                os.kill(int(one), signal.SIGKILL)
            return  # its parent starts another
        self.running.kill()
        self.running.wait()
        self.start()

    def stop(self) -> None:
        if self.running is not None and self.running.poll() is None:
            self.running.terminate()
            try:
                self.running.wait(30)
            except subprocess.TimeoutExpired:
                self.running.kill()
                self.running.wait()


def answers(port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(5)
        return one.connect_ex(("127.0.0.1", port)) == 0


@dataclass(kw_only=True)
class Answer:
    status: int
    location: str
    text: str


@dataclass(kw_only=True)
class Browser:
    """One person's browser: cookies, forms, files. It follows nothing by itself."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"", {})

    def post(
        self, path: str, fields: Fields, uploads: Mapping[str, Upload] | None = None
    ) -> Answer:
        fields = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **fields}
        if not uploads:
            body = urllib.parse.urlencode(fields).encode()
            return self._ask("POST", path, body, {"Content-Type": _FORM})
        body, kind = _multipart(fields, uploads)
        return self._ask("POST", path, body, {"Content-Type": kind})

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            line.request(method, path, body, {"Cookie": cookies, **headers})
            reply = line.getresponse()
            text = reply.read().decode()
            for name, value in reply.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
            where = urlsplit(reply.headers.get("Location") or "").path
            return Answer(status=reply.status, location=where, text=text)
        finally:
            line.close()

    def insist(
        self, path: str, fields: Fields, uploads: Mapping[str, Upload] | None = None
    ) -> tuple[Answer, int]:
        """Send the same form until somebody answers it; how often that took."""
        until = time.monotonic() + _PATIENCE
        times = 0
        while time.monotonic() < until:
            times += 1
            try:
                answer = self.post(path, fields, uploads)
            except (OSError, http.client.HTTPException):
                time.sleep(_MOMENT)
                continue
            if answer.status != 503:  # "sedang dipastikan": sending it again settles it
                return answer, times
        raise TimeoutError(path)

    def sign_in(self, name: str, password: str) -> None:
        page = self.get("/masuk/")
        assert page.status == 200, page.text[:500]
        answer = self.post("/masuk/", {"login": name, "password": password})
        assert answer.status == 302, said(answer)


def said(answer: Answer) -> str:
    """What a page says, without its furniture."""
    main = answer.text.partition("<main")[2].partition("</main")[0] or answer.text
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())[:1500]


_FORM = "application/x-www-form-urlencoded"


def _multipart(fields: Fields, uploads: Mapping[str, Upload]) -> tuple[bytes, str]:
    mark = uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, (title, content) in uploads.items():
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{title}"\r\n'
            "Content-Type: application/pdf\r\n\r\n"
        )
        parts.append(head.encode() + content + b"\r\n")
    return b"".join(parts) + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"
