"""What people ask of a case. Frozen questions; the engine answers with events or a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

FormValues = Mapping[str, object]  # field key → value, as typed or as cleaned


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks, and as what. ``roles`` maps each role of this procedure that the person holds now to
    the title under which it is held ("Plt. Kepala Bidang …"); the applicant's role is among them if
    the person belongs to the requesting agency."""

    person: int
    name: str
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that was stored before the act: the content's SHA-256 says which."""

    document: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartCase:
    """Hand in a request. Where row 1 is the applicant's own, this is that row too."""

    agency: int
    services: frozenset[str]
    subject: str
    forms: Mapping[str, FormValues] = field(default_factory=dict)
    files: tuple[File, ...] = ()
    note: str = ""
    author: int = 0  # who wrote it, where another hands it in


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteStep:
    """Take one turn of an open step. ``visit`` and ``turn`` say which, so that an old page is recognised."""

    step: str
    visit: int
    turn: int
    outcome: str = ""
    note: str = ""
    forms: Mapping[str, FormValues] = field(default_factory=dict)
    files: tuple[File, ...] = ()
    flagged: tuple[str, ...] = ()  # "<form>.<field>", with a return: only these open again
    rack: int = 0  # where to reserve, of the racks that the verdict offers; 0 is its first choice


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawCase:
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecomputeDue:
    """The office's calendar changed: measure every open step anew."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideCapacity:
    """Let the request be reserved for against the verdict, or in spite of what is not known."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCapacity:
    """Something was freed: reserve it for this request, which waits and now fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarnCapacity:
    """The reservation lapses soon: ``lapses_at``, as it was told when it was made."""

    lapses_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseCapacity:
    """The reservation was not used in time."""


Command = (
    StartCase | CompleteStep | WithdrawCase | RecomputeDue
    | OverrideCapacity | OfferCapacity | WarnCapacity | LapseCapacity
)  # fmt: skip
