"""Agencies (OPD) that may ask this office, and the people who ask in their name."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kolokasi.accounts import agencies as writing
from kolokasi.accounts.enrolment import people_of
from kolokasi.accounts.models import Agency, Membership, Office
from kolokasi.accounts.models.periods import in_force
from kolokasi.accounts.office_acts import today_at
from kolokasi.core.refusal import Refused
from kolokasi.web.administration.access import for_admins
from kolokasi.web.administration.acts import act_in, end_in, endings, page, person_named
from kolokasi.web.administration.typed import Typed, kept
from kolokasi.web.once import Then


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def agencies(request: HttpRequest, office: Office) -> HttpResponse:
    refused = None
    if request.method == "POST":
        try:
            facts = _facts(Typed(request))
            return act_in(
                request,
                office,
                lambda act: writing.add_agency(act, **facts),
                lambda made: _then(made, _("OPD ditambahkan. Daftarkan orangnya.")),
            ).go(request)
        except Refused as wrong:
            refused = wrong
    today = today_at(office, timezone.now())
    active = in_force(today, "memberships__") & Q(memberships__person__is_active=True)
    members = Count("memberships__person", filter=active, distinct=True)
    found = Agency.objects.filter(office=office).annotate(members=members).order_by("name")
    return page(request, "agencies", office, {"agencies": found, "typed": kept(request)}, refused)


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def agency(request: HttpRequest, office: Office, agency: str) -> HttpResponse:
    found = Agency.objects.filter(office=office, key=agency).first()
    if found is None:
        raise Http404
    refused, where, do = None, "", request.POST.get("do", "")
    if request.method == "POST":
        where = request.POST.get("row", "") if do == "end" else ""
        doing = {"end": _end, "change": _change}.get(do, _add)
        try:
            return doing(request, office, found, Typed(request))
        except Refused as wrong:
            refused = wrong
            found.refresh_from_db()
    today = today_at(office, timezone.now())
    rows = Membership.objects.filter(agency=found).select_related("person")
    facts = {"name": found.name, "address": found.address, "email": found.email}
    context = {
        "agency": found,
        "members": endings(rows.order_by("-starts_on", "-id"), request, office, refused),
        "people": people_of(office.pk).filter(is_active=True),
        "roles": Membership.Role.choices,
        "facts": kept(request, "change", **facts, phone=found.phone),
        "typed": kept(request, starts_on=today.isoformat(), role=Membership.Role.APPLICANT),
    }
    return page(request, "agency", office, context, refused, where=where)


def _change(request: HttpRequest, office: Office, agency: Agency, typed: Typed) -> HttpResponse:
    facts = _facts(typed)
    return act_in(
        request,
        office,
        lambda act: writing.change_agency(act, agency, **facts),
        lambda _none: _then(agency, _("Data OPD tersimpan.")),
    ).go(request)


def _add(request: HttpRequest, office: Office, agency: Agency, typed: Typed) -> HttpResponse:
    person = person_named(typed)
    role = typed.choice("role", Membership.Role.values, required="Pilih perannya.")
    starts_on, ends_on = typed.since(), typed.day("ends_on")
    typed.check()
    assert person is not None
    said = _("%(name)s kini dapat mengajukan atas nama %(agency)s.")
    return act_in(
        request,
        office,
        lambda act: writing.add_member(
            act, agency, person, role=role, starts_on=starts_on, ends_on=ends_on
        ),
        lambda _made: _then(agency, said % {"name": person.name, "agency": agency.name}),
    ).go(request)


def _end(request: HttpRequest, office: Office, agency: Agency, typed: Typed) -> HttpResponse:
    rows = Membership.objects.filter(agency=agency)
    return end_in(
        request, office, rows, writing.end_membership, lambda _row: _then(agency, _("Tersimpan."))
    )


def _then(agency: Agency, said: str) -> Then:
    to = reverse("settings_agency", args=[agency.office.key, agency.key])
    return Then(to=to, said=said)


def _facts(typed: Typed) -> dict[str, str]:
    facts = {
        "name": typed.line("name", required="Tulis nama OPD-nya."),
        "address": typed.line("address", limit=300),
        "email": typed.line("email", limit=254),
        "phone": typed.line("phone", limit=40),
    }
    if facts["email"]:
        try:
            validate_email(facts["email"])
        except ValidationError:
            typed.errors["email"] = "Alamat surel ini belum lengkap, misalnya opd@contoh.go.id."
    typed.check()
    return facts
