"""Forms of the data centre, told once: what is asked, how it is read, and how it is shown again when refused.

Fields are named as the writers of ``inventory`` name them, so that a writer's refusal stands at its field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kolokasi.core.refusal import Refused
from kolokasi.web import acting
from kolokasi.web.administration.typed import Typed, kept

Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One thing that is asked. ``kind``: text, count, date, choice, check or rows (several of a list)."""

    name: str
    label: Text
    kind: str = "text"
    unit: Text = ""
    help: Text = ""
    required: bool = False
    must: str = ""  # what is said where nothing is written, unless its writer says it
    limit: int = 200
    choices: tuple[tuple[Any, Text], ...] = ()
    suggest: str = ""  # the id of a list on the page that the browser offers


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """``do`` tells it from the others on its page."""

    do: str
    title: Text
    button: Text
    inputs: tuple[Input, ...]
    lede: Text = ""
    also: tuple[str, Text] | None = None  # a second button: its name, and what it says


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A field as the page shows it."""

    input: Input
    id: str
    value: Any
    error: str
    choices: tuple[tuple[str, Text, bool], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form as the page shows it; open where it was just refused."""

    form: Form
    fields: list[Shown] = field(default_factory=list)
    open: bool = False
    hidden: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"form-{self.form.do}"


def worded(choices: Iterable[tuple[str, Text]]) -> tuple[tuple[str, Text], ...]:
    """Choices of a model, said in the language of the screen."""
    return tuple((value, gettext_lazy(str(label))) for value, label in choices)


Offered = list[tuple[Any, Text]]
Choices = Mapping[str, Iterable[tuple[Any, Text]]]


def filled(
    request: HttpRequest,
    form: Form,
    refused: Refused | None = None,
    *,
    choices: Choices | None = None,
    hidden: Mapping[str, str] | None = None,
    **begins: Any,
) -> Filled:
    """The form with what was typed, or with what it begins with (``begins``, by field)."""
    values = kept(request, form.do, **begins)
    sent = request.method == "POST" and request.POST.get("do") == form.do
    errors = acting.errors_of(refused) if sent else {}
    fields = []
    for one in form.inputs:
        value = values.get(one.name)
        several = request.POST.getlist(one.name) if sent else value
        offered = (choices or {}).get(one.name, one.choices)
        fields.append(
            Shown(
                input=one,
                id=f"f-{one.name}-{form.do}",
                value="" if value is None else value,
                error=errors.get(one.name, ""),
                choices=_offered(one, offered, several if one.kind == "rows" else [value]),
            )
        )
    return Filled(form=form, fields=fields, open=bool(refused and sent), hidden=hidden or {})


def read(request: HttpRequest, form: Form, choices: Choices | None = None) -> dict[str, Any]:
    """What was typed, as what it should be. Raises Refused once with everything that cannot be read.

    A choice is an id where the page offers ids, and a list of ids for ``rows``; what was not offered is
    not taken.
    """
    typed = Typed(request)
    found: dict[str, Any] = {}
    for one in form.inputs:
        offered = {str(key): key for key, _label in (choices or {}).get(one.name, one.choices)}
        match one.kind:
            case "count":
                found[one.name] = typed.count(one.name)
                if found[one.name] is None and one.must:
                    typed.errors.setdefault(one.name, one.must)
            case "date":
                found[one.name] = typed.day(one.name)
            case "check":
                found[one.name] = bool(request.POST.get(one.name))
            case "choice":
                text = request.POST.get(one.name, "")
                if text or one.required:
                    typed.choice(one.name, offered.keys() - {""}, required="Pilih salah satu.")
                found[one.name] = offered.get(text) or None
            case "rows":
                sent = request.POST.getlist(one.name)
                found[one.name] = [offered[text] for text in sent if text in offered]
            case _:
                found[one.name] = typed.line(one.name, required=one.must, limit=one.limit)
    typed.check()
    return found


def _offered(
    one: Input, offered: Iterable[tuple[Any, Text]], chosen: Iterable[Any] | None
) -> tuple[tuple[str, Text, bool], ...]:
    """Key, label, and whether it is chosen. Of a list that has no empty line the first is, as browsers do."""
    wanted = {"" if key is None else str(key) for key in chosen or ()}
    found = [(str(key), label, str(key) in wanted) for key, label in offered]
    if one.kind == "choice" and found and not any(on for _key, _label, on in found):
        key, label, _on = found[0]
        found[0] = (key, label, True)
    return tuple(found)
