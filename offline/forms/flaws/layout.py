"""Groups and repeats that do not lie where they say, repeats that count by nothing."""

from __future__ import annotations

from collections.abc import Iterator

from offline.forms.flaws.kinds import Flaw, Known, Weight, place, slashed
from offline.forms.model import Element, Steps
from offline.forms.xpath.parser import parse
from offline.forms.xpath.paths import absolute_names
from offline.forms.xpath.syntax import Expr, XPathSyntaxError
from offline.i18n import tr


def grave(known: Known) -> Iterator[Flaw]:
    """What JavaRosa refuses of the body's structure."""
    for repeat in known.shown("repeat"):
        if not any(repeat.get(name) for name in ("nodeset", "ref", "bind")):
            told = tr("{path}：repeat 没有写明 nodeset", path=place(repeat))
            yield Flaw(Weight.REFUSED, told)
        elif any(str(k).endswith("}count") and not str(v).strip() for k, v in repeat.items()):
            told = tr("{path}：repeat 的 jr:count 是空的", path=place(repeat))
            yield Flaw(Weight.REFUSED, told)
    for element in known.source.definition.body:
        yield from _inside(element, (), known)


def _inside(element: Element, repeat: Steps, known: Known) -> Iterator[Flaw]:
    path = slashed(element.path)
    if repeat and element.path[: len(repeat)] != repeat:
        told = tr("{path}：写在循环 {repeat} 里，却指向它的外面", path=path, repeat=slashed(repeat))
        yield Flaw(Weight.REFUSED, told, element.path[-1])
    if element.kind == "group" and element.path and element.path not in known.paths:
        told = tr("分组所指的节点不存在：{path}", path=path)
        yield Flaw(Weight.REFUSED, told, element.path[-1])
    if element.kind == "repeat":
        if element.path == repeat:
            told = tr("{path}：循环套在同一个循环里", path=path)
            yield Flaw(Weight.REFUSED, told, element.path[-1])
        yield from _count(element, known)
        repeat = element.path
    for child in element.children:
        yield from _inside(child, repeat, known)


def _count(element: Element, known: Known) -> Iterator[Flaw]:
    tree = _parsed(element.count)
    names = absolute_names(tree) if tree is not None else ()
    if names and names not in known.paths:
        told = tr(
            "{path}：循环的次数所指的节点不存在：{count}",
            path=slashed(element.path),
            count=element.count,
        )
        yield Flaw(Weight.REFUSED, told, element.path[-1], "repeat_count")


def slight(known: Known) -> Iterator[Flaw]:
    """Counts that only we can compute: ODK Collect takes the path of a node."""
    for element in known.elements:
        tree = _parsed(element.count)
        if tree is not None and not absolute_names(tree):
            told = tr(
                "{path}：循环的次数“{count}”不是节点的路径，ODK Collect 不收",
                path=slashed(element.path),
                count=element.count,
            )
            yield Flaw(Weight.WRONG, told, element.path[-1], "repeat_count")


def _parsed(expression: str) -> Expr | None:
    """None for what is absent or cannot be parsed, which is told with the expressions."""
    try:
        return parse(expression) if expression else None
    except XPathSyntaxError:
        return None
