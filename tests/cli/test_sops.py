"""The commands about SOP files, as an author of SOPs uses them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from kolokasi.cli import main

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "procedures"
PLACED = re.compile(r"^(?P<file>.+\.yaml):(?P<line>[1-9]\d*): (galat|peringatan) \[[a-z-]+\] .+")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A library of one office, to be spoilt."""
    shutil.copytree(SHIPPED / "karanganyar", tmp_path / "karanganyar")
    shutil.copytree(SHIPPED / "_data", tmp_path / "_data")
    return tmp_path


def kolokasi(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_shipped_sops_can_run_and_every_finding_has_its_place(capsys):
    code, out, err = kolokasi(capsys, "check", SHIPPED)
    assert code == 0
    assert err.startswith("0 galat, ")
    lines = out.splitlines()
    assert lines
    for line in lines:
        match = PLACED.match(line)
        assert match, line
        assert int(match["line"]) <= len(Path(match["file"]).read_text().splitlines())


def test_a_finding_points_at_the_line_of_its_field(capsys):
    file = SHIPPED / "temanggung" / "penitipan-server.yaml"
    _, out, _ = kolokasi(capsys, "check", file, "--json")
    [unused] = [one for one in json.loads(out) if one["field"] == "roles.sekretaris"]
    assert file.read_text().splitlines()[unused["line"] - 1].strip().startswith("sekretaris:")


def test_a_file_is_read_with_the_options_of_its_office_and_outside_one_without(capsys, tmp_path):
    inside = kolokasi(capsys, "check", SHIPPED / "kudus" / "penempatan-server.yaml")
    copied = shutil.copy(SHIPPED / "kudus" / "penempatan-server.yaml", tmp_path)
    outside = kolokasi(capsys, "check", copied)
    assert inside[0] == outside[0] == 0
    assert "dasar-hukum" in outside[1] or "nomor-sop" in outside[1]


def test_a_whole_office_a_single_file_and_nothing_chosen(capsys, office):
    one, _, _ = kolokasi(capsys, "check", office / "karanganyar")
    every, _, _ = kolokasi(capsys, "check", "--procedures", office)
    assert (one, every) == (0, 0)


def test_broken_yaml_is_an_error_with_its_line(capsys, office):
    file = office / "karanganyar" / "penempatan-server.yaml"
    lines = file.read_text().splitlines()
    spoilt = lines.index("steps:") + 1
    lines[spoilt] = "  ini bukan: [yaml"
    file.write_text("\n".join(lines))
    code, out, err = kolokasi(capsys, "check", file)
    assert code == 1
    assert re.search(rf"{re.escape(str(file))}:\d+: galat ", out)
    assert not err.startswith("0 galat")


@pytest.mark.parametrize(
    "name", ["tidak-ada.yaml", "karanganyar/tidak-ada.yaml", "karanganyar/x.txt"]
)
def test_a_file_that_is_not_there_or_is_none_of_ours_is_never_silently_well(capsys, office, name):
    if name.endswith(".txt"):
        (office / name).write_text("surat biasa")
    code, out, _ = kolokasi(capsys, "check", office / name)
    assert code == 1
    assert Path(name).name in out


def test_two_files_in_their_order_and_none_twice(capsys):
    file = SHIPPED / "jateng" / "restore.yaml"
    once = kolokasi(capsys, "check", file)[1]
    twice = kolokasi(capsys, "check", file, file)[1]
    assert once == twice


def test_jatengs_yes_path_takes_16_hours(capsys):
    code, out, _ = kolokasi(capsys, "rehearse", "jateng/serah-terima-colocation", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["procedure"] == "jateng/serah-terima-colocation"
    [granted] = [one for one in told["paths"] if one["end"] == "granted"]
    assert granted["steps"] == ["1", "2", "3", "4", "5", "6", "7"]
    assert granted["standard_minutes"] == 16 * 60


def test_the_same_for_people_by_key_and_by_file(capsys):
    key = kolokasi(capsys, "rehearse", "jateng/serah-terima-colocation")[1]
    assert "Jalan 1: disetujui; waktu baku 16 jam" in key
    assert "KASI INFRAS [3 jam]" in key
    file = SHIPPED / "jateng" / "serah-terima-colocation.yaml"
    assert kolokasi(capsys, "rehearse", file)[1] == key


def test_every_shipped_sop_can_be_rehearsed(capsys):
    for file in sorted(SHIPPED.glob("[a-z]*/*.yaml")):
        if file.name == "office.yaml" or file.name.endswith(".stories.yaml"):
            continue
        code, out, err = kolokasi(capsys, "rehearse", f"{file.parent.name}/{file.stem}", "--json")
        assert code == 0, err
        ends = {one["end"] for one in json.loads(out)["paths"]}
        assert ends & {"granted", "done"}, file
        assert None not in ends, file


def test_an_unknown_sop_is_answered_with_those_that_there_are(capsys):
    code, out, err = kolokasi(capsys, "rehearse", "jateng/serah-terima")
    assert (code, out) == (1, "")
    assert "jateng/serah-terima-colocation" in err


def test_an_sop_with_errors_is_not_rehearsed_but_told(capsys, office):
    file = office / "karanganyar" / "penempatan-server.yaml"
    file.write_text(file.read_text().replace("steps:", "langkah:", 1))
    code, _, err = kolokasi(
        capsys, "rehearse", "karanganyar/penempatan-server", "--procedures", office
    )
    assert code == 1
    assert "langkah" in err


def test_every_shipped_story_comes_true(capsys):
    code, out, err = kolokasi(capsys, "stories")
    assert code == 0, out
    assert "✗" not in out
    assert ", 0 gagal." in err


def test_a_story_that_does_not_come_true_is_named_with_its_line(capsys, office):
    file = office / "karanganyar" / "penempatan-server.stories.yaml"
    file.write_text(file.read_text().replace("end: granted", "end: refused", 1))
    code, out, _ = kolokasi(
        capsys, "stories", "karanganyar/penempatan-server", "--procedures", office
    )
    assert code == 1
    assert out.count("✗") == 1
    assert re.search(r"stories\.yaml:\d+: ", out)


@pytest.mark.parametrize("name", ["penempatan-server.yaml", "penempatan-server.stories.yaml"])
def test_stories_are_found_by_either_file(capsys, office, name):
    code, out, _ = kolokasi(
        capsys, "stories", office / "karanganyar" / name, "--procedures", office
    )
    assert code == 0
    assert "✓" in out


def test_without_a_command_the_commands_are_told(capsys):
    with pytest.raises(SystemExit):
        main([])
    assert "PERINTAH" in capsys.readouterr().err
