"""How wide a text is, without a font file: cleaning, measuring and wrapping.

Widths are those of the Helvetica family (Arial, Liberation Sans, Nimbus Sans share them). A screen that
has none of these uses a face of much the same width; cells leave a little room for that.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

FONT = "'Liberation Sans', Arial, Helvetica, 'Nimbus Sans', sans-serif"
ELLIPSIS = "…"

# Thousandths of the type size, for the characters from U+0020 to U+007E.
_REGULAR = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778,
    722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278,
    278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778,
    722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333,
    278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
)  # fmt: skip
_PUNCTUATION = {"–": 556, "—": 1000, "‘": 222, "’": 222, "“": 333, "”": 333, "…": 1000, "×": 584}
_ROOM = 1.03  # for faces a little wider than the table
_BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_JOINER = "\u200d"
_JOINED = re.compile(f"{_JOINER}.?")
_LONGEST = 4_000  # characters of one cell that are looked at; the rest is cut with an ellipsis


def clean(text: str) -> str:
    """The text with one space between words, and without what XML forbids or what turns lines around."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = (
        " " if character.isspace() else character
        for character in text
        if character.isspace() or _drawable(character)
    )
    return " ".join("".join(kept).split())


def _drawable(character: str) -> bool:
    if character in _BIDI_CONTROLS:
        return False
    return character == _JOINER or unicodedata.category(character) not in (
        "Cc",
        "Cs",
        "Co",
        "Cn",
        "Cf",
    )


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, bold: bool = False) -> float:
    table = _BOLD if bold else _REGULAR
    if _JOINER in text:  # a joined emoji is drawn as one
        text = _JOINED.sub("", text)
    total = sum(
        table[code - 32] if 32 <= (code := ord(one)) < 127 else _other_width(one) for one in text
    )
    return total * size * _ROOM / 1000


def _other_width(character: str) -> int:
    if character in _PUNCTUATION:
        return _PUNCTUATION[character]
    if (
        character == _JOINER
        or unicodedata.combining(character)
        or "\ufe00" <= character <= "\ufe0f"
    ):
        return 0
    if unicodedata.east_asian_width(character) in "WF" or ord(character) >= 0x1F000:
        return 1300  # emoji are wider than their em
    return 722 if character.isupper() else 620


def wrap(text: str, width: float, size: float, *, bold: bool = False, most: int = 99) -> list[str]:
    """Lines no wider than ``width``; words that are too long are broken, lines beyond ``most`` are cut."""
    plain = clean(text[:_LONGEST]) + (ELLIPSIS if len(text) > _LONGEST else "")
    lines: list[str] = []
    line, taken = "", 0.0
    space = width_of(" ", size, bold)
    for word in plain.split(" ") if plain else []:
        wide = width_of(word, size, bold)
        if line and taken + space + wide <= width:
            line, taken = f"{line} {word}", taken + space + wide
            continue
        if line:
            lines.append(line)
        if wide <= width:
            line, taken = word, wide
            continue
        *full, line = _break(word, width, size, bold)
        taken = width_of(line, size, bold)
        lines.extend(full)
        if len(lines) > most:
            break
    if line:
        lines.append(line)
    if len(lines) > most:
        lines = lines[:most]
        lines[-1] = _shorten(lines[-1] + ELLIPSIS, width, size, bold)
    return lines


def wrap_paragraphs(
    text: str, width: float, size: float, *, bold: bool = False, most: int = 99
) -> list[str]:
    """Like ``wrap``, but keeps the line breaks that the text has itself (``a) …`` and ``b) …``)."""
    lines: list[str] = []
    for paragraph in text[:_LONGEST].splitlines() or [""]:
        room = most - len(lines)
        if room <= 0:
            lines[-1] = _shorten(lines[-1] + ELLIPSIS, width, size, bold)
            break
        lines.extend(wrap(paragraph, width, size, bold=bold, most=room))
    if len(text) > _LONGEST and lines and not lines[-1].endswith(ELLIPSIS):
        lines[-1] = _shorten(lines[-1] + ELLIPSIS, width, size, bold)
    return lines


_PARTS = re.compile(r"[^/\-]*[/\-]+|[^/\-]+")


def _break(word: str, width: float, size: float, bold: bool) -> list[str]:
    """A word in pieces that fit: after a slash or hyphen if it has one, else between its letters."""
    pieces, piece = [], ""
    for part in _PARTS.findall(word):
        if width_of(piece + part, size, bold) <= width:
            piece += part
            continue
        if piece:
            pieces.append(piece)
        *full, piece = _chop(part, width, size, bold)
        pieces.extend(full)
    return [*pieces, piece]


def _chop(word: str, width: float, size: float, bold: bool) -> list[str]:
    """A cluster (letter and its marks, joined emoji) is not taken apart."""
    pieces, piece = [], ""
    for cluster in _clusters(word):
        if piece and width_of(piece + cluster, size, bold) > width:
            pieces.append(piece)
            piece = ""
        piece += cluster
    return [*pieces, piece]


def _clusters(word: str) -> list[str]:
    clusters: list[str] = []
    for one in word:
        joined = clusters and (clusters[-1].endswith(_JOINER) or _other_width(one) == 0)
        if joined and len(clusters[-1]) < 12:
            clusters[-1] += one
        else:
            clusters.append(one)
    return clusters


def _shorten(line: str, width: float, size: float, bold: bool) -> str:
    """A line that ends with an ellipsis and fits."""
    clusters = _clusters(line.rstrip(ELLIPSIS).rstrip(" .,;:"))
    while clusters and width_of("".join(clusters) + ELLIPSIS, size, bold) > width:
        clusters.pop()
    return "".join(clusters).rstrip() + ELLIPSIS
