"""What a predicate said of a node is remembered on the node until something in it changes.

``sum(${income}[. != ''])`` and ``count(${person}[sex = 'f'])`` ask every instance of a repeat
after each answer, though one instance has changed. A predicate qualifies if it reads nothing but
the node that it tests and what lies below. ``Node.memory`` holds the verdicts by the predicate's
number; the engine empties it (``Node.stirred``) when a value or a relevance below it changes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from offline.forms.secondary import Indexed
from offline.forms.tree import Node
from offline.forms.xpath.scope import Scope
from offline.forms.xpath.syntax import (
    SELF,
    Binary,
    Call,
    Expr,
    Filter,
    Literal,
    Negate,
    Number,
    Path,
    Step,
)

if TYPE_CHECKING:
    from offline.forms.xpath.compiler import Compiler

Walk = Callable[[Scope, list[Node]], list[Node]]
_TRUTHS = frozenset({"and", "or", "=", "!=", "<", "<=", ">", ">="})
_STEADY = frozenset(
    {
        *(
            "abs",
            "boolean",
            "boolean-from-string",
            "coalesce",
            "concat",
            "contains",
            "count-selected",
        ),
        *("ends-with", "floor", "if", "int", "is-selected", "not", "number", "regex", "round"),
        *(
            "selected",
            "selected-at",
            "starts-with",
            "string",
            "string-length",
            "substr",
            "translate",
        ),
    }
)
"""Functions that give the same for the same arguments."""


def remembering(compiler: Compiler, step: Step, slow: Walk) -> Walk | None:
    """The walk of ``name[predicate]``, or None if it must be asked anew each time."""
    if len(step.predicates) != 1 or not compiler.rules.contextual:
        return None
    test = step.predicates[0]
    if not isinstance(test, Binary) or test.operator not in _TRUTHS or not _within(test):
        return None
    name = step.test.name
    holds, number = compiler.boolean(test), compiler.remember({name} | _names(test))

    def walk(scope: Scope, found: list[Node]) -> list[Node]:
        if found and isinstance(found[0], Indexed):
            return slow(scope, found)
        inner = Scope(scope.node, scope.run, scope.current)
        out: list[Node] = []
        for above in found:
            for node in above.named.get(name, ()):
                known = node.memory.get(number)
                if known is None:
                    inner.node = node
                    known = node.memory[number] = holds(inner)
                if known:
                    out.append(node)
        return out

    return walk


def _within(expression: Expr) -> bool:
    """Whether an expression reads nothing but its node and what is below."""
    match expression:
        case Number() | Literal():
            return True
        case Negate(operand):
            return _within(operand)
        case Binary(_, left, right):
            return _within(left) and _within(right)
        case Call(name, arguments):
            return name in _STEADY and bool(arguments) and all(map(_within, arguments))
        case Path(steps, absolute, start):
            return not absolute and start is None and all(map(_downwards, steps))
        case Filter():
            return False


def _names(expression: Expr) -> set[str]:
    """The names of the nodes that an expression reads below its own."""
    match expression:
        case Negate(operand):
            return _names(operand)
        case Binary(_, left, right):
            return _names(left) | _names(right)
        case Call(_, arguments):
            return set().union(*map(_names, arguments))
        case Path(steps):
            return {step.test.name for step in steps}
        case _:
            return set()


def _downwards(step: Step) -> bool:
    plain = step.axis == "child" and step.test.kind == "name"
    return (plain or step == SELF) and not step.predicates
