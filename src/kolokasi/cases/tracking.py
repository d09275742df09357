"""The secret code that lets anybody who holds it follow one case: 80 bits, derived, never stored."""

from __future__ import annotations

from django.conf import settings

from kolokasi.core import numbering


def code_of(number: str) -> str:
    return numbering.tracking_code(_key(), number)


def matches(number: str, typed: str) -> bool:
    """Whether this is the case's code; takes as long for a wrong one."""
    return numbering.same_code(typed, code_of(number))


def _key() -> bytes:
    return ("lacak:" + settings.SECRET_KEY).encode()
