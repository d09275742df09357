"""Short names for rows, made from what people call them."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.text import slugify


def free_key(name: str, taken: Collection[str]) -> str:
    """``dinas-kesehatan``, or ``dinas-kesehatan-2`` where that is taken."""
    wanted = slugify(name)[:50] or "baru"
    keys = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    return next(key for key in keys if key not in taken)
