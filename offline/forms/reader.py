"""XForm XML → definition, main instance and inline secondary instances (FormError throughout)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from offline.forms import body, itext, secondary, xml
from offline.forms.api import FormError
from offline.forms.model import Action, Bind, Definition, Steps
from offline.forms.tree import Kind, Node
from offline.i18n import tr

JAVAROSA = "http://openrosa.org/javarosa"
ENTITIES = "http://www.opendatakit.org/xforms/entities"
ACTIONS = frozenset({"setvalue", "setgeopoint", "recordaudio"})


@dataclass(slots=True)
class Source:
    """What the XML gave: the definition, the main instance, templates, inline instances."""

    definition: Definition
    instance: Node
    templates: dict[Steps, Node] = field(default_factory=dict)
    inline: dict[str, Node] = field(default_factory=dict)
    namespaces: dict[str, str] = field(default_factory=dict)
    document: etree._Element = field(default_factory=lambda: etree.Element("html"))
    """The form as it is written."""


def read(data: bytes) -> Source:
    """Parse a whole XForm."""
    html = xml.parse(data, tr("表单"))
    model = one(html, "model")
    primary = _primary(model)
    source = Source(Definition(), _document(primary), document=html)
    source.namespaces = _namespaces(primary)
    _head(source.definition, html, primary)
    _instances(source, model)
    itext.read(source.definition, model)
    source.definition.binds = [_bind(b, primary) for b in _children(model, "bind")]
    _body(source.definition, html, model, primary)
    _take_templates(source)
    source.definition.doubled = list(dict.fromkeys(_doubled(source.instance, ())))
    return source


def _doubled(node: Node, above: Steps) -> Iterator[Steps]:
    for name, found in node.named.items():
        if len(found) > 1:
            yield (*above, name)
        for child in found:
            yield from _doubled(child, (*above, name))


def _namespaces(primary: etree._Element) -> dict[str, str]:
    """Prefix → address, refused where a submission could not be written with it (FormError)."""
    for address in filter(None, primary.nsmap.values()):
        try:
            etree.QName(address, "name")
        except ValueError as error:
            raise FormError(tr("命名空间不合规：{address}", address=address)) from error
    return {prefix or "": address for prefix, address in primary.nsmap.items()}


def one(html: etree._Element, name: str) -> etree._Element:
    """The first element of a name (FormError)."""
    found = find(html, name)
    if found is None:
        raise FormError(tr("这不是 XForm 表单：缺少 <{name}>。", name=name))
    return found


def find(html: etree._Element, name: str) -> etree._Element | None:
    """The first element of that name, looked for near the top first."""
    near = [child for top in html for child in (top, *top) if xml.local(child) == name]
    return near[0] if near else next((e for e in html.iter() if xml.local(e) == name), None)


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in element if xml.local(child) == name]


def _primary(model: etree._Element) -> etree._Element:
    for instance in _children(model, "instance"):
        for child in instance:
            if xml.local(child):
                return child
        break
    raise FormError(tr("这不是 XForm 表单：模型里没有主实例。"))


def _head(definition: Definition, html: etree._Element, primary: etree._Element) -> None:
    title = find(html, "title")
    definition.title = ((title.text if title is not None else "") or "").strip()
    definition.form_id = str(primary.get("id") or xml.namespace(str(primary.tag)) or "")
    definition.version = str(primary.get("version") or "")
    submission = next((e for e in one(html, "model") if xml.local(e) == "submission"), None)
    if submission is not None:
        definition.public_key = str(submission.get("base64RsaPublicKey") or "")
        definition.submission_url = str(submission.get("action") or "")


def _document(primary: etree._Element) -> Node:
    top = Node("", kind=Kind.DOCUMENT)
    top.append(_tree(primary))
    return top


def _tree(element: etree._Element) -> Node:
    node = Node(xml.local(element))
    xml.fill(node, element)
    for child in element:
        if xml.local(child):
            node.append(_tree(child))
    return node


def _instances(source: Source, model: etree._Element) -> None:
    for instance in _children(model, "instance")[1:]:
        name = str(instance.get("id") or "")
        address = str(instance.get("src") or "")
        inside = next((child for child in instance if xml.local(child)), None)
        if address:
            source.definition.external[name] = address.rpartition("/")[2]
        elif inside is not None:
            source.inline[name] = secondary.from_element(inside)


def steps_of(path: str, what: str, primary: etree._Element | None = None) -> Steps:
    """``/data/a/b`` (or ``a/b``, from the root) as names, without prefixes (FormError)."""
    parts = [
        part.strip().rpartition(":")[2] if "@" not in part else part.strip()
        for part in path.strip().split("/")
    ]
    if not path.strip():
        raise FormError(tr("{what}没有写明所指的节点。", what=what))
    if parts[0] == "":
        found = tuple(part for part in parts[1:] if part)
        if not found:
            raise FormError(tr("{what}没有写明所指的节点。", what=what))
        return found
    root = (xml.local(primary),) if primary is not None else ()
    return (*root, *(part for part in parts if part not in {"", "."}))


_PLAIN = {
    "relevant": "relevant",
    "calculate": "calculate",
    "required": "required",
    "readonly": "readonly",
    "constraint": "constraint",
}
_OWN = {
    "constraintMsg": "constraint_message",
    "requiredMsg": "required_message",
    "preload": "preload",
    "preloadParams": "preload_params",
}


def _bind(element: etree._Element, primary: etree._Element) -> Bind:
    path = str(element.get("nodeset") or element.get("ref") or "")
    bind = Bind(steps_of(path, tr("一个 bind "), primary))
    for name, value in element.attrib.items():
        local, text = str(name).rpartition("}")[2], str(value)
        if str(name) in _PLAIN:
            setattr(bind, _PLAIN[str(name)], text)
        elif local in _OWN:
            setattr(bind, _OWN[local], text)
        elif local == "saveto":
            bind.save_to = text
        elif local == "type":
            bind.data_type = text.strip().rpartition(":")[2] or "string"
        elif local not in {"nodeset", "ref"}:
            bind.parameters[local] = text
    return bind


def _body(
    definition: Definition, html: etree._Element, model: etree._Element, primary: etree._Element
) -> None:
    ids = {
        str(b.get("id")): str(b.get("nodeset") or b.get("ref"))
        for b in _children(model, "bind")
        if b.get("id")
    }
    reader = body.BodyReader(lambda path, what: steps_of(path, what, primary), ids)
    found = find(html, "body")
    if found is not None:
        definition.body = reader.elements(found, ())
    definition.repeats = reader.repeats
    definition.actions = [action(e, reader.steps) for e in model.iter() if xml.local(e) in ACTIONS]
    if found is not None:
        definition.actions += [
            action(e, reader.steps)
            for e in found.iter()
            if xml.local(e) in ACTIONS and e.getparent() is not found
        ]


def action(element: etree._Element, steps: body.StepsOf) -> Action:
    """One action of the model, of a question or of a repeat."""
    event = next((str(v) for k, v in element.attrib.items() if str(k).endswith("event")), "")
    path = str(element.get("ref") or element.get("bind") or "")
    parent = element.getparent()
    source: Steps = ()
    if parent is not None and xml.local(parent) != "model":
        where = str(parent.get("ref") or parent.get("nodeset") or parent.get("bind") or "")
        source = steps(where, tr("动作所在的问题")) if where else ()
    return Action(
        xml.local(element),
        tuple(event.split()),
        steps(path, tr("一个动作（{name}）", name=xml.local(element))),
        str(element.get("value") or ""),
        (element.text or "") if element.get("value") is None else "",
        source,
    )


def _take_templates(source: Source) -> None:
    for path in sorted(source.definition.repeats, key=len):
        template = _extract(source, path)
        if template is not None:
            source.templates[path] = template


def _extract(source: Source, path: Steps) -> Node | None:
    parents = _parents(source, path)
    template: Node | None = None
    for parent in parents:
        names = list(dict.fromkeys(child.name for child in parent.children))
        if path[-1] in names:
            source.definition.followers[path] = names[names.index(path[-1]) + 1 :]
        for node in list(parent.named.get(path[-1], [])):
            mark = node.attribute("template")
            if mark is not None and mark.namespace == JAVAROSA:
                node.attributes.remove(mark)
                parent.remove_repeat(node)
                template = template or node
        for position, node in enumerate(parent.named.get(path[-1], []), 1):
            node.position = position
            template = template or _emptied(node)
    return copy(template) if template is not None else None


def _emptied(node: Node) -> Node:
    """A copy without answers: what a first instance is as a template, where none was written."""
    twin = copy(node)
    for inner in twin.walk():
        inner.value = inner.text = ""
    return twin


def _parents(source: Source, path: Steps) -> list[Node]:
    """Where instances of a repeat stand: in the instance, or in the template above it."""
    found = [source.instance]
    start = 0
    above = [p for p in source.templates if path[: len(p)] == p]
    if above:
        nearest = max(above, key=len)
        return _descend([source.templates[nearest]], path[len(nearest) : -1]) + _descend(
            found, path[start:-1]
        )
    return _descend(found, path[:-1])


def _descend(nodes: list[Node], names: Steps) -> list[Node]:
    for name in names:
        nodes = [child for node in nodes for child in node.named.get(name, [])]
    return nodes


def copy(node: Node) -> Node:
    """A deep copy without a parent."""
    twin = Node(node.name, kind=node.kind)
    twin.namespace, twin.prefix = node.namespace, node.prefix
    twin.steps = node.steps
    twin.value, twin.text, twin.position, twin.bind = (
        node.value,
        node.text,
        node.position,
        node.bind,
    )
    twin.own, twin.relevant, twin.required, twin.readonly = (
        node.own,
        node.relevant,
        node.required,
        node.readonly,
    )
    for attribute in node.attributes:
        mark = copy(attribute)
        mark.parent = twin
        twin.attributes.append(mark)
    for child in node.children:
        twin.append(copy(child))
    return twin
