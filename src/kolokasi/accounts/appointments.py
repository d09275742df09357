"""Positions and who holds them: a post is made, somebody is appointed to it, his time in it ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kolokasi.accounts.keys import free_key
from kolokasi.accounts.models import Holding, Person, Position
from kolokasi.accounts.models.positions import titled
from kolokasi.accounts.office_acts import Administration
from kolokasi.accounts.validity import check_period, end_row, ended, overlaps, same_or_free, span
from kolokasi.core.refusal import Refused, Why
from kolokasi.core.worktime.wording import tanggal


def add_position(act: Administration, *, title: str, parent: Position | None) -> Position:
    """A new post in the office's tree. A post of the same title is refused, for nobody could tell them apart."""
    title = " ".join(title.split())
    if Position.objects.filter(office=act.office, title__iexact=title).exists():
        raise Refused(
            Why.INVALID,
            "Jabatan ini sudah ada.",
            errors={"title": f"“{title}” sudah ada; beri nama yang membedakannya."},
        )
    taken = set(Position.objects.filter(office=act.office).values_list("key", flat=True))
    position = Position.objects.create(
        office=act.office, key=free_key(title, taken), title=title, parent=parent
    )
    under = f" di bawah {parent.title}" if parent else ""
    act.note(f"Jabatan {title}{under} ditambahkan.")
    return position


def appoint(
    act: Administration,
    position: Position,
    person: Person,
    *,
    kind: str,
    decree: str,
    starts_on: dt.date,
    ends_on: dt.date | None,
) -> tuple[Holding, tuple[str, ...]]:
    """Let a person hold a position. Returns also what to think about: who else holds it in that time.

    An acting officer (Plt., Plh.) needs the decree that says so (naskah dinas: kewenangan penandatanganan).
    The same appointment again is the one that is there.
    """
    check_period(starts_on, ends_on)
    if kind != Holding.Kind.DEFINITIVE and not decree:
        raise Refused(
            Why.INVALID,
            "Plt. dan Plh. memerlukan surat perintahnya.",
            errors={"decree": "Tulis nomor surat perintah yang menunjuk Plt. atau Plh. ini."},
        )
    if not person.is_active:
        raise Refused(
            Why.INVALID,
            "Akun orang ini tidak aktif.",
            errors={"person": f"Akun {person.name} tidak aktif; aktifkan dahulu."},
        )
    held = Holding.objects.filter(position=position).select_related("person").order_by("starts_on")
    others = [one for one in held if overlaps(one, starts_on, ends_on)]
    there = same_or_free(
        [one for one in others if one.person_id == person.pk],
        starts_on,
        ends_on,
        taken="Orang ini sudah memangku jabatan itu pada masa tersebut.",
        said=lambda when: (
            f"{person.name} sudah memangku jabatan ini {when}; akhiri dahulu yang itu."
        ),
        same=lambda one: (one.kind, one.decree) == (kind, decree),
    )
    if there is not None:
        return there, ()
    holding = Holding.objects.create(
        person=person,
        position=position,
        kind=kind,
        decree=decree,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    by = f" ({decree})" if decree else ""
    act.note(
        f"{person.name} ditetapkan sebagai {titled(kind, position.title)}, "
        f"{span(starts_on, ends_on)}{by}."
    )
    return holding, tuple(_beside(holding, others))


def end_holding(act: Administration, holding: Holding, last_day: dt.date) -> None:
    """Give a holding its last day; the person still holds the post on it."""
    if end_row(act, holding, last_day):
        title = titled(holding.kind, holding.position.title)
        act.note(f"{holding.person.name} sebagai {title}: {ended(holding)}.")


def tree_of(office: int) -> list[tuple[int, Position]]:
    """The office's posts with their depth, those above first."""
    below: dict[int | None, list[Position]] = {}
    for one in Position.objects.filter(office=office).select_related("parent").order_by("id"):
        below.setdefault(one.parent_id, []).append(one)

    def walk(parent: int | None, depth: int) -> Iterator[tuple[int, Position]]:
        for one in below.get(parent, ()):
            yield depth, one
            yield from walk(one.pk, depth + 1)

    return list(walk(None, 0))


def _beside(holding: Holding, others: list[Holding]) -> Iterator[str]:
    acting = holding.kind != Holding.Kind.DEFINITIVE
    for one in others:
        until = f"sampai {tanggal(one.ends_on)}" if one.ends_on else "tanpa tanggal akhir"
        if acting and one.kind == Holding.Kind.DEFINITIVE:
            yield (
                f"{one.person.name} masih tercatat sebagai pejabat definitif {until}; "
                "akhiri pemangkuannya bila sudah tidak menjabat, sebab keduanya dapat bertindak."
            )
        else:
            yield f"{one.person.name} juga memangku jabatan ini {until}; keduanya dapat bertindak."
