"""A verdict as plain data: what is kept with the case as of the decision, and hashed into its log."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

from kolokasi.core import chain
from kolokasi.core.capacity.ask import Ask
from kolokasi.core.capacity.resources import Resource
from kolokasi.core.capacity.verdict import Answer, Candidate, Line, Place, Take, Verdict

_PARTS = {"places": Place, "candidates": Candidate, "takes": Take, "addresses": Take}


def facts_of(verdict: Verdict) -> dict[str, Any]:
    """The verdict as text, numbers and lists."""
    return _plain(asdict(verdict))  # type: ignore[no-any-return]


def ask_digest(ask: Ask) -> str:
    """A digest of what is asked, to see whether what is held still answers it."""
    return digest_of(_plain(asdict(ask)))


def digest_of(facts: dict[str, Any]) -> str:
    """SHA-256 of the facts in their one canonical form, in hexadecimal."""
    return hashlib.sha256(chain.canonical(facts).encode()).hexdigest()


def verdict_of(facts: dict[str, Any]) -> Verdict:
    """The verdict again, for a page or a print of long ago."""
    parts: dict[str, Any] = {
        name: tuple(kind(**_inner(one)) for one in facts.get(name, ()))
        for name, kind in _PARTS.items()
    }
    lines = tuple(
        Line(**{**one, "resource": Resource(one["resource"]), "answer": Answer(one["answer"])})
        for one in facts["lines"]
    )
    return Verdict(
        answer=Answer(facts["answer"]),
        lines=lines,
        left_out=tuple((reason, count) for reason, count in facts.get("left_out", ())),
        smaller=facts.get("smaller", ""),
        **parts,
    )


def _inner(one: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in one.items()}


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {name: _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case frozenset():
            return sorted(_plain(one) for one in value)
        case str():
            return str(value)
        case _:
            return value
