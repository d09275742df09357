"""What is known already when a form is opened: agency, person, earlier forms. Nobody types it twice."""

from __future__ import annotations

from collections.abc import Mapping

from kolokasi.accounts.models import Agency, Person
from kolokasi.core.commands import FormValues
from kolokasi.core.procedure import Procedure


def known_facts(
    procedure: Procedure,
    agency: Agency,
    forms: Mapping[str, FormValues],
    person: Person,
    number: str = "",
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
    for key, values in forms.items():
        facts |= {f"{key}.{name}": value for name, value in values.items()}
    return facts
