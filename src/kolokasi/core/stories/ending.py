"""What a story expects at its end, held against what happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kolokasi.core.case_state import CaseState
from kolokasi.core.events import CaseEnded, Event, StepDone
from kolokasi.core.procedure import Procedure
from kolokasi.core.proof.wording import listed
from kolokasi.core.story import Expectation


def unmet(
    procedure: Procedure,
    then: Expectation,
    *,
    state: CaseState,
    events: Sequence[Event],
    registered: bool,
) -> str:
    """A sentence about the first expectation that is not met; "" if all are."""
    done = tuple(one.step for one in events if isinstance(one, StepDone))
    if then.end is not None and state.ended is not then.end:
        return f"Diharapkan berakhir “{then.end}”, kenyataannya {_ended(state)}."
    if then.steps is not None and done != then.steps:
        return f"Diharapkan kegiatan {_row(then.steps)}; yang dikerjakan {_row(done)}."
    if then.open is not None and set(state.steps) != set(then.open):
        return f"Diharapkan masih terbuka: {_set(then.open)}; kenyataannya {_set(state.steps)}."
    told = told_roles(procedure, events)
    missing = [role for role in then.told or () if role not in told]
    if missing:
        labels = listed([procedure.roles[role].label for role in missing])
        return f"Diharapkan {labels} diberi tahu; kenyataannya {_set(sorted(told))}."
    answers = dict(state.marking.answers)
    for name, value in (then.answers or {}).items():
        if answers.get(name) != value:
            found = f"“{answers[name]}”" if name in answers else "tidak ada"
            return f"Diharapkan jawaban {name} “{value}”; kenyataannya {found}."
    if then.register is not None and then.register is not registered:
        wanted, found = ("", "tidak ") if then.register else ("tidak ", "")
        return f"Diharapkan {wanted}tercatat dalam daftar; kenyataannya {found}tercatat."
    return ""


def told_roles(procedure: Procedure, events: Iterable[Event]) -> frozenset[str]:
    """Everybody who was told something: by the row, by the way out, by a copy; the applicant at the end."""
    told: set[str] = set()
    for event in events:
        match event:
            case StepDone():
                step = procedure.steps[event.step]
                way = step.outcome(event.outcome)
                told |= {*step.informs, *step.copies, *(way.informs if way else ())}
            case CaseEnded():
                told.add(procedure.applicant_role)
            case _:
                pass
    return frozenset(told)


def _ended(state: CaseState) -> str:
    if state.ended is not None:
        return f"“{state.ended}”"
    return f"belum berakhir; masih terbuka {_set(state.steps)}"


def _row(steps: Iterable[str]) -> str:
    return " → ".join(steps) or "(tidak ada)"


def _set(names: Iterable[str]) -> str:
    return ", ".join(names) or "tidak ada"
