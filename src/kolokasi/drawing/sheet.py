"""The official activity sheet of an SOP as one SVG picture, plain or with a case's progress on it."""

from __future__ import annotations

from kolokasi.core.procedure import Procedure
from kolokasi.drawing.layout import lay_out
from kolokasi.drawing.progress import Progress
from kolokasi.drawing.svg import render


def draw_sheet(procedure: Procedure, progress: Progress | None = None, *, lang: str = "id") -> str:
    """Draw *bagian flowchart* as PermenPAN-RB 35/2012 has it: No, Kegiatan, one lane for each performer,
    Mutu Baku (Kelengkapan, Waktu, Output), Keterangan; the five official symbols only.

    With ``progress`` it is the live sheet of one case. The text is well-formed XML, has no script or
    style in it, and is the same every time for the same input.
    """
    return render(lay_out(procedure, progress, lang=lang))
