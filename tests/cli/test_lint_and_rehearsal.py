"""What an author hears of his own slips, and how a rehearsal is narrowed down."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kolokasi.cli import main

SHIPPED = Path(__file__).resolve().parents[2] / "procedures"
KARANGANYAR = "karanganyar/penempatan-server"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A copy of Karanganyar's SOP, to be spoilt."""
    for folder in ("karanganyar", "_data"):
        shutil.copytree(SHIPPED / folder, tmp_path / folder)
    return tmp_path / "karanganyar" / "penempatan-server.yaml"


def spoil(sheet: Path, old: str, new: str) -> None:
    text = sheet.read_text()
    assert old in text
    sheet.write_text(text.replace(old, new, 1))


def checked(
    capsys: pytest.CaptureFixture[str], *words: str | Path
) -> tuple[int, list[dict[str, str]]]:
    code = main(["check", "--json", *map(str, words)])
    return code, json.loads(capsys.readouterr().out)


def test_warnings_fail_only_a_strict_check(capsys: pytest.CaptureFixture[str], sheet: Path) -> None:
    assert checked(capsys, sheet)[0] == 0
    assert checked(capsys, sheet, "--strict")[0] == 1
    code, found = checked(capsys, SHIPPED / "jateng" / "penarikan-colocation.yaml", "--strict")
    assert (code, found) == (0, [])


def test_a_missing_arrow_is_a_dead_end_and_one_dead_step_with_those_behind_it(
    capsys: pytest.CaptureFixture[str], sheet: Path
) -> None:
    spoil(sheet, "    next: 5\n", "")
    code, found = checked(capsys, sheet)
    errors = [(one["step"], one["code"]) for one in found if one["severity"] == "galat"]
    assert code == 1
    assert errors == [("4", "buntu"), ("5", "kegiatan-mati")]
    (dead,) = [one for one in found if one["code"] == "kegiatan-mati"]
    assert "Karena itu kegiatan 6, 7, 8, dan 9 juga tidak." in dead["message"]


def test_an_arrow_to_nowhere_is_one_fault_and_not_six(
    capsys: pytest.CaptureFixture[str], sheet: Path
) -> None:
    spoil(sheet, "    next: 5\n", "    next: 55\n")
    _, found = checked(capsys, sheet)
    errors = [one for one in found if one["severity"] == "galat"]
    assert [(one["step"], one["field"]) for one in errors] == [("4", "next")]
    assert "bukan-kata-kerja" in {one["code"] for one in found}
    assert "pemohon-tak-diberi-tahu" not in {one["code"] for one in found}


def test_a_time_that_cannot_be_read_is_said_once_and_hides_nothing_else(
    capsys: pytest.CaptureFixture[str], sheet: Path
) -> None:
    spoil(sheet, "time: 15 menit", "time: 15 minit")
    _, found = checked(capsys, sheet)
    assert [one["step"] for one in found if one["code"] == "waktu"] == ["2"]
    assert "pemohon-tak-diberi-tahu" in {one["code"] for one in found}


def test_each_finding_stands_at_the_line_of_its_field(
    capsys: pytest.CaptureFixture[str], sheet: Path
) -> None:
    lines = sheet.read_text().split("\n")
    _, found = checked(capsys, sheet)
    (untold,) = [one for one in found if one["code"] == "pemohon-tak-diberi-tahu"]
    assert lines[int(untold["line"]) - 1].strip().startswith("penuh:")
    assert (untold["step"], untold["file"]) == ("3", str(sheet))


def rehearsed(capsys: pytest.CaptureFixture[str], *words: str) -> list[list[str]]:
    assert main(["rehearse", KARANGANYAR, "--json", *words]) == 0
    return [one["steps"] for one in json.loads(capsys.readouterr().out)["paths"]]


def test_a_rehearsal_for_one_service_leaves_the_others_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    hosting = rehearsed(capsys, "--service", "hosting")
    assert hosting == [["1", "2", "3", "4", "5", "6", "8", "9"], ["1", "2", "3"]]
    both = rehearsed(capsys, "--service", "hosting", "--service", "penempatan")
    assert ["1", "2", "3", "4", "5", "6", "7", "8", "9"] in both
    assert len(rehearsed(capsys)) == 4


def test_a_service_that_is_not_offered_is_answered_with_those_that_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rehearse", KARANGANYAR, "--service", "awan"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "Layanan “awan” tidak ada pada SOP ini; yang ada: penempatan, hosting." in said.err


def test_none_of_it_loads_django() -> None:
    program = (
        "import sys; from kolokasi.cli import main; "
        f"codes = [main(['check']), main(['rehearse', '{KARANGANYAR}']), main(['stories'])]; "
        "assert codes == [0, 0, 0], codes; "
        "assert 'django' not in sys.modules, 'Django was loaded'"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "KOLOKASI_PROCEDURES": str(SHIPPED)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
