"""The choices of a question: written in the body, or an itemset over nodes."""

from __future__ import annotations

from typing import Any

from offline.forms.engine import Engine
from offline.forms.model import Element, Itemset, Steps
from offline.forms.references import references
from offline.forms.texts import Texts
from offline.forms.tree import Node, text_of
from offline.forms.view import Choice, Control
from offline.forms.xpath.parser import parse
from offline.forms.xpath.scope import Scope
from offline.forms.xpath.syntax import calls
from offline.forms.xpath.values import EvaluationError
from offline.i18n import tr


class Choices:
    """Answers which choices a question offers now."""

    def __init__(self, engine: Engine, texts: Texts) -> None:
        self._engine = engine
        self._texts = texts
        self._lasting: dict[tuple[str, ...], tuple[Choice, ...]] = {}
        engine.choice_label = self.label

    def of(self, element: Element, node: Node) -> tuple[Choice, ...]:
        """The choices of a question at a node, in order."""
        if element.itemset is not None:
            return self._itemset(element.itemset, node)
        return tuple(
            Choice(
                item.value,
                self._texts.text(item.label, node),
                self._texts.media(item.label, node),
            )
            for item in element.items
        )

    def _itemset(self, itemset: Itemset, node: Node) -> tuple[Choice, ...]:
        """Evaluated each time, but a list that no answer can change is made once a language."""
        key = (itemset.nodeset, itemset.value, itemset.label, self._texts.language)
        kept = self._lasting.get(key)
        if kept is None:
            kept = self._evaluated(itemset, node)
            if self._unchanging(itemset.nodeset):
                self._lasting[key] = kept
        return kept

    def _unchanging(self, nodeset: str) -> bool:
        tree = parse(nodeset)
        return not references(tree, ()) and calls(tree) <= {"instance"}

    def _evaluated(self, itemset: Itemset, node: Node) -> tuple[Choice, ...]:
        code = self._engine.form.code(itemset.nodeset)
        try:
            found: Any = code(Scope(node, self._engine))
        except EvaluationError as error:
            self._engine.faults.append(f"{node.path()}: {error}")
            return ()
        if not isinstance(found, list):
            self._engine.faults.append(f"{node.path()}: {itemset.nodeset} gives no nodes")
            return ()
        return tuple(self._choice(itemset, item, node) for item in found)

    def _choice(self, itemset: Itemset, item: Node, node: Node) -> Choice:
        value, label = _below(item, itemset.value), _below(item, itemset.label)
        if not itemset.label_itext:
            return Choice(value, label)
        return Choice(value, self._texts.itext(label), self._texts.itext_media(label, node))

    def label(self, value: str, path: str, near: Node) -> str:
        """The label of a value of the question at a path, seen from a node."""
        steps = _steps(path.strip(), near)
        element = self._engine.form.questions.get(steps)
        if element is None:
            return ""
        nodes = self._engine.nodes_at(steps, near)
        at = nodes[0] if nodes else near
        return next((c.label for c in self.of(element, at) if c.value == value), "")


def not_offered(element: Element, node: Node, choices: tuple[Choice, ...]) -> str:
    """What to say of a chosen value that a filtered list no longer offers; empty if it does."""
    if element.itemset is None or not node.text or not node.relevant:
        return ""
    words = [node.text] if element.control is Control.SELECT_ONE else node.text.split()
    if {choice.value for choice in choices}.issuperset(words):
        return ""
    return tr("原来选的已不在可选范围内，请重新选择。")


def _steps(path: str, near: Node) -> Steps:
    """The names of a path, which is relative to a node where pyxform wrote it in a repeat."""
    names = [] if path.startswith("/") else list(near.steps)
    for step in path.split("/"):
        if step == "..":
            del names[-1:]
        elif step not in {"", "."}:
            names.append(step)
    return tuple(names)


def _below(item: Node, path: str) -> str:
    node = item
    for name in path.split("/"):
        if name in {"", "."}:
            continue
        found = node.named.get(name.rpartition(":")[2])
        if not found:
            return ""
        node = found[0]
    return text_of(node)
