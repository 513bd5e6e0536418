"""Conversions between the types of XPath, in JavaRosa's way and in plain XPath 1.0's.

JavaRosa unpacks a node-set before it converts or compares, so it never compares "any node with
any node"; XPath 1.0 does. Everything else of a dialect lives in ``Rules``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from offline.forms import dates
from offline.forms.tree import Atom, Node, text_of
from offline.i18n import tr

Value = str | float | bool | datetime | list[Node]
NEARLY = 1e-12
"""Numbers closer than this are equal (JavaRosa, ``XPathEqExpr``)."""
_INT_RANGE = (-(2**31), 2**31 - 1)
_PLAIN_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)")
_JAVA_NUMBER = re.compile(r"[-.\d]+")


class EvaluationError(Exception):
    """An expression that cannot be evaluated here: why, in facts."""


def too_many(nodes: Sequence[Node]) -> EvaluationError:
    """Several instances where one value is needed."""
    return EvaluationError(
        tr("{path} 有 {number} 个，这里只能用一个值", path=nodes[0].path(), number=len(nodes))
    )


@dataclass(frozen=True, slots=True)
class Rules:
    """How one dialect converts. ``existential`` tells that comparisons range over node-sets."""

    name: str
    unpack: Callable[[Value], Atom]
    number: Callable[[Value], float]
    string: Callable[[Value], str]
    boolean: Callable[[Value], bool]
    existential: bool
    contextual: bool
    """Whether steps through repeats follow the context's own instances (JavaRosa)."""


def _unpack_java(value: Value) -> Atom:
    if not isinstance(value, list):
        return value
    if not value:
        return ""
    if len(value) > 1:
        raise too_many(value)
    return value[0].value if value[0].relevant else ""


def _unpack_first(value: Value) -> Atom:
    if not isinstance(value, list):
        return value
    return (value[0].value or text_of(value[0])) if value else ""


def _number_java(value: Value) -> float:
    if isinstance(value, float):
        return value
    if isinstance(value, list):
        value = _unpack_java(value)
    return java_number(value)


def java_number(atom: Atom) -> float:
    """JavaRosa's ``toNumeric``: no exponents; a comma counts as a point; dates are days."""
    if isinstance(atom, float):
        return atom
    if isinstance(atom, str):
        return text_number(atom)
    if isinstance(atom, bool):
        return 1.0 if atom else 0.0
    return float(dates.days_since_epoch(atom))


def text_number(text: str) -> float:
    """A number from text, NaN if it is none."""
    if not text:
        return math.nan
    text = text.replace(",", ".").strip()
    if not _JAVA_NUMBER.fullmatch(text):
        return math.nan
    try:
        return float(text)
    except ValueError:
        return math.nan


def java_string(atom: Atom) -> str:
    """JavaRosa's ``toString``: dates as yyyy-mm-dd, numbers as Java prints them."""
    if isinstance(atom, str):
        return atom
    if isinstance(atom, bool):
        return "true" if atom else "false"
    if isinstance(atom, float):
        return _java_number_text(atom)
    return dates.iso_date(atom)


def _java_number_text(number: float) -> str:
    if math.isnan(number):
        return "NaN"
    if abs(number) < NEARLY:
        return "0"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if _INT_RANGE[0] <= number <= _INT_RANGE[1] and abs(number - int(number)) < NEARLY:
        return str(int(number))
    return java_double(number)


def java_double(number: float) -> str:
    """``Double.toString`` of Java: plain from 1e-3 up to 1e7, else as ``1.5E10``."""
    if number == 0 or 1e-3 <= abs(number) < 1e7:  # noqa: PLR2004 — the bounds of Java's specification
        return repr(number)
    if not math.isfinite(number):
        return _java_number_text(number)
    sign, digits, _exponent = Decimal(repr(number)).normalize().as_tuple()
    first, *rest = map(str, digits)
    power = Decimal(repr(number)).adjusted()
    return f"{'-' if sign else ''}{first}.{''.join(rest) or '0'}E{power}"


def java_boolean(atom: Atom) -> bool:
    """JavaRosa's ``toBoolean``: a number that is not (nearly) zero, a text that is not empty."""
    if isinstance(atom, bool):
        return atom
    if isinstance(atom, str):
        return bool(atom)
    if isinstance(atom, float):
        return not math.isnan(atom) and abs(atom) > NEARLY
    return True


def java_equal(left: Atom, right: Atom) -> bool:
    """JavaRosa's ``=``: booleans decide, then numbers, then texts."""
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, bool) or isinstance(right, bool):
        return java_boolean(left) == java_boolean(right)
    if isinstance(left, float) or isinstance(right, float):
        one, other = java_number(left), java_number(right)
        return one == other or abs(one - other) < NEARLY
    return java_string(left) == java_string(right)


def _plain_number(value: Value) -> float:
    atom = _unpack_first(value)
    if isinstance(atom, str):
        text = atom.strip(" \t\r\n")
        return float(text) if _PLAIN_NUMBER.fullmatch(text) else math.nan
    return java_number(atom)


def _plain_string(value: Value) -> str:
    atom = _unpack_first(value)
    if isinstance(atom, float) and not isinstance(atom, bool):
        return plain_number_text(atom)
    return java_string(atom)


def plain_number_text(number: float) -> str:
    """A number as XPath 1.0 §4.2 prints it: never with an exponent."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number):
        return str(int(number))
    text = repr(number)
    return text if "e" not in text else f"{number:.20f}".rstrip("0")


def _plain_boolean(value: Value) -> bool:
    return bool(value) if isinstance(value, list) else _plain_truth(value)


def _plain_truth(atom: Atom) -> bool:
    if isinstance(atom, float):
        return not math.isnan(atom) and atom != 0
    return java_boolean(atom)


JAVAROSA = Rules(
    "javarosa",
    _unpack_java,
    _number_java,
    lambda value: java_string(_unpack_java(value)),
    lambda value: java_boolean(_unpack_java(value)),
    existential=False,
    contextual=True,
)

DOCUMENT = Rules(
    "javarosa",
    _unpack_first,
    lambda value: java_number(_unpack_first(value)),
    lambda value: java_string(_unpack_first(value)),
    lambda value: java_boolean(_unpack_first(value)),
    existential=False,
    contextual=False,
)
"""JavaRosa's conversions over any document, for ``form eval``: of several nodes, the first."""
PLAIN = Rules(
    "xpath",
    _unpack_first,
    _plain_number,
    _plain_string,
    _plain_boolean,
    existential=True,
    contextual=False,
)
