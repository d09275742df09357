"""Hours and days of the office: shown, added to, confirmed; every change measures running due times anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kolokasi.accounts import days_off
from kolokasi.accounts.calendars import WEEKDAYS, calendar_of
from kolokasi.accounts.models import Holiday, Office
from kolokasi.accounts.office_acts import Administration, today_at
from kolokasi.core.refusal import Refused
from kolokasi.core.worktime.hours import WeekHours
from kolokasi.web.administration.access import for_admins
from kolokasi.web.administration.acts import act_in, measure_anew, page
from kolokasi.web.administration.typed import Typed, kept
from kolokasi.web.once import Then


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, office: Office) -> HttpResponse:
    refused, do = None, request.POST.get("do", "")
    if request.method == "POST":
        doing = {"remove": _remove, "confirm": _confirm}.get(do, _add)
        try:
            return doing(request, office, Typed(request))
        except Refused as wrong:
            refused = wrong
    office.refresh_from_db()
    today = today_at(office, timezone.now())
    year = _year(request.GET.get("tahun", ""), today.year)
    working = calendar_of(office.pk, office.calendar_version)
    context = {
        "week": _shown(working.week),
        "minutes": working.week.minutes,
        "periods": [
            {"period": one, "week": _shown(one.week), "minutes": one.week.minutes}
            for one in working.periods
            if one.until is None or one.until.year >= today.year
        ],
        "year": year,
        "years": (year - 1, year + 1),
        "days": [
            one
            for one in days_off.days_of(office.pk, year)
            if "tahun" in request.GET or one.date >= today or one.office_id
        ],
        "whole": "tahun" in request.GET,
        "working_days": working.working_days(year),
        "unverified": days_off.unverified(office.pk, since=today),
        "confirming": do == "confirm",
        "chosen": _chosen(request),
        "typed_skb": request.POST.get("skb", ""),
        "kinds": (
            (Holiday.Kind.REGIONAL, _("Libur daerah")),
            (Holiday.Kind.WORKING, _("Hari kerja pengganti")),
        ),
        "typed": kept(request, "add", kind=Holiday.Kind.REGIONAL),
    }
    return page(request, "calendar", office, context, refused)


def _add(request: HttpRequest, office: Office, typed: Typed) -> HttpResponse:
    kind = typed.choice(
        "kind",
        (Holiday.Kind.REGIONAL, Holiday.Kind.WORKING),
        required="Pilih libur daerah atau hari kerja pengganti.",
    )
    date = typed.day("date", required="Tulis tanggalnya.")
    name = typed.line("name", required="Tulis nama harinya, misalnya Hari Jadi Kabupaten.")
    decree = typed.line(
        "decree",
        required="Tulis keputusan yang menetapkannya; tanpa itu hari kerja tidak berubah.",
        limit=300,
    )
    hours = typed.line("hours", limit=100)
    typed.check()
    assert date is not None
    return _changed(
        request,
        office,
        lambda act: days_off.add_day(act, date, kind=kind, name=name, decree=decree, hours=hours),
        date.year,
    )


def _remove(request: HttpRequest, office: Office, typed: Typed) -> HttpResponse:
    row = _row(office, typed)

    def remove(act: Administration) -> bool:
        days_off.remove_day(act, row)
        return True

    return _changed(request, office, remove, row.date.year)


def _confirm(request: HttpRequest, office: Office, typed: Typed) -> HttpResponse:
    decree = typed.line("skb", required="Tulis nomor keputusan yang sudah Anda baca.", limit=300)
    rows = list(Holiday.objects.filter(pk__in=_chosen(request), office=None).order_by("date"))
    if not rows:
        typed.errors["rows"] = "Tandai sedikitnya satu hari."
    typed.check()
    return _changed(
        request,
        office,
        lambda act: days_off.confirm_days(act, rows, decree=decree),
        rows[0].date.year,
    )


def _chosen(request: HttpRequest) -> set[int]:
    return {int(one) for one in request.POST.getlist("rows") if one.isdigit() and len(one) < 18}


def _changed(
    request: HttpRequest, office: Office, deed: Callable[[Administration], bool], year: int
) -> HttpResponse:
    to = f"{reverse('settings_calendar', args=[office.key])}?tahun={year}"

    def then(changed: bool) -> Then:
        if changed:
            return Then(to=to, said=_("Kalender dinas tersimpan."))
        nothing = _("Tidak ada yang berubah: kalender sudah demikian.")
        return Then(to=to, said=nothing, level=messages.INFO)

    response = act_in(request, office, deed, then).go(request)
    measure_anew(request, office)
    return response


def _row(office: Office, typed: Typed) -> Holiday:
    row = Holiday.objects.filter(pk=typed.number("row")).first()
    if row is None or row.office_id not in (None, office.pk):
        raise Http404
    return row


def _shown(week: WeekHours) -> list[tuple[str, str]]:
    """``Senin–Kamis``, ``07.30–12.00, 13.00–16.00``; days without work are left out."""
    found: list[tuple[str, str]] = []
    for hours, group in groupby(range(7), key=lambda day: week.days[day]):
        days = [WEEKDAYS[day].capitalize() for day in group]
        if hours:
            name = days[0] if len(days) == 1 else f"{days[0]}–{days[-1]}"
            found.append((name, ", ".join(f"{a:%H.%M}–{_until(b)}" for a, b in hours)))
    return found


def _until(clock: time) -> str:
    return f"{clock:%H.%M}" if clock != time(0) else "24.00"


def _year(text: str, current: int) -> int:
    return (
        int(text)
        if text.isascii() and text.isdigit() and 1950 <= int(text[:4]) < 2200 and len(text) == 4
        else current
    )
