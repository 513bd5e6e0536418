"""Actions (``setvalue``, ``setgeopoint``) as the form begins, a repeat is added, answers change."""

from __future__ import annotations

from offline.forms.api import AnswerError
from offline.forms.engine import Engine
from offline.forms.model import Action, Steps
from offline.forms.tree import Node
from offline.forms.typed import Stored, from_result, from_text
from offline.forms.xpath.scope import Scope
from offline.forms.xpath.values import EvaluationError

FIRST_LOAD = "odk-instance-first-load"
LOAD = "odk-instance-load"
READY = "xforms-ready"
NEW_REPEAT = "odk-new-repeat"
CHANGED = "xforms-value-changed"
_CARRIED_OUT = frozenset({"setvalue", "setgeopoint"})


def run(engine: Engine, event: str, source: Node | None = None, path: Steps = ()) -> None:
    """Carry out the actions of an event; with a source, those that belong to it."""
    for action in engine.form.definition.actions:
        if event in action.events and action.name in _CARRIED_OUT:
            if source is not None and action.source != path:
                continue
            _set(engine, action, source)


def _set(engine: Engine, action: Action, source: Node | None) -> None:
    for node in engine.nodes_at(action.target, source):
        try:
            stored = _value(engine, action, node)
        except (EvaluationError, AnswerError) as error:
            engine.faults.append(f"{node.path()}: {error}")
        else:
            engine.put(node, stored)


def _value(engine: Engine, action: Action, node: Node) -> Stored:
    bind = engine.form.bind(node)
    data_type = bind.data_type if bind else "string"
    if action.name == "setgeopoint":
        return from_text("geopoint", engine.locate())
    if not action.expression:
        return from_text(data_type, action.text)
    atom = engine.form.code(action.expression, "atom")(Scope(node, engine))
    if isinstance(atom, str):
        try:
            return from_text(data_type, atom)
        except AnswerError:
            return atom, atom
    return from_result(data_type, atom)
