"""XML in, safely: no entities, no network, a limit on size; every fault a FormError."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from offline.forms.api import FormError
from offline.forms.tree import Kind, Node
from offline.i18n import tr

LARGEST = 64 * 1024 * 1024
"""Bytes of one form or instance."""
MOST_TAGS = 1_000_000
"""Tags of one document, two of an element: each costs about half a kilobyte once it is read."""
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
CDATA = "cdata-section"
_SECTION = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def parse(data: bytes, what: str) -> etree._Element:
    """The root element of a document called ``what`` in messages (FormError)."""
    if len(data) > LARGEST:
        size = len(data) // 1_048_576
        raise FormError(tr("{what}太大（{size} MB），上限 64 MB。", what=what, size=size))
    if data.count(b"<") > MOST_TAGS:
        raise FormError(
            tr(
                "{what}的元素太多，上限五十万个；请把长的选项表改为附带的 CSV 文件。",
                what=what,
            )
        )
    if _ENTITY.search(data[:65_536]):
        raise FormError(tr("{what}含有实体定义（ENTITY），为安全起见不予读取。", what=what))
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FormError(
            tr("{what}不是完整的 XML 文件：{error}", what=what, error=str(error))
        ) from error
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, strip_cdata=True
    )


def local(element: etree._Element) -> str:
    """The local name of an element; empty for comments and instructions."""
    tag: Any = element.tag  # a function for comments and instructions, whatever the stubs say
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(tag: str) -> str:
    """The namespace of a Clark name."""
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def fill(node: Node, element: etree._Element) -> None:
    """Copy names, attributes and own text of an element into a node."""
    tag = str(element.tag)
    node.namespace = namespace(tag)
    node.prefix = element.prefix or ""
    prefixes = {uri: prefix or "" for prefix, uri in element.nsmap.items()}
    for name, value in element.attrib.items():
        uri = namespace(str(name))
        node.set_attribute(
            str(name).rpartition("}")[2], str(value), uri, prefixes.get(uri, "") if uri else ""
        )
    if len(element) == 0:
        node.value = node.text = element.text or ""


def document(element: etree._Element) -> Node:
    """A whole document with its texts, comments and instructions as nodes (``form eval``)."""
    top = Node("", kind=Kind.DOCUMENT)
    info: Any = element.getroottree().docinfo
    if info.doctype:
        top.append(Node("", kind=Kind.DOCTYPE))
    for before in reversed(list(element.itersiblings(preceding=True))):
        _other(top, before)
    top.append(_mixed(element))
    for after in element.itersiblings():
        _other(top, after)
    return top


def _mixed(element: etree._Element) -> Node:
    node = Node(local(element))
    fill(node, element)
    node.value = node.text = ""
    _text(node, element.text)
    for child in element:
        if local(child):
            node.append(_mixed(child))
        else:
            _other(node, child)
        _text(node, child.tail)
    return node


def _text(parent: Node, text: str | None) -> None:
    if text:
        node = Node("", kind=Kind.TEXT)
        node.value = node.text = text
        parent.append(node)


def _other(parent: Node, element: etree._Element) -> None:
    node = Node("", kind=Kind.COMMENT)
    if isinstance(element, etree._ProcessingInstruction):  # noqa: SLF001 — lxml's public type name
        node.kind = Kind.TEXT if element.target == CDATA else Kind.INSTRUCTION
        node.prefix = CDATA if element.target == CDATA else ""
        node.name = "" if element.target == CDATA else str(element.target or "")
    node.value = node.text = str(element.text or "")
    parent.append(node)


def keep_cdata(data: str) -> str:
    """CDATA sections as instructions named ``CDATA``, so that they stay nodes of their own."""
    return _SECTION.sub(lambda match: f"<?{CDATA} {match[1]}?>" if match[1] else "", data)
