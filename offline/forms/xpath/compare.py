"""Comparisons as XPath 1.0 §3.4 has them: over node-sets, any node with any node."""

from __future__ import annotations

import operator
from collections.abc import Callable

from offline.forms.tree import Atom
from offline.forms.xpath.values import PLAIN, Value

Test = Callable[[object, object], bool]
ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(sign: str, left: Value, right: Value) -> bool:
    """``left sign right`` in plain XPath 1.0."""
    if sign not in ORDER and (isinstance(left, bool) or isinstance(right, bool)):
        return _atoms(sign, PLAIN.boolean(left), PLAIN.boolean(right))
    return any(_atoms(sign, one, other) for one in _spread(left) for other in _spread(right))


def _spread(value: Value) -> list[Atom]:
    return [PLAIN.string([node]) for node in value] if isinstance(value, list) else [value]


def _atoms(sign: str, left: Atom, right: Atom) -> bool:
    if sign in ORDER:
        return ORDER[sign](PLAIN.number(left), PLAIN.number(right))
    return _same(left, right) == (sign == "=")


def _same(left: Atom, right: Atom) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return PLAIN.boolean(left) == PLAIN.boolean(right)
    if isinstance(left, float) or isinstance(right, float):
        return PLAIN.number(left) == PLAIN.number(right)
    return PLAIN.string(left) == PLAIN.string(right)
