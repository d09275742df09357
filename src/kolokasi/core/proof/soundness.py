"""Soundness in the sense of workflow nets, proved on the whole state space, for every choice of services.

A procedure is sound when, whatever people choose and in whatever order they act,

- an end can still be reached from every state that can be reached (*option to complete*),
- an end leaves no other step open (*proper completion*),
- no step is opened while it is open (*safety*), and
- every step, and every way out of it, can happen at all (*nothing dead*).

(W. M. P. van der Aalst, "Verification of workflow nets", 1997.) What is proved is what runs: the state
space is that of ``flow``. Each fault comes with a shortest way that leads to it, as a person would walk
it. Suggested ways out count as the office has set them (``options.with_options``); what only they can
reach is absent from this office's procedure, and not dead.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from kolokasi.core.finding import Finding, Severity
from kolokasi.core.flow import Marking
from kolokasi.core.options import suggested, with_options
from kolokasi.core.procedure import Procedure, Step
from kolokasi.core.proof.state_graph import LIMIT, MOST_CHOICES, StateGraph, choices, explore
from kolokasi.core.proof.unsoundness import (
    DEAD_STEP,
    DEAD_WAY,
    IMPROPER,
    LIVELOCK,
    LOST,
    TOO_LARGE,
    Speaker,
    Unsoundness,
)
from kolokasi.core.proof.wording import name_of, names_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What exploring a procedure showed. ``graphs``: one for each kind of choice of services."""

    procedure: Procedure
    graphs: tuple[StateGraph, ...]
    faults: tuple[Unsoundness, ...]

    @property
    def sound(self) -> bool:
        return not self.faults

    def has(self, *codes: str) -> bool:
        return any(fault.code in codes for fault in self.faults)


def prove(procedure: Procedure, *, options: Collection[str] = (), limit: int = LIMIT) -> Proof:
    """Explore a procedure as it runs and say everything about it that is not sound.

    ``options``: the suggestions that the office has switched on (as in ``office.yaml``).
    ``limit`` bounds the states that are looked at; a procedure that has more is not proved sound.
    """
    run = with_options(procedure, options)
    graphs = tuple(_explored(run, limit))
    found: dict[_Name, list[_Told]] = {}
    for graph in graphs:
        for name, told in _faults_of(graph):
            found.setdefault(name, []).append(told)
        if not graph.whole:
            found[TOO_LARGE, "", ""] = [partial(Speaker(graph=graph).too_large, limit)]
    if len(graphs) > MOST_CHOICES:
        found[TOO_LARGE, "", ""] = [Speaker(graph=graphs[0]).too_many_choices]
    faults = tuple(_shortest(one, everywhere=len(one) == len(graphs)) for one in found.values())
    seen_all = all(one.fault is None for one in graphs) and (TOO_LARGE, "", "") not in found
    dead = _dead(procedure, run, graphs, limit) if seen_all else ()
    return Proof(procedure=run, graphs=graphs, faults=(*faults, *dead))


def findings(proof: Proof) -> Iterator[Finding]:
    """Every fault as an error that points at its step in the file. Steps that are dead only because one
    before them is dead are named with that one."""
    dead = [one.step for one in proof.faults if one.code == DEAD_STEP]
    behind = _behind(proof.procedure, dead)
    for one in proof.faults:
        if one.code == DEAD_STEP and one.step not in behind:
            continue
        step = proof.procedure.steps[one.step]
        more = names_of(proof.procedure, behind.get(one.step, ()))
        yield Finding(
            severity=Severity.ERROR,
            code=one.code,
            message=f"{one.sentence} Karena itu kegiatan {more} juga tidak."
            if more
            else one.sentence,
            line=step.line,
            step=step.number or step.key,
            field=f"outcomes.{one.way[-1][1]}" if one.code in (DEAD_WAY, IMPROPER, LOST) else "",
        )


def _behind(procedure: Procedure, dead: list[str]) -> dict[str, list[str]]:
    """Of the dead steps those at which it begins, each with the dead ones to which it leads."""
    ahead = {key: {to for way in procedure.steps[key].outcomes for to in way.next} for key in dead}
    led_to = {to for key, targets in ahead.items() for to in targets if to != key}
    left = dict.fromkeys([*(key for key in dead if key not in led_to), *dead])
    found: dict[str, list[str]] = {}
    while left:
        root = next(iter(left))
        reached, queue = {root}, [root]
        while queue:
            fresh = [key for key in ahead[queue.pop()] if key in left and key not in reached]
            reached.update(fresh)
            queue.extend(fresh)
        found[root] = [key for key in dead if key in reached and key != root]
        left = {key: None for key in left if key not in reached}
    return found


