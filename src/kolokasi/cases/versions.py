"""An office's admin and its SOPs: reading a new text, putting a version in force, taking it back.

A running case stays on the version that it began with; nothing here touches one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Count

from kolokasi.accounts.models import Office
from kolokasi.accounts.office_acts import Administration
from kolokasi.cases.models import Case, ProcedureVersion
from kolokasi.cases.procedures import Status, draft, put_in_force, read_version, revoke
from kolokasi.core.finding import Finding, Severity
from kolokasi.core.lint import check as lint
from kolokasi.core.options import suggested
from kolokasi.core.procedure import Identity, Procedure
from kolokasi.core.reading.finding_place import line_of
from kolokasi.core.reading.located import text_of
from kolokasi.core.reading.procedure_file import read_identity_sheet
from kolokasi.core.reading.regulation_file import read_regulations
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.regulation import Regulation
from kolokasi.core.worktime.wording import tanggal
from kolokasi.sources.procedure_source import load_tree, read_source
from kolokasi.sources.yaml_tree import read_as_far_as_possible, read_tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Everything to be said about a text. ``procedure`` is None if it cannot be one; then ``findings``
    has at least one error. ``identity_text`` is that of the sibling whose identity sheet it shares."""

    text: str
    identity_text: str
    procedure: Procedure | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.is_error)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if not one.is_error)


def review(
    office: Office, text: str, *, file: str, options: Collection[str] | None = None
) -> Review:
    """Read a text as this office's SOP: what reading finds, and what the lint finds, each at its line.

    ``file`` is how findings call it. Without ``options`` the suggestions are switched on as they are in the
    version of this SOP that the office has. Never raises for what stands in the text.
    """
    lender = _Lender(office)
    reading = read_source(text, file=file, identity_of=lender.identity_of)
    tree, _ = read_as_far_as_possible(text, file)
    found = list(reading.findings)
    procedure, sketch = reading.procedure, reading.procedure or reading.sketch
    if sketch is not None:
        switched_on = options_of(office, sketch.key) if options is None else options
        checked = lint.check(sketch, regulations=_regulations(), options=switched_on)
        found += [replace(one, file=file, line=line_of(one, tree)) for one in checked]
    if procedure is not None and procedure.office != office.key:
        found.append(_foreign(office, procedure, file, line=_line(tree, "procedure")))
        procedure = None
    return Review(
        text=text,
        identity_text=lender.text,
        procedure=procedure,
        findings=tuple(sorted(dict.fromkeys(found), key=lambda one: (not one.is_error, one.line))),
    )


def review_version(version: ProcedureVersion) -> Review:
    """The same for a version that the office has, as it would run."""
    tree, _ = read_as_far_as_possible(version.text, version.key)
    sheet = _identity(version.identity_text, version.key)
    file = f"{version.key.partition('/')[2]}.yaml"
    reading = read_source(version.text, file=file, identity_of=lambda _key: sheet)
    found = list(reading.findings)
    if reading.procedure is not None:
        found += [
            replace(one, file=file, line=line_of(one, tree))
            for one in lint.check(
                reading.procedure, regulations=_regulations(), options=version.options
            )
        ]
    return Review(
        text=version.text,
        identity_text=version.identity_text,
        procedure=reading.procedure,
        findings=tuple(found),
    )


def upload(act: Administration, text: str, *, file: str) -> ProcedureVersion:
    """Keep a new text as a draft version. The same text as a draft or the version in force is that version.

    Raises Refused, with the first faults, if the text is not an SOP of this office.
    """
    found = review(act.office, text, file=file)
    if found.procedure is None:
        raise Refused(
            Why.INVALID,
            "Berkas SOP ini belum benar: %(first)s",
            first="; ".join(one.message for one in found.errors[:3]),
        )
    key = found.procedure.key
    return _kept(act, key, text, found.identity_text, options_of(act.office, key), f"dari {file}")


