"""Two workers at the same moment: every mail once."""

from __future__ import annotations

from functools import partial

import pytest

from crowd import Crowd, split
from kolokasi.cases import worker
from kolokasi.cases.models import Effect
from kolokasi.cases.worker import work_off
from post_office import PostOffice
from stage import Stage

SLUG = "penempatan-server"


def many(stage: Stage, requests: int = 10) -> int:
    for _ in range(requests):
        stage.request(SLUG)
    return Effect.objects.count()


def test_two_workers_never_send_one_mail_twice(committed: None, post: PostOffice) -> None:
    stage = Stage("karanganyar")
    owed = many(stage)
    with Crowd(2) as workers:
        while Effect.objects.filter(done_at__isnull=True).exists():
            _, errors = split(workers.at_once(*[partial(work_off, stage.now)] * 2))
            assert errors == []
    assert len(post.identities) == len(set(post.identities)) == owed


@pytest.mark.control
def test_without_the_lease_two_workers_send_twice(
    committed: None, post: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_lease", lambda *_: True)
    stage = Stage("karanganyar")
    owed = many(stage)
    with Crowd(2) as workers:
        while Effect.objects.filter(done_at__isnull=True).exists():
            workers.at_once(*[partial(work_off, stage.now)] * 2)
    assert len(set(post.identities)) == owed
    assert len(post.identities) > owed
