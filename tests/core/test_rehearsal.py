"""Every path of an SOP, with its time; what is promised; what lies ahead."""

from __future__ import annotations

from datetime import datetime, time
from functools import lru_cache
from pathlib import Path as File
from zoneinfo import ZoneInfo

import pytest

from kolokasi.core import flow
from kolokasi.core.procedure import Condition, End, Procedure, StepKind
from kolokasi.core.proof.rehearsal import Path, ahead, paths, promise, to_json
from kolokasi.core.worktime.calendar import WeekHours, WorkCalendar
from kolokasi.core.worktime.duration import Duration, Unit, parse_duration
from kolokasi.sources.library import Library
from nets import APPLICANT, net, with_step, with_way

WIB = ZoneInfo("Asia/Jakarta")
DAY = ((time(7, 30), time(12)), (time(13), time(16)))  # 450 minutes
CALENDAR = WorkCalendar(timezone=WIB, week=WeekHours(days=(*(DAY,) * 5, (), ())))
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=WIB)
ONE_DAY = Duration(amount=1, unit=Unit.DAY)
SIXTEEN_HOURS = Duration(amount=16, unit=Unit.HOUR)
BOTH = {"penempatan": "Penempatan server", "hosting": "Hosting aplikasi"}


@lru_cache(maxsize=1)
def library() -> Library:
    return Library.load(File(__file__).parents[2] / "procedures")


def shipped(key: str) -> list[tuple[list[str], str, int]]:
    found = to_json(library().procedure(key), paths(library().in_force(key), CALENDAR))["paths"]
    return [(one["steps"], one["end"], one["standard_minutes"]) for one in found]


def walked(found: list[Path]) -> list[tuple[str, End | None]]:
    return [(" ".join(one.steps), one.end) for one in found]


def timed(procedure: Procedure, **times: str) -> Procedure:
    """``_2="1 jam"``: the standard time of step 2."""
    for name, text in times.items():
        procedure = with_step(procedure, name[1:], time=parse_duration(text), time_text=text)
    return procedure


# --- the shipped procedures -------------------------------------------------------------------------


def test_the_yes_path_of_jawa_tengah_takes_sixteen_hours_and_its_no_path_eight_and_a_day() -> None:
    assert shipped("jateng/serah-terima-colocation") == [
        (["1", "2", "3", "4", "5", "6", "7"], "granted", 960),
        (["1", "2", "3", "4", "5"], "refused", 660),
        (["1", "2", "3", "4", "8"], "refused", 8 * 60 + 450),
    ]


def test_the_server_is_brought_only_where_there_is_one() -> None:
    server, mended, refused, hosting = paths(
        library().in_force("karanganyar/penempatan-server"), CALENDAR
    )
    assert server.steps == ("1", "2", "3", "4", "5", "6", "7", "8", "9")
    assert mended.steps == ("1", "2", "3", "4", "5", "6", "7", "8", "7", "8", "9")
    assert refused.steps == ("1", "2", "3")
    assert hosting.steps == ("1", "2", "3", "4", "5", "6", "8", "9")
    assert hosting.services == (frozenset({"hosting"}),)
    assert server.services == (frozenset({"penempatan"}), frozenset({"penempatan", "hosting"}))
    assert len(refused.services) == 3
    assert (server.officer_minutes, server.applicant_minutes) == (570, 465)
    assert server.standard_minutes == 1035
    assert server.performers[1] == ("administrator", "pengawas", "personil")


def test_a_backup_that_runs_until_it_is_called_off_comes_to_its_end() -> None:
    going_on, *_ = paths(library().in_force("jateng/backup"), CALENDAR)
    assert going_on.steps == ("1", "2", "3", "4", "5", "6", "7", "8")
    assert going_on.waits == ("tunggu-surat-penghentian",)
    assert going_on.standard_minutes == 60 + 180 + 450 + 120 + 450 + 120 + 120 + 450


def test_restore_repeats_its_check_only_where_the_office_switched_that_on() -> None:
    restore = library().procedure("jateng/restore")
    off = paths(restore, CALENDAR, options=())
    on = paths(restore, CALENDAR, options={"restore:6.ulang"})
    assert len(off) == 3
    assert {one.steps for one in on} > {one.steps for one in off}
    assert ("1", "2", "3", "4", "5", "6", "5", "7") in {one.steps for one in on}


@pytest.mark.parametrize("key", sorted(library().procedures()))
def test_every_shipped_procedure_has_a_good_end_and_only_whole_paths(key: str) -> None:
    found = paths(library().in_force(key), CALENDAR)
    assert any(one.good for one in found)
    assert all(one.end is not None for one in found)
    assert len({(one.passages, one.end) for one in found}) == len(found)
    assert all(one.standard_minutes > 0 for one in found)


# --- paths ------------------------------------------------------------------------------------------


def test_a_way_back_is_taken_at_most_once() -> None:
    loops = net("1 > 2", "2 > ok: 3 | back: 1", "3 > ok: granted | back: 2")
    assert walked(paths(loops, CALENDAR)) == [
        ("1 2 3", End.GRANTED),
        ("1 2 3 2 3", End.GRANTED),
        ("1 2 3 2 1 2 3", End.GRANTED),
        ("1 2 1 2 3", End.GRANTED),
        ("1 2 1 2 3 2 3", End.GRANTED),
    ]


