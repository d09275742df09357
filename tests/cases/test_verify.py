"""Somebody with the database's password changes what was written: ``kolokasi verify`` finds and names it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from kolokasi import cli
from kolokasi.accounts.models import Person
from kolokasi.cases.models import Case, CaseFile, Event, FormRevision, Task
from kolokasi.cases.verify import Fault, verify
from kolokasi.core import chain
from kolokasi.letters.files import path_of, store
from kolokasi.letters.models import StoredFile
from log_guard import guard, unguard
from papers import pdf
from stage import MORNING, Stage

ROUNDS = 40  # of each kind of damage
SLUG = "penempatan-server"


def three_cases() -> list[Case]:
    """One granted, one refused, one under way."""
    stage = Stage("karanganyar")
    cases = [stage.request(SLUG) for _ in range(3)]
    for case in cases:
        for role in ("administrator", "pengawas", "personil"):
            stage.take(case, role, "2")
    stage.take(cases[1], "personil", "3", "penuh")
    stage.take(cases[0], "personil", "3", "tersedia")
    for role, step in (
        ("opd", "4"), ("administrator", "5"), ("pengawas", "6"),
        ("opd", "7"), ("personil", "8"), ("personil", "9"),
    ):  # fmt: skip
        ways = stage.procedure(SLUG).steps[step].outcomes
        stage.take(cases[0], role, step, ways[0].key if len(ways) > 1 else "")
    return list(Case.objects.order_by("pk"))


# --- the guard --------------------------------------------------------------------------------------


@pytest.fixture
def case(db: None) -> Case:
    return Stage("karanganyar").request(SLUG)


def refused_by_the_database(attempt: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            attempt()
    except DatabaseError as error:
        return "Catatan peristiwa" in str(error)
    return False


def sql(statement: str) -> Callable[[], None]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


def test_the_log_refuses_to_be_changed(case: Case) -> None:
    last = Event.objects.order_by("-seq")[0]
    for attempt in (
        lambda: Event.objects.filter(pk=last.pk).update(facts="{}"),
        lambda: Event.objects.filter(pk=last.pk).delete(),
        sql("UPDATE cases_event SET at = at"),
        sql("DELETE FROM cases_event"),
    ):
        assert refused_by_the_database(attempt)
    assert Event.objects.filter(case=case).count() == case.seq


@pytest.mark.only_postgresql
def test_the_log_cannot_be_emptied_at_once(committed: None) -> None:
    Stage("karanganyar").request(SLUG)
    assert refused_by_the_database(sql("TRUNCATE cases_event CASCADE"))


@pytest.mark.only_sqlite
def test_the_log_cannot_be_replaced(case: Case) -> None:
    """REPLACE deletes what stands in its way, and asks no DELETE trigger."""
    columns = "id, case_id, seq, kind, at, person_id, facts, hash"
    for id_, seq in (("id", "seq + 100"), ("id + 1000", "seq")):
        put = f"SELECT {id_}, case_id, {seq}, kind, at, person_id, '{{}}', hash FROM cases_event"
        assert refused_by_the_database(
            sql(f"INSERT OR REPLACE INTO cases_event ({columns}) {put} WHERE seq = 1")
        )


@pytest.mark.control
def test_without_its_trigger_the_log_can_be_changed(committed: None) -> None:
    Stage("karanganyar").request(SLUG)
    unguard()
    try:
        assert Event.objects.update(facts="{}") > 0
        Event.objects.all()._raw_delete("default")
        assert not Event.objects.exists()
    finally:
        guard()


# --- finding what was done without it ---------------------------------------------------------------


@pytest.fixture
def cases(
    committed: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Case]]:
    """Three whole cases with their letters, and nothing that guards them."""
    settings.MEDIA_ROOT = tmp_path
    writer = Person.objects.create_user("wati", "wati@contoh.example", name="Wati Rekaan")
    letter = store([pdf("Surat")], name="surat.pdf", person=writer.pk, at=MORNING)
    monkeypatch.setattr("stage.SCAN", letter.sha256)
    found = three_cases()
    unguard()
    yield found
    guard()


@contextmanager
def damaged() -> Iterator[None]:
    """Damage is turned back, so that the next one meets whole cases."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def put_elsewhere(case: Case, seq: int, to: int) -> None:
    Event.objects.filter(case=case, seq=seq).update(seq=to)


def change(case: Case, seq: int, chance: random.Random) -> None:
    row = Event.objects.get(case=case, seq=seq)
    match chance.randrange(4):
        case 0:  # one character of its facts
            place = chance.randrange(len(row.facts))
            other = "x" if row.facts[place] != "x" else "y"
            facts = row.facts[:place] + other + row.facts[place + 1 :]
            Event.objects.filter(pk=row.pk).update(facts=facts)
        case 1:
            Event.objects.filter(pk=row.pk).update(at=row.at.replace(year=2025))
        case 2:
            Event.objects.filter(pk=row.pk).update(person=case.requester_id + 1)
        case _:
            Event.objects.filter(pk=row.pk).update(
                kind="StepSkipped" if row.kind != "StepSkipped" else "X"
            )


