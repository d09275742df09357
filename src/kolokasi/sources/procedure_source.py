"""One procedure file from disk: its text, the procedure, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kolokasi.core.finding import Finding, Severity
from kolokasi.core.procedure import Identity, Procedure
from kolokasi.core.reading.identity_file import IdentityLookup
from kolokasi.core.reading.located import Located
from kolokasi.core.reading.procedure_file import Reading, read_file, read_identity_sheet
from kolokasi.sources.yaml_tree import MAX_BYTES, read_as_far_as_possible, read_tree


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureFile:
    """``procedure`` is None if there is any error. ``sketch``: what could be read in spite of errors,
    for the lint alone. ``text`` is the source as it stands in the file, ``identity_text`` that of the
    procedure whose identity sheet it shares (``same_as``): these two are all that it was read from."""

    path: Path
    text: str
    identity_text: str = ""
    procedure: Procedure | None
    sketch: Procedure | None
    findings: tuple[Finding, ...]


def load_procedure_file(path: Path | str) -> ProcedureFile:
    """Read one file; ``same_as`` is looked for in its own folder and in those beside it. Never raises
    for what stands in the file, nor for a file that cannot be opened."""
    path = Path(path)
    text, findings = load_text(path)
    if findings:
        return ProcedureFile(path=path, text=text, procedure=None, sketch=None, findings=findings)
    shared = _Siblings(path)
    reading = read_source(text, file=str(path), identity_of=shared.identity_of)
    return ProcedureFile(
        path=path,
        text=text,
        identity_text=shared.text,
        procedure=reading.procedure,
        sketch=reading.sketch,
        findings=reading.findings,
    )


def read_source(text: str, *, file: str, identity_of: IdentityLookup | None = None) -> Reading:
    """A procedure from its text, with the findings of YAML and of the format together. Never raises for
    what stands in the text. ``file`` is how findings call it."""
    tree, findings = read_as_far_as_possible(text, file)
    if tree is None:
        return Reading(procedure=None, sketch=None, findings=findings)
    reading = read_file(tree, file=file, identity_of=identity_of)
    return Reading(
        procedure=None if findings else reading.procedure,
        sketch=reading.sketch,
        findings=tuple(sorted((*findings, *reading.findings), key=lambda one: one.line)),
    )


def load_tree(path: Path) -> tuple[str, Located | None, tuple[Finding, ...]]:
    """Text, tree and findings of any file of ``procedures/``; the tree is None if there is any finding."""
    text, findings = load_text(path)
    if findings:
        return text, None, findings
    return text, *read_tree(text, str(path))


def load_text(path: Path) -> tuple[str, tuple[Finding, ...]]:
    """The text, or "" and the finding that says why not."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return _failed(str(path), 0, "berkas", "Berkas ini tidak ditemukan.")
    except OSError as closed:
        return _failed(
            str(path), 0, "berkas", f"Berkas ini tidak dapat dibuka ({closed.strerror})."
        )
    return decode(raw, str(path))


def decode(raw: bytes, file: str) -> tuple[str, tuple[Finding, ...]]:
    """The text of a file's bytes with plain line ends, or "" and the finding that says why not."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        if len(raw) <= MAX_BYTES:
            line = raw[: broken.start].count(b"\n") + 1
            return _failed(
                file,
                line,
                "karakter",
                "Berkas ini bukan teks UTF-8; simpan ulang dengan penyandian UTF-8.",
            )
        text = raw.decode("utf-8", "replace")  # cut in the middle of a sign; refused for its size
    return plain_lines(text), ()


def plain_lines(text: str) -> str:
    """The same with the line ends that YAML and we count by."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _failed(file: str, line: int, code: str, message: str) -> tuple[str, tuple[Finding, ...]]:
    found = Finding(severity=Severity.ERROR, code=code, message=message, file=file, line=line)
    return "", (found,)


class _Siblings:
    """Finds the identity sheet of ``<office>/<slug>``: in that office's folder, or beside this file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = ""

    def identity_of(self, key: str) -> Identity | None:
        office, _, slug = key.partition("/")
        for folder in (self.path.parent.parent / office, self.path.parent):
            sibling = folder / f"{slug}.yaml"
            if sibling.is_file():
                self.text, tree, _ = load_tree(sibling)
                return read_identity_sheet(tree) if tree is not None else None
        return None
