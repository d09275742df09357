"""Where in its file a finding stands that was made without the file: the lint knows steps and fields."""

from __future__ import annotations

from kolokasi.core.finding import Finding
from kolokasi.core.reading.located import Located, Mapping, Sequence, entries_of, items_of, text_of


def line_of(finding: Finding, tree: Located | None) -> int:
    """The line of the field that the finding names, or of the nearest thing around it that is written."""
    line = finding.line or 1
    if isinstance(tree, Mapping) and finding.step:
        steps = items_of(tree.get("steps"))
        tree = next((one for one in steps if finding.step in _names(one)), None)
        line = tree.line if tree is not None else line
    for part in finding.field.split("."):
        entry = next((one for one in entries_of(tree) if one.key.text == part), None)
        if entry is not None:
            line, tree = entry.key.line, entry.value
        elif isinstance(tree, Sequence) and part.isdigit() and 0 < int(part) <= len(tree.items):
            tree = tree.items[int(part) - 1]
            line = tree.line
        else:
            break
    return line


def _names(step: Located) -> tuple[str, str]:
    found = {one.key.text: text_of(one.value) for one in entries_of(step)}
    return found.get("no", ""), found.get("key", "")
