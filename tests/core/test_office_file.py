"""Bu Ratri describes her office. What does not fit, in itself or with its SOPs, is told."""

from __future__ import annotations

import pytest

from kolokasi.core.finding import Finding, Severity
from kolokasi.core.office import Office
from kolokasi.core.procedure import Procedure
from kolokasi.core.reading.located import Located, Mapping
from kolokasi.core.reading.office_file import check_office, read_office
from kolokasi.core.reading.procedure_file import read_procedure
from kolokasi.sources.yaml_tree import read_tree
from sop_texts import OFFICE, RICH, SMALL, changed


def tree_of(text: str) -> Located:
    tree, findings = read_tree(text, "office.yaml")
    assert tree is not None, findings
    return tree


def read(text: str) -> tuple[Office | None, tuple[Finding, ...]]:
    return read_office(tree_of(text), file="office.yaml")


def sops() -> dict[str, Procedure]:
    found = {}
    for text in (SMALL, RICH):
        procedure, _ = read_procedure(tree_of(text), file="")
        assert procedure is not None
        found[procedure.key.partition("/")[2]] = procedure
    return found


def fit(text: str, *slugs: str) -> list[tuple[str, str, str]]:
    office, findings = read(text)
    assert office is not None, findings
    every = sops()
    found = check_office(
        office, tree_of(text), {slug: every[slug] for slug in slugs}, file="office.yaml"
    )
    return [(one.severity.value, one.code, one.field) for one in found]


def test_an_office_is_read_with_those_above_before_those_below() -> None:
    office, findings = read(OFFICE)
    assert findings == ()
    assert office is not None
    assert list(office.positions) == ["kadis", "kasi", "staf"]
    assert office.timezone == "Asia/Makassar"
    assert office.hours == "perpres-21-2023"
    assert office.desks("pinjam-proyektor", "staf") == ("staf", "kasi")
    assert office.desks("pinjam-proyektor", "tidak-ada") == ()


def test_an_office_may_write_its_own_hours() -> None:
    office, _ = read(changed(OFFICE, "{hours: perpres-21-2023}", "{hours: {mon: 08.00-16.00}}"))
    assert office is not None
    assert office.hours == ""
    assert isinstance(office.own_hours, Mapping)


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ("code: CTH", "code: contoh", "code", "kode-dinas"),
        ("office: contoh", "office: Dinas Contoh", "office", "nama-kunci"),
        ("timezone: WITA", "timezone: Asia/Tokyo", "timezone", "zona-waktu"),
        ("under: kadis", "under: kadus", "positions.kasi.under", "jabatan-tak-dikenal"),
        ("under: kadis", "under: staf", "positions.kasi.under", "jabatan-berputar"),
        (
            "{kasi: [kasi],",
            "{kasi: [kasi-x],",
            "roles.pinjam-proyektor.kasi",
            "jabatan-tak-dikenal",
        ),
        ("{kasi: [kasi], staf: [staf, kasi]}", "kasi", "roles.pinjam-proyektor", "jenis-isian"),
        ("options: []", "options: [ulang]", "options", "opsi-tak-dikenal"),
        ("name: Dinas Kominfo Contoh\n", "", "name", "wajib-ada"),
        ("{hours: perpres-21-2023}", "{jam: 8}", "calendar.hours", "wajib-ada"),
        ("letterhead: [", "kop: [", "kop", "kunci-tak-dikenal"),
    ],
)
def test_a_slip_in_an_office_is_told(old: str, new: str, field: str, code: str) -> None:
    office, findings = read(changed(OFFICE, old, new))
    assert office is None
    assert (field, code) in {(one.field, one.code) for one in findings}
    assert all(one.line >= 1 for one in findings)


def test_an_office_without_calendar_is_read_and_a_list_is_none() -> None:
    office, _ = read(changed(OFFICE, "calendar: {hours: perpres-21-2023}\n", ""))
    assert office is not None
    assert (office.hours, office.own_hours) == ("", None)
    assert read("- satu\n")[0] is None
    assert check_office(office, tree_of("- satu\n"), {}, file="") == ()


def test_an_office_that_fits_its_sops_has_nothing_to_hear() -> None:
    assert fit(OFFICE, "pinjam-proyektor") == []


def test_a_role_that_nobody_fills_is_a_warning() -> None:
    text = changed(OFFICE, ", staf: [staf, kasi]", "")
    assert fit(text, "pinjam-proyektor") == [("peringatan", "peran-tanpa-jabatan", "roles")]


def test_a_role_that_the_sop_does_not_have_is_an_error() -> None:
    text = changed(OFFICE, "staf: [staf, kasi]}", "staf: [staf], stap: [staf]}")
    assert fit(text, "pinjam-proyektor") == [
        ("galat", "peran-tak-dikenal", "roles.pinjam-proyektor.stap")
    ]


def test_the_applicant_is_no_position_of_the_office() -> None:
    text = changed(OFFICE, "staf: [staf, kasi]}", "staf: [staf], opd: [staf]}")
    assert fit(text, "pinjam-proyektor") == [
        ("galat", "peran-pemohon", "roles.pinjam-proyektor.opd")
    ]


def test_an_option_must_be_a_suggestion_of_the_sop() -> None:
    text = changed(OFFICE, "options: []", 'options: ["akses-vpn:2.tundah"]')
    found = [one for one in fit(text, "akses-vpn") if one[0] == Severity.ERROR]
    assert found == [("galat", "opsi-tak-dikenal", "options")]
    good = changed(OFFICE, "options: []", 'options: ["akses-vpn:2.tunda"]')
    assert not [one for one in fit(good, "akses-vpn") if one[0] == Severity.ERROR]
    other = changed(OFFICE, "options: []", 'options: ["pinjam-proyektor:2.ulang"]')
    assert fit(other, "pinjam-proyektor") == [("galat", "opsi-tak-dikenal", "options")]
