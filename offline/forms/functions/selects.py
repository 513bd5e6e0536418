"""Select answers (space-separated values), checklists, choice labels."""

from __future__ import annotations

from offline.forms.functions.registry import Compiles, function, special
from offline.forms.xpath.scope import Code, Scope
from offline.forms.xpath.syntax import Expr
from offline.forms.xpath.values import EvaluationError, Value
from offline.i18n import tr


@special("selected", "is-selected", least=2, most=2, returns="boolean")
def _selected(compiler: Compiles, arguments: tuple[Expr, ...]) -> Code:
    chosen, wanted = map(compiler.string, arguments)
    return lambda scope: f" {wanted(scope).strip()} " in f" {chosen(scope)} "


@function("count-selected", least=1, most=1, returns="number")
def _count_selected(scope: Scope, value: Value) -> float:
    return float(len(scope.rules.string(value).split()))


@function("selected-at", least=2, most=2, returns="string")
def _selected_at(scope: Scope, value: Value, place: Value) -> str:
    chosen, number = scope.rules.string(value).split(), scope.rules.number(place)
    if number != number:  # noqa: PLR0124 — NaN counts as 0 when Java makes it an int
        number = 0.0
    return chosen[int(number)] if chosen and -1 < number < len(chosen) else ""


@function("checklist", least=2, most=None, returns="boolean")
def _checklist(scope: Scope, least: Value, most: Value, *items: Value) -> bool:
    count = sum(1 for item in _each(items) if scope.rules.boolean(item))
    low, high = scope.rules.number(least), scope.rules.number(most)
    return (low < 0 or count >= low) and (high < 0 or count <= high)


def _each(items: tuple[Value, ...]) -> list[Value]:
    if len(items) == 1 and isinstance(items[0], list):
        return [[node] for node in items[0]]
    return list(items)


@function("weighted-checklist", least=2, most=None, returns="boolean")
def _weighted(scope: Scope, least: Value, most: Value, *items: Value) -> bool:
    flags, weights = _each(items[0:1]), _each(items[1:2])
    if len(items) != 2 or not isinstance(items[0], list):  # noqa: PLR2004 — two node-sets, or pairs
        flags, weights = list(items[::2]), list(items[1::2])
    if len(flags) != len(weights):
        raise EvaluationError(tr("weighted-checklist() 的每一项都要有权重"))
    total = sum(
        scope.rules.number(weight)
        for flag, weight in zip(flags, weights, strict=True)
        if scope.rules.boolean(flag)
    )
    return scope.rules.number(least) <= total <= scope.rules.number(most)


@function("jr:choice-name", least=2, most=2, returns="string")
def _choice_name(scope: Scope, value: Value, question: Value) -> str:
    chosen, path = scope.rules.string(value), scope.rules.string(question)
    return scope.run.choice_label(chosen, path, scope.node) if chosen else ""
