"""One person filling one form: the face of the engine (``api.FormSession``)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from offline.forms import actions, audit, draft, preload, secondary, serialise
from offline.forms.api import AnswerError, Finished, FormError, NodeState
from offline.forms.choices import Choices, not_offered
from offline.forms.counts import wanted
from offline.forms.engine import Engine
from offline.forms.form import Compiled
from offline.forms.model import Element, Steps
from offline.forms.pages import Pages
from offline.forms.pause import collector_paused
from offline.forms.states import is_readonly, sentence, states, violation
from offline.forms.texts import Texts
from offline.forms.tree import Node
from offline.forms.typed import EMPTY, Stored, from_text
from offline.forms.uses import walk as walk_body
from offline.forms.view import Control, Page, Problem, Question
from offline.i18n import tr

_STEP = re.compile(r"([^/\[\]]+)(?:\[(\d+)\])?")
Clock = Callable[[], datetime]
Locate = Callable[[], str]


class Session:
    """See ``api.FormSession``."""

    def __init__(self, engine: Engine, instance_id: str, language: str) -> None:
        self.engine = engine
        self._id = instance_id
        self._texts = Texts(engine, language)
        self._choices = Choices(engine, self._texts)
        self._pages = Pages(engine, self._texts, self._choices)
        self.log = audit.of(engine)
        engine.grown = partial(actions.run, engine, actions.NEW_REPEAT)

    @property
    def form(self) -> Compiled:
        return self.engine.form

    @property
    def instance_id(self) -> str:
        return self._id

    @property
    def language(self) -> str:
        return self._texts.language

    def use_language(self, language: str) -> None:
        if language in self.form.definition.texts:
            self._texts.language = language

    def pages(self) -> Sequence[Page]:
        return [*self._pages.all(), *(self.log.pages() if self.log else ())]

    def question(self, path: str) -> Question:
        if self.log is not None and path == self.log.path:
            return self.log.question()
        node = self.node(path)
        element = self.form.questions.get(node.steps)
        if element is None:
            raise AnswerError(tr("{path} 不是表单里的问题。", path=path))
        return self._pages.question(element, node)

    def answer(self, path: str, value: str) -> None:
        if self.log is not None and path == self.log.path:
            self.log.explain(value)
            return
        node = self.node(path)
        if is_readonly(node):
            raise AnswerError(tr("这一项不能修改。"))
        self.set(node, value)

    def show(self, path: str) -> None:
        """See ``api.FormSession.show``."""
        if self.log is not None:
            node = self.node(path)
            self.log.enter(node.path(), node.text)

    def set(self, node: Node, value: str) -> None:
        """Give a node an answer, read-only or not (``form run``)."""
        if not self.form.is_leaf(node):
            raise AnswerError(tr("{path} 是一组问题，不能直接填写。", path=node.path()))
        stored = self._stored(node, serialise.printable(value))
        old = node.text
        if not self.engine.assign(node, stored):
            self.engine.touch(node)  # what reads it is computed anew all the same (JavaRosa)
            return
        path = node.steps
        if self.log is not None:
            self.log.answered(node.path(), old, node.text)
        if path in self.form.questions:
            actions.run(self.engine, actions.CHANGED, node, path)
        self.engine.touch(node)

    def _stored(self, node: Node, value: str) -> Stored:
        element = self.form.questions.get(node.steps)
        if element is not None and element.control in {Control.SELECT_MANY, Control.RANK}:
            joined = " ".join(value.split())
            return joined, joined
        if element is not None and element.control is Control.SELECT_ONE:
            return value, value
        bind = self.form.bind(node)
        return from_text(bind.data_type if bind else "string", value)

    def add_repeat(self, path: str) -> str:
        _parent, element = self._repeat(path)
        if element.count or element.fixed:
            raise AnswerError(tr("这里不能添加。"))
        return self.append(path)

    def append(self, path: str) -> str:
        """Append an instance of a repeat, counted or not; its path (``form run``)."""
        parent, element = self._repeat(path)
        node = self.engine.add_repeat(parent, element.path)
        if not node.relevant:
            self.engine.remove_repeat(node, element.path)
            raise AnswerError(tr("现在不需要填写这一部分。"))
        if self.log is not None:
            self.log.mark("add repeat", node.path())
        return node.path()

    def remove_repeat(self, path: str) -> None:
        node, element = self._removable(path)
        if element.fixed or (element.count and not self._surplus(node, element)):
            raise AnswerError(tr("这里不能删除。"))
        self.drop(path)

    def _surplus(self, node: Node, element: Element) -> bool:
        parent = node.parent or self.engine.root
        number = wanted(self.engine, element.count, element.path[-1], parent)
        return len(parent.named[node.name]) > number

    def drop(self, path: str) -> None:
        """Remove an instance of a repeat, counted or not (``form run``)."""
        node, element = self._removable(path)
        if self.log is not None:
            self.log.mark("delete repeat", node.path())
        self.engine.remove_repeat(node, element.path)

    def _removable(self, path: str) -> tuple[Node, Element]:
        node = self.node(path)
        element = self._repeats().get(node.steps)
        if element is None or not node.position:
            raise AnswerError(tr("{path} 不是可以删除的一项。", path=path))
        return node, element

    def _repeat(self, path: str) -> tuple[Node, Element]:
        above, _, name = path.rstrip("/").rpartition("/")
        parent = self.node(above) if above else self.engine.root
        name = name.partition("[")[0]
        element = self._repeats().get((*parent.steps, name))
        if element is None:
            raise AnswerError(tr("{path} 不是可以重复的内容。", path=path))
        return parent, element

    def _repeats(self) -> dict[Steps, Element]:
        return {e.path: e for e in walk_body(self.form.definition.body) if e.kind == "repeat"}

    def problems(self) -> Sequence[Problem]:
        found: list[Problem] = []
        for node in self.engine.root.children[0].walk():
            element = self.form.questions.get(node.steps) if self.form.is_leaf(node) else None
            if element is None:
                continue
            broken = violation(self.engine, node)
            words = sentence(self.engine, self._texts, node, broken) or self._stale(element, node)
            if words:
                label = self._texts.text(element.label, node)
                found.append(Problem(node.path(), label, words, broken == "required"))
        return [*found, *(self.log.problems() if self.log else ())]

    def _stale(self, element: Element, node: Node) -> str:
        """A choice that a changed answer elsewhere took from the list must be made anew."""
        if element.itemset is None or not node.text or not node.relevant:
            return ""
        return not_offered(element, node, self._choices.of(element, node))

    def nodes(self) -> Mapping[str, NodeState]:
        return dict(states(self.engine))

    def save(self) -> bytes:
        log = self.log.state() if self.log is not None else []
        return draft.dump(self.engine, self._id, self.language, log)

    def finish(self, *, log: bool = False) -> Finished:
        """See ``api.FormSession.finish``."""
        preload.finish(self.engine, self.engine.now())
        top = self.engine.root.children[0]
        files: dict[str, bytes] = {}
        record = preload.meta(self.engine.root, "audit")
        if self.log is not None and record is not None:
            self.engine.put(record, (audit.FILE, audit.FILE) if log else EMPTY)
            files = {audit.FILE: self.log.csv()} if log and record.relevant else {}
        name = preload.meta(self.engine.root, "instanceName")
        return Finished(
            serialise.submission(self.form, top),
            serialise.attachments(self.form, top),
            name.text if name is not None else "",
            files,
        )

    def node(self, path: str) -> Node:
        """The node at a path with positions (AnswerError if there is none)."""
        node = self.engine.root
        for step in path.strip("/").split("/"):
            match = _STEP.fullmatch(step)
            found = node.named.get(match[1], []) if match else []
            place = int(match[2] or 1) if match else 1
            if not 1 <= place <= len(found):
                raise AnswerError(tr("表单里没有 {path} 这一项。", path=path))
            node = found[place - 1]
        return node


def begin(
    form: Compiled,
    *,
    instance_id: str = "",
    instances: Mapping[str, bytes] | None = None,
    language: str = "",
    now: Clock | None = None,
    device: Mapping[str, str] | None = None,
    locate: Locate | None = None,
) -> Session:
    """Start filling a form: metadata, defaults, actions of the first load, all calculations.

    ``locate`` tells where the device is (``latitude longitude altitude accuracy``, or empty) for
    ``setgeopoint`` and an audit log that asks for places.
    """
    identifier = (instance_id or str(uuid.uuid4())).removeprefix("uuid:")
    engine = Engine(form, _given(instances), now or _clock, dict(device or {}), identifier)
    engine.locate = locate or engine.locate
    session = Session(engine, identifier, language)
    if session.log is not None:
        session.log.mark("form start")
    with collector_paused():
        preload.fill(engine, identifier)
        for event in (actions.FIRST_LOAD, actions.READY, actions.LOAD):
            actions.run(engine, event)
        engine.start()
    return session


def resume(
    form: Compiled,
    saved: bytes,
    *,
    now: Clock | None = None,
    instances: Mapping[str, bytes] | None = None,
    locate: Locate | None = None,
) -> Session:
    """Continue a saved draft with the version of the form that it began with."""
    state = draft.load(saved)
    try:
        return _resumed(form, state, now or _clock, instances, locate)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise FormError(tr("草稿已损坏，无法打开。")) from error


def _resumed(
    form: Compiled,
    state: dict[str, Any],
    now: Clock,
    instances: Mapping[str, bytes] | None,
    locate: Locate | None,
) -> Session:
    engine = Engine(form, _given(instances), now, state["properties"], state["instance"])
    draft.restore(engine, state["tree"])
    engine.drawn = int(state.get("drawn", 0))
    engine.locate = locate or engine.locate
    session = Session(engine, state["instance"], state["language"])
    if session.log is not None:
        session.log.restore(state.get("log", []))
        session.log.mark(audit.RESUMED)
    actions.run(engine, actions.LOAD)
    return session


def _given(instances: Mapping[str, bytes] | None) -> dict[str, Node]:
    return {name: secondary.given(name, data) for name, data in (instances or {}).items()}


def _clock() -> datetime:
    return datetime.now().astimezone()
