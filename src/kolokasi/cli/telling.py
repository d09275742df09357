"""The stories that come with an SOP, played with the engine alone and told in lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kolokasi.cli.rehearsing import NotFound, calendar_of, find
from kolokasi.core.finding import Finding
from kolokasi.core.options import with_options
from kolokasi.core.procedure import Procedure
from kolokasi.core.reading.story_file import read_stories
from kolokasi.core.stories.run import StoryResult, coverage, run
from kolokasi.core.story import StoryFile
from kolokasi.sources.library import Library
from kolokasi.sources.procedure_source import load_tree

_STORIES = ".stories.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """``untold`` are the ways out that no story takes."""

    procedure: Procedure
    path: Path
    results: list[StoryResult]
    untold: tuple[Finding, ...]

    def lines(self) -> Iterator[str]:
        for one in self.results:
            yield f"{'✓' if one.passed else '✗'} {one.story.title}"
            if not one.passed:
                yield f"    {self.path}:{one.line}: {one.failure}"
        for finding in self.untold:
            yield f"! {finding.message}"


def play(name: str, library: Library) -> Played:
    """Stories of an SOP by its key, by its file, or by the file of the stories. Raises NotFound."""
    procedure = find(name.replace(_STORIES, ".yaml"), library)
    path = _path(name, procedure, library)
    office = library.offices.get(procedure.office)
    running = with_options(procedure, office.options if office else ())
    results = run(running, _read(path, procedure).stories, calendar_of(procedure, library))
    return Played(
        procedure=procedure, path=path, results=results, untold=coverage(running, results)
    )


def _path(name: str, procedure: Procedure, library: Library) -> Path:
    if name in library.files:
        return library.root / f"{procedure.key}{_STORIES}"
    return Path(name if name.endswith(_STORIES) else name.removesuffix(".yaml") + _STORIES)


def _read(path: Path, procedure: Procedure) -> StoryFile:
    _, tree, found = load_tree(path)
    stories = None
    if tree is not None and not any(one.is_error for one in found):
        stories, found = read_stories(tree, file=str(path), procedure=procedure)
    if stories is None:
        raise NotFound("\n".join(str(one) for one in found))
    return stories
