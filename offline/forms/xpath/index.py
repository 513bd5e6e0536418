"""Equality indexes: ``item[county = X]`` over a large instance costs one look-up.

A predicate qualifies if it is, or begins an ``and`` with, an equality of a child's name with
something that does not depend on the item. Whatever else it says is tested on what is found.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from offline.forms.secondary import Indexed
from offline.forms.tree import Node
from offline.forms.xpath.scope import Scope
from offline.forms.xpath.syntax import (
    POSITIONAL,
    Binary,
    Call,
    Expr,
    Filter,
    Literal,
    Negate,
    Number,
    Path,
    Step,
    calls,
)

if TYPE_CHECKING:
    from offline.forms.xpath.compiler import Compiler

Lookup = Callable[[Scope, Node], list[Node] | None]
_STEADY = frozenset({"current", "instance", "concat", "string", "coalesce", "if", "selected-at"})


def lookup(compiler: Compiler, step: Step) -> Lookup | None:
    """The quick way for a step, or None if its predicates give no index."""
    if step.axis != "child" or step.test.kind != "name" or len(step.predicates) != 1:
        return None
    if not compiler.rules.contextual:
        return None
    if calls(step.predicates[0]) & POSITIONAL:
        return None
    terms = _conjunction(step.predicates[0])
    chosen = next((t for t in terms if _key_and_value(t)), None)
    if chosen is None:
        return None
    return _build(compiler, step.test.name, chosen, [t for t in terms if t is not chosen])


def _build(compiler: Compiler, name: str, chosen: Expr, rest: list[Expr]) -> Lookup:
    found = _key_and_value(chosen)
    key, wanted = found or ("", Literal(""))
    compiler.keys.add((name, key))
    value = compiler.atom(wanted)
    tests = tuple(compiler.boolean(t) for t in rest)

    def quick(scope: Scope, parent: Node) -> list[Node] | None:
        if not isinstance(parent, Indexed):
            return None
        text: Any = value(Scope(parent, scope.run, scope.current))
        if not isinstance(text, str):
            return None
        near = parent.lookup(name, key, text)
        for test in tests:
            near = [n for n in near if test(Scope(n, scope.run, scope.current))]
        return near

    return quick


def _conjunction(expression: Expr) -> list[Expr]:
    if isinstance(expression, Binary) and expression.operator == "and":
        return _conjunction(expression.left) + _conjunction(expression.right)
    return [expression]


def _key_and_value(expression: Expr) -> tuple[str, Expr] | None:
    if not isinstance(expression, Binary) or expression.operator != "=":
        return None
    for one, other in (
        (expression.left, expression.right),
        (expression.right, expression.left),
    ):
        if (key := _child_name(one)) and _independent(other):
            return key, other
    return None


def _child_name(expression: Expr) -> str:
    if isinstance(expression, Path) and not expression.absolute and expression.start is None:
        step = expression.steps[0]
        plain = step.axis == "child" and step.test.kind == "name" and not step.predicates
        if len(expression.steps) == 1 and plain:
            return step.test.name
    return ""


def _independent(expression: Expr) -> bool:
    match expression:
        case Number() | Literal():
            return True
        case Call(name, arguments):
            return name in _STEADY and all(_independent(a) for a in arguments)
        case Path(steps, absolute, start):
            from_outside = absolute or (start is not None and _independent(start))
            return from_outside and not any(s.predicates for s in steps)
        case Binary(_, left, right):
            return _independent(left) and _independent(right)
        case Negate(operand):
            return _independent(operand)
        case Filter():
            return False
