"""Every state that a procedure can reach, by playing ``flow`` to the end of all its possibilities.

The proof (``soundness``), the analyses of the lint and the rehearsal all look at this one graph, so
what they say is about what runs. States are ``flow.Marking`` values; moves are ways out of open steps.
Withdrawal is left out: it ends any open case, and so adds no state.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from kolokasi.core import flow
from kolokasi.core.procedure import Condition, Outcome, Procedure, Step

LIMIT = 20_000  # states of all explorations of one procedure together: some seconds
MOST_CHOICES = 256


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Move:
    """One way out, taken in one state. ``target`` is None where the flow itself breaks (``fault``)."""

    source: flow.Marking
    step: Step
    outcome: Outcome
    target: flow.Marking | None
    opened: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    fault: flow.FlowFault | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StateGraph:
    """The reachable states for one choice of services, nearest first.

    ``start`` is None where the case cannot even begin (``fault`` says why). ``whole`` is False where
    the limit was met: then what is in the graph is true, and what is not in it is unknown.
    """

    procedure: Procedure
    services: frozenset[str]
    start: flow.Marking | None
    opened: tuple[str, ...]
    moves: Mapping[flow.Marking, tuple[Move, ...]]
    came_by: Mapping[flow.Marking, Move | None]
    stuck: tuple[flow.Marking, ...] = ()  # not ended, and nothing can be done
    fault: flow.FlowFault | None = None
    whole: bool = True

    def states(self) -> Iterable[flow.Marking]:
        return self.moves

    def all_moves(self) -> Iterator[Move]:
        for ways in self.moves.values():
            yield from ways

    def way_to(self, state: flow.Marking) -> tuple[Move, ...]:
        """A shortest way from the start to a state."""
        return _back(self.came_by, state)

    def reach(
        self, through: Callable[[Move], bool]
    ) -> Iterator[tuple[flow.Marking, Callable[[], tuple[Move, ...]]]]:
        """The states that can be reached by moves of one kind alone, nearest first, each with a shortest
        such way (to be asked for only if it is wanted)."""
        if self.start is None:
            return
        came_by: dict[flow.Marking, Move | None] = {self.start: None}
        queue = deque([self.start])
        while queue:
            state = queue.popleft()
            yield state, partial(_back, came_by, state)
            for move in self.moves[state]:
                if move.target is not None and move.target not in came_by and through(move):
                    came_by[move.target] = move
                    queue.append(move.target)

    def search(
        self, wanted: Callable[[flow.Marking], bool], through: Callable[[Move], bool]
    ) -> tuple[Move, ...] | None:
        """A shortest way to a wanted state that uses only moves of a kind; None where there is none."""
        return next((way() for state, way in self.reach(through) if wanted(state)), None)

    def leading_to(self, goals: Iterable[flow.Marking]) -> set[flow.Marking]:
        """Every state from which one of the goals can be reached (the goals too)."""
        sources: dict[flow.Marking, list[flow.Marking]] = {}
        for move in self.all_moves():
            if move.target is not None:
                sources.setdefault(move.target, []).append(move.source)
        found = set(goals)
        queue = list(found)
        while queue:
            for source in sources.get(queue.pop(), ()):
                if source not in found:
                    found.add(source)
                    queue.append(source)
        return found

    def components(self) -> Mapping[flow.Marking, int]:
        """The strongly connected component of each state: two states in one can each reach the other,
        so a move within one can be taken without end."""
        sources: dict[flow.Marking, list[flow.Marking]] = {state: [] for state in self.moves}
        for move in self.all_moves():
            if move.target is not None:
                sources[move.target].append(move.source)
        component: dict[flow.Marking, int] = {}
        for number, root in enumerate(reversed(self._finished())):
            queue = [root]
            while queue:
                state = queue.pop()
                if state not in component:
                    component[state] = number
                    queue.extend(sources[state])
        return component

    def _finished(self) -> list[flow.Marking]:
        """The states in the order in which a depth-first walk is done with them."""
        order: list[flow.Marking] = []
        begun: set[flow.Marking] = set()
        stack = [(self.start, False)]
        while stack:
            state, done = stack.pop()
            if done and state is not None:
                order.append(state)
            elif state is not None and state not in begun:
                begun.add(state)
                stack.append((state, True))
                stack.extend((move.target, False) for move in self.moves[state])
        return order


def explore(procedure: Procedure, services: frozenset[str], *, limit: int = LIMIT) -> StateGraph:
    """Play a procedure for some services through every order of every way out."""
    try:
        begun = flow.begin(procedure, services)
    except flow.FlowFault as fault:
        return StateGraph(
            procedure=procedure,
            services=services,
            start=None,
            opened=(),
            moves={},
            came_by={},
            fault=fault,
        )
    moves: dict[flow.Marking, tuple[Move, ...]] = {}
    came_by: dict[flow.Marking, Move | None] = {begun.marking: None}
    queue = deque([begun.marking])
    while queue:
        state = queue.popleft()
        moves[state] = tuple(_moves(procedure, services, state))
        for move in moves[state]:
            if move.target is not None and move.target not in came_by and len(came_by) < limit:
                came_by[move.target] = move
                queue.append(move.target)
    stuck = tuple(state for state, ways in moves.items() if state.ended is None and not ways)
    whole = all(
        one.target is None or one.target in moves for ways in moves.values() for one in ways
    )
    if not whole:
        moves = {
            state: tuple(one for one in ways if one.target is None or one.target in moves)
            for state, ways in moves.items()
        }
    return StateGraph(
        procedure=procedure,
        services=services,
        start=begun.marking,
        opened=begun.opened,
        moves=moves,
        came_by=came_by,
        stuck=stuck,
        whole=whole,
    )


def choices(procedure: Procedure, *, most: int = MOST_CHOICES) -> tuple[frozenset[str], ...]:
    """Choices of services that between them show everything that any choice can show.

    Two choices that no condition of the procedure tells apart flow alike; of each such kind the
    smallest choice stands for all, so that ten services are not a thousand explorations. Where there
    are more than ``most`` kinds, one more than that is returned and the rest is left out.
    """
    tests = tuple({one.services for one in _conditions(procedure) if one.services})
    alone = [(key, frozenset(t for t in tests if key in t)) for key in procedure.services]
    found: dict[frozenset[frozenset[str]], frozenset[str]] = {}
    queue: deque[tuple[frozenset[str], frozenset[frozenset[str]]]] = deque()
    queue.extend((frozenset({key}), kind) for key, kind in alone)
    while queue and len(found) <= most:
        choice, kind = queue.popleft()
        if kind in found:
            continue
        found[kind] = choice
        queue.extend((choice | {key}, kind | other) for key, other in alone if not other <= kind)
    return tuple(found.values()) or (frozenset(),)


def _moves(procedure: Procedure, services: frozenset[str], state: flow.Marking) -> Iterator[Move]:
    for key in procedure.steps:
        if key not in state.open:
            continue
        for way in flow.ways_out(procedure, services, state, key):
            step = procedure.steps[key]
            try:
                fired = flow.fire(procedure, services, state, key, way)
            except flow.FlowFault as fault:
                yield Move(source=state, step=step, outcome=way, target=None, fault=fault)
                continue
            yield Move(
                source=state,
                step=step,
                outcome=way,
                target=fired.marking,
                opened=fired.opened,
                skipped=fired.skipped,
            )


def _conditions(procedure: Procedure) -> Iterator[Condition]:
    for step in procedure.steps.values():
        yield step.condition
        yield from (one.condition for one in step.outcomes)
        yield from (one.condition for one in (*step.requires, *step.outputs))
        yield from (one.condition for one in step.attachments)


def _back(came_by: Mapping[flow.Marking, Move | None], state: flow.Marking) -> tuple[Move, ...]:
    way: list[Move] = []
    move = came_by[state]
    while move is not None:
        way.append(move)
        move = came_by[move.source]
    return tuple(reversed(way))
