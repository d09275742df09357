"""The table of regulations is data with its source; what was repealed says by what."""

from __future__ import annotations

import pytest

from kolokasi.core.finding import Finding
from kolokasi.core.reading.regulation_file import read_regulations
from kolokasi.core.regulation import Regulation, RegulationStatus
from kolokasi.sources.yaml_tree import read_tree

TABLE = """\
- key: pp-82-2012
  title: PP Nomor 82 Tahun 2012
  aliases: [PP 82/2012]
  status: dicabut
  by: PP Nomor 71 Tahun 2019
  since: "2019"
- {key: uu-25-2009, title: UU Nomor 25 Tahun 2009, verified: ya, source: JDIH}
"""


def read(text: str) -> tuple[dict[str, Regulation], tuple[Finding, ...]]:
    tree, _ = read_tree(text, "regulations.yaml")
    assert tree is not None
    found, findings = read_regulations(tree, file="regulations.yaml")
    return dict(found), findings


@pytest.mark.parametrize(
    "text", [TABLE, "regulations:\n" + "".join(f"  {line}\n" for line in TABLE.splitlines())]
)
def test_the_table_is_read(text: str) -> None:
    found, findings = read(text)
    assert findings == ()
    assert list(found) == ["pp-82-2012", "uu-25-2009"]
    repealed, in_force = found.values()
    assert (repealed.status, repealed.since) == (RegulationStatus.REPEALED, "2019")
    assert (repealed.aliases, repealed.verified) == (("PP 82/2012",), False)
    assert (in_force.status, in_force.verified) == (RegulationStatus.IN_FORCE, True)


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ("  by: PP Nomor 71 Tahun 2019\n", "", "by", "wajib-ada"),
        ("status: dicabut", "status: batal", "status", "pilihan"),
        ('since: "2019"', "since: 2019-13", "since", "tanggal"),
        ("uu-25-2009", "pp-82-2012", "key", "kunci-ganda"),
        ("title: PP Nomor 82 Tahun 2012\n", "judul: PP\n", "judul", "kunci-tak-dikenal"),
    ],
)
def test_a_slip_in_the_table_is_told(old: str, new: str, field: str, code: str) -> None:
    assert old in TABLE
    _, findings = read(TABLE.replace(old, new))
    assert (f"regulations.{field}", code) in {(one.field, one.code) for one in findings}


def test_a_table_that_is_no_list_is_told() -> None:
    found, (finding,) = read("pp: x\n")
    assert found == {}
    assert "daftar" in finding.message
