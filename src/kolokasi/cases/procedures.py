"""SOPs in the database: texts loaded from files, put in force, kept for the cases that began on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kolokasi.accounts.models import Desk
from kolokasi.cases.models import ProcedureVersion
from kolokasi.core.procedure import Procedure


@dataclass(frozen=True, slots=True)
class Running:
    """A version as it runs: read once, since its text never changes. ``desks`` maps roles to rows."""

    id: int
    version: int
    procedure: Procedure
    desks: Mapping[str, int]


@lru_cache(maxsize=256)
def running(version_id: int) -> Running:
    """The procedure of a version, parsed. Raises ProcedureVersion.DoesNotExist."""
    version = ProcedureVersion.objects.get(pk=version_id)
    desks = Desk.objects.filter(office_id=version.office_id, procedure=version.key)
    return Running(
        id=version_id,
        version=version.version,
        procedure=read(version),
        desks=dict(desks.values_list("role", "id")),
    )


def read(version: ProcedureVersion) -> Procedure:
    raise NotImplementedError  # TODO parser