def test_a_jump_upwards_to_a_row_not_yet_done_is_no_way_back() -> None:
    jump = net("1 > 3", "2 > 4", "3 > 2", "4 > granted")
    assert walked(paths(jump, CALENDAR)) == [("1 3 2 4", End.GRANTED)]


def test_branches_are_played_in_one_order_and_measured_by_the_longest() -> None:
    sheet = net("1 > 2 & 3", "2 > 4", "3 > 5", "4 > 5", "5 < 3 4 > granted")
    sheet = timed(sheet, _1="10 menit", _2="20 menit", _3="2 jam", _4="30 menit", _5="5 menit")
    (path,) = paths(sheet, CALENDAR)
    assert path.steps == ("1", "2", "3", "4", "5")
    assert path.standard_minutes == 10 + 120 + 5
    (path,) = paths(timed(sheet, _3="15 menit"), CALENDAR)
    assert path.standard_minutes == 10 + 20 + 30 + 5


def test_a_step_after_a_skipped_join_still_waits_for_both_branches() -> None:
    sheet = net("1 > 2 & 3", "2 > 4", "3 > 4", "4 < 2 3 > 5", "5 > granted")
    sheet = timed(sheet, _1="1 menit", _2="1 jam", _3="2 menit", _4="3 jam", _5="4 menit")
    sheet = with_step(sheet, "4", condition=Condition(answers=(("ada", "ya"),)))
    (path,) = paths(sheet, CALENDAR)
    assert (path.steps, path.standard_minutes) == (("1", "2", "3", "5"), 1 + 60 + 4)


def test_a_wait_takes_no_time_but_comes_after_what_the_path_puts_before_it() -> None:
    sheet = timed(net("1 > 2 & t", "2 > 3", "t > 3", "3 < 2 t > granted"), _2="1 jam", _3="1 jam")
    sheet = with_step(sheet, "t", kind=StepKind.WAIT, number="", time=parse_duration("9 jam"))
    (path,) = paths(sheet, CALENDAR)
    assert (path.steps, path.waits, path.standard_minutes) == (("1", "2", "3"), ("t",), 135)


def test_clock_time_is_no_working_time() -> None:
    sheet = timed(net("1 > 2", "2 > 3", "3 > granted"), _1="2×24 jam", _2="3 hari kalender")
    sheet = timed(sheet, _3="1 bulan")
    (path,) = paths(sheet, CALENDAR)
    assert path.standard_minutes == 0
    assert path.clock_minutes == 2 * 1440 + 3 * 1440 + 30 * 1440


def test_the_applicants_minutes_are_counted_apart_and_no_time_is_none() -> None:
    sheet = timed(net("1 > 2", "2 > 3", "3 > granted"), _1="15 menit", _2="1 hari")
    sheet = with_step(with_step(sheet, "1", performers=(APPLICANT,)), "3", time=None)
    (path,) = paths(sheet, CALENDAR)
    assert (path.applicant_minutes, path.officer_minutes, path.standard_minutes) == (15, 450, 465)


def test_the_services_may_be_chosen() -> None:
    sheet = with_step(
        net("1 > 2", "2 > granted", services=BOTH),
        "2",
        condition=Condition(services=frozenset({"penempatan"})),
    )
    assert walked(paths(sheet, CALENDAR, services=["hosting"])) == [("1", End.GRANTED)]
    with pytest.raises(
        ValueError, match="Layanan “awan” tidak ada pada SOP ini; yang ada: penempatan"
    ):
        paths(sheet, CALENDAR, services=["awan"])
    with pytest.raises(ValueError, match="Pilih layanan"):
        paths(sheet, CALENDAR, services=[])


def test_a_procedure_that_breaks_off_is_played_as_far_as_it_goes() -> None:
    assert walked(paths(net("1 > 2", "2 >"), CALENDAR)) == [("1", None)]
    assert walked(paths(net("1 > 2 & 3", "2 > granted", "3 > granted"), CALENDAR)) == [
        ("1 2", None)
    ]
    circle = net("1 > 2", "2 > 1")
    for key in circle.steps:
        circle = with_step(circle, key, condition=Condition(answers=(("ada", "ya"),)))
    (nothing,) = paths(circle, CALENDAR)
    assert (nothing.steps, nothing.end, nothing.standard_minutes) == ((), None, 0)


def test_going_round_for_ever_is_no_path() -> None:
    assert paths(net("1 > 2", "2 > 1"), CALENDAR) == []


def test_more_paths_than_anybody_would_read_are_refused() -> None:
    rows = [f"{n} > a: {n + 1} | b: {n + 1} | c: {n + 1}" for n in range(1, 9)]
    wide = net(*rows, "9 > granted")
    assert len(paths(net(*rows[:2], "3 > granted"), CALENDAR)) == 9
    with pytest.raises(ValueError, match="lebih dari 2000 jalan"):
        paths(wide, CALENDAR)


