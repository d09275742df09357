"""From a finding to its line: the lint knows step and field, the tree of the file knows where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kolokasi.core.finding import Finding
from kolokasi.core.located import Located, Mapping, Sequence, items_of, text_of

# Short ways to write something that a finding names in full.
_SHORT = {"outcomes": ("next", "end"), "needs": ("text",), "output": ("text",)}


def placed(found: Iterable[Finding], tree: Located, *, file: str) -> tuple[Finding, ...]:
    """The findings with the file and, as far as it can be found, the line of their field."""
    return tuple(replace(one, file=file, line=_line(one, tree)) for one in found)


def _line(finding: Finding, tree: Located) -> int:
    base = _step(tree, finding.step) if finding.step else tree
    if base is None:
        return finding.line
    line, here = base.line, base
    for part in finding.field.split(".") if finding.field else ():
        found = _into(here, part)
        if found is None:
            return _instead(here, part) or line
        line, here = found
    return line if finding.step or finding.field else finding.line or 1


def _step(tree: Located, name: str) -> Located | None:
    steps = tree.get("steps") if isinstance(tree, Mapping) else None
    for one in items_of(steps):
        if isinstance(one, Mapping) and name in (text_of(one.get("no")), text_of(one.get("key"))):
            return one
    return None


def _into(tree: Located, part: str) -> tuple[int, Located] | None:
    """The line of a key (or of the n-th item, counted from 1), and what stands there."""
    match tree:
        case Mapping():
            return next(
                ((one.key.line, one.value) for one in tree.entries if one.key.text == part), None
            )
        case Sequence() if part.isdecimal() and 0 < int(part) <= len(tree.items):
            item = tree.items[int(part) - 1]
            return item.line, item
        case _:
            return None


def _instead(tree: Located, part: str) -> int | None:
    found = (_into(tree, other) for other in _SHORT.get(part, ()))
    return next((one[0] for one in found if one is not None), None)
