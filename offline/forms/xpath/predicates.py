"""Predicates → closures that keep the nodes for which they hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from offline.forms.tree import Node
from offline.forms.xpath.scope import Scope
from offline.forms.xpath.syntax import POSITIONAL, Binary, Expr, calls
from offline.forms.xpath.values import Value

if TYPE_CHECKING:
    from offline.forms.xpath.compiler import Compiler

Walk = Callable[[Scope, list[Node]], list[Node]]
_TRUTHS = frozenset({"and", "or", "=", "!=", "<", "<=", ">", ">="})


def predicate(compiler: Compiler, expression: Expr) -> Walk:
    """What keeps the nodes for which a predicate holds."""
    if isinstance(expression, Binary) and expression.operator in _TRUTHS:
        return _truth_predicate(compiler, expression)
    code: Any = compiler.value(expression)
    boolean = compiler.rules.boolean

    def keep(scope: Scope, found: list[Node]) -> list[Node]:
        out: list[Node] = []
        size = len(found)
        inner = Scope(scope.node, scope.run, scope.current, 0, size)
        for position, node in enumerate(found, 1):
            inner.node, inner.position = node, position
            value = code(inner)
            if _passes(value, position, boolean):
                out.append(node)
        return out

    return keep


def _truth_predicate(compiler: Compiler, expression: Expr) -> Walk:
    """A predicate that is a comparison; positions are kept only if it asks for them."""
    code: Any = compiler.boolean(expression)
    positional = bool(calls(expression) & POSITIONAL)

    def keep(scope: Scope, found: list[Node]) -> list[Node]:
        inner = Scope(scope.node, scope.run, scope.current, 0, len(found))
        out: list[Node] = []
        for node in found:
            inner.node = node
            if positional:
                inner.position += 1
            if code(inner):
                out.append(node)
        return out

    return keep


def _passes(value: Value, position: int, boolean: Callable[[Value], bool]) -> bool:
    """A number is a position, a node-set passes if it is not empty, all else by its truth."""
    if value is True or value is False:
        return value
    if isinstance(value, float):
        return value == position
    return bool(value) if isinstance(value, list) else boolean(value)
