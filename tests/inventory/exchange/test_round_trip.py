from __future__ import annotations

import pytest

from furnished import furnished, office
from kolokasi.inventory.demo import furnish
from kolokasi.inventory.exchange import staging
from kolokasi.inventory.exchange.sheets import SHEETS
from kolokasi.inventory.exchange.standing import standing
from kolokasi.inventory.exchange.workbook import xlsx

pytestmark = pytest.mark.django_db


def exported(act):
    return xlsx(standing(act.office.pk).rows(), title="Pusat data")


def brought(act, *files, key="k1", source="kolokasi"):
    taken = staging.take_in([staging.Upload(name=n, data=d) for n, d in files], source=source)
    return staging.stage(act, taken, key=key)


def without_codes(rows):
    plain = [{name: value for name, value in one.items() if name != "code"} for one in rows]
    return sorted(plain, key=str)


def test_a_workbook_that_comes_back_changes_nothing():
    act = furnished()
    batch = brought(act, ("pusat-data.xlsx", exported(act)))
    assert batch.findings == []
    assert {one["do"] for one in batch.steps} == {"tetap"}
    assert {one["sheet"] for one in batch.steps} == {one.title for one in SHEETS}


def test_the_demos_data_centre_comes_back_unchanged():
    act = office("karanganyar")
    assert furnish(act, "karanganyar")
    batch = brought(act, ("pusat-data.xlsx", exported(act)))
    assert batch.findings == []
    assert {one["do"] for one in batch.steps} == {"tetap"}
    assert len(batch.steps) > 40


def test_another_office_gets_the_same_data_centre_from_it():
    act, other = furnished(), office("kota-tetangga")
    rows = standing(act.office.pk).rows()
    for device in rows["devices"]:
        device["code"], device["agency"] = "", ""
        device["name"] = f"{device['name']}-{device['unit']}"
    book = xlsx(rows, title="x")
    batch = brought(other, ("pusat-data.xlsx", book))
    assert batch.findings == []
    done = staging.confirm(other, batch.pk)
    assert done.state == "applied", done.findings
    there = standing(other.office.pk).rows()
    for sheet in SHEETS:
        assert without_codes(there[sheet.key]) == without_codes(rows[sheet.key]), sheet.key
    again = brought(other, ("pusat-data.xlsx", book), key="k2")
    assert {one["do"] for one in again.steps} == {"tetap"}
