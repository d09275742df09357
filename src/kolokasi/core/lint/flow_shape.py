"""How the sheet draws its flow: decisions, boxes, loops and joins (PermenPAN-RB 35/2012: five symbols).

Whether the flow is sound is proved elsewhere (``proof``); this is about a flow that runs and will
still hurt the people who read it or walk in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from kolokasi.core.finding import Finding
from kolokasi.core.lint.remark import warn
from kolokasi.core.options import suggested, with_options
from kolokasi.core.procedure import Procedure, Step, StepKind
from kolokasi.core.proof.soundness import Proof, prove
from kolokasi.core.proof.state_graph import Move
from kolokasi.core.proof.wording import listed, name_of, names_of

ONE_WAY = "keputusan-satu-jalan"
UNLABELLED = "keputusan-tanpa-tulisan"
BOX = "kotak-bercabang"
ENDLESS = "putaran-tanpa-batas"
LONELY_JOIN = "gabung-sendiri"
BROKEN_OPTION = "usulan-merusak"


def check_flow(proof: Proof) -> Iterator[Finding]:
    together = _offered_together(proof)
    for step in proof.procedure.steps.values():
        yield from _symbol(step, together)
        yield from _join(step)
    yield from _loops(proof)


def check_options(procedure: Procedure, *, limit: int) -> Iterator[Finding]:
    """Suggestions that would make a sound procedure unsound if an office switched one on."""
    for option in suggested(procedure):
        for fault in prove(procedure, options=(option,), limit=limit).faults:
            yield warn(
                BROKEN_OPTION,
                f"Bila usulan {option.partition(':')[2]} dinyalakan: {fault.sentence}",
                step=with_options(procedure, (option,)).steps[fault.step],
            )


def _offered_together(proof: Proof) -> set[tuple[str, str]]:
    """Ways out that the sheet draws and between which somebody really chooses. An answer that was given
    earlier and only carried here leaves one way, and is no decision."""
    found: set[tuple[str, str]] = set()
    for graph in proof.graphs:
        for moves in graph.moves.values():
            drawn = [(one.step.key, one.outcome.key) for one in moves if not one.outcome.assumption]
            steps = [step for step, _ in drawn]
            found.update(one for one in drawn if steps.count(one[0]) > 1)
    return found


def _symbol(step: Step, together: set[tuple[str, str]]) -> Iterator[Finding]:
    chosen = [way for way in step.outcomes if (step.key, way.key) in together]
    if step.kind is StepKind.DECISION and len(step.outcomes) < 2:
        yield warn(
            ONE_WAY,
            "Belah ketupat harus punya sedikitnya dua jalan keluar; yang ada hanya "
            f"{len(step.outcomes)}. Tulis jalan lainnya, atau jadikan kegiatan biasa.",
            step=step,
            field="outcomes",
        )
    if step.kind is StepKind.TASK and step.number and chosen:
        ways = listed([f"“{way.label}”" for way in chosen])
        yield warn(
            BOX,
            f"Digambar sebagai kotak, padahal punya {len(chosen)} jalan keluar: {ways}. Gambarlah sebagai "
            "belah ketupat (kind: keputusan).",
            step=step,
            field="kind",
        )
    labels = [way.label.strip().lower() for way in step.outcomes]
    if len(labels) > 1 and (not all(labels) or len(set(labels)) < len(labels)):
        yield warn(
            UNLABELLED,
            "Jalan keluarnya tidak dapat dibedakan: setiap panah dari sebuah keputusan harus bertulisan, "
            "dan tulisannya berbeda.",
            step=step,
            field="outcomes",
        )


def _join(step: Step) -> Iterator[Finding]:
    if len(step.joins) == 1:
        yield warn(
            LONELY_JOIN,
            "Kegiatan ini menunggu satu kegiatan saja; panah biasa sudah cukup.",
            step=step,
            field="joins",
        )


def _loops(proof: Proof) -> Iterator[Finding]:
    """Ways back that the sheet draws and nobody limits (V10). A rhythm or a wait is meant to go on."""
    order = {key: place for place, key in enumerate(proof.procedure.steps)}
    named: set[tuple[str, str]] = set()
    for graph in proof.graphs:
        component = graph.components()
        for move in graph.all_moves():
            name = (move.step.key, move.outcome.key)
            if name in named or move.target is None or _meant_to_go_on(move):
                continue
            back = [key for key in move.opened if order[key] <= order[move.step.key]]
            if back and component[move.source] == component[move.target]:
                named.add(name)
                yield warn(
                    ENDLESS,
                    f"Kegiatan {name_of(move.step)} dapat kembali ke kegiatan "
                    f"{names_of(proof.procedure, back)} tanpa batas. Tetapkan berapa kali paling banyak "
                    "(at_most), dan apa yang terjadi sesudahnya.",
                    step=move.step,
                    field=f"outcomes.{move.outcome.key}",
                )


def _meant_to_go_on(move: Move) -> bool:
    way = move.outcome
    return bool(way.assumption or way.after or way.after_field) or move.step.kind is StepKind.WAIT
