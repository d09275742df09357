"""Commands about offices: taken in from their files, given their first admin, due times measured anew."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from kolokasi.cli.server import django_ready
from kolokasi.config.installation import Misconfigured


def install(chosen: argparse.Namespace) -> int:
    """Offices with positions, desks, hours and SOPs (as drafts) from the folder of SOPs; no people. Safe to
    repeat. Exit code 1 where a file has errors and was left out."""
    django_ready()
    from django.conf import settings
    from django.utils import timezone

    from kolokasi.cases.offices import install as take_in
    from kolokasi.sources.library import Library

    library = Library.load(settings.INSTALLATION.procedures)
    if chosen.office:
        if chosen.office not in library.offices:
            raise Misconfigured(_unknown(chosen.office, sorted(library.offices)))
        library = replace(library, offices={chosen.office: library.offices[chosen.office]})
    errors = [one for one in library.findings if one.is_error]
    for one in errors:
        print(one, file=sys.stderr)
    try:
        versions = take_in(library, now=timezone.now())
    except ValueError as fault:  # hours or holidays that cannot be read
        raise Misconfigured(f"Kalender di folder SOP belum benar: {fault}") from fault
    for version in versions:
        print(f"{version.key} versi {version.version}: {version.get_status_display()}")
    return 1 if errors else 0


def admin(chosen: argparse.Namespace) -> int:
    """Make somebody the admin of an office from today on; with ``--name`` also the account, whose first
    password is printed once."""
    django_ready()
    from django.utils import timezone

    from kolokasi.accounts import enrolment, office_roles
    from kolokasi.accounts.models import Office, OfficeRole
    from kolokasi.cases.acts import new_key
    from kolokasi.cases.administration import administering
    from kolokasi.core.refusal import Refused

    known = dict(Office.objects.order_by("key").values_list("key", "pk"))
    if chosen.office not in known:
        raise Misconfigured(_unknown(chosen.office, list(known)))
    person, password = enrolment.find_person(chosen.username), ""
    if person is None and not chosen.name:
        raise Misconfigured(
            f"Akun “{chosen.username}” belum ada; sebutkan --name (dan --email) untuk membuatnya."
        )
    try:
        with administering(known[chosen.office], by=None, now=timezone.now()) as act:
            if person is None:
                person = enrolment.create_person(
                    act,
                    username=chosen.username,
                    name=chosen.name,
                    email=chosen.email,
                    nip="",
                    phone="",
                )
                password = enrolment.initial_password(new_key(), person.username)
                enrolment.set_initial_password(act, person, password)
            office_roles.grant(
                act, person, role=OfficeRole.Role.ADMIN, starts_on=act.today, ends_on=None
            )
    except Refused as refused:
        raise Misconfigured(" ".join([str(refused), *refused.errors.values()])) from refused
    print(f"{person.name} ({person.username}) kini admin {act.office.name}.")
    if password:
        print(f"Kata sandi awal, hanya tampil sekali ini: {password}")
    return 0


def recompute(chosen: argparse.Namespace) -> int:
    """Measure every running due time anew with the calendars as they are now. Safe to repeat."""
    django_ready()
    from django.utils import timezone

    from kolokasi.accounts.models import Office
    from kolokasi.cases.recompute import measure

    known = dict(Office.objects.order_by("key").values_list("key", "pk"))
    for key in chosen.offices:
        if key not in known:
            raise Misconfigured(_unknown(key, list(known)))
    for key in chosen.offices or known:
        moved = measure(known[key], now=timezone.now(), reason=chosen.reason)
        print(f"{key}: {moved.dues} tenggat pada {moved.cases} permohonan berubah.")
    return 0


def _unknown(office: str, known: list[str]) -> str:
    there = ", ".join(known) or "belum ada; jalankan kolokasi install"
    return f"Dinas “{office}” tidak dikenal. Yang ada: {there}."
