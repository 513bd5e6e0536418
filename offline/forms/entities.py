"""What a submission says about entities: made or changed, with which label and properties.

Entities specification of ODK (getodk.github.io/xforms-spec/entities): an ``entity`` element in a
``meta`` block speaks of the answers beside that block whose binds have ``entities:saveto``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from offline.forms.form import Compiled
from offline.forms.model import Steps

_TRUE = frozenset({"1", "true"})


@dataclass(frozen=True, slots=True)
class Declared:
    """One entity that a submission makes (``create``), changes (``update``), or either."""

    dataset: str
    id: str
    create: bool
    update: bool
    label: str
    properties: Mapping[str, str]


def declared(form: Compiled, xml: bytes) -> list[Declared]:
    """The entities of a finished form's XML, in document order."""
    names = {bind.path: bind.save_to for bind in form.definition.binds if bind.save_to}
    root = etree.fromstring(xml)
    found = []
    for entity in root.iter("{*}entity"):
        meta = entity.getparent()
        about = None if meta is None else meta.getparent()
        if about is None or not entity.get("dataset") or not entity.get("id"):
            continue
        declaration = Declared(
            dataset=str(entity.get("dataset")),
            id=str(entity.get("id")),
            create=entity.get("create") in _TRUE,
            update=entity.get("update") in _TRUE,
            label=(entity.findtext("{*}label") or "").strip(),
            properties=dict(_properties(about, _steps(about), names)),
        )
        if declaration.create or declaration.update:
            found.append(declaration)
    return found


def _properties(
    about: etree._Element, here: Steps, names: Mapping[Steps, str]
) -> Iterator[tuple[str, str]]:
    """Answers that belong to this entity: not those of a repeat that has an entity of its own."""
    for child in about.iterchildren("*"):
        steps = (*here, etree.QName(child).localname)
        if steps in names:
            yield names[steps], child.text or ""
        elif child.find("{*}meta/{*}entity") is None:
            yield from _properties(child, steps, names)


def _steps(element: etree._Element) -> Steps:
    above = [element, *element.iterancestors()]
    return tuple(etree.QName(each).localname for each in reversed(above))
