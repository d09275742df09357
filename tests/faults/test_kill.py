"""kill -9 in the middle of 200 acts: what was answered is there, once; what is owed is sent, once."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition
from typing import Any
from uuid import uuid4

import pytest

from kolokasi.cases.demo import PASSWORD
from kolokasi.core.stories.examples import example_form
from kolokasi.sources.library import Library
from papers import pdf
from post_office import PostOffice
from served import KOLOKASI, Browser, Process, free_port, said
from stage import PROCEDURES

pytestmark = [pytest.mark.slow, pytest.mark.both]
KEY, SLUG = "karanganyar/penempatan-server", "penempatan-server"
CASES, KILLS = 40, 6
APPLICANTS = ("kra.dinkes", "kra.bapenda")
SENDER = "kolokasi@karanganyar.contoh.go.id"


@dataclass(kw_only=True)
class Installation:
    """Server and worker with their database and mail server; ``ask`` reads the database itself."""

    data: Path
    settings: dict[str, str]
    post: PostOffice
    port: int
    processes: list[Process] = field(default_factory=list)

    def kolokasi(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*KOLOKASI, *words],
            env=self.settings,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        address = self.settings["KOLOKASI_DATABASE"]
        if address.startswith("sqlite"):
            with sqlite3.connect(address.removeprefix("sqlite:///"), timeout=30) as one:
                return one.execute(sql).fetchall()
        import psycopg

        with psycopg.connect(address, autocommit=True) as other:
            cursor = other.execute(sql)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture
def installed(database_kind: str) -> Iterator[Installation]:
    data = Path(tempfile.mkdtemp(dir=os.environ["KOLOKASI_TEST_PLACE"]))
    address = f"sqlite:///{data}/k.sqlite3"
    if database_kind == "postgresql":
        address = new_database()
    rest = {name: value for name, value in os.environ.items() if not name.startswith("KOLOKASI_")}
    port = free_port()
    with PostOffice() as post:
        settings = rest | {
            "DJANGO_SETTINGS_MODULE": "kolokasi.config.settings",
            "KOLOKASI_DATA": str(data),
            "KOLOKASI_DATABASE": address,
            "KOLOKASI_SMTP_PORT": str(post.port),
            "KOLOKASI_MAIL_FROM": f"Kolokasi <{SENDER}>",
            "KOLOKASI_WORKERS": "1",
            "KOLOKASI_THREADS": "4",
        }
        found = Installation(data=data, settings=settings, post=post, port=port)
        for words in (["migrate"], ["demo"]):
            done = found.kolokasi(*words)
            assert done.returncode == 0, done.stderr
        log = data / "log"
        serve = ["serve", "--port", str(port)]
        found.processes.append(Process(words=serve, settings=settings, log=log, port=port))
        if database_kind == "postgresql":
            found.processes.append(Process(words=["worker"], settings=settings, log=log))
        try:
            for process in found.processes:
                process.start()
            yield found
        finally:
            for process in found.processes:
                process.stop()
            shutil.rmtree(data, ignore_errors=True)


def new_database() -> str:
    import psycopg

    address = os.environ["KOLOKASI_DATABASE"]
    name = f"dibunuh_{uuid4().hex[:8]}"
    with psycopg.connect(address.replace("/kolokasi?", "/postgres?"), autocommit=True) as one:
        one.execute(f"CREATE DATABASE {name}")
    return address.replace("/kolokasi?", f"/{name}?")


@dataclass
class Progress:
    """Acts that were answered, as they come: their keys and where they led; and how many were resent."""

    answered: dict[str, str] = field(default_factory=dict)
    resent: int = 0
    changed: Condition = field(default_factory=Condition)

    def note(self, key: str, number: str, times: int) -> None:
        with self.changed:
            self.answered[key] = number
            self.resent += times > 1
            self.changed.notify_all()

    def wait_for(self, count: int, walks: list[Future[None]]) -> None:
        """Until so many acts were answered, or somebody could not go on (which is raised here)."""
        with self.changed:
            while len(self.answered) < count:
                self.changed.wait(1)
                for walk in walks:
                    if walk.done():
                        walk.result()


class Clerk:
    """Carries requests from letter to refusal, signing in as everybody who has a hand in it."""

    def __init__(self, port: int, applicant: str, progress: Progress) -> None:
        library = Library.load(PROCEDURES)
        self.procedure = library.procedure(KEY)
        self.progress = progress
        office = library.offices["karanganyar"]
        names = {
            role: f"kra.{office.desks(SLUG, role)[0]}"
            for role in ("administrator", "pengawas", "personil")
        } | {"opd": applicant}
        self.hands = {role: Browser(port=port) for role in names}
        for role, name in names.items():
            self.hands[role].sign_in(name, PASSWORD)
        page = self.hands["opd"].get(f"/dinas/karanganyar/sop/{SLUG}/").text
        self.agency = page.partition('name="agency" value="')[2].partition('"')[0]

    def carry(self, subject: str) -> None:
        """Five acts, each under its own key, sent until it is answered."""
        number = self.hand_in(subject)
        for turn, role in enumerate(("administrator", "pengawas", "personil")):
            self.act(role, number, "2", {"turn": str(turn)})
        self.act("personil", number, "3", {"turn": "0", "outcome": "penuh", "note": "Rak penuh 🙁"})

    def hand_in(self, subject: str) -> str:
        applicant = self.hands["opd"]
        begin = f"/dinas/karanganyar/sop/{SLUG}/permohonan/"
        page, _ = applicant.insist(begin, {"agency": self.agency, "services": "penempatan"})
        assert page.status == 302, said(page)
        first = self.procedure.steps["1"]
        fields = {"subject": subject, "services": "penempatan", "do": "send"}
        for form in first.fills:
            for name, value in example_form(self.procedure.forms[form]).items():
                fields |= flat(f"{form}.{name}", value)
        letter = {
            f"file.{one.document}": ("surat.pdf", pdf("Surat permohonan"))
            for one in first.attachments
        }
        return self.send(applicant, page.location, fields, letter)

    def act(self, role: str, number: str, step: str, fields: dict[str, str]) -> None:
        path = f"/permohonan/{number}/kegiatan/{step}/"
        self.send(self.hands[role], path, {"visit": "1", "note": "", "outcome": "", **fields})

    def send(
        self,
        hand: Browser,
        path: str,
        fields: dict[str, str],
        uploads: dict[str, tuple[str, bytes]] | None = None,
    ) -> str:
        key = uuid4().hex
        answer, times = hand.insist(path, {**fields, "kunci": key}, uploads)
        assert answer.status == 302, (path, answer.status, said(answer))
        led = re.search(r"/permohonan/([^/]+)/", path if "/kegiatan/" in path else answer.location)
        assert led is not None, answer.location
        self.progress.note(key, led[1], times)
        return led[1]


def flat(name: str, value: object) -> dict[str, str]:
    """A form's value under the names that its page gives it."""
    if not isinstance(value, list):
        return {name: str(value)}
    return {
        f"{name}.{index}.{column}": str(cell)
        for index, row in enumerate(value)
        for column, cell in row.items()
    }


