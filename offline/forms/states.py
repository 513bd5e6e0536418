"""Validity of nodes: what is missing, what breaks its constraint, and with which words."""

from __future__ import annotations

from collections.abc import Iterator

from offline.forms.api import NodeState
from offline.forms.engine import Engine
from offline.forms.itext import message
from offline.forms.texts import Texts
from offline.forms.tree import Node
from offline.forms.xpath.values import EvaluationError
from offline.i18n import tr


def is_readonly(node: Node) -> bool:
    """Whether a node or anything above it is read-only."""
    here: Node | None = node
    while here is not None:
        if here.readonly:
            return True
        here = here.parent
    return False


def violation(engine: Engine, node: Node) -> str:
    """``required``, ``constraint`` or nothing."""
    if not node.relevant:
        return ""
    if not node.text:
        return "required" if node.required else ""
    bind = engine.form.bind(node)
    if bind is None or not bind.constraint:
        return ""
    try:
        return "" if engine.truth(bind.constraint, node) else "constraint"
    except EvaluationError:
        return "constraint"


def sentence(engine: Engine, texts: Texts, node: Node, broken: str) -> str:
    """What to tell a person about a violation."""
    bind = engine.form.bind(node)
    if not broken or bind is None:
        return ""
    own = bind.required_message if broken == "required" else bind.constraint_message
    words = texts.text(message(own), node) if own else ""
    if words:
        return words
    return (
        tr("这一项必须填写。") if broken == "required" else tr("这个答案不符合要求，请检查后修改。")
    )


def states(engine: Engine) -> Iterator[tuple[str, NodeState]]:
    """Every element by path with its state."""
    for node in engine.root.children[0].walk():
        broken = violation(engine, node) if engine.form.is_leaf(node) else ""
        yield (
            node.path(),
            NodeState(
                node.text, node.relevant, node.required, is_readonly(node), not broken, broken
            ),
        )
