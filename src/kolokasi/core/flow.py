"""The token game: which steps are open, and what one way out of one step does to them.

This file alone knows how a procedure flows. The engine plays it with people and time, the soundness
proof plays it through every reachable state, the rehearsal plays it path by path; so what is proved
is what runs. A marking is small, frozen and comparable: it is a state of the proof's state space.

Rules:
- A way out opens every step it names; a step with ``joins`` opens when all of those have led to it.
- A step that does not apply (other service, other answer) is passed over by its first applicable
  way out, and everything it would have opened is opened instead.
- A step that is open cannot be opened again, and an end ends the whole case: both are faults of the
  procedure (it is *unsafe*, or ends *improperly*), which is why only proved procedures are published.
- Only bounded ways out (``at_most``) are counted here; other counts would make the state space endless.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kolokasi.core.procedure import End, Outcome, OutcomeKind, Procedure, Step

Pairs = frozenset[tuple[str, str]]


class FlowFault(Exception):
    """The procedure itself is wrong here. Never raised by a procedure that was proved sound."""

    def __init__(self, code: str, step: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.step = step


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """Where one case stands. ``arrived`` holds (join, from) pairs; ``mending`` the steps open after a return."""

    open: frozenset[str] = frozenset()
    arrived: Pairs = frozenset()
    answers: Pairs = frozenset()
    taken: frozenset[tuple[str, int]] = frozenset()
    mending: frozenset[str] = frozenset()
    ended: End | None = None

    def count(self, step: str, outcome: str) -> int:
        return next((n for name, n in self.taken if name == f"{step}.{outcome}"), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """What one way out did, in order. ``skipped`` are the steps passed over on the way."""

    marking: Marking
    opened: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    cancelled: tuple[str, ...] = ()
    joined: tuple[tuple[str, str], ...] = ()


def begin(procedure: Procedure, services: frozenset[str]) -> Fired:
    """Open the first step (and pass over it if it does not apply to these services)."""
    walk = _Walk(procedure, services, Marking())
    walk.enter(procedure.start, source="")
    return walk.fired()


def ways_out(
    procedure: Procedure, services: frozenset[str], marking: Marking, step_key: str
) -> tuple[Outcome, ...]:
    """The outcomes that an open step offers now, in the order of the sheet."""
    step = procedure.steps[step_key]
    answers = dict(marking.answers)
    return tuple(
        way
        for way in step.outcomes
        if way.condition.holds(services=services, answers=answers)
        and (way.at_most is None or marking.count(step_key, way.key) < way.at_most)
        and (not way.only_after_return or step_key in marking.mending)
    )


def fire(
    procedure: Procedure,
    services: frozenset[str],
    marking: Marking,
    step_key: str,
    outcome: Outcome,
) -> Fired:
    """Leave an open step by one of its ways out.

    Raises FlowFault if that opens a step which is open already, or ends while others are open.
    """
    walk = _Walk(procedure, services, _leave(procedure, marking, step_key, outcome))
    walk.cancel(step_key, outcome.cancels)
    walk.follow(step_key, outcome)
    return walk.fired()


def _leave(procedure: Procedure, marking: Marking, step_key: str, outcome: Outcome) -> Marking:
    """The marking with the step closed, the outcome counted and its answers carried."""
    taken = marking.taken
    if outcome.at_most is not None:
        before = marking.count(step_key, outcome.key)
        name = f"{step_key}.{outcome.key}"
        taken = (taken - {(name, before)}) | {(name, before + 1)}
    given = dict(outcome.answers)
    kept = frozenset(pair for pair in marking.answers if pair[0] not in given)
    return replace(
        marking,
        open=marking.open - {step_key},
        mending=marking.mending - {step_key},
        answers=kept | frozenset(given.items()),
        taken=taken,
    )


class _Walk:
    """One move under way: the only mutable thing here, alive for one call."""

    def __init__(self, procedure: Procedure, services: frozenset[str], marking: Marking) -> None:
        self.procedure, self.services, self.marking = procedure, services, marking
        self.opened: list[str] = []
        self.skipped: list[str] = []
        self.cancelled: list[str] = []
        self.joined: list[tuple[str, str]] = []

    def follow(self, source: str, outcome: Outcome) -> None:
        if outcome.end is not None:
            if self.marking.open:
                left = ", ".join(sorted(self.marking.open))
                raise FlowFault(
                    "berakhir-tersisa",
                    source,
                    f"Proses berakhir padahal kegiatan {left} masih terbuka.",
                )
            self.marking = replace(self.marking, ended=outcome.end, arrived=frozenset())
        for target in outcome.next:
            self.enter(target, source=source, mending=outcome.kind is OutcomeKind.RETURN)

    def enter(self, key: str, *, source: str, mending: bool = False) -> None:
        step = self.procedure.steps[key]
        if step.joins and not self._all_arrived(step, source):
            return
        if not step.condition.holds(services=self.services, answers=dict(self.marking.answers)):
            self._pass_over(step)
            return
        if key in self.marking.open:
            raise FlowFault(
                "terbuka-ganda", key, f"Kegiatan {key} dibuka lagi selagi masih terbuka."
            )
        self.marking = replace(
            self.marking,
            open=self.marking.open | {key},
            mending=self.marking.mending | {key} if mending else self.marking.mending,
        )
        self.opened.append(key)

    def cancel(self, source: str, targets: tuple[str, ...]) -> None:
        if not targets:
            return
        everything = targets == ("*",)
        gone = self.marking.open if everything else self.marking.open & set(targets)
        arrived = frozenset(
            pair for pair in self.marking.arrived if not everything and pair[0] not in targets
        )
        self.cancelled.extend(sorted(gone - {source}))
        self.marking = replace(
            self.marking,
            open=self.marking.open - gone,
            mending=self.marking.mending - gone,
            arrived=arrived,
        )

    def fired(self) -> Fired:
        return Fired(
            marking=self.marking,
            opened=tuple(self.opened),
            skipped=tuple(self.skipped),
            cancelled=tuple(self.cancelled),
            joined=tuple(self.joined),
        )

    def _all_arrived(self, step: Step, source: str) -> bool:
        """Note an arrival at a join; when it was the last one, take all of them away."""
        arrivals = {pair for pair in self.marking.arrived if pair[0] == step.key} | {
            (step.key, source)
        }
        complete = {origin for _, origin in arrivals} >= set(step.joins)
        rest = frozenset(pair for pair in self.marking.arrived if pair[0] != step.key)
        self.marking = replace(self.marking, arrived=rest if complete else rest | arrivals)
        if not complete:
            self.joined.append((step.key, source))
        return complete

    def _pass_over(self, step: Step) -> None:
        if step.key in self.skipped:
            raise FlowFault(
                "lewat-berputar", step.key, f"Kegiatan {step.key} dilewati berputar tanpa akhir."
            )
        self.skipped.append(step.key)
        ways = ways_out(self.procedure, self.services, self.marking, step.key)
        if not ways:
            raise FlowFault(
                "lewat-buntu",
                step.key,
                f"Kegiatan {step.key} dilewati, tetapi tidak punya jalan keluar.",
            )
        self.follow(step.key, ways[0])
