"""Papers against the flow: what is asked for before it exists, and what is made for nobody.

*Must* analysis over the state graph: a requirement is unmet if there is any way to its step on which
nothing has made the document. Titles that are printed one row off, or differ in a word, are no fault
here: what counts is which document the file says is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kolokasi.core.finding import Finding
from kolokasi.core.flow import Marking
from kolokasi.core.lint.remark import warn
from kolokasi.core.procedure import Procedure, Requirement, Step, StepKind
from kolokasi.core.proof.soundness import Proof
from kolokasi.core.proof.state_graph import Move, StateGraph
from kolokasi.core.proof.wording import listed, name_of, names_of, tell_services, tell_way

NO_ORIGIN = "kelengkapan-tanpa-asal"
NOT_YET = "kelengkapan-belum-ada"
TOO_EARLY = "keluaran-mendahului-pembuatnya"
UNUSED = "keluaran-tak-terpakai"
BLANK = "mutu-baku-kosong"

_Way = tuple[Move, ...]
_JOINING = re.compile(r"^\s*(?:\(?\d+[.)]|[+,]|dan\b)\s*", re.IGNORECASE)


def check_documents(proof: Proof) -> Iterator[Finding]:
    procedure = proof.procedure
    yield from _without_origin(procedure)
    yield from _not_yet_made(proof)
    yield from _before_their_maker(proof)
    yield from _unused(procedure)
    yield from _blank_cells(procedure)


# --- asked for before it exists ---------------------------------------------------------------------


def _without_origin(procedure: Procedure) -> Iterator[Finding]:
    for step, one in _orphans(procedure):
        before = listed([_titled(procedure, out) for out in _outputs_before(procedure, step)])
        hint = f" Kegiatan sebelumnya menghasilkan {before}." if before else ""
        yield warn(
            NO_ORIGIN,
            f"Kelengkapan {_titled(procedure, one)} tidak dihasilkan oleh kegiatan mana pun.{hint}",
            step=step,
            field="needs",
        )


def _orphans(procedure: Procedure) -> Iterator[tuple[Step, Requirement]]:
    there = _from_the_start(procedure) | _made_anywhere(procedure)
    return (pair for pair in _required(procedure) if pair[1].document not in there)


def _outputs_before(procedure: Procedure, step: Step) -> Iterator[Requirement]:
    for other in procedure.steps.values():
        if any(step.key in way.next for way in other.outcomes):
            yield from other.outputs


def _not_yet_made(proof: Proof) -> Iterator[Finding]:
    procedure = proof.procedure
    wanted = {one.document for _, one in _required(procedure)}
    wanted &= _made_anywhere(procedure)
    found: dict[tuple[str, str], tuple[StateGraph, _Way]] = {}
    for graph in proof.graphs:
        for document in sorted(wanted - _from_the_start(procedure)):
            for key, way in _reached_without(graph, document):
                known = found.get((key, document))
                if known is None or len(way) < len(known[1]):
                    found[key, document] = (graph, way)
    for (key, document), (graph, way) in found.items():
        step = procedure.steps[key]
        one = next(need for need in step.requires if need.document == document)
        several = len(proof.graphs) > 1
        for_whom = f" {tell_services(procedure, graph.services)}" if several else ""
        makers = [
            maker.key for maker in procedure.steps.values() if _can_make(maker, document, procedure)
        ]
        yield warn(
            NOT_YET,
            f"Kelengkapan {_titled(procedure, one)} belum ada bila jalannya{for_whom} "
            f"{' → '.join(filter(None, (tell_way(way), name_of(step))))}; yang menghasilkannya kegiatan "
            f"{names_of(procedure, makers)}.",
            step=step,
            field="needs",
        )


def _reached_without(graph: StateGraph, document: str) -> Iterator[tuple[str, _Way]]:
    """Steps that need a document and can be opened though nothing has made it yet."""
    procedure = graph.procedure

    def needing(state: Marking) -> list[str]:
        answers = dict(state.answers)
        return [
            key
            for key in procedure.steps
            if key in state.open
            and not _brings(procedure.steps[key], document, procedure)
            and any(
                one.document == document
                and one.condition.holds(services=graph.services, answers=answers)
                for one in procedure.steps[key].requires
            )
        ]

    named: set[str] = set()
    reached = graph.reach(lambda move: not _makes(graph, move, document))
    for state, way in reached:
        for key in needing(state):
            if key not in named:
                named.add(key)
                yield key, way()


# --- made before its maker has acted ----------------------------------------------------------------


def _before_their_maker(proof: Proof) -> Iterator[Finding]:
    procedure = proof.procedure
    for step in procedure.steps.values():
        for one in step.outputs:
            maker = procedure.documents[one.document].made_by
            if not maker or maker in step.performers:
                continue
            ways = [
                way
                for graph in proof.graphs
                if (way := _without_role(graph, step, maker)) is not None
            ]
            if not ways:
                continue
            later = [key for key, other in procedure.steps.items() if maker in other.performers]
            acts = (
                f"baru bertindak di kegiatan {name_of(procedure.steps[later[0]])}"
                if later
                else "tidak bertindak di kegiatan mana pun"
            )
            yield warn(
                TOO_EARLY,
                f"Keluaran {_titled(procedure, one)} dibuat oleh {procedure.roles[maker].label}, yang {acts}: "
                "mungkin tercetak satu baris terlalu awal.",
                step=step,
                field="output",
            )


def _without_role(graph: StateGraph, step: Step, role: str) -> _Way | None:
    return graph.search(
        lambda state: step.key in state.open, lambda move: role not in move.step.performers
    )


# --- made for nobody --------------------------------------------------------------------------------


def _unused(procedure: Procedure) -> Iterator[Finding]:
    """Rows of which no output is asked for again. Sparing: a row that ends, tells the applicant, or is
    the applicant's own sends its output out of the process; and where the next rows ask for something
    that nobody makes, that is said already and is the same fault."""
    needed = {one.document for _, one in _required(procedure)}
    orphaned = {step.key for step, _ in _orphans(procedure)}
    for step in _rows(procedure):
        following = {key for way in step.outcomes for key in way.next}
        if not step.outputs or _leaves(procedure, step) or (following and following <= orphaned):
            continue
        if not needed & {one.document for one in step.outputs}:
            names = listed([_titled(procedure, one) for one in step.outputs])
            yield warn(
                UNUSED,
                f"Keluaran {names} tidak menjadi kelengkapan kegiatan lain dan tidak keluar dari proses.",
                step=step,
                field="output",
            )


def _leaves(procedure: Procedure, step: Step) -> bool:
    """Whether what the row makes goes out of the process, or to somebody outside of it."""
    if step.informs or step.copies or procedure.is_applicants(step):
        return True
    return any(way.end is not None or way.informs for way in step.outcomes)


def _blank_cells(procedure: Procedure) -> Iterator[Finding]:
    """Rows whose cell of requirements or output is empty; the first row may begin with nothing."""
    for step in _rows(procedure):
        blank = []
        if not step.requires and step.key != procedure.start:
            blank.append("kelengkapan")
        if not step.outputs:
            blank.append("output")
        if blank:
            yield warn(
                BLANK,
                f"Mutu baku belum lengkap: {listed(blank)} kosong.",
                step=step,
                field="needs" if blank[0] == "kelengkapan" else "output",
            )


# --- what makes what --------------------------------------------------------------------------------


def _rows(procedure: Procedure) -> Iterator[Step]:
    return (
        step for step in procedure.steps.values() if step.number and step.kind is not StepKind.WAIT
    )


def _required(procedure: Procedure) -> Iterator[tuple[Step, Requirement]]:
    return ((step, one) for step in procedure.steps.values() for one in step.requires)


def _from_the_start(procedure: Procedure) -> frozenset[str]:
    """What exists before the first step: outside papers, and what the applicant's request brings."""
    found = {key for key, one in procedure.documents.items() if one.outside}
    found |= {one.document for one in procedure.request_attachments}
    found |= {
        key for key, one in procedure.documents.items() if one.form in procedure.request_fills
    }
    if procedure.starts_with_applicant:
        found |= {one.document for one in procedure.steps[procedure.start].requires}
    return frozenset(found)


