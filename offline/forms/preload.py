"""Metadata that fills itself in: ``jr:preload`` (start, end, today, deviceid, uid …)."""

from __future__ import annotations

from datetime import datetime

from offline.forms import dates
from offline.forms.engine import Engine
from offline.forms.model import Bind
from offline.forms.tree import Node
from offline.forms.typed import from_result, from_text


def fill(engine: Engine, instance_id: str) -> None:
    """At the beginning: everything but the end time."""
    for node in list(engine.root.walk()):
        bind = engine.form.bind(node)
        if bind is not None and bind.preload:
            _fill(engine, node, bind, instance_id)
    _identify(engine, instance_id)


def finish(engine: Engine, now: datetime) -> None:
    """At finishing: the end time."""
    for node in list(engine.root.walk()):
        bind = engine.form.bind(node)
        if bind is not None and (bind.preload, bind.preload_params) == ("timestamp", "end"):
            engine.put(node, from_result(bind.data_type, now))


def _fill(engine: Engine, node: Node, bind: Bind, instance_id: str) -> None:
    match bind.preload, bind.preload_params:
        case "uid", _:
            node.value = node.text = f"uuid:{instance_id}" if node.name == "instanceID" else ""
        case "date", _:
            stored = from_result("date", dates.midnight(engine.now()))
            node.value, node.text = stored
        case "timestamp", "start":
            node.value, node.text = from_result(bind.data_type, engine.now())
        case "property", name:
            node.value, node.text = from_text("string", engine.properties.get(name, ""))
        case _:
            return


def _identify(engine: Engine, instance_id: str) -> None:
    node = instance_id_node(engine.root)
    if node is not None and not node.text:
        node.value = node.text = f"uuid:{instance_id}"


def meta(root: Node, name: str) -> Node | None:
    """A node of the meta block."""
    for top in root.children:
        for block in top.named.get("meta", ()):
            found = block.named.get(name)
            if found:
                return found[0]
    return None


def instance_id_node(root: Node) -> Node | None:
    """``meta/instanceID``."""
    return meta(root, "instanceID")
