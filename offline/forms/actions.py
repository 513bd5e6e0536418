"""Actions (``setvalue``, ``setgeopoint``) as the form begins, a repeat is added, answers change."""

from __future__ import annotations

from offline.forms.api import AnswerError
from offline.forms.engine import Engine
from offline.forms.model import Action, Steps
from offline.forms.tree import Node
from offline.forms.typed import Stored, from_result, from_text
from offline.forms.xpath.scope import Scope
from offline.forms.xpath.values import EvaluationError
from offline.i18n import tr

FIRST_LOAD = "odk-instance-first-load"
LOAD = "odk-instance-load"
READY = "xforms-ready"
NEW_REPEAT = "odk-new-repeat"
CHANGED = "xforms-value-changed"
DEEPEST = 50
"""How many actions may set off one another."""
_CARRIED_OUT = frozenset({"setvalue", "setgeopoint"})


def run(
    engine: Engine, event: str, source: Node | None = None, path: Steps = (), depth: int = 0
) -> None:
    """Carry out the actions of an event; with a source, those that belong to it.

    A value set by an action sets off the actions of its own question in turn, ``depth`` deep.
    """
    for action in engine.form.definition.actions:
        if event in action.events and action.name in _CARRIED_OUT:
            if source is not None and action.source != path:
                continue
            _set(engine, action, source, depth)


def _set(engine: Engine, action: Action, source: Node | None, depth: int) -> None:
    for node in engine.nodes_at(action.target, source):
        try:
            stored = _value(engine, action, node)
        except (EvaluationError, AnswerError) as error:
            engine.faults.append(f"{node.path()}: {error}")
        else:
            if engine.assign(node, stored) and node.steps in engine.form.questions:
                if depth == DEEPEST:
                    engine.faults.append(
                        tr("{path} 的赋值动作互相触发，已停止。", path=node.path())
                    )
                    return
                run(engine, CHANGED, node, node.steps, depth + 1)
            engine.touch(node)


def _value(engine: Engine, action: Action, node: Node) -> Stored:
    bind = engine.form.bind(node)
    data_type = bind.data_type if bind else "string"
    if action.name == "setgeopoint":
        return from_text("geopoint", engine.locate())
    if not action.expression:
        return from_text(data_type, action.text)
    atom = engine.form.code(action.expression, "atom")(Scope(node, engine))
    return from_text(data_type, from_result(data_type, atom)[1])
