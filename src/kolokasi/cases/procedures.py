"""SOPs in the database: texts taken in from files, put in force, kept for the cases that began on them.

A text never changes once it is here; mending an SOP makes a new version. One version of an SOP is in
force in an office at a time, and a case stays on the version that it began with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db import transaction
from django.db.models import Max, QuerySet

from kolokasi.accounts.models import Desk, Office
from kolokasi.cases.gate import write_turn
from kolokasi.cases.models import ProcedureVersion
from kolokasi.core import soundness
from kolokasi.core.finding import Finding
from kolokasi.core.options import suggested, with_options
from kolokasi.core.procedure import Procedure
from kolokasi.core.procedure_file import read_identity_sheet, read_procedure
from kolokasi.core.refusal import Refused, Why
from kolokasi.sources.yaml_tree import read_tree

Status = ProcedureVersion.Status


@dataclass(frozen=True, slots=True)
class Running:
    """A version as it runs: read once, since its text never changes. ``desks`` maps roles to rows."""

    id: int
    version: int
    procedure: Procedure
    desks: Mapping[str, int]


@lru_cache(maxsize=256)
def running(version_id: int) -> Running:
    """The procedure of a version, read. Raises ProcedureVersion.DoesNotExist."""
    version = ProcedureVersion.objects.get(pk=version_id)
    desks = Desk.objects.filter(office_id=version.office_id, procedure=version.key)
    return Running(
        id=version_id,
        version=version.version,
        procedure=with_options(_read(version), version.options),
        desks=dict(desks.values_list("role", "id")),
    )


def findings(version: ProcedureVersion) -> tuple[Finding, ...]:
    """What keeps this version from being put in force: it must be sound as this office runs it."""
    return tuple(soundness.findings(soundness.prove(_read(version), options=version.options)))


def take_in(
    office: Office, *, key: str, text: str, identity_text: str, now: datetime
) -> ProcedureVersion:
    """Keep an SOP's text as a new draft version; the same text again is the version that has it."""
    digest = hashlib.sha256(f"{text}\0{identity_text}".encode()).hexdigest()
    procedure = read_text(text, identity_text, file=key)
    options = [name for name in suggested(procedure) if name in office.options]
    versions = ProcedureVersion.objects.filter(office=office, key=key)
    with write_turn(), transaction.atomic():
        known = versions.filter(digest=digest, options=options).order_by("-version").first()
        if known is not None:
            return known
        latest = versions.aggregate(latest=Max("version"))["latest"] or 0
        for role in procedure.roles.values():
            if not role.applicant:
                Desk.objects.get_or_create(
                    office=office, procedure=key, role=role.key, defaults={"label": role.label}
                )
        return ProcedureVersion.objects.create(
            office=office,
            key=key,
            version=latest + 1,
            title=procedure.title,
            number=procedure.identity.number,
            text=text,
            identity_text=identity_text,
            options=options,
            digest=digest,
            loaded_at=now,
        )


def put_in_force(
    version: ProcedureVersion,
    *,
    number: str,
    effective_from: date,
    by: int | None,
    now: datetime,
) -> None:
    """Let a version run from a day on. The one before it is replaced; its cases end on it.

    Raises Refused if the SOP has no number, or is not sound.
    """
    number = " ".join(number.split())
    if not number:
        raise Refused(
            Why.INVALID,
            "Beri nomor SOP dahulu: SOP tanpa nomor belum dapat diberlakukan.",
            errors={"number": "Nomor SOP wajib diisi."},
        )
    version.number = number
    wrong = [one for one in findings(version) if one.is_error]
    if wrong:
        raise Refused(
            Why.UNSOUND,
            "SOP ini belum dapat diberlakukan: %(first)s",
            first="; ".join(one.message for one in wrong[:3]),
        )
    with write_turn(), transaction.atomic():
        ProcedureVersion.objects.filter(
            office=version.office_id, key=version.key, status=Status.IN_FORCE
        ).exclude(pk=version.pk).update(status=Status.REPLACED, effective_until=effective_from)
        version.status, version.effective_from = Status.IN_FORCE, effective_from
        version.put_in_force_by_id, version.put_in_force_at = by, now
        version.save()
    running.cache_clear()


def revoke(version: ProcedureVersion, *, until: date) -> None:
    """Take no new requests on it. Running cases end on it."""
    with write_turn():
        version.status, version.effective_until = Status.REVOKED, until
        version.save(update_fields=["status", "effective_until"])


def shown_versions(office: Office) -> list[ProcedureVersion]:
    """What the public sees of an office: of each SOP the version in force, else the newest draft."""
    found: dict[str, ProcedureVersion] = {}
    for version in _by_rank(ProcedureVersion.objects.filter(office=office)):
        found.setdefault(version.key, version)
    return sorted(found.values(), key=lambda one: (one.status != Status.IN_FORCE, one.title))


def shown_version(office: Office, slug: str) -> ProcedureVersion | None:
    versions = ProcedureVersion.objects.filter(office=office, key=f"{office.key}/{slug}")
    return next(iter(_by_rank(versions)), None)


def version_in_force(office: str, slug: str) -> ProcedureVersion | None:
    return (
        ProcedureVersion.objects.filter(
            office__key=office, key=f"{office}/{slug}", status=Status.IN_FORCE
        )
        .select_related("office")
        .first()
    )


def _by_rank(versions: QuerySet[ProcedureVersion]) -> list[ProcedureVersion]:
    kept = versions.filter(status__in=(Status.IN_FORCE, Status.DRAFT)).select_related("office")
    return sorted(kept, key=lambda one: (one.status != Status.IN_FORCE, -one.version))


def read_text(text: str, identity_text: str, *, file: str) -> Procedure:
    """A procedure from its text; ``identity_text`` is the sibling whose identity sheet it shares.

    Raises Refused with the first faults, by line, if the text is not a procedure.
    """
    tree, faults = read_tree(text, file)
    sibling = read_tree(identity_text, file)[0] if identity_text else None
    lent = read_identity_sheet(sibling) if sibling is not None else None
    procedure = None
    if tree is not None:
        procedure, faults = read_procedure(tree, file=file, identity_of=lambda _key: lent)
    if procedure is None:
        raise Refused(
            Why.INVALID,
            "Berkas SOP ini belum benar: %(first)s",
            first="; ".join(str(one) for one in faults[:5]),
        )
    return procedure


def _read(version: ProcedureVersion) -> Procedure:
    return read_text(version.text, version.identity_text, file=version.key)
