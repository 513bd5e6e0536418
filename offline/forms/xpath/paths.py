"""Paths → closures that walk the tree.

In JavaRosa's dialect a step of an absolute path into a repeat follows the context's own instance
where the context lies in that repeat, and nodes that are not relevant drop out of the result. A
relative path leads to all instances (``TreeReference.contextualize``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from offline.forms.tree import Atom, Kind, Node, in_order
from offline.forms.xpath import index
from offline.forms.xpath.axes import AXES, REVERSE, acceptor
from offline.forms.xpath.memory import remembering
from offline.forms.xpath.predicates import Walk, predicate
from offline.forms.xpath.scope import Code, Scope
from offline.forms.xpath.syntax import (
    PARENT,
    SELF,
    Call,
    Expr,
    Filter,
    Path,
    Step,
)
from offline.forms.xpath.values import EvaluationError, too_many
from offline.i18n import tr

if TYPE_CHECKING:
    from offline.forms.xpath.compiler import Compiler

Begin = Callable[[Scope], list[Node]]
NONE: list[Node] = []
_FORWARD = frozenset({"child", "self", "attribute"})
"""Axes on which nodes in document order lead to nodes in document order."""


def nodes(compiler: Compiler, path: Path) -> Code:
    """The nodes that a path leads to, in document order."""
    if (fixed := _fixed(compiler, path)) is not None:
        return lambda scope: [node] if (node := fixed(scope)) and node.relevant else []
    begin = _begin(compiler, path)
    walks = tuple(_walk(compiler, step, own=path.absolute) for step in path.steps)
    if not compiler.rules.contextual:
        return lambda scope: _follow(scope, begin(scope), walks)

    def relevant(scope: Scope) -> list[Node]:
        return [node for node in _follow(scope, begin(scope), walks) if node.relevant]

    return relevant


def single_value(compiler: Compiler, path: Path) -> Callable[[Scope], Atom] | None:
    """A shortcut for the value of a path that leads to one node whatever is answered."""
    if path == _SELF:
        return (lambda scope: scope.node.value) if compiler.rules.contextual else None
    fixed = _fixed(compiler, path)
    if fixed is None:
        return _near_value(compiler, path)
    slot = compiler.slot(absolute_names(path))

    def value(scope: Scope) -> Atom:
        node = scope.run.fixed.get(slot) or fixed(scope)
        return node.value if node is not None and node.relevant else ""

    return value


_SELF = Path((SELF,))


def _near_value(compiler: Compiler, path: Path) -> Callable[[Scope], Atom] | None:
    """The value of ``../../name``: up, then down by names that no repeat bears."""
    ups = sum(1 for step in path.steps if step == PARENT)
    downs = path.steps[ups:]
    names = tuple(step.test.name for step in downs if _plain_child(step) and not step.predicates)
    if path.absolute or path.start is not None or path.steps[:ups] != (PARENT,) * ups:
        return None
    if not names or len(names) != len(downs) or not compiler.rules.contextual:
        return None
    if any(name in compiler.repeats for name in names):
        return None
    return _beside(names[0]) if ups == len(names) == 1 else _near(ups, names)


def _beside(name: str) -> Callable[[Scope], Atom]:
    """``../name``, the commonest of all paths."""

    def value(scope: Scope) -> Atom:
        parent = scope.node.parent
        found = parent.named.get(name) if parent is not None else None
        if not found:
            return ""
        if len(found) > 1:
            raise too_many(found)
        return found[0].value if found[0].relevant else ""

    return value


def _near(ups: int, names: tuple[str, ...]) -> Callable[[Scope], Atom]:
    def near(scope: Scope) -> Atom:
        node: Node | None = scope.node
        for _ in range(ups):
            node = node.parent if node is not None else None
        for name in names:
            found = node.named.get(name) if node is not None else None
            if not found:
                return ""
            if len(found) > 1:
                raise too_many(found)
            node = found[0]
        return node.value if node is not None and node.relevant else ""

    return near


def _fixed(compiler: Compiler, path: Path) -> Callable[[Scope], Node | None] | None:
    names = absolute_names(path)
    if not names or not compiler.single(names):
        return None
    slot = compiler.slot(names)

    def find(scope: Scope) -> Node | None:
        known = scope.run.fixed
        if slot in known:
            return known[slot]
        node: Node | None = scope.run.root
        for name in names:
            found = node.named.get(name) if node else None
            node = found[0] if found else None
        known[slot] = node
        return node

    return find


def absolute_names(path: Expr) -> tuple[str, ...]:
    """The names of a plain absolute path like ``/data/a/b``; empty for anything else."""
    if not isinstance(path, Path):
        return ()
    plain = path.absolute and all(
        s.axis == "child" and s.test.kind == "name" and not s.predicates for s in path.steps
    )
    return tuple(s.test.name for s in path.steps) if plain else ()


def filtered(compiler: Compiler, expression: Filter) -> Code:
    """An expression with predicates of its own."""
    code = compiler.value(expression.expression)
    tests = tuple(predicate(compiler, p) for p in expression.predicates)

    def run(scope: Scope) -> list[Node]:
        found = _node_list(code(scope))
        for test in tests:
            found = test(scope, found)
        return found

    return run


def _begin(compiler: Compiler, path: Path) -> Begin:
    if path.absolute:
        return lambda scope: [scope.run.root]
    if path.start is None:
        return lambda scope: [scope.node]
    if isinstance(path.start, Call) and path.start.name == "current":
        return lambda scope: [scope.current]
    code = compiler.value(path.start)
    return lambda scope: _node_list(code(scope))


def _node_list(value: Any) -> list[Node]:
    if not isinstance(value, list):
        raise EvaluationError(tr("“/”前面的不是节点"))
    return value


def _follow(scope: Scope, found: list[Node], walks: tuple[Walk, ...]) -> list[Node]:
    for walk in walks:
        if not found:
            return NONE
        found = walk(scope, found)
    return found


def _walk(compiler: Compiler, step: Step, *, own: bool) -> Walk:
    quick = index.lookup(compiler, step)
    if _plain_child(step) and compiler.namespaces is None:
        base = _named(compiler, step, own=own)
        slow = _with_predicates(compiler, step, base)
        slow = remembering(compiler, step, slow) or slow
        return slow if quick is None else _indexed(quick, slow)
    if step.axis == "parent" and step.test.kind == "node" and not step.predicates:
        return _parents
    return _with_predicates(compiler, step, _axis(compiler, step))


def _plain_child(step: Step) -> bool:
    return step.axis == "child" and step.test.kind == "name" and not step.test.prefix


def _parents(_scope: Scope, found: list[Node]) -> list[Node]:
    if len(found) == 1:
        parent = found[0].parent
        return [parent] if parent is not None else NONE
    return in_order([node.parent for node in found if node.parent is not None])


def _named(compiler: Compiler, step: Step, *, own: bool) -> Walk:
    name = step.test.name
    if own and compiler.rules.contextual and name in compiler.repeats and not step.predicates:
        return lambda scope, found: _aligned(scope, found, name)
    return lambda _scope, found: (
        found[0].named.get(name, NONE)
        if len(found) == 1
        else [child for node in found for child in node.named.get(name, NONE)]
    )


def _aligned(scope: Scope, found: list[Node], name: str) -> list[Node]:
    out: list[Node] = []
    for node in found:
        own = _on_the_way(node, scope.node)
        out += [own] if own is not None and own.name == name else node.named.get(name, NONE)
    return out


def _on_the_way(above: Node, below: Node) -> Node | None:
    here = below
    while here.parent is not None:
        if here.parent is above:
            return here
        here = here.parent
    return None


def _axis(compiler: Compiler, step: Step) -> Walk:
    axis, accept = AXES[step.axis], acceptor(step.test, step.axis, compiler.namespaces)

    def walk(_scope: Scope, found: list[Node]) -> list[Node]:
        out = [near for node in found for near in axis(node) if accept(near)]
        return out if len(found) == 1 and step.axis not in REVERSE else in_order(out)

    return walk


def _with_predicates(compiler: Compiler, step: Step, base: Walk) -> Walk:
    if not step.predicates:
        return base
    tests = tuple(predicate(compiler, p) for p in step.predicates)
    reverse = step.axis in REVERSE
    forward = step.axis in _FORWARD

    def walk(scope: Scope, found: list[Node]) -> list[Node]:
        out: list[Node] = []
        for node in found:
            near = base(scope, [node])
            near = near[::-1] if reverse else near
            for test in tests:
                near = test(scope, near)
            out += near
        return out if len(found) == 1 or forward else in_order(out)

    return walk


def _indexed(quick: index.Lookup, slow: Walk) -> Walk:
    def walk(scope: Scope, found: list[Node]) -> list[Node]:
        if len(found) == 1 and found[0].kind == Kind.ELEMENT:
            near = quick(scope, found[0])
            if near is not None:
                return near
        return slow(scope, found)

    return walk
