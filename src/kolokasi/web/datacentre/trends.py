"""How full everything became over time, and when it will be full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kolokasi.accounts.models import Office
from kolokasi.accounts.office_acts import today_at
from kolokasi.core.capacity.runway import Course, Runway, Sample, runway
from kolokasi.inventory.models import Site, Waiting
from kolokasi.web.datacentre import figures, pictures, runways
from kolokasi.web.datacentre.access import for_officers, page


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    key: str
    figure: figures.Figure
    samples: list[Sample]
    runway: Runway
    worded: str

    @property
    def urgent(self) -> bool:
        return self.runway.course is Course.FULL or self.runway.full_on is not None


@for_officers
@require_safe
def trends(request: HttpRequest, office: Office) -> HttpResponse:
    today = today_at(office, timezone.now())
    found = _trends(office, today)
    chosen = request.GET.get("lihat", "")
    shown = next((one for one in found if one.key == chosen), None)
    shown = shown or next((one for one in found if one.samples), None)
    context: dict[str, Any] = {
        "trends": sorted(found, key=lambda one: (not one.urgent, not one.samples)),
        "shown": shown,
        "picture": pictures.trend(shown.figure, shown.samples, shown.runway) if shown else "",
        "waiting": Waiting.objects.filter(office=office, left_at__isnull=True).count(),
    }
    return page(request, "trends", office, context)


def _trends(office: Office, today: Any) -> list[Trend]:
    sites = list(Site.objects.filter(office=office).order_by("name").values_list("pk", flat=True))
    counted = [
        one
        for of_site in figures.of_sites(office, sites).values()
        for one in of_site.all
        if len(one.meters) == 1
    ]
    seen = runways.samples([one.meters[0] for one in counted], today=today)
    racks = runways.samples_of_racks(office.pk, today=today)
    found = [_trend(f"m{one.meters[0]}", one, seen.get(one.meters[0], [])) for one in counted]
    if racks:
        last = racks[-1]
        space = figures.Figure(
            label=gettext("Semua rak"), unit="U", rating=last.have, have=last.have,
            used=last.taken, held=0,
        )  # fmt: skip
        found.insert(0, _trend("rak", space, racks))
    return found


def _trend(key: str, figure: figures.Figure, seen: list[Sample]) -> Trend:
    one = runway(seen)
    return Trend(key=key, figure=figure, samples=seen, runway=one, worded=runways.worded(one))
