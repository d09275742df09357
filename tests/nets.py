"""Small procedures written down in one line each, for tests of what flows and how.

``net("1 > 2", "2 > 3 | 4", "3 > granted", "4 > refused")``: step 2 has two ways out; a name that is an
end ends; ``2 > 3 & 4`` opens both; ``5 < 3 4 > granted`` opens only when both have led there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kolokasi.core.procedure import (
    Document,
    End,
    EndText,
    Identity,
    Outcome,
    OutcomeKind,
    Procedure,
    Requirement,
    Role,
    Standing,
    Step,
)
from kolokasi.core.worktime.duration import parse_duration

APPLICANT, OFFICER = "opd", "petugas"
ENDS = {str(end): end for end in End}


def net(*rows: str, services: Mapping[str, str] | None = None, **changes: Any) -> Procedure:
    """A procedure from one line for each step, performed by the officer, 15 minutes each."""
    steps = {step.key: step for step in map(row, rows)}
    made = Procedure(
        key="contoh/jaring",
        title="Jaring contoh",
        standing=Standing.SOURCE,
        identity=Identity(),
        services=services or {"layanan": "Layanan"},
        roles={
            APPLICANT: Role(key=APPLICANT, label="OPD", applicant=True),
            OFFICER: Role(key=OFFICER, label="Petugas"),
        },
        documents={},
        forms={},
        steps=steps,
        start=next(iter(steps)),
        ends={end: EndText(end=end, text="Selesai.") for end in End},
    )
    return replace(made, **changes)


def row(line: str) -> Step:
    """``key [< joins] > way [| way …]``; a way is ``[name:] target [& target …]``."""
    left, _, right = line.partition(">")
    key, _, joins = left.partition("<")
    ways = [one for one in right.split("|") if one.strip()]
    return Step(
        key=key.strip(),
        number=key.strip(),
        text="Memeriksa berkas",
        performers=(OFFICER,),
        time_text="15 menit",
        time=parse_duration("15 menit"),
        joins=tuple(joins.split()),
        outcomes=tuple(_way(one, index, len(ways)) for index, one in enumerate(ways)),
    )


def _way(text: str, index: int, of: int) -> Outcome:
    name, _, targets = text.rpartition(":")
    names = [one.strip() for one in targets.split("&") if one.strip()]
    ends = [ENDS[one] for one in names if one in ENDS]
    key = name.strip() or ("selesai" if of == 1 else "abcdefgh"[index])
    refused = End.REFUSED in ends
    return Outcome(
        key=key,
        label=key.capitalize(),
        kind=OutcomeKind.REFUSE if refused else OutcomeKind.FORWARD,
        next=tuple(one for one in names if one not in ENDS),
        end=ends[0] if ends else None,
    )


def with_step(procedure: Procedure, key: str, **changes: Any) -> Procedure:
    return replace(
        procedure, steps={**procedure.steps, key: replace(procedure.steps[key], **changes)}
    )


def with_way(procedure: Procedure, key: str, way: str, **changes: Any) -> Procedure:
    """The same procedure with one outcome changed."""
    outcomes = tuple(
        replace(one, **changes) if one.key == way else one for one in procedure.steps[key].outcomes
    )
    return with_step(procedure, key, outcomes=outcomes)


def papers(*keys: str, **changes: Mapping[str, Any]) -> dict[str, Document]:
    return {
        key: Document(key=key, title=key.replace("_", " ").capitalize(), **changes.get(key, {}))
        for key in keys
    }


def need(document: str) -> Requirement:
    return Requirement(document=document, text=document.replace("_", " ").capitalize())
