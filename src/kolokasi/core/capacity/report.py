"""A verdict in the words of the office's own report (*laporan ketersediaan*): what its form is filled in with."""

from __future__ import annotations

from kolokasi.core.capacity.resources import Resource
from kolokasi.core.capacity.shortage import shortage
from kolokasi.core.capacity.verdict import Answer, Verdict


def answers_of(verdict: Verdict) -> dict[str, object]:
    """The check's answer to each resource: where a resource has several lines, the one that is worst."""
    facts: dict[str, object] = {"capacity.summary": summary_of(verdict)}
    for one in Resource if verdict.lines else ():
        if all(line.resource is not one for line in verdict.lines):
            facts[f"capacity.{one}"] = str(Answer.YES)
            facts[f"capacity.{one}.why"] = "Tidak diminta pada permohonan ini."
    for line in sorted(verdict.lines, key=lambda one: _WORST.index(one.answer)):
        facts.setdefault(f"capacity.{line.resource}", str(line.answer))
        facts.setdefault(f"capacity.{line.resource}.why", line.why)
    return facts


_WORST = (Answer.NO, Answer.UNKNOWN, Answer.YES)


def summary_of(verdict: Verdict) -> str:
    """The check in a sentence or two, for a report or a refusal; no rack is named."""
    if verdict.answer is Answer.YES:
        return "Kapasitas tersedia untuk yang diminta."
    smaller = f" Yang muat hari ini: {verdict.smaller}." if verdict.smaller else ""
    return shortage(verdict) + smaller
