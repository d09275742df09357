"""A server process whose parent was killed must not live on: it would hold the port and SQLite's lock."""

from __future__ import annotations

import ctypes
import os
import signal

PARENT = "SERVED_BY"  # environment: process id of the `kolokasi serve` that started this process
_PR_SET_PDEATHSIG = 1


def announce_parent() -> None:
    """Said by the parent, before it starts others."""
    os.environ[PARENT] = str(os.getpid())


def die_with_parent() -> None:
    """Asked by the child: let Linux end it together with its parent. Nothing else started it? Then nothing."""
    if os.environ.get(PARENT) != str(os.getppid()):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.environ[PARENT] != str(os.getppid()):  # it went just before
        os.kill(os.getpid(), signal.SIGKILL)
