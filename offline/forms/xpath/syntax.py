"""The syntax tree of an expression: small frozen records, comparable and picklable."""

from __future__ import annotations

from dataclasses import dataclass


class XPathSyntaxError(ValueError):
    """An expression that does not parse; says where."""


@dataclass(frozen=True, slots=True)
class Number:
    """A numeric literal."""

    value: float


@dataclass(frozen=True, slots=True)
class Literal:
    """A string literal."""

    value: str


@dataclass(frozen=True, slots=True)
class Negate:
    """Unary minus."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and one of ``or and = != < <= > >= + - * div mod |``."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Call:
    """A function by its name with its arguments."""

    name: str
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """What a step accepts: ``kind`` is name, any, node, text, comment or instruction."""

    kind: str
    name: str = ""
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path."""

    axis: str
    test: Test
    predicates: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the root (``absolute``), from an expression (``start``) or from the context."""

    steps: tuple[Step, ...]
    absolute: bool = False
    start: Expr | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """An expression with predicates: ``(//a)[1]``."""

    expression: Expr
    predicates: tuple[Expr, ...]


Expr = Number | Literal | Negate | Binary | Call | Path | Filter
SELF = Step("self", Test("node"))
PARENT = Step("parent", Test("node"))
ANYWHERE = Step("descendant-or-self", Test("node"))
