"""Requests being written: saved as often as the applicant likes, handed in once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from kolokasi.accounts.mandates import is_member
from kolokasi.cases.gate import write_turn
from kolokasi.cases.models import Draft, ProcedureVersion
from kolokasi.cases.queries import Sight
from kolokasi.core.commands import File
from kolokasi.core.refusal import Refused, Why


def begin(
    version: ProcedureVersion, *, agency: int, person: int, services: list[str], now: datetime
) -> Draft:
    """A new draft for an agency. Refused where the person does not belong to it."""
    if not is_member(person, agency, on=timezone.localdate(now)):
        raise Refused(Why.FORBIDDEN, "Permohonan hanya dapat dibuat oleh orang dari OPD pemohon.")
    with write_turn():
        return Draft.objects.create(
            version=version, agency_id=agency, person_id=person, services=services, updated_at=now
        )


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
) -> None:
    """Keep what was typed as it was typed, right or wrong: judging it waits until it is handed in."""
    draft.subject, draft.services = subject[:300], services
    draft.values = {key: _storable(one) for key, one in values.items()}
    draft.files = [[one.document, one.name, one.sha256] for one in files]
    draft.note, draft.updated_at = note, now
    with write_turn():
        draft.save()


def files_of(draft: Draft) -> tuple[File, ...]:
    return tuple(
        File(document=document, name=name, sha256=sha256) for document, name, sha256 in draft.files
    )


def discard(draft: Draft) -> None:
    with write_turn():
        draft.delete()


def _storable(value: object) -> object:
    """Typed text may hold what a database cannot keep (a NUL); it would be refused later anyway."""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd")
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _storable(one) for key, one in value.items()}
    return value
