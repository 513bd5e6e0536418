"""Actions that nothing sets off, or that set what no answer can be kept in."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from offline.forms import xml
from offline.forms.flaws.kinds import Flaw, Known, Weight, slashed
from offline.forms.model import Action
from offline.forms.reader import ACTIONS
from offline.i18n import tr

EVENTS = frozenset(
    {
        "odk-instance-first-load",
        "odk-instance-load",
        "odk-new-repeat",
        "xforms-ready",
        "xforms-revalidate",
        "xforms-value-changed",
        "jr-insert",
    }
)
"""The events of JavaRosa (``org.javarosa.core.model.actions.Actions``)."""
_NESTED = frozenset({"odk-new-repeat", "jr-insert"})
_MODEL = frozenset({"instance", "bind", "itext", "submission", *ACTIONS})


def grave(known: Known) -> Iterator[Flaw]:
    """What JavaRosa refuses of actions."""
    parents = {path[:-1] for path in known.paths if not path[-1].startswith("@")}
    for action in known.source.definition.actions:
        path = slashed(action.target)
        for words in _events(action):
            yield Flaw(
                Weight.REFUSED, tr("{path}：{words}", path=path, words=words), action.target[-1]
            )
        if action.target in parents:
            told = tr("{path}：动作不能给一个分组赋值", path=path)
            yield Flaw(Weight.REFUSED, told, action.target[-1])


def _events(action: Action) -> Iterator[str]:
    if not action.events:
        yield tr("动作 {name} 没有写明 event", name=action.name)
    for event in action.events:
        if event not in EVENTS:
            yield tr("动作 {name} 的 event“{event}”不存在", name=action.name, event=event)
        elif event in _NESTED and not action.source:
            yield tr("event“{event}”的动作要写在 repeat 里", event=event)


def slight(known: Known) -> Iterator[Flaw]:
    """Actions on a node that is not there; events that never come; what a model may not hold."""
    for action in known.source.definition.actions:
        path = slashed(action.target)
        if action.target not in known.paths:
            told = tr("动作所指的节点不存在：{path}", path=path)
            yield Flaw(Weight.WRONG, told, action.target[-1])
        if "xforms-value-changed" in action.events and not action.source:
            told = tr(
                "{path}：event“xforms-value-changed”的动作要写在题目里，否则不会执行", path=path
            )
            yield Flaw(Weight.ODD, told, action.target[-1])
    for child in known.model():
        if (name := _foreign(child)) and name not in _MODEL:
            yield Flaw(Weight.WRONG, tr("model 里不认识 <{name}>，已略过", name=name))


def _foreign(child: etree._Element) -> str:
    return xml.local(child)
