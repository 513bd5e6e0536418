"""The pages of a session: what one screen asks, from the body of the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from offline.forms.choices import Choices, not_offered
from offline.forms.counts import wanted
from offline.forms.engine import Engine
from offline.forms.itext import message
from offline.forms.model import Element, Steps
from offline.forms.states import is_readonly, sentence, violation
from offline.forms.texts import Texts
from offline.forms.tree import Node
from offline.forms.view import Control, Group, Item, Page, Question, Repeat

Trail = tuple[str, ...]


class Pages:
    """Builds pages and questions from the live instance."""

    def __init__(self, engine: Engine, texts: Texts, choices: Choices) -> None:
        self._engine = engine
        self._texts = texts
        self._choices = choices

    def all(self) -> list[Page]:
        """The relevant pages in order."""
        top = self._engine.root.children[0]
        return list(self._pages(self._engine.form.definition.body, top, ()))

    def _pages(self, elements: Sequence[Element], near: Node, trail: Trail) -> Iterator[Page]:
        for element in elements:
            if element.kind == "repeat":
                yield from self._repeat_pages(element, near, trail)
                continue
            node = self._node(element.path, near)
            if node is None or not node.relevant:
                continue
            if element.kind == "question":
                yield Page(node.path(), (self.question(element, node),), trail)
            elif is_field_list(element):
                yield Page(node.path(), (self._group(element, node),), trail)
            else:
                yield from self._pages(element.children, node, self._deeper(trail, element, node))

    def _repeat_pages(self, element: Element, near: Node, trail: Trail) -> Iterator[Page]:
        parent = self._node(element.path[:-1], near)
        if parent is None or not parent.relevant:
            return
        repeat = self._repeat(element, parent)
        yield Page(repeat.path, (repeat,), trail)
        for node in parent.named.get(element.path[-1], []):
            if not node.relevant:
                continue
            if is_field_list(element):
                yield Page(node.path(), (self._group(element, node, node.position),), trail)
            else:
                inner = self._deeper(trail, element, node)
                yield from self._pages(element.children, node, inner)

    def _deeper(self, trail: Trail, element: Element, node: Node) -> Trail:
        label = self._texts.text(element.label, node)
        place = f"{label} {node.position}".strip() if element.kind == "repeat" else label
        return (*trail, place) if place else trail

    def _repeat(self, element: Element, parent: Node) -> Repeat:
        nodes = [n for n in parent.named.get(element.path[-1], []) if n.relevant]
        free = not element.count and not element.fixed
        return Repeat(
            f"{parent.path()}/{element.path[-1]}",
            self._texts.text(element.label, parent),
            element.appearance,
            tuple(self._group(element, node, node.position) for node in nodes),
            can_add=free,
            can_remove=free or self._surplus(element, parent, len(nodes)),
        )

    def _surplus(self, element: Element, parent: Node, instances: int) -> bool:
        """Whether there are more instances than the count asks for (a lowered count)."""
        if not element.count:
            return False
        return instances > wanted(self._engine, element.count, element.path[-1], parent)

    def _group(self, element: Element, node: Node, position: int = 0) -> Group:
        return Group(
            node.path(),
            self._texts.text(element.label, node),
            element.appearance,
            tuple(self._items(element.children, node)),
            position,
        )

    def _items(self, elements: Sequence[Element], near: Node) -> Iterator[Item]:
        for element in elements:
            if element.kind == "repeat":
                parent = self._node(element.path[:-1], near)
                if parent is not None and parent.relevant:
                    yield self._repeat(element, parent)
                continue
            node = self._node(element.path, near)
            if node is None or not node.relevant:
                continue
            if element.kind == "question":
                yield self.question(element, node)
            else:
                yield self._group(element, node)

    def _node(self, path: Steps, near: Node) -> Node | None:
        found = self._engine.nodes_at(path, near)
        return found[0] if found else None

    def question(self, element: Element, node: Node) -> Question:
        """One question as it stands now."""
        bind = self._engine.form.bind(node)
        broken = violation(self._engine, node)
        words = sentence(self._engine, self._texts, node, broken)
        choices = self._choices.of(element, node)
        stale = not_offered(element, node, choices) if broken != "constraint" else ""
        span = element.parameters
        return Question(
            path=node.path(),
            bind="/" + "/".join(element.path),
            control=element.control,
            data_type=bind.data_type if bind else "string",
            label=self._texts.text(element.label, node),
            hint=self._texts.text(element.hint, node),
            guidance=self._texts.form(element.hint, node, "guidance"),
            media=self._texts.media(element.label, node),
            appearance=element.appearance,
            value=node.text,
            required=node.required,
            readonly=is_readonly(node),
            missing=broken == "required",
            problem=words if broken == "constraint" else stale,
            required_message=self._texts.text(message(bind.required_message), node) if bind else "",
            choices=choices,
            mediatype=element.mediatype,
            span=(
                (span.get("start", ""), span.get("end", ""), span.get("step", ""))
                if element.control is Control.RANGE
                else None
            ),
            parameters=tuple(sorted(element.parameters.items())),
        )


def is_field_list(element: Element) -> bool:
    """Whether a group is shown as one page."""
    words = element.appearance.split()
    return "field-list" in words or "table-list" in words
