"""Where nodes stand to each other: the nearest common place, inherited relevance."""

from __future__ import annotations

from offline.forms.model import Steps
from offline.forms.tree import Node


def meeting(path: Steps, near: Node) -> tuple[Node | None, int]:
    """The deepest of a node and its ancestors on the way to a path, and how deep it is."""
    steps = near.steps
    depth = 0
    for one, other in zip(steps, path, strict=False):
        if one != other:
            break
        depth += 1
    here: Node | None = near
    for _ in range(len(steps) - depth):
        here = here.parent if here is not None else None
    return here, depth


def inherit(node: Node, *, relevant: bool) -> list[Node]:
    """Set the effective relevance of a subtree; the nodes for which it changed."""
    now = node.own and relevant
    if node.relevant == now:
        return []
    node.relevant = now
    changed = [node]
    for child in (*node.children, *node.attributes):
        changed += inherit(child, relevant=now)
    return changed
