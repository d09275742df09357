"""The rows. State is kept for the pages; history is ``Event``, append-only and hash-linked.

What must never be is a constraint here, because the database is the last judge: two events in one
place of a case, one turn of a step twice, two cases with one number, one key with two effects.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from kolokasi.accounts.models import Agency, Desk, Office


class ProcedureVersion(models.Model):
    """One text of an SOP in one office. Never changed once a case has begun on it."""

    class Status(models.TextChoices):
        DRAFT = "draf", "Draf"
        IN_FORCE = "berlaku", "Berlaku"
        REPLACED = "diganti", "Diganti"
        REVOKED = "dicabut", "Dicabut"

    office = models.ForeignKey(Office, models.PROTECT, related_name="procedures")
    key = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=120, blank=True)
    effective_from = models.DateField(null=True, blank=True)
    effective_until = models.DateField(null=True, blank=True)
    text = models.TextField()
    identity_text = models.TextField(blank=True)  # the sibling's file, where it lends its identity
    options = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    put_in_force_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    put_in_force_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("office", "key", "version"), name="one_text_per_version"
            ),
            models.UniqueConstraint(
                fields=("office", "key"),
                condition=Q(status="berlaku"),
                name="one_version_in_force",
            ),
            models.CheckConstraint(
                condition=~Q(status="berlaku") | (~Q(number="") & Q(effective_from__isnull=False)),
                name="in_force_is_numbered_and_dated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"


class Case(models.Model):
    """A request. ``state`` is the fold of its events (``core.case_state``); ``seq`` and ``head`` their end."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="cases")
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="cases")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="cases")
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    number = models.CharField(max_length=32, unique=True)
    subject = models.CharField(max_length=300)
    services = models.JSONField(default=list)
    state = models.JSONField()
    seq = models.PositiveIntegerField()
    head = models.BinaryField(max_length=32)
    opened_at = models.DateTimeField()
    promised_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=10, blank=True)
    reason = models.TextField(blank=True)
    told = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="")
                | Q(ended_at__isnull=False, end__in=("granted", "refused", "withdrawn", "done")),
                name="ended_with_an_end",
            ),
        )
        indexes = (
            models.Index(fields=("office", "-id"), name="cases_of_office"),
            models.Index(fields=("agency", "-id"), name="cases_of_agency"),
            models.Index(
                fields=("office", "-id"), condition=Q(ended_at__isnull=True), name="open_of_office"
            ),
        )

    def __str__(self) -> str:
        return self.number


class Event(models.Model):
    """What happened, once and for all. Triggers in the database refuse UPDATE and DELETE."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    at = models.DateTimeField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    facts = models.TextField()  # canonical JSON: exactly the bytes that were hashed
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "seq"), name="one_event_per_place"),)

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.kind}"


class Task(models.Model):
    """One turn of one visit of a step, on one desk (or with the applicant's agency)."""

    class Closed(models.TextChoices):
        DONE = "selesai", "Diselesaikan"
        ENTERED = "diteruskan", "Diteruskan"
        TAKEN = "diambil", "Dikerjakan rekan"
        CANCELLED = "dihentikan", "Dihentikan"

    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks", db_index=False)
    step = models.CharField(max_length=40)
    visit = models.PositiveIntegerField()
    turn = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=60)
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", db_index=False)
    wait = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    due_why = models.TextField(blank=True)
    order_at = models.DateTimeField()  # where it stands in an inbox: due, or far off for a wait
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    closed_as = models.CharField(max_length=10, choices=Closed, blank=True)
    outcome = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "step", "visit", "turn"), name="a_turn_happens_once"
            ),
            models.CheckConstraint(
                condition=Q(desk__isnull=True, agency__isnull=False)
                | Q(desk__isnull=False, agency__isnull=True),
                name="on_one_desk_or_with_agency",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_as="")
                | Q(closed_at__isnull=False) & ~Q(closed_as=""),
                name="closed_in_some_way",
            ),
        )
        indexes = (
            models.Index(
                fields=("desk", "order_at", "id"),
                condition=Q(closed_at__isnull=True, desk__isnull=False),
                name="open_on_desk",
            ),
            models.Index(
                fields=("agency", "order_at", "id"),
                condition=Q(closed_at__isnull=True, agency__isnull=False),
                name="open_with_agency",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} kegiatan {self.step}/{self.visit}/{self.turn}"


class FormRevision(models.Model):
    """The values of one form as they stood after one event. The log holds their SHA-256."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="forms", db_index=False)
    form = models.CharField(max_length=60)
    seq = models.PositiveIntegerField()
    values = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "form", "seq"), name="one_form_per_event"),
        )


class CapacitySnapshot(models.Model):
    """The verdict as of a decision, bound to the log by its digest (``CapacityChecked.sha256``)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="capacity_snapshots")
    seq = models.PositiveIntegerField()
    step = models.CharField(max_length=40, blank=True)
    facts = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "seq"), name="one_snapshot_an_event"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}.{self.seq} {self.facts.get('answer', '')}"


class CaseFile(models.Model):
    """A file handed in with an act. The content is ``letters.StoredFile`` under the same hash."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="files", db_index=False)
    seq = models.PositiveIntegerField()
    document = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    restricted = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "seq", "document", "sha256"), name="one_file_per_document"
            ),
        )
        indexes = (models.Index(fields=("sha256",), name="files_by_content"),)


class Draft(models.Model):
    """A request being written. Nothing of it binds anybody until it is handed in."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    services = models.JSONField(default=list)
    subject = models.CharField(max_length=300, blank=True)
    values = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    note = models.TextField(blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("agency", "-updated_at"), name="drafts_of_agency"),)


class Act(models.Model):
    """An idempotency key that took effect: the same key again gets the same answer.

    Outside a case (settings, duties, mail) there is no place in a log; ``answer`` is what was said.
    """

    key = models.CharField(primary_key=True, max_length=64)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    body = models.CharField(max_length=64)  # SHA-256 of what was asked
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    answer = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(case__isnull=False, answer="") | Q(case__isnull=True, seq=0),
                name="a_place_in_a_log_or_an_answer",
            ),
        )


class RefusedAct(models.Model):
    """A refusal of consequence: somebody tried what is not his to do."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="refusals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    why = models.CharField(max_length=30)
    sentence = models.TextField()
    step = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()


class Effect(models.Model):
    """Something owed to the outside world because of an event. A row first, an act later."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="effects", db_index=False)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    recipient = models.CharField(max_length=254)
    facts = models.JSONField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "seq", "kind", "recipient"), name="an_effect_is_owed_once"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(given_up_at__isnull=True),
                name="done_or_given_up",
            ),
        )
        indexes = (
            models.Index(
                fields=("due_at", "id"),
                condition=Q(done_at__isnull=True, given_up_at__isnull=True),
                name="effects_due",
            ),
            models.Index(
                fields=("-id",),
                condition=Q(given_up_at__isnull=False),
                name="effects_given_up",
            ),
        )


class Duty(models.Model):
    """What is owed after the end: a yearly review, a periodic check. One row a round."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="duties", db_index=False)
    key = models.CharField(max_length=60)
    round = models.PositiveIntegerField(default=1)
    text = models.TextField()
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    note = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "key", "round"), name="one_duty_per_round"),
        )


class Counter(models.Model):
    """Gapless numbers: the row is locked by the transaction that takes the next one."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=40)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("office", "name", "year"), name="one_counter_a_year"),
        )
