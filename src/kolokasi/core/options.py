"""Suggested ways out, which an office switches on with ``options: ["restore:6.ulang"]`` in ``office.yaml``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from kolokasi.core.procedure import Procedure, Step


def option_name(procedure: Procedure, step: str, outcome: str) -> str:
    return f"{procedure.key.partition('/')[2]}:{step}.{outcome}"


def suggested(procedure: Procedure) -> tuple[str, ...]:
    """The options that this procedure offers."""
    return tuple(
        option_name(procedure, step.key, way.key)
        for step in procedure.steps.values()
        for way in step.outcomes
        if way.suggested
    )


def with_options(procedure: Procedure, options: Collection[str]) -> Procedure:
    """The procedure as this office runs it: suggested ways out that are not switched on are gone, and
    with them the steps to which no other way leads (a waiting list that nobody opened)."""
    steps = {
        key: replace(
            step,
            outcomes=tuple(
                way
                for way in step.outcomes
                if not way.suggested or option_name(procedure, key, way.key) in options
            ),
        )
        for key, step in procedure.steps.items()
    }
    gone = _reachable(procedure.steps, procedure.start) - _reachable(steps, procedure.start)
    if not gone and steps == procedure.steps:
        return procedure
    kept = {key: _without(step, gone) for key, step in steps.items() if key not in gone}
    withdrawal = procedure.withdrawal
    if withdrawal is not None:
        until = tuple(key for key in withdrawal.until if key not in gone)
        withdrawal = replace(withdrawal, until=until)
    return replace(procedure, steps=kept, withdrawal=withdrawal)


def _without(step: Step, gone: set[str]) -> Step:
    return replace(
        step,
        joins=tuple(key for key in step.joins if key not in gone),
        outcomes=tuple(
            replace(way, cancels=tuple(key for key in way.cancels if key not in gone))
            for way in step.outcomes
        ),
    )


def _reachable(steps: Mapping[str, Step], start: str) -> set[str]:
    """The steps to which arrows lead, whatever the conditions."""
    found, ahead = {start}, [start]
    while ahead:
        for way in steps[ahead.pop()].outcomes:
            fresh = [key for key in way.next if key not in found]
            found.update(fresh)
            ahead.extend(fresh)
    return found
