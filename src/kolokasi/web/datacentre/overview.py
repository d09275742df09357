"""The data centre at a glance: what is left of everything, who waits, and what will lapse soon."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kolokasi.accounts.models import Office
from kolokasi.inventory.models import Booking, PowerNode, Rack, Room, Site, Uplink, Waiting
from kolokasi.web import acting
from kolokasi.web.datacentre import figures, runways
from kolokasi.web.datacentre.access import for_officers, page

_SOON = dt.timedelta(days=14)


@acting.signed_in
@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """To the data centre of the office that one works for; a choice where there are several."""
    found = Office.objects.filter(pk__in=acting.sight(request).offices).order_by("name")
    if not found:
        raise Http404
    if len(found) == 1:
        return redirect("dc_office", office=found[0].key)
    return render(request, "datacentre/offices.html", {"offices": found})


@for_officers
@require_safe
def overview(request: HttpRequest, office: Office) -> HttpResponse:
    sites = list(Site.objects.filter(office=office).order_by("name"))
    if not sites:
        return page(request, "begin", office, {})
    now = timezone.now()
    by_site = figures.of_sites(office, [one.pk for one in sites])
    meters = [key for one in by_site.values() for figure in one.all for key in figure.meters]
    waiting = Waiting.objects.filter(office=office, left_at__isnull=True)
    lapsing = Booking.objects.filter(
        office=office, state=Booking.State.HELD, expires_at__lte=now + _SOON
    )
    rooms = rooms_of(office)
    context = {
        "sites": [
            {
                "site": one,
                "figures": by_site[one.pk],
                "rooms": [room for room in rooms if room["room"].site_id == one.pk],
            }
            for one in sites
        ],
        "runways": runways.sentences(meters, today=timezone.localdate(now)),
        "waiting": waiting.count(),
        "lapsing": lapsing.select_related("agency").order_by("expires_at", "pk")[:5],
        "missing": _missing(office),
    }
    return page(request, "overview", office, context)


def rooms_of(office: Office, site: Site | None = None) -> list[dict[str, Any]]:
    """Rooms with the units of their racks: two queries."""
    rooms = Room.objects.filter(site__office=office).select_related("site").order_by("name")
    racks = Rack.objects.filter(office=office)
    if site is not None:
        rooms, racks = rooms.filter(site=site), racks.filter(room__site=site)
    sums = figures.racks_by(racks, "room")
    return [
        {
            "room": room,
            "sum": sums.get(room.pk),
            "space": figures.space(sums[room.pk], label=room.name) if room.pk in sums else None,
        }
        for room in rooms
    ]


def _missing(office: Office) -> list[str]:
    """What an office that has begun has not recorded yet: names of the steps on the page."""
    there = {
        "racks": Rack.objects.filter(office=office),
        "power": PowerNode.objects.filter(office=office),
        "uplinks": Uplink.objects.filter(office=office),
    }
    return [name for name, rows in there.items() if not rows.exists()]
