"""One procedure file from disk: its text, the procedure, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kolokasi.core.finding import Finding, Severity
from kolokasi.core.located import Located
from kolokasi.core.procedure import Identity, Procedure
from kolokasi.core.procedure_file import read_file, read_identity_sheet
from kolokasi.sources.yaml_tree import MAX_BYTES, read_tree


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureFile:
    """``procedure`` is None if there is any error. ``sketch``: what could be read in spite of errors,
    for the lint alone. ``text`` is the source as it stands in the file."""

    path: Path
    text: str
    procedure: Procedure | None
    sketch: Procedure | None
    findings: tuple[Finding, ...]


def load_procedure_file(path: Path | str) -> ProcedureFile:
    """Read one file; ``same_as`` is looked for in its own folder and in those beside it. Never raises
    for what stands in the file, nor for a file that cannot be opened."""
    path = Path(path)
    text, tree, findings = load_tree(path)
    if tree is None:
        return ProcedureFile(path=path, text=text, procedure=None, sketch=None, findings=findings)
    reading = read_file(tree, file=str(path), identity_of=lambda key: _identity(path, key))
    return ProcedureFile(
        path=path,
        text=text,
        procedure=None if findings else reading.procedure,
        sketch=reading.sketch,
        findings=tuple(sorted((*findings, *reading.findings), key=lambda one: one.line)),
    )


def load_tree(path: Path) -> tuple[str, Located | None, tuple[Finding, ...]]:
    """Text, tree and findings of any file of ``procedures/``."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        if len(raw) <= MAX_BYTES:
            line = raw[: broken.start].count(b"\n") + 1
            return _failed(
                path,
                line,
                "karakter",
                "Berkas ini bukan teks UTF-8; simpan ulang dengan penyandian UTF-8.",
            )
        text = raw.decode("utf-8", "replace")  # cut in the middle of a sign; refused for its size
    except FileNotFoundError:
        return _failed(path, 0, "berkas", "Berkas ini tidak ditemukan.")
    except OSError as closed:
        return _failed(path, 0, "berkas", f"Berkas ini tidak dapat dibuka ({closed.strerror}).")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    tree, findings = read_tree(text, str(path))
    return text, tree, findings


def _failed(
    path: Path, line: int, code: str, message: str
) -> tuple[str, None, tuple[Finding, ...]]:
    found = Finding(severity=Severity.ERROR, code=code, message=message, file=str(path), line=line)
    return "", None, (found,)


def _identity(path: Path, key: str) -> Identity | None:
    """The identity sheet of ``<office>/<slug>``: beside this file, or in the office's own folder."""
    office, _, slug = key.partition("/")
    for folder in (path.parent.parent / office, path.parent):
        sibling = folder / f"{slug}.yaml"
        if not sibling.is_file():
            continue
        _, tree, _ = load_tree(sibling)
        if tree is not None:
            return read_identity_sheet(tree)
    return None
