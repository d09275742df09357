"""The connection is lost while an act is being stored: nobody is told a guess, and nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.db.backends.signals import connection_created

from crowd import Crowd, split
from kolokasi.cases import acts, commit, transact
from kolokasi.cases.acts import new_key
from kolokasi.cases.asked import Asked
from kolokasi.cases.models import Case, Event
from kolokasi.core.refusal import Refused, Why
from stage import FIXTURES, Stage

pytestmark = pytest.mark.usefixtures("committed")
SLUG = "pusat-data-bersama"


@pytest.fixture
def contoh() -> Stage:
    return Stage("contoh", folder=FIXTURES)


@pytest.fixture(params=["request", "step"])
def asked(request: pytest.FixtureRequest, contoh: Stage) -> Asked:
    """An act that is about to be lost: a new request, or a step of a running case."""
    if request.param == "request":
        return Asked(
            key=new_key(), who=contoh.applicant(), command=contoh.letter(SLUG),
            version=contoh.version(SLUG).pk,
        )  # fmt: skip
    case = contoh.request(SLUG)
    return Asked(
        key=new_key(), who=contoh.by(SLUG, "verifikator"),
        command=contoh.turn(case, "verifikator", "2", "lengkap"), case=case.pk,
    )  # fmt: skip


def effects(asked: Asked) -> int:
    """How often the act has happened."""
    if asked.case:
        return Event.objects.filter(case=asked.case, kind="StepDone").count() - 1
    return Case.objects.count()


@contextmanager
def at_commit(happens: Callable[[Callable[[], None]], None]) -> Iterator[None]:
    """Put something in the way of this connection's next COMMIT, once."""
    with pytest.MonkeyPatch.context() as patch:
        original = type(
            connection._wrapped if hasattr(connection, "_wrapped") else connection_now()
        )

        def once(self: Any) -> None:
            patch.undo()
            happens(lambda: plain(self))

        plain = original.commit
        patch.setattr(original, "commit", once)
        yield


def connection_now() -> Any:
    """What stands behind ``connection`` in this thread."""
    return connections["default"]


def cut_the_line() -> None:
    """What a failing network or primary does to us. On SQLite: the disk says no."""
    if connection.vendor == "sqlite":
        raise OperationalError("disk I/O error")
    pid = connection_now().connection.info.backend_pid

    def kill() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])

    with Crowd(1) as another:
        _, errors = split(another.at_once(kill))
    assert errors == []


def before(commit: Callable[[], None]) -> None:
    cut_the_line()
    commit()  # over a line that is gone


def after(commit: Callable[[], None]) -> None:
    commit()
    cut_the_line()
    raise OperationalError("server closed the connection unexpectedly")


def test_lost_before_it_was_stored_the_person_is_told_that_nobody_knows(
    contoh: Stage, asked: Asked
) -> None:
    with at_commit(before), pytest.raises(Refused, match="sedang dipastikan") as found:
        transact.transact(asked, now=contoh.now)
    assert found.value.why is Why.UNCERTAIN
    assert "mengirim ulang aman" in str(found.value)
    assert effects(asked) == 0
    assert acts.settle(asked.key, person=asked.who.id) is None
    done = transact.transact(asked, now=contoh.now)
    assert not done.replayed
    assert effects(asked) == 1


def test_lost_after_it_was_stored_the_key_knows(contoh: Stage, asked: Asked) -> None:
    with at_commit(after):
        done = transact.transact(asked, now=contoh.now)
    assert done.replayed
    assert effects(asked) == 1
    assert transact.transact(asked, now=contoh.now) == done
    assert effects(asked) == 1


