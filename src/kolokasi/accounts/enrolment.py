"""Accounts: made, corrected, closed and opened again by the office that a person works for.

A person may belong to several offices. Only an office that is the only one with a claim on him today may
touch his account: whoever could set the password of another office's admin would hold that office too.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Collection, Mapping

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q, QuerySet

from kolokasi.accounts.mandates import belongings_of, offices_of
from kolokasi.accounts.models import Holding, Membership, Office, OfficeRole, Person
from kolokasi.accounts.models.people import NIP, USERNAME
from kolokasi.accounts.models.positions import titled
from kolokasi.accounts.office_acts import Administration
from kolokasi.accounts.office_roles import refuse_last_admin
from kolokasi.core.refusal import Refused, Why


def people_of(office: int) -> QuerySet[Person]:
    """Everybody who has, or had, to do with this office."""
    return (
        Person.objects.filter(
            Q(made_by=office)
            | Q(holdings__position__office=office)
            | Q(memberships__agency__office=office)
            | Q(office_roles__office=office)
        )
        .distinct()
        .order_by("name", "username")
    )


def as_what(
    office: int, people: Collection[Person], *, on: dt.date
) -> Mapping[int, tuple[str, ...]]:
    """What each of these is in the office that day, in words: posts, agencies, roles over the office."""
    found: dict[int, tuple[str, ...]] = {}
    for person, kind, title in (
        Holding.objects.in_force(on)
        .filter(position__office=office, person__in=people)
        .values_list("person_id", "kind", "position__title")
    ):
        found[person] = (*found.get(person, ()), titled(kind, title))
    for member in (
        Membership.objects.in_force(on)
        .filter(agency__office=office, person__in=people)
        .select_related("agency")
    ):
        said = f"{member.get_role_display()}, {member.agency.name}"
        found[member.person_id] = (*found.get(member.person_id, ()), said)
    for row in OfficeRole.objects.in_force(on).filter(office=office, person__in=people):
        found[row.person_id] = (*found.get(row.person_id, ()), row.get_role_display())
    return found


def find_person(typed: str) -> Person | None:
    """Somebody by the exact name with which he signs in, or by his mail address."""
    typed = typed.strip().lower()
    if not typed:
        return None
    return Person.objects.filter(Q(username=typed) | Q(email__iexact=typed)).first()


def create_person(
    act: Administration, *, username: str, name: str, email: str, nip: str, phone: str
) -> Person:
    """An account that nobody can use until a password is set for it (``set_initial_password``, or by mail)."""
    username = username.lower()
    errors = _errors(name=name, email=email, nip=nip)
    if not username:
        errors["username"] = "Nama pengguna wajib diisi."
    elif not _fits(USERNAME, username) or len(username) > 60:
        errors["username"] = (
            "Hanya huruf kecil, angka, titik, garis bawah, dan tanda hubung; paling banyak 60."
        )
    elif Person.objects.filter(username=username).exists():
        errors["username"] = f"Nama pengguna “{username}” sudah dipakai; pilih yang lain."
    _refuse(errors)
    person = Person.objects.create_user(
        username, email, None, name=name, nip=nip or None, phone=phone, made_by=act.office
    )
    act.note(f"Akun {name} ({username}) dibuat.")
    return person


def change_person(
    act: Administration, person: Person, *, name: str, email: str, nip: str, phone: str
) -> None:
    """Correct what is known of a person. What he did before keeps the name it was done under."""
    refuse_unless_kept(act, person)
    _refuse(_errors(name=name, email=email, nip=nip, person=person))
    before = (person.name, person.email, person.nip, person.phone)
    after = (name, email.lower(), nip or None, phone)
    if before == after:
        return
    person.name, person.email, person.nip, person.phone = after
    person.save(update_fields=["name", "email", "nip", "phone"])
    act.note(f"Data akun {name} ({person.username}) diubah.")


def set_initial_password(act: Administration, person: Person, password: str) -> None:
    """A password that somebody else knows: it opens nothing but the page on which it is changed. Ends
    every session of that person."""
    refuse_unless_kept(act, person)
    if person.password_is_initial and person.check_password(password):
        return
    person.set_password(password)
    person.password_is_initial = True
    person.save(update_fields=["password", "password_is_initial"])
    act.note(f"Kata sandi awal dibuat untuk {person.name} ({person.username}).")


def initial_password(key: str, username: str) -> str:
    """80 bits, the same for the same form and person: a form sent twice shows the password that holds."""
    secret = f"sandi-awal:{settings.SECRET_KEY}".encode()
    drawn = hmac.new(secret, f"{key}\0{username}".encode(), hashlib.sha256).digest()[:10]
    # Letters and digits that nobody mixes up when they are read out.
    text = base64.b32encode(drawn).decode().lower().translate(str.maketrans("ilo", "189"))
    return "-".join(text[place : place + 4] for place in range(0, 16, 4))


def deactivate(act: Administration, person: Person) -> None:
    """Close an account: signing in is refused, and open sessions are over at their next request."""
    if act.by is not None and person.pk == act.by.pk:
        raise Refused(Why.INVALID, "Akun Anda sendiri hanya dapat ditutup oleh admin lain.")
    refuse_unless_kept(act, person)
    if not person.is_active:
        return
    today = OfficeRole.objects.in_force(act.today).filter(office=act.office, person=person)
    if today.filter(role=OfficeRole.Role.ADMIN).exists():
        refuse_last_admin(act, person, act.today)
    person.is_active = False
    person.save(update_fields=["is_active"])
    act.note(f"Akun {person.name} ({person.username}) dinonaktifkan.")


def reactivate(act: Administration, person: Person) -> None:
    refuse_unless_kept(act, person)
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
        act.note(f"Akun {person.name} ({person.username}) diaktifkan kembali.")


def refuse_unless_kept(act: Administration, person: Person) -> None:
    """Raises Refused where another office, or the installation itself, has a claim on this person."""
    elsewhere = claimed_elsewhere(act.office, person, on=act.today)
    if elsewhere:
        raise Refused(Why.FORBIDDEN, elsewhere, name=person.name)


def claimed_elsewhere(office: Office, person: Person, *, on: dt.date) -> str:
    """Why this office may not touch the account (a sentence with the person's name), or ""."""
    if person.is_staff:
        return "%(name)s petugas TI instalasi ini; akunnya tidak diurus dari sini."
    claims = set(offices_of(person, on)) | {one.office_id for one in belongings_of(person, on)}
    if claims - {office.pk} or (not claims and person.made_by_id not in (None, office.pk)):
        return (
            "%(name)s juga bekerja untuk dinas lain, maka akunnya tidak dapat diubah dari sini. "
            "Yang dapat Anda akhiri adalah jabatan dan keanggotaannya pada dinas ini."
        )
    return ""


def _errors(*, name: str, email: str, nip: str, person: Person | None = None) -> dict[str, str]:
    others = Person.objects.exclude(pk=person.pk) if person else Person.objects.all()
    errors: dict[str, str] = {}
    if not name:
        errors["name"] = "Nama wajib diisi."
    if email:
        try:
            validate_email(email)
        except ValidationError:
            errors["email"] = "Alamat surel ini belum lengkap, misalnya nama@contoh.go.id."
        else:
            if others.filter(email__iexact=email).exists():
                errors["email"] = "Surel ini sudah dipakai akun lain."
    if nip and not _fits(NIP, nip):
        errors["nip"] = "NIP terdiri atas 18 angka."
    elif nip and others.filter(nip=nip).exists():
        errors["nip"] = "NIP ini sudah dipakai akun lain."
    return errors


def _fits(rule: object, text: str) -> bool:
    try:
        rule(text)  # type: ignore[operator]
    except ValidationError:
        return False
    return True


def _refuse(errors: dict[str, str]) -> None:
    if errors:
        raise Refused(
            Why.INVALID,
            "Ada isian yang perlu diperbaiki. Periksa bagian yang ditandai.",
            errors=errors,
        )
