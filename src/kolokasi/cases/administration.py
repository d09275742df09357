"""The door to an office's own affairs: one administrative act, in one transaction, by who may do it now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import translation

from kolokasi.accounts.mandates import office_roles_of
from kolokasi.accounts.models import Office, OfficeRole, Person
from kolokasi.accounts.office_acts import Administration
from kolokasi.cases.commit import CommitInDoubt, certain_commit
from kolokasi.cases.gate import write_turn
from kolokasi.cases.once import Sending, once
from kolokasi.core.refusal import Refused, Why


@contextmanager
def administering(
    office: int, *, by: Person | None, now: datetime, sending: Sending | None = None
) -> Iterator[Administration]:
    """Hold the writer's turn, a transaction and the office's row while something is changed.

    The right to do it is asked here again, under the lock: an admin who lost his role while the page lay
    open is refused. ``by`` is None for the installation's own command line. Two admins of an office act
    one after the other. The trail is written in Indonesian, whatever the screen speaks. What a form sends
    (``sending``) is done once, as ``once`` promises; the command line has no key.
    """
    try:
        with _transaction(sending, now), translation.override("id"):
            # NO KEY: requests that only refer to the office do not wait here.
            row = Office.objects.select_for_update(no_key=True).get(pk=office)
            act = Administration(office=row, by=by, now=now)
            if by is not None and not is_admin(by, row.pk, act):
                raise Refused(
                    Why.FORBIDDEN, "Anda bukan admin dinas ini (lagi), maka tidak ada yang diubah."
                )
            yield act
    except IntegrityError as clash:  # two offices chose the same user name at the same moment
        raise Refused(
            Why.TAKEN,
            "Hal yang sama baru saja disimpan orang lain. Muat ulang halaman, lalu periksa.",
        ) from clash
    except CommitInDoubt as doubt:
        raise Refused(
            Why.NOT_YET,
            "Sambungan ke basis data terputus tepat saat menyimpan. Lihat jejak tindakan pada ringkasan "
            "dinas: bila tindakan Anda belum ada di sana, ulangi; mengulang aman.",
        ) from doubt


@contextmanager
def _transaction(sending: Sending | None, now: datetime) -> Iterator[None]:
    if sending is not None:
        with once(sending, now=now):
            yield
    else:
        with write_turn(), certain_commit(), transaction.atomic():
            yield


def is_admin(person: Person, office: int, act: Administration) -> bool:
    return (office, OfficeRole.Role.ADMIN) in office_roles_of(person, act.today)
