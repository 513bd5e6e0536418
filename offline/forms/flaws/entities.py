"""Entities that ODK Central or Collect would refuse (entities specification, pyxform's rules)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from offline.forms.flaws.kinds import Flaw, Known, Weight, slashed
from offline.forms.model import Steps
from offline.forms.reader import ENTITIES
from offline.forms.tree import Node
from offline.i18n import tr

_VERSIONS = re.compile(r"(2022\.1|2023\.1|2024\.1|2025\.1)\.\d+")
_NAME = re.compile(r"[^\W\d][\w\-.]*")
_RESERVED = frozenset({"name", "label"})


def slight(known: Known) -> Iterator[Flaw]:
    """Declarations that are incomplete, properties that cannot be saved."""
    declared = list(_declared(known))
    for node, path in declared:
        for weight, words in _entity(node, known, path):
            told = tr("{path}：{words}", path=slashed(path), words=words)
            yield Flaw(weight, told, column="entities")
    yield from _version(known, declared=bool(declared))
    yield from _properties(known, declared)


def _declared(known: Known) -> Iterator[tuple[Node, Steps]]:
    waiting: list[tuple[Node, Steps]] = [(top, ()) for top in known.source.instance.children]
    waiting += [(node, path[:-1]) for path, node in known.source.templates.items()]
    seen: set[Steps] = set()
    while waiting:
        node, above = waiting.pop()
        path = (*above, node.name)
        if node.name == "entity" and above[-1:] == ("meta",) and path not in seen:
            seen.add(path)
            yield node, path
        waiting += [(child, path) for child in node.children]


def _entity(node: Node, known: Known, path: Steps) -> Iterator[tuple[Weight, str]]:
    marks = {mark.name for mark in node.attributes}
    dataset = node.attribute("dataset")
    name = str(dataset.text) if dataset is not None else ""
    if not name:
        yield Weight.WRONG, tr("实体没有写明列表（dataset）")
    elif not _NAME.fullmatch(name) or "." in name or name.startswith("__"):
        yield Weight.WRONG, tr("实体列表的名称“{name}”不行", name=name)
    if "id" not in marks:
        yield Weight.WRONG, tr("实体没有 id")
    if not marks & {"create", "update"}:
        yield Weight.ODD, tr("实体既不新建也不更新")
    if "create" in marks and (*path, "label") not in known.paths:
        yield Weight.WRONG, tr("新建实体要有 label")
    if "update" in marks and "baseVersion" not in marks:
        yield Weight.WRONG, tr("更新实体要有 baseVersion")


def _version(known: Known, *, declared: bool) -> Iterator[Flaw]:
    version = known.model().get(f"{{{ENTITIES}}}entities-version")
    if version is None and declared:
        told = tr("model 没有写明 entities-version，ODK Collect 不收这份表单")
        yield Flaw(Weight.WRONG, told, column="entities")
    elif version is not None and not _VERSIONS.match(str(version)):
        told = tr("不认识实体规范的版本“{version}”", version=version)
        yield Flaw(Weight.WRONG, told, column="entities")


def _properties(known: Known, declared: list[tuple[Node, Steps]]) -> Iterator[Flaw]:
    parents = {path[:-1] for path in known.paths if not path[-1].startswith("@")}
    owners = sorted((path[:-2] for _node, path in declared), key=len, reverse=True)
    saved: Counter[tuple[Steps, str]] = Counter()
    for bind in known.source.definition.binds:
        if not bind.save_to:
            continue
        owner = next((path for path in owners if bind.path[: len(path)] == path), None)
        words = _property(bind.save_to, group=bind.path in parents, owned=owner is not None)
        saved[owner or (), bind.save_to] += 1
        if not words and saved[owner or (), bind.save_to] > 1:
            words = tr("属性“{name}”已经由别的题目保存", name=bind.save_to)
        if words:
            told = tr("{path}：{words}", path=slashed(bind.path), words=words)
            yield Flaw(Weight.WRONG, told, bind.path[-1], "save_to")


def _property(name: str, *, group: bool, owned: bool) -> str:
    if not owned:
        return tr("有 saveto，但这里没有实体")
    if group:
        return tr("分组不能存成实体的属性")
    if not _NAME.fullmatch(name) or name.lower() in _RESERVED or name.startswith("__"):
        return tr("实体的属性不能叫“{name}”", name=name)
    return ""
