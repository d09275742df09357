"""Lanes and the names of roles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kolokasi.core.finding import Finding
from kolokasi.core.lint import roles as lint
from kolokasi.core.procedure import Procedure, Role
from nets import OFFICER, net, with_step


def office(*labels: str, text: str = "Memeriksa berkas") -> Procedure:
    """A sheet with these lanes, each of which acts."""
    rows = [f"{n} > {n + 1}" for n in range(1, len(labels))] + [f"{len(labels)} > granted"]
    made = net(*rows)
    roles = {f"r{n}": Role(key=f"r{n}", label=label) for n, label in enumerate(labels, 1)}
    made = replace(made, roles=roles)
    for n in range(1, len(labels) + 1):
        made = with_step(made, str(n), performers=(f"r{n}",))
    return with_step(made, "1", text=text)


def found(procedure: Procedure) -> list[Finding]:
    return list(lint.check_roles(procedure))


def test_a_lane_without_a_mark_is_found() -> None:
    sheet = office("Kepala Dinas", "Sekretaris")
    assert found(sheet) == []
    (one,) = found(with_step(sheet, "2", performers=("r1",)))
    assert (one.code, one.field) == (lint.UNUSED_LANE, "roles.r2")
    assert "Kolom “Sekretaris” tidak mengerjakan satu kegiatan pun." in one.message
    (copied,) = found(with_step(sheet, "2", performers=("r1",), copies=("r2",)))
    assert "selain menerima tembusan" in copied.message
    outside = {**sheet.roles, "r2": replace(sheet.roles["r2"], lane=False)}
    assert found(replace(with_step(sheet, "2", performers=("r1",)), roles=outside)) == []


def test_one_role_with_two_names_on_a_sheet_is_found() -> None:
    sheet = office("Personil DC")
    named = replace(sheet.roles["r1"], also_called=("Pengelola Data Center",))
    (one,) = found(replace(sheet, roles={"r1": named}))
    assert one.code == lint.DRIFT
    assert "juga disebut “Pengelola Data Center”" in one.message


@pytest.mark.parametrize(
    ("first", "second", "near"),
    [
        ("Petugas Jaringan", "Petugas Jaringn", True),
        ("Kabid TIK", "Kepala Bidang TIK", True),
        ("Kepala Dinas", "Kepala Seksi", False),
        ("Kepala Seksi I", "Kepala Seksi II", False),
        ("Petugas 1", "Petugas 2", False),
        ("Kasi Aplikasi", "Kasi Infrastruktur", False),
        ("Penerima", "Pengirim", False),
        ("Staf", "Staf Teknis", False),
    ],
)
def test_names_that_differ_by_a_slip_are_one_question(first: str, second: str, near: bool) -> None:
    assert [one.code for one in found(office(first, second))] == ([lint.NEAR] if near else [])


@pytest.mark.parametrize(
    ("lane", "text", "said"),
    [
        ("Kepala Bidang Infrastruktur", "Persetujuan Kepala Bidang TIK dengan form", "Kepala Bidang TIK"),
        ("Pengawas Infrastuktur TIK", "Meneruskan ke Pengawas Infrastruktur TIK", "Pengawas Infrastruktur TIK"),
        ("Kabid Informatika", "Melapor ke Kepala Bidang Aplikasi", "Kepala Bidang Aplikasi"),
    ],
)  # fmt: skip
def test_a_text_that_calls_the_lane_otherwise_is_found(lane: str, text: str, said: str) -> None:
    (one,) = found(office(lane, text=text))
    assert (one.code, one.step, one.field) == (lint.DRIFT, "1", "text")
    assert f"menyebut “{said}”, sedangkan kolomnya “{lane}”" in one.message


@pytest.mark.parametrize(
    ("lane", "text"),
    [
        ("Kepala Bidang Informatika", "Melapor kepada Kepala Bidang Informatika"),
        ("Kepala Bidang Informatika", "Melapor kepada Kepala Bidang, lalu kembali"),
        ("Kabid informatika", "Memerintahkan kepada Kabid untuk menindaklanjuti"),
        ("Kepala Dinas", "Mengirim surat yang didisposisi Kepala Dinas Kominfo"),
        ("Pengawas TIK (Bidang Infrastruktur / Aplikasi)", "Mendisposisi kepada Pengawas TIK"),
        ("Kepala Seksi TI", "Meneruskan ke Kepala Bidang Aplikasi"),
        ("Petugas Jaringan", "Menghubungi petugas Jaringan Lain"),
    ],
)
def test_a_text_that_calls_the_lane_by_its_name_or_shortly_is_left_alone(
    lane: str, text: str
) -> None:
    assert found(office(lane, text=text)) == []


def test_of_two_lanes_with_one_kind_of_title_the_text_may_mean_either() -> None:
    lanes = ("Kepala Bidang Aplikasi", "Kepala Bidang Jaringan")
    assert found(office(*lanes, text="Melapor ke Kepala Bidang Jaringan")) == []
    (one,) = found(office(*lanes, text="Melapor ke Kepala Bidang Statistik"))
    assert "“Kepala Bidang Aplikasi”" in one.message


def test_another_name_that_the_sheet_uses_is_known() -> None:
    sheet = office("Kepala Bidang Infrastruktur", text="Melapor ke Kepala Bidang TIK")
    role = replace(sheet.roles["r1"], also_called=("Kepala Bidang TIK",))
    assert [one.field for one in found(replace(sheet, roles={"r1": role}))] == ["roles.r1"]


def test_the_officer_of_the_small_nets_is_no_fault() -> None:
    assert OFFICER in net("1 > granted").roles