def switch(
    act: Administration, version: ProcedureVersion, options: Collection[str]
) -> ProcedureVersion:
    """The same text with other suggestions switched on: a new draft version, unless there is one."""
    offered = [one for one in suggested(read_version(version)) if one in options]
    said = f"dari versi {version.version} dengan saran: {', '.join(offered) or 'tidak ada'}"
    return _kept(act, version.key, version.text, version.identity_text, offered, said)


def enforce(
    act: Administration, version: ProcedureVersion, *, number: str, effective_from: date
) -> None:
    """Put a draft in force. Asked again for what is in force already, it does nothing."""
    number = " ".join(number.split())
    now = (version.status, version.number, version.effective_from)
    if now == (Status.IN_FORCE, number, effective_from):
        return
    put_in_force(
        version,
        number=number,
        effective_from=effective_from,
        by=act.by.pk if act.by else None,
        now=act.now,
    )
    act.note(
        f"SOP {version.title} versi {version.version} diberlakukan dengan nomor {number} sejak "
        f"{tanggal(effective_from)}."
    )


def withdraw(act: Administration, version: ProcedureVersion) -> None:
    """Take a version out of force, or drop a draft. Its running cases end on it."""
    if version.status not in (Status.IN_FORCE, Status.DRAFT):
        return
    revoke(version, until=act.today)
    act.note(f"SOP {version.title} versi {version.version} dicabut.")


def options_of(office: Office, key: str) -> list[str]:
    """The suggestions that are switched on for an SOP: in its version in force, else in its newest."""
    version = _current(office, key)
    return list(version.options if version is not None else office.options)


def running_on(office: Office) -> Mapping[int, int]:
    """How many cases run on each version."""
    open_cases = Case.objects.filter(office=office, ended_at__isnull=True)
    return dict(open_cases.values_list("version").annotate(Count("id")).order_by())


def _kept(
    act: Administration,
    key: str,
    text: str,
    identity_text: str,
    options: Collection[str],
    whence: str,
) -> ProcedureVersion:
    before = ProcedureVersion.objects.filter(office=act.office, key=key).count()
    version = draft(
        act.office,
        key=key,
        text=text,
        identity_text=identity_text,
        options=options,
        now=act.now,
    )
    if ProcedureVersion.objects.filter(office=act.office, key=key).count() > before:
        act.note(f"Draf SOP {version.title} versi {version.version} dibuat {whence}.")
    return version


def _current(office: Office, key: str) -> ProcedureVersion | None:
    """The version in force; else the newest."""
    versions = ProcedureVersion.objects.filter(office=office, key=key).order_by("-version")
    return versions.filter(status=Status.IN_FORCE).first() or versions.first()


class _Lender:
    """Finds the sibling whose identity sheet a text shares (``same_as``), among the office's own SOPs."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.text = ""

    def identity_of(self, key: str) -> Identity | None:
        version = _current(self.office, key)
        if version is None:
            return None
        self.text = version.text
        return _identity(version.text, key)


def _identity(text: str, file: str) -> Identity | None:
    tree, _ = read_tree(text, file) if text else (None, ())
    return read_identity_sheet(tree) if tree is not None else None


def _foreign(office: Office, procedure: Procedure, file: str, *, line: int) -> Finding:
    slug = procedure.key.partition("/")[2]
    return Finding(
        severity=Severity.ERROR,
        code="kunci-sop",
        message=f"Berkas ini menyebut dirinya “{procedure.key}”; pada dinas ini tulis "
        f"“{office.key}/{slug}”.",
        file=file,
        line=line,
        field="procedure",
    )


def _line(tree: object, key: str) -> int:
    entries = getattr(tree, "entries", ())
    return next((one.key.line for one in entries if text_of(one.key) == key), 1)


def _regulations() -> Mapping[str, Regulation]:
    return _regulations_in(Path(settings.INSTALLATION.procedures) / "_data" / "regulations.yaml")


@lru_cache(maxsize=2)
def _regulations_in(path: Path) -> Mapping[str, Regulation]:
    """The table of regulations as it was when it was first asked for."""
    tree = load_tree(path)[1] if path.is_file() else None
    return read_regulations(tree, file=str(path))[0] if tree is not None else {}
