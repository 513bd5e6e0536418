"""Which nodes an expression reads: what the dependency graph is made of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from offline.forms.model import Steps
from offline.forms.xpath.syntax import (
    Binary,
    Call,
    Expr,
    Filter,
    Literal,
    Negate,
    Number,
    Path,
    Record,
)

_OF_CONTEXT = frozenset({"position", "string", "number", "string-length", "normalize-space"})
"""Functions that speak of the context node when they have no argument."""
_DEEP = frozenset({"descendant", "descendant-or-self", "following", "preceding", "ancestor"})


@dataclass(frozen=True, slots=True)
class Reference(Record):
    """A path read. ``free``: of any instance of a repeat, not just the reader's own;
    ``deep``: also everything below.
    """

    path: Steps
    free: bool = False
    deep: bool = False


def references(expression: Expr, context: Steps, repeats: Collection[Steps] = ()) -> set[Reference]:
    """All main-instance paths that an expression at ``context`` reads, given the form's repeats."""
    reader = _Reader(context, repeats)
    reader.visit(expression, context)
    return reader.found


class _Reader:
    def __init__(self, original: Steps, repeats: Collection[Steps]) -> None:
        self.found: set[Reference] = set()
        self._original = original
        self._repeats = repeats

    def visit(self, expression: Expr, context: Steps | None) -> None:
        """``context`` is None within a secondary instance."""
        match expression:
            case Number() | Literal():
                return
            case Negate(operand):
                self.visit(operand, context)
            case Binary(_, left, right):
                self.visit(left, context)
                self.visit(right, context)
            case Filter(inner, predicates):
                self.visit(inner, context)
                for predicate in predicates:
                    self.visit(predicate, None)
            case Call():
                self._call(expression, context)
            case Path():
                self._path(expression, context, free=False)

    def _call(self, call: Call, context: Steps | None) -> None:
        if call.name in _OF_CONTEXT and not call.arguments and context is not None:
            self.found.add(Reference(context))
        for argument in call.arguments:
            if call.name == "indexed-repeat" and isinstance(argument, Path):
                self._path(argument, context, free=True)
            else:
                self.visit(argument, context)

    def _path(self, path: Path, context: Steps | None, *, free: bool) -> None:
        here = self._start(path, context)
        deep = False
        for step in path.steps:
            here = _step(here, step.axis, step.test.name if step.test.kind == "name" else "*")
            deep = deep or step.axis in _DEEP
            free = free or bool(step.predicates) or step.axis.startswith(("fol", "pre"))
            free = free or (not path.absolute and step.axis == "child" and self._again(here))
            for predicate in step.predicates:
                self.visit(predicate, here)
        if here is not None:
            self.found.add(Reference(here, free, deep))

    def _again(self, here: Steps | None) -> bool:
        """Whether a relative path has come back into a repeat of the context: to every instance."""
        return here in self._repeats and here == self._original[: len(here or ())]

    def _start(self, path: Path, context: Steps | None) -> Steps | None:
        if path.absolute:
            return ()
        if path.start is None:
            return context
        if isinstance(path.start, Call) and path.start.name == "current":
            return self._original
        self.visit(path.start, context)
        return None


def _step(here: Steps | None, axis: str, name: str) -> Steps | None:
    if here is None or axis == "self":
        return here
    if axis == "parent":
        return here[:-1]
    if axis == "child":
        return (*here, name)
    if axis == "attribute":
        return (*here, f"@{name}")
    if axis.endswith("sibling"):
        return (*here[:-1], name)
    return here
