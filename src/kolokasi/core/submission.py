"""The forms that come with an act: cleaned, checked, and bound to the log by their digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from kolokasi.core.commands import FormValues
from kolokasi.core.events import FormDigest
from kolokasi.core.forms import clean
from kolokasi.core.procedure import Procedure


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    values: Mapping[str, FormValues]
    errors: Mapping[str, str]

    @property
    def digests(self) -> tuple[FormDigest, ...]:
        return tuple(
            FormDigest(form=key, sha256=digest(values)) for key, values in self.values.items()
        )


def accept_forms(
    procedure: Procedure,
    fills: tuple[str, ...],
    submitted: Mapping[str, FormValues],
    *,
    services: frozenset[str],
    answers: Mapping[str, str],
    before: Mapping[str, FormValues],
    flagged: tuple[str, ...],
    complete: bool,
) -> Submission:
    """Clean every form that the step fills. Forms that the step does not fill are not looked at.

    With ``flagged``, a form without a flagged field stays as it was; ``complete=False`` keeps a form
    only if something was typed into it.
    """
    values: dict[str, FormValues] = {}
    errors: dict[str, str] = {}
    for key in fills:
        form = procedure.forms[key]
        open_fields = frozenset(
            name.partition(".")[2] for name in flagged if name.startswith(f"{key}.")
        )
        if flagged and not open_fields and key in before:
            continue
        cleaned, wrong = clean(
            form,
            submitted.get(key, {}),
            services=services,
            answers=answers,
            before=before.get(key),
            flagged=open_fields,
            complete=complete,
        )
        errors |= wrong
        if cleaned or complete:
            values[key] = cleaned
    return Submission(values=values, errors=errors)


def digest(values: FormValues) -> str:
    """SHA-256 of the values in their one canonical spelling."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
