"""How many instances a counted repeat asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from offline.forms.model import Steps
from offline.forms.tree import Node
from offline.forms.xpath.paths import absolute_names
from offline.forms.xpath.scope import Scope
from offline.forms.xpath.values import EvaluationError, java_number

if TYPE_CHECKING:
    from offline.forms.engine import Engine

MOST_INSTANCES = 10_000
"""Instances of one repeat; a count beyond it is refused rather than filled."""


def wanted(engine: Engine, expression: str, name: str, parent: Node) -> int:
    """The count under a parent; 0 while it is no number, or cannot be evaluated (``faults``)."""
    try:
        number = _count(engine, expression, Node(name, parent))
    except EvaluationError as error:
        engine.faults.append(f"{parent.path()}/{name}: {error}")
        return 0
    return max(0, int(min(number, MOST_INSTANCES + 1))) if number == number else 0  # noqa: PLR0124 — NaN


def offered(engine: Engine, path: Steps, parent: Node) -> bool:
    """Whether one more instance of a repeat would be relevant under its parent."""
    number = engine.form.by_path.get(path)
    relevant = engine.form.definition.binds[number].relevant if number is not None else ""
    return not relevant or engine.truth(relevant, Node(path[-1], parent))


def _count(engine: Engine, expression: str, scope: Node) -> float:
    """A count that is a plain path is read whether its node is relevant or not (JavaRosa)."""
    names = absolute_names(engine.form.tree(expression))
    nodes = engine.nodes_at(names, scope.parent) if names else []
    if len(nodes) == 1:
        return java_number(nodes[0].value)
    return float(engine.form.code(expression, "number")(Scope(scope, engine)))
