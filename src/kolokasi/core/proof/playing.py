"""One path after the other through the token game, each with what had to be done before what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kolokasi.core import flow
from kolokasi.core.procedure import End, Outcome, Procedure, StepKind

_LONGEST = (
    50  # passages of a path, in the mean; so that going round without an end also comes to one
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A step taken by one of its ways out. ``after``: the passages (by place) that had to come first."""

    step: str
    outcome: str
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """``end`` is None where the procedure breaks off: a dead end, or a fault of the flow."""

    passages: tuple[Passage, ...]
    end: End | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """A path under way. ``causes`` says for each open step which passages opened it, ``arrived`` the same
    for joins that still wait; ``spent`` are ways back that were taken."""

    marking: flow.Marking
    passages: tuple[Passage, ...] = ()
    causes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    arrived: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    spent: frozenset[tuple[str, str]] = frozenset()


def play(
    procedure: Procedure, services: frozenset[str], *, limit: int, straight: bool = False
) -> Iterator[Play]:
    """Every path, in the order in which the sheet writes the ways out; only those that never go back
    if ``straight``.

    Raises ValueError where there are more than ``limit``.
    """
    try:
        begun = flow.begin(procedure, services)
    except flow.FlowFault:
        yield Play(passages=(), end=None)
        return
    causes: dict[str, tuple[int, ...]] = dict.fromkeys(begun.opened, ())
    stack = [_Scene(marking=begun.marking, causes=causes)]
    played = seen = 0
    while stack:
        scene = stack.pop()
        following = list(_following(procedure, services, scene, straight))
        seen += 1
        for one in following:
            if isinstance(one, Play):
                played += 1
                yield one
        if played > limit or seen > limit * _LONGEST:
            raise ValueError(
                f"SOP ini punya lebih dari {limit} jalan dari awal sampai akhir; terlalu banyak untuk "
                "ditampilkan satu per satu."
            )
        stack.extend(one for one in reversed(following) if isinstance(one, _Scene))


def _following(
    procedure: Procedure, services: frozenset[str], scene: _Scene, straight: bool
) -> Iterator[_Scene | Play]:
    """What can come next: the first open step of the sheet that has a way left is taken."""
    if scene.marking.ended is not None:
        yield Play(passages=scene.passages, end=scene.marking.ended)
        return
    offered = False
    for key in procedure.steps:
        if key not in scene.marking.open:
            continue
        ways = flow.ways_out(procedure, services, scene.marking, key)
        offered = offered or bool(ways)
        taken = [
            one
            for way in ways
            if (one := _take(procedure, services, scene, key, way, straight)) is not None
        ]
        if taken:
            yield from taken
            return
    if not offered:
        yield Play(passages=scene.passages, end=None)


def _take(
    procedure: Procedure,
    services: frozenset[str],
    scene: _Scene,
    key: str,
    way: Outcome,
    straight: bool,
) -> _Scene | Play | None:
    """The path with one more passage; None if that would go back though it must not (again)."""
    here = len(scene.passages)
    passage = Passage(step=key, outcome=way.key, after=_causes(procedure, scene, key))
    passages = (*scene.passages, passage)
    try:
        fired = flow.fire(procedure, services, scene.marking, key, way)
    except flow.FlowFault:
        return Play(passages=passages, end=None)
    spent = scene.spent
    if _leads_back(procedure, passages, fired.opened, key):
        if straight or (key, way.key) in spent:
            return None
        spent |= {(key, way.key)}
    arrived = dict(scene.arrived)
    for join, _ in fired.joined:
        arrived[join] = (*arrived.get(join, ()), here)
    entered = [*fired.opened, *fired.skipped]
    before = [place for join in entered for place in arrived.pop(join, ())]
    causes = {one: places for one, places in scene.causes.items() if one in fired.marking.open}
    causes |= {one: tuple(dict.fromkeys((*before, here))) for one in fired.opened}
    return _Scene(
        marking=fired.marking, passages=passages, causes=causes, arrived=arrived, spent=spent
    )


def _causes(procedure: Procedure, scene: _Scene, key: str) -> tuple[int, ...]:
    """What had to be done before. An outside event has no time of its own: it comes when it comes, and
    a path that puts it after other steps says that it came after them."""
    if procedure.steps[key].kind is StepKind.WAIT:
        return tuple(range(len(scene.passages)))
    return scene.causes[key]


def _leads_back(
    procedure: Procedure, passages: tuple[Passage, ...], opened: tuple[str, ...], key: str
) -> bool:
    """Whether a way out opens a step, at or above its own row, that was done on this path already."""
    order = list(procedure.steps)
    done = {one.step for one in passages}
    return any(one in done and order.index(one) <= order.index(key) for one in opened)
