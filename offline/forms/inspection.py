"""What is wrong in an XForm, one thing independent of the other, so that none hides another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from offline.forms import flaws, form, graph, units
from offline.forms.api import FormError
from offline.forms.flaws import Weight
from offline.forms.graph import CycleError, Unit
from offline.forms.model import Definition, Steps
from offline.forms.reader import Source
from offline.forms.tree import Node
from offline.forms.uses import uses, walk
from offline.forms.xpath.compiler import Compiler
from offline.forms.xpath.values import JAVAROSA
from offline.i18n import tr

_COLUMNS = {"calculate": "calculation", "count": "repeat_count"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem. ``sheet``, ``row`` (from 1) and ``column`` are empty where there is no sheet;
    ``node`` is the name of the question that it concerns, if one is known.
    """

    message: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    node: str = ""

    def sentence(self) -> str:
        """Where and what."""
        if not self.sheet:
            return self.message
        place = tr("工作表 {sheet}", sheet=self.sheet)
        place += tr(" 第 {row} 行", row=self.row) if self.row else ""
        place += tr("“{column}”列", column=self.column) if self.column else ""
        return f"{place}：{self.message}"


def problems(source: Source, media: Mapping[str, bytes]) -> Iterator[Finding]:
    """All that is wrong, in the order: expressions, nodes, defaults, files, rings."""
    definition = source.definition
    paths = form.paths_of(source)
    yield from _bind_expressions(definition)
    yield from _other_expressions(definition)
    yield from _nodes(definition, frozenset(paths))
    yield from _defaults(source)
    yield from _files(definition, media)
    yield from _rings(definition, paths)


def flawed(source: Source, media: Mapping[str, bytes]) -> dict[Weight, list[Finding]]:
    """What is well formed and still wrong, by weight."""
    instances = dict(source.inline)
    for name, file in source.definition.external.items():
        with suppress(FormError):  # told with the files
            instances[name] = form.external(name, file, media)
    found: dict[Weight, list[Finding]] = {weight: [] for weight in Weight}
    for flaw in flaws.found(source, frozenset(form.paths_of(source)), instances):
        found[flaw.weight].append(Finding(flaw.message, column=flaw.column, node=flaw.node))
    return found


def unsupported(definition: Definition) -> list[Finding]:
    """What is well written but cannot be done on this kind of machine."""
    return [
        Finding(
            tr("不支持后台录音（background-audio）：办理时不会录音。"),
            column="type",
            node=action.target[-1],
        )
        for action in definition.actions
        if action.name == "recordaudio"
    ]


def _bind_expressions(definition: Definition) -> Iterator[Finding]:
    for bind in definition.binds:
        for kind in units.KINDS:
            expression = getattr(bind, kind)
            fault = _fault(expression, "/" + "/".join(bind.path)) if expression else ""
            if fault:
                yield Finding(fault, column=_COLUMNS.get(kind, kind), node=bind.path[-1])


def _other_expressions(definition: Definition) -> Iterator[Finding]:
    """Those of labels, choices, actions, counts."""
    told: set[str] = {bind.constraint for bind in definition.binds}
    counts = [(e.path, e.count) for e in walk(definition.body) if e.count]
    others = [("/" + "/".join(path), count) for path, count in counts]
    others += [(where, text) for where, text, _sort in uses(definition, [])]
    for where, expression in others:
        fault = _fault(expression, where) if expression not in told else ""
        told.add(expression)
        if fault:
            yield Finding(fault, node=where.rpartition("/")[2] if where[0] == "/" else "")


def _fault(expression: str, where: str) -> str:
    try:
        Compiler(JAVAROSA).value(units.parsed(expression, where))
    except (FormError, ValueError) as error:
        text = str(error)
        return text if where in text else f"{where}：{text}"
    return ""


def _nodes(definition: Definition, known: frozenset[Steps]) -> Iterator[Finding]:
    for bind in definition.binds:
        if bind.path not in known:
            path = "/" + "/".join(bind.path)
            yield Finding(tr("bind 所指的节点不存在：{path}", path=path), node=bind.path[-1])
    for element in walk(definition.body):
        if fault := units.misplaced(element, known):
            yield Finding(fault, node=element.path[-1])


def _defaults(source: Source) -> Iterator[Finding]:
    texts: dict[Steps, str] = {}
    for top in source.instance.children:
        _gather(top, (), texts)
    for path, template in source.templates.items():
        _gather(template, path[:-1], texts)
    for bind in source.definition.binds:
        try:
            form.check_default(bind, texts.get(bind.path, ""))
        except FormError as error:
            yield Finding(str(error), column="default", node=bind.path[-1])


def _gather(node: Node, above: Steps, texts: dict[Steps, str]) -> None:
    path = (*above, node.name)
    if node.text:
        texts[path] = node.text
    for child in node.children:
        _gather(child, path, texts)


def _files(definition: Definition, media: Mapping[str, bytes]) -> Iterator[Finding]:
    for name, file in definition.external.items():
        try:
            form.external(name, file, media)
        except FormError as error:
            node = _asker(definition, name)
            yield Finding(str(error), column="type" if node else "", node=node)


def _asker(definition: Definition, name: str) -> str:
    """The question that chooses from an instance; empty if none does."""
    wanted = re.compile(rf"""instance\(\s*['"]{re.escape(name)}['"]\s*\)""")
    lists = [(e.path[-1], e.itemset.nodeset) for e in walk(definition.body) if e.itemset]
    return next((question for question, nodeset in lists if wanted.search(nodeset)), "")


def _rings(definition: Definition, paths: list[Steps]) -> Iterator[Finding]:
    """Every ring of calculations: one is told, taken out, and the rest is looked at again."""
    found = list(_units(definition))
    while True:
        try:
            graph.build(found, paths)
        except CycleError as error:
            unit = error.units[0]
            yield Finding(str(error), column=_COLUMNS.get(unit.kind, unit.kind), node=unit.path[-1])
            found = [one for one in found if all(one is not other for other in error.units)]
        else:
            return


def _units(definition: Definition) -> Iterator[Unit]:
    """What can be parsed of the computations."""
    for number, bind in enumerate(definition.binds):
        for kind in units.KINDS[:-1]:
            expression = getattr(bind, kind)
            if expression and (kind == "calculate" or expression not in units.CONSTANTS):
                try:
                    yield units.unit_of(bind.path, kind, expression, number, frozenset())
                except FormError:
                    continue  # told with the expressions
