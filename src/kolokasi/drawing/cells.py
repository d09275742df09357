"""What is written in each cell of a row, wrapped to its column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kolokasi.core.procedure import Condition, Procedure, Requirement, Step, StepKind
from kolokasi.drawing.flowgrid import is_about_performer
from kolokasi.drawing.lettering import width_of, wrap, wrap_paragraphs
from kolokasi.drawing.model import Rect, Text
from kolokasi.drawing.progress import StepProgress, StepState
from kolokasi.drawing.wording import details, headline, say

BODY, BODY_LEADING = 11.0, 14.0
SMALL, SMALL_LEADING = 9.5, 12.0
TINY = 7.5
PAD = 8.0
_MOST_LINES = 26
_FEWER_LINES = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some lines of one kind; pieces of a cell stand one below the other."""

    lines: tuple[str, ...]
    size: float = BODY
    leading: float = BODY_LEADING
    kind: str = "body"
    bold: bool = False
    italic: bool = False
    superscript: str = ""  # behind the last line
    gap: float = 0.0  # above

    @property
    def height(self) -> float:
        return self.gap + len(self.lines) * self.leading


Cells = dict[str, list[Piece]]


def cells_of(
    procedure: Procedure,
    step: Step,
    progress: StepProgress | None,
    widths: dict[str, float],
    lang: str,
) -> Cells:
    room = {key: width - 2 * PAD for key, width in widths.items()}
    return {
        "no": _paragraph(step.number, widths["no"] - 6, "number", most=2),
        "activity": _activity(step, progress, room["activity"], lang),
        "requires": _requirements(step.requires, room["requires"]),
        "time": _paragraph(step.time_text, room["time"] + 4, "body", most=4),
        "output": _requirements(step.outputs, room["output"]),
        "note": _note(procedure, step, room["note"], lang),
    }


def cell_height(pieces: Iterable[Piece]) -> float:
    return sum(piece.height for piece in pieces)


def place(
    pieces: Iterable[Piece], x: float, y: float, width: float, *, centred: bool = False
) -> list[Text]:
    """The pieces as texts below one another, from ``y`` on, in a cell of this inner width."""
    texts: list[Text] = []
    for piece in pieces:
        y += piece.gap
        widest = max((width_of(line, piece.size, piece.bold) for line in piece.lines), default=0.0)
        left = x + (width - widest) / 2 if centred else x
        box = Rect(left, y, widest, len(piece.lines) * piece.leading)
        texts.append(
            Text(
                lines=piece.lines,
                box=box,
                size=piece.size,
                leading=piece.leading,
                kind=piece.kind,
                bold=piece.bold,
                italic=piece.italic,
                centred=centred,
            )
        )
        if piece.superscript and piece.lines:
            after = x + width_of(piece.lines[-1], piece.size, piece.bold) + 3
            wide = width_of(piece.superscript, TINY)
            last = y + (len(piece.lines) - 1) * piece.leading
            texts.append(
                Text(
                    lines=(piece.superscript,),
                    box=Rect(after, last, wide, TINY + 1),
                    size=TINY,
                    leading=TINY + 1,
                    kind="assumed",
                )
            )
        y += len(piece.lines) * piece.leading
    return texts


def _paragraph(text: str, width: float, kind: str, most: int = _FEWER_LINES) -> list[Piece]:
    lines = wrap_paragraphs(text, width, BODY, most=most) if text.strip() else []
    return [Piece(lines=tuple(lines), kind=kind)] if lines else []


def _activity(step: Step, progress: StepProgress | None, width: float, lang: str) -> list[Piece]:
    waits = step.kind is StepKind.WAIT
    pieces: list[Piece] = []
    word = headline(progress, lang) if progress else ""
    if progress and word and progress.state in (StepState.CURRENT, StepState.WAITING):
        kind = "late" if progress.late else "now"
        pieces.append(Piece(lines=tuple(wrap(word, width - 14, SMALL, bold=True)), size=SMALL,
                            leading=SMALL_LEADING + 3, kind=kind, bold=True))  # fmt: skip
    mark = ""
    if any(not is_about_performer(one.about) for one in step.assumptions):
        mark = say("assumed", lang)
    lines = wrap_paragraphs(step.text, width, BODY, most=_MOST_LINES)
    if mark and lines and width_of(lines[-1], BODY) + width_of(mark, TINY) + 4 > width:
        lines = wrap_paragraphs(step.text, width - width_of(mark, TINY) - 4, BODY, most=_MOST_LINES)
    kind = "wait" if waits else "body"
    pieces.append(Piece(lines=tuple(lines), kind=kind, italic=waits, superscript=mark))
    if progress:
        pieces.extend(_history(progress, word, width, lang))
    return pieces


def _history(progress: StepProgress, word: str, width: float, lang: str) -> list[Piece]:
    """Who in bold, when and how long below it; the state's word in front where no headline says it."""
    ends = progress.state in (StepState.DONE, StepState.SKIPPED)
    first = " · ".join(part for part in (word if ends else "", progress.who) if part)
    pieces = []
    if first:
        lines = wrap(first, width, SMALL, bold=True, most=3)
        pieces.append(Piece(lines=tuple(lines), size=SMALL, leading=SMALL_LEADING, kind="who",
                            bold=True, gap=5))  # fmt: skip
    rest = wrap(" · ".join(details(progress, lang)), width, SMALL, most=3)
    if rest:
        pieces.append(Piece(lines=tuple(rest), size=SMALL, leading=SMALL_LEADING, kind="when",
                            gap=0 if pieces else 5))  # fmt: skip
    return pieces


def _requirements(wanted: Iterable[Requirement], width: float) -> list[Piece]:
    """Literal words of the cell; a cell that names several papers in the same words says them once."""
    texts = list(dict.fromkeys(one.text.strip() for one in wanted if one.text.strip()))
    lines: list[str] = []
    for text in texts:
        lines.extend(wrap_paragraphs(text, width, BODY, most=_FEWER_LINES))
    if len(lines) > _FEWER_LINES:
        lines = [*lines[: _FEWER_LINES - 1], "…"]
    return [Piece(lines=tuple(lines))] if lines else []


def _note(procedure: Procedure, step: Step, width: float, lang: str) -> list[Piece]:
    pieces = _paragraph(step.note, width, "body")
    added: list[str] = []
    services = _services(procedure, step.condition)
    if services:
        added.append(say("only", lang, services))
    if step.copies:
        labels = [procedure.roles[key].label for key in step.copies if key in procedure.roles]
        added.append(say("copy", lang, ", ".join(labels)))
    if step.joins:
        numbers = [
            procedure.steps[key].number or key for key in step.joins if key in procedure.steps
        ]
        added.append(say("joins", lang, ", ".join(numbers)))
    for text in added:
        lines = wrap(text, width, SMALL, most=6)
        pieces.append(Piece(lines=tuple(lines), size=SMALL, leading=SMALL_LEADING, kind="remark",
                            italic=True, gap=3 if pieces else 0))  # fmt: skip
    return pieces


def _services(procedure: Procedure, condition: Condition) -> str:
    return ", ".join(
        label for key, label in procedure.services.items() if key in condition.services
    )
