"""Ways out that are not on the office's sheet: off until the office switches them on.

An office names what it switches on as ``<procedure slug>:<step>.<outcome>`` in its ``options``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from kolokasi.core.procedure import Outcome, Procedure, Step


def suggestions(procedure: Procedure) -> tuple[str, ...]:
    """The suggested ways out, as ``<step>.<outcome>``, in the order of the sheet."""
    return tuple(
        f"{step.key}.{way.key}"
        for step in procedure.steps.values()
        for way in step.outcomes
        if way.suggested
    )


def as_run(procedure: Procedure, switched_on: Collection[str] = ()) -> Procedure:
    """The procedure as it runs: suggestions that are switched on are ordinary, the others are gone.

    Steps stay, also those to which only a switched-off way out leads: they are printed all the same.
    """
    if not suggestions(procedure):
        return procedure
    steps = {
        key: replace(step, outcomes=tuple(_kept(step, switched_on)))
        for key, step in procedure.steps.items()
    }
    return replace(procedure, steps=steps)


def _kept(step: Step, switched_on: Collection[str]) -> Iterator[Outcome]:
    for way in step.outcomes:
        if not way.suggested:
            yield way
        elif f"{step.key}.{way.key}" in switched_on:
            yield replace(way, suggested=False)
