"""Truth, branches, conversions, and what depends on the context."""

from __future__ import annotations

import math

from offline.forms.functions.registry import Compiles, function, special
from offline.forms.tree import Kind, Node, text_of
from offline.forms.xpath.scope import Code, Scope
from offline.forms.xpath.syntax import Expr
from offline.forms.xpath.values import EvaluationError, Value
from offline.i18n import tr


@function("true", returns="boolean")
def _true(_scope: Scope) -> bool:
    return True


@function("false", returns="boolean")
def _false(_scope: Scope) -> bool:
    return False


@special("boolean", least=1, most=1, returns="boolean")
def _boolean(compiler: Compiles, arguments: tuple[Expr, ...]) -> Code:
    return compiler.boolean(arguments[0])


@special("not", least=1, most=1, returns="boolean")
def _not(compiler: Compiles, arguments: tuple[Expr, ...]) -> Code:
    test = compiler.boolean(arguments[0])
    return lambda scope: not test(scope)


@special("number", most=1, returns="number")
def _number(compiler: Compiles, arguments: tuple[Expr, ...]) -> Code:
    if arguments:
        return compiler.number(arguments[0])
    convert = compiler.rules.number
    return lambda scope: convert([scope.node])


@special("string", most=1, returns="string")
def _string(compiler: Compiles, arguments: tuple[Expr, ...]) -> Code:
    if arguments:
        return compiler.string(arguments[0])
    convert = compiler.rules.string
    return lambda scope: convert([scope.node])


@special("if", least=3, most=3)
def _if(compiler: Compiles, arguments: tuple[Expr, ...]) -> Code:
    test = compiler.boolean(arguments[0])
    yes, no = compiler.value(arguments[1]), compiler.value(arguments[2])
    return lambda scope: yes(scope) if test(scope) else no(scope)


@special("coalesce", least=2, most=2)
def _coalesce(compiler: Compiles, arguments: tuple[Expr, ...]) -> Code:
    first, second = compiler.atom(arguments[0]), compiler.value(arguments[1])

    def run(scope: Scope) -> Value:
        value = first(scope)
        empty = value == "" or (isinstance(value, float) and math.isnan(value))
        return second(scope) if empty else value

    return run


@special("once", least=1, most=1)
def _once(compiler: Compiles, arguments: tuple[Expr, ...]) -> Code:
    code = compiler.value(arguments[0])

    def run(scope: Scope) -> Value:
        node = scope.node
        return node.value if node.text and node.relevant else code(scope)

    return run


@function("depend", least=1, most=None)
def _depend(_scope: Scope, first: Value, *_others: Value) -> Value:
    return first


@function("boolean-from-string", least=1, most=1, returns="boolean")
def _boolean_from_string(scope: Scope, value: Value) -> bool:
    text = scope.rules.string(value)
    return text == "1" or text.lower() == "true"


@function("position", most=1, returns="number")
def _position(scope: Scope, *of: Value) -> float:
    if not of:
        return float(scope.position or scope.node.position or 1)
    nodes = of[0]
    if not isinstance(nodes, list):
        raise EvaluationError(tr("{name}() 要的是一组节点", name="position"))
    return float(_place(nodes[0])) if nodes else 0.0


def _place(node: Node) -> int:
    if node.position or node.parent is None:
        return node.position or 1
    family = node.parent.named.get(node.name, [node])
    return next((i for i, other in enumerate(family, 1) if other is node), 1)


@function("last", returns="number")
def _last(scope: Scope) -> float:
    return float(scope.size or 1)


@function("current", returns="nodes")
def _current(scope: Scope) -> list[Node]:
    return [scope.current]


@function("lang", least=1, most=1, returns="boolean")
def _lang(scope: Scope, value: Value) -> bool:
    wanted = scope.rules.string(value).lower()
    node: Node | None = scope.node
    while node is not None:
        found = node.attribute("lang")
        if found is not None:
            spoken = found.text.lower()
            return spoken == wanted or spoken.startswith(wanted + "-")
        node = node.parent
    return False


@function("version", returns="string")
def _version(scope: Scope) -> str:
    return scope.run.version


@function("property", least=1, most=1, returns="string")
def _property(scope: Scope, name: Value) -> str:
    return scope.run.properties.get(scope.rules.string(name), "")


@function("jr:itext", least=1, most=1)
def _itext(scope: Scope, identifier: Value) -> Value:
    return scope.run.itext(scope.rules.string(identifier))


@function("id", least=1, most=1, returns="nodes")
def _id(scope: Scope, value: Value) -> list[Node]:
    texts = [text_of(n) for n in value] if isinstance(value, list) else [scope.rules.string(value)]
    wanted = {word for text in texts for word in text.split()}
    found = []
    for node in scope.node.root().walk():
        mark = node.attribute("id") if node.kind == Kind.ELEMENT else None
        if mark is not None and mark.text in wanted:
            found.append(node)
    return found
