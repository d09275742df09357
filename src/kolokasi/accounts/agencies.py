"""Agencies (OPD) that may ask an office for services, and the people who ask in their name."""

from __future__ import annotations

import datetime as dt

from kolokasi.accounts.keys import free_key
from kolokasi.accounts.models import Agency, Membership, Person
from kolokasi.accounts.office_acts import Administration
from kolokasi.accounts.validity import check_period, end_row, ended, same_or_free, span
from kolokasi.core.refusal import Refused, Why


def add_agency(act: Administration, *, name: str, address: str, email: str, phone: str) -> Agency:
    """A new agency of this office. One of the same name is refused."""
    _refuse_twin(act, name)
    taken = set(Agency.objects.filter(office=act.office).values_list("key", flat=True))
    agency = Agency.objects.create(
        office=act.office,
        key=free_key(name, taken),
        name=name,
        address=address,
        email=email,
        phone=phone,
    )
    act.note(f"OPD {name} ditambahkan.")
    return agency


def change_agency(
    act: Administration, agency: Agency, *, name: str, address: str, email: str, phone: str
) -> None:
    """Name, address, mail and phone as they are now; letters already written keep the old ones."""
    if name.casefold() != agency.name.casefold():
        _refuse_twin(act, name)
    before = (agency.name, agency.address, agency.email, agency.phone)
    if before == (name, address, email, phone):
        return
    called = f"{agency.name} (kini {name})" if name != agency.name else name
    agency.name, agency.address, agency.email, agency.phone = name, address, email, phone
    agency.save(update_fields=["name", "address", "email", "phone"])
    act.note(f"Data OPD {called} diubah.")


def add_member(
    act: Administration,
    agency: Agency,
    person: Person,
    *,
    role: str,
    starts_on: dt.date,
    ends_on: dt.date | None,
) -> Membership:
    """Let a person ask in the name of an agency. The same again is the one that is there."""
    check_period(starts_on, ends_on)
    if not person.is_active:
        raise Refused(
            Why.INVALID,
            "Akun orang ini tidak aktif.",
            errors={"person": f"Akun {person.name} tidak aktif; aktifkan dahulu."},
        )
    there = same_or_free(
        Membership.objects.filter(agency=agency, person=person, role=role),
        starts_on,
        ends_on,
        taken="Orang ini sudah menjadi anggota OPD itu pada masa tersebut.",
        said=lambda when: f"{person.name} sudah anggota {when}; akhiri dahulu yang itu.",
    )
    if there is not None:
        return there
    made = Membership.objects.create(
        person=person, agency=agency, role=role, starts_on=starts_on, ends_on=ends_on
    )
    act.note(
        f"{person.name} menjadi {made.get_role_display()} {agency.name}, {span(starts_on, ends_on)}."
    )
    return made


def end_membership(act: Administration, membership: Membership, last_day: dt.date) -> None:
    if end_row(act, membership, last_day):
        act.note(
            f"{membership.person.name} sebagai {membership.get_role_display()} "
            f"{membership.agency.name}: {ended(membership)}."
        )


def _refuse_twin(act: Administration, name: str) -> None:
    if Agency.objects.filter(office=act.office, name__iexact=name).exists():
        raise Refused(
            Why.INVALID, "OPD ini sudah ada.", errors={"name": f"“{name}” sudah terdaftar."}
        )
