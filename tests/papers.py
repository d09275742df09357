"""Small real files: a PDF, pictures, and things that only claim to be."""

from __future__ import annotations

import io

import pikepdf
from PIL import Image


def pdf(text: str = "Surat", pages: int = 1) -> bytes:
    """A PDF with blank pages and a title, different for different texts."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
    document.docinfo["/Title"] = text
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, (20, 80, 90)).save(target, kind)
    return target.getvalue()
