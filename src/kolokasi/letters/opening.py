"""Opening a file that a stranger made, in a process of its own with little memory and little time.

A few kilobytes can unfold into gigabytes or into hours of work: an object stream of a PDF into a
thousand times its size, a picture into more pixels than memory has, a JPEG into scan after scan.
See ``sources.apart``.

Run as ``python -m kolokasi.letters.opening FILE``: one line of JSON tells what it is, or what is wrong.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from kolokasi.sources.apart import TooHeavy, ask_apart, bind

MAX_PIXELS = 60_000_000

# Actions that reach outside the page, and the keys under which scripts and other files lie.
_ACTS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/RichMediaExecute",
}  # fmt: skip
_KEYS = ("/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent")
_ANY = re.compile("|".join(map(re.escape, sorted({*_ACTS, *_KEYS}))).encode())


class Fault(StrEnum):
    FOREIGN = "foreign"  # something else, whatever its name says
    LOCKED = "locked"
    ACTIVE = "active"  # scripts, commands, files within
    BROKEN_PDF = "broken-pdf"
    BROKEN_PICTURE = "broken-picture"
    BIG = "big"
    HEAVY = "heavy"  # more work or memory than any letter needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a file opens as; or its ``fault``, and in ``detail`` the part or the cause."""

    media_type: str = ""
    pages: int = 0
    fault: Fault | None = None
    detail: str = ""


def open_apart(path: Path) -> Opened:
    """Open a file in a process of its own."""
    try:
        told: Any = ask_apart("kolokasi.letters.opening", path)
    except TooHeavy as heavy:
        return Opened(fault=Fault.HEAVY, detail=str(heavy))
    return Opened(**told | {"fault": Fault(told["fault"]) if told["fault"] else None})


def open_here(path: Path) -> Opened:
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"%PDF-"):
        return _pdf(path)
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return _picture(path, "PNG")
    if start.startswith(b"\xff\xd8\xff"):
        return _picture(path, "JPEG")
    return Opened(fault=Fault.FOREIGN)


def _pdf(path: Path) -> Opened:
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            pages = len(pdf.pages)
            active = next(_active_parts(pikepdf, pdf), "")
    except pikepdf.PasswordError:
        return Opened(fault=Fault.LOCKED)
    except (pikepdf.PdfError, ValueError, TypeError, RecursionError):
        return Opened(fault=Fault.BROKEN_PDF)
    if active:
        return Opened(fault=Fault.ACTIVE, detail=active)
    return Opened(media_type="application/pdf", pages=pages)


def _active_parts(pikepdf: Any, pdf: Any) -> Iterator[str]:
    """Names of what would run, open or carry something else, anywhere in the file.

    An object's own spelling is searched first, which is quick; only where a name turns up it is looked
    at closely, for it may as well stand in somebody's sentence.
    """
    for one in (pdf.trailer, *pdf.objects):
        plain = one.stream_dict if isinstance(one, pikepdf.Stream) else one
        if _ANY.search(plain.unparse(resolved=True)):
            yield from _active_within(pikepdf, plain)


def _active_within(pikepdf: Any, top: Any) -> Iterator[str]:
    """The same in one object and what is written inside it; references lead to objects of their own."""
    if (
        isinstance(top, pikepdf.Name) and str(top) in _ACTS
    ):  # some action's name, written apart from it
        yield str(top).lstrip("/")
    left = [top]
    while left:
        one = left.pop()
        if isinstance(one, pikepdf.Dictionary):
            action = one.get("/S")
            if isinstance(action, pikepdf.Name) and str(action) in _ACTS:
                yield str(action).lstrip("/")
            for key in _KEYS:
                if key in one:
                    yield key.lstrip("/")
            left += [value for _, value in one.items() if _written_inside(value)]
        elif isinstance(one, pikepdf.Array):
            left += [value for value in one if _written_inside(value)]


def _written_inside(value: Any) -> bool:
    return not getattr(value, "is_indirect", True)


def _picture(path: Path, kind: str) -> Opened:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # our own bound, below, is asked before anything is unfolded
    try:
        with Image.open(path, formats=[kind]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return Opened(fault=Fault.BIG)
            picture.load()
            return Opened(media_type=Image.MIME[kind], pages=1)
    except (OSError, SyntaxError, ValueError, OverflowError):
        return Opened(fault=Fault.BROKEN_PICTURE)


def main() -> None:
    bind()
    try:
        opened = open_here(Path(sys.argv[1]))
    except MemoryError:
        opened = Opened(fault=Fault.HEAVY)
    sys.stdout.write(json.dumps(asdict(opened)))


if __name__ == "__main__":
    main()
