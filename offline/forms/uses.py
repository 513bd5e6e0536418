"""Where a form uses expressions: all of them are compiled when it is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from offline.forms.graph import Unit
from offline.forms.model import Definition, Element, Label

Use = tuple[str, str, str]
"""Where an expression stands, its text, and as what it is compiled."""


def walk(elements: Sequence[Element]) -> list[Element]:
    """All body elements, depth first."""
    found: list[Element] = []
    for element in elements:
        found.append(element)
        found += walk(element.children)
    return found


def uses(definition: Definition, units: Sequence[Unit]) -> Iterator[Use]:
    """Every expression of a form."""
    for unit in units:
        yield "/" + "/".join(unit.path), unit.expression, _sort(unit.kind)
    for bind in definition.binds:
        if bind.constraint:
            yield "/" + "/".join(bind.path), bind.constraint, "boolean"
    for action in definition.actions:
        if action.expression:
            yield "/" + "/".join(action.target), action.expression, "atom"
    for element in walk(definition.body):
        yield from _of_element(element)
    yield from _of_texts(definition)


def _sort(kind: str) -> str:
    return {"calculate": "atom", "count": "number"}.get(kind, "boolean")


def _of_element(element: Element) -> Iterator[Use]:
    where = "/" + "/".join(element.path)
    if element.itemset is not None:
        yield where, element.itemset.nodeset, "value"
    for label in (element.label, element.hint, *(item.label for item in element.items)):
        yield from ((where, expression, "atom") for expression in _of_label(label))


def _of_label(label: Label) -> list[str]:
    found = [label.expression, *(piece.expression for piece in label.pieces)]
    return [expression for expression in found if expression]


def _of_texts(definition: Definition) -> Iterator[Use]:
    for entries in definition.texts.values():
        for name, entry in entries.items():
            for pieces in entry.forms.values():
                found = (piece.expression for piece in pieces if piece.expression)
                yield from ((f"itext {name}", expression, "atom") for expression in found)
