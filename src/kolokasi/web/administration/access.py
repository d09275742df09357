"""Who finds the pages of an office's settings: its admins of today, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from kolokasi.accounts.mandates import office_roles_of
from kolokasi.accounts.models import Office, OfficeRole
from kolokasi.accounts.office_acts import today_at
from kolokasi.web import acting
from kolokasi.web.once import answered_before

View = Callable[..., HttpResponse]


def for_admins(view: View) -> Any:
    """The view gets the office itself (``office``) instead of its key; to everybody else it is not there."""

    @acting.signed_in
    @wraps(view)
    def answer(request: HttpRequest, office: str, *args: Any, **kwargs: Any) -> HttpResponse:
        found = Office.objects.filter(key=office).first()
        if found is None:
            raise Http404
        today = today_at(found, timezone.now())
        if (found.pk, OfficeRole.Role.ADMIN) not in office_roles_of(
            acting.person_of(request), today
        ):
            raise Http404
        try:
            return view(request, found, *args, **kwargs)
        except Http404:
            answered_before(request)
            raise

    return answer
