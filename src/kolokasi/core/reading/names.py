"""The names that a procedure file gives, gathered before it is read, so that a reference may point ahead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kolokasi.core.procedure import ALWAYS, Condition
from kolokasi.core.reading.block import Block
from kolokasi.core.reading.located import Located, Sequence, entries_of, items_of, text_of
from kolokasi.core.reading.located import Mapping as Group

STEP_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What may be referred to. ``fields`` are those of each form, ``answers`` the values each may take."""

    services: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, tuple[str, ...]]

    def field_paths(self) -> tuple[str, ...]:
        return tuple(f"{form}.{field}" for form, fields in self.fields.items() for field in fields)


def gather(tree: Group) -> Names:
    forms = {
        one.key.text: _keys(one.value.get("fields") if isinstance(one.value, Group) else None)
        for one in entries_of(tree.get("forms"))
        if not isinstance(one.value, Sequence)
    }
    steps = [one for one in items_of(tree.get("steps")) if isinstance(one, Group)]
    return Names(
        services=_texts(tree.get("services")) or default_service(tree),
        roles=_keys(tree.get("roles")),
        documents=_keys(tree.get("documents")),
        forms=tuple(forms),
        steps=tuple(dict.fromkeys(key for key in map(step_key, steps) if STEP_KEY.fullmatch(key))),
        fields=forms,
        answers=_answers(steps),
    )


def default_service(tree: Group) -> tuple[str, ...]:
    """Where a file names no service there is one, called like the procedure."""
    slug = text_of(tree.get("procedure")).partition("/")[2]
    return (slug,) if slug else ()


def step_key(step: Group) -> str:
    """How the others call a step: its own ``key``, else its printed number."""
    return text_of(step.get("key")) or text_of(step.get("no"))


def condition(block: Block, names: Names) -> Condition:
    """``only_for`` and ``when`` of a step, a way out, a requirement, an attachment or a field."""
    answers: list[tuple[str, str]] = []
    for name, value in block.text_pairs("when"):
        word, wanted = name.text, value.text.strip()
        if block.knows("when", word, names.answers, "jawaban", at=name) and block.knows(
            f"when.{word}", wanted, names.answers[word], "nilai jawaban", at=value
        ):
            answers.append((word, wanted))
    services = block.refs("only_for", names.services, "layanan")
    if not services and not answers:
        return ALWAYS
    return Condition(services=frozenset(services), answers=tuple(answers))


def _keys(tree: Located | None) -> tuple[str, ...]:
    """The names of a group's parts, as far as they can be read as parts."""
    return tuple(one.key.text for one in entries_of(tree) if not isinstance(one.value, Sequence))


def _texts(tree: Located | None) -> tuple[str, ...]:
    return tuple(one.key.text for one in entries_of(tree) if text_of(one.value))


def _answers(steps: list[Group]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for step in steps:
        for outcome in entries_of(step.get("outcomes")):
            given = outcome.value.get("answer") if isinstance(outcome.value, Group) else None
            for one in entries_of(given):
                found.setdefault(one.key.text, {})[text_of(one.value)] = None
    return {name: tuple(values) for name, values in found.items()}
