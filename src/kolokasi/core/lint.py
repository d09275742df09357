"""Reads an SOP better than its author: everything about a procedure that cannot run, or will hurt.

Errors: the procedure is not sound (or a time cannot be read), so it is not put in force. Warnings: it
runs, and somebody will suffer: an applicant who is told nothing, an officer who is asked for a paper
that nobody makes, a legal basis that is no more. Nothing here changes or refuses anything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kolokasi.core.finding import Finding
from kolokasi.core.lint_documents import check_documents
from kolokasi.core.lint_flow import check_flow, check_options
from kolokasi.core.lint_identity import check_identity, check_publishable
from kolokasi.core.lint_roles import check_roles
from kolokasi.core.lint_told import check_told
from kolokasi.core.lint_words import check_words
from kolokasi.core.procedure import Procedure
from kolokasi.core.regulation import Regulation
from kolokasi.core.soundness import findings, prove
from kolokasi.core.state_graph import LIMIT


def check(
    procedure: Procedure,
    *,
    regulations: Mapping[str, Regulation] | None = None,
    options: Collection[str] = (),
    limit: int = LIMIT,
) -> tuple[Finding, ...]:
    """Every finding on a procedure as the office runs it, errors first, in the order of the sheet.

    ``regulations`` is the table of ``procedures/_data``; ``options`` are the suggestions switched on.
    ``Finding.file`` is left to whoever knows the file.
    """
    proof = prove(procedure, options=options, limit=limit)
    return _sorted(
        procedure,
        (
            *findings(proof),
            *(check_options(procedure, limit=limit) if proof.sound else ()),
            *check_flow(proof),
            *check_told(proof),
            *check_documents(proof),
            *check_roles(proof.procedure),
            *check_words(proof.procedure),
            *check_identity(procedure, regulations or {}),
        ),
    )


def publishable(
    procedure: Procedure, *, options: Collection[str] = (), limit: int = LIMIT
) -> tuple[Finding, ...]:
    """What keeps a procedure from being put in force: its errors, and what a draft still lacks.

    Empty means it may be published.
    """
    found = check(procedure, options=options, limit=limit)
    return tuple(one for one in (*found, *check_publishable(procedure)) if one.is_error)


def _sorted(procedure: Procedure, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    places = {step.number or key: n for n, (key, step) in enumerate(procedure.steps.items(), 1)}
    return tuple(
        sorted(dict.fromkeys(found), key=lambda one: (not one.is_error, places.get(one.step, 0)))
    )
