"""Roles of an SOP and the positions that take them here, from when until when."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kolokasi.accounts import seats
from kolokasi.accounts.appointments import tree_of
from kolokasi.accounts.models import Desk, DeskPosition, Office, Position
from kolokasi.accounts.office_acts import today_at
from kolokasi.cases.staffing import staffing
from kolokasi.core.refusal import Refused
from kolokasi.web.administration.access import for_admins
from kolokasi.web.administration.acts import act_in, end_in, endings, page
from kolokasi.web.administration.typed import Typed, kept
from kolokasi.web.once import Then


@for_admins
@require_safe
def desks(request: HttpRequest, office: Office) -> HttpResponse:
    sops = staffing(office, on=today_at(office, timezone.now())).sops
    return page(request, "desks", office, {"sops": sops})


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, office: Office, desk: int) -> HttpResponse:
    found = Desk.objects.filter(office=office, pk=desk).first()
    if found is None:
        raise Http404
    refused, where = None, ""
    if request.method == "POST":
        typed = Typed(request)
        ending = request.POST.get("do") == "end"
        where = request.POST.get("row", "") if ending else ""
        try:
            return (_end if ending else _seat)(request, office, found, typed)
        except Refused as wrong:
            refused = wrong
    today = today_at(office, timezone.now())
    sops = staffing(office, on=today).sops
    context = {
        "desk": found,
        "sop": next((one for one in sops if one.version.key == found.procedure), None),
        "staffed": next((d for one in sops for d in one.desks if d.desk.pk == found.pk), None),
        "seats": endings(
            DeskPosition.objects.filter(desk=found)
            .select_related("position")
            .order_by("-starts_on", "-id"),
            request,
            office,
            refused,
        ),
        "positions": tree_of(office.pk),
        "typed": kept(request, starts_on=today.isoformat()),
    }
    return page(request, "desk", office, context, refused, where=where)


def _seat(request: HttpRequest, office: Office, desk: Desk, typed: Typed) -> HttpResponse:
    position = Position.objects.filter(office=office, pk=typed.number("position")).first()
    if position is None:
        typed.errors["position"] = "Pilih jabatannya."
    starts_on, ends_on = typed.since(), typed.day("ends_on")
    typed.check()
    assert position is not None
    return act_in(
        request,
        office,
        lambda act: seats.seat(act, desk, position, starts_on=starts_on, ends_on=ends_on),
        lambda _made: _then(desk, _("Jabatan ini kini duduk di meja itu.")),
    ).go(request)


def _end(request: HttpRequest, office: Office, desk: Desk, typed: Typed) -> HttpResponse:
    rows = DeskPosition.objects.filter(desk=desk)
    return end_in(request, office, rows, seats.end_seat, lambda _row: _then(desk, _("Tersimpan.")))


def _then(desk: Desk, said: str) -> Then:
    return Then(to=reverse("settings_desk", args=[desk.office.key, desk.pk]), said=said)
