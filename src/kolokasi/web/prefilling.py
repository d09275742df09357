"""What is known already when a form is opened: agency, person, earlier forms. Nobody types it twice."""

from __future__ import annotations

from collections.abc import Mapping

from kolokasi.accounts.models import Agency, Person
from kolokasi.core.capacity.report import answers_of
from kolokasi.core.commands import FormValues
from kolokasi.core.procedure import Procedure
from kolokasi.core.situation import CapacityCheck


def known_facts(
    procedure: Procedure,
    agency: Agency,
    forms: Mapping[str, FormValues],
    person: Person,
    number: str = "",
    check: CapacityCheck | None = None,
) -> dict[str, object]:
    """Facts under the names that ``Field.prefill`` uses."""
    facts: dict[str, object] = {
        "agency.name": agency.name,
        "agency.address": agency.address,
        "agency.email": agency.email,
        "agency.phone": agency.phone,
        "person.name": person.name,
        "person.nip": person.nip or "",
        "person.email": person.email,
        "person.phone": person.phone,
        "case.number": number,
    }
    if check is not None:
        facts |= answers_of(check.verdict)
    for key, values in forms.items():
        facts |= {f"{key}.{name}": value for name, value in values.items()}
    return facts