def test_going_round_in_many_ways_comes_to_a_refusal_not_to_a_standstill() -> None:
    keys = [str(n) for n in range(9)]
    tangle = net(*(f"{a} > " + " | ".join(b for b in keys if b != a) for a in keys))
    with pytest.raises(ValueError, match="terlalu banyak"):
        paths(tangle, CALENDAR, limit=20)


def test_the_data_that_programs_get() -> None:
    sheet = net("1 > 2", "2 > ya: granted | tidak: refused", services=BOTH)
    (data, _) = to_json(sheet, paths(sheet, CALENDAR))["paths"]
    assert data == {
        "steps": ["1", "2"],
        "end": "granted",
        "standard_minutes": 30,
        "officer_minutes": 30,
        "applicant_minutes": 0,
        "clock_minutes": 0,
        "performers": [["petugas"], ["petugas"]],
        "waits": [],
        "passages": ["1.selesai", "2.ya"],
        "services": [["penempatan"], ["hosting"], ["hosting", "penempatan"]],
    }
    assert to_json(sheet, [])["procedure"] == "contoh/jaring"
    broken = net("1 >")
    assert to_json(broken, paths(broken, CALENDAR))["paths"][0]["end"] is None


# --- the promise ------------------------------------------------------------------------------------


def test_the_promise_is_the_shortest_good_path_on_the_offices_calendar() -> None:
    sheet = net("1 > cepat: 2 | lambat: 3 | tidak: refused", "2 > granted", "3 > granted")
    sheet = timed(sheet, _1="1 jam", _2="2 jam", _3="1 hari")
    at, path = promise(sheet, frozenset({"layanan"}), MONDAY, CALENDAR)
    assert path.steps == ("1", "2")
    assert at == datetime(2026, 11, 23, 12, 0, tzinfo=WIB)


def test_the_promise_counts_the_applicants_steps_but_no_waits() -> None:
    procedure = library().in_force("karanganyar/penempatan-server")
    at, path = promise(procedure, frozenset({"hosting"}), MONDAY, CALENDAR)
    assert "7" not in path.steps
    longer, _ = promise(procedure, frozenset({"penempatan"}), MONDAY, CALENDAR)
    assert longer == CALENDAR.add(at, ONE_DAY)
    colocation, _ = promise(
        library().in_force("jateng/serah-terima-colocation"),
        frozenset({"colocation"}), MONDAY, CALENDAR,
    )  # fmt: skip
    assert colocation == CALENDAR.add(MONDAY, SIXTEEN_HOURS)


def test_the_longest_branch_makes_the_date() -> None:
    sheet = net("1 > 2 & 3", "2 > 4", "3 > 4", "4 < 2 3 > granted")
    sheet = timed(sheet, _1="1 menit", _2="1 jam", _3="2 jam", _4="1 menit")
    at, _ = promise(sheet, frozenset({"layanan"}), MONDAY, CALENDAR)
    assert at == datetime(2026, 11, 23, 11, 2, tzinfo=WIB)


def test_where_the_good_end_lies_behind_a_way_back_the_promise_goes_there() -> None:
    sheet = net("1 > 2 | tidak: refused", "2 > back: 1")
    only_refused, path = promise(sheet, frozenset({"layanan"}), MONDAY, CALENDAR)
    assert (path.end, only_refused) == (End.REFUSED, datetime(2026, 11, 23, 9, 15, tzinfo=WIB))
    behind = net("1 > a: 2 | b: granted", "2 > 1")
    behind = with_way(behind, "1", "b", condition=Condition(answers=(("lewat", "ya"),)))
    behind = with_way(behind, "2", "selesai", answers=(("lewat", "ya"),))
    _, path = promise(behind, frozenset({"layanan"}), MONDAY, CALENDAR)
    assert (path.steps, path.end) == (("1", "2", "1"), End.GRANTED)


def test_nothing_is_promised_of_a_procedure_without_an_end() -> None:
    with pytest.raises(ValueError, match="tidak pernah sampai ke akhir"):
        promise(net("1 > 2", "2 > 1"), frozenset({"layanan"}), MONDAY, CALENDAR)


# --- ahead ------------------------------------------------------------------------------------------


def test_what_opens_next_is_what_the_flow_will_open() -> None:
    sheet = net("1 > ya: 2 & 3 | tidak: refused", "2 > 4", "3 > 4", "4 < 2 3 > granted")
    services = frozenset({"layanan"})
    start = flow.begin(sheet, services).marking
    yes, no = sheet.steps["1"].outcomes
    assert ahead(sheet, services, start, "1", yes) == (sheet.steps["2"], sheet.steps["3"])
    assert ahead(sheet, services, start, "1", no) == (End.REFUSED,)
    both = flow.fire(sheet, services, start, "1", yes).marking
    (through,) = sheet.steps["2"].outcomes
    assert ahead(sheet, services, both, "2", through) == ()
    one_left = flow.fire(sheet, services, both, "2", through).marking
    assert ahead(sheet, services, one_left, "3", sheet.steps["3"].outcomes[0]) == (
        sheet.steps["4"],
    )
