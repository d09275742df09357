"""Requests being written: saved as often as the applicant likes, handed in once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kolokasi.accounts.mandates import is_member
from kolokasi.accounts.models import Agency, Person
from kolokasi.cases.gate import write_turn
from kolokasi.cases.models import Draft, ProcedureVersion
from kolokasi.cases.queries import Sight
from kolokasi.core.commands import File
from kolokasi.core.refusal import Refused, Why

MAX_SUBJECT = 300


def begin(
    version: ProcedureVersion, *, agency: int, person: int, services: list[str], now: datetime
) -> Draft:
    """A new draft for an agency of this office. Refused where the person does not belong to it.

    One that the person began and left empty is taken up again: a second click begins no second one.
    """
    here = Agency.objects.filter(pk=agency, office=version.office_id).exists()
    if not here or not is_member(person, agency, on=timezone.localdate(now)):
        raise Refused(Why.FORBIDDEN, "Permohonan hanya dapat dibuat oleh orang dari OPD pemohon.")
    whose = {"version": version, "agency_id": agency, "person_id": person}
    empty = {"subject": "", "note": "", "values": {}, "files": []}
    with write_turn(), transaction.atomic():
        Person.objects.select_for_update().get(pk=person)  # the second click waits for the first
        draft = Draft.objects.filter(**whose, **empty).first() or Draft(**whose)
        draft.services, draft.updated_at = services, now
        draft.save()
        return draft


def visible(sight: Sight) -> QuerySet[Draft]:
    """Drafts of the person's own agencies, newest first."""
    return (
        Draft.objects.filter(agency__in=sight.agencies)
        .select_related("version__office", "agency", "person")
        .order_by("-updated_at")
    )


def save(
    draft: Draft,
    *,
    subject: str,
    services: list[str],
    values: Mapping[str, Mapping[str, object]],
    files: tuple[File, ...],
    note: str,
    now: datetime,
) -> bool:
    """Keep what was typed as it was typed, right or wrong: judging it waits until it is handed in.

    False if the draft was handed in or thrown away meanwhile: it does not come back.
    """
    draft.subject, draft.services, draft.note, draft.updated_at = subject, services, note, now
    draft.values = {key: _storable(one) for key, one in values.items()}
    draft.files = [[one.document, one.name, one.sha256] for one in files]
    kept = {"subject": _storable(subject[:MAX_SUBJECT]), "note": _storable(note)}
    same = {name: getattr(draft, name) for name in ("services", "values", "files", "updated_at")}
    with write_turn():
        return bool(Draft.objects.filter(pk=draft.pk).update(**kept, **same))


def files_of(draft: Draft) -> tuple[File, ...]:
    return tuple(
        File(document=document, name=name, sha256=sha256) for document, name, sha256 in draft.files
    )


def discard(draft: Draft) -> None:
    with write_turn():
        draft.delete()


def use_up(draft: int) -> bool:
    """Part of handing it in: whoever comes second finds it gone."""
    return bool(Draft.objects.filter(pk=draft).delete()[0])


def gone() -> Refused:
    return Refused(
        Why.TAKEN,
        "Draf ini sudah dikirim atau dihapus, mungkin oleh rekan Anda. Lihat daftar permohonan sebelum "
        "menulis yang baru.",
    )


def _storable(value: object) -> object:
    """Typed text may hold what a database cannot keep (a NUL); it would be refused later anyway."""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd")
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _storable(one) for key, one in value.items()}
    return value
