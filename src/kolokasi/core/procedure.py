"""What an SOP is, once read: frozen values, no rules of running (those are in ``flow`` and ``engine``).

A ``Procedure`` is one activity sheet with its identity sheet, roles, documents and forms. Everything
printed on the office's own paper is kept to the letter beside our reading of it; what we inferred is
an ``Assumption`` with its reason. See ``docs/procedure-format.md`` for the file that it is read from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kolokasi.core.worktime.duration import Duration


class Standing(StrEnum):
    """What the shipped file is: an office's own SOP, an office's unnumbered draft, or our proposal."""

    SOURCE = "sumber"
    DRAFT = "draf"
    PROPOSAL = "usulan"


class StepKind(StrEnum):
    TASK = "kegiatan"
    DECISION = "keputusan"
    WAIT = "tunggu"


class Mode(StrEnum):
    """How several performers of one step share it."""

    ONE = "satu"
    RELAY = "berantai"  # one after the other, each his own entry
    ALL = "semua"  # together: everybody's entry, in any order; the decider's last
    ANY = "salah-satu"  # whoever takes it first


class OutcomeKind(StrEnum):
    FORWARD = "lanjut"
    RETURN = "kembali"  # to the applicant or to an earlier desk, to be mended
    REFUSE = "tolak"
    DEFER = "tunda"  # waiting list
    WITHDRAW = "tarik"


class End(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    DONE = "done"


class NoteRule(StrEnum):
    OPTIONAL = "boleh"
    REQUIRED = "wajib"


class FieldType(StrEnum):
    TEXT = "teks"
    LONG_TEXT = "uraian"
    INTEGER = "bilangan"
    DECIMAL = "desimal"
    CHOICE = "pilihan"
    DATE = "tanggal"
    BOOLEAN = "ya-tidak"
    EMAIL = "surel"
    PHONE = "telepon"
    NIP = "nip"
    DOMAIN = "domain"
    IP = "ip"
    TABLE = "tabel"
    SECRET = "rahasia"  # never stored here: the form records how it was handed over


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """Something that the paper does not say and we inferred."""

    about: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A lane of this SOP. Never merged by name with another SOP's: it belongs to this procedure."""

    key: str
    label: str
    applicant: bool = False
    lane: bool = True  # False: outside the sheet's columns (Jawa Tengah's SKPD)
    also_called: tuple[str, ...] = ()
    assumption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date as far as the sheet gives it. ``text`` literal; ``iso`` is ``2020``, ``2020-04`` or ``2020-04-17``."""

    text: str = ""
    iso: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    text: str
    ref: str = ""  # key into the table of regulations, e.g. "pp-82-2012"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The identity sheet (*bagian identitas*, PermenPAN-RB 35/2012). Blank where the paper is blank."""

    number: str = ""
    made: PartialDate = PartialDate()
    revised: PartialDate = PartialDate()
    effective: PartialDate = PartialDate()
    approved_by: str = ""
    title: str = ""
    unit: str = ""
    legal_basis: tuple[LegalBasis, ...] = ()
    qualifications: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    shared_with: str = (
        ""  # the procedure whose identity sheet this one shares (one number, several)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """When something applies: only for some services, only after some carried answers. Both must hold."""

    services: frozenset[str] = frozenset()
    answers: tuple[tuple[str, str], ...] = ()

    def holds(self, *, services: frozenset[str], answers: Mapping[str, str]) -> bool:
        fits_service = not self.services or bool(self.services & services)
        return fits_service and all(answers.get(name) == value for name, value in self.answers)


ALWAYS = Condition()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper of this procedure. ``form`` if it is born from one; ``restricted`` if not everybody may see it."""

    key: str
    title: str
    form: str = ""
    made_by: str = ""  # role whose hand makes it, where the title says so
    outside: bool = False  # exists before the procedure: an agenda book, a specification
    restricted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One line of *kelengkapan*, or of *output*: a document with the literal words of that cell."""

    document: str
    text: str
    condition: Condition = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that a step takes from its performer."""

    document: str
    label: str
    required: bool = False
    condition: Condition = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    key: str
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    help: str = ""
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    columns: tuple[Field, ...] = ()  # of a table
    prefill: str = ""  # "agency.name", "person.nip", "<form>.<field>"
    show_if: tuple[str, str] | None = None  # (field of the same form, value)
    condition: Condition = ALWAYS
    restricted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    key: str
    title: str
    fields: tuple[Field, ...]

    def field(self, key: str) -> Field | None:
        return next((one for one in self.fields if one.key == key), None)


class CapacityAct(StrEnum):
    """What a way out does to the space, power and the rest that a request asks for."""

    HOLD = "pesan"  # reserved for the request, if the verdict lets it
    WAIT = "tunggu"  # on the waiting list
    PLACE = "tempatkan"  # the reservation becomes a placement


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """What the capacity check of a procedure reads, and who may decide against it.

    ``asks`` are quantities (``core.capacity.asking``) with the fields that say how much, the newest form first.
    """

    asks: tuple[tuple[str, tuple[str, ...]], ...]  # (quantity, ("<form>.<field>", …))
    overrides: tuple[str, ...] = ()  # roles
    assumption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One way out of a step: to other steps (all of them open), or to an end."""

    key: str
    label: str
    kind: OutcomeKind = OutcomeKind.FORWARD
    next: tuple[str, ...] = ()
    end: End | None = None
    note: NoteRule = NoteRule.OPTIONAL
    at_most: int | None = None  # times in one case; then it is no longer offered
    answers: tuple[tuple[str, str], ...] = ()  # carried on from here
    condition: Condition = ALWAYS
    only_after_return: bool = False
    cancels: tuple[str, ...] = ()  # steps whose work ends with this; ("*",) for all
    after: Duration | None = None  # the next step opens only then (a repeated activity's rhythm)
    after_field: str = ""  # "<form>.<field>": choice whose value is the rhythm as a duration text
    informs: tuple[str, ...] = ()  # roles that this way out tells
    capacity: CapacityAct | None = None
    suggested: bool = False  # not on the sheet: off until the office switches it on
    assumption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row of the activity sheet, or a wait between two rows (``number`` is then empty)."""

    key: str
    number: str
    text: str
    kind: StepKind = StepKind.TASK
    mode: Mode = Mode.ONE
    performers: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    decider: str = ""  # with Mode.ALL and several outcomes: whose word counts, entered last
    requires: tuple[Requirement, ...] = ()
    outputs: tuple[Requirement, ...] = ()
    time_text: str = ""  # literal cell
    time: Duration | None = None
    note: str = ""  # the sheet's own Keterangan
    outcomes: tuple[Outcome, ...] = ()
    joins: tuple[str, ...] = ()  # opens only when all of these have led here
    condition: Condition = ALWAYS
    fills: tuple[str, ...] = ()  # forms
    attachments: tuple[Attachment, ...] = ()
    informs: tuple[str, ...] = ()  # roles that the row's own text tells
    check: str = ""  # named check in code, e.g. "capacity"
    resources: tuple[str, ...] = ()  # what that check looks at
    assumptions: tuple[Assumption, ...] = ()
    line: int = 0  # in the file it was read from

    def outcome(self, key: str) -> Outcome | None:
        return next((one for one in self.outcomes if one.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndText:
    """What the applicant is told at an end. ``written`` is False where the sheet only says "selesai"."""

    end: End
    text: str
    written: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What is owed after the end: once (``every`` is None) or again and again (yearly review)."""

    key: str
    text: str
    role: str
    every: Duration | None = None
    within: Duration | None = None
    after: End = End.GRANTED
    assumption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """The applicant may withdraw until one of these steps is done (empty: while the case is open)."""

    until: tuple[str, ...] = ()
    assumption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Which register a granted case feeds, and from which form field each column comes."""

    name: str
    columns: tuple[tuple[str, str], ...]  # (column, "<form>.<field>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One SOP procedure, complete. ``key`` is ``<office>/<slug>``."""

    key: str
    title: str
    standing: Standing
    identity: Identity
    services: Mapping[str, str]
    roles: Mapping[str, Role]
    documents: Mapping[str, Document]
    forms: Mapping[str, Form]
    steps: Mapping[str, Step]  # in the order of the sheet
    start: str
    ends: Mapping[End, EndText]
    source: str = ""  # where the literal text comes from
    summary: str = ""  # one plain sentence for the applicant
    request_fills: tuple[str, ...] = ()  # what the applicant hands in where row 1 is an officer's
    request_attachments: tuple[Attachment, ...] = ()
    duties: tuple[Duty, ...] = ()
    withdrawal: Withdrawal | None = None
    register: Register | None = None
    capacity: Capacity | None = None
    related: Mapping[str, str] = field(
        default_factory=dict
    )  # text → procedure key, where we have it

    @property
    def office(self) -> str:
        return self.key.partition("/")[0]

    @property
    def applicant_role(self) -> str:
        return next(key for key, role in self.roles.items() if role.applicant)

    def is_applicants(self, step: Step) -> bool:
        """Whether the step waits for the applicant, so that its time makes no officer late."""
        return any(self.roles[role].applicant for role in step.performers)

    @property
    def starts_with_applicant(self) -> bool:
        """Whether row 1 is the applicant's own and his alone, so that handing in is doing it (else the
        request comes first, and row 1 is taken like any other)."""
        performers = self.steps[self.start].performers
        return len(performers) == 1 and self.roles[performers[0]].applicant

    def lanes(self) -> Iterator[Role]:
        return (role for role in self.roles.values() if role.lane)
