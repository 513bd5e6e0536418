"""The submission XML as Collect writes it: what is not relevant is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from offline.forms.form import Compiled
from offline.forms.tree import Node

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
XFORMS = "http://www.w3.org/2002/xforms"
"""The namespace of the form itself, which a submission leaves out (as Collect does)."""


def submission(form: Compiled, root: Node) -> bytes:
    """The relevant part of the instance, in UTF-8 with an XML declaration."""
    element = _element(form, root, None)
    if form.form_id:
        element.set("id", form.form_id)
    if form.version:
        element.set("version", form.version)
    return etree.tostring(element, encoding="UTF-8", xml_declaration=True)


def _element(form: Compiled, node: Node, parent: etree._Element | None) -> etree._Element:
    own = node.namespace if node.namespace != XFORMS else ""
    name = f"{{{own}}}{node.name}" if own else node.name
    prefixes = _prefixes(form.namespaces, node)
    element = (
        etree.Element(name, nsmap=prefixes)
        if parent is None
        else etree.SubElement(parent, name, nsmap=prefixes)
    )
    for mark in node.attributes:
        if mark.relevant:
            element.set(
                f"{{{mark.namespace}}}{mark.name}" if mark.namespace else mark.name, mark.text
            )
    if node.text and not node.children:
        element.text = printable(node.text)
    for child in node.children:
        if child.relevant:
            _element(form, child, element)
    return element


def _prefixes(known: Mapping[str, str], node: Node) -> dict[str, str]:
    if node.parent is not None and node.parent.parent is not None:
        return {node.prefix: node.namespace} if node.prefix else {}
    prefixes: dict[Any, str] = {prefix: uri for prefix, uri in known.items() if prefix}
    if node.namespace not in {"", XFORMS} and not node.prefix:
        prefixes[None] = node.namespace
    return prefixes


def printable(text: str) -> str:
    """Text without the characters that XML cannot carry: controls, halves of pairs."""
    return _UNPRINTABLE.sub("", text)


def attachments(form: Compiled, root: Node) -> tuple[str, ...]:
    """File names that relevant binary nodes hold, in document order."""
    found: list[str] = []
    for node in root.walk():
        bind = form.bind(node)
        if bind is not None and bind.data_type == "binary" and node.relevant and node.text:
            found.append(node.text)
    return tuple(dict.fromkeys(found))
