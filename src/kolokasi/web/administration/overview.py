"""The state of an office at a glance: what would stall a case is loud, and the trail says who changed what."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kolokasi.accounts import days_off
from kolokasi.accounts.mandates import office_roles_of
from kolokasi.accounts.models import Office, OfficeRole
from kolokasi.accounts.office_acts import PAGE, acts_of, today_at
from kolokasi.cases.models import Effect
from kolokasi.cases.staffing import Staffing, staffing
from kolokasi.cases.versions import running_on
from kolokasi.core.worktime.wording import tanggal
from kolokasi.web import acting
from kolokasi.web.address import row_id
from kolokasi.web.administration.access import for_admins
from kolokasi.web.administration.acts import page

Alarm = tuple[str, str]  # sentence, where to mend it


@acting.signed_in
@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """To the office that the person administers; a choice where there are several."""
    person, now = acting.person_of(request), timezone.now()
    found = [
        office
        for office in Office.objects.order_by("name")
        if (office.pk, OfficeRole.Role.ADMIN) in office_roles_of(person, today_at(office, now))
    ]
    if not found:
        raise Http404
    if len(found) == 1:
        return redirect("settings_office", office=found[0].key)
    return render(request, "administration/offices.html", {"offices": found})


@for_admins
@require_safe
def overview(request: HttpRequest, office: Office) -> HttpResponse:
    today = today_at(office, timezone.now())
    staff = staffing(office, on=today)
    unverified = days_off.unverified(office.pk, since=today)
    given_up = Effect.objects.filter(case__office=office, given_up_at__isnull=False).count()
    on_versions = running_on(office)
    context = {
        "alarms": list(_alarms(office, staff)),
        "notes": list(_notes(office, staff, unverified.count(), given_up)),
        "posts": staff.posts,
        "sops": [{"sop": one, "running": on_versions.get(one.version.pk, 0)} for one in staff.sops],
        "old_running": sum(on_versions.values())
        - sum(on_versions.get(one.version.pk, 0) for one in staff.sops),
        "next_days": [one for one in days_off.days_of(office.pk, today.year) if one.date >= today][
            :4
        ],
        "given_up": given_up,
        "acts": acts_of(office.pk, limit=10),
    }
    return page(request, "overview", office, context)


@for_admins
@require_safe
def trail(request: HttpRequest, office: Office) -> HttpResponse:
    before = request.GET.get("sebelum", "")
    found = acts_of(
        office.pk,
        before=row_id(before),
        limit=PAGE + 1,
    )
    more = found[PAGE - 1].pk if len(found) > PAGE else 0
    return page(request, "trail", office, {"acts": found[:PAGE], "more": more})


def _alarms(office: Office, staff: Staffing) -> Iterator[Alarm]:
    """What would stall a case, or already does."""
    for sop, one in staff.empty_desks:
        where = reverse("settings_desk", args=[office.key, one.desk.pk])
        facts = {"role": one.desk.label, "sop": sop.version.title, "n": one.waiting}
        if one.positions:
            said = _("Meja %(role)s pada SOP %(sop)s: jabatannya kosong, tidak ada orangnya.")
            where = reverse("settings_position", args=[office.key, one.positions[0].key])
        else:
            said = _("Meja %(role)s pada SOP %(sop)s belum dihubungkan dengan jabatan mana pun.")
        yield (
            said % facts
            + (" " + _("%(n)d tugas menunggu di sana.") % facts if one.waiting else ""),
            where,
        )
    for post in staff.posts:
        if post.stalls:
            yield (
                _("Jabatan %(title)s kosong, padahal duduk di meja SOP.")
                % {"title": post.position.title},
                reverse("settings_position", args=[office.key, post.position.key]),
            )


def _notes(office: Office, staff: Staffing, unverified: int, given_up: int) -> Iterator[Alarm]:
    """What stalls nothing yet, and wants a hand."""
    for holding in staff.ending:
        yield (
            _("%(name)s memangku %(title)s hanya sampai %(day)s; siapkan penggantinya.")
            % {
                "name": holding.person.name,
                "title": holding.position.title,
                "day": tanggal(holding.ends_on) if holding.ends_on else "",
            },
            reverse("settings_position", args=[office.key, holding.position.key]),
        )
    if given_up:
        yield (
            _("%(n)d surel kepada pemohon gagal dikirim dan berhenti dicoba.") % {"n": given_up},
            reverse("mails"),
        )
    if unverified:
        yield (
            _("%(n)d hari libur mendatang belum dicocokkan dengan keputusannya.")
            % {"n": unverified},
            reverse("settings_calendar", args=[office.key]),
        )
    if office.dues_owed:
        yield (
            _("Kalender baru saja berubah; tenggat permohonan berjalan sedang dihitung ulang."),
            reverse("settings_calendar", args=[office.key]),
        )
