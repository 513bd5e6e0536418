"""Texts in several languages: ``<itext>`` translations, labels with outputs, media."""

from __future__ import annotations

import re

from lxml import etree

from offline.forms import xml
from offline.forms.model import Definition, Label, Piece, TextValue

_REFERENCE = re.compile(r"""^\s*jr:itext\(\s*(?:'([^']*)'|"([^"]*)")\s*\)\s*$""")


def read(definition: Definition, model: etree._Element) -> None:
    """Fill in languages, the default language and the texts of a definition."""
    block = next((e for e in model if xml.local(e) == "itext"), None)
    if block is None:
        return
    for translation in block:
        language = str(translation.get("lang") or "")
        if xml.local(translation) != "translation":
            continue
        definition.languages.append(language)
        if translation.get("default") is not None and not definition.default_language:
            definition.default_language = language
        definition.texts[language] = {
            str(text.get("id") or ""): _value(text)
            for text in translation
            if xml.local(text) == "text"
        }
    if definition.languages and not definition.default_language:
        definition.default_language = definition.languages[0]


def _value(text: etree._Element) -> TextValue:
    value = TextValue()
    for child in text:
        if xml.local(child) == "value":
            value.forms.setdefault(str(child.get("form") or ""), pieces(child))
    return value


def pieces(element: etree._Element) -> list[Piece]:
    """Plain stretches and ``<output>`` expressions of a text, in order."""
    found = [Piece(text=element.text)] if element.text else []
    for child in element:
        if xml.local(child) == "output":
            found.append(Piece(expression=str(child.get("value") or child.get("ref") or "")))
        elif isinstance(child.tag, str):
            found += pieces(child)
        if child.tail:
            found.append(Piece(text=child.tail))
    return found


def label_of(element: etree._Element) -> Label:
    """A label or hint: a reference to an itext entry, an expression, or text."""
    ref = str(element.get("ref") or "")
    if not ref:
        return Label(pieces(element))
    match = _REFERENCE.match(ref)
    if match:
        return Label(itext=match[1] or match[2] or "")
    return Label(expression=ref)


def message(text: str) -> Label:
    """A constraint's or required message: plain text or ``jr:itext('…')``."""
    match = _REFERENCE.match(text)
    return Label(itext=match[1] or match[2] or "") if match else Label([Piece(text=text)])
