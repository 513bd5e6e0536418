"""Expressions that read a node which the form does not have: they read nothing, silently."""

from __future__ import annotations

from collections.abc import Iterator

from offline.forms.flaws.kinds import Flaw, Known, Weight, slashed
from offline.forms.model import Steps
from offline.forms.references import references
from offline.forms.uses import uses
from offline.forms.xpath.parser import parse
from offline.forms.xpath.syntax import XPathSyntaxError
from offline.i18n import tr

_COLUMNS = {"calculate": "calculation", "relevant": "relevant", "constraint": "constraint"}
_KINDS = (*_COLUMNS, "required", "readonly")


def slight(known: Known) -> Iterator[Flaw]:
    """One flaw an expression, by the paths that it reads in vain."""
    definition = known.source.definition
    for bind in definition.binds:
        for kind in _KINDS:
            expression = getattr(bind, kind)
            if expression:
                column = _COLUMNS.get(kind, kind)
                yield from _read(known, bind.path, expression, column)
    for where, expression, _sort in uses(definition, []):
        if where.startswith("/"):
            yield from _read(known, tuple(where[1:].split("/")), expression, "label")


def _read(known: Known, here: Steps, expression: str, column: str) -> Iterator[Flaw]:
    try:
        reads = references(parse(expression), here)
    except XPathSyntaxError:
        return  # told with the expressions
    missing = {slashed(one.path) for one in reads if not one.deep and _missing(one.path, known)}
    if missing:
        told = tr(
            "{path}：表达式读取的节点不存在，只会读到空：{names}",
            path=slashed(here),
            names="、".join(sorted(missing)),
        )
        yield Flaw(Weight.ODD, told, here[-1], column)


def _missing(path: Steps, known: Known) -> bool:
    return bool(path) and "*" not in path and path not in known.paths
