"""Files that nobody names any more go after a day; what a draft or a case names stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Event as Signal
from typing import Any

import pytest

from kolokasi.cases import drafts, leftovers, worker
from kolokasi.cases.models import CaseFile
from kolokasi.core.commands import File
from kolokasi.letters.files import path_of, store
from papers import pdf
from stage import Stage

pytestmark = pytest.mark.django_db
SLUG = "penempatan-server"


def test_a_thrown_away_letter_goes_after_a_day_and_a_drafts_or_a_cases_stays(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    stage = Stage("karanganyar")
    wati = stage.applicant()

    def letter(text: str) -> str:
        return store([pdf(text)], name="surat.pdf", person=wati.id, at=stage.now).sha256

    filed, drafted, thrown_away = letter("Surat"), letter("Draf"), letter("Batal")
    monkeypatch.setattr("stage.SCAN", filed)
    stage.request(SLUG)
    assert CaseFile.objects.filter(sha256=filed).exists()
    draft = drafts.begin(
        stage.version(SLUG), agency=stage.agency.pk, person=wati.id, services=[], now=stage.now
    )
    drafts.save(
        draft,
        subject="Aplikasi baru",
        services=[],
        values={},
        files=(File(document="surat", name="surat.pdf", sha256=drafted),),
        note="",
        now=stage.now,
    )
    assert leftovers.clear_away(stage.now + timedelta(hours=23)) == 0
    assert leftovers.clear_away(stage.now + timedelta(hours=25)) == 1
    assert not path_of(thrown_away).exists()
    assert path_of(filed).exists()
    assert path_of(drafted).exists()
    drafts.discard(draft)
    assert leftovers.clear_away(stage.now + timedelta(hours=26)) == 1
    assert not path_of(drafted).exists()


def test_the_worker_clears_away_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, turns = Signal(), iter((0, 1, 23, 25, 26, 49))
    begun, cleared = Stage("karanganyar").now, []

    def clock() -> Any:
        hour = next(turns)
        if hour == 49:
            stop.set()
        return begun + timedelta(hours=hour)

    monkeypatch.setattr(worker.timezone, "now", clock)
    monkeypatch.setattr(worker, "_IDLE_SECONDS", 0)
    monkeypatch.setattr(worker, "work_off", lambda now: 0)
    monkeypatch.setattr(worker.recompute, "catch_up", lambda now: {})
    monkeypatch.setattr(worker.leftovers, "clear_away", cleared.append)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # the test's own one stays
    worker.run(stop)
    assert [(one - begun) // timedelta(hours=1) for one in cleared] == [0, 25, 49]
