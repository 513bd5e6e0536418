"""Syntax tree → closures. Each expression becomes nested Python functions of a ``Scope``."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from offline.forms.functions.registry import FUNCTIONS, Function
from offline.forms.tree import Atom, in_order
from offline.forms.xpath import paths
from offline.forms.xpath.compare import ORDER, compare
from offline.forms.xpath.scope import Code, Scope
from offline.forms.xpath.syntax import (
    Binary,
    Call,
    Expr,
    Filter,
    Literal,
    Negate,
    Number,
    Path,
    XPathSyntaxError,
)
from offline.forms.xpath.values import EvaluationError, Rules, Value, java_equal
from offline.i18n import tr

Skeleton = Callable[[tuple[str, ...]], bool]
"""Whether an absolute path of names leads to exactly one node whatever is answered."""
_NUMERIC = frozenset({"+", "-", "*", "div", "mod"})


class UnknownFunctionError(XPathSyntaxError):
    """A function that no specification knows."""


class Compiler:
    """Compiles for one form: its dialect, the names of its repeats, its unrepeated paths."""

    def __init__(
        self,
        rules: Rules,
        repeats: frozenset[str] = frozenset(),
        single: Skeleton = lambda _path: False,
        *,
        lazy: bool = False,
        namespaces: Mapping[str, str] | None = None,
    ) -> None:
        """``lazy`` leaves faulty calls to fail when they are evaluated, if they ever are."""
        self.rules = rules
        self.repeats = repeats
        self.single = single
        self.lazy = lazy
        self.namespaces = namespaces
        self.remembered: set[str] = set()
        """Names of nodes that predicates read whose verdicts are kept (``xpath.memory``)."""
        self.keys: set[tuple[str, str]] = set()
        """Elements and their children that lists are looked up by (``xpath.index``)."""
        self._predicates = 0
        self._fixed: dict[tuple[str, ...], int] = {}

    def slot(self, path: tuple[str, ...]) -> int:
        """The number under which a session keeps the node of an unrepeated path."""
        return self._fixed.setdefault(path, len(self._fixed))

    def remember(self, names: set[str]) -> int:
        """The number under which the verdicts of a predicate that reads these names are kept."""
        self.remembered |= names
        self._predicates += 1
        return self._predicates

    def value(self, expression: Expr) -> Code:
        """The expression as it is: an atom or a node list."""
        match expression:
            case Number(value) | Literal(value):
                return lambda _scope: value
            case Negate(operand):
                number = self.number(operand)
                return lambda scope: -number(scope)
            case Binary():
                return self._binary(expression)
            case Call():
                return self._call(expression)
            case Path():
                return paths.nodes(self, expression)
            case Filter():
                return paths.filtered(self, expression)

    def atom(self, expression: Expr) -> Callable[[Scope], Atom]:
        """One value: node lists unpacked."""
        if isinstance(expression, Path) and (quick := paths.single_value(self, expression)):
            return quick
        code: Any = self.value(expression)
        if returns(expression) in {"number", "string", "boolean"}:
            return code  # type: ignore[no-any-return]
        unpack = self.rules.unpack
        return lambda scope: unpack(code(scope))

    def number(self, expression: Expr) -> Callable[[Scope], float]:
        """The value as a number."""
        code: Any = self.value(expression)
        if returns(expression) == "number":
            return code  # type: ignore[no-any-return]
        if isinstance(expression, Path) and self.rules.contextual:
            code = self.atom(expression)
        return _number_of(code, self.rules.number)

    def string(self, expression: Expr) -> Callable[[Scope], str]:
        """The value as text."""
        code: Any = self.value(expression)
        if returns(expression) == "string":
            return code  # type: ignore[no-any-return]
        convert = self.rules.string
        if isinstance(expression, Path) and not self.rules.existential:
            code = self.atom(expression)

        def string(scope: Scope) -> str:
            value = code(scope)
            return value if type(value) is str else convert(value)

        return string

    def boolean(self, expression: Expr) -> Callable[[Scope], bool]:
        """The value as true or false."""
        code: Any = self.value(expression)
        if returns(expression) == "boolean":
            return code  # type: ignore[no-any-return]
        convert = self.rules.boolean
        return lambda scope: convert(code(scope))

    def _call(self, call: Call) -> Code:
        try:
            known = function_of(call)
        except XPathSyntaxError as error:
            if not self.lazy:
                raise
            return _failing(str(error))
        return known.build(self, call.arguments)

    def _binary(self, expression: Binary) -> Code:
        sign = expression.operator
        if sign in _NUMERIC:
            return self._arithmetic(sign, expression)
        if sign in {"and", "or"}:
            return self._logic(sign, expression)
        if sign == "|":
            return self._union(expression)
        if self.rules.existential:
            left, right = self.value(expression.left), self.value(expression.right)
            return lambda scope: compare(sign, left(scope), right(scope))
        if sign in ORDER:
            return self._ordered(sign, expression)
        return self._equality(sign == "=", expression)

    def _logic(self, sign: str, expression: Binary) -> Code:
        left, right = self.boolean(expression.left), self.boolean(expression.right)
        if sign == "and":
            return lambda scope: left(scope) and right(scope)
        return lambda scope: left(scope) or right(scope)

    def _union(self, expression: Binary) -> Code:
        left, right = self.value(expression.left), self.value(expression.right)

        def union(scope: Scope) -> Any:
            one, other = left(scope), right(scope)
            if not isinstance(one, list) or not isinstance(other, list):
                raise EvaluationError(tr("“|”两边都要是节点"))
            return in_order(one + other)

        return union

    def _ordered(self, sign: str, expression: Binary) -> Code:
        left, right = self.number(expression.left), self.number(expression.right)
        if sign == "<":
            return lambda scope: left(scope) < right(scope)
        if sign == "<=":
            return lambda scope: left(scope) <= right(scope)
        if sign == ">":
            return lambda scope: left(scope) > right(scope)
        return lambda scope: left(scope) >= right(scope)

    def _equality(self, wanted: bool, expression: Binary) -> Code:
        left, right = self.atom(expression.left), self.atom(expression.right)
        if isinstance(expression.right, Literal):
            text = expression.right.value

            def with_text(scope: Scope) -> bool:
                value = left(scope)
                same = value == text if isinstance(value, str) else java_equal(value, text)
                return same is wanted

            return with_text
        return lambda scope: java_equal(left(scope), right(scope)) is wanted

    def _arithmetic(self, sign: str, expression: Binary) -> Code:
        left, right = self.number(expression.left), self.number(expression.right)
        if sign == "+":
            return lambda scope: left(scope) + right(scope)
        if sign == "-":
            return lambda scope: left(scope) - right(scope)
        if sign == "*":
            return lambda scope: left(scope) * right(scope)
        if sign == "div":
            return lambda scope: divide(left(scope), right(scope))
        return lambda scope: remainder(left(scope), right(scope))


def _number_of(code: Any, convert: Callable[[Value], float]) -> Callable[[Scope], float]:
    def number(scope: Scope) -> float:
        value = code(scope)
        return value if type(value) is float else convert(value)

    return number


def _failing(why: str) -> Code:
    def fail(_scope: Scope) -> Any:
        raise EvaluationError(why)

    return fail


def function_of(call: Call) -> Function:
    """The function called (UnknownFunctionError; XPathSyntaxError: too many arguments)."""
    known = FUNCTIONS.get(call.name)
    if known is None:
        raise UnknownFunctionError(tr("没有 {name}() 这个函数", name=call.name))
    given = len(call.arguments)
    if given < known.least or (known.most is not None and given > known.most):
        raise XPathSyntaxError(
            tr("{name}() 的参数个数不对（{given} 个）", name=call.name, given=given)
        )
    return known


def returns(expression: Expr) -> str:
    """The static type of an expression: number, string, boolean, nodes or any."""
    match expression:
        case Number() | Negate():
            return "number"
        case Literal():
            return "string"
        case Path() | Filter():
            return "nodes"
        case Binary(operator="|"):
            return "nodes"
        case Binary(operator=sign):
            return "number" if sign in _NUMERIC else "boolean"
        case Call():
            return FUNCTIONS[expression.name].returns if expression.name in FUNCTIONS else "any"


def divide(one: float, other: float) -> float:
    """IEEE 754 division: by zero gives an infinity or NaN."""
    if other:
        return one / other
    if one == 0 or math.isnan(one) or math.isnan(other):
        return math.nan
    return math.copysign(math.inf, one) * math.copysign(1.0, other)


def remainder(one: float, other: float) -> float:
    """The remainder with the sign of the dividend, NaN where there is none."""
    if other == 0 or math.isinf(one) or math.isnan(other) or math.isnan(one):
        return math.nan
    return math.fmod(one, other)
