"""The body of an XForm: questions, groups, repeats, with their labels and choices."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from offline.forms import xml
from offline.forms.api import FormError
from offline.forms.itext import label_of
from offline.forms.model import Element, Item, Itemset, Label, Steps
from offline.forms.view import Control
from offline.i18n import tr

StepsOf = Callable[[str, str], Steps]
CONTROLS = {
    "input": Control.INPUT,
    "select1": Control.SELECT_ONE,
    "select": Control.SELECT_MANY,
    "rank": Control.RANK,
    "range": Control.RANGE,
    "upload": Control.UPLOAD,
    "trigger": Control.TRIGGER,
    "secret": Control.INPUT,
}
CONTAINERS = frozenset({"group", "repeat"})
_CALL = re.compile(r"[\w:.-]+\s*\(")
_KNOWN = frozenset({"ref", "nodeset", "bind", "appearance", "mediatype", "count", "noAddRemove"})


class BodyReader:
    """Reads body elements; gathers the repeats it meets."""

    def __init__(self, steps: StepsOf, bind_ids: dict[str, str]) -> None:
        self.steps = steps
        self.repeats: list[Steps] = []
        self._bind_ids = bind_ids

    def elements(self, parent: etree._Element, above: Steps) -> list[Element]:
        """The body elements in an element, in order."""
        found: list[Element] = []
        for child in parent:
            name = xml.local(child)
            if name in CONTROLS:
                found.append(self._question(child, name))
            elif name in CONTAINERS:
                found.append(self._container(child, name, above))
        return found

    def _path(self, element: etree._Element) -> str:
        bound = self._bind_ids.get(str(element.get("bind") or ""))
        return bound or str(element.get("ref") or element.get("nodeset") or "")

    def _question(self, element: etree._Element, name: str) -> Element:
        question = Element(
            "question",
            self.steps(self._path(element), tr("一个 <{name}> 问题", name=name)),
            control=CONTROLS[name],
            mediatype=str(element.get("mediatype") or ""),
        )
        _dress(question, element)
        for child in element:
            if xml.local(child) == "item":
                question.items.append(_item(child))
            elif xml.local(child) == "itemset":
                question.itemset = _itemset(child)
        return question

    def _container(self, element: etree._Element, name: str, above: Steps) -> Element:
        where = self._path(element)
        path = self.steps(where, name) if where else above
        container = Element(name, path)
        _dress(container, element)
        if name == "repeat":
            self.repeats.append(path)
            container.count = str(_javarosa(element, "count"))
            container.fixed = _javarosa(element, "noAddRemove").startswith("true")
        container.children = self.elements(element, path)
        return _merged(container)


def _merged(container: Element) -> Element:
    """The group that pyxform puts around a repeat gives the repeat its label."""
    if container.kind != "group" or len(container.children) != 1:
        return container
    only = container.children[0]
    if only.kind != "repeat" or only.path != container.path:
        return container
    only.label = container.label if only.label == Label() else only.label
    only.appearance = only.appearance or container.appearance
    return only


def _javarosa(element: etree._Element, name: str) -> str:
    value = next((v for k, v in element.attrib.items() if str(k).endswith("}" + name)), "")
    return str(value)


def _dress(target: Element, element: etree._Element) -> None:
    target.appearance = str(element.get("appearance") or "").strip()
    for child in element:
        if xml.local(child) == "label":
            target.label = label_of(child)
        elif xml.local(child) == "hint":
            target.hint = label_of(child)
    for name, value in element.attrib.items():
        plain = str(name).rpartition("}")[2]
        if plain not in _KNOWN:
            target.parameters[plain] = str(value)


def _item(element: etree._Element) -> Item:
    value, label = "", Label()
    for child in element:
        if xml.local(child) == "value":
            value = (child.text or "").strip()
        elif xml.local(child) == "label":
            label = label_of(child)
    return Item(value, label)


def _itemset(element: etree._Element) -> Itemset:
    found = Itemset(str(element.get("nodeset") or ""), "name", "label")
    for child in element:
        ref = str(child.get("ref") or "").strip()
        if xml.local(child) in {"value", "copy"}:
            found.value = ref
        elif xml.local(child) == "label":
            found.label_itext = ref.startswith("jr:itext(")
            found.label = ref[len("jr:itext(") : -1].strip() if found.label_itext else ref
    for ref in (found.value, found.label):
        if _CALL.match(ref):
            raise FormError(
                tr(
                    "{path}：选项的值和文字要写节点的路径，不能写函数：{ref}",
                    path=found.nodeset,
                    ref=ref,
                )
            )
    return found
