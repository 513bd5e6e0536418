"""The typed tree that expressions read: main instance, secondary instances, any XML document.

Elements of a form carry one typed value and their states; documents read for the command
``form eval`` also keep text, comments and instructions as nodes, as XPath 1.0 sees them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from enum import IntEnum
from typing import Any

Atom = str | float | bool | datetime
"""What a node holds for expressions. ``""`` stands for no value."""


class Kind(IntEnum):
    """Node kinds of the XPath data model."""

    DOCUMENT = 0
    ELEMENT = 1
    ATTRIBUTE = 2
    TEXT = 3
    COMMENT = 4
    INSTRUCTION = 5
    DOCTYPE = 6


class Node:
    """One node. ``value`` is what expressions see, ``text`` how it is serialised.

    ``position`` counts the instances of a repeat from 1 (0: not repeated); ``bind`` is the number
    of the form's bind for it (-1: none). ``steps`` are the names that lead to
    it in its form. ``named`` finds children by name without a search. ``memory`` keeps what
    predicates said of it (``xpath.memory``).
    """

    __slots__ = (
        "attributes",
        "bind",
        "children",
        "kind",
        "memory",
        "name",
        "named",
        "namespace",
        "own",
        "parent",
        "position",
        "prefix",
        "readonly",
        "relevant",
        "required",
        "steps",
        "text",
        "value",
    )

    def __init__(self, name: str, parent: Node | None = None, kind: Kind = Kind.ELEMENT) -> None:
        self.name = name
        self.parent = parent
        self.kind = kind
        self.namespace = ""
        self.prefix = ""
        self.value: Atom = ""
        self.text = ""
        self.position = 0
        self.bind = -1
        self.steps: tuple[str, ...] = ()
        self.own = True
        self.relevant = True
        self.required = False
        self.readonly = False
        self.children: list[Node] = []
        self.named: dict[str, list[Node]] = {}
        self.attributes: list[Node] = []
        self.memory: dict[int, bool] = {}

    def append(self, child: Node) -> None:
        """Add a last child."""
        child.parent = self
        self.children.append(child)
        if child.kind == Kind.ELEMENT:
            self.named.setdefault(child.name, []).append(child)

    def stirred(self) -> None:
        """Something here changed: forget what was remembered of this node and those above."""
        here: Node | None = self
        while here is not None:
            if here.memory:
                here.memory.clear()
            here = here.parent

    def insert_repeat(self, child: Node, before: Collection[str] = ()) -> None:
        """Add a repeat instance after its last sibling of the same name; positions follow.

        The first instance comes before the elements named ``before``.
        """
        siblings = self.named.setdefault(child.name, [])
        child.parent = self
        at = self.children.index(siblings[-1]) + 1 if siblings else self._place(before)
        self.children.insert(at, child)
        siblings.append(child)
        child.position = len(siblings)

    def _place(self, before: Collection[str]) -> int:
        places = (at for at, child in enumerate(self.children) if child.name in before)
        return next(places, len(self.children))

    def remove_repeat(self, child: Node) -> None:
        """Take a repeat instance out; the positions after it move up."""
        self.children.remove(child)
        siblings = self.named[child.name]
        siblings.remove(child)
        for position, sibling in enumerate(siblings, 1):
            sibling.position = position

    def attribute(self, name: str) -> Node | None:
        """The attribute of that local name, the one without a namespace first."""
        found = [a for a in self.attributes if a.name == name]
        return min(found, key=lambda a: bool(a.namespace), default=None)

    def set_attribute(self, name: str, value: str, namespace: str = "", prefix: str = "") -> Node:
        """Add or change an attribute."""
        found = next(
            (a for a in self.attributes if a.name == name and a.namespace == namespace), None
        )
        if found is None:
            found = Node(name, self, Kind.ATTRIBUTE)
            found.namespace, found.prefix = namespace, prefix
            self.attributes.append(found)
        found.value = found.text = value
        return found

    def walk(self) -> Iterator[Node]:
        """This element and all below, in document order (no attributes)."""
        yield self
        for child in self.children:
            yield from child.walk()

    def root(self) -> Node:
        """The top of its tree."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    def path(self) -> str:
        """``/data/group/rep[2]/field``: positions only where a repeat is."""
        steps: list[str] = []
        node: Node | None = self
        while node is not None and node.kind != Kind.DOCUMENT:
            steps.append(f"{node.name}[{node.position}]" if node.position else node.name)
            node = node.parent
        return "/" + "/".join(reversed(steps))

    def __repr__(self) -> str:
        return f"<{self.path()}>"


def order_key(node: Node) -> tuple[int, ...]:
    """A key that sorts nodes of one tree in document order; attributes after their element."""
    key: list[int] = []
    here: Any = node
    while here.parent is not None:
        parent: Node = here.parent
        if here.kind == Kind.ATTRIBUTE:
            key += [_index(parent.attributes, here), -1]
        else:
            key.append(_index(parent.children, here))
        here = parent
    return tuple(reversed(key))


def _index(nodes: list[Node], wanted: Node) -> int:
    return next(i for i, node in enumerate(nodes) if node is wanted)


def in_order(nodes: list[Node]) -> list[Node]:
    """The nodes once each, in document order."""
    unique = list({id(node): node for node in nodes}.values())
    return sorted(unique, key=order_key) if len(unique) > 1 else unique


def text_of(node: Node) -> str:
    """The string-value of a node (XPath 1.0 §5)."""
    if not node.children or node.kind > Kind.ELEMENT:
        return node.text
    return node.text + "".join(text_of(c) for c in node.children if c.kind in _WITH_TEXT)


_WITH_TEXT = frozenset({Kind.ELEMENT, Kind.TEXT})
