"""Everything to be said about SOP files: what reading found, and what the lint found, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from kolokasi.core import lint
from kolokasi.core.finding import Finding
from kolokasi.core.located import Located, Mapping, entries_of, items_of, text_of
from kolokasi.core.located import Sequence as Listed
from kolokasi.sources.library import Library, ProcedureFile, load_procedure_file
from kolokasi.sources.procedure_source import load_tree


def findings_on(paths: Sequence[Path], folder: Path) -> Iterator[Finding]:
    """Findings on files and folders, file by file in the order given; none twice.

    ``folder`` is the library whose regulations hold for files that stand outside any library.
    """
    said: set[Finding] = set()
    for path in paths or [folder]:
        for finding in _findings(path, folder):
            if finding not in said:
                said.add(finding)
                yield finding


def _findings(path: Path, folder: Path) -> Iterator[Finding]:
    root = _library_of(path)
    if root is None:
        yield from _loose(path, folder)
        return
    library = _library(root)
    chosen = [one for one in library.findings if _within(Path(one.file), path)]
    for key, file in library.files.items():
        if _within(file.path, path):
            office = library.offices.get(key.partition("/")[0])
            chosen += _linted(file, library, options=office.options if office else ())
    yield from sorted(chosen, key=lambda one: (one.file, not one.is_error, one.line))


def _loose(path: Path, folder: Path) -> Iterator[Finding]:
    """A file on its own: no office around it, hence no options switched on."""
    if path.is_dir():
        for one in sorted(path.glob("*.yaml")):
            yield from _loose(one, folder)
        return
    file = load_procedure_file(path)
    found = [*file.findings, *_linted(file, _library(folder))]
    yield from sorted(found, key=lambda one: (not one.is_error, one.line))


def _linted(file: ProcedureFile, library: Library, options: Sequence[str] = ()) -> list[Finding]:
    procedure = file.procedure or file.sketch
    if procedure is None:
        return []
    found = lint.check(procedure, regulations=library.regulations, options=options)
    _, tree, _ = load_tree(file.path)
    return [replace(one, file=str(file.path), line=line_of(one, tree)) for one in found]


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
        elif isinstance(tree, Listed) and part.isdigit() and 0 < int(part) <= len(tree.items):
            tree = tree.items[int(part) - 1]
            line = tree.line
        else:
            break
    return line


def _names(step: Located) -> tuple[str, str]:
    found = {one.key.text: text_of(one.value) for one in entries_of(step)}
    return found.get("no", ""), found.get("key", "")


def _library_of(path: Path) -> Path | None:
    """The library that a path belongs to: a folder of offices, an office's folder, or a file in one."""
    if path.is_dir():
        if (path / "office.yaml").is_file():
            return path.parent
        return path if any(path.glob("*/office.yaml")) else None
    if path.suffix != ".yaml" or not path.is_file():
        return None  # read on its own, so that it is said what is the matter with it
    return path.parent.parent if (path.parent / "office.yaml").is_file() else None


def _within(file: Path, chosen: Path) -> bool:
    file, chosen = file.resolve(), chosen.resolve()
    return file == chosen or chosen in file.parents


@lru_cache(maxsize=8)
def _library(root: Path) -> Library:
    return Library.load(root)
