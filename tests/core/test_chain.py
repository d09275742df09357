"""The hash chain (abuse case T32): one row deleted, altered, reordered or added is found and named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolokasi.core.chain import GENESIS, Break, Damage, Entry, canonical, link, verify

CASE = "KRA-2026-0001"
NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
unhurried = settings(deadline=None, max_examples=200)


def chained(facts: list[str], case: str = CASE) -> list[Entry]:
    """A case's events as transact writes them."""
    rows: list[Entry] = []
    head = GENESIS
    for seq, text in enumerate(facts, start=1):
        row = Entry(
            seq=seq,
            kind="StepDone",
            at=NOON + timedelta(minutes=seq),
            actor=str(seq % 3),
            data=canonical({"note": text, "visit": seq}),
            hash=b"",
        )
        head = _link(head, row, case)
        rows.append(replace(row, hash=head))
    return rows


def _link(head: bytes, row: Entry, case: str = CASE) -> bytes:
    return link(
        head, case=case, seq=row.seq, kind=row.kind, at=row.at, actor=row.actor, data=row.data
    )


def renumbered(rows: list[Entry]) -> list[Entry]:
    return [replace(row, seq=seq) for seq, row in enumerate(rows, start=1)]


def check(rows: list[Entry], whole: list[Entry]) -> Break | None:
    """Against what stands in the case's row: the head and the length of the untouched chain."""
    return verify(rows, case=CASE, head=whole[-1].hash if whole else GENESIS, length=len(whole))


# --- tampering --------------------------------------------------------------------------------------

chains = st.lists(st.text(max_size=8), min_size=3, max_size=12).map(chained)


@st.composite
def spots(draw: st.DrawFn) -> tuple[list[Entry], int]:
    """A chain, and the place (from 0) of one row that has a neighbour on each side."""
    rows = draw(chains)
    return rows, draw(st.integers(1, len(rows) - 2))


@unhurried
@given(chains)
def test_an_untouched_chain_holds(rows: list[Entry]) -> None:
    assert check(rows, rows) is None


def test_a_case_without_events_holds() -> None:
    assert check([], []) is None


@unhurried
@given(chains, st.data())
def test_a_deleted_row_is_found(rows: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    found = check(rows[:place] + rows[place + 1 :], rows)
    assert found is not None
    assert found.seq == place + 1
    assert found.kind is (Damage.CUT if place == len(rows) - 1 else Damage.REMOVED)


@unhurried
@given(chains, st.data())
def test_a_deleted_row_is_found_though_the_others_were_renumbered(
    rows: list[Entry], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(rows) - 2))
    found = check(renumbered(rows[:place] + rows[place + 1 :]), rows)
    assert found is not None
    assert (found.seq, found.kind) == (place + 1, Damage.REMOVED)


@unhurried
@given(chains, st.data())
def test_an_altered_row_is_found(rows: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    row = rows[place]
    altered = data.draw(
        st.sampled_from(
            (
                replace(row, data=row.data.replace('"visit"', '"Visit"')),
                replace(row, kind="StepSkipped"),
                replace(row, at=row.at + timedelta(microseconds=1)),
                replace(row, actor=row.actor + "0"),
                replace(row, hash=bytes(32)),
                replace(row, hash=b""),
                replace(row, data="\ud800"),
            )
        )
    )
    found = check([*rows[:place], altered, *rows[place + 1 :]], rows)
    assert found is not None
    assert (found.seq, found.kind) == (place + 1, Damage.CHANGED)


@unhurried
@given(chains, st.data())
def test_two_rows_out_of_order_are_found(rows: list[Entry], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(rows) - 2))
    second = data.draw(st.integers(first + 1, len(rows) - 1))
    mixed = list(rows)
    mixed[first], mixed[second] = rows[second], rows[first]
    for tampered in (mixed, renumbered(mixed)):
        found = check(tampered, rows)
        assert found is not None
        assert (found.seq, found.kind) == (first + 1, Damage.SWAPPED)


@unhurried
@given(chains, st.data())
def test_an_added_row_is_found(rows: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows)))
    forged = replace(rows[0], seq=place + 1, data=canonical({"note": "disetujui"}), hash=bytes(32))
    inserted = [*rows[:place], forged, *rows[place:]]
    found = check(renumbered(inserted), rows)
    assert found is not None
    assert (found.seq, found.kind) == (place + 1, Damage.INSERTED)
    beside = check(inserted, rows)  # two rows of one number, as no database of ours would allow
    assert beside is not None
    assert (beside.seq, beside.kind) == (place + 1, Damage.INSERTED)


@unhurried
@given(chains, st.data())
def test_a_twin_behind_its_original_is_found(rows: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows) - 2))
    found = check([*rows[: place + 1], rows[place], *rows[place + 1 :]], rows)
    assert found is not None
    assert (found.seq, found.kind) == (place + 1, Damage.INSERTED)


@unhurried
@given(chains, st.data())
def test_a_chain_cut_at_its_end_is_found(rows: list[Entry], data: st.DataObject) -> None:
    kept = data.draw(st.integers(0, len(rows) - 1))
    found = check(rows[:kept], rows)
    assert found is not None
    assert (found.seq, found.kind) == (kept + 1, Damage.CUT)


