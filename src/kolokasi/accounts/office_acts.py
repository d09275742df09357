"""Administrative acts: one changes the affairs of an office, and leaves a sentence in its trail.

An ``Administration`` is opened by ``cases.administration.administering``, which holds the writer's turn,
the transaction and the office's row; what is here and beside it only writes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from kolokasi.accounts.models import Office, OfficeAct, Person

PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Administration:
    """Who changes something in which office, and when. ``by`` is None at the command line."""

    office: Office
    by: Person | None
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        """The day on the office's own wall."""
        return today_at(self.office, self.now)

    def note(self, sentence: str) -> None:
        """Write the trail. Who did it and when stand beside the sentence, not in it."""
        OfficeAct.objects.create(office=self.office, person=self.by, at=self.now, sentence=sentence)


def today_at(office: Office, now: dt.datetime) -> dt.date:
    return now.astimezone(ZoneInfo(office.timezone)).date()


def acts_of(office: int, *, before: int = 0, limit: int = PAGE) -> list[OfficeAct]:
    """The trail of an office, newest first."""
    acts = OfficeAct.objects.filter(office=office)
    if before:
        acts = acts.filter(pk__lt=before)
    return list(acts.select_related("person").order_by("-pk")[:limit])