def test_killed_six_times_nothing_answered_is_lost_and_nothing_happens_twice(
    installed: Installation,
) -> None:
    progress, chance = Progress(), random.Random(20261123)
    acts = 5 * CASES
    with ThreadPoolExecutor(len(APPLICANTS)) as people:
        clerks = [Clerk(installed.port, applicant, progress) for applicant in APPLICANTS]
        walks = [
            people.submit(carry_all, clerk, range(start, CASES, len(clerks)))
            for start, clerk in enumerate(clerks)
        ]
        moments = sorted(chance.sample(range(10, acts - 10), KILLS))
        for turn, moment in enumerate(moments):
            progress.wait_for(moment, walks)
            process = installed.processes[turn % len(installed.processes)]
            # A server is killed whole, and next time only the process that answers.
            process.kill(child=process.port > 0 and turn % 3 == 2)
        for walk in walks:
            walk.result(180)
    assert sum(process.kills for process in installed.processes) == KILLS
    assert len(progress.answered) == acts
    assert progress.resent > 0, "nobody was cut off: the kills came at no bad moment"

    every_answered_act_is_there_once(installed, progress)
    every_effect_happens_once(installed)
    checked = installed.kolokasi("verify")
    assert checked.returncode == 0, checked.stdout


def carry_all(clerk: Clerk, numbers: range) -> None:
    for number in numbers:
        clerk.carry(f"Permohonan ke-{number}")


def every_answered_act_is_there_once(installed: Installation, progress: Progress) -> None:
    keys = dict(
        installed.ask(
            "SELECT a.key, c.number FROM cases_act a JOIN cases_case c ON c.id = a.case_id"
        )
    )
    assert keys == progress.answered
    subjects = [subject for (subject,) in installed.ask("SELECT subject FROM cases_case")]
    assert sorted(subjects) == sorted(f"Permohonan ke-{number}" for number in range(CASES))
    numbers = sorted(number for (number,) in installed.ask("SELECT number FROM cases_case"))
    assert [one.rpartition("-")[2] for one in numbers] == [f"{n:04}" for n in range(1, CASES + 1)]
    taken: Counter[tuple[object, ...]] = Counter()
    for case, kind, facts in installed.ask("SELECT case_id, kind, facts FROM cases_event"):
        if kind in ("StepDone", "EntryMade"):
            said = json.loads(facts)
            taken[case, said["step"], said["visit"], said["turn"]] += 1
    assert set(taken.values()) == {1}
    assert len(taken) == 5 * CASES  # rows 1, three hands of 2, and 3


def every_effect_happens_once(installed: Installation) -> None:
    """A mail that was under way when its worker was killed is sent again: under the same identity."""
    until = time.monotonic() + 60
    while installed.ask("SELECT 1 FROM cases_effect WHERE done_at IS NULL"):
        assert time.monotonic() < until, installed.ask(
            "SELECT last_error, leased_until, given_up_at FROM cases_effect WHERE done_at IS NULL"
        )
        if len(installed.processes) > 1:  # a killed worker's lease, run out before its 90 seconds
            installed.ask(
                "UPDATE cases_effect SET leased_until = due_at "
                "WHERE done_at IS NULL AND leased_until IS NOT NULL"
            )
        time.sleep(0.2)  # the worker is another process
    owed = installed.ask(
        "SELECT c.number, e.seq, e.id FROM cases_effect e JOIN cases_case c ON c.id = e.case_id"
    )
    wanted = {
        f"<{number}.{seq}.{pk}@{SENDER.partition('@')[2]}>".lower() for number, seq, pk in owed
    }
    sent = Counter(installed.post.identities)
    assert set(sent) == wanted
    assert len(wanted) >= 4 * CASES
    assert sum(sent.values()) - len(sent) <= KILLS, "sent again only where a kill came in between"
