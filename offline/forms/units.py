"""The computations of a form: one unit an expression, with what it reads."""

from __future__ import annotations

from collections.abc import Iterator

from offline.forms.api import FormError
from offline.forms.graph import Unit
from offline.forms.model import Definition, Element, Steps
from offline.forms.references import Reference, references
from offline.forms.uses import walk
from offline.forms.xpath.parser import parse
from offline.forms.xpath.syntax import Expr, XPathSyntaxError
from offline.i18n import tr

KINDS = ("relevant", "calculate", "required", "readonly", "constraint")
CONSTANTS = {"true()": True, "false()": False}


def units_of(definition: Definition, known: frozenset[Steps]) -> list[Unit]:
    """Every computation of a form (FormError for what points nowhere)."""
    units: list[Unit] = []
    repeats = frozenset(definition.repeats)
    for number, bind in enumerate(definition.binds):
        if bind.path not in known:
            raise FormError(tr("bind 所指的节点不存在：{path}", path="/" + "/".join(bind.path)))
        for kind in KINDS[:-1]:
            expression = getattr(bind, kind)
            if expression and (kind == "calculate" or expression not in CONSTANTS):
                units.append(unit_of(bind.path, kind, expression, number, repeats))
        if bind.constraint:
            parsed(bind.constraint, "/" + "/".join(bind.path))
    for element in walk(definition.body):
        if fault := misplaced(element, known):
            raise FormError(fault)
    return units + list(_counts(definition))


def _counts(definition: Definition) -> Iterator[Unit]:
    """Counts, which read all that decides whether what they fill is relevant."""
    relevant = {bind.path: bind.relevant for bind in definition.binds if bind.relevant}
    for element in walk(definition.body):
        if element.count:
            unit = unit_of(element.path, "count", element.count, -1, frozenset())
            unit.reads.add(Reference(element.path[:-1]))
            if element.path in relevant:
                unit.reads |= references(parse(relevant[element.path]), element.path)
            yield unit


def misplaced(element: Element, known: frozenset[Steps]) -> str:
    """What is wrong with where a question or repeat points; empty if nothing is."""
    path = "/" + "/".join(element.path)
    if element.kind == "question" and element.path not in known:
        return tr("问题所指的节点不存在：{path}", path=path)
    if element.kind == "repeat" and (element.path not in known or len(element.path) == 1):
        return tr("重复所指的节点不存在：{path}", path=path)
    return ""


def unit_of(path: Steps, kind: str, expression: str, bind: int, repeats: frozenset[Steps]) -> Unit:
    """One expression with what it reads (FormError)."""
    tree = parsed(expression, "/" + "/".join(path))
    reads = references(tree, path, repeats)
    if kind == "calculate" and "once(" in expression:
        reads.discard(Reference(path))
    return Unit(path, kind, expression, bind, reads)


def parsed(expression: str, where: str) -> Expr:
    """The syntax tree (FormError naming where the expression stands)."""
    try:
        return parse(expression)
    except XPathSyntaxError as error:
        raise FormError(
            tr("{where} 的表达式有误：{error}", where=where, error=str(error))
        ) from error
