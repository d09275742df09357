"""Which symbol stands in which cell of the sheet, and which symbols are linked.

Reading of the rows:
- a step with several ways out is a process with a decision below it; a step that *is* a decision
  (``keputusan``) is a diamond; in a relay the last hand's symbol is the diamond;
- a diamond has at most three ways out: further ones go to a further diamond below it;
- ``all`` and ``any`` are drawn joined; who decides (or is named last) leads on;
- a way far down or far back goes through a pair of lettered pentagons.
"""

from __future__ import annotations

from itertools import pairwise

from kolokasi.core.procedure import Mode, Outcome, Procedure, Step, StepKind
from kolokasi.drawing.grid import Grid, GridRow, Link, LinkKind, Node, Shape

MOST_ROWS_CROSSED = 2  # an arrow that would pass more rows becomes a pair of connectors
MOST_ROWS_BACK = 2


def build_grid(procedure: Procedure) -> Grid:
    return _Builder(procedure).build()


class _Builder:
    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self.lanes = tuple(role.key for role in procedure.lanes())
        self.lane_of = {key: index for index, key in enumerate(self.lanes)}
        self.index = {key: place for place, key in enumerate(procedure.steps)}
        self.rows = [GridRow(step=step) for step in procedure.steps.values()]
        self.row_of = {row.step.key: row for row in self.rows}
        self.links: list[Link] = []
        self.letters = self._letters()

    def build(self) -> Grid:
        for row in self.rows:
            self._performers(row)
        for row in self.rows:
            self._ways_out(row)
        for row in self.rows:
            self._incoming(row)
        band = 0
        for row in self.rows:
            row.first_band = band
            for index, cells in enumerate(row.bands):
                for node in cells.values():
                    node.band = band + index
            band += len(row.bands)
        return Grid(lanes=self.lanes, rows=self.rows, links=self.links)

    # Performers of one row -------------------------------------------------------------------

    def _performers(self, row: GridRow) -> None:
        step = row.step
        band = 0
        start: Node | None = None
        lanes = self._lanes_of(step)
        if step.key == self.procedure.start:
            start = row.put(Node(shape=Shape.START, step=step.key, lane=lanes[0]), 0)
            band = 1
        decides = len(step.outcomes) > 1
        if step.mode is Mode.RELAY and len(lanes) > 1:
            self._relay(row, lanes, band, decides)
        elif len(lanes) > 1:
            self._together(row, lanes, band, decides)
        else:
            self._single(row, lanes[0], band, decides)
        if start is not None:
            self._link(start, row.entry)

    def _single(self, row: GridRow, lane: int, band: int, decides: bool) -> None:
        step = row.step
        if step.kind is StepKind.DECISION:
            row.entry = row.exit = self._symbol(row, Shape.DECISION, lane, band, 0)
            return
        shape = Shape.WAIT if step.kind is StepKind.WAIT else Shape.PROCESS
        row.entry = row.exit = self._symbol(row, shape, lane, band, 0)
        if decides:
            row.exit = self._symbol(row, Shape.DECISION, lane, band + 1, None)
            self._link(row.entry, row.exit)

    def _relay(self, row: GridRow, lanes: list[int], band: int, decides: bool) -> None:
        """Successive boxes; a new band where the hand turns back or meets a lane again."""
        diamond_last = decides or row.step.kind is StepKind.DECISION
        row.entry = row.exit = self._symbol(row, Shape.PROCESS, lanes[0], band, 0)
        direction = 0
        for turn, lane in enumerate(lanes[1:], start=1):
            decision = turn == len(lanes) - 1 and diamond_last
            towards = (lane > row.exit.lane) - (lane < row.exit.lane)
            turned = towards == 0 or (direction and towards != direction)
            if turned or decision:  # a decision is entered at its top
                band, direction = band + 1, 0
            else:
                direction = towards
            shape = Shape.DECISION if decision else Shape.PROCESS
            node = self._symbol(row, shape, lane, band, turn)
            self._link(row.exit, node)
            row.exit = node

    def _together(self, row: GridRow, lanes: list[int], band: int, decides: bool) -> None:
        step = row.step
        nodes: dict[int, Node] = {}
        for turn, lane in enumerate(lanes):
            if lane not in nodes:
                nodes[lane] = self._symbol(row, Shape.PROCESS, lane, band, turn)
        across = sorted(nodes)
        kind = LinkKind.ANY if step.mode is Mode.ANY else LinkKind.ALL
        self.links.extend(
            Link(source=nodes[left], target=nodes[right], step=step.key, kind=kind)
            for left, right in pairwise(across)
        )
        decider = self.lane_of.get(step.decider, lanes[-1])
        row.entry = nodes[lanes[0]]
        row.exit = nodes.get(decider, nodes[lanes[-1]])
        if decides or step.kind is StepKind.DECISION:
            below = self._symbol(row, Shape.DECISION, row.exit.lane, band + 1, None)
            self._link(row.exit, below)
            row.exit = below

    def _symbol(self, row: GridRow, shape: Shape, lane: int, band: int, turn: int | None) -> Node:
        assumed = any(is_about_performer(one.about) for one in row.step.assumptions)
        return row.put(
            Node(shape=shape, step=row.step.key, lane=lane, turn=turn, assumed=assumed), band
        )

    def _lanes_of(self, step: Step) -> list[int]:
        """The step's lanes; for one outside the lanes, where the arrow passes (the next step's lane)."""
        inside = [self.lane_of[role] for role in step.performers if role in self.lane_of]
        if inside:
            return inside
        for later in self._neighbours(step):
            lanes = [self.lane_of[role] for role in later.performers if role in self.lane_of]
            if lanes:
                return lanes[:1]
        return [0]

    def _neighbours(self, step: Step) -> list[Step]:
        steps = list(self.procedure.steps.values())
        place = self.index[step.key]
        named = [
            self.procedure.steps[key]
            for way in step.outcomes
            for key in way.next
            if key in self.index
        ]
        return [*named, *steps[place + 1 :], *reversed(steps[:place])]

    # Ways out ----------------------------------------------------------------------------------

    def _ways_out(self, row: GridRow) -> None:
        """Lay the ways out at the decision: two to its sides, one onward. More go to a further decision."""
        step = row.step
        main = self._main_way(step)
        others = [way for way in step.outcomes if way is not main]
        onward = 1 if main is not None or not others else 0
        exits = [row.exit]
        while others:
            last = len(others) + onward <= 3 and self._fits_beside(row, others, main is None)
            taken = others if last else others[: self._room_beside(row, others)]
            for way in taken:
                self._way(row, exits[-1], way, main)
            others = others[len(taken) :]
            if others or (main is not None and not last):
                exits.append(self._further_decision(row, exits[-1]))
            elif last:
                break
        if main is not None:
            self._way(row, exits[-1], main, main)

    def _further_decision(self, row: GridRow, before: Node) -> Node:
        band = max(len(row.bands), before.band + 1)
        node = self._symbol(row, Shape.DECISION, before.lane, band, None)
        self._link(before, node)
        return node

    def _ends_of(self, row: GridRow, way: Outcome) -> int:
        """How many symbols (ends, connectors) the way needs near its decision."""
        far = sum(key in self.index and self._is_far(row.step.key, key) for key in way.next)
        return far + (way.end is not None)

    def _sides_free(self, row: GridRow) -> int:
        return len(self._sides(row, None))

    def _fits_beside(self, row: GridRow, ways: list[Outcome], below_is_free: bool) -> bool:
        room = max(1, self._sides_free(row) + below_is_free)
        return sum(self._ends_of(row, way) > 0 for way in ways) <= room

    def _room_beside(self, row: GridRow, ways: list[Outcome]) -> int:
        """How many ways this decision takes, when another one follows below."""
        both = len(ways) > 1 and len(self.lanes) > 1 and self._fits_beside(row, ways[:2], False)
        return 2 if both else 1

    def _way(self, row: GridRow, source: Node, way: Outcome, main: Outcome | None) -> None:
        labelled = len(row.step.outcomes) > 1
        beside: int | None = None  # all ends of one way stand on one side
        for target in way.next:
            if target not in self.index:
                continue
            if self._is_far(row.step.key, target):
                node = Node(
                    shape=Shape.OUTGOING, step=row.step.key, lane=0,
                    letter=self.letters[target], goes_to=target,
                )  # fmt: skip
                self._end(row, source, node, way, main, labelled, beside)
                beside = node.lane
            else:
                link = self._link(source, self.row_of[target].entry, way, labelled)
                link.main = way is main
                link.back = self.index[target] <= self.index[row.step.key]
            labelled = False  # the words stand once, at the first branch of a fork
        if way.end is not None:
            node = Node(shape=Shape.END, step=row.step.key, lane=0, end=way.end)
            self._end(row, source, node, way, main, labelled, beside)

    def _end(
        self,
        row: GridRow,
        source: Node,
        node: Node,
        way: Outcome,
        main: Outcome | None,
        labelled: bool,
        beside: int | None,
    ) -> None:
        node.assumed = bool(way.assumption or way.suggested)
        self._place(row, source, node, main, beside)
        link = self._link(source, node, way, labelled)
        link.main = main is None and way is row.step.outcomes[0]

    def _main_way(self, step: Step) -> Outcome | None:
        """The first way that leads on by an arrow: it leaves at the bottom."""
        here = self.index[step.key]
        for way in step.outcomes:
            onward = [key for key in way.next if self.index.get(key, -1) > here]
            if any(not self._is_far(step.key, key) for key in onward):
                return way
        return None

    def _place(
        self, row: GridRow, source: Node, node: Node, main: Outcome | None, beside: int | None
    ) -> None:
        """Find a cell for an end or a connector: beside the decision, else below it."""
        lanes = self._sides(row, main) if beside is None else [beside]
        if len(row.step.outcomes) > 1:
            for lane in lanes:
                if row.is_free(lane, source.band):
                    self._put(row, node, lane, source.band)
                    return
        below_is_free = (main is None and beside is None) or not lanes
        depth = source.band + 1
        while True:
            for lane in ([source.lane] if below_is_free else []) + lanes:
                if row.is_free(lane, depth):
                    self._put(row, node, lane, depth)
                    return
            depth += 1

    def _sides(self, row: GridRow, main: Outcome | None) -> list[int]:
        """The neighbouring lanes, the one away from the main way's target first."""
        lane = row.exit.lane
        target_lane = lane
        if main is not None:
            onward = next((key for key in main.next if key in self.row_of), None)
            target_lane = self.row_of[onward].entry.lane if onward else lane
        order = (lane + 1, lane - 1) if target_lane < lane else (lane - 1, lane + 1)
        return [one for one in order if 0 <= one < len(self.lanes)]

    def _put(self, row: GridRow, node: Node, lane: int, band: int) -> None:
        node.lane = lane
        row.put(node, band)

    # Connectors --------------------------------------------------------------------------------

    def _is_far(self, source: str, target: str) -> bool:
        distance = self.index[target] - self.index[source]
        if distance > 0:
            return distance - 1 > MOST_ROWS_CROSSED
        return -distance > MOST_ROWS_BACK

    def _letters(self) -> dict[str, str]:
        """Target step → letter, in the order in which the ways leave."""
        letters: dict[str, str] = {}
        for step in self.procedure.steps.values():
            for way in step.outcomes:
                for target in way.next:
                    if (
                        target in self.index
                        and target not in letters
                        and self._is_far(step.key, target)
                    ):
                        letters[target] = _letter(len(letters))
        return letters

    def _incoming(self, row: GridRow) -> None:
        letter = self.letters.get(row.step.key)
        if letter is None:
            return
        node = Node(shape=Shape.INCOMING, step=row.step.key, lane=0, letter=letter)
        lane, band = row.entry.lane, row.entry.band
        busy = row.entry.shape is Shape.DECISION and len(row.step.outcomes) > 2
        for beside in () if busy else (lane - 1, lane + 1):
            if 0 <= beside < len(self.lanes) and row.is_free(beside, band):
                self._put(row, node, beside, band)
                break
        else:
            self._above(row, node)
        self._link(node, row.entry)

    def _above(self, row: GridRow, node: Node) -> None:
        """No room beside the entry: a band of its own on top of the row."""
        lane = row.entry.lane
        row.bands.insert(0, {})
        for index, cells in enumerate(row.bands):
            for one in cells.values():
                one.band = index
        beside = lane - 1 if lane > 0 else lane + 1
        self._put(row, node, beside if 0 <= beside < len(self.lanes) else lane, 0)

    def _link(
        self, source: Node, target: Node, way: Outcome | None = None, labelled: bool = False
    ) -> Link:
        link = Link(source=source, target=target, step=source.step, outcome=way, labelled=labelled)
        self.links.append(link)
        return link


def is_about_performer(about: str) -> bool:
    return about.lower().startswith(("pelaksana", "lajur", "performer"))


def _letter(index: int) -> str:
    """A … Z, AA, AB …"""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
