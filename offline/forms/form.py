"""A compiled form: the definition with its expressions compiled and ordered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from offline.forms import flaws, graph, reader, secondary
from offline.forms.api import AnswerError, FormError
from offline.forms.graph import Graph
from offline.forms.model import Bind, Definition, Element, Steps
from offline.forms.pause import collector_paused
from offline.forms.tree import Kind, Node
from offline.forms.typed import EMPTY, Stored, from_text
from offline.forms.units import units_of
from offline.forms.uses import uses, walk
from offline.forms.xpath.compiler import Compiler
from offline.forms.xpath.parser import parse
from offline.forms.xpath.scope import Code
from offline.forms.xpath.syntax import Expr, XPathSyntaxError
from offline.forms.xpath.values import JAVAROSA
from offline.i18n import tr


@dataclass(slots=True)
class Compiled:
    """Everything a session needs of a form; nothing in it changes while it is used."""

    definition: Definition
    instance: Node
    templates: dict[Steps, Node]
    secondary: dict[str, Node]
    namespaces: dict[str, str]
    graph: Graph
    by_path: dict[Steps, int]
    known: frozenset[Steps]
    questions: dict[Steps, Element]
    hollow: frozenset[Steps]
    """Paths of elements that hold a repeat and, without an instance of it, no child."""
    compiler: Compiler
    codes: dict[tuple[str, str], Any]
    trees: Mapping[str, Expr]

    @property
    def form_id(self) -> str:
        return self.definition.form_id

    @property
    def version(self) -> str:
        return self.definition.version

    @property
    def title(self) -> str:
        return self.definition.title

    @property
    def languages(self) -> Sequence[str]:
        return self.definition.languages

    def bind(self, node: Node) -> Bind | None:
        """The bind of a node."""
        return self.definition.binds[node.bind] if node.bind >= 0 else None

    def is_leaf(self, node: Node) -> bool:
        """Whether a node holds an answer rather than other nodes."""
        return not node.children and node.steps not in self.hollow

    def code(self, expression: str, sort: str = "value") -> Any:
        """An expression compiled as ``value``, ``atom``, ``boolean`` or ``string``; kept."""
        key = (sort, expression)
        found = self.codes.get(key)
        if found is None:
            found = self.codes[key] = getattr(self.compiler, sort)(self.tree(expression))
        return found

    def tree(self, expression: str) -> Expr:
        """The syntax tree of an expression (XPathSyntaxError)."""
        return self.trees.get(expression) or parse(expression)


def load(xml: bytes, media: Mapping[str, bytes] | None = None) -> Compiled:
    """Parse and compile a form with its media (file name → bytes); FormError says what is wrong."""
    with collector_paused():
        return _load(xml, media or {})


def _load(xml: bytes, media: Mapping[str, bytes]) -> Compiled:
    source = reader.read(xml)
    definition = source.definition
    instances = dict(source.inline)
    for name, file in definition.external.items():
        instances[name] = external(name, file, media)
    paths = paths_of(source)
    known = frozenset(paths)
    units = units_of(definition, known)
    flaws.refuse(source, known, instances)
    form = assemble(
        definition,
        source.instance,
        source.templates,
        instances,
        source.namespaces,
        graph.build(units, paths),
        {bind.path: number for number, bind in enumerate(definition.binds)},
        known,
    )
    _bind_all(form)
    _compile_all(form)
    return form


def assemble(
    definition: Definition,
    instance: Node,
    templates: dict[Steps, Node],
    instances: dict[str, Node],
    namespaces: dict[str, str],
    ordered: Graph,
    by_path: dict[Steps, int],
    known: frozenset[Steps],
    *,
    trees: Mapping[str, Expr] | None = None,
) -> Compiled:
    """A form from its parts; with ``trees``, expressions are not parsed again."""
    repeats = frozenset(definition.repeats)
    several = repeats | frozenset(definition.doubled)
    compiler = Compiler(
        JAVAROSA,
        frozenset(path[-1] for path in several),
        lambda path: (
            path in known and not any(path[:n] in several for n in range(1, len(path) + 1))
        ),
    )
    form = Compiled(
        definition,
        instance,
        templates,
        instances,
        namespaces,
        ordered,
        by_path,
        known,
        {},
        frozenset(path[:-1] for path in repeats if repeats.isdisjoint(_prefixes(path[:-1]))),
        compiler,
        {},
        trees or {},
    )
    for element in walk(definition.body):
        if element.kind == "question":
            form.questions.setdefault(element.path, element)
    return form


def _prefixes(path: Steps) -> list[Steps]:
    return [path[:size] for size in range(1, len(path) + 1)]


def external(name: str, file: str, media: Mapping[str, bytes]) -> Node:
    """A secondary instance from its file (FormError)."""
    if not available(name, file, media):
        raise FormError(tr("缺少表单附带的文件：{file}", file=file))
    return secondary.read(file, media[file]) if file in media else secondary.empty()


def available(name: str, file: str, media: Mapping[str, bytes]) -> bool:
    """Whether an external instance has its file, or is one that the client fills."""
    return file in media or file == "last-saved" or name in {"visit", "__last-saved"}


def paths_of(source: reader.Source) -> list[Steps]:
    """Every path of the main instance and its templates, with attributes."""
    found: dict[Steps, None] = {}

    def gather(node: Node, above: Steps) -> None:
        path = (*above, node.name)
        found[path] = None
        for attribute in node.attributes:
            found[(*path, f"@{attribute.name}")] = None
        for child in node.children:
            gather(child, path)

    for top in source.instance.children:
        gather(top, ())
    for path, template in source.templates.items():
        gather(template, path[:-1])
    return list(found)


def _bind_all(form: Compiled) -> None:
    for top in form.instance.children:
        _bind_nodes(form, top, ())
    for path, template in form.templates.items():
        _bind_nodes(form, template, path[:-1])


def _bind_nodes(form: Compiled, node: Node, above: Steps, *, relevant: bool = True) -> None:
    path = node.steps = (*above, node.name)
    node.bind = form.by_path.get(path, -1)
    bind = form.bind(node)
    if bind is not None:
        node.required = bind.required == "true()"
        node.readonly = bind.readonly == "true()"
        node.own = bind.relevant != "false()"
        if node.text:
            node.value, node.text = _default(bind, node.text)
    node.relevant = node.own and relevant
    for attribute in node.attributes:
        attribute.steps = (*path, f"@{attribute.name}")
        attribute.bind = form.by_path.get((*path, f"@{attribute.name}"), -1)
        attribute.relevant = node.relevant
    for child in node.children:
        if node.kind == Kind.ELEMENT:
            _bind_nodes(form, child, path, relevant=node.relevant)


def _default(bind: Bind, text: str) -> Stored:
    """A default as its type has it; one of another type is dropped, as JavaRosa does."""
    try:
        return from_text(bind.data_type, text)
    except AnswerError:
        return EMPTY


def check_default(bind: Bind, text: str) -> None:
    """Refuse a default that is not of the bind's type (FormError)."""
    try:
        from_text(bind.data_type, text)
    except AnswerError as error:
        raise FormError(
            tr("{path} 的默认值不合类型：{error}", path="/" + "/".join(bind.path), error=str(error))
        ) from error


def _compile_all(form: Compiled) -> None:
    """Compile what is evaluated, so that an unknown function is found when the form is loaded."""
    for where, expression, sort in uses(form.definition, form.graph.units):
        compiled(form, expression, where, sort)


def compiled(form: Compiled, expression: str, where: str, sort: str) -> Code:
    """Compile an expression, naming where it stands if that fails (FormError)."""
    try:
        code: Code = form.code(expression, sort)
    except XPathSyntaxError as error:
        raise FormError(
            tr("{where} 的表达式有误：{error}", where=where, error=str(error))
        ) from error
    return code
