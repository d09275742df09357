"""What people type about a data centre, checked: each refusal names its field, the value and what would do."""

from __future__ import annotations

from django.db.models import Model, QuerySet

from kolokasi.core.refusal import Refused, Why

KEPT = "Isian belum dapat disimpan."


def wrong(field: str, sentence: str) -> Refused:
    """A refusal that stands at its field."""
    return Refused(Why.INVALID, KEPT, errors={field: sentence})


def whole(
    value: int | None, *, field: str, what: str, low: int, high: int, unit: str = "", needed: bool
) -> int | None:
    """A whole number between ``low`` and ``high``, both included; None (not known) unless it is needed."""
    if value is None:
        if needed:
            raise wrong(field, f"{what} perlu diisi di sini.")
        return None
    most, told = f"{high} {unit}".rstrip(), f"{value} {unit}".rstrip()
    if value < 0 <= low:
        raise wrong(field, f"{what} tidak boleh kurang dari nol; tertulis {told}.")
    if not low <= value <= high:
        raise wrong(field, f"{what} harus antara {low} dan {most}; tertulis {told}.")
    return value


def named(value: str, *, field: str = "name", what: str, most: int = 120) -> str:
    """A name without spaces at its ends and no double ones inside."""
    text = " ".join(value.split())
    if not text:
        raise wrong(field, f"{what} perlu diisi di sini.")
    if len(text) > most:
        raise wrong(field, f"{what} terlalu panjang; paling banyak {most} huruf.")
    return text


def one_of_a_name(
    others: QuerySet[Model], name: str, *, besides: int | None, field: str = "name", what: str
) -> None:
    """Refuse a name that one of ``others`` has already, in whatever letters."""
    if others.filter(name__iexact=name).exclude(pk=besides).exists():
        raise wrong(field, f"{what} “{name}” sudah ada; beri nama yang membedakannya.")
