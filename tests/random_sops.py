"""Random small SOPs that are sound: built from blocks that fit, and then proved like any other.

Blocks: a task of one, a relay, all or any; a decision with refusal and carried answer; a mending loop
(bounded or not, with a way that only a return opens); parallel work that joins again, which one branch
may break off; steps that apply only to a service or after an answer; a wait; a repeated activity.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from kolokasi.core.procedure import (
    ALWAYS,
    Condition,
    End,
    EndText,
    Field,
    FieldType,
    Form,
    Identity,
    Mode,
    NoteRule,
    Outcome,
    OutcomeKind,
    Procedure,
    Role,
    Standing,
    Step,
    StepKind,
    Withdrawal,
)
from kolokasi.core.proof.soundness import prove
from kolokasi.core.worktime.duration import parse_duration

APPLICANT = "opd"
OFFICERS = ("ani", "budi", "cici")
FORM = Form(
    key="permohonan",
    title="Permohonan",
    fields=(
        Field(key="nama", label="Nama", required=True),
        Field(key="jumlah", label="Jumlah", type=FieldType.INTEGER, minimum=1, maximum=9),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """Where a block leads: to steps, or to an end."""

    next: tuple[str, ...] = ()
    end: End | None = None


@dataclass
class _Builder:
    """Builds from the end to the beginning, so that every target is known."""

    draw: st.DrawFn
    budget: int
    steps: dict[str, Step] = field(default_factory=dict)
    count: int = 0

    def key(self) -> str:
        self.count += 1
        return str(self.count)

    def chance(self, of: int) -> bool:
        return self.draw(st.integers(1, of)) == 1

    def chain(self, exit_to: Exit, depth: int, inside: bool) -> tuple[str, ...]:
        entry = exit_to
        for _ in range(self.draw(st.integers(1, 3))):
            entry = Exit(next=self.block(entry, depth, inside))
        return entry.next

    def block(self, exit_to: Exit, depth: int, inside: bool) -> tuple[str, ...]:
        kinds = ["task", "task", "choice", "conditional", "rhythm", "wait"]
        if depth and self.count < self.budget:
            kinds += ["loop", "parallel"]
        match self.draw(st.sampled_from(kinds)):
            case "choice":
                return (self.choice(exit_to, inside),)
            case "conditional":
                return (self.conditional(exit_to),)
            case "loop":
                return self.loop(exit_to, depth, inside)
            case "parallel":
                return (self.parallel(exit_to, depth),)
            case "rhythm":
                return (self.rhythm(exit_to),)
            case "wait":
                return (self.task(exit_to, kind=StepKind.WAIT, time=None),)
            case _:
                return (self.task(exit_to),)

    def task(self, exit_to: Exit, key: str = "", **changes: object) -> str:
        key = key or self.key()
        mode = self.draw(st.sampled_from((Mode.ONE, Mode.ONE, Mode.RELAY, Mode.ALL, Mode.ANY)))
        everybody = self.draw(st.permutations((*OFFICERS, APPLICANT)))
        performers = tuple(everybody[: 1 if mode is Mode.ONE else self.draw(st.integers(2, 3))])
        decider = self.draw(st.sampled_from(performers)) if mode is Mode.ALL else ""
        shape = {
            "mode": mode,
            "performers": performers,
            "decider": decider,
            "fills": ("permohonan",) if self.chance(4) else (),
            "time": parse_duration("3 jam") if self.chance(2) else None,
            "outcomes": (_way("selesai", exit_to),),
        } | changes
        self.steps[key] = Step(key=key, number=key, text=f"Mengerjakan {key}", **shape)  # type: ignore[arg-type]
        return key

    def choice(self, exit_to: Exit, inside: bool) -> str:
        ways = [_way("ya", exit_to), _way("tidak", exit_to, note=NoteRule.REQUIRED)]
        if self.chance(2):
            cancels = ("*",) if inside else ()
            ways.append(
                Outcome(
                    key="tolak",
                    label="Tolak",
                    kind=OutcomeKind.REFUSE,
                    end=End.REFUSED,
                    cancels=cancels,
                    note=NoteRule.REQUIRED,
                )
            )
        return self.task(exit_to, kind=StepKind.DECISION, outcomes=tuple(ways))

    def conditional(self, exit_to: Exit) -> str:
        condition = self.draw(
            st.sampled_from(
                (
                    Condition(services=frozenset({"a"})),
                    Condition(services=frozenset({"b"})),
                    Condition(answers=(("data", "ya"),)),
                    Condition(answers=(("data", "tidak"),)),
                )
            )
        )
        return self.task(exit_to, condition=condition)

    def rhythm(self, exit_to: Exit) -> str:
        key = self.key()
        again = Outcome(
            key="lagi", label="Lagi", next=(key,), after=parse_duration("1 minggu"), at_most=2
        )
        return self.task(exit_to, key, outcomes=(_way("selesai", exit_to), again))

    def loop(self, exit_to: Exit, depth: int, inside: bool) -> tuple[str, ...]:
        decision = self.key()
        body = self.chain(Exit(next=(decision,)), depth - 1, inside)
        back = Outcome(
            key="kembali",
            label="Kembalikan",
            kind=OutcomeKind.RETURN,
            next=body,
            at_most=self.draw(st.sampled_from((None, 1, 2))),
        )
        self.task(exit_to, decision, outcomes=(_way("terima", exit_to), back))
        first = self.steps[body[0]]
        if len(first.outcomes) == 1 and first.condition == ALWAYS and self.chance(2):
            ready = Outcome(
                key="sudah", label="Sudah diperbaiki", next=(decision,), only_after_return=True
            )
            self.steps[body[0]] = replace(first, outcomes=(*first.outcomes, ready))
        return body

    def parallel(self, exit_to: Exit, depth: int) -> str:
        join = self.key()
        lasts, entries = [], []
        for _ in range(self.draw(st.integers(2, 3))):
            last = (
                self.conditional(Exit(next=(join,)))
                if self.chance(2)
                else self.task(Exit(next=(join,)))
            )
            lasts.append(last)
            entries.append(
                self.chain(Exit(next=(last,)), depth - 1, True) if self.chance(3) else (last,)
            )
        self.task(exit_to, join, joins=tuple(lasts))
        opened = tuple(key for entry in entries for key in entry)
        return self.task(Exit(next=opened))


def _way(key: str, exit_to: Exit, **changes: object) -> Outcome:
    return Outcome(key=key, label=key.capitalize(), next=exit_to.next, end=exit_to.end, **changes)  # type: ignore[arg-type]


@st.composite
def procedures(draw: st.DrawFn, budget: int = 9) -> Procedure:
    """Anything that the blocks make, as it runs. Not yet proved: see ``sound_procedures``."""
    build = _Builder(draw=draw, budget=budget)
    entry = build.chain(Exit(end=draw(st.sampled_from((End.GRANTED, End.DONE)))), 2, False)
    answered = build.key()
    ways = tuple(
        Outcome(key=one, label=one, next=entry, answers=(("data", one),)) for one in ("ya", "tidak")
    )
    build.task(Exit(), answered, kind=StepKind.DECISION, outcomes=ways)
    start = answered
    if draw(st.booleans()):
        start = build.key()
        build.task(
            Exit(next=(answered,)), start,
            mode=Mode.ONE, performers=(APPLICANT,), decider="", fills=("permohonan",),
        )  # fmt: skip
    until = tuple(key for key in build.steps if build.chance(5))
    return Procedure(
        key="contoh/acak",
        title="SOP acak",
        standing=Standing.SOURCE,
        identity=Identity(),
        services={"a": "Layanan A", "b": "Layanan B"},
        roles={
            APPLICANT: Role(key=APPLICANT, label="OPD", applicant=True),
            **{key: Role(key=key, label=key.capitalize()) for key in OFFICERS},
        },
        documents={},
        forms={"permohonan": FORM},
        steps=dict(reversed(build.steps.items())),
        start=start,
        ends={end: EndText(end=end, text="Selesai.") for end in End},
        withdrawal=Withdrawal(until=until) if draw(st.booleans()) else None,
    )


def sound_procedures(budget: int = 9) -> st.SearchStrategy[Procedure]:
    return procedures(budget).filter(lambda one: prove(one, limit=4_000).sound)
