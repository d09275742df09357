"""Who has reserved what until when, and who waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kolokasi.accounts.models import Office
from kolokasi.core.capacity.ask import Ask
from kolokasi.inventory import waiting
from kolokasi.inventory.models import Booking, Waiting
from kolokasi.web.datacentre.access import for_officers, page
from kolokasi.web.templatetags.datacentre import amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiter:
    rank: int
    row: Waiting
    asks: list[str]


@for_officers
@require_safe
def queue(request: HttpRequest, office: Office) -> HttpResponse:
    held = Booking.objects.filter(office=office, state=Booking.State.HELD)
    found = waiting.queue(office.pk)
    context: dict[str, Any] = {
        "held": held.select_related("agency")
        .prefetch_related("lines__meter", "devices__rack")
        .order_by("expires_at", "pk"),
        "waiting": [
            Waiter(rank=rank, row=one, asks=words_of(waiting.asked_by(one)))
            for rank, one in enumerate(found, start=1)
        ],
        "now": timezone.now(),
    }
    return page(request, "queue", office, context)


def words_of(ask: Ask) -> list[str]:
    """What a request asks, each thing in a few words."""
    said: list[str] = []
    for one in ask.devices:
        parts = [
            f"{one.height_u}U" if one.height_u is not None else "",
            amount(one.watts, "W") if one.watts is not None else "",
            amount(one.weight_kg, "kg") if one.weight_kg is not None else "",
            gettext("%(n)s port") % {"n": one.ports} if one.ports else "",
        ]
        said.append(f"{one.name}: {', '.join(part for part in parts if part)}".rstrip(": "))
    if ask.hosting is not None:
        facts = {
            "vcpu": amount(ask.hosting.vcpu), "ram": amount(ask.hosting.ram_gb, "GB"),
            "disk": amount(ask.hosting.disk_gb, "GB"),
        }  # fmt: skip
        said.append(gettext("%(vcpu)s vCPU, memori %(ram)s, penyimpanan %(disk)s") % facts)
    if ask.bandwidth_mbps:
        said.append(amount(ask.bandwidth_mbps, "Mbps"))
    if ask.addresses:
        said.append(gettext("%(n)s alamat IPv4 publik") % {"n": ask.addresses})
    if ask.addresses6:
        said.append(gettext("%(n)s alamat IPv6 publik") % {"n": ask.addresses6})
    return said
