"""The power tree: from the mains over gensets, UPS and panels down to the PDUs that devices are plugged into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class NodeKind(StrEnum):
    MAINS = "mains"
    GENSET = "genset"
    UPS = "ups"
    PANEL = "panel"
    FEED = "feed"
    PDU = "pdu"
    OUTLET = "outlet"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    NodeKind.MAINS: "PLN",
    NodeKind.GENSET: "Genset",
    NodeKind.UPS: "UPS",
    NodeKind.PANEL: "Panel",
    NodeKind.FEED: "Jalur",
    NodeKind.PDU: "PDU",
    NodeKind.OUTLET: "Stopkontak",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerNode:
    """``rating`` and ``limit`` in watts, None is not known. ``backups`` are gensets that take over when this
    node's supply fails. ``modules`` share the rating evenly. ``runtime_min`` is how long a UPS lives of its battery.
    """

    key: int
    name: str
    kind: NodeKind
    parent: int | None = None
    backups: tuple[int, ...] = ()
    rating: int | None = None
    limit: int | None = None
    warn: int | None = None
    used: int = 0
    held: int = 0
    modules: int = 1
    runtime_min: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A device that draws power. ``feeds`` are the nodes that it is plugged into; ``watts`` None is not known."""

    key: int
    name: str
    owner: str
    watts: int | None
    feeds: tuple[int, ...]
    supplies: int | None = None
    asked: bool = False  # by a request; it does not stand there yet


class LoopInTree(ValueError):
    """A node hangs below itself. ``nodes`` are those on the way round."""

    def __init__(self, nodes: tuple[PowerNode, ...]) -> None:
        names = " → ".join(node.name for node in (*nodes, nodes[0]))
        super().__init__(f"Pohon listrik berputar: {names}.")
        self.nodes = nodes


class PowerTree:
    """The nodes of a site. Raises LoopInTree, and KeyError for a parent or genset that is not among them."""

    def __init__(self, nodes: Iterable[PowerNode]) -> None:
        self.nodes: Mapping[int, PowerNode] = {node.key: node for node in nodes}
        self._children: dict[int | None, list[PowerNode]] = {}
        for node in self.nodes.values():
            for key in (*node.backups, *([] if node.parent is None else [node.parent])):
                self.nodes[key]
            self._children.setdefault(node.parent, []).append(node)
        self.top_down: tuple[PowerNode, ...] = tuple(self._walk())
        if len(self.top_down) < len(self.nodes):
            raise LoopInTree(self._loop())

    @property
    def roots(self) -> list[PowerNode]:
        return self.children(None)

    def children(self, key: int | None) -> list[PowerNode]:
        return self._children.get(key, [])

    def path(self, key: int) -> list[PowerNode]:
        """The node and everything above it, without gensets."""
        found = [self.nodes[key]]
        while (above := found[-1].parent) is not None:
            found.append(self.nodes[above])
        return found

    def _walk(self) -> Iterator[PowerNode]:
        waiting = list(reversed(self.roots))
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(self.children(node.key)))

    def _loop(self) -> tuple[PowerNode, ...]:
        reached = {node.key for node in self.top_down}
        node = next(one for one in self.nodes.values() if one.key not in reached)
        seen: list[PowerNode] = []
        while node not in seen:
            seen.append(node)
            node = self.nodes[node.parent]  # type: ignore[index] # what is not reached has a parent
        return tuple(seen[seen.index(node) :])
