"""The syntax tree of an expression: small frozen records, comparable and picklable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class XPathSyntaxError(ValueError):
    """An expression that does not parse; says where."""


class Record:
    """Pickled as a call of its class, which is several times quicker than slot by slot."""

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        """The class and its fields in order."""
        return type(self), tuple(getattr(self, name) for name in self.__match_args__)


@dataclass(frozen=True, slots=True)
class Number(Record):
    """A numeric literal."""

    value: float


@dataclass(frozen=True, slots=True)
class Literal(Record):
    """A string literal."""

    value: str


@dataclass(frozen=True, slots=True)
class Negate(Record):
    """Unary minus."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Binary(Record):
    """Two operands and one of ``or and = != < <= > >= + - * div mod |``."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Call(Record):
    """A function by its name with its arguments."""

    name: str
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Test(Record):
    """What a step accepts: ``kind`` is name, any, node, text, comment or instruction."""

    kind: str
    name: str = ""
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Step(Record):
    """One step of a path."""

    axis: str
    test: Test
    predicates: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Path(Record):
    """Steps from the root (``absolute``), from an expression (``start``) or from the context."""

    steps: tuple[Step, ...]
    absolute: bool = False
    start: Expr | None = None


@dataclass(frozen=True, slots=True)
class Filter(Record):
    """An expression with predicates: ``(//a)[1]``."""

    expression: Expr
    predicates: tuple[Expr, ...]


Expr = Number | Literal | Negate | Binary | Call | Path | Filter
SELF = Step("self", Test("node"))
PARENT = Step("parent", Test("node"))
ANYWHERE = Step("descendant-or-self", Test("node"))


def calls(expression: Expr) -> set[str]:
    """The names of all functions that an expression calls, at any depth."""
    match expression:
        case Number() | Literal():
            return set()
        case Negate(operand):
            return calls(operand)
        case Binary(_, left, right):
            return calls(left) | calls(right)
        case Call(name, arguments):
            return {name}.union(*(calls(argument) for argument in arguments))
        case Filter(inner, predicates):
            return calls(inner).union(*(calls(predicate) for predicate in predicates))
        case Path(steps, _, start):
            inside = [calls(p) for step in steps for p in step.predicates]
            return (calls(start) if start is not None else set()).union(*inside)


POSITIONAL = frozenset({"position", "last"})
"""Functions whose result depends on where a node stands among those that a predicate filters."""