@unhurried
@given(chains, st.data())
def test_a_chain_forged_anew_from_one_row_on_is_found_by_its_head(
    rows: list[Entry], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    facts = [row.data for row in rows]
    facts[place] += " "
    forged, head = [], GENESIS
    for row, text in zip(rows, facts, strict=True):
        changed = replace(row, data=text)
        head = _link(head, changed)
        forged.append(replace(changed, hash=head))
    found = check(forged, rows)
    assert found is not None
    assert (found.seq, found.kind) == (len(rows), Damage.REWRITTEN)
    # The control: without an expected head nobody would see it.
    assert verify(forged, case=CASE, head=head, length=len(rows)) is None


@unhurried
@given(spots())
def test_a_row_changed_with_its_own_link_is_seen_by_the_next(
    spot: tuple[list[Entry], int],
) -> None:
    rows, place = spot
    changed = replace(rows[place], data=canonical({"note": "lain"}))
    changed = replace(changed, hash=_link(rows[place - 1].hash, changed))
    found = check([*rows[:place], changed, *rows[place + 1 :]], rows)
    assert found is not None
    assert (found.seq, found.kind) == (place + 2, Damage.CHANGED)
    assert f"atau peristiwa ke-{place + 1} ditulis ulang" in found.sentence


def test_a_row_moved_far_away_is_called_a_swap() -> None:
    rows = chained(["a", "b", "c", "d", "e"])
    moved = renumbered([rows[0], rows[2], rows[3], rows[1], rows[4]])
    found = check(moved, rows)
    assert found is not None
    assert (found.seq, found.kind) == (2, Damage.SWAPPED)


def test_events_of_another_case_do_not_fit() -> None:
    other = chained(["a", "b"], case="KRA-2026-0002")
    found = check(other, other)
    assert found is not None
    assert (found.seq, found.kind) == (1, Damage.CHANGED)


# --- what is said -----------------------------------------------------------------------------------


def test_the_sentences_name_the_place() -> None:
    rows = chained(["a", "b", "c", "d"])
    told = [
        check([replace(rows[0], actor="9"), *rows[1:]], rows),
        check([rows[0], rows[2], rows[3]], rows),
        check([rows[0], rows[3]], rows),
        check([rows[0], rows[2], rows[1], rows[3]], rows),
        check(rows[:3], rows),
        check(rows[:1], rows),
        verify(rows, case=CASE, head=GENESIS, length=4),
        verify(rows, case=CASE, head=rows[2].hash, length=3),
    ]
    assert [one and one.sentence for one in told] == [
        "Peristiwa ke-1 (StepDone) tidak lagi cocok dengan rantainya: isinya telah diubah.",
        "Peristiwa ke-2 hilang: ia telah dihapus.",
        "Peristiwa ke-2 sampai ke-3 hilang: semuanya telah dihapus.",
        "Peristiwa ke-3 berdiri di tempat peristiwa ke-2: urutannya tertukar.",
        "Catatan terpotong: peristiwa ke-4, yang terakhir, hilang.",
        "Catatan terpotong: peristiwa ke-2 sampai ke-4 hilang dari ujungnya.",
        (
            "Ujung rantai pada peristiwa ke-4 berbeda dari yang tercatat: peristiwa ini, atau seluruh "
            "rangkaian sampai ke sini, ditulis ulang."
        ),
        "Peristiwa ke-4 tidak seharusnya ada: permohonan ini tercatat hanya sampai peristiwa ke-3.",
    ]


# --- links and canonical text -----------------------------------------------------------------------


def test_a_link_stays_what_it_was() -> None:
    """Written down, so that no later version reads old logs as damaged."""
    assert chained(["a", "b"])[-1].hash.hex() == GOLDEN


GOLDEN = "bc70be3092c3511186b4912cb6cdc45f84a0ef84d3481c1373b224541a455add"


def test_fields_do_not_run_into_each_other() -> None:
    row = chained(["a"])[0]
    one = _link(GENESIS, replace(row, kind="Step", actor="Done"))
    other = _link(GENESIS, replace(row, kind="StepDone", actor=""))
    assert one != other


def test_the_same_moment_is_the_same_link_in_every_zone() -> None:
    row = chained(["a"])[0]
    wit = replace(row, at=row.at.astimezone(timezone(timedelta(hours=9))))
    assert _link(GENESIS, wit) == row.hash


def test_a_link_needs_a_zone_and_a_link_before() -> None:
    row = chained(["a"])[0]
    with pytest.raises(ValueError, match="zona waktu"):
        _link(GENESIS, replace(row, at=datetime(2026, 11, 20)))  # noqa: DTZ001
    with pytest.raises(ValueError, match="32 byte"):
        _link(b"", row)


def test_canonical_text() -> None:
    facts = {"z": [1, True, None, ("a",)], "a": {"ü": "“x” 😀 \u202e", "B": ""}, "A": -5}
    assert canonical(facts) == ('{"A":-5,"a":{"B":"","ü":"“x” 😀 \u202e"},"z":[1,true,null,["a"]]}')
    assert canonical({"kind": Damage.CUT}) == '{"kind":"terpotong"}'
    assert canonical({"b": 1, "a": 2}) == canonical({"a": 2, "b": 1})


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"a": 1.0}, "float"),
        ([float("nan")], "float"),
        ({"a": {1: "x"}}, "harus teks"),
        ({"a": b"x"}, "bytes"),
        ({"a": ["\ud800"]}, "karakter rusak"),
        ({"\udfff": 1}, "karakter rusak"),
        (NOON, "datetime"),
    ],
)
def test_what_has_no_single_form_is_refused(facts: object, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        canonical(facts)
