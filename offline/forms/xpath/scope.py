"""What a compiled expression is evaluated in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from random import Random
from typing import Protocol

from offline.forms.tree import Node
from offline.forms.xpath.values import Rules, Value


class Runtime(Protocol):
    """What expressions may ask of the session that evaluates them."""

    @property
    def root(self) -> Node:
        """The document node of the main instance."""
        ...

    @property
    def rules(self) -> Rules: ...
    @property
    def fixed(self) -> dict[int, Node | None]:
        """Nodes found by paths that no repeat can change, by the path's number."""
        ...

    @property
    def random(self) -> Random: ...
    @property
    def seed(self) -> str:
        """What an order without a seed of its own is drawn from, so that it stays in a session."""
        ...

    @property
    def properties(self) -> Mapping[str, str]: ...
    @property
    def version(self) -> str: ...
    def now(self) -> datetime: ...
    def instance(self, name: str) -> Node:
        """The document node of a secondary instance (EvaluationError if there is none)."""
        ...

    def itext(self, identifier: str) -> Value:
        """The text of an itext entry in the language of the session (or its nodes)."""
        ...

    def choice_label(self, value: str, question: str, near: Node) -> str:
        """The label of a choice of the question at that path (``jr:choice-name``)."""
        ...


class Scope:
    """The context node with its position and size, ``current()`` and the session."""

    __slots__ = ("current", "node", "position", "rules", "run", "size")

    def __init__(
        self,
        node: Node,
        run: Runtime,
        current: Node | None = None,
        position: int = 0,
        size: int = 0,
    ) -> None:
        self.node = node
        self.run = run
        self.current = current or node
        self.position = position
        self.size = size
        self.rules = run.rules


Code = Callable[[Scope], Value]
"""A compiled expression."""
