"""From a form to an administrative act and back to a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kolokasi.accounts.enrolment import find_person
from kolokasi.accounts.models import Office, Person
from kolokasi.accounts.models.periods import Dated
from kolokasi.accounts.office_acts import Administration, today_at
from kolokasi.cases import recompute
from kolokasi.cases.administration import administering
from kolokasi.cases.once import Sending
from kolokasi.core.refusal import Refused, Why
from kolokasi.web import acting
from kolokasi.web.administration.typed import Typed
from kolokasi.web.once import Made, Then, do_once

Row = TypeVar("Row", bound=Dated)
_AT_ONCE = 500  # cases that change while the admin waits


def act_in(
    request: HttpRequest,
    office: Office,
    deed: Callable[[Administration], Made],
    then: Callable[[Made], Then],
) -> Then:
    """Do something in this office as the person of this request, now and once; ``then`` words the answer."""

    def opening(sending: Sending) -> AbstractContextManager[Administration]:
        person = acting.person_of(request)
        return administering(office.pk, by=person, now=timezone.now(), sending=sending)

    return do_once(request, opening, deed, then)


def page(
    request: HttpRequest,
    name: str,
    office: Office,
    context: Mapping[str, Any],
    refused: Refused | None = None,
    *,
    where: str = "",
    folder: str = "administration",
) -> HttpResponse:
    """A page that an office's admin changes things on; with a refusal, the same page with what is wrong marked.

    ``where`` names the row whose little form was refused, so that its own field is marked.
    Refusals that are not about the input are raised again, for their own page.
    """
    if refused is not None and refused.why not in (Why.INVALID, Why.UNSOUND):
        raise refused
    errors = acting.errors_of(refused)
    if where:
        errors = {f"{key}-{where}": sentence for key, sentence in errors.items()}
    full = {
        "office": office,
        "today": today_at(office, timezone.now()),
        "errors": errors,
        "refused": acting.sentence_of(refused) if refused else "",
        **context,
    }
    return render(request, f"{folder}/{name}.html", full, status=422 if refused else 200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A dated row with the little form that brings it to its end."""

    row: Any
    open: bool  # whether there is anything left to end
    value: str
    error: str

    @property
    def suffix(self) -> str:
        return f"-{self.row.pk}"


def endings(
    rows: Iterable[Dated], request: HttpRequest, office: Office, refused: Refused | None
) -> list[Ending]:
    """The rows of a list; the one whose form was just refused keeps what was typed."""
    today = today_at(office, timezone.now())
    found = []
    for row in rows:
        asked = request.POST.get("do") == "end" and request.POST.get("row") == str(row.pk)
        found.append(
            Ending(
                row=row,
                open=row.cancelled_at is None and (row.ends_on is None or row.ends_on >= today),
                value=request.POST.get("last_day", "")
                if asked
                else (row.ends_on or today).isoformat(),
                error=acting.errors_of(refused).get("last_day", "") if asked else "",
            )
        )
    return found


def end_in(
    request: HttpRequest,
    office: Office,
    rows: QuerySet[Row],
    ending: Callable[[Administration, Row, dt.date], None],
    then: Callable[[Row], Then],
) -> HttpResponse:
    """What a little form asks for: bring the row that it names, one of these, to its last day."""
    typed = Typed(request)
    row = rows.filter(pk=typed.number("row")).first()
    if row is None:
        raise Http404
    day = _last_day(typed, office, row)
    return act_in(request, office, lambda act: ending(act, row, day), lambda _none: then(row)).go(
        request
    )


def _last_day(typed: Typed, office: Office, row: Dated) -> dt.date:
    """The last day that a little form asks for: the one typed, or yesterday for "at once"."""
    if typed.number("now"):
        return today_at(office, timezone.now()) - dt.timedelta(days=1)
    day = typed.day("last_day", required="Tulis hari terakhirnya.")
    typed.check()
    assert day is not None
    return day


def person_named(typed: Typed) -> Person | None:
    """Whoever the field “person” names, by user name or mail address."""
    text = typed.line("person", required="Tulis nama pengguna atau surel orangnya.")
    person = find_person(text)
    if text and person is None:
        typed.errors["person"] = (
            f"“{text}” tidak ditemukan. Periksa ejaannya, atau buat akunnya dahulu pada halaman Orang."
        )
    return person


def measure_anew(request: HttpRequest, office: Office) -> None:
    """After a change of the calendar: the due times of running cases, and a word about how many moved."""
    office.refresh_from_db(fields=["dues_owed"])
    if not office.dues_owed:
        return
    moved = recompute.measure(office.pk, now=timezone.now(), limit=_AT_ONCE)
    if moved.more:
        messages.warning(
            request,
            _(
                "Masih banyak tenggat yang harus dihitung ulang; sisanya selesai dalam beberapa menit."
            ),
        )
    if not moved.dues:
        messages.info(request, _("Tidak ada tenggat permohonan berjalan yang berubah."))
        return
    said = ngettext(
        "%(dues)d tenggat pada %(cases)d permohonan berjalan dihitung ulang; alasannya tercatat pada "
        "riwayat permohonan.",
        "%(dues)d tenggat pada %(cases)d permohonan berjalan dihitung ulang; alasannya tercatat pada "
        "riwayat permohonan.",
        moved.dues,
    )
    messages.info(request, said % {"dues": moved.dues, "cases": moved.cases})
