"""Secrets at rest: AES-GCM under a key derived from the installation's key file.

A stolen database or backup without that file gives no one-time-code seed away, and a sealed value
put into another place of the database does not open there.
"""

from __future__ import annotations

import base64
import functools
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_VERSION = "s1:"


class CannotUnseal(Exception):
    """The value was changed, moved, or sealed under another key."""


def seal(plain: str, *, place: str) -> str:
    """Encrypt for one place ("mfa", "surat:17"); only ``unseal`` with the same place opens it."""
    nonce = os.urandom(12)
    sealed = _cipher().encrypt(nonce, plain.encode(), place.encode())
    return _VERSION + base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str, *, place: str) -> str:
    """Raises CannotUnseal if this was not sealed here, for this place."""
    try:
        raw = base64.urlsafe_b64decode(sealed.removeprefix(_VERSION).encode())
        return _cipher().decrypt(raw[:12], raw[12:], place.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotUnseal(place) from error


def _cipher() -> AESGCM:
    return _cipher_for(settings.SECRET_KEY)


@functools.lru_cache(maxsize=2)
def _cipher_for(secret: str) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"kolokasi sealing 1")
    return AESGCM(derived.derive(secret.encode()))
