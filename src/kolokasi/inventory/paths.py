"""What carries the load of each power node: the closure of the tree, written anew where the tree changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kolokasi.inventory.models import PowerBackup, PowerNode, PowerPath


@dataclass(frozen=True, slots=True)
class Tree:
    """A site's power tree by ids: the parent of each node, and the gensets that back it."""

    parents: Mapping[int, int | None]
    backups: Mapping[int, tuple[int, ...]]

    def up(self, node: int) -> Iterable[tuple[int, int]]:
        """The nodes that carry this one's load, itself first, with their distance. A genset is met once."""
        met: set[int] = set()
        at: int | None = node
        distance = 0
        while at is not None and at not in met:
            met.add(at)
            yield at, distance
            for genset in self.backups.get(at, ()):
                if genset not in met:
                    met.add(genset)
                    yield genset, max(distance, 1)
            at, distance = self.parents.get(at), distance + 1

    def below(self, node: int) -> set[int]:
        """The node and everything that hangs on it, gensets' loads included."""
        return {one for one in self.parents if any(above == node for above, _ in self.up(one))}


def tree_of(site: int) -> Tree:
    parents = dict(PowerNode.objects.filter(site=site).values_list("pk", "parent"))
    backups: dict[int, list[int]] = {}
    rows = PowerBackup.objects.filter(node__site=site).order_by("genset")
    for node, genset in rows.values_list("node", "genset"):
        backups.setdefault(node, []).append(genset)
    return Tree(parents, {node: tuple(gensets) for node, gensets in backups.items()})


def write_paths(tree: Tree, nodes: Collection[int]) -> None:
    """Replace the paths of these nodes by what the tree says."""
    PowerPath.objects.filter(node__in=nodes).delete()
    PowerPath.objects.bulk_create(
        [
            PowerPath(node_id=node, above_id=above, distance=distance)
            for node in sorted(nodes)
            for above, distance in tree.up(node)
        ],
        batch_size=1000,
    )
