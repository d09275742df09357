"""Spreadsheets as people and strangers make them, in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from kolokasi.accounts.office_acts import Administration
from kolokasi.inventory.exchange import staging
from kolokasi.inventory.exchange.columns import Cells
from kolokasi.inventory.exchange.sheets import BY_KEY
from kolokasi.inventory.exchange.standing import standing
from kolokasi.inventory.exchange.workbook import xlsx
from kolokasi.inventory.models import ImportBatch

Rows = Sequence[Sequence[Any]]
RACK = ("Lokasi", "Ruang", "Nama", "Tinggi (U)", "Kedalaman terpakai (mm)")


def book(**sheets: Rows) -> bytes:
    """A workbook of raw cells; an underscore in a sheet's name is a space or a hyphen of ours."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        for name, rows in sheets.items():
            page = made.add_worksheet(name.replace("_", " "))
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell is not None:
                        page.write(number, place, cell)
    return target.getvalue()


def exported(act: Administration, **changed: Mapping[str, Any]) -> bytes:
    """The office's export. ``sheet={"name of the row": {column: value}}`` changes or adds rows in it."""
    rows = {
        name: [dict(one) for one in found] for name, found in standing(act.office.pk).rows().items()
    }
    for sheet, things in changed.items():
        assert sheet in BY_KEY
        for name, cells in things.items():
            there = [one for one in rows[sheet] if one.get("name") == name]
            if there:
                there[0].update(cells)
            else:
                rows[sheet].append({"name": name, **cells})
    return xlsx(rows, title="Pusat data")


def of(sheet: str, *rows: Cells) -> bytes:
    """A workbook of ours with these rows alone."""
    return xlsx({sheet: rows}, title="Pusat data")


def brought(
    act: Administration, data: bytes, *, name: str = "impor.xlsx", key: str = "kunci-satu",
    source: str = "kolokasi", more: Sequence[tuple[str, bytes]] = (),
) -> ImportBatch:  # fmt: skip
    """Uploaded and staged."""
    files = [staging.Upload(name=one, data=content) for one, content in ((name, data), *more)]
    return staging.stage(act, staging.take_in(files, source=source), key=key)


def told(batch: ImportBatch) -> list[tuple[str, int, str, str]]:
    """Faults as the preview names them."""
    return [
        (one["place"], one["row"], one["column"], one["sentence"])
        for one in staging.faults_of(batch)
    ]


def repacked(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """A workbook with some parts replaced or added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename not in changed:
                new.writestr(entry.filename, old.read(entry))
        for name, content in changed.items():
            new.writestr(name, content)
    return target.getvalue()
