"""Texts: parts, joins, patterns."""

from __future__ import annotations

from offline.forms import patterns
from offline.forms.functions.registry import function
from offline.forms.tree import text_of
from offline.forms.xpath.scope import Scope
from offline.forms.xpath.values import Value


def _text(scope: Scope, value: Value) -> str:
    return scope.rules.string(value)


def _spread(scope: Scope, values: tuple[Value, ...]) -> list[str]:
    out: list[str] = []
    for value in values:
        if isinstance(value, list):
            out += [scope.rules.string([node]) for node in value]
        else:
            out.append(scope.rules.string(value))
    return out


@function("concat", least=0, most=None, returns="string")
def _concat(scope: Scope, *values: Value) -> str:
    if len(values) == 1 or not scope.rules.existential:
        return "".join(_spread(scope, values))
    return "".join(scope.rules.string(value) for value in values)


@function("join", least=1, most=None, returns="string")
def _join(scope: Scope, separator: Value, *values: Value) -> str:
    return _text(scope, separator).join(_spread(scope, values))


@function("substr", least=2, most=3, returns="string")
def _substr(scope: Scope, value: Value, start: Value, end: Value | None = None) -> str:
    text = _text(scope, value)
    size = len(text)
    first = _whole(scope.rules.number(start))
    last = size if end is None else _whole(scope.rules.number(end))
    first = min(max(0, size + first if first < 0 else first), size)
    last = min(max(0, size + last if last < 0 else last), size)
    return text[first:last]


def _whole(number: float) -> int:
    if number != number:  # noqa: PLR0124 — NaN is the number that differs from itself
        return 0
    return int(max(-(2.0**31), min(2.0**31 - 1, number)))


@function("substring", least=2, most=3, returns="string")
def _substring(scope: Scope, value: Value, start: Value, length: Value | None = None) -> str:
    text = _text(scope, value)
    first = _half_up(scope.rules.number(start))
    last = first + _half_up(scope.rules.number(length)) if length is not None else float("inf")
    return "".join(c for at, c in enumerate(text, 1) if first <= at < last)


def _half_up(number: float) -> float:
    if number in {float("inf"), float("-inf")} or number != number:  # noqa: PLR0124 — NaN
        return number
    return float((number + 0.5) // 1)


@function("substring-before", least=2, most=2, returns="string")
def _before(scope: Scope, value: Value, part: Value) -> str:
    text, _found, _rest = _cut(scope, value, part)
    return text


@function("substring-after", least=2, most=2, returns="string")
def _after(scope: Scope, value: Value, part: Value) -> str:
    _text_before, _found, rest = _cut(scope, value, part)
    return rest


def _cut(scope: Scope, value: Value, part: Value) -> tuple[str, bool, str]:
    text, piece = _text(scope, value), _text(scope, part)
    at = text.find(piece)
    return ("", False, "") if at < 0 else (text[:at], True, text[at + len(piece) :])


@function("translate", least=3, most=3, returns="string")
def _translate(scope: Scope, value: Value, old: Value, new: Value) -> str:
    source, target = _text(scope, old), _text(scope, new)
    table: dict[int, str] = {}
    for at, char in enumerate(source):
        table.setdefault(ord(char), target[at] if at < len(target) else "")
    return _text(scope, value).translate(table)


@function("contains", least=2, most=2, returns="boolean")
def _contains(scope: Scope, value: Value, part: Value) -> bool:
    return _text(scope, part) in _text(scope, value)


@function("starts-with", least=2, most=2, returns="boolean")
def _starts_with(scope: Scope, value: Value, part: Value) -> bool:
    return _text(scope, value).startswith(_text(scope, part))


@function("ends-with", least=2, most=2, returns="boolean")
def _ends_with(scope: Scope, value: Value, part: Value) -> bool:
    return _text(scope, value).endswith(_text(scope, part))


@function("string-length", most=1, returns="number")
def _length(scope: Scope, *value: Value) -> float:
    return float(len(_text(scope, value[0] if value else [scope.node])))


@function("normalize-space", most=1, returns="string")
def _normalize(scope: Scope, *value: Value) -> str:
    text = _text(scope, value[0]) if value else scope.rules.string([scope.node])
    if not value and scope.rules.existential:
        text = text_of(scope.node)
    return " ".join(text.split())


@function("regex", least=2, most=2, returns="boolean")
def _regex(scope: Scope, value: Value, pattern: Value) -> bool:
    return patterns.matches(_text(scope, pattern), _text(scope, value))
