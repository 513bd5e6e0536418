"""``form eval``: expressions over any document, in JavaRosa's dialect or plain XPath 1.0.

A vector names a document (``xml``), an evaluation ``root`` and a ``context`` by positional paths
(``/*/*[2]``; ``*[0]`` stands for a node that is neither element nor text), an expression, the kind
of result wanted and a language.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any

from offline.forms import itext, xml
from offline.forms.api import FormError
from offline.forms.model import Definition
from offline.forms.tree import Kind, Node
from offline.forms.xpath.compiler import Compiler
from offline.forms.xpath.parser import parse
from offline.forms.xpath.scope import Scope
from offline.forms.xpath.syntax import XPathSyntaxError
from offline.forms.xpath.values import DOCUMENT, PLAIN, EvaluationError, Rules, Value
from offline.i18n import tr

_KNOWN_SPACES = {"xhtml": "http://www.w3.org/1999/xhtml"}
_STEP = re.compile(r"(\*|text\(\)|@[\w:.\-]+)(?:\[(\d+)\])?")


class _Bare:
    """A runtime without a form: one document, its texts, its instances by id."""

    def __init__(self, root: Node, document: Node, rules: Rules, source: Definition) -> None:
        self.root = root
        self.rules = rules
        self.fixed: dict[int, Node | None] = {}
        self.random = Random()  # noqa: S311 — random() of a vector is no secret
        self.seed = str(self.random.random())
        self.properties: Mapping[str, str] = {}
        self.version = ""
        self._document = document
        self._texts = source
        self.language = source.default_language
        self.nodes_wanted = False

    def now(self) -> datetime:
        return datetime.now().astimezone()

    def instance(self, name: str) -> Node:
        for node in self._document.walk():
            mark = node.attribute("id") if node.name == "instance" else None
            if mark is not None and mark.text == name:
                return node
        raise EvaluationError(tr("没有名为“{name}”的列表（instance）", name=name))

    def itext(self, identifier: str) -> list[Node]:
        """The ``value`` elements of an entry in the language."""
        found: list[Node] = []
        for node in self._document.walk():
            above = node.parent
            if node.name == "text" and above and _says(node, "id", identifier):
                found += node.named["value"] if _says(above, "lang", self.language) else []
        if self.nodes_wanted:
            return found
        return [node for node in found if node.attribute("form") is None][:1]

    def choice_label(self, value: str, question: str, near: Node) -> str:
        del question, near
        return value


def _says(node: Node, attribute: str, text: str) -> bool:
    found = node.attribute(attribute)
    return found is not None and found.text == text


def evaluate(vector: Mapping[str, Any]) -> dict[str, Any]:
    """``{"value": …}`` in the shape of the vector's ``expected``, or ``{"error": …}``."""
    try:
        return {"value": _value(vector)}
    except (EvaluationError, XPathSyntaxError, FormError) as error:
        return {"error": str(error)}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        return {"error": tr("向量不完整：{error}", error=repr(error))}


def _value(vector: Mapping[str, Any]) -> Any:
    element = xml.parse(xml.keep_cdata(str(vector["xml"]).strip()).encode(), tr("文档"))
    document = xml.document(element)
    rules = DOCUMENT if vector.get("xforms") else PLAIN
    root = find(document, vector.get("root") or "/")
    run = _Bare(root, document, rules, _definition(element))
    run.nodes_wanted = str(vector.get("kind", "")).startswith("nodeset")
    if vector.get("lang"):
        run.language = str(vector["lang"])
    node = find(document, vector["context"]) if vector.get("context") else root
    spaces = None if rules is DOCUMENT else {**_KNOWN_SPACES, **_spaces(element)}
    compiler = Compiler(rules, lazy=True, namespaces=spaces)
    code = compiler.value(parse(str(vector["expr"])))
    return _shaped(rules, code(Scope(node, run)), str(vector.get("kind", "string")))


def _spaces(element: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for inner in element.iter():
        found = {**{prefix or "": uri for prefix, uri in inner.nsmap.items()}, **found}
    return found


def _definition(element: Any) -> Definition:
    definition = Definition()
    model = next((e for e in element.iter() if xml.local(e) == "model"), None)
    if model is not None:
        itext.read(definition, model)
    return definition


def _shaped(rules: Rules, value: Value, kind: str) -> Any:
    if kind.startswith("nodeset"):
        if not isinstance(value, list):
            raise EvaluationError(tr("结果不是一组节点"))
        return [path(node) for node in value]
    if kind == "boolean":
        return rules.boolean(value)
    if kind.startswith("number"):
        return _number(rules.number(value))
    return rules.string(value)


def _number(number: float) -> float | int | str:
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    return int(number) if number == int(number) else number


def find(document: Node, where: str) -> Node:
    """The node at a positional path (FormError if there is none)."""
    node = document
    for step in where.strip("/").split("/"):
        if not step:
            continue
        match = _STEP.fullmatch(step)
        found = _step(node, match[1], int(match[2] or 1)) if match else None
        if found is None:
            raise FormError(tr("文档里没有 {path} 这个节点。", path=where))
        node = found
    return node


def _step(node: Node, what: str, place: int) -> Node | None:
    if what.startswith("@"):
        name = what[1:].rpartition(":")[2]
        return node.attribute(name)
    if place == 0:
        return next((c for c in node.children if _odd(c)), None)
    kind = Kind.TEXT if what == "text()" else Kind.ELEMENT
    same = [c for c in node.children if c.kind == kind and not _odd(c)]
    return same[place - 1] if place <= len(same) else None


def _odd(node: Node) -> bool:
    """Whether a node is neither an element nor plain text (a CDATA section is a node apart)."""
    return node.kind > Kind.TEXT or (node.kind == Kind.TEXT and node.prefix == xml.CDATA)


def path(node: Node) -> str:
    """The positional path of a node."""
    if node.parent is None:
        return "/"
    above = path(node.parent).rstrip("/")
    if node.kind == Kind.ATTRIBUTE:
        return f"{above}/@{node.prefix}:{node.name}" if node.prefix else f"{above}/@{node.name}"
    if _odd(node):
        return f"{above}/*[0]" if above else "/*"
    same = [c for c in node.parent.children if c.kind == node.kind and not _odd(c)]
    place = next(i for i, other in enumerate(same, 1) if other is node)
    if node.kind == Kind.TEXT:
        return f"{above}/text()[{place}]"
    return f"{above}/*" if node.parent.kind == Kind.DOCUMENT else f"{above}/*[{place}]"
