"""What people might ask of a case: turns well taken, and everything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import strategies as st

from kolokasi.core.case_state import CaseState
from kolokasi.core.commands import Command, CompleteStep, File, RecomputeDue, WithdrawCase
from kolokasi.core.procedure import Procedure
from kolokasi.core.situation import Offer

SCAN = "a" * 64
NOTES = ("", "Baik.", "Alasan 🙂 \u202eterbalik\u202c")
Filled = Callable[[tuple[str, ...]], dict[str, object]]


def any_act(draw: st.DrawFn, procedure: Procedure, state: CaseState, filled: Filled) -> Command:
    """Right or wrong: an old visit, another's turn, a way out that is not there, an empty form."""
    match draw(st.integers(0, 9)):
        case 0:
            return WithdrawCase(reason=draw(st.sampled_from(NOTES)))
        case 1:
            return RecomputeDue(reason="Kalender berubah.")
        case _:
            known = sorted(state.steps) or sorted(procedure.steps)
            step = draw(st.sampled_from([*known, *known, *procedure.steps, "tak-ada"]))
            shape = procedure.steps.get(step)
            ways = [way.key for way in shape.outcomes] if shape else []
            visit = state.visits.get(step, 1)
            flags = _some_fields(procedure)
            return CompleteStep(
                step=step,
                visit=max(1, visit + draw(st.sampled_from((0, 0, 0, 0, -1, 1)))),
                turn=draw(st.sampled_from((0, 0, 1, 1, 2, 3, -1))),
                outcome=draw(st.sampled_from(["", *ways, *ways, "tak-ada"])),
                note=draw(st.sampled_from(NOTES)),
                forms=filled(shape.fills) if shape and draw(st.integers(0, 5)) else {},
                files=draw(st.sampled_from(((), _letters(shape.attachments if shape else ())))),
                flagged=draw(st.sampled_from(((), (), flags, flags * 2, ("apa.saja",)))),
            )


def good_act(
    draw: st.DrawFn, procedure: Procedure, offered: Sequence[tuple[int, Offer]], filled: Filled
) -> tuple[int, CompleteStep] | None:
    """One turn that somebody is offered, done well: who, and what."""
    if not offered:
        return None
    person, offer = draw(st.sampled_from(offered))
    return person, CompleteStep(
        step=offer.step.key,
        visit=offer.visit,
        turn=offer.turn,
        outcome=draw(st.sampled_from(offer.ways)).key if offer.ways else "",
        note="Baik.",
        forms=filled(offer.step.fills),
        files=_letters(offer.step.attachments),
        flagged=draw(st.sampled_from(((), _some_fields(procedure)))),
    )


def _letters(attachments: Sequence[object]) -> tuple[File, ...]:
    """Each file twice, under two names, as people do."""
    return tuple(
        File(document=one.document, name=name, sha256=SCAN)  # type: ignore[attr-defined]
        for one in attachments
        for name in ("surat.pdf", "surat (1).pdf")
    )


def _some_fields(procedure: Procedure) -> tuple[str, ...]:
    return tuple(f"{form.key}.{form.fields[0].key}" for form in list(procedure.forms.values())[:1])
