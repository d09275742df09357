"""Posts in their tree, and who holds each of them from when until when."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kolokasi.accounts import appointments
from kolokasi.accounts.enrolment import people_of
from kolokasi.accounts.models import DeskPosition, Holding, Office, Position
from kolokasi.accounts.models.positions import titled
from kolokasi.accounts.office_acts import today_at
from kolokasi.cases.staffing import staffing
from kolokasi.core.refusal import Refused
from kolokasi.web.administration.access import for_admins
from kolokasi.web.administration.acts import act_in, end_in, endings, page, person_named
from kolokasi.web.administration.typed import Typed, kept
from kolokasi.web.once import Then
from kolokasi.web.sentences import said


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def positions(request: HttpRequest, office: Office) -> HttpResponse:
    refused = None
    if request.method == "POST":
        typed = Typed(request)
        try:
            title = typed.line("title", required="Tulis nama jabatannya.")
            parent = Position.objects.filter(office=office, pk=typed.number("parent")).first()
            typed.check()
            said_then = _("Jabatan ditambahkan. Tetapkan siapa yang memangkunya.")
            return act_in(
                request,
                office,
                lambda act: appointments.add_position(act, title=title, parent=parent),
                lambda made: _then(made, said_then),
            ).go(request)
        except Refused as wrong:
            refused = wrong
    context = {
        "posts": staffing(office, on=today_at(office, timezone.now())).posts,
        "typed": kept(request, title="", parent=request.GET.get("di-bawah", "")),
    }
    return page(request, "positions", office, context, refused)


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def position(request: HttpRequest, office: Office, position: str) -> HttpResponse:
    found = Position.objects.filter(office=office, key=position).select_related("parent").first()
    if found is None:
        raise Http404
    refused, where = None, ""
    if request.method == "POST":
        typed = Typed(request)
        ending = request.POST.get("do") == "end"
        where = request.POST.get("row", "") if ending else ""
        try:
            return _end(request, office, found, typed) if ending else _appoint(
                request, office, found, typed
            )  # fmt: skip
        except Refused as wrong:
            refused = wrong
    holdings = Holding.objects.filter(position=found).select_related("person")
    seats = DeskPosition.objects.filter(position=found).select_related("desk")
    today = today_at(office, timezone.now())
    context = {
        "position": found,
        "holdings": endings(holdings.order_by("-starts_on", "-id"), request, office, refused),
        "seats": [one for one in seats.order_by("id") if one.is_valid(today)],
        "people": people_of(office.pk).filter(is_active=True),
        "kinds": Holding.Kind.choices,
        "typed": kept(request, kind=Holding.Kind.DEFINITIVE, starts_on=today.isoformat()),
    }
    return page(request, "position", office, context, refused, where=where)


def _appoint(
    request: HttpRequest, office: Office, position: Position, typed: Typed
) -> HttpResponse:
    person = person_named(typed)
    kind = typed.choice("kind", Holding.Kind.values, required="Pilih definitif, Plt., atau Plh.")
    decree = typed.line("decree", limit=300)
    starts_on, ends_on = typed.since(), typed.day("ends_on")
    typed.check()
    assert person is not None

    def appointed(made: tuple[Holding, tuple[str, ...]]) -> Then:
        holding, beside = made
        facts = {"name": person.name, "title": titled(holding.kind, position.title)}
        then = _then(position, _("%(name)s ditetapkan sebagai %(title)s.") % facts)
        return replace(then, warned=tuple(said(sentence) for sentence in beside))

    return act_in(
        request,
        office,
        lambda act: appointments.appoint(
            act,
            position,
            person,
            kind=kind,
            decree=decree,
            starts_on=starts_on,
            ends_on=ends_on,
        ),
        appointed,
    ).go(request)


def _end(request: HttpRequest, office: Office, position: Position, typed: Typed) -> HttpResponse:
    said = _("Tersimpan. Tugas yang terbuka tetap di mejanya, bagi pemangku jabatan berikutnya.")
    rows = Holding.objects.filter(position=position)
    return end_in(
        request, office, rows, appointments.end_holding, lambda _row: _then(position, said)
    )


def _then(position: Position, said: str) -> Then:
    to = reverse("settings_position", args=[position.office.key, position.key])
    return Then(to=to, said=said)
