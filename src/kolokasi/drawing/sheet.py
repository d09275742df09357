"""The official activity sheet of an SOP as one SVG picture, plain or with a case's progress on it."""

from __future__ import annotations

from dataclasses import dataclass

from kolokasi.core.procedure import Procedure
from kolokasi.drawing.layout import lay_out
from kolokasi.drawing.pages import pages
from kolokasi.drawing.progress import Progress
from kolokasi.drawing.svg import render


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """``picture`` is the whole sheet; ``pages`` the same for paper, empty where it fits on one."""

    picture: str
    pages: tuple[str, ...]


def draw_sheet(procedure: Procedure, progress: Progress | None = None, *, lang: str = "id") -> str:
    """Draw *bagian flowchart* as PermenPAN-RB 35/2012 has it: No, Kegiatan, one lane for each performer,
    Mutu Baku (Kelengkapan, Waktu, Output), Keterangan; the five official symbols only.

    With ``progress`` it is the live sheet of one case. The text is well-formed XML, has no script or
    style in it, and is the same every time for the same input.
    """
    return render(lay_out(procedure, progress, lang=lang))


def draw_paged_sheet(
    procedure: Procedure, progress: Progress | None = None, *, lang: str = "id"
) -> Sheet:
    """The same picture with the id ``gambar-lembar``, and its pages for a printer, which point to it."""
    layout = lay_out(procedure, progress, lang=lang)
    name = "gambar-lembar"
    return Sheet(picture=render(layout, name=name), pages=pages(layout, name=name, lang=lang))
