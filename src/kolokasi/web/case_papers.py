"""The papers of a case: forms and files, what may be flagged on them, what changed after a return."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from kolokasi.cases.models import Case, CaseFile, FormRevision
from kolokasi.core.forms import Change, differences, is_open, present
from kolokasi.core.procedure import Field, Procedure
from kolokasi.core.situation import Situation
from kolokasi.web.case_view import may_see_restricted


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A form as it stands now."""

    title: str
    rows: tuple[tuple[str, str, bool], ...]  # label, value, restricted
    key: str


def papers(case: Case, situation: Situation) -> list[Paper]:
    """The forms filled so far, as a person reads them; restricted values only for who may see them."""
    procedure, seen = situation.procedure, may_see_restricted(situation)
    found = []
    for key, values in situation.forms.items():
        form = procedure.forms.get(key)
        if form is None:
            continue
        rows = tuple(
            (one.label, _value(one, values.get(one.key), seen), one.restricted)
            for one in form.fields
            if values.get(one.key) not in (None, "", [])
        )
        if rows:
            found.append(Paper(title=form.title, rows=rows, key=key))
    return found


def _value(field: Field, value: object, seen: bool) -> str:
    return present(field, value) if seen or not field.restricted else "•••"


def files_of(case: Case, situation: Situation) -> list[CaseFile]:
    seen = may_see_restricted(situation)
    rows = CaseFile.objects.filter(case=case).order_by("seq", "id")
    return [one for one in rows if seen or not one.restricted]


def _applicants_forms(procedure: Procedure) -> set[str]:
    own = {
        key
        for step in procedure.steps.values()
        if procedure.is_applicants(step)
        for key in step.fills
    }
    return own | set(procedure.request_fills)


def flaggable(situation: Situation) -> list[dict[str, Any]]:
    """The fields an officer may mark for mending: what the applicant was asked and has filled in."""
    procedure, state = situation.procedure, situation.state
    applicants = _applicants_forms(procedure)
    answers = dict(state.marking.answers)

    return [
        {
            "form": procedure.forms[key],
            "fields": [
                {"path": f"{key}.{one.key}", "label": one.label, "value": present(one, value)}
                for one in procedure.forms[key].fields
                if is_open(one, values, services=state.services, answers=answers)
                and ((value := values.get(one.key)) is not None or one.required)
            ],
        }
        for key, values in situation.forms.items()
        if key in applicants
    ]


def changes_after_return(case: Case, situation: Situation) -> list[tuple[str, list[Change]]]:
    """What the applicant changed in the latest mending, form by form; restricted values stay hidden
    from who may not see them."""
    procedure, seen = situation.procedure, may_see_restricted(situation)
    own = _applicants_forms(procedure)
    revisions: dict[str, list[dict[str, object]]] = {}
    rows = FormRevision.objects.filter(case=case, form__in=own).order_by("seq")
    for key, values in rows.values_list("form", "values"):
        revisions.setdefault(key, []).append(values)
    found = []
    for key, versions in revisions.items():
        form = procedure.forms.get(key)
        if form is None or len(versions) < 2:
            continue
        changed = [
            one if seen or not one.field.restricted else replace(one, before="•••", after="•••")
            for one in differences(form, versions[-2], versions[-1])
        ]
        if changed:
            found.append((form.title, changed))
    return found
