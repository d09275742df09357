"""A refusal is an answer, not an accident: a sentence for the person who asked, and a code for the page.

Sentences are Indonesian and carry their facts apart (``%(name)s``), so that the screens can say the
same in English. The code tells what kind of "no" it is: "a colleague was faster" is not "forbidden".
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Why(StrEnum):
    NOT_FOUND = "tidak-ditemukan"
    FORBIDDEN = "bukan-wewenang"
    OWN_REQUEST = "permohonan-sendiri"
    TAKEN = "sudah-dikerjakan"  # a colleague was faster, or the page is old
    ENDED = "sudah-berakhir"
    NOT_YET = "belum-waktunya"
    INVALID = "isian-keliru"
    KEY_REUSED = "kunci-terpakai"
    UNCERTAIN = "sedang-dipastikan"
    NO_ROOM = "tidak-muat"  # not enough capacity, or not known to be enough
    UNSOUND = "sop-tidak-sehat"


class Refused(Exception):
    """The rules say no. ``errors`` names fields (``form.field``) when the input was at fault."""

    def __init__(
        self,
        why: Why,
        sentence: str,
        /,
        *,
        errors: Mapping[str, str] | None = None,
        **facts: object,
    ) -> None:
        super().__init__(sentence)
        self.why = why
        self.sentence = sentence
        self.facts = facts
        self.errors = dict(errors or {})

    def __str__(self) -> str:
        return self.sentence % self.facts if self.facts else self.sentence
