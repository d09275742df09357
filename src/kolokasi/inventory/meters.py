"""Making meters, and changing how much they hold."""

from __future__ import annotations

from kolokasi.core.capacity.resources import Resource
from kolokasi.inventory.fields import wrong
from kolokasi.inventory.limits import Limits
from kolokasi.inventory.models import Meter


def new_meter(
    office: int, resource: Resource, name: str, unit: str, *, rating: int | None, limits: Limits
) -> Meter:
    limit, warn = limits
    return Meter.objects.create(
        office_id=office, resource=str(resource), name=name, unit=unit, rating=rating,
        limit=limit, warn=warn,
    )  # fmt: skip


def set_meter(
    meter: int, *, name: str, rating: int | None, limits: Limits, field: str, what: str
) -> None:
    """Rename a meter and give it another rating. Refused where more than that is used and held already."""
    row = Meter.objects.select_for_update(no_key=True).get(pk=meter)
    taken, unit = row.used + row.held, row.unit
    if rating is not None and rating < taken:
        there, told = f"{taken} {unit}", f"{rating} {unit}"
        raise wrong(
            field,
            f"{what} tidak boleh di bawah yang sudah terpakai dan dipesan: {there} ({row.used} terpakai, "
            f"{row.held} dipesan); tertulis {told}.",
        )
    row.name, row.rating = name, rating
    row.limit, row.warn = limits
    row.save(update_fields=("name", "rating", "limit", "warn"))
