"""What an applicant may know before writing a letter: yes, probably, or no; and never a rack by name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kolokasi.core.capacity.ask import Ask
from kolokasi.core.capacity.need import breaches, needs_of
from kolokasi.core.capacity.policy import Policy
from kolokasi.core.capacity.shortage import shortage
from kolokasi.core.capacity.verdict import Answer, Verdict
from kolokasi.core.capacity.wording import amount
from kolokasi.core.worktime.wording import daftar


class Likely(StrEnum):
    YES = "tersedia"
    PROBABLY = "mungkin"  # it fits, but only just, or somebody waits already
    NO = "tidak"
    UNKNOWN = "belum_pasti"


@dataclass(frozen=True, slots=True, kw_only=True)
class Precheck:
    """``sentences`` say why and what to do, the first of them the answer."""

    likely: Likely
    sentences: tuple[str, ...]


def precheck(
    ask: Ask, verdict: Verdict, policy: Policy, *, waiting: int = 0, can_wait: bool = False
) -> Precheck:
    """The answer for an applicant. ``waiting`` is how many requests wait for room already; ``can_wait`` tells
    whether the SOP has a waiting list at all."""
    refused = breaches(ask, policy)
    if refused:
        said = (f"{ask.devices[index].name}: {why}" for index, why in sorted(refused.items()))
        first = "Permohonan ini tidak dapat diterima sebagaimana adanya."
        return Precheck(likely=Likely.NO, sentences=(first, *dict.fromkeys(said)))
    match verdict.answer:
        case Answer.NO:
            return Precheck(likely=Likely.NO, sentences=_no(verdict, can_wait=can_wait))
        case Answer.UNKNOWN:
            return Precheck(likely=Likely.UNKNOWN, sentences=_unknown(ask, verdict, policy))
        case Answer.YES:
            return _fits(verdict, waiting)


def _no(verdict: Verdict, *, can_wait: bool) -> tuple[str, ...]:
    sentences = [shortage(verdict)]
    if verdict.smaller:
        sentences.append(f"Yang masih muat hari ini: {verdict.smaller}.")
    if can_wait:
        sentences.append("Permohonan dapat diajukan dan menunggu sampai ada kapasitas yang bebas.")
    return tuple(sentences)


def _unknown(ask: Ask, verdict: Verdict, policy: Policy) -> tuple[str, ...]:
    sentences = [shortage(verdict) or "Belum dapat dipastikan."]
    missing = dict.fromkeys(what for need in needs_of(ask, policy) for _, what in need.open)
    if missing:
        sentences.append(f"Isi {daftar(list(missing))} setiap perangkat agar dapat dihitung.")
    return tuple(sentences)


def _fits(verdict: Verdict, waiting: int) -> Precheck:
    reasons: list[str] = []
    tight = dict.fromkeys(line.resource.label for line in verdict.lines if line.tight)
    if tight:
        reasons.append(f"Muat, tetapi sisa kapasitas tinggal sedikit: {daftar(list(tight))}.")
    if waiting:
        reasons.append(f"{amount(waiting)} permohonan lain menunggu lebih dahulu.")
    if reasons:
        return Precheck(likely=Likely.PROBABLY, sentences=("Kemungkinan besar tersedia.", *reasons))
    said = "Menurut keadaan hari ini, kapasitasnya tersedia."
    return Precheck(likely=Likely.YES, sentences=(said,))
