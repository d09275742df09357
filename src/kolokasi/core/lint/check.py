"""Reads an SOP better than its author: everything about a procedure that cannot run, or will hurt.

Errors: the procedure is not sound (or a time cannot be read), so it is not put in force. Warnings: it
runs, and somebody will suffer: an applicant who is told nothing, an officer who is asked for a paper
that nobody makes, a legal basis that is no more. Nothing here changes or refuses anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from kolokasi.core.finding import Finding
from kolokasi.core.lint.capacity import check_capacity
from kolokasi.core.lint.documents import check_documents
from kolokasi.core.lint.flow_shape import check_flow, check_options
from kolokasi.core.lint.identity import check_identity, check_publishable
from kolokasi.core.lint.roles import check_roles
from kolokasi.core.lint.told import check_told
from kolokasi.core.lint.words import check_words
from kolokasi.core.options import with_options
from kolokasi.core.procedure import Procedure
from kolokasi.core.proof.soundness import findings, prove
from kolokasi.core.proof.state_graph import LIMIT
from kolokasi.core.regulation import Regulation


def check(
    procedure: Procedure,
    *,
    regulations: Mapping[str, Regulation] | None = None,
    options: Collection[str] = (),
    flow_known: bool = True,
    limit: int = LIMIT,
) -> tuple[Finding, ...]:
    """Every finding on a procedure as the office runs it, errors first, in the order of the sheet.

    ``regulations`` is the table of ``procedures/_data``; ``options`` are the suggestions switched on.
    Where the flow could not be read whole (``flow_known=False``) nothing is said that depends on it: an
    arrow with a misspelt target is one fault, and not also a dead end with six steps behind it.
    ``Finding.file`` is left to whoever knows the file.
    """
    run = with_options(procedure, options)
    found = [
        *check_roles(run),
        *check_words(run),
        *check_capacity(run),
        *check_identity(procedure, regulations or {}),
    ]
    if flow_known:
        found += _on_the_flow(procedure, options, limit)
    return _sorted(procedure, found)


def _on_the_flow(procedure: Procedure, options: Collection[str], limit: int) -> Iterator[Finding]:
    proof = prove(procedure, options=options, limit=limit)
    yield from findings(proof)
    if proof.sound:
        yield from check_options(procedure, limit=limit)
    yield from check_flow(proof)
    yield from check_told(proof)
    yield from check_documents(proof)


def publishable(
    procedure: Procedure, *, options: Collection[str] = (), limit: int = LIMIT
) -> tuple[Finding, ...]:
    """What keeps a procedure from being put in force: its errors, and what a draft still lacks.

    Empty means it may be published.
    """
    found = check(procedure, options=options, limit=limit)
    return tuple(one for one in (*found, *check_publishable(procedure)) if one.is_error)


def _sorted(procedure: Procedure, found: Collection[Finding]) -> tuple[Finding, ...]:
    places = {step.number or key: n for n, (key, step) in enumerate(procedure.steps.items(), 1)}
    return tuple(
        sorted(dict.fromkeys(found), key=lambda one: (not one.is_error, places.get(one.step, 0)))
    )
