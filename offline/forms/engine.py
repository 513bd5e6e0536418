"""The engine of one session: the live instance, and recomputing only what depends on a change.

A change is a node; the units that read its path are queued by rank, each for the nodes it
concerns, and evaluated in that order, so that every unit runs once after all that it reads.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from random import Random

from offline.forms import reader
from offline.forms.api import AnswerError
from offline.forms.counts import MOST_INSTANCES, offered, wanted
from offline.forms.form import Compiled
from offline.forms.graph import Unit
from offline.forms.model import Steps
from offline.forms.places import inherit, meeting
from offline.forms.tree import Node
from offline.forms.typed import EMPTY, Stored, from_result
from offline.forms.xpath.scope import Scope
from offline.forms.xpath.values import JAVAROSA, EvaluationError, Rules
from offline.i18n import tr


class Engine:
    """The main instance of one session with its secondary instances (``scope.Runtime``)."""

    def __init__(
        self,
        form: Compiled,
        instances: Mapping[str, Node],
        now: Callable[[], datetime],
        properties: Mapping[str, str],
        seed: str,
    ) -> None:
        self.form = form
        self.root = reader.copy(form.instance)
        self.rules: Rules = JAVAROSA
        self.fixed: dict[int, Node | None] = {}
        self.lasting: dict[int, list[Node]] = {}
        self.seed = seed
        self.drawn = 0
        self.properties = properties
        self.locate: Callable[[], str] = lambda: ""
        """Where the device is, as a geopoint; empty where it cannot know."""
        self.version = form.version
        self.itext: Callable[[str], str] = lambda _identifier: ""
        self.choice_label: Callable[[str, str, Node], str] = lambda value, _path, _node: value
        self.faults: list[str] = []
        """Expressions that could not be evaluated, with their node, since this was last emptied."""
        self._instances = {**form.secondary, **instances}
        self._now = now
        self._queue: list[int] = []
        self._waiting: dict[int, dict[int, Node]] = {}
        self._held = 0
        self.grown: Callable[[Node, Steps], None] = lambda _node, _path: None
        """What is done with a new instance before anything is computed (JavaRosa's order)."""

    @property
    def random(self) -> Random:
        """The next chance, from the session's seed and how many were ``drawn``: a draft that is
        opened again goes on where it stopped, and no ``uuid()`` comes twice.
        """
        self.drawn += 1
        return Random(f"{self.seed} {self.drawn}")  # noqa: S311 — chance in forms is no secret

    def now(self) -> datetime:
        """The moment, in the device's zone."""
        return self._now().astimezone()

    def instance(self, name: str) -> Node:
        """The document node of a secondary instance; the main one by its root's name."""
        found = self._instances.get(name)
        if found is not None:
            return found
        if self.root.children and name in {self.form.form_id, self.root.children[0].name}:
            return self.root
        raise EvaluationError(tr("没有名为“{name}”的列表（instance）", name=name))

    def start(self) -> None:
        """Evaluate every unit for every node once, in order."""
        for unit in self.form.graph.units:
            self._enqueue(unit, self.nodes_at(unit.path[: _depth(unit)], None))
        self._settle()

    def put(self, node: Node, stored: Stored) -> None:
        """Give a node a value and let everything that depends follow."""
        if self.assign(node, stored):
            self.touch(node)

    def assign(self, node: Node, stored: Stored) -> bool:
        """Give a node a value and nothing else; whether it is another one."""
        if (node.value, node.text) == stored and type(node.value) is type(stored[0]):
            return False
        node.value, node.text = stored
        node.stirred()
        return True

    def touch(self, node: Node) -> None:
        """Let everything follow that depends on a node."""
        self._changed(node)
        self._settle()

    def add_repeat(self, parent: Node, path: Steps) -> Node:
        """Append an instance of a repeat (its template's copy) under a parent."""
        node = self._grow(parent, path)
        self._settle()
        return node

    def _grow(self, parent: Node, path: Steps) -> Node:
        node = reader.copy(self.form.templates[path])
        if len(parent.named.get(path[-1], ())) >= MOST_INSTANCES:
            raise AnswerError(tr("重复的内容太多，最多 {most} 项。", most=MOST_INSTANCES))
        parent.insert_repeat(node, self.form.definition.followers.get(path, ()))
        inherit(node, relevant=parent.relevant)
        self._concern(node, path)
        self._held += 1
        self.grown(node, path)
        self._held -= 1
        return node

    def remove_repeat(self, node: Node, path: Steps) -> None:
        """Take an instance out; what counted it or stood after it follows."""
        self._shrink(node, path)
        self._settle()

    def _shrink(self, node: Node, path: Steps) -> None:
        parent = node.parent
        if parent is None:
            return
        at = node.position - 1
        self._concern_readers(node, path)
        parent.remove_repeat(node)
        for later in parent.named.get(path[-1], [])[at:]:
            self._changed(later)
        self._forget(node)

    def _forget(self, node: Node) -> None:
        """Drop queued work for nodes that are no longer in the tree."""
        gone = {id(inner) for inner in node.walk()}
        for nodes in self._waiting.values():
            for key in gone & nodes.keys():
                del nodes[key]

    def _concern(self, node: Node, path: Steps) -> None:
        """Queue what computes or reads a new subtree."""
        for rank in self.form.graph.under.get(path, ()):
            unit = self.form.graph.units[rank]
            targets = [node.parent] if unit.kind == "count" and node.parent else [node]
            if unit.kind != "count":
                self._enqueue(unit, targets)
        self._changed(node)
        for mark in node.attributes:
            self._concern(mark, (*path, f"@{mark.name}"))
        for child in node.children:
            below = (*path, child.name)
            self._concern(child, below)
        for rank in self._counts_under(path):
            self._enqueue(self.form.graph.units[rank], [node])

    def _counts_under(self, path: Steps) -> list[int]:
        return [
            unit.rank
            for unit in self.form.graph.units
            if unit.kind == "count" and unit.path[:-1] == path
        ]

    def _concern_readers(self, node: Node, path: Steps) -> None:
        self._changed(node)
        for child in node.children:
            self._concern_readers(child, (*path, child.name))

    def _changed(self, node: Node) -> None:
        if node.name in self.form.compiler.remembered:
            node.stirred()
        for rank, free in self.form.graph.readers.get(node.steps, ()):
            targets = self.lasting.get(rank)
            if targets is None:
                targets = self._targets(rank, None if free else node)
            waiting = self._waiting.get(rank)
            if waiting is None:
                waiting = self._waiting[rank] = {}
                heapq.heappush(self._queue, rank)
            for target in targets:
                waiting[id(target)] = target

    def _targets(self, rank: int, near: Node | None) -> list[Node]:
        """The nodes that a unit computes, near a change; kept where no repeat can change them."""
        unit = self.form.graph.units[rank]
        path = unit.path[: _depth(unit)]
        targets = self.nodes_at(path, near)
        if self.form.compiler.single(path):
            self.lasting[rank] = targets
        return targets

    def _enqueue(self, unit: Unit, nodes: Iterable[Node]) -> None:
        waiting = self._waiting.get(unit.rank)
        if waiting is None:
            waiting = self._waiting[unit.rank] = {}
            heapq.heappush(self._queue, unit.rank)
        for node in nodes:
            waiting[id(node)] = node

    def _settle(self) -> None:
        if self._held:
            return
        try:
            while self._queue:
                rank = heapq.heappop(self._queue)
                unit = self.form.graph.units[rank]
                nodes = list(self._waiting.pop(rank).values())
                if unit.kind == "calculate" and nodes:
                    self._calculate(unit, nodes)
                    continue
                for node in nodes:
                    self._attempt(unit, node)
        finally:
            self._queue.clear()
            self._waiting.clear()

    def _attempt(self, unit: Unit, node: Node) -> None:
        """Evaluate; what cannot be evaluated stays as it was, and why is kept in ``faults``."""
        try:
            self._evaluate(unit, node)
        except EvaluationError as error:
            self.faults.append(f"{node.path()}: {error}")

    def _evaluate(self, unit: Unit, node: Node) -> None:
        match unit.kind:
            case "relevant":
                self._relevance(unit, node)
            case "required":
                node.required = self.truth(unit.expression, node)
            case "readonly":
                node.readonly = self.truth(unit.expression, node)
            case "count":
                self._recount(unit, node)

    def truth(self, expression: str, node: Node) -> bool:
        """A condition at a node."""
        return bool(self.form.code(expression, "boolean")(Scope(node, self)))

    def _calculate(self, unit: Unit, nodes: list[Node]) -> None:
        """Evaluate for each node; what cannot be evaluated has no value, and is in ``faults``."""
        data_type = self.form.definition.binds[unit.bind].data_type
        code = self.form.code(unit.expression, "atom")
        scope = Scope(nodes[0], self)
        for node in nodes:
            scope.node = scope.current = node
            try:
                stored = from_result(data_type, code(scope))
            except EvaluationError as error:
                self.faults.append(f"{node.path()}: {error}")
                stored = EMPTY
            if node.text != stored[1] or node.value != stored[0]:
                node.value, node.text = stored
                self._changed(node)

    def _relevance(self, unit: Unit, node: Node) -> None:
        node.own = self.truth(unit.expression, node)
        above = node.parent.relevant if node.parent is not None else True
        for changed in inherit(node, relevant=above):
            self._changed(changed)

    def _recount(self, unit: Unit, parent: Node) -> None:
        """Fill up to the count. A lower count takes nothing away: answers are never lost by it.

        What is not relevant is not filled, until it is (JavaRosa: nobody pages past it).
        """
        if not parent.relevant or not offered(self, unit.path, parent):
            return
        number = wanted(self, unit.expression, unit.path[-1], parent)
        if number > MOST_INSTANCES:
            raise EvaluationError(tr("重复的内容太多，最多 {most} 项。", most=MOST_INSTANCES))
        instances = parent.named.setdefault(unit.path[-1], [])
        while len(instances) < number:
            self._grow(parent, unit.path)

    def nodes_at(self, path: Steps, near: Node | None) -> list[Node]:
        """All nodes at a path; with ``near``, those in its own repeat instances where shared."""
        here, depth = meeting(path, near) if near is not None else (None, 0)
        found = [here or self.root]
        for name in path[depth:]:
            if name.startswith("@"):
                marks = [node.attribute(name[1:]) for node in found]
                return [mark for mark in marks if mark is not None]
            found = (
                found[0].named.get(name, [])
                if len(found) == 1
                else [child for node in found for child in node.named.get(name, ())]
            )
        return found


def _depth(unit: Unit) -> int:
    return len(unit.path) - (unit.kind == "count")
