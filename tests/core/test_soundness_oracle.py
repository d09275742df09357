"""The proof against a second, naive judge: random small nets, every state listed by brute force.

The judge below shares no code with ``flow`` or ``state_graph``. It keeps its own tokens, visits states
by plain recursion and asks of each one by one whether an end can be reached.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kolokasi.core.procedure import End, Outcome, Procedure, Step
from kolokasi.core.proof import unsoundness as fault
from kolokasi.core.proof.soundness import prove
from nets import net

END = "END"
Tokens = tuple[frozenset[str], frozenset[str], frozenset[str]]  # open, at joins "to<from", spent


@dataclass
class Judge:
    """Brute force. ``after`` maps every state to what can follow it."""

    procedure: Procedure
    after: dict[object, list[object]] = field(default_factory=dict)
    improper: bool = False
    unsafe: bool = False
    fired: set[tuple[str, str]] = field(default_factory=set)

    def visit(self, state: Tokens) -> None:
        if state in self.after:
            return
        self.after[state] = []
        for key in sorted(state[0]):
            for way in self.procedure.steps[key].outcomes:
                marks = [f"{key}.{way.key}.{n}" for n in range(way.at_most or 0)]
                left = [mark for mark in marks if mark not in state[2]]
                if marks and not left:
                    continue
                self.fired.add((key, way.key))
                follow = self.play(state, key, way, left[:1])
                if follow is not None:
                    self.after[state].append(follow)
                    if follow != END:
                        self.visit(follow)

    def play(self, state: Tokens, key: str, way: Outcome, mark: list[str]) -> Tokens | str | None:
        opened, waiting, spent = set(state[0]), set(state[1]), set(state[2]) | set(mark)
        opened.remove(key)
        for gone in way.cancels:
            opened.discard(gone)
            waiting = {one for one in waiting if not one.startswith(f"{gone}<")}
        if way.end is not None:
            if opened:
                self.improper = True
                return None
            return END
        for target in way.next:
            joins = self.procedure.steps[target].joins
            if joins:
                waiting.add(f"{target}<{key}")
                if not all(f"{target}<{one}" in waiting for one in joins):
                    continue
                waiting = {one for one in waiting if not one.startswith(f"{target}<")}
            if target in opened:
                self.unsafe = True
                return None
            opened.add(target)
        return frozenset(opened), frozenset(waiting), frozenset(spent)

    def can_end(self, state: object) -> bool:
        seen, queue = {state}, [state]
        while queue:
            here = queue.pop()
            if here == END:
                return True
            fresh = [one for one in self.after[here] if one not in seen]
            seen.update(fresh)
            queue.extend(fresh)
        return False


@st.composite
def nets(draw: st.DrawFn) -> Procedure:
    size = draw(st.integers(min_value=1, max_value=5))
    keys = [str(n) for n in range(1, size + 1)]
    some_keys = st.lists(st.sampled_from(keys), min_size=1, max_size=2, unique=True).map(tuple)
    steps = {}
    for key in keys:
        ways = []
        for index in range(
            draw(st.integers(min_value=0 if draw(st.booleans()) else 1, max_value=3))
        ):
            ends = draw(st.booleans()) and draw(st.booleans())
            ways.append(
                Outcome(
                    key=f"w{index}",
                    label=f"Jalan {index}",
                    next=() if ends else draw(some_keys),
                    end=End.GRANTED if ends else None,
                    at_most=draw(st.sampled_from([None, None, None, 1, 2])),
                    cancels=draw(st.one_of(st.just(()), st.just(()), some_keys)),
                )
            )
        joins = draw(st.one_of(st.just(()), st.just(()), some_keys)) if key != "1" else ()
        steps[key] = Step(
            key=key, number=key, text="Memeriksa", performers=("petugas",), outcomes=tuple(ways),
            joins=joins,
        )  # fmt: skip
    return replace(net("1 > granted"), steps=steps, start="1")


def judged(procedure: Procedure) -> Judge:
    judge = Judge(procedure)
    judge.visit((frozenset({"1"}), frozenset(), frozenset()))
    return judge


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(nets())
def test_the_proof_and_the_naive_judge_agree(procedure: Procedure) -> None:
    judge, proof = judged(procedure), prove(procedure)
    opened = {key for state in judge.after for key in state[0]}  # type: ignore[index]
    dead_steps = {one.step for one in proof.faults if one.code == fault.DEAD_STEP}
    dead_ways = {one.way[0] for one in proof.faults if one.code == fault.DEAD_WAY}
    ways = {(key, way.key) for key in opened for way in procedure.steps[key].outcomes}

    assert proof.has(fault.IMPROPER) == judge.improper
    assert proof.has(fault.UNSAFE) == judge.unsafe
    assert dead_steps == set(procedure.steps) - opened
    assert dead_ways == ways - judge.fired
    hopeless = [state for state in judge.after if not judge.can_end(state)]
    blamed = proof.has(fault.DEADLOCK, fault.JOIN_WAITS, fault.LOST, fault.LIVELOCK)
    if not judge.improper and not judge.unsafe:
        assert blamed == bool(hopeless)
    assert proof.sound == (
        not hopeless and not judge.improper and not judge.unsafe
        and not dead_steps and not dead_ways
    )  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(nets())
def test_every_witness_can_really_be_walked(procedure: Procedure) -> None:
    """A witness is no claim but a recipe: the naive judge can follow it, step by step."""
    for one in prove(procedure).faults:
        if one.code in (fault.DEAD_STEP, fault.DEAD_WAY):
            continue
        judge = Judge(procedure)
        state: object = (frozenset({"1"}), frozenset(), frozenset())
        for index, (step, way) in enumerate(one.way):
            last = index == len(one.way) - 1
            assert isinstance(state, tuple)
            assert step in state[0]
            found = procedure.steps[step].outcome(way)
            assert found is not None
            spent = [f"{step}.{way}.{n}" for n in range(found.at_most or 0)]
            unspent = [mark for mark in spent if mark not in state[2]]
            assert bool(unspent) == bool(found.at_most)
            state = judge.play(state, step, found, unspent[:1])
            assert last or state is not None
        if one.code in (fault.IMPROPER, fault.UNSAFE):
            assert judge.improper if one.code == fault.IMPROPER else judge.unsafe
        else:
            assert not judged(procedure).can_end(state)
