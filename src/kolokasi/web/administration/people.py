"""People and their accounts: made here, corrected, given a password, closed. Nobody registers himself."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kolokasi.accounts import enrolment, office_roles
from kolokasi.accounts.models import Holding, Membership, Office, OfficeRole, Person
from kolokasi.accounts.office_acts import Administration, today_at
from kolokasi.cases.administration import administering
from kolokasi.cases.once import Again
from kolokasi.core.refusal import Refused, Why
from kolokasi.web import acting
from kolokasi.web.administration.access import for_admins
from kolokasi.web.administration.acts import act_in, end_in, endings, page
from kolokasi.web.administration.password_mail import send_password_mail
from kolokasi.web.administration.typed import Typed, kept
from kolokasi.web.once import Then

_SHOWN = 200


@for_admins
@require_safe
def people(request: HttpRequest, office: Office) -> HttpResponse:
    text = " ".join(request.GET.get("cari", "").replace("\x00", "").split())[:100]
    found = enrolment.people_of(office.pk)
    if text:
        found = found.filter(
            Q(name__icontains=text)
            | Q(username__icontains=text)
            | Q(email__icontains=text)
            | Q(nip__startswith=text)
        )
    today = today_at(office, timezone.now())
    rows = list(found[: _SHOWN + 1])
    what = enrolment.as_what(office.pk, rows, on=today)
    context = {
        "people": [(one, what.get(one.pk, ())) for one in rows[:_SHOWN]],
        "more": len(rows) > _SHOWN,
        "text": text,
    }
    return page(request, "people", office, context)


@for_admins
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: HttpRequest, office: Office) -> HttpResponse:
    refused = None
    if request.method == "POST":
        try:
            return _create(request, office, Typed(request))
        except Refused as wrong:
            refused = wrong
    context = {"typed": kept(request), "key": acting.key_of(request)}
    return page(request, "new_person", office, context, refused)


@for_admins
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, office: Office, username: str) -> HttpResponse:
    known = enrolment.people_of(office.pk) if username.isprintable() else Person.objects.none()
    found = known.filter(username=username).first()
    if found is None:
        raise Http404
    refused, where, do = None, "", request.POST.get("do", "")
    if request.method == "POST":
        where = request.POST.get("row", "") if do == "end" else ""
        try:
            return _DOING.get(do, _change)(request, office, found, Typed(request))
        except Refused as wrong:
            refused = wrong
            found.refresh_from_db()
    today = today_at(office, timezone.now())
    facts = {"name": found.name, "email": found.email, "nip": found.nip or "", "phone": found.phone}
    elsewhere = enrolment.claimed_elsewhere(office, found, on=today)
    context = {
        "person": found,
        "myself": found.pk == acting.person_of(request).pk,
        "elsewhere": _(elsewhere) % {"name": found.name} if elsewhere else "",
        "holdings": Holding.objects.filter(person=found, position__office=office)
        .select_related("position")
        .order_by("-starts_on", "-id"),
        "memberships": Membership.objects.filter(person=found, agency__office=office)
        .select_related("agency")
        .order_by("-starts_on", "-id"),
        "office_roles": endings(
            OfficeRole.objects.filter(person=found, office=office).order_by("-starts_on", "-id"),
            request,
            office,
            refused,
        ),
        "roles": OfficeRole.Role.choices,
        "facts": kept(request, "change", **facts),
        "typed": kept(request, "grant", starts_on=today.isoformat()),
        "key": acting.key_of(request),
    }
    return page(request, "person", office, context, refused, where=where)


def _create(request: HttpRequest, office: Office, typed: Typed) -> HttpResponse:
    """Sent twice, it shows the same password again, as long as that is the one which holds."""
    key = request.POST.get(acting.KEY, "")
    facts = {
        "username": typed.line("username", limit=60).lower(),
        **_facts(typed),
    }
    mail = request.POST.get("password") == "mail"
    if mail and not facts["email"]:
        typed.errors.setdefault("email", "Tulis surelnya: ke sanalah kata sandi dibuat.")
    typed.check()
    password = enrolment.initial_password(key, facts["username"])

    def create(act: Administration) -> Person:
        made = enrolment.create_person(act, **facts)
        if not mail:
            enrolment.set_initial_password(act, made, password)
        return made

    said = _("Akun %(name)s dibuat.") % {"name": facts["name"]}
    try:
        then = act_in(request, office, create, lambda made: _then(office, made, said))
    except Again as again:
        return _shown_again(request, office, facts["username"], password, again)
    made = Person.objects.get(username=facts["username"])
    if not mail:
        return _shown(request, office, made, password)
    response = then.go(request)
    _mail(request, office, made)
    return response


def _change(request: HttpRequest, office: Office, person: Person, typed: Typed) -> HttpResponse:
    facts = _facts(typed)
    typed.check()
    return act_in(
        request,
        office,
        lambda act: enrolment.change_person(act, person, **facts),
        lambda _none: _then(office, person, _("Data akun tersimpan.")),
    ).go(request)


def _password(request: HttpRequest, office: Office, person: Person, typed: Typed) -> HttpResponse:
    password = enrolment.initial_password(request.POST.get(acting.KEY, ""), person.username)
    try:
        act_in(
            request,
            office,
            lambda act: enrolment.set_initial_password(act, person, password),
            lambda _none: _then(office, person, ""),
        )
    except Again as again:
        return _shown_again(request, office, person.username, password, again)
    return _shown(request, office, person, password)


def _password_mail(
    request: HttpRequest, office: Office, person: Person, typed: Typed
) -> HttpResponse:
    if not person.email:
        raise Refused(Why.INVALID, "Akun ini belum punya alamat surel; isi dahulu, lalu simpan.")
    said = _("Permintaan ini sudah diterima; hasilnya ada pada jejak tindakan.")
    then = act_in(
        request,
        office,
        lambda act: enrolment.refuse_unless_kept(act, person),
        lambda _none: _then(office, person, said),
    )
    _mail(request, office, person)
    return replace(then, said="").go(request)


def _deactivate(request: HttpRequest, office: Office, person: Person, typed: Typed) -> HttpResponse:
    said = _("Akun %(name)s dinonaktifkan; sesi yang terbuka berakhir pada klik berikutnya.")
    return act_in(
        request,
        office,
        lambda act: enrolment.deactivate(act, person),
        lambda _none: _then(office, person, said % {"name": person.name}),
    ).go(request)


def _reactivate(request: HttpRequest, office: Office, person: Person, typed: Typed) -> HttpResponse:
    said = _("Akun %(name)s aktif kembali.") % {"name": person.name}
    return act_in(
        request,
        office,
        lambda act: enrolment.reactivate(act, person),
        lambda _none: _then(office, person, said),
    ).go(request)


def _grant(request: HttpRequest, office: Office, person: Person, typed: Typed) -> HttpResponse:
    role = typed.choice("role", OfficeRole.Role.values, required="Pilih perannya.")
    starts_on, ends_on = typed.since(), typed.day("ends_on")
    typed.check()
    return act_in(
        request,
        office,
        lambda act: office_roles.grant(
            act, person, role=role, starts_on=starts_on, ends_on=ends_on
        ),
        lambda _made: _then(office, person, _("Peran dinas tersimpan.")),
    ).go(request)


def _end_role(request: HttpRequest, office: Office, person: Person, typed: Typed) -> HttpResponse:
    said = _("Tersimpan.")
    own = person.pk == acting.person_of(request).pk  # perhaps no admin any more
    then = Then(to=reverse("home"), said=said) if own else _then(office, person, said)
    rows = OfficeRole.objects.filter(office=office, person=person)
    return end_in(request, office, rows, office_roles.end_role, lambda _row: then)


_DOING = {
    "change": _change,
    "password": _password,
    "mail": _password_mail,
    "deactivate": _deactivate,
    "reactivate": _reactivate,
    "grant": _grant,
    "end": _end_role,
}


def _facts(typed: Typed) -> dict[str, str]:
    return {
        "name": typed.line("name"),
        "email": typed.line("email", limit=254),
        "nip": typed.line("nip", limit=40).replace(" ", ""),
        "phone": typed.line("phone", limit=40),
    }


def _then(office: Office, person: Person, said: str) -> Then:
    return Then(to=reverse("settings_person", args=[office.key, person.username]), said=said)


def _shown_again(
    request: HttpRequest, office: Office, username: str, password: str, again: Again
) -> HttpResponse:
    """The answer to a form that was sent before: the password, unless it has been changed since."""
    person = Person.objects.get(username=username)
    if person.password_is_initial and person.check_password(password):
        return _shown(request, office, person, password)
    return Then.kept(again.done.answer).go(request)


def _shown(request: HttpRequest, office: Office, person: Person, password: str) -> HttpResponse:
    """The only time that this password is to be read."""
    return page(request, "initial_password", office, {"person": person, "password": password})


def _mail(request: HttpRequest, office: Office, person: Person) -> None:
    sent = send_password_mail(request, office, person)
    whither = f"kepada {person.name} ({person.email})"
    with administering(office.pk, by=acting.person_of(request), now=timezone.now()) as act:
        if sent:
            act.note(f"Tautan untuk membuat kata sandi dikirim {whither}.")
        else:
            act.note(f"Tautan untuk membuat kata sandi tidak dapat dikirim {whither}.")
    if not sent:
        messages.warning(
            request,
            _(
                "Surel kepada %(email)s tidak dapat dikirim: peladen surel tidak menjawab. Coba lagi "
                "nanti, atau buat kata sandi awal."
            )
            % {"email": person.email},
        )
        return
    messages.success(
        request,
        _("Tautan untuk membuat kata sandi dikirim ke %(email)s.") % {"email": person.email},
    )
