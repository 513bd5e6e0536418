"""Ranges, and controls that no client knows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lxml import etree

from offline.forms import xml
from offline.forms.body import CONTAINERS, CONTROLS
from offline.forms.flaws.kinds import Flaw, Known, Weight, last, place, slashed
from offline.forms.model import Element
from offline.forms.view import Control
from offline.i18n import tr

_KNOWN = frozenset({*CONTROLS, *CONTAINERS, "label", "hint"})
_SPAN = ("start", "end", "step")


def grave(known: Known) -> Iterator[Flaw]:
    """Ranges without an end or a step that one could take; controls of an unknown kind."""
    for element in known.elements:
        if element.control is Control.RANGE:
            yield from _range(element)
    for container in known.shown("body", *CONTAINERS):
        for control in container:
            name = xml.local(control)
            if name not in _KNOWN and _labelled(control):
                path = place(control) or "body"
                text = tr("{path}：没有 <{name}> 这种题型", path=path, name=name)
                yield Flaw(Weight.REFUSED, text, last(path))


def _labelled(control: etree._Element) -> bool:
    return any(xml.local(child) == "label" for child in control)


def _range(element: Element) -> Iterator[Flaw]:
    path = slashed(element.path)
    for name in _SPAN:
        text = element.parameters.get(name)
        number = _number(text) if text is not None else Decimal(1)
        if number is None:
            told = tr(
                "{path}：范围题的 {name} 要填数字，现在是“{text}”", path=path, name=name, text=text
            )
            yield Flaw(Weight.REFUSED, told, element.path[-1], "parameters")
        elif name == "step" and not number:
            told = tr("{path}：范围题的 step 不能是 0，否则选不到任何值", path=path)
            yield Flaw(Weight.REFUSED, told, element.path[-1], "parameters")


def slight(known: Known) -> Iterator[Flaw]:
    """Ranges that leave something open, or whose end no step reaches; a question on a group."""
    parents = {path[:-1] for path in known.paths if not path[-1].startswith("@")}
    for element in known.elements:
        if element.kind == "question" and element.path in parents:
            told = tr("{path}：题目指向一个分组，填不进答案", path=slashed(element.path))
            yield Flaw(Weight.ODD, told, element.path[-1])
        if element.control is Control.RANGE:
            yield from _loose_range(element)
    if not any(element.kind == "question" for element in known.elements):
        yield Flaw(Weight.ODD, tr("表单里没有一道题目"))


def _loose_range(element: Element) -> Iterator[Flaw]:
    path = slashed(element.path)
    missing = [name for name in _SPAN if not element.parameters.get(name)]
    if missing:
        told = tr(
            "{path}：范围题没有写 {names}，按 start 1、end 10、step 1 处理",
            path=path,
            names="、".join(missing),
        )
        yield Flaw(Weight.ODD, told, element.path[-1], "parameters")
        return
    start, end, step = (_number(element.parameters[name]) for name in _SPAN)
    if start is not None and end is not None and step and (end - start) % step:
        told = tr(
            "{path}：从 {start} 起每次 {step} 到不了 {end}；ODK Collect 里这道题不能填",
            path=path,
            start=start,
            step=step,
            end=end,
        )
        yield Flaw(Weight.ODD, told, element.path[-1], "parameters")


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
