"""Invented people for a first look: every position held, two agencies an office, SOPs in force.

Everybody shares one password, so this is for trying out and never for an office's real installation.
Inhil's SOP stays a draft, as it is on paper: its admin must number it first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from kolokasi.accounts.models import (
    Agency,
    Holding,
    Membership,
    Office,
    OfficeRole,
    Person,
    Position,
)
from kolokasi.accounts.models.positions import titled
from kolokasi.cases.administration import administering
from kolokasi.cases.gate import write_turn
from kolokasi.cases.models import ProcedureVersion
from kolokasi.cases.offices import install
from kolokasi.cases.procedures import put_in_force, running
from kolokasi.inventory.demo import furnish
from kolokasi.sources.library import Library

PASSWORD = "kolokasi-contoh"
AGENCIES = (("dinkes", "Dinas Kesehatan"), ("bapenda", "Badan Pendapatan Daerah"))
_FIRST = (
    "Ayu", "Bagas", "Citra", "Damar", "Endah", "Fajar", "Galih", "Hesti", "Indra", "Jati",
    "Kirana", "Laras", "Mahesa", "Nadia", "Oka", "Puspa", "Rangga", "Sekar", "Tirta", "Utari",
    "Wira", "Yudha", "Zahra", "Bayu", "Dewi", "Eko", "Gita", "Hadi", "Intan", "Joko",
)  # fmt: skip
_LAST = (
    "Prasetya",
    "Wulandari",
    "Nugraha",
    "Lestari",
    "Saputra",
    "Maharani",
    "Wijaya",
    "Anggraini",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who can sign in, and as what."""

    username: str
    name: str
    what: str
    office: str


def load() -> list[str]:
    """Fill the database and say who can sign in, a line each. Repeating it changes nothing."""
    now = timezone.now()
    fill(Path(settings.INSTALLATION.procedures), now=now)
    furnish_offices(now=now)
    lines = ["", f"Semua orang contoh memakai kata sandi: {PASSWORD}", ""]
    office = ""
    for one in accounts():
        if one.office != office:
            office = one.office
            lines += [office]
        lines.append(f"  {one.username:<26} {one.name:<20} {one.what}")
    return [*lines, ""]


def fill(procedures: Path, *, now: datetime, only: str = "") -> list[Account]:
    """Offices (or only one), people and SOPs in force from a procedures folder."""
    library = Library.load(procedures)
    if only:
        library = replace(library, offices={only: library.offices[only]})
    versions = install(library, now=now)
    names = _names()
    hashed = make_password(PASSWORD)
    today = now.date()
    made = []
    for office in Office.objects.order_by("key"):
        with write_turn(), transaction.atomic():
            made += _people(office, names, hashed, date(today.year, 1, 1))
    for version in versions:
        _put_in_force(version, now)
    return made


def furnish_offices(*, now: datetime) -> None:
    """An invented data centre for each office that has none."""
    for office in Office.objects.order_by("key"):
        with administering(office.pk, by=None, now=now) as act:
            furnish(act, office.key)


def accounts() -> list[Account]:
    """Who can sign in: read back for a page that shows it."""
    people = Person.objects.filter(is_active=True, username__contains=".").order_by("username")
    found: list[Account] = []
    for person in people.prefetch_related(
        "holdings__position__office", "memberships__agency__office", "office_roles__office"
    ):
        found += [
            _account(person, titled(one.kind, one.position.title), one.position.office)
            for one in person.holdings.all()
        ]
        found += [
            _account(person, f"Pemohon, {one.agency.name}", one.agency.office)
            for one in person.memberships.all()
        ]
        found += [
            _account(person, str(one.get_role_display()).capitalize(), one.office)
            for one in person.office_roles.all()
        ]
    return sorted(found, key=lambda one: (one.office, one.username))


def _account(person: Person, what: str, office: Office) -> Account:
    return Account(username=person.username, name=person.name, what=what, office=office.name)


def _people(office: Office, names: Iterator[str], hashed: str, since: date) -> list[Account]:
    code = office.code.lower()
    made = []
    for position in Position.objects.filter(office=office).order_by("id"):
        person = _person(f"{code}.{position.key}", names, hashed)
        acting = position.key.startswith("sekretaris")
        Holding.objects.get_or_create(
            person=person,
            position=position,
            defaults={
                "starts_on": since,
                "kind": "plt" if acting else "definitif",
                "decree": f"SK contoh 821/{position.pk}/{since.year}" if acting else "",
            },
        )
        made.append(_account(person, position.title, office))
    region = office.government.removeprefix("Pemerintah ").strip() or office.name
    for key, name in AGENCIES:
        agency, _ = Agency.objects.get_or_create(
            office=office,
            key=key,
            defaults={
                "name": f"{name} {region}",
                "address": f"Jalan Contoh Nomor 1, {region}",
                "email": f"{key}@{office.key}.contoh.go.id",
                "phone": "(0271) 555 0101",
            },
        )
        person = _person(f"{code}.{key}", names, hashed)
        Membership.objects.get_or_create(
            person=person, agency=agency, defaults={"starts_on": since}
        )
        made.append(_account(person, f"Pemohon, {agency.name}", office))
    for key, role, what in (
        ("admin", OfficeRole.Role.ADMIN, "Admin dinas"),
        ("inspektorat", OfficeRole.Role.AUDITOR, "Pemeriksa (Inspektorat)"),
    ):
        person = _person(f"{code}.{key}", names, hashed)
        OfficeRole.objects.get_or_create(
            person=person, office=office, role=role, defaults={"starts_on": since}
        )
        made.append(_account(person, what, office))
    return made


def _person(username: str, names: Iterator[str], hashed: str) -> Person:
    name = next(names)
    person, _ = Person.objects.get_or_create(
        username=username,
        defaults={
            "name": name,
            "email": f"{username}@contoh.go.id",
            "phone": "0812 5550 0101",
            "password": hashed,
        },
    )
    return person


def _put_in_force(version: ProcedureVersion, now: datetime) -> None:
    """Every SOP that has its own number runs; a draft without one waits for its office."""
    if version.status != version.Status.DRAFT or not version.number:
        return
    identity = running(version.pk).procedure.identity
    iso = identity.effective.iso or identity.revised.iso or identity.made.iso
    year, month, day = (*map(int, iso.split("-")), 1, 1)[:3] if iso else (now.year, 1, 1)
    put_in_force(
        version, number=version.number, effective_from=date(year, month, day), by=None, now=now
    )


def _names() -> Iterator[str]:
    """Two hundred and forty different names, neighbours with different family names."""
    for turn in range(len(_LAST)):
        for place, first in enumerate(_FIRST):
            yield f"{first} {_LAST[(place + turn) % len(_LAST)]}"
