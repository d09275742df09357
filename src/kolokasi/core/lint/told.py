"""Every end must tell the applicant (V12). Here: does the sheet itself do it, on every way to that end?

The product tells the applicant in any case; this says where the office's own sheet forgets to. An end
counts as told if, from the moment that it is certain, some row tells the applicant in its own words,
or if the applicant takes the last step.
"""

from __future__ import annotations

from collections.abc import Iterator

from kolokasi.core.finding import Finding
from kolokasi.core.flow import Marking
from kolokasi.core.lint.remark import warn
from kolokasi.core.procedure import End, Procedure, Standing
from kolokasi.core.proof.soundness import Proof
from kolokasi.core.proof.state_graph import Move, StateGraph
from kolokasi.core.proof.wording import name_of, tell_way

CODE = "pemohon-tak-diberi-tahu"
_ENDS = {
    End.GRANTED: "disetujui",
    End.REFUSED: "ditolak",
    End.WITHDRAWN: "ditarik",
    End.DONE: "selesai",
}


def check_told(proof: Proof) -> Iterator[Finding]:
    found: dict[tuple[str, str], tuple[End, tuple[Move, ...]]] = {}
    for graph in proof.graphs:
        for end, way in _untold(graph):
            name = (way[-1].step.key, way[-1].outcome.key)
            if name not in found or len(way) < len(found[name][1]):
                found[name] = (end, way)
    for end, way in found.values():
        yield _say(end, way)
    yield from _marked_unwritten(proof, {end for end, _ in found.values()})


def _untold(graph: StateGraph) -> Iterator[tuple[End, tuple[Move, ...]]]:
    """A shortest way to each ending move that is reached, and taken, without a word to the applicant."""
    silent = _Silence(graph.procedure, _certain(graph))
    ways = dict(graph.reach(silent))
    for state, way in ways.items():
        for move in graph.moves[state]:
            end = move.target.ended if move.target else None
            if end and silent(move) and not graph.procedure.is_applicants(move.step):
                yield end, (*way(), move)


def _certain(graph: StateGraph) -> frozenset[Marking]:
    """The states from which only one end can still be reached."""
    times: dict[Marking, int] = {}
    for end in End:
        goals = [state for state in graph.states() if state.ended is end]
        for state in graph.leading_to(goals):
            times[state] = times.get(state, 0) + 1
    return frozenset(state for state, ends in times.items() if ends == 1)


class _Silence:
    """Whether a move leaves the applicant without the word that counts."""

    def __init__(self, procedure: Procedure, certain: frozenset[Marking]) -> None:
        self.applicants = {key for key, role in procedure.roles.items() if role.applicant}
        self.certain = certain

    def __call__(self, move: Move) -> bool:
        told = self.applicants & {*move.step.informs, *move.outcome.informs}
        return not told or move.target not in self.certain


def _say(end: End, way: tuple[Move, ...]) -> Finding:
    last = way[-1]
    return warn(
        CODE,
        f"Proses berakhir ({_ENDS[end]}) di kegiatan {name_of(last.step)} tanpa satu baris pun yang "
        f"memberi tahu pemohon. Jalannya: {tell_way(way)}. Tambahkan pemberitahuan dengan alasannya.",
        step=last.step,
        field=f"outcomes.{last.outcome.key}",
    )


def _marked_unwritten(proof: Proof, said: set[End]) -> Iterator[Finding]:
    """Ends that the file itself marks as not written in the sheet, though its rows seem to tell."""
    if proof.procedure.standing is Standing.PROPOSAL:
        return  # no sheet that could have written it
    reached = {
        move.target.ended
        for graph in proof.graphs
        for move in graph.all_moves()
        if move.target is not None and not graph.procedure.is_applicants(move.step)
    }
    for end, text in proof.procedure.ends.items():
        if end in reached and end not in said and not text.written:
            yield warn(
                CODE,
                f"Akhir “{_ENDS[end]}” ditandai tidak tertulis pada lembar SOP: pemohon hanya tahu dari "
                "Kolokasi, bukan dari SOP.",
                field=f"ends.{end}",
            )
