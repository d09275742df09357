"""What is asked of me now: open tasks by due time, on my desks and with my agencies."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kolokasi.cases.models import Task
from kolokasi.cases.procedures import running
from kolokasi.cases.queries import PAGE, Place, inbox
from kolokasi.web import acting
from kolokasi.web.address import after, place

_GROUPS = (
    ("late", _("Lewat waktu")),
    ("today", _("Hari ini")),
    ("week", _("Tujuh hari ke depan")),
    ("later", _("Nanti")),
    ("wait", _("Menunggu pihak luar")),
)


@acting.signed_in
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    found = inbox(
        acting.sight(request), after=place(request.GET.get("sesudah", "")), limit=PAGE + 1
    )
    now = timezone.now()
    groups: dict[str, list[dict[str, object]]] = {key: [] for key, _label in _GROUPS}
    for task in found[:PAGE]:
        groups[_group(task, now)].append(_card(task, now))
    last = found[PAGE - 1] if len(found) > PAGE else None
    context = {
        "groups": [
            {"key": key, "label": label, "tasks": groups[key]}
            for key, label in _GROUPS
            if groups[key]
        ],
        "count": len(found[:PAGE]),
        "more": after(Place(order_at=last.order_at, task=last.pk)) if last else "",
    }
    return render(request, "inbox.html", context)


def _card(task: Task, now: datetime) -> dict[str, object]:
    procedure = running(task.case.version_id).procedure
    step = procedure.steps[task.step]
    return {
        "task": task,
        "case": task.case,
        "step": step,
        "procedure": procedure,
        "role": procedure.roles[task.role].label,
        "late": bool(task.due_at and task.due_at < now and task.agency_id is None),
        "mine": task.agency_id is None,
    }


def _group(task: Task, now: datetime) -> str:
    if task.wait:
        return "wait"
    zone = ZoneInfo(task.case.office.timezone)
    today = now.astimezone(zone).date()
    at = (task.not_before or task.due_at or task.opened_at).astimezone(zone)
    if task.not_before and task.not_before > now:
        return "week" if at.date() < today + timedelta(days=7) else "later"
    if task.due_at is None:
        return "today"
    if task.due_at < now and task.agency_id is None:
        return "late"
    if task.due_at.astimezone(zone).date() <= today:
        return "today"
    return "week" if task.due_at.astimezone(zone).date() < today + timedelta(days=7) else "later"
