"""The statements that every act runs name columns by hand; here they are held against the models."""

from __future__ import annotations

from dataclasses import fields

import pytest
from django.db.models import AutoField, Model

from kolokasi.cases import rows
from kolokasi.cases.models import Act, Event, Task


def columns(model: type[Model]) -> set[str]:
    """The columns that an INSERT must name: all but a key that the database counts itself."""
    return {one.column for one in model._meta.concrete_fields if not isinstance(one, AutoField)}


@pytest.mark.parametrize(
    ("model", "named"), [(Event, rows.EVENT), (Task, rows.TASK), (Act, rows.ACT)]
)
def test_an_insert_names_every_column_of_its_model(model, named):
    assert set(named) == columns(model)
    assert len(named) == len(set(named))


def test_a_task_row_has_a_value_for_every_column():
    assert {one.name for one in fields(rows.TaskRow)} == set(rows.TASK)
