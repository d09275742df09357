"""What is only counted, and needs no place: megabits, addresses, a cluster's processors, memory and storage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kolokasi.core.capacity.ask import Ask, HostingAsked
from kolokasi.core.capacity.metering import SEVERITY, bare_line, line_of, worst
from kolokasi.core.capacity.placing import Bound, allowance
from kolokasi.core.capacity.resources import Resource
from kolokasi.core.capacity.stock import Cluster, Meter, Stock
from kolokasi.core.capacity.verdict import Answer, Line, Take
from kolokasi.core.capacity.wording import amount, natural


@dataclass(frozen=True, slots=True)
class Counted:
    """``possible`` tells whether the takes stay within the ratings, so that an override may have them."""

    lines: tuple[Line, ...] = ()
    takes: tuple[Take, ...] = ()
    possible: bool = True


def bandwidth(ask: Ask, stock: Stock) -> Counted:
    """One link carries all of it: the one with most left."""
    asked = ask.bandwidth_mbps
    if asked is None:
        return _not_said(ask, Resource.BANDWIDTH, "Mbps", "Bandwidth")
    if not asked:
        return Counted()
    if not stock.links:
        return _none_there(ask, Resource.BANDWIDTH, "Mbps", asked, "sambungan internet")
    lines = [(meter, line_of(meter, asked, ask)) for meter in stock.links]
    meter, line = min(lines, key=_goodness)
    return Counted((line,), (Take(meter=meter.key, amount=asked),), _possible(meter, asked))


def addresses(ask: Ask, stock: Stock) -> tuple[Counted, Counted]:
    """Public IPv4 and IPv6."""
    return (
        _from_pools(ask, stock.pools, ask.addresses, "alamat", "IPv4"),
        _from_pools(ask, stock.pools6, ask.addresses6, "alamat IPv6", "IPv6"),
    )


def hosting(ask: Ask, stock: Stock) -> Counted:
    """One cluster carries all of it."""
    wanted = ask.hosting
    if wanted is None:
        return Counted()
    if not stock.clusters:
        return _none_there(ask, Resource.SERVER, "", None, "klaster")
    found = [(cluster, _in_cluster(cluster, wanted, ask)) for cluster in stock.clusters]
    return min(found, key=lambda one: _cluster_goodness(*one))[1]


def _from_pools(
    ask: Ask, pools: Sequence[Meter], asked: int | None, unit: str, version: str
) -> Counted:
    """One pool gives all of them, the one that then has least left; else several do."""
    if asked is None:
        return _not_said(ask, Resource.ADDRESS, unit, f"Jumlah alamat {version} publik")
    if not asked:
        return Counted()
    if not pools:
        return _none_there(ask, Resource.ADDRESS, unit, asked, f"blok {version} publik")
    known = [one for one in pools if one.left is not None]
    alone = [one for one in known if (one.left or 0) >= asked]
    if alone:
        meter = min(alone, key=lambda one: (one.left or 0, natural(one.name), one.key))
        return Counted((line_of(meter, asked, ask),), (Take(meter=meter.key, amount=asked),))
    open_ended = [one for one in pools if one.left is None]
    if sum(max(0, one.left or 0) for one in known) < asked and open_ended:
        meter = min(open_ended, key=lambda one: (natural(one.name), one.key))
        takes = (Take(meter=meter.key, amount=asked),)
        return Counted((line_of(meter, asked, ask),), takes, _possible(meter, asked))
    return _from_several(ask, known, asked)


def _from_several(ask: Ask, pools: Sequence[Meter], asked: int) -> Counted:
    ordered = sorted(pools, key=lambda one: (-(one.left or 0), natural(one.name), one.key))
    whole = ordered[0] if len(ordered) == 1 else _together(ordered)
    line = line_of(whole, asked, ask)
    bound = Bound.SURE if line.answer is Answer.YES else Bound.PHYSICAL
    takes: list[Take] = []
    rest = asked
    for meter in ordered:
        part = min(rest, max(0, allowance(meter, bound, checked=True)))
        if part:
            takes.append(Take(meter=meter.key, amount=part))
            rest -= part
    return Counted((line,), tuple(takes), rest == 0)


def _together(pools: Sequence[Meter]) -> Meter:
    """All pools as one; an overfull one lends nothing from the others."""
    first = pools[0]
    limits = [max(one.limit or 0, one.used + one.held) for one in pools]
    return Meter(
        key=first.key,
        resource=first.resource,
        name=", ".join(one.name for one in sorted(pools, key=lambda one: natural(one.name))),
        unit=first.unit,
        rating=None,
        limit=sum(limits),
        used=sum(one.used for one in pools),
        held=sum(one.held for one in pools),
    )


def _in_cluster(cluster: Cluster, wanted: HostingAsked, ask: Ask) -> Counted:
    lines: list[Line] = []
    takes: list[Take] = []
    possible = True
    parts = (
        (cluster.vcpu, wanted.vcpu, "vCPU"),
        (cluster.ram, wanted.ram_gb, "memori"),
        (cluster.disk, wanted.disk_gb, "penyimpanan"),
    )
    for meter, asked, what in parts:
        where = f"{cluster.name}, {what}"
        if asked:
            lines.append(line_of(meter, asked, ask, where=where))
            takes.append(Take(meter=meter.key, amount=asked))
            possible = possible and _possible(meter, asked)
        elif asked is None and Resource.SERVER in ask.resources:
            why = f"Jumlah {what} yang diminta belum diisi."
            lines.append(bare_line(Resource.SERVER, where, meter.unit, None, why))
            possible = False
    return Counted(tuple(lines), tuple(takes), possible)


def _cluster_goodness(cluster: Cluster, found: Counted) -> tuple[object, ...]:
    answer = worst(line.answer for line in found.lines)
    short = sum(line.short > 0 for line in found.lines)
    tight = any(line.tight for line in found.lines)
    rest = cluster.ram.left or 0
    return (SEVERITY.index(answer), short, tight, rest, natural(cluster.name), cluster.key)


def _goodness(one: tuple[Meter, Line]) -> tuple[object, ...]:
    meter, line = one
    rest = -(line.left or 0)
    return (SEVERITY.index(line.answer), line.tight, rest, natural(meter.name), meter.key)


def _possible(meter: Meter, asked: int) -> bool:
    return allowance(meter, Bound.PHYSICAL, checked=True) >= asked


def _not_said(ask: Ask, resource: Resource, unit: str, what: str) -> Counted:
    if resource not in ask.resources:
        return Counted()
    return Counted(
        (bare_line(resource, "", unit, None, f"{what} yang diminta belum diisi."),), (), False
    )


def _none_there(ask: Ask, resource: Resource, unit: str, asked: int | None, what: str) -> Counted:
    if resource not in ask.resources:
        return Counted()
    wanted = f", sedangkan yang diminta {amount(asked, unit)}" if asked else ""
    why = f"Belum ada {what} yang tercatat{wanted}."
    return Counted((bare_line(resource, "", unit, asked, why),), (), False)


def joined(parts: Iterable[Counted]) -> Counted:
    """Several counted parts as one."""
    every = list(parts)
    return Counted(
        tuple(line for part in every for line in part.lines),
        tuple(take for part in every for take in part.takes),
        all(part.possible for part in every),
    )