def _made_anywhere(procedure: Procedure) -> frozenset[str]:
    steps = procedure.steps.values()
    return frozenset(
        key for key in procedure.documents if any(_can_make(one, key, procedure) for one in steps)
    )


def _can_make(step: Step, document: str, procedure: Procedure) -> bool:
    return _brings(step, document, procedure) or any(
        one.document == document for one in step.outputs
    )


def _brings(step: Step, document: str, procedure: Procedure) -> bool:
    """Whether the performer himself hands it in with the step: a file, or a form that he fills."""
    attached = any(one.document == document for one in step.attachments)
    return attached or procedure.documents[document].form in step.fills


def _makes(graph: StateGraph, move: Move, document: str) -> bool:
    if graph.procedure.documents[document].form in move.step.fills:
        return True
    answers = dict(move.source.answers) | dict(move.outcome.answers)
    conditions = [one.condition for one in move.step.outputs if one.document == document]
    conditions += [one.condition for one in move.step.attachments if one.document == document]
    return any(one.holds(services=graph.services, answers=answers) for one in conditions)


def _titled(procedure: Procedure, one: Requirement) -> str:
    """The words of the cell, without the sign that joins them to the words before."""
    said = _JOINING.sub("", one.text).strip(" ,+")
    return f"“{said or procedure.documents[one.document].title}”"
