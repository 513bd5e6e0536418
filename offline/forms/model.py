"""A form as it was read: binds, body, texts, actions. Plain records, shared and picklable."""

from __future__ import annotations

from dataclasses import dataclass, field

from offline.forms.view import Control

Steps = tuple[str, ...]
"""A path of names without positions: ``("data", "group", "field")``."""


@dataclass(slots=True)
class Bind:
    """What a bind says of its nodes. Expressions are as written; empty where absent."""

    path: Steps
    data_type: str = "string"
    relevant: str = ""
    calculate: str = ""
    required: str = ""
    readonly: str = ""
    constraint: str = ""
    constraint_message: str = ""
    required_message: str = ""
    preload: str = ""
    preload_params: str = ""
    save_to: str = ""
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Piece:
    """A stretch of a label: plain text, or an expression to fill in."""

    text: str = ""
    expression: str = ""


@dataclass(slots=True)
class Label:
    """A text: pieces as written, or the itext entry named by ``itext``; or computed."""

    pieces: list[Piece] = field(default_factory=list)
    itext: str = ""
    expression: str = ""


@dataclass(slots=True)
class Item:
    """A choice written in the body."""

    value: str
    label: Label


@dataclass(slots=True)
class Itemset:
    """Choices from nodes: which, and where their value and label stand."""

    nodeset: str
    value: str
    label: str
    label_itext: bool = False


@dataclass(slots=True)
class Element:
    """A body element: a question, a group or a repeat, told by ``kind``."""

    kind: str
    path: Steps
    label: Label = field(default_factory=Label)
    hint: Label = field(default_factory=Label)
    appearance: str = ""
    control: Control = Control.INPUT
    mediatype: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    itemset: Itemset | None = None
    count: str = ""
    fixed: bool = False
    children: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class Action:
    """``setvalue`` (or ``setgeopoint``, ``recordaudio``): at which events it sets what where.

    ``source`` is the question whose change sets it off, or the repeat it belongs to.
    """

    name: str
    events: tuple[str, ...]
    target: Steps
    expression: str = ""
    text: str = ""
    source: Steps = ()


@dataclass(slots=True)
class TextValue:
    """One itext entry: its forms by name (``""`` plain, ``image``, ``guidance`` …)."""

    forms: dict[str, list[Piece]] = field(default_factory=dict)


@dataclass(slots=True)
class Definition:
    """Everything a form says, apart from its instances."""

    form_id: str = ""
    version: str = ""
    title: str = ""
    languages: list[str] = field(default_factory=list)
    default_language: str = ""
    texts: dict[str, dict[str, TextValue]] = field(default_factory=dict)
    binds: list[Bind] = field(default_factory=list)
    body: list[Element] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    repeats: list[Steps] = field(default_factory=list)
    doubled: list[Steps] = field(default_factory=list)
    """Where several nodes of one name stand beside each other, in a repeat or not."""
    followers: dict[Steps, list[str]] = field(default_factory=dict)
    """The names that come after a repeat in its parent."""
    external: dict[str, str] = field(default_factory=dict)
    """Instance name → file name of its data."""
    public_key: str = ""
    submission_url: str = ""
