"""``_data/regulations.yaml`` → the table of regulations."""

from __future__ import annotations

from collections.abc import Mapping

from kolokasi.core.finding import Finding, Findings
from kolokasi.core.reading.block import Block
from kolokasi.core.reading.identity_file import read_date
from kolokasi.core.reading.located import Entry, Located, Scalar, Sequence
from kolokasi.core.reading.located import Mapping as Group
from kolokasi.core.regulation import Regulation, RegulationStatus


def read_regulations(
    tree: Located, *, file: str
) -> tuple[Mapping[str, Regulation], tuple[Finding, ...]]:
    """The entries that could be read, by key. A list, or a list under ``regulations``."""
    findings = Findings(file)
    found: dict[str, Regulation] = {}
    rows = tree.get("regulations") if isinstance(tree, Group) else tree
    if not isinstance(rows, Sequence):
        findings.error("jenis-isian", "Berkas peraturan harus berisi daftar.", line=tree.line)
        return found, findings.in_order()
    for block in Block(_wrapped(rows), "regulations", findings).blocks("regulations", "regulation"):
        one = _regulation(block)
        if one.key in found:
            block.error("key", "kunci-ganda", f"Peraturan “{one.key}” tertulis dua kali.")
        found.setdefault(one.key, one)
    return found, findings.in_order()


def _wrapped(rows: Sequence) -> Group:
    key = Scalar(text="regulations", line=rows.line, column=rows.column)
    return Group(entries=(Entry(key=key, value=rows),), line=rows.line, column=rows.column)


def _regulation(block: Block) -> Regulation:
    status = block.choice("status", RegulationStatus, RegulationStatus.IN_FORCE)
    by = block.text("by")
    if status is not RegulationStatus.IN_FORCE and not by:
        block.error("by", "wajib-ada", "Tulis “by”: peraturan yang mencabut atau mengubahnya.")
    return Regulation(
        key=block.text("key", required="kunci, misalnya pp-82-2012"),
        title=block.text("title", required="judul peraturan"),
        aliases=block.texts("aliases"),
        status=status,
        by=by,
        since=read_date(block, "since").iso,
        source=block.text("source"),
        verified=block.flag("verified"),
    )