def remove(case: Case, seq: int, chance: random.Random) -> None:
    """Also with the rest moved up, and the case's own count put right."""
    Event.objects.filter(case=case, seq=seq).delete()
    if chance.random() < 0.5:
        for later in range(seq + 1, case.seq + 1):
            put_elsewhere(case, later, later - 1)
        Case.objects.filter(pk=case.pk).update(seq=case.seq - 1)


def swap(case: Case, seq: int, chance: random.Random) -> None:
    other = chance.choice([one for one in range(1, case.seq + 1) if one != seq])
    put_elsewhere(case, seq, 10_000)
    put_elsewhere(case, other, seq)
    put_elsewhere(case, 10_000, other)


def insert(case: Case, seq: int, chance: random.Random) -> None:
    """A copy with other facts, at its place or at the end, with the count put right."""
    row = Event.objects.get(case=case, seq=seq)
    place = seq if chance.random() < 0.5 else case.seq + 1
    for later in range(case.seq, place - 1, -1):
        put_elsewhere(case, later, later + 1)
    Event.objects.create(
        case=case, seq=place, kind=row.kind, at=row.at, person_id=row.person_id,
        facts=row.facts.replace(":", " :", 1), hash=row.hash,
    )  # fmt: skip
    Case.objects.filter(pk=case.pk).update(seq=case.seq + 1)


def forge(case: Case, seq: int, chance: random.Random) -> None:
    """The whole chain written anew from one event on, each link right; only the head outside says no."""
    head = chain.GENESIS
    for row in Event.objects.filter(case=case).order_by("seq"):
        facts = row.facts.replace(":", " :", 1) if row.seq == seq else row.facts
        head = chain.link(
            head, case=case.number, seq=row.seq, kind=row.kind, at=row.at,
            actor=str(row.person_id), data=facts,
        )  # fmt: skip
        Event.objects.filter(pk=row.pk).update(facts=facts, hash=head)


def test_one_event_changed_removed_swapped_or_added_is_found_and_named(cases: list[Case]) -> None:
    assert list(verify()) == []
    chance = random.Random(20261123)
    for damage in (change, remove, swap, insert, forge):
        for _ in range(ROUNDS):
            case = chance.choice(cases)
            seq = chance.randint(1, case.seq)
            with damaged():
                damage(case, seq, chance)
                [fault] = list(verify())
            assert fault.case == case.number, f"{damage.__name__} {seq}"
            assert 1 <= fault.seq <= case.seq + 1
            if damage is change:
                assert fault.seq == seq
            if damage in (remove, swap):
                assert fault.seq <= seq
    assert list(verify()) == []


def test_the_command_names_the_case_and_the_event(
    cases: list[Case], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["verify"]) == 0
    assert "utuh" in capsys.readouterr().out
    Event.objects.filter(case=cases[1], seq=4).delete()
    assert cli.main(["verify"]) == 1
    said = capsys.readouterr().out
    assert f"{cases[1].number} peristiwa 4" in said
    assert "dihapus" in said


def faults_after(**changes: Any) -> list[Fault]:
    case = Case.objects.order_by("pk")[0]
    with damaged():
        Case.objects.filter(pk=case.pk).update(**changes)
        found = list(verify())
    assert {one.case for one in found} == {case.number}
    return found


def test_a_state_that_the_events_do_not_make_is_found(cases: list[Case]) -> None:
    state = dict(cases[0].state)
    assert "keadaan" in str(faults_after(state={**state, "ended": None})[0])
    assert "keadaan" in str(faults_after(state={**state, "officers": []})[0])


def test_what_lists_show_is_held_against_the_log(cases: list[Case]) -> None:
    for column, value in (
        ("subject", "Perihal lain"), ("services", ["hosting"]), ("end", "refused"),
        ("reason", "Alasan lain"), ("told", "Kalimat lain"), ("requester", cases[0].requester_id + 1),
    ):  # fmt: skip
        [fault] = faults_after(**{column: value})
        assert column in str(fault)


def test_an_open_task_that_the_log_does_not_know_is_found(cases: list[Case]) -> None:
    for change in (
        lambda: Task.objects.filter(case=cases[2], closed_at__isnull=True).delete(),
        lambda: Task.objects.filter(case=cases[0], step="9").update(closed_at=None, closed_as=""),
    ):
        with damaged():
            change()
            [fault] = list(verify())
        assert "tugas yang terbuka" in str(fault)


