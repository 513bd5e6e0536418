"""The axes of XPath 1.0 over our tree; reverse axes give the nearest node first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from offline.forms.tree import Kind, Node
from offline.forms.xpath.syntax import Test

Axis = Callable[[Node], list[Node]]


def _child(node: Node) -> list[Node]:
    return node.children


def _parent(node: Node) -> list[Node]:
    return [node.parent] if node.parent is not None else []


def _ancestors(node: Node) -> list[Node]:
    found: list[Node] = []
    here = node.parent
    while here is not None:
        found.append(here)
        here = here.parent
    return found


def _descendants(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield child
        yield from _descendants(child)


def _siblings(node: Node) -> tuple[list[Node], int]:
    if node.parent is None or node.kind == Kind.ATTRIBUTE:
        return [], 0
    family = node.parent.children
    return family, next(i for i, other in enumerate(family) if other is node)


def _following_siblings(node: Node) -> list[Node]:
    family, at = _siblings(node)
    return family[at + 1 :]


def _preceding_siblings(node: Node) -> list[Node]:
    family, at = _siblings(node)
    return family[:at][::-1]


def _following(node: Node) -> list[Node]:
    found: list[Node] = []
    if node.kind == Kind.ATTRIBUTE and node.parent is not None:
        found += _descendants(node.parent)
        node = node.parent
    for here in (node, *_ancestors(node)):
        for sibling in _following_siblings(here):
            found += sibling.walk()
    return found


def _preceding(node: Node) -> list[Node]:
    found: list[Node] = []
    if node.kind == Kind.ATTRIBUTE and node.parent is not None:
        node = node.parent
    for here in (node, *_ancestors(node)):
        for sibling in _preceding_siblings(here):
            found += reversed(list(sibling.walk()))
    return found


AXES: dict[str, Axis] = {
    "child": _child,
    "parent": _parent,
    "self": lambda node: [node],
    "attribute": lambda node: node.attributes,
    "ancestor": _ancestors,
    "ancestor-or-self": lambda node: [node, *_ancestors(node)],
    "descendant": lambda node: list(_descendants(node)),
    "descendant-or-self": lambda node: [node, *_descendants(node)],
    "following-sibling": _following_siblings,
    "preceding-sibling": _preceding_siblings,
    "following": _following,
    "preceding": _preceding,
    "namespace": lambda _node: [],
}
REVERSE = frozenset({"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"})

_KIND_TESTS = {
    "text": Kind.TEXT,
    "comment": Kind.COMMENT,
    "instruction": Kind.INSTRUCTION,
}


def acceptor(
    test: Test, axis: str, namespaces: Mapping[str, str] | None = None
) -> Callable[[Node], bool]:
    """Whether a node passes the test of a step on that axis.

    With ``namespaces`` (prefix → name) the test is strict, as in XPath 1.0: a name without prefix
    is in no namespace. Without them, as in forms, local names decide and prefixes are compared.
    """
    if test.kind == "node":
        return lambda _node: True
    if test.kind in _KIND_TESTS:
        kind = _KIND_TESTS[test.kind]
        name = test.name
        return lambda node: node.kind == kind and (not name or node.name == name)
    principal = Kind.ATTRIBUTE if axis == "attribute" else Kind.ELEMENT
    prefix, wanted = test.prefix, test.name if test.kind == "name" else ""
    if namespaces is not None and (wanted or prefix):
        space = namespaces.get(prefix, "") if prefix else ""
        return lambda node: (
            node.kind == principal
            and (not wanted or node.name == wanted)
            and node.namespace == space
        )
    return lambda node: (
        node.kind == principal
        and (not wanted or node.name == wanted)
        and (not prefix or node.prefix == prefix)
    )
