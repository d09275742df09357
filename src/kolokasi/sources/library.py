"""A ``procedures/`` folder: offices with their SOPs, the stories of these, and the data they all share.

``<office>/office.yaml``, ``<office>/<slug>.yaml``, ``<office>/<slug>.stories.yaml``, and in ``_data``
regulations, hours and holidays. What cannot be read is left out and stands in ``findings``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kolokasi.core.finding import Finding, Severity
from kolokasi.core.office import Office
from kolokasi.core.options import with_options
from kolokasi.core.procedure import Procedure
from kolokasi.core.reading.located import Located
from kolokasi.core.reading.office_file import check_office, read_office
from kolokasi.core.reading.regulation_file import read_regulations
from kolokasi.core.reading.story_file import read_stories
from kolokasi.core.regulation import Regulation
from kolokasi.core.story import StoryFile
from kolokasi.sources.procedure_source import ProcedureFile, load_procedure_file, load_tree

__all__ = ["Library", "ProcedureFile", "load_procedure_file"]

_STORIES = ".stories.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Everything in the folder, by key. ``files`` holds every procedure file, also those with errors."""

    root: Path
    offices: Mapping[str, Office]
    files: Mapping[str, ProcedureFile]  # "<office>/<slug>" by its place in the folder
    stories: Mapping[str, StoryFile]  # by procedure key
    regulations: Mapping[str, Regulation]
    hours: Located | None  # _data/hours.yaml, as it stands
    holidays: Mapping[str, Located]  # "2026" → _data/holidays/2026.yaml, as it stands
    findings: tuple[Finding, ...]

    @classmethod
    def load(cls, path: Path | str) -> Library:
        """Read the whole folder. Never raises for what stands in its files."""
        return _Reader(Path(path)).library()

    def procedure(self, key: str) -> Procedure:
        """As written, with every suggested way out. KeyError if it is not there or has errors."""
        file = self.files.get(key)
        if file is None or file.procedure is None:
            raise KeyError(key)
        return file.procedure

    def in_force(self, key: str) -> Procedure:
        """As its office runs it: with only those suggested ways out that the office switched on."""
        procedure = self.procedure(key)
        office = self.offices.get(procedure.office)
        return with_options(procedure, office.options if office else ())

    def procedures(self) -> Mapping[str, Procedure]:
        """Every procedure without errors."""
        return {key: one.procedure for key, one in self.files.items() if one.procedure}


class _Reader:
    """Gathers one folder; alive for one load."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self.offices: dict[str, Office] = {}
        self.files: dict[str, ProcedureFile] = {}
        self.stories: dict[str, StoryFile] = {}

    def library(self) -> Library:
        if not self.root.is_dir():
            self._error(self.root, "berkas", "Folder SOP ini tidak ditemukan.")
        for folder in self._folders():
            self._read_procedures(folder)
            self._read_stories(folder)
            self._read_office(folder)
        data = self.root / "_data"
        hours = data / "hours.yaml"
        return Library(
            root=self.root,
            offices=self.offices,
            files=self.files,
            stories=self.stories,
            regulations=self._regulations(data / "regulations.yaml"),
            hours=self._tree(hours) if hours.is_file() else None,
            holidays=self._holidays(data / "holidays"),
            findings=tuple(self.findings),
        )

    def _folders(self) -> list[Path]:
        if not self.root.is_dir():
            return []
        return sorted(
            one for one in self.root.iterdir() if one.is_dir() and one.name[0] not in "._"
        )

    def _read_procedures(self, folder: Path) -> None:
        for path in sorted(folder.glob("*.yaml")):
            if path.name == "office.yaml" or path.name.endswith(_STORIES):
                continue
            key = f"{folder.name}/{path.stem}"
            file = load_procedure_file(path)
            self.files[key] = file
            self.findings.extend(file.findings)
            if file.procedure is not None and file.procedure.key != key:
                self._error(
                    path,
                    "kunci-sop",
                    f"Berkas ini menyebut dirinya “{file.procedure.key}”, padahal tempatnya “{key}”; "
                    "samakan “procedure” dengan nama folder dan berkasnya.",
                    field="procedure",
                )

    def _read_stories(self, folder: Path) -> None:
        for path in sorted(folder.glob(f"*{_STORIES}")):
            key = f"{folder.name}/{path.name.removesuffix(_STORIES)}"
            file = self.files.get(key)
            if file is None:
                self._error(
                    path, "berkas", f"Cerita ini tidak punya SOP; berkas {key}.yaml tidak ada."
                )
            tree = self._tree(path)
            if tree is None:
                continue
            found, findings = read_stories(
                tree, file=str(path), procedure=file.procedure if file else None
            )
            self.findings.extend(findings)
            if found is not None:
                self.stories[key] = found

    def _read_office(self, folder: Path) -> None:
        path = folder / "office.yaml"
        if not path.is_file() and not any(folder.glob("*.yaml")):
            return
        if not path.is_file():
            self._error(path, "berkas", "Folder dinas ini belum punya office.yaml.")
            return
        tree = self._tree(path)
        if tree is None:
            return
        office, findings = read_office(tree, file=str(path))
        self.findings.extend(findings)
        if office is None:
            return
        if office.key != folder.name:
            self._error(
                path,
                "kunci-dinas",
                f"“{office.key}” tidak sama dengan nama foldernya, “{folder.name}”.",
                field="office",
            )
        known = {
            key.partition("/")[2]: one.procedure
            for key, one in self.files.items()
            if key.startswith(f"{folder.name}/") and one.procedure
        }
        self.findings.extend(check_office(office, tree, known, file=str(path)))
        self._check_slugs(office, folder, path)
        self.offices[folder.name] = office

    def _check_slugs(self, office: Office, folder: Path, path: Path) -> None:
        for slug in dict.fromkeys(
            (*office.roles, *(one.partition(":")[0] for one in office.options))
        ):
            if f"{folder.name}/{slug}" not in self.files:
                self._error(
                    path, "kunci-sop", f"SOP “{slug}” tidak ada di folder dinas ini.", field="roles"
                )

    def _regulations(self, path: Path) -> Mapping[str, Regulation]:
        tree = self._tree(path) if path.is_file() else None
        if tree is None:
            return {}
        found, findings = read_regulations(tree, file=str(path))
        self.findings.extend(findings)
        return found

    def _holidays(self, folder: Path) -> Mapping[str, Located]:
        found = {}
        for path in sorted(folder.glob("*.yaml")):
            tree = self._tree(path)
            if tree is not None:
                found[path.stem] = tree
        return found

    def _tree(self, path: Path) -> Located | None:
        _, tree, findings = load_tree(path)
        self.findings.extend(findings)
        return tree

    def _error(self, path: Path, code: str, message: str, *, field: str = "") -> None:
        self.findings.append(
            Finding(
                severity=Severity.ERROR,
                code=code,
                message=message,
                file=str(path),
                line=1,
                field=field,
            )
        )
