"""Lanes and the names of roles: one role, one lane, one name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from kolokasi.core.finding import Finding
from kolokasi.core.lint.remark import warn
from kolokasi.core.procedure import Procedure, Role
from kolokasi.core.proof.wording import listed, names_of

UNUSED_LANE = "kolom-tak-terpakai"
DRIFT = "nama-peran-berubah"
NEAR = "nama-peran-mirip"

# Heads of titles that offices shorten; the rest of a title says which one.
_HEADS = {
    "kadin": "kepala dinas", "kadis": "kepala dinas", "kabid": "kepala bidang",
    "kasi": "kepala seksi", "kasie": "kepala seksi", "kabag": "kepala bagian",
    "kasubag": "kepala subbagian", "kasubbag": "kepala subbagian", "sekdin": "sekretaris dinas",
}  # fmt: skip
_TITLES = (
    "kepala dinas", "kepala bidang", "kepala seksi", "kepala bagian", "kepala subbagian",
    "sekretaris dinas", "pengawas", "administrator", "pengelola", "petugas", "operator",
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_SIMILAR = 0.8


def check_roles(procedure: Procedure) -> Iterator[Finding]:
    yield from _unused_lanes(procedure)
    yield from _renamed(procedure)
    yield from _near_duplicates(procedure)
    yield from _named_otherwise_in_texts(procedure)


def _unused_lanes(procedure: Procedure) -> Iterator[Finding]:
    acting = {role for step in procedure.steps.values() for role in step.performers}
    copied = {role for step in procedure.steps.values() for role in step.copies}
    for role in procedure.lanes():
        if role.key in acting:
            continue
        only_copied = " selain menerima tembusan" if role.key in copied else ""
        yield warn(
            UNUSED_LANE,
            f"Kolom “{role.label}” tidak mengerjakan satu kegiatan pun{only_copied}. Hapus kolomnya, atau "
            "beri tanda pada kegiatan yang memang dikerjakannya.",
            field=f"roles.{role.key}",
        )


def _renamed(procedure: Procedure) -> Iterator[Finding]:
    for role in procedure.roles.values():
        if role.also_called:
            others = listed([f"“{one}”" for one in role.also_called])
            yield warn(
                DRIFT,
                f"Peran “{role.label}” pada lembar yang sama juga disebut {others}; pakai satu nama.",
                field=f"roles.{role.key}",
            )


def _near_duplicates(procedure: Procedure) -> Iterator[Finding]:
    for one, other in combinations(procedure.roles.values(), 2):
        if one.applicant == other.applicant and _same_but_for_a_slip(one.label, other.label):
            yield warn(
                NEAR,
                f"Peran “{one.label}” dan “{other.label}” hampir sama namanya; satu peran atau dua?",
                field=f"roles.{other.key}",
            )


def _same_but_for_a_slip(one: str, other: str) -> bool:
    """Word for word the same or nearly so. Numbers tell roles apart, however near they look."""
    first, second = _words(one), _words(other)
    return len(first) == len(second) and all(
        a == b or (_similar(a, b) and not _counts(a) and not _counts(b))
        for a, b in zip(first, second, strict=True)
    )


# --- a title in the texts that no lane carries ------------------------------------------------------


def _named_otherwise_in_texts(procedure: Procedure) -> Iterator[Finding]:
    """A text names a title of the kind that a lane has, but with another qualifier: the lane is *Kepala
    Bidang Infrastruktur*, the text says *Kepala Bidang TIK*."""
    found: dict[tuple[str, str], list[str]] = {}
    for step in procedure.steps.values():
        for said in _titles_in(step.text):
            lane = _contradicted(procedure, said)
            if lane is not None:
                found.setdefault((lane.key, said), []).append(step.key)
    for (role, said), keys in found.items():
        yield warn(
            DRIFT,
            f"Teks kegiatan {names_of(procedure, keys)} menyebut “{said}”, sedangkan kolomnya "
            f"“{procedure.roles[role].label}”; pakai satu nama.",
            step=procedure.steps[keys[0]],
            field="text",
        )


def _titles_in(text: str) -> Iterator[str]:
    """Titles with the capitalised words that follow: ``Kepala Bidang TIK``."""
    words = [(match[0], match.end(), match.start()) for match in _WORD.finditer(text)]
    for start in range(len(words)):
        for title in _TITLES:
            size = len(title.split())
            spoken = " ".join(word for word, _, _ in words[start : start + size])
            if spoken.lower() != title or not spoken[0].isupper():
                continue
            end = start + size
            while end < len(words) and words[end][0][0].isupper() and _joined(text, words, end):
                end += 1
            if end > start + size:
                yield text[words[start][2] : words[end - 1][1]]


def _joined(text: str, words: list[tuple[str, int, int]], place: int) -> bool:
    return text[words[place - 1][1] : words[place][2]] == " "


def _contradicted(procedure: Procedure, said: str) -> Role | None:
    """The lane that is meant and named otherwise: with a slip of the pen, or with other words after the
    same kind of title. None if a role is really called so, or shortly so, or nothing is like it."""
    head, spoken = _parted(said)
    rivals: list[Role] = []
    slips: list[Role] = []
    for role in procedure.roles.values():
        for label in (role.label, *role.also_called):
            lane_head, lane_words = _parted(label)
            if lane_head != head:
                continue
            if not lane_words or all(one in lane_words for one in spoken):
                return None
            fits = all(any(_fits(one, word) for word in lane_words) for one in spoken)
            (slips if fits else rivals).append(role)
    return next(iter((*slips, *rivals)), None)


def _parted(label: str) -> tuple[str, list[str]]:
    """Kind of title, and the words that say which."""
    words = _words(label)
    for title in _TITLES:
        size = len(title.split())
        if words[:size] == title.split():
            return title, words[size:]
    return "", words


def _words(label: str) -> list[str]:
    plain: list[str] = []
    for word in _WORD.findall(label.lower()):
        plain.extend(_HEADS.get(word, word).split())
    return plain


def _fits(a: str, b: str) -> bool:
    return _similar(a, b) or a.startswith(b) or b.startswith(a)


def _similar(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) > 3 and SequenceMatcher(None, a, b).ratio() >= _SIMILAR)


def _counts(word: str) -> bool:
    return word.isdigit() or re.fullmatch(r"[ivx]+", word) is not None
