"""A stage for stories on the database: the same plays as in memory, through the one write path."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kolokasi.cases.models import Case
from kolokasi.cases.models import Event as EventRow
from kolokasi.core import case_state
from kolokasi.core.case_state import CaseState
from kolokasi.core.commands import Command, File, StartCase
from kolokasi.core.events import Event, from_facts
from kolokasi.inventory.models import RegisterEntry
from stage import SCAN, Stage


class DatabaseStage:
    """One case of one SOP in one office. Satisfies ``stories.player.Stage``."""

    def __init__(self, office: Stage, slug: str) -> None:
        self.office, self.slug = office, slug
        self.case: Case | None = None

    def perform(self, command: Command, role: str) -> None:
        if isinstance(command, StartCase):
            letter = replace(command, agency=self.office.agency.pk)
            version = self.office.version(self.slug).pk
            done = self.office.do(self.office.applicant(), letter, version=version)
            self.case = Case.objects.get(pk=done.case)
        else:
            self.office.do(self.office.by(self.slug, role), command, case=self._case().pk)

    def wait_until(self, at: datetime) -> None:
        self.office.now = max(self.office.now, at)

    def file(self, document: str) -> File:
        return File(document=document, name=f"{document}.pdf", sha256=SCAN)

    def state(self) -> CaseState:
        return case_state.load(Case.objects.values_list("state", flat=True).get(pk=self._case().pk))

    def events(self) -> Sequence[Event]:
        rows = EventRow.objects.filter(case=self._case()).order_by("seq")
        return [from_facts(row.kind, json.loads(row.facts)) for row in rows]

    def registered(self) -> bool:
        return RegisterEntry.objects.filter(case_id=self._case().pk).exists()

    def row(self) -> Case:
        """The case as it now lies in its table."""
        assert self.case is not None, "the story has not begun"
        return Case.objects.select_related("agency", "requester").get(pk=self.case.pk)

    def _case(self) -> Case:
        assert self.case is not None, "the story has not begun"
        return self.case
