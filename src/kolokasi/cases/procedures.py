"""SOPs in the database: texts taken in from files, put in force, kept for the cases that began on them.

A text never changes once it is here; mending an SOP makes a new version. One version of an SOP is in
force in an office at a time, and a case stays on the version that it began with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max, QuerySet

from kolokasi.accounts.models import Desk, Office
from kolokasi.cases.gate import write_turn
from kolokasi.cases.models import ProcedureVersion
from kolokasi.core.finding import Finding
from kolokasi.core.lint import check as lint
from kolokasi.core.options import suggested, with_options
from kolokasi.core.procedure import PartialDate, Procedure
from kolokasi.core.proof.playing import Play
from kolokasi.core.proof.rehearsal import promising
from kolokasi.core.reading.procedure_file import read_identity_sheet, read_procedure
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.worktime.wording import tanggal
from kolokasi.sources.yaml_tree import read_tree

Status = ProcedureVersion.Status
_REMEMBERED = 64  # choices of services of one SOP whose paths are kept in memory


@dataclass(frozen=True, slots=True)
class Running:
    """A version as it runs: read once, since its text never changes. ``desks`` maps roles to rows."""

    id: int
    version: int
    procedure: Procedure
    desks: Mapping[str, int]
    _promising: dict[frozenset[str], tuple[Play, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def promising(self, services: frozenset[str]) -> tuple[Play, ...]:
        """The paths among which a promise for these services is sought. Kept in memory."""
        known = self._promising.get(services)
        if known is None:
            if len(self._promising) >= _REMEMBERED:
                self._promising.clear()
            known = self._promising[services] = promising(self.procedure, services)
        return known


@lru_cache(maxsize=256)
def running(version_id: int) -> Running:
    """The procedure of a version, read. Raises ProcedureVersion.DoesNotExist."""
    version = ProcedureVersion.objects.get(pk=version_id)
    desks = Desk.objects.filter(office_id=version.office_id, procedure=version.key)
    return Running(
        id=version_id,
        version=version.version,
        procedure=with_options(read_version(version), version.options),
        desks=dict(desks.values_list("role", "id")),
    )


def take_in(
    office: Office, *, key: str, text: str, identity_text: str, now: datetime
) -> ProcedureVersion:
    """Keep an SOP's text as a new draft version, with the suggestions that the office's file switches on.
    The same text again is the version that has it, whatever became of that."""
    return _version(
        office,
        key=key,
        text=text,
        identity_text=identity_text,
        options=office.options,
        now=now,
        same=tuple(Status),
    )


def draft(
    office: Office,
    *,
    key: str,
    text: str,
    identity_text: str,
    options: Collection[str],
    now: datetime,
) -> ProcedureVersion:
    """The same for a text that comes from the office itself: one that was replaced or revoked comes back as
    a new draft."""
    return _version(
        office,
        key=key,
        text=text,
        identity_text=identity_text,
        options=options,
        now=now,
        same=(Status.DRAFT, Status.IN_FORCE),
    )


def _version(
    office: Office,
    *,
    key: str,
    text: str,
    identity_text: str,
    options: Collection[str],
    now: datetime,
    same: Collection[Status],
) -> ProcedureVersion:
    digest = hashlib.sha256(f"{text}\0{identity_text}".encode()).hexdigest()
    procedure = read_text(text, identity_text, file=key)
    switched_on = [name for name in suggested(procedure) if name in options]
    versions = ProcedureVersion.objects.filter(office=office, key=key)
    with write_turn(), transaction.atomic():
        known = versions.filter(digest=digest, options=switched_on, status__in=same)
        found = known.order_by("-version").first()
        if found is not None:
            return found
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
            options=switched_on,
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
    """Let a draft run from a day on. The version before it is replaced; its cases end on it.

    Raises Refused if the SOP has no number, is not sound, or is no draft (any more).
    """
    number = " ".join(number.split())
    _refuse_unnumbered(number)
    today = now.astimezone(ZoneInfo(version.office.timezone)).date()
    if effective_from > today:
        raise Refused(
            Why.INVALID,
            "Tanggal efektif belum tiba.",
            errors={
                "effective_from": "SOP berlaku begitu diberlakukan di sini; lakukan pada tanggal "
                "efektifnya, paling lambat hari ini."
            },
        )
    wrong = hindrances(version, number=number, effective_from=effective_from)
    if wrong:
        raise Refused(
            Why.UNSOUND,
            "SOP ini belum dapat diberlakukan: %(first)s",
            first="; ".join(one.message for one in wrong[:3]),
        )
    with write_turn(), transaction.atomic():
        status = ProcedureVersion.objects.select_for_update().values_list("status", flat=True)
        if status.get(pk=version.pk) != Status.DRAFT:
            raise Refused(
                Why.TAKEN, "Versi ini bukan draf lagi; buat draf baru darinya bila perlu diubah."
            )
        ProcedureVersion.objects.filter(
            office=version.office_id, key=version.key, status=Status.IN_FORCE
        ).update(status=Status.REPLACED, effective_until=effective_from)
        version.number = number
        version.status, version.effective_from = Status.IN_FORCE, effective_from
        version.put_in_force_by_id, version.put_in_force_at = by, now
        version.save()
    running.cache_clear()


def hindrances(
    version: ProcedureVersion, *, number: str, effective_from: date
) -> tuple[Finding, ...]:
    """Every error that keeps a version from running under this number from that day on."""
    procedure = read_version(version)
    dated = PartialDate(text=tanggal(effective_from), iso=effective_from.isoformat())
    sheet = replace(procedure.identity, number=number, effective=dated)
    return lint.publishable(replace(procedure, identity=sheet), options=version.options)


def revoke(version: ProcedureVersion, *, until: date) -> None:
    """Take no new requests on it. Running cases end on it."""
    with write_turn():
        version.status, version.effective_until = Status.REVOKED, until
        version.save(update_fields=["status", "effective_until"])


def _refuse_unnumbered(number: str) -> None:
    sentence = ""
    if not number:
        sentence = "Nomor SOP wajib diisi."
    elif len(number) > 120 or "\x00" in number:
        sentence = "Nomor SOP paling panjang 120 karakter yang dapat dicetak."
    if sentence:
        raise Refused(
            Why.INVALID,
            "Beri nomor SOP dahulu: SOP tanpa nomor belum dapat diberlakukan.",
            errors={"number": sentence},
        )


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


def read_version(version: ProcedureVersion) -> Procedure:
    """A version as it is written, with every suggestion."""
    return read_text(version.text, version.identity_text, file=version.key)
