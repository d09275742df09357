"""The statements written out by hand know every column that the models know."""

from __future__ import annotations

from dataclasses import fields

import pytest
from django.db import models

from kolokasi.cases import rows
from kolokasi.cases.models import Act, Event, Task


def columns(model: type[models.Model]) -> set[str]:
    """What an INSERT must name: every column but a number that the database gives."""
    given = (models.AutoField, models.BigAutoField)
    return {one.column for one in model._meta.concrete_fields if not isinstance(one, given)}


@pytest.mark.parametrize(
    ("model", "written"), [(Event, rows.EVENT), (Task, rows.TASK), (Act, rows.ACT)]
)
def test_every_column_is_written(model: type[models.Model], written: tuple[str, ...]) -> None:
    assert set(written) == columns(model)
    assert len(written) == len(set(written))


def test_a_task_to_be_written_has_a_value_for_each_column() -> None:
    assert {one.name for one in fields(rows.TaskRow)} == set(rows.TASK)
