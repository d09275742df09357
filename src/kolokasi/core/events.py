"""What can happen to a case, in the past tense. One class per event: its facts and its sentence.

An event never changes once written. Together, in order, the events of a case say everything that its
rows say (``case_state.replay``). Form values and files stay outside and are bound by their SHA-256,
so that personal data can leave the archive one day without breaking the chain.

Sentences are Indonesian templates over the event's own facts; the screens translate them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from types import UnionType
from typing import Any, ClassVar, get_args, get_type_hints

from kolokasi.core.commands import File
from kolokasi.core.procedure import End


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Whose hand: the person, and the title under which he acted that day."""

    person: int
    name: str
    role: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDigest:
    form: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStarted:
    sentence: ClassVar[str] = "Permohonan diajukan oleh %(who)s"
    by: By
    agency: int
    subject: str
    procedure: str
    version: int
    services: tuple[str, ...]
    forms: tuple[FormDigest, ...] = ()
    files: tuple[File, ...] = ()
    note: str = ""
    author: int = 0  # who wrote it: he made the request too


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOpened:
    """``turns`` are the roles that must enter, in order; ``mode`` says how they share the step."""

    sentence: ClassVar[str] = "Kegiatan %(step)s dimulai"
    step: str
    visit: int
    turns: tuple[str, ...]
    mode: str
    wait: bool
    not_before: datetime | None
    due_at: datetime | None
    due_why: str
    flagged: tuple[str, ...] = ()
    mending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryMade:
    """One performer of several has entered; the step stays open for the others."""

    sentence: ClassVar[str] = "Kegiatan %(step)s diteruskan oleh %(who)s"
    step: str
    visit: int
    turn: int
    by: By
    note: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone:
    sentence: ClassVar[str] = "Kegiatan %(step)s diselesaikan oleh %(who)s"
    step: str
    visit: int
    turn: int
    by: By
    outcome: str
    label: str
    kind: str
    answers: tuple[tuple[str, str], ...] = ()
    counted: bool = False
    note: str = ""
    forms: tuple[FormDigest, ...] = ()
    files: tuple[File, ...] = ()
    flagged: tuple[str, ...] = ()
    copied: tuple[str, ...] = ()  # roles that are informed of it (tembusan)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSkipped:
    sentence: ClassVar[str] = "Kegiatan %(step)s dilewati karena tidak berlaku bagi permohonan ini"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCancelled:
    sentence: ClassVar[str] = "Kegiatan %(step)s dihentikan"
    step: str
    visit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinReached:
    """A way led to a step that still waits for others."""

    sentence: ClassVar[str] = "Kegiatan %(step)s menunggu kegiatan lain selesai"
    step: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinCleared:
    """The last arrival came (or the wait was called off): the arrivals noted so far are spent."""

    sentence: ClassVar[str] = "Kegiatan %(step)s tidak lagi menunggu"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWithdrawn:
    sentence: ClassVar[str] = "Permohonan ditarik oleh %(who)s"
    by: By
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEnded:
    sentence: ClassVar[str] = "Permohonan selesai: %(end)s"
    end: End
    step: str
    reason: str
    told: str  # the sentence for the applicant


@dataclass(frozen=True, slots=True, kw_only=True)
class DueChanged:
    sentence: ClassVar[str] = "Tenggat kegiatan %(step)s dihitung ulang"
    step: str
    visit: int
    due_at: datetime | None
    due_why: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityChecked:
    """What the check came to as of the decision. ``sha256`` is that of the verdict kept with the case."""

    sentence: ClassVar[str] = "Ketersediaan kapasitas diperiksa"
    step: str
    answer: str
    sha256: str
    overridden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityOverridden:
    """Somebody who is entitled to it lets the request through against the check."""

    sentence: ClassVar[str] = "Hasil pemeriksaan kapasitas dikecualikan oleh %(who)s"
    by: By
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityHeld:
    """Reserved for the request until ``lapses_at``. ``offered``: it had waited, and something was freed."""

    sentence: ClassVar[str] = "Kapasitas dipesan untuk permohonan ini"
    places: tuple[str, ...]
    asked: str  # digest of what was asked
    warn_at: datetime
    lapses_at: datetime
    overridden: bool = False
    offered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityQueued:
    sentence: ClassVar[str] = "Permohonan masuk daftar tunggu kapasitas"
    short: str  # what was missing, as a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityWarned:
    sentence: ClassVar[str] = "Pemesanan kapasitas akan gugur bila belum dipakai"
    lapses_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityLapsed:
    sentence: ClassVar[str] = "Pemesanan kapasitas gugur karena tidak dipakai pada waktunya"


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityPlaced:
    """The reservation became a placement: the server stands, the application runs."""

    sentence: ClassVar[str] = "Kapasitas yang dipesan kini dipakai"


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityReleased:
    sentence: ClassVar[str] = "Pemesanan kapasitas dilepas"
    why: str  # an end, or "dipesan ulang"


Event = (
    CaseStarted | StepOpened | EntryMade | StepDone | StepSkipped | StepCancelled
    | JoinReached | JoinCleared | CaseWithdrawn | CaseEnded | DueChanged
    | CapacityChecked | CapacityOverridden | CapacityHeld | CapacityQueued | CapacityWarned
    | CapacityLapsed | CapacityPlaced | CapacityReleased
)  # fmt: skip

KINDS: dict[str, type[Event]] = {kind.__name__: kind for kind in get_args(Event)}
_HINTS = {kind: get_type_hints(kind) for kind in (*get_args(Event), By, FormDigest, File)}


def to_facts(event: Event) -> dict[str, Any]:
    """The event as plain data (text, numbers, lists), ready to be kept and hashed."""
    return {name: _plain(getattr(event, name)) for name in _names(type(event))}


def from_facts(kind: str, facts: dict[str, Any]) -> Event:
    """The event again. Raises KeyError for a kind that this version does not know."""
    cls = KINDS[kind]
    made: Event = cls(**{name: _typed(_HINTS[cls][name], facts[name]) for name in facts})
    return made


def _names(cls: type) -> tuple[str, ...]:
    found = _NAMES.get(cls)
    if found is None:
        found = _NAMES[cls] = tuple(one.name for one in fields(cls))
    return found


_NAMES: dict[type, tuple[str, ...]] = {}
_PLAIN = frozenset((str, int, bool, type(None)))


def _plain(value: Any) -> Any:
    if type(value) in _PLAIN:
        return value
    if isinstance(value, str):  # one word of several, as a StrEnum
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return {name: _plain(getattr(value, name)) for name in _names(type(value))}


def _typed(hint: Any, value: Any) -> Any:
    if isinstance(hint, UnionType):  # only "something or None" occurs
        return None if value is None else _typed(get_args(hint)[0], value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is End:
        return End(value)
    if isinstance(value, list):
        inner = get_args(hint)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_typed(inner[0], one) for one in value)
        return tuple(value)
    if isinstance(value, dict):
        return hint(**{name: _typed(_HINTS[hint][name], one) for name, one in value.items()})
    return value
