"""A contestant is a process of its own, asked line by line; so that all can take turns in one run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class Contestant:
    """The asking side. Ends the process when it is left."""

    def __init__(self, python: Path, module: str, settings: Mapping[str, str]) -> None:
        kept = {key: one for key, one in os.environ.items() if not key.startswith("KOLOKASI_")}
        paths = os.pathsep.join(str(one) for one in (ROOT, ROOT / "src"))
        self.module = module
        self._process = subprocess.Popen(
            [python, "-m", f"benchmarks.{module}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**kept, **settings, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        )

    def ask(self, question: str, *values: object) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps([question, *values]), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.module} ended while it was asked: {question}")
        return json.loads(answer)

    def __enter__(self) -> Contestant:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def answer(**questions: Callable[..., object]) -> None:
    """The answering side: until the asker hangs up. Whatever else is printed goes to standard error."""
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        name, *values = json.loads(line)
        print(json.dumps(questions[name](*values)), file=answers, flush=True)
