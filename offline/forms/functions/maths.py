"""Numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Context, Decimal

from offline.forms.dates import local_days
from offline.forms.functions.registry import Compiles, function, special
from offline.forms.xpath.scope import Code, Scope
from offline.forms.xpath.syntax import Expr, Number
from offline.forms.xpath.values import EvaluationError, Value
from offline.i18n import tr

MOST_PLACES = 30
"""Beyond this many decimal places round() gives NaN, as JavaRosa does."""
_WIDE = Context(prec=400)
"""Enough for the digits of any double before the point and those after it."""
_STEPS = [Decimal(1).scaleb(-places) for places in range(MOST_PLACES + 1)]


def _real(scope: Scope, value: Value) -> float:
    """A number; a moment that is no node's counts with the time of its day (JavaRosa)."""
    return local_days(value) if isinstance(value, datetime) else scope.rules.number(value)


def _safe(compute: Callable[..., float], *numbers: float) -> float:
    try:
        return float(compute(*numbers))
    except ValueError:
        return math.nan
    except OverflowError:
        return math.inf


def _unary(name: str, compute: Callable[[float], float]) -> None:
    @function(name, least=1, most=1, returns="number")
    def apply(scope: Scope, value: Value) -> float:
        return _safe(compute, _real(scope, value))


def _log(number: float) -> float:
    return -math.inf if number == 0 else math.log(number)


def _log10(number: float) -> float:
    return -math.inf if number == 0 else math.log10(number)


for _name, _compute in (
    ("abs", abs),
    ("acos", math.acos),
    ("asin", math.asin),
    ("atan", math.atan),
    ("cos", math.cos),
    ("exp", math.exp),
    ("exp10", lambda number: math.pow(10.0, number)),
    ("log", _log),
    ("log10", _log10),
    ("sin", math.sin),
    ("sqrt", math.sqrt),
    ("tan", math.tan),
):
    _unary(_name, _compute)


@function("atan2", least=2, most=2, returns="number")
def _atan2(scope: Scope, y: Value, x: Value) -> float:
    return _safe(math.atan2, _real(scope, y), _real(scope, x))


@function("pow", least=2, most=2, returns="number")
def _pow(scope: Scope, base: Value, exponent: Value) -> float:
    return _safe(_power, _real(scope, base), _real(scope, exponent))


def _power(base: float, exponent: float) -> float:
    """Java's ``Math.pow``, which differs from C's where it is no number or infinite."""
    if math.isnan(exponent) or (abs(base) == 1 and math.isinf(exponent)):
        return math.nan
    if base == 0 and exponent < 0:
        odd = exponent == math.trunc(exponent) and exponent % 2 == 1
        return math.copysign(math.inf, base) if odd else math.inf
    return math.pow(base, exponent)


@function("pi", returns="number")
def _pi(_scope: Scope) -> float:
    return math.pi


@special("int", least=1, most=1, returns="number")
def _int(compiler: Compiles, arguments: tuple[Expr, ...]) -> Code:
    number = compiler.number(arguments[0])

    def run(scope: Scope) -> float:
        value = number(scope)
        return value if math.isnan(value) or math.isinf(value) else float(math.trunc(value))

    return run


@function("floor", least=1, most=1, returns="number")
def _floor(scope: Scope, value: Value) -> float:
    number = scope.rules.number(value)
    return float(math.floor(number)) if math.isfinite(number) else number


@function("ceiling", least=1, most=1, returns="number")
def _ceiling(scope: Scope, value: Value) -> float:
    number = scope.rules.number(value)
    return float(math.ceil(number)) if math.isfinite(number) else number


@special("round", least=1, most=2, returns="number")
def _round(compiler: Compiles, arguments: tuple[Expr, ...]) -> Code:
    number, places = compiler.number(arguments[0]), compiler.number((*arguments, Number(0.0))[1])

    def run(scope: Scope) -> float:
        value, digits = number(scope), places(scope)
        if not math.isfinite(value):
            return value
        count = int(digits) if math.isfinite(digits) else 0
        return math.nan if abs(count) > MOST_PLACES else round_to(value, count)

    return run


def round_to(number: float, places: int) -> float:
    """Half up, and half towards zero below zero (XPath); tens and hundreds for negative places."""
    if places >= 0:
        if number == int(number):
            return number
        text = repr(number)
        if text[-1] != "5" and "e" not in text:  # no tie: to the nearest, which Python does at once
            return round(number, places)
        mode = ROUND_HALF_DOWN if number < 0 else ROUND_HALF_UP
        return float(Decimal(text).quantize(_STEPS[places], mode, _WIDE))
    scaled = float(Decimal(repr(number)).scaleb(places))
    return float(Decimal(int(scaled + 0.5)).scaleb(-places))


@function("sum", least=1, most=1, returns="number")
def _sum(scope: Scope, nodes: Value) -> float:
    if not isinstance(nodes, list):
        raise EvaluationError(tr("{name}() 要的是一组节点", name="sum"))
    total = 0.0
    number = scope.rules.number
    skip = not scope.rules.existential
    for node in nodes:
        value = node.value
        if type(value) is not float:
            value = number([node])
        if value == value or not skip:  # noqa: PLR0124 — NaN
            total += value
    return total


def _numbers(scope: Scope, values: tuple[Value, ...]) -> list[float]:
    found: list[float] = []
    for value in values:
        if isinstance(value, list):
            number = scope.rules.number
            found += [v if type(v := n.value) is float else number([n]) for n in value]
        else:
            found.append(scope.rules.number(value))
    return [number for number in found if number == number]  # noqa: PLR0124 — NaN


@function("max", least=0, most=None, returns="number")
def _max(scope: Scope, *values: Value) -> float:
    return max(_numbers(scope, values), default=math.nan)


@function("min", least=0, most=None, returns="number")
def _min(scope: Scope, *values: Value) -> float:
    return min(_numbers(scope, values), default=math.nan)