def test_form_values_that_are_not_as_signed_are_found(cases: list[Case]) -> None:
    revision = FormRevision.objects.filter(case=cases[0]).order_by("seq")[0]
    values = {**revision.values, next(iter(revision.values)): "diubah kemudian"}
    rows = FormRevision.objects.filter(pk=revision.pk)
    for change, word in (
        (lambda: rows.update(values=values), "tidak sama"),
        (lambda: rows.update(form="lain"), "tidak sama"),
        (rows.delete, "hilang"),
        (
            lambda: FormRevision.objects.create(
                case=cases[0], form=revision.form, seq=2, values=values, sha256="0" * 64
            ),
            "tidak sama",
        ),
    ):
        with damaged():
            change()
            found = list(verify())
        assert found
        assert found[0].case == cases[0].number
        assert word in str(found[0])


def sole_fault_after(change: Callable[[], object], case: Case) -> str:
    with damaged():
        change()
        [fault] = list(verify())
    assert fault.case == case.number
    assert list(verify()) == []
    return str(fault)


def test_a_closed_task_that_is_not_as_the_log_closed_it_is_found(cases: list[Case]) -> None:
    case = cases[0]
    decided = Task.objects.filter(case=case, step="3")
    other = Person.objects.exclude(pk=decided.get().closed_by_id).earliest("pk")
    place = Event.objects.get(case=case, kind="StepDone", facts__contains='"step":"3"').seq
    for change, word in (
        (lambda: decided.update(outcome="penuh"), "hasil"),
        (lambda: decided.update(closed_by=other), "orang"),
        (lambda: decided.update(closed_as="diambil"), "cara"),
        (lambda: decided.update(closed_at=MORNING), "waktu"),
        (lambda: decided.update(role="pengawas"), "peran"),
        (lambda: decided.delete(), "hilang"),
    ):
        said = sole_fault_after(change, case)
        assert f"peristiwa {place}: tugas kegiatan 3" in said
        assert word in said
    entered = Task.objects.filter(case=case, step="2", turn=0)
    assert "orang" in sole_fault_after(lambda: entered.update(closed_by=other), case)

    def invent() -> None:
        row = decided.get()
        row.pk, row.visit = None, 9
        row.save()

    assert "tidak dikenal" in sole_fault_after(invent, case)


def test_a_file_that_is_not_as_the_log_names_it_is_found(cases: list[Case]) -> None:
    rows = CaseFile.objects.filter(case=cases[1])
    file = rows.earliest("pk")
    for changes in ({"name": "lain.pdf"}, {"document": "lain"}, {"seq": 2}):
        with damaged():
            rows.filter(pk=file.pk).update(**changes)
            said = [str(one) for one in verify()]
        assert len(said) == 2, "the one that is there, and the one that should be"
        assert f"{cases[1].number} peristiwa" in said[0]
        assert "tidak sama" in said[0]
        assert f"“{file.name}” ({file.document}) hilang" in said[1]
    with damaged():
        rows.filter(pk=file.pk).update(sha256="b" * 64)
        assert "tidak sama" in str(next(verify()))
    assert "hilang" in sole_fault_after(lambda: rows.filter(pk=file.pk).delete(), cases[1])


def test_one_digest_of_a_form_that_was_changed_is_found(cases: list[Case]) -> None:
    row = FormRevision.objects.filter(case=cases[0]).earliest("seq")
    rows = FormRevision.objects.filter(pk=row.pk)
    said = sole_fault_after(lambda: rows.update(sha256="b" * 64), cases[0])
    assert f"isi formulir {row.form}" in said


def test_one_byte_of_a_letter_that_was_changed_is_found_in_every_case_that_holds_it(
    cases: list[Case],
) -> None:
    file = CaseFile.objects.filter(case=cases[0]).earliest("pk")
    path = path_of(file.sha256)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    found = list(verify())
    assert {one.case for one in found} == {one.number for one in cases}
    assert len(found) == CaseFile.objects.count()
    assert f"berkas “{file.name}” ({file.sha256[:12]}…) berubah sejak disimpan" in str(found[0])
    path.unlink()
    assert "tidak ada atau tidak terbaca" in str(next(verify()))
    path.write_bytes(whole)
    assert list(verify()) == []
    with damaged():
        StoredFile.objects.all().delete()
        assert "tidak tercatat" in str(next(verify()))


def test_a_chain_that_was_forged_with_its_head_but_cannot_be_read_is_told(
    cases: list[Case],
) -> None:
    case = cases[2]
    with damaged():
        Event.objects.filter(case=case, seq=1).update(kind="CaseTeleported")
        forge(case, 0, random.Random(1))
        last = Event.objects.filter(case=case).order_by("-seq")[0]
        Case.objects.filter(pk=case.pk).update(head=bytes(last.hash))
        [fault] = list(verify())
    assert "tidak dapat dibaca" in str(fault)
    assert json.loads(last.facts)
