"""An act outside a case, done once under its form's key: a setting, a duty, a mail to be sent again.

The same keys, the same table and the same doubt as for a case's acts (``cases.acts``); only that here
nothing is replayed from a log: what was answered is kept with the key.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from kolokasi.cases import acts
from kolokasi.cases.acts import Done
from kolokasi.cases.commit import CommitInDoubt, certain_commit
from kolokasi.cases.gate import write_turn
from kolokasi.core.refusal import Refused


@dataclass(slots=True, kw_only=True)
class Sending:
    """A form as it was sent: its key, by whom, a digest of what it says.

    ``answer`` is what whoever sends it again will hear; it is set before the transaction ends.
    """

    key: str
    person: int
    body: str
    answer: str = ""


class Again(Exception):
    """This form has had its effect before: its answer is ``done.answer``."""

    def __init__(self, done: Done) -> None:
        super().__init__(done.answer)
        self.done = done


@contextmanager
def once(sending: Sending, *, now: datetime) -> Iterator[None]:
    """The writer's turn and a transaction in which something is done under the key.

    Raises Again where an earlier sending had done it, whatever has become of it since; Refused as the act
    itself does, or with "sedang dipastikan" where nobody knows whether it was stored. As in ``transact``,
    the key is looked up only where something stands against the act: a refusal, or the key's own row.
    """
    acts.check_key(sending.key)
    try:
        with write_turn(), certain_commit(), transaction.atomic():
            yield
            _remember(sending, now)
    except (Refused, IntegrityError):
        done = acts.earlier(sending.key, person=sending.person, body=sending.body)
        if done is not None:
            raise Again(done) from None
        raise
    except (
        CommitInDoubt
    ) as doubt:  # if the key knows it, it was stored, and all is as if nobody doubted
        acts.settled(sending.key, person=sending.person, doubt=doubt)


def _remember(sending: Sending, now: datetime) -> None:
    done = Done(case=0, number="", seq=0, answer=sending.answer)
    with connection.cursor() as cursor:
        acts.remember(
            cursor, sending.key, person=sending.person, body=sending.body, done=done, at=now
        )