def _explored(procedure: Procedure, limit: int) -> Iterator[StateGraph]:
    """One graph for each kind of choice, until the limit is used up: the last one is then not whole."""
    left = limit
    for chosen in choices(procedure):
        graph = explore(procedure, chosen, limit=max(left, 1))
        yield graph
        left -= len(graph.moves)
        if not graph.whole:
            return


_Name = tuple[str, str, str]  # code, step, way out: one fault each, however often it can be met
_Told = Callable[[bool], Unsoundness]  # with or without the services for which it holds


def _shortest(told: list[_Told], *, everywhere: bool) -> Unsoundness:
    """The fault by its shortest way; the services are named where other services are spared."""
    return min((one(not everywhere) for one in told), key=lambda fault: len(fault.way))


# --- what goes wrong on the way ---------------------------------------------------------------------


def _faults_of(graph: StateGraph) -> Iterator[tuple[_Name, _Told]]:
    say = Speaker(graph=graph)
    if graph.fault is not None:
        yield (graph.fault.code, graph.fault.step, ""), partial(say.broken, graph.fault, ())
        return
    named: set[_Name] = set()  # states come nearest first, so the first of a name is the shortest
    for move in graph.all_moves():
        if move.fault is not None:
            name = (move.fault.code, move.step.key, move.outcome.key)
            if name not in named:
                named.add(name)
                yield name, partial(say.broken, move.fault, (*graph.way_to(move.source), move))
    for state in graph.stuck:
        name = ("", ",".join(sorted(state.open or {one for one, _ in state.arrived})), "")
        if name not in named:
            named.add(name)
            yield name, partial(say.stuck, state)
    if graph.whole:
        for state in _endless(graph):
            yield (LIVELOCK, "", ""), partial(say.endless, state)


def _endless(graph: StateGraph) -> Iterator[Marking]:
    """The nearest state from which people may act for ever and never come to an end."""
    broken = {move.source for move in graph.all_moves() if move.fault is not None}
    ended = [state for state in graph.states() if state.ended is not None]
    explained = graph.leading_to([*ended, *graph.stuck, *broken])
    yield from [state for state in graph.states() if state not in explained][:1]


# --- what never happens -----------------------------------------------------------------------------


def _dead(
    procedure: Procedure, run: Procedure, graphs: Iterable[StateGraph], limit: int
) -> Iterator[Unsoundness]:
    seen = _seen(graphs)
    missing = [one for one in _all(run) if one not in seen]
    if missing and suggested(procedure):
        wide = with_options(procedure, suggested(procedure))
        absent = _seen(_explored(wide, limit))
        missing = [one for one in missing if one not in absent]
    for key, way_key in missing:
        step = run.steps[key]
        way = step.outcome(way_key)
        if way is None:
            why = _why_unreached(run, step)
            said = f"Kegiatan {name_of(step)} tidak pernah terbuka: {why}."
            yield Unsoundness(code=DEAD_STEP, step=key, sentence=said)
        elif (key, "") in seen:
            yield Unsoundness(
                code=DEAD_WAY,
                step=key,
                way=((key, way_key),),
                sentence=f"Keputusan “{way.label or way.key}” pada kegiatan {name_of(step)} "
                "tidak pernah dapat dipilih: syaratnya tidak pernah terpenuhi.",
            )


def _all(procedure: Procedure) -> Iterator[tuple[str, str]]:
    """Every step (with "") and every way out of it."""
    for step in procedure.steps.values():
        yield step.key, ""
        yield from ((step.key, way.key) for way in step.outcomes)


def _seen(graphs: Iterable[StateGraph]) -> set[tuple[str, str]]:
    """The same, as far as it was opened or could be taken in some state."""
    found: set[tuple[str, str]] = set()
    for graph in graphs:
        for state in graph.states():
            found |= {(key, "") for key in state.open}
        found |= {(move.step.key, move.outcome.key) for move in graph.all_moves()}
    return found


def _why_unreached(procedure: Procedure, step: Step) -> str:
    sources = [
        one
        for one in procedure.steps.values()
        if any(step.key in way.next for way in one.outcomes) and one.key != step.key
    ]
    if not sources:
        return "tidak ada panah yang menuju ke sana"
    if step.joins:
        return (
            f"kegiatan ini menunggu {names_of(procedure, step.joins)}, "
            "dan semuanya tidak pernah sampai bersama-sama"
        )
    return f"jalan dari kegiatan {names_of(procedure, [one.key for one in sources])} tidak pernah sampai"
