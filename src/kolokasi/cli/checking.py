"""Everything to be said about SOP files: what reading found, and what the lint found, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from kolokasi.core.finding import Finding
from kolokasi.core.lint import check as lint
from kolokasi.core.reading.finding_place import line_of
from kolokasi.sources.library import Library, ProcedureFile, load_procedure_file
from kolokasi.sources.procedure_source import load_tree

# Where a fault costs no arrow, performer or paper, so that the flow is known all the same.
_BESIDE = {
    "time", "text", "note", "identity", "forms", "title", "summary", "source", "register", "duties",
    "ends", "withdrawal",
}  # fmt: skip


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
    found = lint.check(
        procedure,
        regulations=library.regulations,
        options=options,
        flow_known=not any(one.is_error and _concerns_flow(one) for one in file.findings),
    )
    _, tree, _ = load_tree(file.path)
    said = {(one.code, one.step, one.field) for one in file.findings}
    return [
        replace(one, file=str(file.path), line=line_of(one, tree))
        for one in found
        if (one.code, one.step, one.field) not in said
    ]


def _concerns_flow(finding: Finding) -> bool:
    """Whether the fault may have cost something without which the flow is another one."""
    return finding.field.partition(".")[0] not in _BESIDE


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
