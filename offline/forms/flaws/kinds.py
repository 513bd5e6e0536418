"""A flaw and how heavy it is; what the parts that look for flaws are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from lxml import etree

from offline.forms import reader, xml
from offline.forms.model import Element, Steps
from offline.forms.reader import Source
from offline.forms.tree import Node
from offline.forms.uses import walk


class Weight(IntEnum):
    """What follows from a flaw."""

    REFUSED = 0
    """JavaRosa refuses the form, and so do we."""
    WRONG = 1
    """JavaRosa or ODK Collect refuses the form; we fill it without the part."""
    ODD = 2
    """JavaRosa fills the form, and so do we, but hardly as its author meant."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One flaw: a sentence that names the place, the question's name, the column of its row."""

    weight: Weight
    message: str
    node: str = ""
    column: str = ""


@dataclass(frozen=True)
class Known:
    """A form as it was read, every path of its instance, its lists by name."""

    source: Source
    paths: frozenset[Steps]
    instances: Mapping[str, Node]

    @cached_property
    def elements(self) -> list[Element]:
        """All questions, groups and repeats."""
        return walk(self.source.definition.body)

    def model(self) -> etree._Element:
        """The ``model`` element."""
        return reader.one(self.source.document, "model")

    def binds(self) -> list[etree._Element]:
        """The binds as they are written."""
        return [child for child in self.model() if xml.local(child) == "bind"]

    def blocks(self) -> list[etree._Element]:
        """The ``itext`` of the model."""
        return [child for child in self.model() if xml.local(child) == "itext"]

    def shown(self, *names: str) -> Iterator[etree._Element]:
        """Elements of the body by local name, in order."""
        body = reader.find(self.source.document, "body")
        if body is not None:
            yield from body.iter(*(f"{{*}}{name}" for name in names))


def place(element: etree._Element) -> str:
    """Where a control stands: its own path, or that of the nearest element that has one."""
    here: etree._Element | None = element
    while here is not None:
        path = here.get("ref") or here.get("nodeset") or here.get("bind")
        if path and xml.local(here) not in {"label", "hint", "value", "copy", "itemset"}:
            return str(path)
        here = here.getparent()
    return ""


def slashed(path: Steps) -> str:
    """A path as it is written."""
    return "/" + "/".join(path)


def last(path: str) -> str:
    """The last name of a path."""
    return path.rstrip("/").rpartition("/")[2].rpartition(":")[2]
