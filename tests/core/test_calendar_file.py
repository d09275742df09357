"""Hours and days off as files: the shipped ones, and what is said about a broken one."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from kolokasi.core.reading.calendar_file import read_days, read_hours, read_rule
from kolokasi.core.reading.located import Entry, Scalar, Sequence
from kolokasi.core.reading.located import Mapping as Group
from kolokasi.core.reading.text_tree import TreeFault, line_of
from kolokasi.core.worktime.hours import DayKind
from office_hours import WIB, YEARS, days, rules

WEEK = {"senin-kamis": ["07.30-12.00", "13.00-16.00"], "jumat": ["07.30-11.30", "13.00-16.30"]}
LOCAL = {
    "format": "1",
    "year": "2026",
    "decree": "Keputusan Bupati Nomor 5 Tahun 2026",
    "verified": "ya",
    "days": [
        {"date": "2026-11-18", "name": "Hari jadi kabupaten", "kind": "libur"},
        {"date": "2026-11-21", "name": "Pengganti", "kind": "kerja", "hours": "07.30-12.00",
         "decree": "Surat edaran", "verified": "tidak", "note": "setengah hari"},
    ],
}  # fmt: skip


# --- shipped ----------------------------------------------------------------------------------------


def test_shipped_hours_name_their_source() -> None:
    assert set(rules()) == {"perpres-21-2023", "contoh-enam-hari", "24x7"}
    for rule in rules().values():
        assert rule.label
        assert rule.source
        rule.calendar(timezone=WIB, holidays={})
    assert rules()["perpres-21-2023"].verified
    assert not rules()["contoh-enam-hari"].verified
    assert rules()["24x7"].keeps == frozenset()
    assert "dapat diubah" in rules()["perpres-21-2023"].assumption


def test_no_shipped_ramadan_is_taken_for_certain() -> None:
    ranges = [one for rule in rules().values() for one in rule.periods]
    assert len(ranges) == 6
    assert not any(one.verified for one in ranges)


@pytest.mark.parametrize(("year", "off", "leave"), [(2025, 17, 11), (2026, 17, 8), (2027, 18, 8)])
def test_shipped_days_off(year: int, off: int, leave: int) -> None:
    kinds = [one.kind for one in days(year).values()]
    assert kinds.count(DayKind.HOLIDAY) == off
    assert kinds.count(DayKind.JOINT_LEAVE) == leave
    assert len(kinds) == off + leave
    assert all(
        one.name and one.decree.startswith("SKB Tiga Menteri") for one in days(year).values()
    )


def test_what_is_verified_and_what_is_not() -> None:
    assert all(one.verified == (day.year < 2027) for day, one in days(*YEARS).items())
    estimated = [day for day, one in days().items() if one.note == "perkiraan"]
    assert estimated == [date(2027, 3, 10), date(2027, 3, 11), date(2027, 5, 17)]


def test_the_day_that_was_added_in_mid_year_has_its_own_decree() -> None:
    assert "933" in days()[date(2025, 8, 18)].decree
    assert "1017" in days()[date(2025, 8, 17)].decree


# --- reading ----------------------------------------------------------------------------------------


def test_an_offices_own_hours() -> None:
    """Bu Ratna writes only the week; everything else has its default."""
    rule = read_rule({"week": WEEK})
    assert rule.label == "Jam kerja dinas"
    assert rule.week.minutes == 2250
    assert rule.keeps == frozenset(DayKind)
    assert rule.periods == ()
    assert not rule.verified


def test_days_may_override_what_the_file_says() -> None:
    found = read_days(LOCAL)
    anniversary, saturday = found[date(2026, 11, 18)], found[date(2026, 11, 21)]
    assert (anniversary.decree, anniversary.verified) == (LOCAL["decree"], True)
    assert (saturday.decree, saturday.verified, saturday.note) == (
        "Surat edaran",
        False,
        "setengah hari",
    )
    assert saturday.hours == ((time(7, 30), time(12)),)


def test_a_year_without_days_yet() -> None:
    assert read_days({"format": "1", "year": "2028", "days": ""}) == {}


def test_ways_of_writing_hours() -> None:
    rule = read_rule(
        {"week": {"Senin": "08:00–24.00", "selasa": [], "rabu": ""}, "keeps": ["libur"],
         "periods": [{"label": "Pindah", "from": "2026-02-01", "week": {"senin": "08.00-9.00"}}]}
    )  # fmt: skip
    assert rule.week.days[:3] == (((time(8), time(0)),), (), ())
    assert rule.keeps == {DayKind.HOLIDAY}
    assert rule.periods[0].until is None


# --- broken -----------------------------------------------------------------------------------------


def rule(**changes: object) -> object:
    return {"format": "1", "hours": {"dinas": {"week": WEEK, **changes}}}


def period(**changes: object) -> object:
    row = {"label": "Ramadan", "from": "2026-02-19", "until": "2026-03-20", "week": WEEK, **changes}
    return rule(periods=[row])


# fmt: off
BROKEN_HOURS = [
    ("teks saja", "", "kelompok isian"),
    ({"format": "2"}, "format", "format: 1"),
    ({"format": "1", "jam": {}}, "jam", "Kunci “jam” tidak dikenal"),
    ({"format": "1"}, "hours", "kelompok isian"),
    (rule(label=["x"]), "hours.dinas.label", "harus teks"),
    (rule(wek=WEEK), "hours.dinas.wek", "Maksud Anda “week”?"),
    (rule(verified="benar"), "hours.dinas.verified", "Tulis ya atau tidak, bukan “benar”"),
    (rule(week={}), "hours.dinas.week", "sedikitnya untuk satu hari"),
    (rule(week="puasa"), "hours.dinas.week", "Pekan “puasa” tidak dikenal. Yang ada: belum ada."),
    (rule(week="ramadhan", weeks={"ramadan": WEEK}), "hours.dinas.week", "Maksud Anda “ramadan”?"),
    (rule(week={"jum'at": "08.00-12.00"}), "hours.dinas.week.jum'at", "Maksud Anda “jumat”?"),
    (rule(week={"1": "08.00-12.00"}), "hours.dinas.week.1", "atau senin-kamis"),
    (rule(week={"kamis-senin": "08.00-12.00"}), "hours.dinas.week.kamis-senin", "tulis senin-kamis"),
    (rule(week={**WEEK, "rabu": "08.00-12.00"}), "hours.dinas.week.rabu", "dua kali"),
    (rule(week={"senin": "pagi"}), "hours.dinas.week.senin.1", "tulis misalnya 07.30-12.00"),
    (rule(week={"senin": ["08.00-12.00", "13.00-25.00"]}), "hours.dinas.week.senin.2", "25.00 tidak ada"),
    (rule(week={"senin": ["08.60-12.00"]}), "hours.dinas.week.senin.1", "08.60 tidak ada"),
    (rule(week={"senin": ["12.00-08.00"]}), "hours.dinas.week.senin", "terbalik"),
    (rule(week={"senin": {"dari": "08.00"}}), "hours.dinas.week.senin", "harus daftar"),
    (rule(week={"senin": [["08.00-12.00"]]}), "hours.dinas.week.senin.1", "harus teks"),
    (rule(keeps=["libur", "puasa"]), "hours.dinas.keeps.2", "tulis libur, cuti-bersama, kerja"),
    (period(label=""), "hours.dinas.periods.1.label", "belum ditulis"),
    (period(until="besok"), "hours.dinas.periods.1.until", "tulis misalnya 2026-11-20"),
    (period(until="2026-01-20"), "hours.dinas.periods.1", "sebelum mulai"),
    (rule(periods=[{"label": name, "from": "2026-02-19", "until": "2026-03-20", "week": WEEK}
                   for name in ("A", "B")]), "hours.dinas.periods", "“A” dan “B”"),
]
BROKEN_DAYS = [
    ({"date": "2025-11-18"}, "days.1.date", "bukan tanggal tahun 2026"),
    ({"date": "2026-11-21"}, "days.2.date", "sudah tertulis: Hari jadi kabupaten"),
    ({"date": "18 November"}, "days.1.date", "tidak terbaca"),
    ({"name": ""}, "days.1.name", "belum ditulis"),
    ({"kind": "fakultatif"}, "days.1.kind", "tidak dikenal"),
    ({"kind": ""}, "days.1.kind", "belum ditulis"),
    ({"hours": ["08.00-12.00"]}, "days.1", "hanya hari kerja"),
    ({"tanggal": "x"}, "days.1.tanggal", "tidak dikenal"),
]
# fmt: on


@pytest.mark.parametrize(("tree", "place", "told"), BROKEN_HOURS)
def test_broken_hours_are_named(tree: object, place: str, told: str) -> None:
    with pytest.raises(TreeFault) as caught:
        read_hours(tree)
    assert told in caught.value.sentence
    assert str(caught.value) == (f"{place}: " if place else "") + caught.value.sentence


@pytest.mark.parametrize(("change", "place", "told"), BROKEN_DAYS)
def test_broken_days_are_named(change: dict[str, object], place: str, told: str) -> None:
    first, second = LOCAL["days"]
    with pytest.raises(TreeFault) as caught:
        read_days({**LOCAL, "days": [{**first, **change}, second]})
    assert str(caught.value).startswith(f"{place}: ")
    assert told in caught.value.sentence


def test_a_file_without_its_year() -> None:
    with pytest.raises(TreeFault, match=r"tahun \(kosong\)"):
        read_days({"format": "1", "days": [{"date": "2026-01-01", "name": "x", "kind": "libur"}]})


def test_a_fault_knows_its_line() -> None:
    def text(word: str, line: int) -> Scalar:
        return Scalar(text=word, line=line, column=1)

    tree = Group(
        line=1,
        column=1,
        entries=(
            Entry(key=text("year", 1), value=text("2026", 1)),
            Entry(key=text("days", 2),
                  value=Sequence(items=(text("satu", 3), text("dua", 4)), line=3, column=3)),
        ),
    )  # fmt: skip
    assert line_of(tree, ()) == 1
    assert line_of(tree, ("days", 1)) == 4
    assert line_of(tree, ("days", 1, "date")) == 4  # not written: where it should be
    assert line_of(tree, ("days", 9)) == 3
    assert line_of(tree, ("name",)) == 1


def test_the_zone_is_the_offices() -> None:
    zone = ZoneInfo("Asia/Jayapura")
    assert rules()["24x7"].calendar(timezone=zone, holidays={}).timezone is zone
