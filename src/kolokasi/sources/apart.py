"""A process of its own for a file that a stranger made, with little memory and little time.

A few kilobytes can unfold into gigabytes or into hours of work. What such a file can bring down is that
process, which knows nothing and writes nothing. It is a module of ours that is run with the file's path,
binds itself first, and answers with one line of JSON.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

PATIENCE = 30  # seconds by the wall clock, on a machine that has other things to do
_MEMORY = 1024 * 1024 * 1024
_SECONDS = 10


class TooHeavy(Exception):
    """The process came to its bounds, or fell, before it could answer."""


def ask_apart(module: str, path: Path) -> object:
    """What the module says of the file. Raises TooHeavy with the cause, for the log."""
    command = [sys.executable, "-I", "-m", module, str(path)]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise TooHeavy(f"more than {PATIENCE} s") from None
    try:
        answer: object = json.loads(done.stdout)
    except ValueError:  # its bounds ended it before it could answer, or something else did
        said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise TooHeavy(f"{done.returncode} {said[:300]}".strip()) from None
    return answer


def bind() -> None:
    """Called by the module first of all: so much memory, so much time, no file, no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
