"""A session's whole state as bytes, and back: values with their types, states, language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from offline.forms.api import FormError
from offline.forms.engine import Engine
from offline.forms.model import Steps
from offline.forms.tree import Atom, Node
from offline.i18n import tr

FORMAT = 1


def dump(engine: Engine, instance_id: str, language: str, log: list[list[Any]]) -> bytes:
    """The state of a session; ``log`` is its audit log, if its form asks for one."""
    state = {
        "format": FORMAT,
        "form": [engine.form.form_id, engine.form.version],
        "instance": instance_id,
        "language": language,
        "properties": dict(engine.properties),
        "drawn": engine.drawn,
        "tree": _node(engine.root.children[0]),
        **({"log": log} if log else {}),
    }
    return json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()


def load(data: bytes) -> dict[str, Any]:
    """The state as it was dumped (FormError if it is none of ours)."""
    try:
        state = json.loads(data)
    except ValueError as error:
        raise FormError(tr("草稿已损坏，无法打开。")) from error
    if not isinstance(state, dict) or state.get("format") != FORMAT:
        raise FormError(tr("草稿已损坏，无法打开。"))
    return state


def restore(engine: Engine, tree: list[Any]) -> None:
    """Put a dumped tree in the place of the engine's instance."""
    top = engine.root.children[0]
    engine.root.children.clear()
    engine.root.named.clear()
    engine.fixed.clear()
    engine.lasting.clear()
    engine.root.append(_restored(tree, top.namespace))
    _bind(engine.root.children[0], engine.form.by_path)


def _bind(node: Node, by_path: Mapping[Steps, int]) -> None:
    """Binds by path, not by number: a server may change a form and keep its version."""
    node.bind = by_path.get(node.steps, -1)
    for below in (*node.attributes, *node.children):
        _bind(below, by_path)


def _node(node: Node) -> list[Any]:
    return [
        node.name,
        *_atom(node.value, node.text),
        [node.own, node.relevant, node.required, node.readonly],
        [node.position, node.bind, node.prefix, node.namespace, "/".join(node.steps)],
        [_node(mark) for mark in node.attributes],
        [_node(child) for child in node.children],
    ]


def _atom(value: Atom, text: str) -> list[Any]:
    if isinstance(value, bool):
        return ["b", value, text]
    if isinstance(value, float):
        return ["n", repr(value), text]
    if isinstance(value, datetime):
        return ["d", value.isoformat(), text]
    return ["", value if value != text else None, text]


def _restored(data: list[Any], namespace: str, *, mark: bool = False) -> Node:
    name, code, value, text, states, place, marks, children = data
    node = Node(name)
    if mark:
        node.kind = type(node.kind).ATTRIBUTE
    node.value, node.text = _value(code, value, text), text
    node.own, node.relevant, node.required, node.readonly = states
    node.position, node.bind, node.prefix, node.namespace, steps = place
    node.steps = tuple(steps.split("/"))
    for item in marks:
        attribute = _restored(item, namespace, mark=True)
        attribute.parent = node
        node.attributes.append(attribute)
    for item in children:
        node.append(_restored(item, namespace))
    return node


def _value(code: str, value: Any, text: str) -> Atom:
    if code == "b":
        return bool(value)
    if code == "n":
        return float(value)
    if code == "d":
        return datetime.fromisoformat(value).astimezone()
    return text if value is None else str(value)
