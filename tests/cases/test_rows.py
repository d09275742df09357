"""The statements written out by hand know every column that the models know."""

from __future__ import annotations

from dataclasses import fields

import pytest
from django.db import models

from kolokasi.cases import rows
from kolokasi.cases.models import Act, Case, Effect, Event, Task


def columns(model: type[models.Model]) -> set[str]:
    """What an INSERT must name: every column but a number that the database gives."""
    given = (models.AutoField, models.BigAutoField)
    return {one.column for one in model._meta.concrete_fields if not isinstance(one, given)}


@pytest.mark.parametrize(
    ("model", "written"),
    [
        (Case, rows.CASE),
        (Event, rows.EVENT),
        (Task, rows.TASK),
        (Effect, rows.EFFECT),
        (Act, rows.ACT),
    ],
)
def test_every_column_is_written(model: type[models.Model], written: tuple[str, ...]) -> None:
    assert set(written) == columns(model)
    assert len(written) == len(set(written))


@pytest.mark.parametrize(
    ("row", "written"), [(rows.TaskRow, rows.TASK), (rows.EffectRow, rows.EFFECT)]
)
def test_a_row_to_be_written_has_a_value_for_each_column(
    row: type, written: tuple[str, ...]
) -> None:
    assert {one.name for one in fields(row)} == set(written)
