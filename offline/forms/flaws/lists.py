"""Choices without a value, lists without the columns that a question takes from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree

from offline.forms import xml
from offline.forms.flaws.kinds import Flaw, Known, Weight, last, place, slashed
from offline.forms.model import Element, Itemset
from offline.forms.secondary import Table
from offline.forms.tree import Node
from offline.forms.view import Control
from offline.forms.xpath.parser import parse
from offline.forms.xpath.paths import absolute_names
from offline.forms.xpath.syntax import Call, Expr, Filter, Literal, Path, XPathSyntaxError
from offline.i18n import tr

_SELECTS = ("select1", "select", "rank")
_WRAPPERS = frozenset({"randomize"})


def grave(known: Known) -> Iterator[Flaw]:
    """What JavaRosa refuses of choices."""
    for control in known.shown(*_SELECTS):
        for words in _control(control):
            path = place(control)
            yield Flaw(Weight.REFUSED, tr("{path}：{words}", path=path, words=words), last(path))
    looked: dict[tuple[str, str, str], list[str]] = {}
    for element in known.elements:
        if element.itemset is None:
            continue
        same = (element.itemset.nodeset, element.itemset.value, element.itemset.label)
        if same not in looked:
            looked[same] = list(_itemset(element.itemset, known))
        for words in looked[same]:
            path = slashed(element.path)
            told = tr("{path}：{words}", path=path, words=words)
            yield Flaw(Weight.REFUSED, told, element.path[-1])


def _control(control: etree._Element) -> Iterator[str]:
    items = [child for child in control if xml.local(child) == "item"]
    sets = [child for child in control if xml.local(child) == "itemset"]
    if not items and not sets:
        yield tr("选择题没有选项")
    if len(sets) > 1 or (sets and items):
        yield tr("选择题的选项只能写在一处：几个 item，或者一个 itemset")
    for item in items:
        parts = {xml.local(child): child for child in item}
        if "value" not in parts:
            yield tr("有一个选项没有值（value）")
        if "label" not in parts:
            yield tr("有一个选项没有文字（label）")
    for itemset in sets:
        yield from _written(itemset)


def _written(itemset: etree._Element) -> Iterator[str]:
    if not (itemset.get("nodeset") or "").strip():
        yield tr("itemset 没有写明 nodeset")
    for names in (("value", "copy"), ("label",)):
        given = [child.get("ref") for child in itemset if xml.local(child) in names]
        if not any((ref or "").strip() for ref in given):
            yield tr('itemset 里没有 <{name} ref="…"/>', name=names[0])


def _itemset(itemset: Itemset, known: Known) -> Iterator[str]:
    """Nodes that are not there, columns that no node has."""
    try:
        tree = _list_of(parse(itemset.nodeset))
    except XPathSyntaxError:
        return  # told with the expressions
    name = _instance(tree)
    if tree is None:
        yield tr("itemset 的 nodeset 不是节点的路径：{nodeset}", nodeset=itemset.nodeset)
    elif name and name not in _named(known):
        yield tr("没有名为“{name}”的列表（instance）", name=name)
    elif name in known.instances and isinstance(tree, Path):
        yield from _columns(itemset, tree, known.instances[name])
    elif (names := absolute_names(_bare(tree))) and names not in known.paths:
        yield tr("itemset 所指的节点不存在：{nodeset}", nodeset=itemset.nodeset)


def _named(known: Known) -> set[str]:
    """Every instance there is; a file that is missing is told with the files."""
    definition = known.source.definition
    main = known.source.instance.children[0].name
    return {*known.instances, *definition.external, definition.form_id, main}


def _list_of(tree: Expr) -> Path | None:
    """The path within ``randomize(…)`` and parentheses; None for what gives no nodes."""
    match tree:
        case Path():
            return tree
        case Filter(inner, _):
            return _list_of(inner)
        case Call(name, arguments) if name in _WRAPPERS and arguments:
            return _list_of(arguments[0])
        case Call("instance", _):
            return Path((), start=tree)
    return None


def _instance(tree: Path | None) -> str:
    match tree:
        case Path(_, _, Call("instance", (Literal(name),))):
            return name
    return ""


def _bare(tree: Path) -> Path:
    """A path without its predicates."""
    steps = tuple(type(step)(step.axis, step.test) for step in tree.steps)
    return Path(steps, tree.absolute, tree.start)


def _columns(itemset: Itemset, tree: Path, top: Node) -> Iterator[str]:
    """A list that has rows, none of which has the column."""
    if any(step.axis != "child" or step.test.kind != "name" for step in tree.steps):
        return
    rows = [top]
    for step in tree.steps:
        found = _below(rows[0])
        below = found.get(step.test.name, [])
        if not below:
            if any(found.values()):
                yield tr("列表里没有 {nodeset} 这样的内容", nodeset=itemset.nodeset)
            return
        rows = below
    for column in dict.fromkeys((itemset.value, itemset.label)):
        names = [name.rpartition(":")[2] for name in column.split("/") if name not in {"", "."}]
        if column and not any(_has(row, names) for row in rows):
            yield tr("列表里没有“{column}”这一列", column=column)


def _below(node: Node) -> Mapping[str, list[Node]]:
    """The children by name. One row of a table stands for all: thousands would have to be made."""
    return {"item": node.sample()} if isinstance(node, Table) else node.named


def _has(row: Node, names: list[str]) -> bool:
    for name in names:
        below = row.named.get(name)
        if not below:
            return False
        row = below[0]
    return True


def slight(known: Known) -> Iterator[Flaw]:
    """Values that are not unique or hold a space; lists of one name, or of none."""
    for element in known.elements:
        yield from _values(element)
    instances = [child for child in known.model() if xml.local(child) == "instance"]
    names = [str(instance.get("id") or "") for instance in instances[1:]]
    for name, times in Counter(names).items():
        if not name:
            yield Flaw(Weight.ODD, tr("有一个 instance 没有 id，谁也用不到它"))
        elif times > 1:
            yield Flaw(
                Weight.ODD, tr("名为“{name}”的 instance 有 {times} 个", name=name, times=times)
            )


def _values(element: Element) -> Iterator[Flaw]:
    path = slashed(element.path)
    values = [item.value for item in element.items]
    for value, times in Counter(values).items():
        if not value:
            told = tr("{path}：有一个选项的值是空的，选了等于没选", path=path)
            yield Flaw(Weight.ODD, told, element.path[-1])
        elif times > 1:
            told = tr("{path}：选项的值“{value}”有 {times} 个", path=path, value=value, times=times)
            yield Flaw(Weight.ODD, told, element.path[-1])
        if re.search(r"\s", value) and element.control is not Control.SELECT_ONE:
            told = tr("{path}：多选题的选项值“{value}”不能含空格", path=path, value=value)
            yield Flaw(Weight.ODD, told, element.path[-1])