def test_while_the_database_stays_away_nothing_is_guessed(
    contoh: Stage, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was stored, but the key cannot be asked either; the resend finds it."""

    def away(key: str, *, person: int) -> None:
        raise OperationalError("connection refused")

    with monkeypatch.context() as gone, at_commit(after):
        gone.setattr(acts, "settle", away)
        with pytest.raises(Refused) as found:
            transact.transact(asked, now=contoh.now)
    assert found.value.why is Why.UNCERTAIN
    assert effects(asked) == 1
    assert transact.transact(asked, now=contoh.now).replayed
    assert effects(asked) == 1


@pytest.mark.only_postgresql  # a file has no line that could be cut
def test_a_line_lost_before_commit_is_no_doubt_and_not_noticed(
    contoh: Stage, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing can have been written, so a fresh connection does the whole act."""
    decide = transact.decide

    def cut_once(*args: Any) -> Any:
        monkeypatch.setattr(transact, "decide", decide)
        cut_the_line()
        return decide(*args)

    monkeypatch.setattr(transact, "decide", cut_once)
    assert not transact.transact(asked, now=contoh.now).replayed
    assert effects(asked) == 1


@pytest.mark.control
def test_without_the_key_a_resend_happens_twice(
    contoh: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked(
        key=new_key(), who=contoh.applicant(), command=contoh.letter(SLUG),
        version=contoh.version(SLUG).pk,
    )  # fmt: skip
    monkeypatch.setattr(acts, "earlier", lambda key, **_: None)
    monkeypatch.setattr(acts, "remember", lambda *_, **__: None)
    with at_commit(after), pytest.raises(Refused):
        transact.transact(asked, now=contoh.now)
    transact.transact(asked, now=contoh.now)
    assert effects(asked) == 2


@pytest.mark.control
def test_without_telling_doubt_from_failure_the_person_meets_an_error(
    contoh: Stage, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def naive() -> Iterator[None]:
        yield

    monkeypatch.setattr(transact, "certain_commit", naive)
    monkeypatch.setattr(transact, "_TRIES", 1)
    with at_commit(after), pytest.raises(OperationalError):
        transact.transact(asked, now=contoh.now)
    connection.close()
    assert effects(asked) == 1, "it was stored, and the person was told that it failed"


# --- a standby that was not waited for --------------------------------------------------------------


@pytest.fixture
def lonely_primary(committed: None) -> Iterator[Callable[[str], None]]:
    """A primary whose synchronous standby can be taken away: then every commit waits for it until
    somebody loses patience."""

    def standby(name: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{name}'")
            cursor.execute("SELECT pg_reload_conf()")

    yield standby
    standby("")


def impatient(pid: int) -> Callable[[], None]:
    """Cancels the wait for the standby, as an operator or a time limit does."""

    def cancel() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = local")
            while True:
                cursor.execute(
                    "SELECT wait_event = 'SyncRep' FROM pg_stat_activity WHERE pid = %s", [pid]
                )
                row = cursor.fetchone()
                if row and row[0]:
                    cursor.execute("SELECT pg_cancel_backend(%s)", [pid])
                    return

    return cancel


@pytest.mark.only_postgresql
def test_a_standby_that_was_not_waited_for_leaves_doubt(
    contoh: Stage, asked: Asked, lonely_primary: Callable[[str], None]
) -> None:
    pid = connection_now().connection.info.backend_pid
    with Crowd(1) as operator:
        lonely_primary("tidak_ada")
        try:
            for _ in range(2):  # the resend waits for the standby too, and is told the same
                waiting = operator._pool.submit(impatient(pid))
                with pytest.raises(Refused, match="sedang dipastikan"):
                    transact.transact(asked, now=contoh.now)
                waiting.result(30)
                pid = open_again()
        finally:
            lonely_primary("")
        assert effects(asked) == 1, "it is stored here; only nobody knows whether it will stay"
        assert transact.transact(asked, now=contoh.now).replayed, (
            "with the standby back, it is certain"
        )


@pytest.mark.only_postgresql
@pytest.mark.control
def test_without_listening_to_the_warning_it_passes_for_done(
    contoh: Stage, asked: Asked, lonely_primary: Callable[[str], None]
) -> None:
    connection_created.disconnect(dispatch_uid="kolokasi.commit")
    connection.close()
    pid = open_again()
    try:
        with Crowd(1) as operator:
            lonely_primary("tidak_ada")
            waiting = operator._pool.submit(impatient(pid))
            transact.transact(asked, now=contoh.now)
            waiting.result(30)
    finally:
        lonely_primary("")
        connection.close()
        commit.install()


def open_again() -> int:
    connection.ensure_connection()
    pid: int = connection_now().connection.info.backend_pid
    return pid
