"""Node-sets: counting, names, repeats, order."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from offline.forms import shuffle
from offline.forms.functions.registry import Compiles, function, special
from offline.forms.tree import Kind, Node
from offline.forms.xpath.scope import Code, Scope
from offline.forms.xpath.syntax import Expr, Path, XPathSyntaxError
from offline.forms.xpath.values import EvaluationError, Value
from offline.i18n import tr


def _nodes(name: str, value: Value) -> list[Node]:
    if not isinstance(value, list):
        raise EvaluationError(tr("{name}() 要的是一组节点", name=name))
    return value


@function("count", least=1, most=1, returns="number")
def _count(_scope: Scope, nodes: Value) -> float:
    return float(len(_nodes("count", nodes)))


@function("count-non-empty", least=1, most=1, returns="number")
def _count_non_empty(scope: Scope, nodes: Value) -> float:
    found = _nodes("count-non-empty", nodes)
    return float(sum(1 for node in found if scope.rules.string([node])))


def _first(scope: Scope, value: tuple[Value, ...], name: str) -> Node | None:
    if not value:
        return scope.node
    nodes = _nodes(name, value[0])
    return nodes[0] if nodes else None


@function("name", most=1, returns="string")
def _name(scope: Scope, *value: Value) -> str:
    node = _first(scope, value, "name")
    if node is None or node.kind == Kind.TEXT:
        return ""
    return f"{node.prefix}:{node.name}" if node.prefix else node.name


@function("local-name", most=1, returns="string")
def _local_name(scope: Scope, *value: Value) -> str:
    node = _first(scope, value, "local-name")
    return node.name if node else ""


@function("namespace-uri", most=1, returns="string")
def _namespace(scope: Scope, *value: Value) -> str:
    node = _first(scope, value, "namespace-uri")
    return node.namespace if node else ""


@function("randomize", least=1, most=2, returns="nodes")
def _randomize(scope: Scope, nodes: Value, *seed: Value) -> list[Node]:
    found = _nodes("randomize", nodes)
    if not seed:
        mixed = list(found)
        Random(f"{scope.run.seed} {scope.current.path()}").shuffle(mixed)  # noqa: S311 — an order of choices is no secret
        return mixed
    atom = scope.rules.unpack(seed[0])
    number = scope.rules.number(seed[0])
    whole = shuffle.seed_of(number, atom if isinstance(atom, str) else "")
    return shuffle.shuffled(found, whole)


@special("indexed-repeat", least=3, most=11)
def _indexed_repeat(compiler: Compiles, arguments: tuple[Expr, ...]) -> Code:
    target, *pairs = arguments
    if len(pairs) % 2:
        raise XPathSyntaxError(tr("indexed-repeat() 要成对写出重复和序号"))
    levels = [
        (_path(repeat), compiler.number(place))
        for repeat, place in zip(pairs[::2], pairs[1::2], strict=True)
    ]
    return _indexed(_path(target), levels)


def _path(expression: Expr) -> Path:
    if not isinstance(expression, Path):
        raise XPathSyntaxError(tr("indexed-repeat() 要成对写出重复和序号"))
    return expression


def _indexed(target: Path, levels: list[tuple[Path, Callable[[Any], float]]]) -> Code:
    def run(scope: Scope) -> list[Node]:
        chosen: dict[int, int] = {}
        for repeat, place in levels:
            number = place(scope)
            whole = int(number) if number == number and abs(number) < 2**31 else 1  # noqa: PLR0124 — NaN
            chosen[len(_names(repeat, scope.node))] = max(whole, 1)
        return _descend(scope, _names(target, scope.node), chosen)

    return run


def _names(path: Path, context: Node) -> list[str]:
    names: list[str] = [] if path.absolute else _lineage(context)
    for step in path.steps:
        if step.axis == "parent":
            names.pop()
        elif step.axis == "child":
            names.append(step.test.name)
    return names


def _lineage(node: Node) -> list[str]:
    names: list[str] = []
    here: Node | None = node
    while here is not None and here.parent is not None:
        names.append(here.name)
        here = here.parent
    return names[::-1]


def _descend(scope: Scope, names: list[str], chosen: dict[int, int]) -> list[Node]:
    lane: list[Node] = []
    here: Node | None = scope.node
    while here is not None and here.parent is not None:
        lane.insert(0, here)
        here = here.parent
    found = [scope.run.root]
    for depth, name in enumerate(names, 1):
        near = [child for node in found for child in node.named.get(name, [])]
        if depth in chosen:
            near = near[chosen[depth] - 1 : chosen[depth]]
        elif depth <= len(lane) and any(node is lane[depth - 1] for node in near):
            near = [lane[depth - 1]]
        found = near
    return [node for node in found if node.relevant]
