"""Which devices one single failure would switch off: the list of exceptions to A and B."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kolokasi.core.capacity.power import Load, NodeKind, PowerNode, PowerTree


class Lack(StrEnum):
    NO_FEED = "tanpa_jalur"
    ONE_SUPPLY = "satu_catu_daya"
    ONE_FEED = "satu_jalur"
    SAME_PDU = "pdu_sama"
    SAME_PANEL = "panel_sama"
    SAME_UPS = "ups_sama"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiversityException:
    """``node`` is the one whose failure is felt; None where no feed is recorded."""

    load: Load
    lack: Lack
    node: PowerNode | None
    why: str


def exceptions(tree: PowerTree, loads: Iterable[Load]) -> tuple[DiversityException, ...]:
    """Every device that does not stand on two ways of its own, with the reason that lies nearest to it.

    The mains and gensets are met by every way, and are no reason.
    """
    found = (_exception(tree, load) for load in loads)
    return tuple(one for one in found if one is not None)


def _exception(tree: PowerTree, load: Load) -> DiversityException | None:
    if not load.feeds:
        return _made(load, Lack.NO_FEED, None, "Jalur listriknya belum tercatat.")
    first = tree.nodes[load.feeds[0]]
    if load.supplies == 1:
        return _made(load, Lack.ONE_SUPPLY, first, "Hanya memiliki satu catu daya.")
    if len(load.feeds) == 1:
        return _made(load, Lack.ONE_FEED, first, f"Hanya tersambung ke {first.name}.")
    ways = [tree.path(key) for key in load.feeds]
    shared = set.intersection(*({node.key for node in way} for way in ways))
    for node in ways[0]:
        if node.key not in shared or node.kind in (NodeKind.MAINS, NodeKind.GENSET):
            continue
        match node.kind:
            case NodeKind.UPS:
                lack = Lack.SAME_UPS
            case NodeKind.PDU | NodeKind.OUTLET:
                lack = Lack.SAME_PDU
            case _:
                lack = Lack.SAME_PANEL
        return _made(load, lack, node, f"Semua jalurnya melalui {node.name}.")
    return None


def _made(load: Load, lack: Lack, node: PowerNode | None, why: str) -> DiversityException:
    return DiversityException(load=load, lack=lack, node=node, why=why)
