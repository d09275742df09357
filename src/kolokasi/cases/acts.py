"""Idempotency keys: one act, however often it is sent.

A form carries a fresh key. The first transaction that commits with it writes a row here; whoever comes
later with the same key and the same content gets the same answer, and with other content a refusal.
When a connection is lost at commit, this row is how everybody learns whether it happened.
"""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.backends.utils import CursorWrapper

from kolokasi.cases import rows
from kolokasi.cases.commit import CommitInDoubt, certain_commit
from kolokasi.cases.gate import write_turn
from kolokasi.core.commands import Command
from kolokasi.core.refusal import Refused, Why

_KEY = re.compile(r"[A-Za-z0-9-]{16,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an act came to: its place in the case's log; outside a case (``case`` is 0) what was answered.
    ``replayed`` when an earlier sending had done it."""

    case: int
    number: str
    seq: int
    answer: str = ""
    replayed: bool = False


def new_key() -> str:
    return uuid4().hex


def is_key(key: str) -> bool:
    return _KEY.fullmatch(key) is not None


def check_key(key: str) -> None:
    if not is_key(key):
        raise Refused(
            Why.INVALID, "Formulir ini tidak lengkap. Muat ulang halaman, lalu kirim sekali lagi."
        )


def body_of(command: Command, target: object) -> str:
    """A digest of what is asked, to tell a resend from another question under the same key."""
    text = _JSON.encode([type(command).__name__, target, command])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def earlier(key: str, *, person: int, body: str) -> Done | None:
    """The answer of an earlier act under this key, if there was one. A transaction of its own."""
    known = _known(key)
    if known is None:
        return None
    if known.person != person or known.body != body:
        raise Refused(
            Why.KEY_REUSED,
            "Formulir ini sudah pernah dikirim dengan isi lain. Muat ulang halaman sebelum mengirim.",
        )
    return _done(known)


def settle(key: str, *, person: int) -> Done | None:
    """Whether an act with this key was recorded, for certain: the answer to "sedang dipastikan"."""
    if not _KEY.fullmatch(key):
        return None
    try:
        known = _known(key)
    except CommitInDoubt:
        return None
    return _done(known) if known is not None and known.person == person else None


def settled(key: str, *, person: int, doubt: CommitInDoubt) -> Done:
    """The commit may or may not have happened: ask the key, on a fresh connection.

    Where a standby was not waited for, the key would say yes and prove nothing: the primary may still be
    lost with it. Sending it again settles that, since finding the key then waits for the standby.
    """
    connection.close()
    done = None
    if not doubt.unsynced:
        with suppress(DatabaseError, InterfaceError):
            done = settle(key, person=person)
    if done is None:
        raise Refused(
            Why.UNCERTAIN,
            "Sambungan ke basis data terputus tepat saat menyimpan. Tindakan Anda sedang dipastikan; "
            "mengirim ulang aman dan tidak akan tercatat dua kali.",
        ) from doubt
    return done


def remember(
    cursor: CursorWrapper, key: str, *, person: int, body: str, done: Done, at: datetime
) -> None:
    """Write the key. IntegrityError if a twin was faster: the caller looks again."""
    rows.add_act(cursor, (key, person, body, done.case or None, done.seq, at, done.answer))


def _known(key: str) -> rows.KnownAct | None:
    """A transaction of its own."""
    with write_turn(), certain_commit(), transaction.atomic(), connection.cursor() as cursor:
        return rows.read_act(cursor, key)


def _done(known: rows.KnownAct) -> Done:
    return Done(
        case=known.case, number=known.number, seq=known.seq, answer=known.answer, replayed=True
    )


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, frozenset | set):
        return sorted(value)
    return str(value)


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=_plain)
