"""Secondary instances: ``instance()`` and ``pulldata()``."""

from __future__ import annotations

from offline.forms.functions.registry import function
from offline.forms.secondary import Indexed
from offline.forms.tree import Node
from offline.forms.xpath.scope import Scope
from offline.forms.xpath.values import Value


@function("instance", least=1, most=1, returns="nodes")
def _instance(scope: Scope, name: Value) -> list[Node]:
    return [scope.run.instance(scope.rules.string(name))]


@function("pulldata", least=4, most=4, returns="string")
def _pulldata(scope: Scope, name: Value, wanted: Value, key: Value, value: Value) -> str:
    text = scope.rules.string
    top = scope.run.instance(text(name).removesuffix(".csv"))
    root = top.children[0]
    if not isinstance(root, Indexed):
        return ""
    rows = root.lookup("item", text(key), text(value))
    found = rows[0].named.get(text(wanted)) if rows else None
    return found[0].text if found else ""
